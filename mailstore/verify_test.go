package mailstore_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/mailstore"
)

// bodies are small ones, ones that compress and do not, one of several chunks, and one that is read back alone.
func bodies() []string {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 5<<20)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	list := []string{"x", strings.Repeat("words of a letter\r\n", 4000), string(noise[:60_000]), string(noise[:2<<20+5]), string(noise)}
	for i := range 300 {
		list = append(list, fmt.Sprintf("Subject: %d\r\n\r\nshort\r\n", i))
	}
	return list
}

func TestVerifyMany(t *testing.T) {
	s := open(t, t.TempDir())
	all := bodies()
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", len(all)), func(i int, d *mailstore.Download) {
		d.Raw = spool(t, s, all[i])
	})
	sums, err := s.VerifyMany(ctx, append(ids, 99999))
	if err != nil || len(sums) != len(all) {
		t.Fatalf("%d hashes, %v; want %d", len(sums), err, len(all))
	}
	for i, id := range ids {
		if sums[id] != sha256.Sum256([]byte(all[i])) {
			t.Errorf("message %d of %d octets has another hash", i, len(all[i]))
		}
	}
	if sums, err := s.VerifyMany(ctx, nil); err != nil || len(sums) != 0 {
		t.Errorf("of none: %v, %v", sums, err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.VerifyMany(ended, ids); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %v", err)
	}
}

// What is damaged is never taken for whole, and does not keep the others from being read.
func TestVerifyManyLeavesOutWhatIsDamaged(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	long := strings.Repeat("0123456789abcdef", 1<<17) // two chunks
	ids := record(t, s, list(t, s, a.ID, "u", 7), func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, long+"end") })
	_, begun := partial(t, s, a.ID)
	s.Exec(t, "UPDATE chunks SET codec = 1, data = x'0102030405' WHERE id = ?", int64(ids[0])<<16)
	s.Exec(t, "DELETE FROM chunks WHERE id >> 16 = ?", ids[1])
	s.Exec(t, "DELETE FROM chunks WHERE id = ?", int64(ids[2])<<16)
	s.Exec(t, "DELETE FROM chunks WHERE id = ?", int64(ids[3])<<16|2)
	s.Exec(t, "UPDATE chunks SET codec = 0, data = x'00' WHERE id = ?", int64(ids[4])<<16|2)
	s.Exec(t, "INSERT INTO chunks (id, codec, data) VALUES (?, 0, x'00')", int64(ids[5])<<16|9)
	sums, err := s.VerifyMany(ctx, append(ids, begun))
	if err != nil || len(sums) != 1 || sums[ids[6]] != sha256.Sum256([]byte(long+"end")) {
		t.Errorf("hashes of %v, %v; want the one of message %d alone", sums, err, ids[6])
	}
}

// A page of which SQLite cannot make sense hides one message and none of those behind it.
func TestVerifyManyPassesADamagedPage(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	rng := rand.New(rand.NewPCG(3, 4))
	var all [][]byte
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 6), func(_ int, d *mailstore.Download) {
		noise := make([]byte, 40_000)
		for i := range noise {
			noise[i] = byte(rng.Uint32())
		}
		all = append(all, noise)
		d.Raw = spool(t, s, string(noise))
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "mail.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	size := int(binary.BigEndian.Uint16(data[16:]))
	at := bytes.Index(data, all[1][20_000:20_100]) / size * size // the page in which its middle lies
	if at <= 0 {
		t.Fatal("the letter is not found in the file")
	}
	copy(data[at:], "\xff\xff\xff\xff") // the number of its next page
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	sums, err := s.VerifyMany(ctx, ids)
	if err != nil || len(sums) != 5 {
		t.Fatalf("%d hashes, %v; want 5", len(sums), err)
	}
	if _, there := sums[ids[1]]; there {
		t.Error("the damaged one is among them")
	}
	if n, _, err := s.CheckSlice(ctx); n != 6 || err != nil {
		t.Errorf("the idle check read %d: %v", n, err)
	}
	if bad, err := s.Damaged(ctx); err != nil || len(bad) != 1 || bad[0] != ids[1] {
		t.Errorf("damaged: %v, %v; want %d", bad, err, ids[1])
	}
	if err := s.Repair(ctx, ids[1], spool(t, s, string(all[1]))); err != nil {
		t.Fatal(err)
	}
	if sums, err := s.VerifyMany(ctx, ids); err != nil || len(sums) != 6 {
		t.Errorf("after the repair %d hashes, %v; want 6", len(sums), err)
	}
}
