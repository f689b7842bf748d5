package journey

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFetchIsByteExact fetches a mailbox over TLS and compares every message with the server's file, then checks that
// a second fetch gets nothing.
func TestFetchIsByteExact(t *testing.T) {
	want := letters(200)
	s := startServer(t, want)
	p := newProfile(t)
	s.addTo(t, p)
	p.must(t, "", "fetch")
	exactlyOnce(t, p, want)

	var rows []listJSON
	p.decode(t, &rows, "list")
	for _, row := range rows[:min(len(rows), 25)] {
		raw := p.must(t, "", "show", fmt.Sprint(row.ID), "--raw")
		if sum := sha256.Sum256([]byte(raw)); hex.EncodeToString(sum[:]) != row.SHA256 {
			t.Errorf("message %d: show --raw gives other bytes than were received", row.ID)
		}
	}
	var again []fetchJSON
	p.decode(t, &again, "fetch")
	if len(again) != 1 || again[0].Fetched != 0 || again[0].Listed != len(want) {
		t.Errorf("second fetch = %+v, want %d listed and 0 fetched", again, len(want))
	}
}

// TestRealisticMailIsByteExact does the same with 1,000 messages as a home mailbox holds them, malformed ones among
// them, and reads every one of them back.
func TestRealisticMailIsByteExact(t *testing.T) {
	if testing.Short() {
		t.Skip("journeys need the real program; not with -short")
	}
	want, ok := realistic(t, 1000)
	if !ok {
		t.Skip("the generator of realistic mail is not here")
	}
	s := startServer(t, want)
	p := newProfile(t)
	s.addTo(t, p)
	p.must(t, "", "fetch")
	var rows []listJSON
	p.decode(t, &rows, "list")
	left := hashes(want)
	for _, row := range rows {
		raw := p.must(t, "", "show", fmt.Sprint(row.ID), "--raw")
		sum := sha256.Sum256([]byte(raw))
		left[hex.EncodeToString(sum[:])]--
	}
	for sum, n := range left {
		if n != 0 {
			t.Errorf("message %s: %d of it are missing (or, below 0, too many)", sum, n)
		}
	}
}

// TestNoSecretInTheProfile looks for the password in every file that Satchel wrote.
func TestNoSecretInTheProfile(t *testing.T) {
	s := startServer(t, letters(5))
	p := newProfile(t)
	s.addTo(t, p)
	p.must(t, "", "fetch")
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(data), mailPassword) {
			t.Errorf("%s holds the password", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFetch times the whole program on 1,000 messages from Dovecot over TLS beside mpop into a maildir, in turn
// within one run, and prints the medians and their ratio; then a second fetch with nothing new.
func BenchmarkFetch(b *testing.B) {
	need(b, "mpop")
	msgs, ok := realistic(b, 1000)
	if !ok {
		b.Log("the generator of realistic mail is not here; own letters instead")
		msgs = letters(1000)
	}
	s := startServer(b, msgs)
	var ours, theirs, again, pairs []float64
	for range b.N {
		p := newProfile(b)
		s.addTo(b, p)
		rival := newMpop(b, s)
		start := time.Now()
		p.must(b, "", "fetch")
		a := time.Since(start).Seconds()
		ours = append(ours, a)
		m := rival.fetch(b)
		theirs = append(theirs, m)
		pairs = append(pairs, a/m)
		start = time.Now()
		p.must(b, "", "fetch")
		again = append(again, time.Since(start).Seconds())
		var rows []listJSON
		p.decode(b, &rows, "list")
		if len(rows) != len(msgs) {
			b.Fatalf("%d messages are here, want %d", len(rows), len(msgs))
		}
	}
	b.ReportMetric(median(ours), "satchel-s")
	b.ReportMetric(median(theirs), "mpop-s")
	b.ReportMetric(median(pairs), "ratio")
	b.ReportMetric(median(again), "again-s")
	b.ReportMetric(0, "ns/op")
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}

// mpop is the peer: a command-line fetcher that does nothing else.
type mpop struct{ rc string }

func newMpop(tb testing.TB, s server) mpop {
	tb.Helper()
	dir := tb.TempDir()
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, "md", sub), 0o700); err != nil {
			tb.Fatal(err)
		}
	}
	rc := filepath.Join(dir, "rc")
	text := fmt.Sprintf("defaults\ntls on\ntls_starttls off\ntls_trust_file %s\naccount a\nhost localhost\nport %s\nuser %s\nauth user\n"+
		"passwordeval echo '%s'\nkeep on\ntimeout 120\nuidls_file %s/uidls\nreceived_header off\ndelivery maildir %s/md\n",
		s.caFile, s.port, mailUser, mailPassword, dir, dir)
	if err := os.WriteFile(rc, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return mpop{rc}
}

// fetch gives the seconds that mpop takes.
func (m mpop) fetch(tb testing.TB) float64 {
	tb.Helper()
	start := time.Now()
	if out, err := exec.CommandContext(tb.Context(), "mpop", "-C", m.rc, "-q", "a").CombinedOutput(); err != nil {
		tb.Fatalf("mpop: %v\n%s", err, out)
	}
	return time.Since(start).Seconds()
}
