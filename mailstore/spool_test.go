package mailstore_test

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"satchel/mailstore"
)

func TestSpoolGivesBackWhatCame(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 4 << 20, 4<<20 + 1, 9<<20 + 7} {
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(i * i >> 7)
		}
		p := s.NewSpool()
		for rest := data; len(rest) > 0; {
			n, err := p.Write(rest[:min(len(rest), 70_001)])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if p.Size() != int64(size) || p.SHA256() != sha256.Sum256(data) {
			t.Errorf("%d bytes: size %d, hash %x", size, p.Size(), p.SHA256())
		}
		for range 2 {
			r, err := p.Reader()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes come back as %d, %v", size, len(got), err)
			}
		}
		p.Discard()
		p.Discard()
		if _, err := p.Write([]byte("x")); err == nil {
			t.Error("a discarded spool takes bytes")
		}
		if left, _ := os.ReadDir(filepath.Join(dir, "tmp")); len(left) > 0 {
			t.Errorf("%d bytes: %v is left", size, left)
		}
	}
}

// A message of 64 MB goes through in a fraction of its size: larger ones must not need the computer's memory.
func TestLargeMessageNeedsLittleMemory(t *testing.T) {
	const size, limit = 64 << 20, 24 << 20
	s := open(t, t.TempDir())
	rows := list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 1)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	peak := watchHeap()

	p := s.NewSpool()
	defer p.Discard()
	line := bytes.Repeat([]byte("0123456789abcdef"), 1024)
	for i := range size / len(line) {
		line[0] = byte(i)
		if _, err := p.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	ids := record(t, s, rows, func(_ int, d *mailstore.Download) { d.Raw = p })
	sum, err := s.VerifyStored(ctx, ids[0])
	if err != nil || sum != p.SHA256() {
		t.Fatalf("VerifyStored = %x, %v", sum, err)
	}
	if grown := int64(peak()) - int64(before.HeapAlloc); grown > limit {
		t.Errorf("the heap grew by %d MiB, want at most %d", grown>>20, limit>>20)
	}
}

// watchHeap looks at the heap until its result is called, which gives the most it saw.
func watchHeap() (peak func() uint64) {
	quit, most := make(chan struct{}), make(chan uint64)
	go func() {
		var max uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.HeapAlloc > max {
				max = m.HeapAlloc
			}
			select {
			case <-quit:
				most <- max
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(quit); return <-most }
}
