package viewmodel

import (
	"errors"
	"strings"
	"time"

	"satchel/mailmsg"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/words"
)

// Outbox is what is known of the letters that wait, are on their way, were refused or may have been sent.
type Outbox struct {
	letters []mailstore.Outgoing
	sent    map[mailstore.OutgoingID]int64 // octets of those on their way
}

// Set takes the letters as the store gives them.
func (b *Outbox) Set(letters []mailstore.Outgoing) {
	b.letters = letters
	for id := range b.sent {
		if at := b.index(id); at < 0 || letters[at].State != mailstore.Sending {
			delete(b.sent, id)
		}
	}
}

// Apply takes what a worker reports of a letter.
func (b *Outbox) Apply(ev mailsend.Event) {
	at := b.index(ev.Letter.ID)
	open := false
	switch ev.Letter.State {
	case mailstore.Queued, mailstore.Sending, mailstore.Refused, mailstore.MaybeSent:
		open = true
	case mailstore.SentOut, mailstore.Cancelled:
	}
	switch {
	case at >= 0 && open:
		b.letters[at] = ev.Letter
	case at >= 0:
		b.letters = append(b.letters[:at:at], b.letters[at+1:]...)
	case open:
		b.letters = append(b.letters, ev.Letter)
	}
	if b.sent == nil {
		b.sent = map[mailstore.OutgoingID]int64{}
	}
	if ev.Letter.State == mailstore.Sending {
		b.sent[ev.Letter.ID] = ev.Sent
	} else {
		delete(b.sent, ev.Letter.ID)
	}
}

func (b *Outbox) index(id mailstore.OutgoingID) int {
	for i := range b.letters {
		if b.letters[i].ID == id {
			return i
		}
	}
	return -1
}

// Of is the letter with that message.
func (b *Outbox) Of(message mailstore.MessageID) (mailstore.Outgoing, bool) {
	for _, o := range b.letters {
		if o.Message == message && message != 0 {
			return o, true
		}
	}
	return mailstore.Outgoing{}, false
}

// Words is the state of a letter, in one sentence or two.
func (b *Outbox) Words(o mailstore.Outgoing, now time.Time) string {
	switch {
	case o.State == mailstore.Sending && o.Octets > 0 && b.sent[o.ID] > 0:
		return words.T("Is being sent: %s of %s.", Size(min(b.sent[o.ID], o.Octets)), Size(o.Octets))
	case o.State == mailstore.Sending:
		return words.T("Is being sent.")
	case o.Text != "":
		return o.Text
	}
	switch o.State {
	case mailstore.SentOut:
		return words.T("Was sent.")
	case mailstore.Refused:
		return words.T("Was refused.")
	case mailstore.MaybeSent:
		return words.T("May have been sent. Satchel does not send it again by itself.")
	case mailstore.Cancelled:
		return words.T("Was taken back.")
	case mailstore.Queued, mailstore.Sending:
	}
	if wait := o.NotBefore.Sub(now); wait > mailsend.UndoTime {
		return words.T("Goes out at %s.", When(o.NotBefore, now))
	}
	return words.T("Goes out in a moment.")
}

// Lines are all letters with their state, for tests on the real program.
func (b *Outbox) Lines(now time.Time) []string {
	lines := []string{}
	for _, o := range b.letters {
		lines = append(lines, subjectOf(o.Subject)+" · "+b.Words(o, now))
	}
	return lines
}

// Partly is true for a letter that some have got and others have not.
func Partly(o mailstore.Outgoing) bool {
	taken, not := 0, 0
	for _, r := range o.Recipients {
		switch r.State {
		case mailstore.Taken:
			taken++
		case mailstore.TurnedDown:
			not++
		case mailstore.ToGo, mailstore.Offered, mailstore.MaybeTaken:
		}
	}
	return taken > 0 && not > 0
}

// RecipientLines say what became of a letter with each recipient, where that differs.
func RecipientLines(o mailstore.Outgoing) (lines []string) {
	same := true
	for _, r := range o.Recipients {
		same = same && r.State == o.Recipients[0].State && r.Text == ""
	}
	if same || len(o.Recipients) < 2 || o.State == mailstore.Sending {
		return nil
	}
	for _, r := range o.Recipients {
		line := r.Address + ": "
		switch r.State {
		case mailstore.Taken:
			line += words.T("sent.")
		case mailstore.TurnedDown:
			line += words.T("not sent.")
		case mailstore.MaybeTaken, mailstore.Offered:
			line += words.T("perhaps sent.")
		case mailstore.ToGo:
			line += words.T("waits.")
		}
		if r.Text != "" && !strings.Contains(o.Text, r.Text) {
			line += " " + sentence(r.Text)
		}
		lines = append(lines, line)
	}
	return lines
}

// OutboxAction is what a person can do with a letter of the outbox.
type OutboxAction string

// The actions, as their buttons call them.
//
//words:keys
const (
	SendNow     OutboxAction = "Send now"
	SendAgain   OutboxAction = "Send again"
	ItHasGone   OutboxAction = "It has gone"
	EditAgain   OutboxAction = "Edit again"
	RemoveOut   OutboxAction = "Remove"
	SendToOther OutboxAction = "Send to the others again"
)

// OutboxActions are those that fit a letter's state. None is for a letter that is on its way: its fate is open.
func OutboxActions(o mailstore.Outgoing) []OutboxAction {
	switch o.State {
	case mailstore.Queued:
		return []OutboxAction{SendNow, EditAgain, RemoveOut}
	case mailstore.Refused:
		return []OutboxAction{EditAgain, SendAgain, RemoveOut}
	case mailstore.MaybeSent:
		return []OutboxAction{ItHasGone, SendAgain, RemoveOut}
	case mailstore.SentOut:
		if Partly(o) {
			return []OutboxAction{SendToOther}
		}
	case mailstore.Sending, mailstore.Cancelled:
	}
	return nil
}

