package mailsync

import (
	"testing"
	"time"

	"satchel/mailstore"
)

func TestOddness(t *testing.T) {
	tests := []struct {
		name   string
		listed int
		agree  bool
		before int
		want   string
	}{
		{"new mailbox", 0, true, 0, ""},
		{"as before", 12, true, 12, ""},
		{"empty after one", 0, true, 1, listingEmpty},
		{"half of ten", 5, true, 10, ""},
		{"less than half of ten", 4, true, 10, listingShort},
		{"less than half of nine", 1, true, 9, ""},
		{"grown", 40, true, 12, ""},
		{"counts differ", 12, false, 12, listingMismatch},
		{"counts differ in a new mailbox", 3, false, 0, listingMismatch},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := oddness(inventoryFacts{Listed: tt.listed, Agree: tt.agree, Before: tt.before}); got != tt.want {
				t.Errorf("oddness() = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestBelief walks through checks of one account and says from which on the listing is believed.
func TestBelief(t *testing.T) {
	monday := time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC)
	some, others := []mailstore.LedgerID{1, 2, 3}, []mailstore.LedgerID{4, 5}
	type step struct {
		after   time.Duration // since Monday 23:00
		listed  int
		missing []mailstore.LedgerID
		want    bool
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"three checks on one day are not enough", []step{
			{0, 0, some, false}, {10 * time.Minute, 0, some, false}, {20 * time.Minute, 0, some, false}, {30 * time.Minute, 0, some, false},
		}},
		{"three checks on two days", []step{
			{0, 0, some, false}, {2 * time.Hour, 0, some, false}, {3 * time.Hour, 0, some, true},
		}},
		{"two checks on two days are not enough", []step{{0, 0, some, false}, {24 * time.Hour, 0, some, false}}},
		{"a good listing in between", []step{
			{0, 0, some, false}, {2 * time.Hour, 3, nil, true}, {3 * time.Hour, 0, some, false}, {4 * time.Hour, 0, some, false},
		}},
		{"other messages missing each time", []step{
			{0, 0, some, false}, {2 * time.Hour, 0, others, false}, {26 * time.Hour, 0, some, false}, {50 * time.Hour, 0, others, false},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kept := ""
			for i, st := range tt.steps {
				s := judge(inventoryFacts{Listed: st.listed, Agree: true, Before: 3, Missing: st.missing, Now: monday.Add(st.after)}, readSuspicion(kept))
				if s.believed() != st.want {
					t.Errorf("check %d: believed = %v, want %v (%+v)", i+1, s.believed(), st.want, s)
				}
				kept = s.String()
			}
		})
	}
}

func TestUnreadableSuspicionIsNone(t *testing.T) {
	for _, text := range []string{"", "{", "null", `"text"`, `{"checks":"x"}`} {
		if got := readSuspicion(text); got.Kind != "" {
			t.Errorf("readSuspicion(%q) = %+v, want none", text, got)
		}
	}
}
