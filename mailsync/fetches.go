package mailsync

import (
	"cmp"
	"slices"

	"satchel/mailstore"
)

// Of a message larger than the account's limit, so much is fetched: enough to tell what it is.
const (
	headLines  = 60
	headOctets = 8 << 10 // what that comes to, for the window's byte bound
)

// fetch is one message to be fetched.
type fetch struct {
	row
	Head bool // only its head, as it is larger than the account's limit
}

// octets is about how much is going to come.
func (f fetch) octets() int64 {
	if f.Head {
		return headOctets
	}
	return f.Octets
}

// fetches gives what is to be fetched: the newest first, as they are wanted most,
// but large ones after all others, the largest last, and at the very end those
// that broke the connection before, so that they do not keep the others waiting.
func (p *plan) fetches() []fetch {
	var list []fetch
	for _, r := range p.Rows {
		if r.Entry.ID == 0 || held(*r.Entry) || p.skip[r.Entry.ID] {
			continue
		}
		wanted := r.Entry.Wish == mailstore.WishGet
		large := p.maxSize > 0 && r.Octets > p.maxSize && !wanted
		switch {
		case r.Entry.State == mailstore.HeadOnly && (large || r.Entry.Message == 0 && !wanted):
			// All that is wanted of it is here, or was and has been deleted.
		case r.Entry.State == mailstore.Unfetchable && !p.asked && (!wanted || r.Entry.Failures >= giveUpAfter) && p.now.Sub(r.Entry.Since) < retryAfter:
			p.Failed = append(p.Failed, Failure{UIDL: r.UIDL, Reason: r.Entry.Reason})
		default:
			list = append(list, fetch{r, large})
		}
	}
	slices.SortStableFunc(list, func(a, b fetch) int {
		return cmp.Or(
			cmp.Compare(min(a.Entry.Failures, 1), min(b.Entry.Failures, 1)),
			cmp.Compare(max(a.octets(), bigMessage), max(b.octets(), bigMessage)),
			-cmp.Compare(a.Number, b.Number))
	})
	return list
}
