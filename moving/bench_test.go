package moving

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/mailbox"
	"satchel/mailstore"
)

// writeBox writes an mbox of about that many octets: letters as people get them, mostly text of some kB, one in seven
// with an attachment of 60 kB to 1.6 MB.
func writeBox(b *testing.B, path string, octets int64) {
	b.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	words := make([]string, 20000)
	for i := range words {
		words[i] = strconv.FormatUint(rng.Uint64()>>(20+rng.IntN(30)), 36)
	}
	zipf := rand.NewZipf(rng, 1.2, 4, uint64(len(words)-1))
	word := func() string { return words[zipf.Uint64()] }
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for n, done := 0, int64(0); done < octets; n++ {
		text := fmt.Appendf(nil, "From ann@example.org Tue Mar 10 11:%02d:00 2026\nFrom: Ann %s <ann@example.org>\nTo: bob@example.net\nSubject: %s %s\nMessage-ID: <%d.%x@example.org>\nDate: Tue, 10 Mar 2026 11:%02d:00 +0000\n",
			n%60, word(), word(), word(), n, rng.Uint64(), n%60)
		attached := n%7 == 0
		if attached {
			text = append(text, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_m\"\n\n--=_m\nContent-Type: text/plain\n"...)
		}
		text = append(text, '\n')
		for end := len(text) + 2000 + rng.IntN(20000); len(text) < end; {
			text = append(append(text, word()...), ' ')
			if rng.IntN(12) == 0 {
				text = append(text, '\n')
			}
		}
		text = append(text, '\n')
		if attached {
			text = append(text, "--=_m\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.pdf\n\n"...)
			text = append(attachment(rng, text), "--=_m--\n"...)
		}
		m, err := w.Write(append(text, '\n'))
		if err != nil {
			b.Fatal(err)
		}
		done += int64(m)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

func attachment(rng *rand.Rand, text []byte) []byte {
	data := make([]byte, 57*(1000+rng.IntN(20000)))
	for i := 0; i+8 <= len(data); i += 8 {
		v := rng.Uint64()
		for j := range 8 {
			data[i+j] = byte(v >> (8 * j))
		}
	}
	for len(data) > 0 {
		text = append(base64.StdEncoding.AppendEncode(text, data[:57]), '\n')
		data = data[57:]
	}
	return text
}

// peakMB is the most memory this process has had, and forgets it where the system can.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kb, _ := strconv.ParseFloat(strings.Fields(after)[0], 64)
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return kb / 1000
}

// processor is how many seconds of the processor this process has used; 0 where the system does not tell.
func processor() float64 {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// BenchmarkImport imports an mbox of SATCHEL_BENCH_GB (0.25) with all its words in the search index, then once more,
// when all of it is here, then writes it out.
func BenchmarkImport(b *testing.B) {
	gb, err := strconv.ParseFloat(os.Getenv("SATCHEL_BENCH_GB"), 64)
	if err != nil {
		gb = 0.25
	}
	path := filepath.Join(b.TempDir(), "big.mbox")
	writeBox(b, path, int64(gb*1e9))
	for range b.N {
		s := openStore(b)
		addAccount(b, s, "ann", "pop.example.org")
		peakMB()
		started, spent := time.Now(), processor()
		r := mustImport(b, s, path, ImportOptions{})
		stored := time.Since(started)
		b.ReportMetric(peakMB(), "MB-peak-import")
		if _, err := s.Page(ctx, mailstore.Query{Text: "word"}, mailstore.Cursor{}, 50); err != nil {
			b.Fatal(err)
		}
		took := time.Since(started)
		b.ReportMetric(float64(r.Bytes)/1e6/took.Seconds(), "MB/s")
		b.ReportMetric(peakMB(), "MB-peak")
		b.Logf("%d messages, %.2f GB: stored in %.1f s, searchable in %.1f s, of the processor %.1f s", r.Imported, float64(r.Bytes)/1e9, stored.Seconds(), took.Seconds(), processor()-spent)

		started = time.Now()
		again := mustImport(b, s, path, ImportOptions{})
		b.Logf("again: %d new in %.1f s", again.Imported, time.Since(started).Seconds())

		started = time.Now()
		x, err := Export(ctx, s, filepath.Join(b.TempDir(), strconv.FormatInt(started.UnixNano(), 36)), ExportOptions{Format: mailbox.Mbox})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("written out as mbox: %d in %.1f s, %.0f MB/s", x.Written, time.Since(started).Seconds(), float64(x.Bytes)/1e6/time.Since(started).Seconds())
		s.Close()
	}
}
