package backup

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"satchel/mailstore"
)

// realistic writes a letter as people get them: mostly text of some kB, one in seven with an attachment.
func realistic(rng *rand.Rand, words []string, n int, room []byte) []byte {
	b := fmt.Appendf(room[:0], "From: Ann %s <ann@example.org>\r\nTo: bob@example.net\r\nSubject: %s %s\r\nMessage-ID: <%d.%x@example.org>\r\nDate: Tue, 10 Mar 2026 11:%02d:00 +0000\r\n",
		words[rng.IntN(len(words))], words[rng.IntN(len(words))], words[rng.IntN(len(words))], n, rng.Uint64(), n%60)
	if n%7 == 0 {
		b = append(b, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_m\"\r\n\r\n--=_m\r\nContent-Type: text/plain\r\n"...)
	}
	b = append(b, "\r\n"...)
	for end := len(b) + 2000 + rng.IntN(20000); len(b) < end; {
		b = append(append(b, words[rng.IntN(len(words))]...), ' ')
		if rng.IntN(12) == 0 {
			b = append(b, "\r\n"...)
		}
	}
	if n%7 == 0 {
		b = append(b, "\r\n--=_m\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n"...)
		data := make([]byte, 57*(1000+rng.IntN(20000)))
		for i := 0; i < len(data); i += 8 {
			v := rng.Uint64()
			for j := range min(8, len(data)-i) {
				data[i+j] = byte(v >> (8 * j))
			}
		}
		for len(data) > 0 {
			b = append(base64.StdEncoding.AppendEncode(b, data[:57]), "\r\n"...)
			data = data[57:]
		}
		b = append(b, "--=_m--\r\n"...)
	}
	return b
}

// fill makes a profile with about that many octets of mail.
func fill(b *testing.B, s *mailstore.Store, folder mailstore.FolderID, octets int64) {
	b.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	words := make([]string, 20000)
	for i := range words {
		words[i] = strconv.FormatUint(rng.Uint64()>>(20+rng.IntN(30)), 36)
	}
	var room []byte
	for n, done := 0, int64(0); done < octets; {
		var as []mailstore.Addition
		for range 64 {
			room = realistic(rng, words, n, room)
			p := s.NewSpool()
			if _, err := p.Write(room); err != nil {
				b.Fatal(err)
			}
			as = append(as, mailstore.Addition{Folder: folder, Raw: p, Arrived: noon, Fields: mailstore.Fields{Subject: "Letter", Date: noon}})
			n++
			done += int64(len(room))
		}
		if _, _, err := s.AddMessages(ctx, as); err != nil {
			b.Fatal(err)
		}
		for _, a := range as {
			a.Raw.Discard()
		}
	}
}

// BenchmarkBackup backs up a profile of SATCHEL_BENCH_GB (1) anew, with every message read back, while mail arrives;
// then once more with little new; then it restores.
func BenchmarkBackup(b *testing.B) {
	gb, err := strconv.ParseFloat(os.Getenv("SATCHEL_BENCH_GB"), 64)
	if err != nil {
		gb = 1
	}
	s := openAt(b, b.TempDir())
	a := addAccount(b, s, "ann")
	inbox, err := s.FolderByRole(ctx, a.ID, mailstore.Inbox)
	if err != nil {
		b.Fatal(err)
	}
	fill(b, s, inbox.ID, int64(gb*1e9))
	path := filepath.Join(b.TempDir(), "mail.satchel")
	b.ResetTimer()
	for range b.N {
		stop, done := make(chan struct{}), make(chan int)
		go func() { // a fetch that goes on meanwhile
			n := 0
			for i := 0; ; i += 5 {
				select {
				case <-stop:
					done <- n
					return
				case <-time.After(50 * time.Millisecond):
					n += len(fetch(b, s, a.ID, i, i+5, 20_000))
				}
			}
		}()
		started := time.Now()
		r := mustWrite(b, s, path)
		took := time.Since(started)
		close(stop)
		b.Logf("%d messages, %.2f GB in %.1f s, of it %d arrived meanwhile; the file has %.2f GB", r.Messages, float64(r.Bytes)/1e9, took.Seconds(), <-done, float64(r.FileBytes)/1e9)
		b.ReportMetric(float64(r.Bytes)/1e6/took.Seconds(), "MB/s-verified")

		started = time.Now()
		again := mustWrite(b, s, path)
		b.Logf("again, %d new: %.1f s, most of it reading back", again.Added, time.Since(started).Seconds())

		if gb > 2 { // a restore reads the letters again, and takes minutes
			continue
		}
		to := openAt(b, b.TempDir())
		started = time.Now()
		r = mustRestore(b, to, path)
		took = time.Since(started)
		b.ReportMetric(float64(r.Bytes)/1e6/took.Seconds(), "MB/s-restored")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.Logf("restored in %.1f s; the process has %d MB from the system", took.Seconds(), m.Sys>>20)
		to.Close()
		os.Remove(path)
	}
}
