package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/app/widgets"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
)

// newPage shows the form of a new account, or of the bench's.
func newPage(b *bench, a *mailstore.Account) *accountPage {
	p := &accountPage{shell: b.shell, account: a, form: viewmodel.NewAccountForm(), problems: map[viewmodel.FormField]*widgets.Words{}}
	if a != nil {
		p.form = viewmodel.FormOf(*a)
	}
	b.shell.showPage(p.build(), p.cancel)
	return p
}

func TestAccountFormSaysWhatIsMissing(t *testing.T) {
	b := newBench(t, 0)
	p := newPage(b, nil)
	p.submit()
	for _, field := range []viewmodel.FormField{viewmodel.FieldEmail, viewmodel.FieldPassword} {
		if l := p.problems[field]; !l.Visible() || l.Text == "" {
			t.Errorf("no sentence at %s", field)
		}
	}
	if p.stop != nil {
		t.Error("a check was started with an incomplete form")
	}
}

func TestAccountFormChecksAndCanBeSavedAllTheSame(t *testing.T) {
	b := newBench(t, 0)
	p := newPage(b, nil)
	p.email.SetText("bob@example.org")
	p.password.SetText("secret")
	p.server.SetText("127.0.0.1:1") // nobody listens there
	p.submit()
	if p.stop == nil || !p.bar.Visible() {
		t.Error("no check is under way")
	}
	b.until("the check has failed in words", func() bool { return p.anyway.Visible() && p.state.Text != "" && !p.bar.Visible() })
	p.finish()
	b.until("the mail is shown again", func() bool { return b.shell.page == nil })
	accounts, err := b.shell.session.store.Accounts(t.Context())
	b.check(err)
	if len(accounts) != 2 || accounts[1].Email != "bob@example.org" || accounts[1].Port != 1 || accounts[1].Keep.Days != 14 {
		t.Fatalf("accounts = %+v", accounts)
	}
	if secret, err := b.shell.session.secrets.Get(t.Context(), accounts[1].SecretKey); err != nil || secret != "secret" {
		t.Errorf("secret = %q, %v", secret, err)
	}
}

func TestCheckOfAccountCanBeStopped(t *testing.T) {
	b := newBench(t, 0)
	p := newPage(b, nil)
	p.email.SetText("bob@example.org")
	p.password.SetText("secret")
	p.server.SetText("192.0.2.1") // reserved for documentation: no answer ever comes
	p.submit()
	p.cancel()
	if p.stop != nil || p.bar.Visible() || p.save.Disabled() {
		t.Error("the form does not go on after the check was stopped")
	}
	p.cancel()
	if b.shell.page != nil {
		t.Error("the page is still there")
	}
}

func TestNewPolicyIsPreviewed(t *testing.T) {
	b := newBench(t, 3)
	p := newPage(b, &b.account)
	p.keep.SetSelected(viewmodel.KeepChoices()[viewmodel.KeepNothing].Title)
	p.submit()
	b.until("the preview is shown", func() bool { return b.shell.win.Canvas().Overlays().Top() != nil })
	if a, err := b.shell.session.store.Account(t.Context(), b.account.ID); err != nil || a.Keep.Mode != mailstore.KeepDays {
		t.Errorf("policy before the answer = %+v, %v", a.Keep, err)
	}
	fromNow := mailstore.Keep{Mode: mailstore.KeepRemove, From: time.Now()}
	p.write(func(a *mailstore.Account) { a.Keep = fromNow })
	b.until("the page is gone", func() bool { return b.shell.page == nil })
	if a, err := b.shell.session.store.Account(t.Context(), b.account.ID); err != nil || a.Keep.Mode != mailstore.KeepRemove || a.Keep.From.IsZero() {
		t.Errorf("policy = %+v, %v", a.Keep, err)
	}
}

func TestRemovingAnAccount(t *testing.T) {
	for _, keep := range []bool{true, false} {
		b := newBench(t, 3)
		b.check(b.shell.session.secrets.Set(t.Context(), b.account.SecretKey, "secret"))
		removeAccount(b.shell, b.account, keep)
		b.until("no account is left", func() bool { return len(b.shell.places.vm.Accounts()) == 0 })
		if _, err := b.shell.session.secrets.Get(t.Context(), b.account.SecretKey); err == nil {
			t.Error("the password is still kept")
		}
		ids, _, err := b.shell.session.store.Index(t.Context(), mailstore.Query{})
		b.check(err)
		if want := map[bool]int{true: 3, false: 0}[keep]; len(ids) != want {
			t.Errorf("keep %v: %d messages are left, want %d", keep, len(ids), want)
		}
	}
}

func TestServerPage(t *testing.T) {
	b := newBench(t, 3)
	showServerPage(b.shell, b.account)
	b.until("the page is shown", func() bool { return b.shell.page != nil })
	b.shell.list.list.SelectAt(0)
	if b.shell.list.selection() != nil {
		t.Error("messages can be acted on behind a page")
	}
	b.shell.typedKey(&fyne.KeyEvent{Name: fyne.KeyDelete}, 0)
	b.shell.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}, 0)
	if b.shell.page != nil {
		t.Error("Escape does not leave the page")
	}
	if b.folder(mailstore.Bin).Total != 0 {
		t.Error("Delete reached a message behind the page")
	}
}

func TestWriteFilesOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	all := []mailmsg.Attachment{{Name: "a.txt", Data: []byte("one")}, {Name: "a.txt", Data: []byte("two")}}
	files := []viewmodel.File{{Index: 0}, {Index: 1}}
	read := func(index int) (mailmsg.Attachment, error) {
		if index >= len(all) {
			return mailmsg.Attachment{}, errNoFile
		}
		return all[index], nil
	}
	if err := writeFiles(dir, files, read); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.txt": "one", "a (2).txt": "two"} {
		if got := readFile(t, dir, name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if err := writeFiles(dir, []viewmodel.File{{Index: 7}}, read); err == nil {
		t.Error("an attachment that is not there was saved")
	}
}

func readFile(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
