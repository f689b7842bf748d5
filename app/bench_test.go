package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/keychain"
	"satchel/mailstore"
)

// bench is a window on a store in a temp folder, with the test's own UI goroutine.
type bench struct {
	*testing.T
	shell   *shell
	queue   queue
	account mailstore.Account
}

// newBench shows a window on an account that never checks by itself, with n messages:
// "Letter 1" is the oldest, all unread.
func newBench(t *testing.T, n int) *bench {
	t.Helper()
	b := emptyBench(t)
	b.addAccount()
	b.addMail(1, n)
	b.shell.opened(b.shell.session, defaultPrefs())
	b.until("the list is there", func() bool { return b.shell.list.vm.Loaded() && b.shell.list.vm.Len() == n })
	return b
}

func emptyBench(t *testing.T) *bench {
	t.Helper()
	a := test.NewTempApp(t)
	b := &bench{T: t, queue: make(queue, 1000)}
	store, err := mailstore.Open(t.Context(), t.TempDir(), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.shell = newShell(a, defaultPrefs(), b.queue.post)
	b.shell.session = newSession(store, keychain.Memory())
	b.shell.win.Resize(fyne.NewSize(1200, 780))
	t.Cleanup(func() {
		if !b.shell.quitting {
			b.shell.end()
		}
	})
	return b
}

// until runs what is posted to the UI goroutine until the condition holds.
func (b *bench) until(what string, holds func() bool) {
	b.Helper()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case f := <-b.queue:
			f()
		case <-deadline:
			b.Fatalf("waited in vain until %s", what)
		}
	}
}

func (b *bench) check(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) addAccount() {
	b.Helper()
	a := mailstore.Account{Email: "ann@example.org", Name: "Ann", Host: "127.0.0.1", Port: 1, TLS: "none", User: "ann", Auth: "auto",
		Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}}
	var err error
	b.account, err = b.shell.session.store.AddAccount(b.Context(), a)
	b.check(err)
}

// addMail records n messages, the first with that number.
func (b *bench) addMail(first, n int) []mailstore.MessageID {
	b.Helper()
	store, now := b.shell.session.store, time.Now()
	session, err := store.BeginSession(b.Context(), b.account.ID, now)
	b.check(err)
	var added []mailstore.NewEntry
	for i := range n {
		added = append(added, mailstore.NewEntry{UIDL: fmt.Sprint("uid", first+i), Incarnation: 1, Size: int64(len(bytesOf(first + i)))})
	}
	entries, err := store.Listed(b.Context(), session, b.account.ID, added, nil, n, int64(100*n), now)
	b.check(err)
	var downloads []mailstore.Download
	for i, e := range entries {
		downloads = append(downloads, b.download(store, e.ID, first+i, now))
	}
	ids, errs, err := store.RecordDownloads(b.Context(), session, downloads)
	b.check(err)
	for _, err := range errs {
		b.check(err)
	}
	return ids
}

func (b *bench) download(store *mailstore.Store, entry mailstore.LedgerID, number int, now time.Time) mailstore.Download {
	b.Helper()
	subject := fmt.Sprint("Letter ", number)
	spool := store.NewSpool()
	_, err := fmt.Fprintf(spool, rawLetter, subject, number)
	b.check(err)
	return mailstore.Download{Ledger: entry, Raw: spool, At: now, Unread: true, Fields: mailstore.Fields{
		FromName: "Bob", FromAddress: "bob@example.net", Subject: subject, Preview: "This is", MessageID: subject + "@example.net",
		Date: now.Add(time.Duration(number-1000) * time.Minute), Search: fmt.Sprint("number word", number),
	}}
}

// rawLetter is a letter with a text and two attachments, one of them a program; it wants
// its subject and number.
var rawLetter = strings.ReplaceAll(`From: Bob <bob@example.net>
To: ann@example.org
Date: Mon, 23 Nov 2026 10:00:00 +0000
Subject: %s
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

This is number %d.
--b
Content-Type: text/csv; name="table.csv"
Content-Disposition: attachment; filename="table.csv"

one,two
--b
Content-Type: application/octet-stream; name="game.exe"
Content-Disposition: attachment; filename="game.exe"

MZ
--b--
`, "\n", "\r\n")

// toast is what is said at the foot.
func (b *bench) toast() string { return b.shell.layer.Said() }

// open selects a row and waits for its letter.
func (b *bench) open(row int, subject string) {
	b.Helper()
	b.shell.list.list.SelectAt(row)
	b.until(subject+" is shown", func() bool {
		return b.shell.letter.letter.Subject == subject && strings.HasPrefix(b.shell.letter.view.Text(), "This is number")
	})
}

// folder is what the store says of the account's folder.
func (b *bench) folder(role mailstore.Role) mailstore.Folder {
	b.Helper()
	f, err := b.shell.session.store.FolderByRole(b.Context(), b.account.ID, role)
	b.check(err)
	return f
}
