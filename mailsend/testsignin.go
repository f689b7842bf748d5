package mailsend

import (
	"context"
	"strings"

	"satchel/mailstore"
	"satchel/smtpsend"
	"satchel/words"
)

// Step is how far a sign-in has come.
type Step string

// The steps of a sign-in, in order.
const (
	Connecting Step = "connecting"
	SigningIn  Step = "signing in"
)

// Tried is how a sign-in has gone: OK or another kind, and its sentence.
type Tried struct {
	Result, Sentence string
}

// TestSignIn connects and signs in as sending would, and sends nothing. step is called on this goroutine; nil: nobody
// listens.
func (s *Sender) TestSignIn(ctx context.Context, a mailstore.Account, password string, step func(Step)) Tried {
	if step == nil {
		step = func(Step) {}
	}
	session, err := s.connectWith(ctx, a, func(context.Context) (string, error) { return password, nil }, step)
	if err == nil {
		session.Quit(ctx)
		return Tried{OK, words.T("Signed in to %s. Letters can be sent.", a.SMTPHost)}
	}
	v := verdict(mailstore.Outgoing{}, smtpsend.Outcome{}, err, where{Host: a.SMTPHost, Port: a.SMTPPort, Now: s.options.Now()})
	return Tried{v.Result, aboutSignIn(v.Text)}
}

// aboutSignIn leaves out of a sentence what is about a letter: where none was sent, none waits, and nothing is tried again.
var aboutSignInWords = strings.NewReplacer(
	" so Satchel sent neither password nor letter", " so Satchel did not send the password",
	" so Satchel sent it neither password nor letter", " so Satchel did not send the password",
	", so the letter waits in the outbox", "",
	" and the letter waits", "",
	", so nothing was sent", "",
	", so the letter was not sent and waits in the outbox", "",
	" The letter waits in the outbox and goes out once the network is back.", "",
	" The letter waits in the outbox until you enter it.", "",
	" The letter waits in the outbox until you have entered it.", "",
	" The letter was not sent and waits in the outbox.", "",
	" It was not sent and waits in the outbox.", "",
	" The letter waits in the outbox.", "",
	" before all of the letter was there", "",
	" Nothing was sent.", "",
	" You can change it and send it again.", "",
	"takes letters only over", "lets people sign in only over",
	"cannot take letters at the moment", "cannot be used at the moment",
	"refused the letter", "refused the connection",
	" in the account's settings for sending", "",
	" in the account's settings", "",
	", or check the account's settings", "",
	" Please check the account's settings for sending.", "",
)

func aboutSignIn(sentence string) string {
	sentence = aboutSignInWords.Replace(sentence)
	if at := strings.Index(sentence, " Satchel tries again at "); at >= 0 {
		sentence = sentence[:at]
	}
	return strings.TrimSpace(sentence)
}
