package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
	"satchel/viewmodel"
	"satchel/words"
)

// submit checks what was typed, then signs in to see whether it is right.
func (p *accountPage) submit() {
	if p.stop != nil || !p.read(false) {
		return
	}
	setShown(p.anyway, false)
	setShown(p.mozilla, false)
	switch {
	case p.account == nil && p.toLookUp() && p.setup.Suggestion() == "" && p.setup.Final() == "":
		p.lookUp(false)
	case p.account == nil:
		p.signInIfSure()
	case !p.connectionChanged():
		p.finish()
	default:
		p.signIn()
	}
}

// signIn tries whether server, user name and password are right. The form must have been read.
func (p *accountPage) signIn() {
	s := p.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	p.stop = cancel
	p.say(words.T("Signing in to %s…", p.form.Server), true)
	a, password := p.filled(), p.form.Password
	ses := s.session
	background(s.jobs, func(context.Context) (mailsync.Result, error) {
		if password == "" {
			var err error
			if password, err = ses.secrets.Get(ctx, a.SecretKey); err != nil {
				return mailsync.Result{}, err
			}
		}
		return ses.syncer.TestSignIn(ctx, a, password), nil
	}, func(r mailsync.Result, err error) {
		if ctx.Err() != nil {
			return // stopped by hand
		}
		cancel()
		p.stop = nil
		p.signedIn(r, err)
	})
}

// filled is the account with the form's values.
func (p *accountPage) filled() mailstore.Account {
	var a mailstore.Account
	if p.account != nil {
		a = *p.account
	}
	p.form.Fill(&a)
	return a
}

// connectionChanged is true if a sign-in could come to something else than before.
func (p *accountPage) connectionChanged() bool {
	return p.form.Password != "" || !mailsync.SameSignIn(p.filled(), *p.account)
}

// signedIn goes on after the sign-in, or says why it failed.
func (p *accountPage) signedIn(r mailsync.Result, err error) {
	switch {
	case err != nil:
		p.say(secretTrouble(err), false)
	case r.Result == mailsync.OK:
		if keep, problem := viewmodel.KeepFor(p.form.Keep, p.form.KeepDays); p.account == nil && problem == "" {
			p.there = viewmodel.SignedInWords(r.Listed, r.Bytes, keep)
		}
		p.finish()
	case p.account == nil && !p.byHand && p.setup.Next(r):
		p.preset()
		p.signIn()
	default:
		text := viewmodel.SignInTrouble(r, p.form.Server)
		if r.Result == mailsync.Auth && p.account == nil {
			text = p.setup.Refused(p.form.Server)
		}
		p.say(text, false)
		setShown(p.anyway, true)
	}
}

// secretTrouble says why a password could not be read or kept.
func secretTrouble(err error) string {
	switch {
	case errors.Is(err, keychain.ErrNotFound):
		return words.T("Satchel does not have the password of this account. Please type it.")
	case errors.Is(err, keychain.ErrLocked):
		return words.T("The file with your passwords is locked, so nothing was saved. Please try again and type its passphrase.")
	case errors.Is(err, keychain.ErrPassphrase):
		return words.T("That passphrase does not open the file with your passwords. Nothing was saved. Please try again.")
	case errors.Is(err, keychain.ErrUnavailable):
		return words.T("This computer's keyring does not answer, so the password could not be kept. Nothing was saved. Please unlock the keyring and try again.")
	}
	return viewmodel.Trouble(words.T("save the account"), err)
}

// finish saves; a new policy of an existing account is previewed first.
func (p *accountPage) finish() {
	if !p.read(true) {
		return
	}
	keep, _ := viewmodel.KeepFor(p.form.Keep, p.form.KeepDays)
	if p.account == nil || keep.Mode == p.account.Keep.Mode && keep.Days == p.account.Keep.Days {
		p.write(nil)
		return
	}
	s := p.shell
	ses, id := s.session, p.account.ID
	p.say(words.T("Looking at what that means…"), true)
	background(s.jobs, func(ctx context.Context) (mailsync.Preview, error) { return ses.syncer.Preview(ctx, id, keep) },
		func(preview mailsync.Preview, err error) {
			p.say("", false)
			if err != nil {
				p.say(viewmodel.Trouble(words.T("find out what that means"), err), false)
				return
			}
			p.askKeep(preview, keep)
		})
}

// askKeep shows the preview of a new policy, where there is something to show.
func (p *accountPage) askKeep(preview mailsync.Preview, keep mailstore.Keep) {
	set := func(k mailstore.Keep, yes time.Time) func(*mailstore.Account) {
		return func(a *mailstore.Account) { mailsync.Chosen(a, k, yes) }
	}
	question, ask := viewmodel.KeepQuestion(preview, keep, p.shell.now())
	if !ask {
		p.write(set(keep, time.Time{}))
		return
	}
	fromNow := keep
	fromNow.From = p.shell.now()
	askQuestion(p.shell, question,
		func() { p.write(set(keep, p.shell.now())) },
		func() { p.write(set(fromNow, time.Time{})) })
}

// write saves account and password. policy changes the account's policy too, nil for
// not.
func (p *accountPage) write(policy func(*mailstore.Account)) {
	s := p.shell
	ses, form, known := s.session, p.form, p.account
	var grant *signin.Grant
	if p.setup.Granted() {
		grant = &p.grant
	}
	p.say(words.T("Saving…"), true)
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		if known == nil {
			return struct{}{}, addAccount(ctx, ses, form, grant)
		}
		return struct{}{}, changeAccount(ctx, ses, known.ID, form, policy)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.say(secretTrouble(err), false)
			return
		}
		p.leave()
		s.showMail() // an account is there now, even if its folders are not drawn yet
		if p.there != "" {
			s.layer.Toast(p.there, "", nil, 0)
		}
		if known == nil {
			s.tryNewSending(form.Email, p.there)
		}
		s.refresh()
	})
}

// addAccount adds an account with its password, or with a website's grant: both, or neither.
func addAccount(ctx context.Context, ses *session, form viewmodel.AccountForm, grant *signin.Grant) error {
	var a mailstore.Account
	form.Fill(&a)
	others, err := ses.store.Accounts(ctx)
	if err != nil {
		return err
	}
	a.Colour = len(others)
	if a, err = ses.store.AddAccount(ctx, a); err != nil {
		return err
	}
	if grant != nil {
		err = signin.Save(ctx, ses.secrets, a.SecretKey, *grant)
	} else {
		err = ses.secrets.Set(ctx, a.SecretKey, form.Password)
	}
	if err != nil {
		if undone := ses.store.RemoveAccount(ctx, a.ID, false); undone != nil {
			return fmt.Errorf("%w; and taking the account back: %w", err, undone)
		}
		return err
	}
	ses.reload()
	return nil
}

// changeAccount changes an account; the password first, since it is the part that can
// be refused.
func changeAccount(ctx context.Context, ses *session, id mailstore.AccountID, form viewmodel.AccountForm, policy func(*mailstore.Account)) error {
	a, err := ses.store.Account(ctx, id)
	if err != nil {
		return err
	}
	if form.Password != "" {
		if err := ses.secrets.Set(ctx, a.SecretKey, form.Password); err != nil {
			return err
		}
	}
	if _, err := ses.store.UpdateAccount(ctx, id, func(a *mailstore.Account) {
		before := *a
		form.Fill(a)
		mailsync.Amended(a, before, form.Password != "")
		if policy != nil {
			policy(a)
		}
	}); err != nil {
		return err
	}
	ses.reload()
	return nil
}
