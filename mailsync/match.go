package mailsync

import (
	"slices"

	"satchel/mailstore"
	"satchel/pop3client"
)

// listed is one message of the server's listing.
type listed struct {
	Number int    // valid in this session only
	UIDL   string // "" where the server gives none
	Octets int64  // as the server claims; 0: unknown
}

// row is a listed message with what the ledger knows of it.
type row struct {
	listed
	Entry      *mailstore.Entry // ID 0: seen for the first time. Not to be changed in place: it is the ledger's
	Twin       bool             // this listing has its UIDL more than once
	Relabelled bool             // recognised by its head, under another UIDL or size than the ledger's
}

// listing joins a session's UIDL and LIST. agree is false where they, or STAT, do
// not tell the same messages.
func listing(inv pop3client.Inventory) (list []listed, agree bool) {
	octets := make(map[int]int64, len(inv.Sizes))
	for _, s := range inv.Sizes {
		octets[s.Number] = s.Octets
	}
	agree = inv.Count == len(inv.Sizes)
	if inv.NoUIDL {
		for _, s := range inv.Sizes {
			list = append(list, listed{Number: s.Number, Octets: s.Octets})
		}
		return list, agree
	}
	agree = agree && len(inv.Listings) == len(inv.Sizes)
	list = make([]listed, 0, len(inv.Listings))
	for _, l := range inv.Listings {
		size, ok := octets[l.Number]
		agree = agree && ok
		list = append(list, listed{Number: l.Number, UIDL: l.ID, Octets: size})
	}
	return list, agree
}

// matched is a listing laid beside the ledger.
type matched struct {
	Rows     []row             // in the order of the listing
	Missing  []mailstore.Entry // live rows that are not listed
	Replaced []mailstore.Entry // rows whose UIDL now names another message
	Returned []mailstore.Entry // removed rows whose UIDL is listed again
}

// match finds the ledger row of each listed message. known are messages recognised
// by their head, by number: they carry a UIDL that the ledger does not know yet, or
// a size other than before.
//
// A row that was removed or superseded is never taken up again: its UIDL, when it
// comes back, names a new message until the hash says otherwise.
func match(list []listed, ledger []mailstore.Entry, known map[int]mailstore.LedgerID) matched {
	m := matched{Rows: make([]row, len(list))}
	groups := m.group(list, ledger)
	recognised := rowsByID(ledger, known)
	taken := make(map[mailstore.LedgerID]bool, len(list))
	for i, l := range list {
		r := &m.Rows[i]
		r.listed = l
		if e := recognised[l.Number]; e != nil && !taken[e.ID] {
			r.Entry, r.Relabelled = e, true
		} else if g := groups[l.UIDL]; g != nil {
			r.Twin = g.lines > 1
			r.Entry = g.take(l)
		} else {
			r.Entry = &mailstore.Entry{}
		}
		if r.Entry.ID != 0 {
			taken[r.Entry.ID] = true
		}
	}
	m.sortLeftovers(ledger, groups, taken)
	return m
}

// group gathers lines and rows by UIDL. Lines without a UIDL have no group.
func (m *matched) group(list []listed, ledger []mailstore.Entry) map[string]*group {
	groups := make(map[string]*group, len(list))
	made := make([]group, 0, len(list)) // in one piece: there are as many as lines
	for _, l := range list {
		if l.UIDL == "" {
			continue
		}
		g := groups[l.UIDL]
		if g == nil {
			made = append(made, group{})
			g = &made[len(made)-1]
			groups[l.UIDL] = g
		}
		g.lines++
	}
	for i := range ledger {
		e := &ledger[i]
		g := groups[e.UIDL]
		if g == nil {
			continue
		}
		g.highest = max(g.highest, e.Incarnation)
		switch e.State {
		case mailstore.Removed:
			m.Returned = append(m.Returned, *e)
		case mailstore.Superseded:
		default:
			g.rows = append(g.rows, e)
			if !held(*e) {
				g.waiting++
			}
		}
	}
	return groups
}

