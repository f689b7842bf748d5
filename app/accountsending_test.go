package app

import (
	"strconv"
	"strings"
	"testing"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/smtpsend/smtptest"
	"satchel/viewmodel"
)

func TestSendingIsSetUpOnItsPage(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{Users: map[string]string{"ann": "secret", "out": "other"}})
	store, secrets := b.shell.session.store, b.shell.session.secrets
	a, err := store.Account(t.Context(), b.account.ID)
	b.check(err)
	port := a.SMTPPort
	a, err = store.UpdateAccount(t.Context(), a.ID, func(a *mailstore.Account) { a.SMTPPort = 1 })
	b.check(err)
	show := func() *sendingPage {
		p := &sendingPage{shell: b.shell, account: a, form: viewmodel.SendingFormOf(a), problems: map[viewmodel.FormField]*widgets.Words{}}
		b.shell.showPage(p.build(), p.cancel)
		return p
	}
	p := show()
	p.submit()
	b.until("it says that nobody is there", func() bool {
		return strings.Contains(p.state.Text, "accepts no connection on port 1") && p.anyway.Visible()
	})
	p.port.SetText(strconv.Itoa(port))
	p.same.SetChecked(false)
	p.user.SetText("out")
	p.password.SetText("wrong")
	p.submit()
	b.until("it says that the password is wrong", func() bool { return strings.Contains(p.state.Text, "did not accept") })
	p.password.SetText("other")
	p.submit()
	b.until("it is saved", func() bool { return b.shell.page == nil })
	a, err = store.Account(t.Context(), a.ID)
	b.check(err)
	if secret, err := secrets.Get(t.Context(), a.SMTPSecretKey); err != nil || secret != "other" || a.SMTPUser != "out" || a.SMTPPort != port {
		t.Errorf("kept %q, %v, %+v", secret, err, a)
	}
	key := a.SMTPSecretKey
	b.sent(viewmodel.Reply, "")
	b.until("a letter was sent so", func() bool { return len(server.Received()) == 1 })

	p = show()
	p.same.SetChecked(true)
	p.submit()
	b.until("it is saved", func() bool { return b.shell.page == nil })
	a, err = store.Account(t.Context(), a.ID)
	b.check(err)
	if _, err := secrets.Get(t.Context(), key); err == nil || a.SMTPSecretKey != "" || a.SMTPUser != "" {
		t.Errorf("the other sign-in is still there: %v, %+v", err, a)
	}
}

func TestANewAccountSaysWhetherItSends(t *testing.T) {
	b, _ := sendingBench(t, smtptest.Config{})
	b.shell.tryNewSending(b.account.Email, "Signed in.")
	b.until("it is said", func() bool { return b.toast() == "Signed in. Letters can be sent too." })
	b.check(b.shell.session.secrets.Set(t.Context(), b.account.SecretKey, "wrong"))
	b.shell.tryNewSending(b.account.Email, "Signed in.")
	b.until("it is said", func() bool {
		return strings.HasPrefix(b.toast(), "Signed in. Sending does not work yet. 127.0.0.1 did not accept")
	})
	_, err := b.shell.session.store.UpdateAccount(t.Context(), b.account.ID, func(a *mailstore.Account) { a.SMTPHost = "" })
	b.check(err)
	b.shell.tryNewSending(b.account.Email, "")
	b.until("it is said", func() bool { return b.toast() == "Which server sends your letters is not known yet." })
}
