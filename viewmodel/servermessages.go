package viewmodel

import (
	"encoding/hex"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
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
		return words.T("It is not on the server any more.")
	case w.Not == 1:
		return w.Why
	}
	return words.T("None of the selected messages: %s", w.Why)
}

// RemoveNowQuestion asks before messages leave the server by a person's wish.
func RemoveNowQuestion(w Wanted) Question {
	n := len(w.Changes)
	q := Question{
		Title: words.N("Remove %d message at your provider?", "Remove %d messages at your provider?", n),
		Text:  words.N("At the next check %d message (%s) will be removed from the server. Satchel reads each of them back and compares it first.", "At the next check %d messages (%s) will be removed from the server. Satchel reads each of them back and compares it first.", n, Size(w.Octets)),
		Lines: []string{words.T("All of it stays on this computer. Other devices no longer find it there.")},
		Yes:   words.T("Remove there"),
	}
	if n == 1 {
		q.Text = words.T("At the next check it (%s) will be removed from the server. Satchel reads it back and compares it first.", Size(w.Octets))
		q.Lines[0] = words.T("It stays on this computer. Other devices no longer find it there.")
	}
	if w.Not > 0 {
		q.Lines = append(q.Lines, words.N("%d other is not complete here and stays there.", "%d others are not complete here and stay there.", w.Not))
	}
	return q
}

// WantedWords says that a wish was taken, for the line at the foot.
func WantedWords(w mailsync.Want, n int) string {
	messages := words.N("%d message", "%d messages", n)
	switch w {
	case mailsync.WantPin:
		return words.T("%s kept at your provider until you say otherwise", messages)
	case mailsync.WantUnpin:
		return words.T("Your rule decides again about %s", messages)
	case mailsync.WantRemove:
		return words.T("%s will be removed at your provider", messages)
	case mailsync.WantGet:
		return words.T("Getting %s", messages)
	case mailsync.WantRepair:
		return words.T("Getting %s once more", messages)
	}
	return ""
}

// Proof says what Satchel knows of one message on the server, a fact a line. session is
// the check in which its copy was proved, nil where it is no longer known.
func Proof(e mailstore.Entry, session *mailstore.Session, now time.Time) []string {
	lines := []string{
		words.T("Size as the server tells it: %s (%s bytes)", Size(e.Size), Number(int(e.Size))),
		words.T("First seen there: %s", When(e.FirstSeen, now)),
	}
	if e.SHA256 == [32]byte{} {
		lines = append(lines, words.T("It is not complete on this computer, so there is no proof yet."))
	} else {
		lines = append(lines, words.T("Complete on this computer since %s", When(e.SafeAt, now)),
			words.T("Fingerprint (SHA-256): %s", grouped(hex.EncodeToString(e.SHA256[:]))))
		if !e.VerifiedAt.IsZero() {
			lines = append(lines, words.T("Read back and found the same: %s", When(e.VerifiedAt, now)))
		}
	}
	if session != nil {
		lines = append(lines, words.T("In the check of %s: %s", When(session.Start, now), sentence(words.T(session.Text))))
	}
	if e.Reason != "" {
		lines = append(lines, sentence(words.T(e.Reason)))
	}
	return append(lines, words.T("Its name at the provider (UIDL): %s", printableID(e.UIDL)))
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