// sortLeftovers tells rows that are missing from those whose UIDL has passed to a
// message of another size.
func (m *matched) sortLeftovers(ledger []mailstore.Entry, groups map[string]*group, taken map[mailstore.LedgerID]bool) {
	for _, e := range ledger {
		if taken[e.ID] || !live(e) {
			continue
		}
		if g := groups[e.UIDL]; g != nil && g.fresh > 0 {
			g.fresh--
			m.Replaced = append(m.Replaced, e)
		} else {
			m.Missing = append(m.Missing, e)
		}
	}
}

func rowsByID(ledger []mailstore.Entry, known map[int]mailstore.LedgerID) map[int]*mailstore.Entry {
	if len(known) == 0 {
		return nil
	}
	byID := make(map[mailstore.LedgerID]*mailstore.Entry, len(ledger))
	for i := range ledger {
		byID[ledger[i].ID] = &ledger[i]
	}
	rows := make(map[int]*mailstore.Entry, len(known))
	for number, id := range known {
		rows[number] = byID[id]
	}
	return rows
}

// group is what is known of one UIDL.
type group struct {
	lines   int                // how often it is listed
	rows    []*mailstore.Entry // its ledger rows not yet given to a line
	waiting int                // of these, without their message
	highest int                // incarnation used so far
	fresh   int                // lines taken for new messages
}

// take gives the ledger row for a line, or a new one without an ID. Of two rows of
// one size that which waits for its message goes first: should one of two messages
// with one UIDL be gone, the other is better fetched twice than never.
func (g *group) take(l listed) *mailstore.Entry {
	best, rank, highest := -1, 0, 3
	if g.waiting > 0 {
		highest = 4
	}
	for i, e := range g.rows {
		if r := likeness(e, l); r > rank {
			best, rank = i, r
		}
		// Lines and rows come in one order, so this mostly is the first row: a server
		// may list one UIDL fifty thousand times.
		if rank == highest {
			break
		}
	}
	if best < 0 {
		g.highest++
		g.fresh++
		return &mailstore.Entry{UIDL: l.UIDL, Incarnation: g.highest, Size: l.Octets, State: mailstore.Waiting}
	}
	e := g.rows[best]
	if !held(*e) {
		g.waiting--
	}
	if best == 0 {
		g.rows = g.rows[1:] // without moving the others
	} else {
		g.rows = slices.Delete(g.rows, best, best+1)
	}
	return e
}

// likeness ranks how well a row goes with a line of its UIDL; 0: it does not.
func likeness(e *mailstore.Entry, l listed) int {
	switch {
	case e.Size == l.Octets && !held(*e):
		return 4
	case e.Size == l.Octets:
		return 3
	case begun(*e) && !sameSize(e.Size, l.Octets):
		return 0 // the beginning here is another message's; or its head tells, see resized
	case !held(*e):
		return 2 // whatever its size was said to be, it is fetched
	case sameSize(e.Size, l.Octets), e.Doubt == mailstore.DoubtResized, e.Doubt == mailstore.DoubtDiffers:
		return 1
	}
	return 0
}

// sameSize compares listed sizes; 0 is one that the server did not tell.
func sameSize(a, b int64) bool { return a == b || a == 0 || b == 0 }

// held reports whether the message of a row has been fetched, even if a person has
// destroyed it here since.
func held(e mailstore.Entry) bool {
	switch e.State {
	case mailstore.Waiting, mailstore.HeadOnly, mailstore.Unfetchable:
		return false
	case mailstore.Vanished, mailstore.Hidden:
		return !e.SafeAt.IsZero() // may have gone before it could be fetched
	default:
		return true
	}
}

// begun reports whether only the beginning of a row's message has been fetched, even if a person has destroyed it here
// since.
func begun(e mailstore.Entry) bool {
	return e.State == mailstore.HeadOnly || e.Message != 0 && !held(e)
}

// live reports whether a row should be in the listing.
func live(e mailstore.Entry) bool {
	switch e.State {
	case mailstore.Removed, mailstore.Vanished, mailstore.Superseded, mailstore.Hidden:
		return false
	default:
		return e.GoneSince.IsZero()
	}
}
