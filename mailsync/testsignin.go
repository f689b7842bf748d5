package mailsync

import (
	"context"
	"slices"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/words"
)

// TestSignIn connects and signs in, without touching the mailbox or the store. Result.Result and Sentence say how it went; Listed and Bytes what is there.
func (s *Syncer) TestSignIn(ctx context.Context, a mailstore.Account, password string) Result {
	began := time.Now()
	r := Result{Account: a.ID, Slug: a.Slug, Result: OK}
	if err := s.trySignIn(ctx, a, password, &r); err != nil {
		t := explain(err, where{Host: a.Host, Port: a.Port, Now: s.options.Now()})
		r.Result, r.Sentence = t.Result, onceOnly(t.Sentence)
		if t.Pause > 0 {
			r.Again = s.options.Now().Add(t.Pause)
		}
	}
	r.Took = time.Since(began)
	return r
}

func (s *Syncer) trySignIn(ctx context.Context, a mailstore.Account, password string, r *Result) error {
	conn, secret, err := s.connect(ctx, a, nil, func(context.Context) (string, error) { return password, nil })
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := signIn(ctx, conn, a, secret); err != nil {
		return err
	}
	if r.Listed, r.Bytes, err = conn.Stat(ctx); err != nil {
		return err
	}
	r.Sentence = words.N("Signed in to %[2]s. There is %[1]d message, %[3]s, there.", "Signed in to %[2]s. There are %[1]d messages, %[3]s, there.",
		r.Listed, a.Host, words.Size(r.Bytes))
	_ = conn.Quit(ctx) // signed in is all that was asked; nothing is to be deleted
	return nil
}

// onceOnly leaves out of a sentence what holds only for an account that Satchel
// checks by itself: that it tries again, and that there are settings to look into.
func onceOnly(sentence string) string {
	sentence = strings.ReplaceAll(words.T(sentence), words.T(" in the account's settings"), "")
	sentence = strings.ReplaceAll(sentence, words.T(" and tries again later"), "")
	parts := strings.SplitAfter(sentence, ". ")
	parts = slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, words.T("Satchel tries again")) })
	return strings.TrimSpace(strings.Join(parts, ""))
}
