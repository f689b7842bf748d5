package journey

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// letters makes n different messages, the same for the same n: mostly short texts, some with attachments up to about
// a megabyte, with leading dots, long lines and raw 8-bit text among them. CRLF line ends.
func letters(n int) [][]byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	all := make([][]byte, n)
	for i := range all {
		var b bytes.Buffer
		fmt.Fprintf(&b, "From: Writer %d <writer%d@example.org>\r\nTo: reader@example.org\r\nSubject: Letter %d\r\n", i%50, i%50, i)
		fmt.Fprintf(&b, "Date: %s, %02d Mar 2026 %02d:%02d:00 +0000\r\nMessage-ID: <%d.%d@example.org>\r\n", []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}[i%28%7], 1+i%28, i%24, i%60, i, n)
		if i%10 == 3 {
			b.WriteString("MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=\"data.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
			data := make([]byte, 10_000+r.IntN(700_000))
			for k := range data {
				data[k] = byte(r.Uint32())
			}
			enc := base64.StdEncoding.EncodeToString(data)
			for len(enc) > 76 {
				b.WriteString(enc[:76] + "\r\n")
				enc = enc[76:]
			}
			b.WriteString(enc + "\r\n")
		} else {
			b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
			for range 5 + r.IntN(300) {
				switch r.IntN(12) {
				case 0:
					b.WriteString(".\r\n")
				case 1:
					b.WriteString("..two dots, and Grüße aus München\r\n")
				case 2:
					b.WriteString(strings.Repeat("a long line ", 1+r.IntN(80)) + "\r\n")
				default:
					fmt.Fprintf(&b, "line %d of letter %d says %x\r\n", r.IntN(1000), i, r.Uint64())
				}
			}
		}
		all[i] = b.Bytes()
	}
	return all
}

// realistic gives n messages as a home mailbox holds them, from the generator beside the checkout; false where it, or
// Python, is absent.
func realistic(tb testing.TB, n int) ([][]byte, bool) {
	tb.Helper()
	generator, err := filepath.Abs(filepath.Join("..", "..", "shared", "tools", "peers", "gencorpus"))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := os.Stat(generator); err != nil {
		return nil, false
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return nil, false
	}
	dir := filepath.Join(tb.TempDir(), "maildir")
	if out, err := exec.CommandContext(tb.Context(), python, generator, "--kind", "real", "--count", fmt.Sprint(n), "--seed", "1", "--out", dir).CombinedOutput(); err != nil {
		tb.Fatalf("generator: %v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		tb.Fatal(err)
	}
	sort.Strings(files)
	all := make([][]byte, 0, n)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, toCRLF(raw))
	}
	if len(all) != n {
		tb.Fatalf("the generator made %d messages, want %d", len(all), n)
	}
	return all, true
}

// toCRLF turns bare LF into CRLF, as a server does with what lies in a maildir.
func toCRLF(raw []byte) []byte {
	out := make([]byte, 0, len(raw)+len(raw)/40)
	for i, c := range raw {
		if c == '\n' && (i == 0 || raw[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}

// hashes counts messages by SHA-256, in hex.
func hashes(msgs [][]byte) map[string]int {
	m := make(map[string]int, len(msgs))
	for _, raw := range msgs {
		sum := sha256.Sum256(raw)
		m[hex.EncodeToString(sum[:])]++
	}
	return m
}
