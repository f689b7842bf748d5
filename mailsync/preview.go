package mailsync

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/words"
)

// Preview says what the next check would remove under a policy, from the last listing, without the network.
type Preview struct {
	Remove         []Removal
	Bytes          int64
	Gone           int       // of Remove: deleted here for good, and the account removes those
	KeepIncomplete int       // messages not complete here: they stay
	Later          []Removal // will become due on their days
	NeedsYes       bool      // differs from what was announced: policy changed or brake
	Held           string    // why the removals wait for a yes, as a sentence; "": they do not, or only as the policy is another one
	Sentence       string    // "At the next check 212 messages (1.4 GB) will be removed from the server. All 212 are here and verified. 3 are not complete here and stay."
}

// Preview says what the next check would remove under keep, which need not be the
// account's own policy. mailstore.ErrNotFound where there is no such account.
func (s *Syncer) Preview(ctx context.Context, id mailstore.AccountID, keep mailstore.Keep) (Preview, error) {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return Preview{}, fmt.Errorf("preview removals: %w", err)
	}
	ledger, err := s.store.Ledger(ctx, id, true)
	if err != nil {
		return Preview{}, fmt.Errorf("preview removals: %w", err)
	}
	now := s.options.Now()
	return preview(ledger, account, keep, now), nil
}

// preview is what the removals of ledger under keep come to. While they are held back
// it shows what would go after a person's yes.
func preview(ledger []mailstore.Entry, account mailstore.Account, keep mailstore.Keep, now time.Time) Preview {
	rows, old := ledgerRows(ledger), account.Keep
	var p Preview
	p.Remove = removals(rows, ruleWith(account, keep), now)
	for _, r := range p.Remove {
		p.Bytes += r.Entry.Size
		if r.Entry.Message == 0 {
			p.Gone++
		}
	}
	for _, r := range rows {
		if !held(*r.Entry) {
			p.KeepIncomplete++
		}
		if day, ok := removalDay(*r.Entry, keep); ok && !r.Twin && day.After(now) {
			p.Later = append(p.Later, Removal{Entry: *r.Entry, Day: day, Why: why(keep, *r.Entry)})
		}
	}
	slices.SortStableFunc(p.Later, func(a, b Removal) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Entry.ID, b.Entry.ID))
	})
	doubt := clockDoubt(clockFacts{Now: now, Seen: account.ClockSeen, Doubt: account.ClockDoubt})
	h := brake(brakeFacts{
		Due: byRule(p.Remove), Listed: len(rows), Clock: !doubt.IsZero(), Untold: !told(account) && keep == old, Wary: account.Wary, Yes: saidYes(account, now),
	})
	if h != HoldNot {
		p.Held = sayHeldBack(byRule(p.Remove), h, now)
	}
	p.NeedsYes = h != HoldNot || !within(p.Remove, removals(rows, ruleOf(account), now)) || keep != old && len(p.Later) > 0
	p.Sentence = sayPreview(p)
	return p
}

// ledgerRows takes the ledger for the listing that it was made from.
func ledgerRows(ledger []mailstore.Entry) []row {
	lines := make(map[string]int, len(ledger))
	for _, e := range ledger {
		if live(e) {
			lines[e.UIDL]++
		}
	}
	rows := make([]row, 0, len(ledger))
	for i := range ledger {
		if e := &ledger[i]; live(*e) {
			rows = append(rows, row{listed: listed{UIDL: e.UIDL, Octets: e.Size}, Entry: e, Twin: lines[e.UIDL] > 1})
		}
	}
	return rows
}

// within reports whether all of a is in b.
func within(a, b []Removal) bool {
	ids := make(map[mailstore.LedgerID]bool, len(b))
	for _, r := range b {
		ids[r.Entry.ID] = true
	}
	return !slices.ContainsFunc(a, func(r Removal) bool { return !ids[r.Entry.ID] })
}

func sayPreview(p Preview) string {
	var parts []string
	if len(p.Remove) == 0 {
		parts = append(parts, words.T("At the next check nothing will be removed from the server."))
	} else {
		parts = append(parts, words.N("At the next check %d message (%s) will be removed from the server.", "At the next check %d messages (%s) will be removed from the server.",
			len(p.Remove), words.Size(p.Bytes)))
		parts = append(parts, sayWhereTheyAre(len(p.Remove), p.Gone)...)
	}
	if n := p.KeepIncomplete; n > 0 {
		parts = append(parts, words.N("%d is not complete here and stays.", "%d are not complete here and stay.", n))
	}
	if n := len(p.Later); n > 0 {
		parts = append(parts, words.N("%d message will become due later, the first on %s.", "%d messages will become due later, the first on %s.", n, dayWords(p.Later[0].Day)))
	}
	return strings.Join(parts, " ")
}

// sayWhereTheyAre is about n messages to be removed, of which some were deleted here for good.
func sayWhereTheyAre(n, gone int) []string {
	var parts []string
	switch here := n - gone; {
	case here == 1 && n == 1:
		parts = append(parts, words.T("It is here and verified."))
	case here == n:
		parts = append(parts, words.N("All %d are here and verified.", "All %d are here and verified.", n))
	case here > 0:
		parts = append(parts, words.N("%d of them is here and verified.", "%d of them are here and verified.", here))
	}
	switch {
	case gone == 1 && n == 1:
		parts = append(parts, words.T("It was deleted from the Bin on this computer."))
	case gone > 0:
		parts = append(parts, words.N("%d was deleted from the Bin on this computer.", "%d were deleted from the Bin on this computer.", gone))
	}
	return parts
}
