package mailstore_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
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
