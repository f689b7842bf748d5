package mailsend

import (
	"errors"
	"time"

	"satchel/mailstore"
	"satchel/smtpsend"
	"satchel/words"
)

// Kinds of a try's end, in mailstore.Outgoing.Result.
const (
	OK         = "ok"
	Partial    = "partial" // some recipients were refused, or wait
	Rejected   = "refused"
	Unknown    = "maybe"
	Auth       = "auth" // waits for the person
	Busy       = "busy"
	Network    = "network"
	TLS        = "tls"
	StoreFault = "store"
)

// where names the server in sentences.
type where struct {
	Host string
	Port int
	Now  time.Time
}

// verdict says what has become of a letter by what the server has said, or has not. letter is as it was claimed, and
// outcome and err are what smtpsend's Send gave, or err is why there was no session.
//
// A recipient is taken only by an answer to the whole letter; refused for good only by a 5xx of the server; and whatever
// is not known for certain is "maybe", which nothing but a person ends.
func verdict(letter mailstore.Outgoing, outcome smtpsend.Outcome, err error, w where) mailstore.Attempt {
	v := &judging{letter: letter, w: w, a: mailstore.Attempt{Recipients: map[string]mailstore.Recipient{}}}
	var refused *smtpsend.ServerError
	var large *smtpsend.TooLargeError
	switch {
	case err == nil:
		v.recipients(outcome, mailstore.Taken)
		v.taken(outcome)
	case errors.Is(err, smtpsend.ErrUnknown):
		v.recipients(outcome, mailstore.MaybeTaken)
		v.a.Result, v.a.Text = Unknown, sayUnknown(w)
	case errors.Is(err, smtpsend.ErrNoRecipient):
		v.recipients(outcome, mailstore.ToGo)
		v.nobody(outcome)
	case errors.As(err, &large):
		v.forGood(sayTooLarge(w, large.Size, large.Limit))
	case errors.Is(err, smtpsend.ErrNoUTF8):
		v.forGood(sayASCIIOnly(w))
	case errors.Is(err, smtpsend.ErrArgument):
		v.forGood(words.T(sayBadAddress))
	case errors.As(err, &refused) && endsWithPerson(refused):
		v.recipients(smtpsend.Outcome{}, mailstore.ToGo)
		v.a.Result, v.a.Text = Auth, sayRefusal(w, refused)
	case errors.As(err, &refused) && !refused.Temporary() && refused.Command != "greeting" && refused.Command != "EHLO":
		v.forGood(sayRefusal(w, refused))
	case errors.As(err, &refused):
		v.later(Busy, sayRefusal(w, refused), refused.Wait())
	default:
		t := explain(err, w)
		v.recipients(smtpsend.Outcome{}, mailstore.ToGo)
		v.a.Result, v.a.Text = t.result, t.sentence
		if !t.person {
			v.again(t.result, t.sentence, t.soon)
		}
	}
	return v.a
}

// endsWithPerson are refusals that no waiting mends, and that say nothing of this letter.
func endsWithPerson(e *smtpsend.ServerError) bool {
	if e.Temporary() {
		return false
	}
	switch e.Meaning() {
	case smtpsend.MeansWrongPassword, smtpsend.MeansEncryptionOnly:
		return true
	case smtpsend.MeansSignIn:
		return e.Command != "RCPT" && e.Command != "END"
	default:
		return e.Command == "AUTH"
	}
}

// judging is one verdict being found.
type judging struct {
	letter mailstore.Outgoing
	w      where
	a      mailstore.Attempt
}

// recipients gives those of this try their state: as it says, but for those who were refused by name.
func (v *judging) recipients(outcome smtpsend.Outcome, state mailstore.RecipientState) {
	for _, address := range waiting(v.letter) {
		no := outcome.Refused[address]
		switch {
		case no == nil:
			v.a.Recipients[address] = mailstore.Recipient{State: state}
		case no.Temporary() && !v.tooOften():
			v.a.Recipients[address] = mailstore.Recipient{State: mailstore.ToGo, Text: sayRecipient(no)}
		default:
			v.a.Recipients[address] = mailstore.Recipient{State: mailstore.TurnedDown, Text: sayRecipient(no)}
		}
	}
}

// taken is for a letter that some server has.
func (v *judging) taken(outcome smtpsend.Outcome) {
	waits, refused := v.count(outcome)
	v.a.Result, v.a.Text = OK, ""
	if waits+refused == 0 {
		return
	}
	v.a.Result = Partial
	v.a.NotBefore = v.next(longestWait(outcome))
	v.a.Text = sayPartly(v.letter, v.a, v.w)
}

// nobody is for a letter of which no recipient was taken.
func (v *judging) nobody(outcome smtpsend.Outcome) {
	waits, _ := v.count(outcome)
	if waits == 0 {
		v.a.Result, v.a.Text = Rejected, sayNobody(v.letter, v.a, v.w)
		return
	}
	v.a.Result = Busy
	v.a.NotBefore = v.next(longestWait(outcome))
	v.a.Text = sayPartly(v.letter, v.a, v.w)
}

func (v *judging) count(outcome smtpsend.Outcome) (waits, refused int) {
	for address := range outcome.Refused {
		switch v.a.Recipients[address].State {
		case mailstore.ToGo:
			waits++
		case mailstore.TurnedDown:
			refused++
		case mailstore.Offered, mailstore.Taken, mailstore.MaybeTaken:
		}
	}
	return waits, refused
}

func longestWait(outcome smtpsend.Outcome) (longest time.Duration) {
	for _, no := range outcome.Refused {
		longest = max(longest, no.Wait())
		if no.Meaning() == smtpsend.MeansGreylisted {
			longest = max(longest, greyWait)
		}
	}
	return longest
}

// forGood refuses the letter for all who wait.
func (v *judging) forGood(text string) {
	v.recipients(smtpsend.Outcome{}, mailstore.TurnedDown)
	v.a.Result, v.a.Text = Rejected, text
}

// later has the letter tried again, unless the server has put it off too often.
func (v *judging) later(result, text string, wait time.Duration) {
	if v.tooOften() {
		v.forGood(text + " " + words.T(sayGivenUp))
		return
	}
	v.again(result, text, wait)
}

func (v *judging) again(result, text string, wait time.Duration) {
	v.recipients(smtpsend.Outcome{}, mailstore.ToGo)
	v.a.NotBefore = v.next(max(0, wait))
	v.a.Result, v.a.Text = result, text+" "+sayAgain(v.a.NotBefore, v.w.Now)
	if wait < 0 { // at once, when Satchel runs again
		v.a.NotBefore, v.a.Text = v.w.Now, text
	}
}

const (
	greyWait   = 5 * time.Minute
	mostTries  = 100 // some four days at an hour each
	minuteWait = time.Minute
)

func (v *judging) tooOften() bool { return v.letter.Tries >= mostTries }

// next is when to try again: later each time, and not before the server wants it.
func (v *judging) next(asked time.Duration) time.Time {
	return v.w.Now.Add(max(backOff(v.letter.Tries), asked))
}

// backOff is 1, 2, 4, … minutes, at most an hour.
func backOff(tries int) time.Duration {
	if tries > 6 {
		return time.Hour
	}
	return min(time.Hour, minuteWait<<max(0, tries-1))
}

// trouble is why there was no session, or why it broke off before the end of the letter.
type trouble struct {
	result, sentence string
	person           bool          // waits for the person
	soon             time.Duration // below 0: at once
}
