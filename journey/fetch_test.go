package journey

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}