// Waiting says what would not have gone out if Satchel ended now: letters on their way, and those that go by themselves
// soon. "" where nothing would.
func (b *Outbox) Waiting(now time.Time) string {
	sending, soon := 0, 0
	for _, o := range b.letters {
		switch {
		case o.State == mailstore.Sending:
			sending++
		case untried(o, now), o.State == mailstore.Queued && o.Tries > 0 && !o.NotBefore.IsZero():
			soon++
		}
	}
	var parts []string
	if sending > 0 {
		parts = append(parts, words.N("%d letter is being sent at this moment.", "%d letters are being sent at this moment.", sending))
	}
	if soon > 0 {
		parts = append(parts, words.N("%d letter waits in the Outbox and goes out only while Satchel is open.", "%d letters wait in the Outbox and go out only while Satchel is open.", soon))
	}
	return strings.Join(parts, " ")
}

// LostWith says how many letters will not be sent if an account goes, "" for none.
func (b *Outbox) LostWith(account mailstore.AccountID) string {
	n := 0
	for _, o := range b.letters {
		if o.Account == account && (o.State == mailstore.Queued || o.State == mailstore.Sending) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return words.N("%d letter of this account waits to be sent. It will not be sent any more.", "%d letters of this account wait to be sent. They will not be sent any more.", n)
}

// Untried are the letters that only their time to be taken back keeps here.
func (b *Outbox) Untried(now time.Time) (ids []mailstore.OutgoingID) {
	for _, o := range b.letters {
		if untried(o, now) {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func untried(o mailstore.Outgoing, now time.Time) bool {
	return o.State == mailstore.Queued && o.Tries == 0 && !o.NotBefore.IsZero() && o.NotBefore.Sub(now) <= time.Minute
}

// OnTheirWay is true while a letter is being sent, or is about to be.
func (b *Outbox) OnTheirWay(now time.Time) bool {
	for _, o := range b.letters {
		if o.State == mailstore.Sending || untried(o, now) {
			return true
		}
	}
	return false
}

// Line is what the foot says of the outbox: a letter on its way, one that needs the person, or how many wait. ok is false
// where there is nothing to say.
func (b *Outbox) Line(now time.Time) (line Line, ok bool) {
	for _, o := range b.letters {
		if o.State == mailstore.Sending {
			line = Line{Text: words.T("Sending “%s”", Shortened(subjectOf(o.Subject))), Working: true, Fraction: -1}
			if sent := b.sent[o.ID]; sent > 0 && o.Octets > 0 {
				line.Fraction = min(1, float64(sent)/float64(o.Octets))
				line.Text += " " + words.T("· %s of %s", Size(min(sent, o.Octets)), Size(o.Octets))
			}
			return line, true
		}
	}
	var texts []string
	waits := 0
	for _, o := range b.letters {
		switch {
		case NeedsPerson(o):
			texts = append(texts, "“"+Shortened(subjectOf(o.Subject))+"”: "+b.Words(o, now))
		case o.Tries > 0:
			waits++
		}
	}
	switch {
	case len(texts) > 0:
		text := words.N("%d letter in the Outbox needs you.", "%d letters in the Outbox need you.", len(texts))
		return Line{Text: text, Problem: true, Details: strings.Join(texts, "\n\n")}, true
	case waits > 0:
		return Line{Text: words.N("%d letter waits in the Outbox", "%d letters wait in the Outbox", waits)}, true
	}
	return Line{}, false
}

// NeedsPerson is true for a letter that does not go on by itself.
func NeedsPerson(o mailstore.Outgoing) bool {
	return o.State == mailstore.Refused || o.State == mailstore.MaybeSent || o.State == mailstore.Queued && o.NotBefore.IsZero()
}

// OutgoingNotice is what is said once a try has ended: title of the letter and what became of it. "" for a try that will
// be followed by another one, which the Outbox tells.
func OutgoingNotice(o mailstore.Outgoing) string {
	subject := "“" + Shortened(subjectOf(o.Subject)) + "”"
	switch {
	case o.State == mailstore.SentOut && Partly(o):
		return words.T("%s did not reach everybody. %s", subject, o.Text)
	case o.State == mailstore.SentOut:
		return words.T("%s was sent.", subject)
	case o.State == mailstore.MaybeSent:
		return words.T("%s may have been sent. Please look at it in the Outbox.", subject)
	case o.State == mailstore.Refused:
		return words.T("%s was not sent. %s", subject, o.Text)
	case NeedsPerson(o):
		return words.T("%s waits. %s", subject, o.Text)
	}
	return ""
}

// LeaveOut takes those out of a letter's recipients who have got it; false where nobody has.
func LeaveOut(w *Writing, taken map[string]bool) bool {
	any := false
	for _, field := range []*string{&w.To, &w.Cc, &w.Bcc} {
		var left []mailmsg.Address
		for _, a := range mailmsg.ParseAddresses(*field) {
			if taken[strings.ToLower(a.Address)] {
				any = true
			} else {
				left = append(left, a)
			}
		}
		if any {
			*field = typedAddresses(left)
		}
	}
	return any
}

// SendTrouble says why a letter could not be put into the outbox.
func SendTrouble(err error) string {
	for _, kind := range []error{mailsend.ErrLetter, mailmsg.ErrDraft} {
		if errors.Is(err, kind) {
			_, what, _ := strings.Cut(err.Error(), kind.Error()+": ")
			return words.T("This letter cannot be sent as it is: %s", sentence(what)) + " " + words.T("It is kept in Drafts.")
		}
	}
	return Trouble(words.T("put the letter into the Outbox"), err)
}
