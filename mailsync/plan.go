package mailsync

import (
	"maps"
	"slices"
	"time"

	"satchel/mailstore"
)

// Bounds of a plan.
const (
	bigMessage   = 1 << 20            // octets; larger ones come after all others
	giveUpAfter  = 3                  // failures on different checks: unfetchable
	giveUpBroken = 6                  // the same where the connection broke, which may be the line's fault
	retryAfter   = 7 * 24 * time.Hour // an unfetchable message is tried again
	vainAsks     = 2                  // removals asked of a provider that keeps the message all the same
	knownBox     = 10                 // smaller mailboxes are fetched rather than recognised
)

// Reasons of ledger rows, for people to read. Nothing is decided by them; what
// keeps a row from being removed is its Doubt (see unproved).
//
//words:keys
const (
	reasonTwin       = "Your provider uses its id for two messages; it stays on the server."
	reasonResized    = "Its size at your provider has changed; recognised by its head."
	reasonRelabelled = "Your provider gave it a new id; recognised by its head."
	reasonBack       = "It was gone from the server and is there again."
	reasonStillThere = "Your provider was asked to remove it and still has it."
	reasonKept       = "Your provider keeps mail; delete it in its webmail."
	reasonVanished   = "Disappeared from the server (not by this computer)."
	reasonHidden     = "Hidden by your provider after fetching."
	reasonRemoved    = "Removed from the server as this account's rule says."
	reasonReplaced   = "The server now has another message under its id."
	reasonReturned   = "It was removed, and the server has it again."
	reasonRefused    = "The server refused to remove it."
	reasonDiffers    = "The server's copy is not the same as the one here; it stays on the server."
	reasonMismatch   = "The copy here does not match; it stays on the server."
)

// situation is all that a plan is made from. Making a plan asks no clock, no
// network and no file, so every decision about mail can be tried in a table.
type situation struct {
	Listing []listed
	Agree   bool              // STAT, UIDL and LIST tell the same
	Ledger  []mailstore.Entry // all rows, tombstones too
	Rule    rule
	Doubt   time.Time                   // since when the clock is in doubt; zero: it is not
	Untold  bool                        // the rule is not the one the person was shown
	Wary    mailstore.Wary              // other reasons to ask before many removals
	Yes     bool                        // the person has agreed to the removals of this check
	MaxSize int64                       // of larger messages only the head is fetched; 0: no limit
	Suspect suspicion                   // as the last check left it
	Hides   bool                        // the provider hides what was fetched
	Asked   bool                        // a person wants this check: what could not be fetched is tried once more
	Skip    map[mailstore.LedgerID]bool // not to be fetched in this session
	Known   map[int]mailstore.LedgerID  // recognised by TOP, by number; nil: that has not been tried
	Now     time.Time
}

// plan says what a check is going to do, and why.
type plan struct {
	Suspect   suspicion // of this listing; see believed
	Rows      []row     // the listing beside the ledger
	Strangers []int     // message numbers to be recognised by TOP first: then plan again with Known
	New       []mailstore.NewEntry
	newRows   []int // index into Rows of each New
	Changes   []mailstore.Change
	Remove    []Removal // due now, before what this check fetches
	HeldBack  int       // due as well, but they wait for a person's yes
	Removed   int       // asked earlier, and gone
	Failed    []Failure // not tried now, since trying was in vain too often
	renamed   bool      // the provider has changed its ids, and messages were recognised
	hides     bool
	asked     bool
	maxSize   int64
	skip      map[mailstore.LedgerID]bool
	now       time.Time
}

// makePlan decides what to do about a listing.
func makePlan(in situation) plan {
	m := match(in.Listing, in.Ledger, in.Known)
	p := plan{Rows: m.Rows, hides: in.Hides, asked: in.Asked, maxSize: in.MaxSize, skip: in.Skip, now: in.Now}
	p.Suspect = judge(facts(in, m), in.Suspect)
	if in.Known == nil {
		p.Strangers = append(strangers(m, in), slices.Collect(maps.Keys(resized(m)))...)
	}
	for i, r := range m.Rows {
		switch {
		case r.Entry.ID == 0 && r.UIDL != "":
			p.New = append(p.New, mailstore.NewEntry{UIDL: r.UIDL, Incarnation: r.Entry.Incarnation, Size: r.Octets})
			p.newRows = append(p.newRows, i)
		case r.Entry.ID != 0:
			p.present(&p.Rows[i])
		}
	}
	// Not a matter of belief: the id is listed, and for another message.
	for _, e := range m.Replaced {
		p.Changes = append(p.Changes, mailstore.Change{ID: e.ID, State: mailstore.Superseded, Reason: reasonReplaced, Gone: &p.now})
	}
	for _, e := range m.Returned {
		// No longer the last word on that message: should the bytes turn out to be the
		// same, the store takes up the message it has instead of a second one.
		p.Changes = append(p.Changes, mailstore.Change{ID: e.ID, State: mailstore.Superseded, Reason: reasonReturned})
	}
	if p.Suspect.believed() {
		p.absent(m)
		due := removals(p.Rows, in.Rule, in.Now)
		p.Remove, p.HeldBack = release(due, brake(brakeFacts{
			Due: byRule(due), Listed: len(p.Rows), Clock: !in.Doubt.IsZero(), Untold: in.Untold, Wary: in.Wary, Yes: in.Yes,
		}))
	}
	return p
}

