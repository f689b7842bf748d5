package viewmodel

import (
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
)

// LedgerRow is one message at the provider, in words.
type LedgerRow struct {
	Title string // its subject, where it is here
	Size  string
	State string
}

// LedgerPage is what is at the provider of one account, as of the last check.
type LedgerPage struct {
	Sum  string // "812 messages, 1.4 GB at your provider"
	Note string // what else the provider does, "" for nothing
	Rows []LedgerRow
}

// NewLedgerPage words the ledger of an account. heads are the messages its rows belong
// to, as far as they are here.
func NewLedgerPage(a mailstore.Account, entries []mailstore.Entry, heads map[mailstore.MessageID]mailstore.Head, now time.Time) LedgerPage {
	var p LedgerPage
	var octets int64
	there := 0
	for _, e := range entries {
		if e.GoneSince.IsZero() {
			there++
			octets += e.Size
		}
		h, here := heads[e.Message]
		row := LedgerRow{Title: words.T("A message that is not here yet"), Size: Size(e.Size), State: stateWords(e, h, here, now)}
		if here {
			row.Title = personName(h.FromName, h.FromAddress) + ": " + subjectOf(h.Subject)
		}
		p.Rows = append(p.Rows, row)
	}
	p.Note = expireWords(a)
	p.Sum = words.N("%d message, %s at your provider, kept there %s.", "%d messages, %s at your provider, kept there %s.", there, Size(octets), KeepWords(a.Keep))
	if !a.LastCheck.IsZero() {
		p.Sum += " " + words.T("Seen at the check of %s.", When(a.LastCheck, now))
	}
	return p
}

// expireWords warns of a provider that removes mail by itself.
func expireWords(a mailstore.Account) string {
	days := mailsync.Facts(a).ExpireDays
	switch {
	case days < 0:
		return ""
	case days == 0:
		return words.T("Your provider removes mail there by itself once it was fetched. What is here stays here.")
	}
	return words.N("Your provider removes mail there by itself after %d day. What is here stays here.", "Your provider removes mail there by itself after %d days. What is here stays here.", days)
}

// stateWords says the state of one message on the server.
func stateWords(e mailstore.Entry, h mailstore.Head, here bool, now time.Time) string {
	switch e.State {
	case mailstore.Waiting:
		return words.T("New, waiting to be fetched") + wishWords(e)
	case mailstore.HeadOnly:
		return words.T("Too big, only its beginning is here") + wishWords(e)
	case mailstore.Safe, mailstore.Due:
		return safeWords(e, h, here, now)
	case mailstore.Asked:
		return words.T("Asked the server to remove it on %s", Day(e.Since, now))
	case mailstore.Removed:
		return words.T("Removed on %s, safe here since %s", Day(e.Since, now), Day(e.SafeAt, now))
	case mailstore.Vanished:
		return words.T("Disappeared from the server, not by this computer")
	case mailstore.Hidden:
		return words.T("Hidden by the provider after fetching")
	case mailstore.KeptByProvider:
		return words.T("Your provider keeps it")
	case mailstore.Unfetchable:
		return words.T("Cannot be fetched: %s", sentence(words.T(e.Reason))) + wishWords(e)
	case mailstore.Superseded:
		return words.T("Known under a new number")
	}
	return words.T("In a state this Satchel does not know") // written by a later version
}

// wishWords says what a person wants of a message at the next check.
func wishWords(e mailstore.Entry) string {
	switch e.Wish {
	case mailstore.WishGet:
		return words.T(", comes at the next check")
	case mailstore.WishRepair:
		return words.T(", damaged here, comes once more at the next check")
	case mailstore.WishRemove:
		return words.T(", leaves the server at the next check")
	case mailstore.WishBin:
		return words.T(", leaves the server as your settings say")
	case mailstore.NoWish:
	}
	return ""
}

func safeWords(e mailstore.Entry, h mailstore.Head, here bool, now time.Time) string {
	text := words.T("Safe here since %s", Day(e.SafeAt, now))
	if e.Message == 0 {
		text = words.T("Was safe here, deleted on this computer")
	}
	switch {
	case e.Pinned:
		return text + words.T(", kept there (pinned)")
	case e.Wish != mailstore.NoWish:
		return text + wishWords(e)
	case e.State == mailstore.Due:
		return text + words.T(", leaves the server at the next check")
	case here && !h.RemovalDay.IsZero():
		return text + words.T(", on the server until %s", Day(h.RemovalDay, now))
	}
	return text
}
