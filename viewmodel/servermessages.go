package viewmodel

import (
	"encoding/hex"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

// Wanted is what a person asks for of some messages on the server: the changes it comes
// to, and of those that cannot be, how many and why.
type Wanted struct {
	Changes []mailstore.Change
	Octets  int64
	Not     int
	Why     string // of the last that cannot be
}

// NewWanted sorts messages into those of which it can be asked and the others.
func NewWanted(w mailsync.Want, entries []mailstore.Entry) Wanted {
	var result Wanted
	for _, e := range entries {
		change, no := mailsync.Wanted(e, w)
		if no != "" {
			result.Not++
			result.Why = no
			continue
		}
		result.Changes = append(result.Changes, change)
		result.Octets += e.Size
	}
	return result
}

// Refusal says why none of the messages can be had this way; "": some can.
func (w Wanted) Refusal() string {
	switch {
	case len(w.Changes) > 0:
		return ""
	case w.Not == 0:
		return "It is not on the server any more."
	case w.Not == 1:
		return w.Why
	}
	return "None of the selected messages: " + w.Why
}

// RemoveNowQuestion asks before messages leave the server by a person's wish.
func RemoveNowQuestion(w Wanted) Question {
	n := len(w.Changes)
	q := Question{
		Title: "Remove " + Count(n, "message", "messages") + " at your provider?",
		Text: "At the next check " + Count(n, "message", "messages") + " (" + Size(w.Octets) + ") will be removed from the server. " +
			"Satchel reads each of them back and compares it first.",
		Lines: []string{"All of it stays on this computer. Other devices no longer find it there."},
		Yes:   "Remove there",
	}
	if n == 1 {
		q.Text = "At the next check it (" + Size(w.Octets) + ") will be removed from the server. Satchel reads it back and compares it first."
		q.Lines[0] = "It stays on this computer. Other devices no longer find it there."
	}
	if w.Not > 0 {
		q.Lines = append(q.Lines, Count(w.Not, "other is not complete here and stays there.", "others are not complete here and stay there."))
	}
	return q
}

// WantedWords says that a wish was taken, for the line at the foot.
func WantedWords(w mailsync.Want, n int) string {
	messages := Count(n, "message", "messages")
	switch w {
	case mailsync.WantPin:
		return messages + " kept at your provider until you say otherwise"
	case mailsync.WantUnpin:
		return "Your rule decides again about " + messages
	case mailsync.WantRemove:
		return messages + " will be removed at your provider"
	case mailsync.WantGet:
		return "Getting " + messages
	case mailsync.WantRepair:
		return "Getting " + messages + " once more"
	}
	return ""
}

// Proof says what Satchel knows of one message on the server, a fact a line. session is
// the check in which its copy was proved, nil where it is no longer known.
func Proof(e mailstore.Entry, session *mailstore.Session, now time.Time) []string {
	lines := []string{
		"Size as the server tells it: " + Size(e.Size) + " (" + Number(int(e.Size)) + " bytes)",
		"First seen there: " + When(e.FirstSeen, now),
	}
	if e.SHA256 == [32]byte{} {
		lines = append(lines, "It is not complete on this computer, so there is no proof yet.")
	} else {
		lines = append(lines, "Complete on this computer since "+When(e.SafeAt, now),
			"Fingerprint (SHA-256): "+grouped(hex.EncodeToString(e.SHA256[:])))
		if !e.VerifiedAt.IsZero() {
			lines = append(lines, "Read back and found the same: "+When(e.VerifiedAt, now))
		}
	}
	if session != nil {
		lines = append(lines, "In the check of "+When(session.Start, now)+": "+sentence(session.Text))
	}
	if e.Reason != "" {
		lines = append(lines, sentence(e.Reason))
	}
	return append(lines, "Its name at the provider (UIDL): "+printableID(e.UIDL))
}

// grouped sets a gap into a long row of digits, so that it can be compared by eye.
func grouped(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && i%8 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// longestID keeps the ids of odd servers from filling the window.
const longestID = 100

// printableID makes a server's id fit to be shown: it can be any bytes.
func printableID(id string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(id, "\uFFFD"))
	if runes := []rune(clean); len(runes) > longestID {
		return string(runes[:longestID]) + "…"
	}
	return clean
}
