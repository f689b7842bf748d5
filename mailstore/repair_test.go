package mailstore_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"satchel/mailstore"
)

// readable gives all that can be read of a message.
func readable(t *testing.T, s *mailstore.Store, id mailstore.MessageID) string {
	t.Helper()
	r, err := s.RawReadable(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestRawReadable(t *testing.T) {
	const chunk = 1 << 20
	noise := make([]byte, 3*chunk) // does not pack, and so lies there as it is
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	loose, packed := string(noise[:2*chunk+7]), strings.Repeat("words of a letter\r\n", 200_000)
	tests := []struct {
		name, raw, damage string
		want              func(got string) bool
	}{
		{"whole", loose, "", func(got string) bool { return got == loose }},
		{"middle gone", loose, "DELETE FROM chunks WHERE id = ? + 1", func(got string) bool { return got == loose[:chunk]+loose[2*chunk:] }},
		{"end gone", loose, "DELETE FROM chunks WHERE id = ? + 2", func(got string) bool { return got == loose[:2*chunk] }},
		{"beginning gone", loose, "DELETE FROM chunks WHERE id = ?", func(got string) bool { return got == "" }},
		{"all gone", loose, "DELETE FROM chunks WHERE id >= ?", func(got string) bool { return got == "" }},
		{"empty chunk", loose, "UPDATE chunks SET data = x'' WHERE id = ? + 1", func(got string) bool { return got == loose[:chunk]+loose[2*chunk:] }},
		{"packed, its end cut off", packed, "UPDATE chunks SET data = substr(data, 1, length(data) - 6) WHERE id = ?", func(got string) bool {
			return strings.HasSuffix(got, packed[chunk:])
		}},
		{"packed, its last octet changed", packed, "UPDATE chunks SET data = unhex(hex(substr(data, 1, length(data) - 1)) || '00') WHERE id = ?", func(got string) bool {
			return len(got) >= len(packed)-64<<10 && strings.HasPrefix(got, packed[:900_000]) && strings.HasSuffix(got, packed[chunk:])
		}},
		{"no such packing", packed, "UPDATE chunks SET data = x'0102030405' WHERE id = ?", func(got string) bool { return got == "" }},
		{"longer than it can be", loose, "UPDATE chunks SET data = zeroblob(2000000) WHERE id = ? + 2", func(got string) bool { return len(got) == 3*chunk }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			id := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 1), func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, tt.raw) })[0]
			if tt.damage != "" {
				s.Exec(t, tt.damage, int64(id)<<16)
			}
			if got := readable(t, s, id); !tt.want(got) {
				t.Errorf("%d octets of %d are readable", len(got), len(tt.raw))
			}
			if damaged, err := s.CheckMessage(ctx, id); damaged != (tt.damage != "") || err != nil {
				t.Errorf("CheckMessage: %v, %v", damaged, err)
			}
		})
	}
	s := open(t, t.TempDir())
	if _, err := s.RawReadable(ctx, 7); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("no message: %v", err)
	}
}

func TestCheckMessageNotesAndForgets(t *testing.T) {
	s := open(t, t.TempDir())
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 2), nil)
	check := func(id mailstore.MessageID, want bool) {
		t.Helper()
		if got, err := s.CheckMessage(ctx, id); got != want || err != nil {
			t.Errorf("CheckMessage(%d) = %v, %v; want %v", id, got, err, want)
		}
		if got, err := s.IsDamaged(ctx, id); got != want || err != nil {
			t.Errorf("IsDamaged(%d) = %v, %v; want %v", id, got, err, want)
		}
	}
	check(ids[0], false)
	key := int64(ids[0]) << 16
	s.Exec(t, "UPDATE chunks SET data = CAST('S' || substr(data, 2) || 'x' AS BLOB) WHERE id = ?", key)
	check(ids[0], true)
	check(ids[0], true)
	if bad, err := s.Damaged(ctx); err != nil || !slices.Equal(bad, ids[:1]) {
		t.Errorf("damaged: %v, %v", bad, err)
	}
	check(ids[1], false)
	s.Exec(t, "UPDATE chunks SET data = substr(data, 1, length(data) - 1) WHERE id = ?", key)
	check(ids[0], false) // it reads well again: it was not the disk
	if _, err := s.CheckMessage(ctx, 99); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("no message: %v", err)
	}
}

// What a round of the idle check finds whole again is no longer told as damaged.
func TestCheckSliceForgetsWhatReadsWell(t *testing.T) {
	s := open(t, t.TempDir())
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 5), nil)
	s.Exec(t, "INSERT INTO damaged (message_id, found) VALUES (?, 1), (?, 1)", ids[0], ids[4])
	s.Exec(t, "DELETE FROM chunks WHERE id = ?", int64(ids[4])<<16)
	if n, _, err := s.CheckSlice(ctx); n != 5 || err != nil {
		t.Fatalf("%d checked, %v", n, err)
	}
	if bad, err := s.Damaged(ctx); err != nil || !slices.Equal(bad, ids[4:]) {
		t.Errorf("damaged: %v, %v; want %v", bad, err, ids[4:])
	}
}

func TestRepair(t *testing.T) {
	s := open(t, t.TempDir())
	raw := strings.Repeat("0123456789abcdef", 1<<17) + "end"
	id := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 1), func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, raw) })[0]
	s.Exec(t, "DELETE FROM chunks WHERE id = ?", int64(id)<<16|1)
	if damaged, err := s.CheckMessage(ctx, id); !damaged || err != nil {
		t.Fatalf("%v, %v", damaged, err)
	}
	if err := s.Repair(ctx, id, spool(t, s, raw+"!")); !errors.Is(err, mailstore.ErrDiffers) {
		t.Errorf("with other bytes: %v", err)
	}
	if got := readable(t, s, id); len(got) != len(raw)-1<<20 {
		t.Errorf("after other bytes %d octets are readable", len(got))
	}
	if err := s.Repair(ctx, id, spool(t, s, raw)); err != nil {
		t.Fatal(err)
	}
	if damaged, err := s.CheckMessage(ctx, id); damaged || err != nil || readable(t, s, id) != raw {
		t.Errorf("after the repair: %v, %v", damaged, err)
	}
}