// facts gathers what the listing is judged by. What was asked to go may be gone,
// and so may, where the provider hides it, what is held.
func facts(in situation, m matched) inventoryFacts {
	f := inventoryFacts{Listed: len(in.Listing), Agree: in.Agree, Now: in.Now}
	expected := func(e mailstore.Entry) bool {
		return live(e) && e.State != mailstore.Asked && (!in.Hides || !held(e))
	}
	for _, e := range in.Ledger {
		if expected(e) {
			f.Before++
		}
	}
	for _, e := range m.Missing {
		if expected(e) {
			f.Missing = append(f.Missing, e.ID)
		}
	}
	return f
}

// strangers are the messages that look new only because the provider changed its
// ids: more than 30 % unknown in a mailbox that was known, and about as many
// missing. They are recognised by their heads, or all mail would come once more.
func strangers(m matched, in situation) []int {
	before, unknown := 0, []int(nil)
	for _, e := range in.Ledger {
		if live(e) {
			before++
		}
	}
	for _, r := range m.Rows {
		if r.Entry.ID == 0 && r.UIDL != "" && !r.Twin && r.Entry.Incarnation == 1 {
			unknown = append(unknown, r.Number)
		}
	}
	if before < knownBox || 10*len(unknown) <= 3*len(in.Listing) || 2*len(m.Missing) < len(unknown) {
		return nil
	}
	return unknown
}

// resized are the messages whose id is known and whose size is another one now:
// number to ledger row. Few servers use an id again; some change a letter's head.
func resized(m matched) map[int]mailstore.Entry {
	replaced := make(map[string]mailstore.Entry, len(m.Replaced))
	for _, e := range m.Replaced {
		replaced[e.UIDL] = e
	}
	rows := make(map[int]mailstore.Entry)
	for _, r := range m.Rows {
		if e, ok := replaced[r.UIDL]; ok && r.Entry.ID == 0 && !r.Twin && e.Message != 0 {
			rows[r.Number] = e
		}
	}
	return rows
}

// present adds what changes for a ledger row because its message is listed, and
// keeps the row in step.
func (p *plan) present(r *row) {
	e := r.Entry
	c := mailstore.Change{ID: e.ID, Reason: e.Reason}
	doubt := e.Doubt
	switch {
	case r.Relabelled && r.UIDL == e.UIDL:
		c.State, c.Reason, doubt = safeOrKept(*e), reasonResized, mailstore.DoubtResized
	case r.Relabelled:
		if !p.Suspect.believed() {
			return // held all the same: it is not fetched again
		}
		p.renamed = true
		c.UIDL, c.State, c.Reason, doubt = &r.UIDL, safeOrKept(*e), reasonRelabelled, mailstore.DoubtRelabelled
	case !live(*e):
		c.Gone = new(time.Time)
		switch {
		case held(*e):
			c.State, c.Reason, doubt = mailstore.Safe, reasonBack, mailstore.DoubtBack
		case begun(*e):
			c.State, c.Reason = mailstore.HeadOnly, ""
		default:
			c.State, c.Reason = mailstore.Waiting, ""
		}
	case e.Asks >= vainAsks && (e.State == mailstore.Asked || e.State == mailstore.Safe || e.State == mailstore.Due):
		c.State, c.Reason = mailstore.KeptByProvider, reasonKept
	case e.State == mailstore.Asked:
		c.State, c.Reason = mailstore.Safe, reasonStillThere
	case r.Twin && (e.State == mailstore.Safe || e.State == mailstore.Due) && e.Doubt == mailstore.NoDoubt:
		c.State, c.Reason, doubt = e.State, reasonTwin, mailstore.DoubtTwin
	default:
		return
	}
	if doubt != e.Doubt {
		c.Doubt = &doubt
	}
	changed := *e // the ledger stays as it is: it may be planned from once more
	changed.State, changed.Reason, changed.Doubt, changed.GoneSince = c.State, c.Reason, doubt, time.Time{}
	r.Entry = &changed
	p.Changes = append(p.Changes, c)
}

// safeOrKept is the state of a held row which is listed under a new id.
func safeOrKept(e mailstore.Entry) mailstore.State {
	switch e.State {
	case mailstore.Asked, mailstore.Vanished, mailstore.Hidden:
		return mailstore.Safe
	default:
		return e.State
	}
}

// absent adds what changes for the rows that a believed listing does not show.
func (p *plan) absent(m matched) {
	for _, e := range m.Missing {
		c := mailstore.Change{ID: e.ID, State: mailstore.Vanished, Reason: reasonVanished, Gone: &p.now}
		switch {
		case e.State == mailstore.Asked:
			c.State, c.Reason = mailstore.Removed, reasonRemoved
			p.Removed++
		case p.hides && held(e):
			c.State, c.Reason = mailstore.Hidden, reasonHidden
		}
		p.Changes = append(p.Changes, c)
	}
}

// added takes the rows the store made for New.
func (p *plan) added(entries []mailstore.Entry) {
	for i := range entries {
		p.Rows[p.newRows[i]].Entry = &entries[i]
	}
}

// odd reports whether the listing was believed though it looked wrong: it did so for days, or all its messages have new
// ids.
func (p *plan) odd() bool {
	return p.Suspect.Kind != "" && p.Suspect.believed() || p.renamed
}
