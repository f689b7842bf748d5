package app

import (
	"database/sql"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"satchel/backup"
	"satchel/mailstore"
	"satchel/pop3client/pop3test"
	"satchel/viewmodel"
)

// spoil changes what is stored of a message, as a bad disk does.
func (b *bench) spoil(id mailstore.MessageID) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.shell.session.store.Dir(), "mail.db")+"?_busy_timeout=5000")
	b.check(err)
	defer db.Close()
	_, err = db.Exec("UPDATE chunks SET codec = 0, data = zeroblob(length(data)) WHERE id = ?", int64(id)<<16)
	b.check(err)
}

func (b *bench) banner() viewmodel.Banner {
	if l := b.shell.letter.letter; len(l.Banners) > 0 {
		return l.Banners[0]
	}
	return viewmodel.Banner{}
}

// on serves the bench's letters from a POP3 server.
func (b *bench) on(messages ...pop3test.Message) *pop3test.Server {
	b.Helper()
	s := pop3test.NewServer(pop3test.Config{Security: pop3test.Clear, Users: map[string]string{"ann": "secret"}, Messages: messages})
	b.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Addr())
	b.check(err)
	n, err := strconv.Atoi(port)
	b.check(err)
	a, err := b.shell.session.store.UpdateAccount(b.Context(), b.account.ID, func(a *mailstore.Account) { a.Port = n })
	b.check(err)
	b.check(b.shell.session.secrets.Set(b.Context(), a.SecretKey, "secret"))
	return s
}

// bytesOf are the bytes of a letter of addMail.
func bytesOf(number int) []byte {
	text := strings.Replace(rawLetter, "%s", "Letter "+strconv.Itoa(number), 1)
	return []byte(strings.Replace(text, "%d", strconv.Itoa(number), 1))
}

func TestDamagedLetterComesBackFromTheServer(t *testing.T) {
	b := newBench(t, 3)
	s := b.on()
	for n := 1; n <= 3; n++ {
		s.Add(pop3test.Message{User: "ann", UIDL: "uid" + strconv.Itoa(n), Data: bytesOf(n)})
	}
	id := b.shell.list.vm.ID(1)
	b.spoil(id)
	b.shell.list.list.SelectAt(1)
	b.until("the letter says that it is damaged", func() bool { return b.banner().Action == viewmodel.ActionFetchAgain })
	if l := b.shell.letter.letter; l.Subject != "Letter 2" || l.Name != "Bob" || !strings.HasPrefix(b.shell.letter.view.Text(), "This is") {
		t.Errorf("shown is %q from %q: %q", l.Subject, l.Name, b.shell.letter.view.Text())
	}
	b.until("the window says so", func() bool { return strings.HasPrefix(b.shell.panes.said, "A letter on this computer is damaged") })
	showDoctor(b.shell)
	b.until("the Doctor names it", func() bool { return b.shell.doctor != nil && len(b.shell.doctor.page.Damaged) == 1 })
	if row := b.shell.doctor.page.Damaged[0]; row.ID != id || !strings.HasPrefix(row.Text, "Letter 2 – Bob") || !row.OnServer {
		t.Errorf("row %+v", row)
	}
	fetchAgain(b.shell, b.shell.doctor.atProvider()...)
	b.until("the Doctor is content", func() bool { return b.shell.doctor.page.Well != "" })
	b.shell.showMail()
	b.until("the letter is whole", func() bool {
		return b.banner().Action == "" && strings.TrimSpace(b.shell.letter.view.Text()) == "This is number 2."
	})
	b.until("the window says no more of it", func() bool { return b.shell.panes.said == "" })
}

func TestDamagedLetterThatTheServerHasNoLonger(t *testing.T) {
	b := newBench(t, 2)
	b.on(pop3test.Message{User: "ann", UIDL: "uid1", Data: bytesOf(1)})
	id := b.shell.list.vm.ID(0)
	b.spoil(id)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says that it is damaged", func() bool { return b.banner().Action == viewmodel.ActionFetchAgain })
	fetchAgain(b.shell, id)
	b.until("it is told", func() bool { return strings.Contains(b.toast(), "no longer at your provider") })
	b.until("the banner offers the backup alone", func() bool { return b.banner().Action == viewmodel.ActionFromBackup })
}

func TestDamagedLetterComesBackFromABackup(t *testing.T) {
	b := newBench(t, 3)
	file := filepath.Join(t.TempDir(), "b.satchel")
	_, err := backup.Write(t.Context(), b.shell.session.store, file, backup.Options{})
	b.check(err)
	id := b.shell.list.vm.ID(0)
	b.open(0, "Letter 3")
	b.spoil(id)
	b.shell.list.list.SelectAt(1)
	b.open(1, "Letter 2")
	b.shell.list.list.SelectAt(0)
	b.until("the letter says that it is damaged", func() bool { return b.banner().Action == viewmodel.ActionFetchAgain })
	mendFrom(b.shell, filepath.Join(t.TempDir(), "none"), []mailstore.MessageID{id})
	b.until("there is none", func() bool { return b.shell.dismiss != nil })
	b.shell.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}, 0)
	mendFrom(b.shell, file, []mailstore.MessageID{id})
	b.until("it is told", func() bool { return b.toast() == "1 letter is whole again." })
	b.until("the letter is whole", func() bool {
		return b.banner().Action == "" && strings.TrimSpace(b.shell.letter.view.Text()) == "This is number 3."
	})
}

// A letter whose chunk is gone shows what the list knows of it, and the window goes on.
func TestLetterOfWhichNothingIsLeft(t *testing.T) {
	b := newBench(t, 2)
	id := b.shell.list.vm.ID(0)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.shell.session.store.Dir(), "mail.db")+"?_busy_timeout=5000")
	b.check(err)
	defer db.Close()
	_, err = db.Exec("DELETE FROM chunks WHERE id = ?", int64(id)<<16)
	b.check(err)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says that it is damaged", func() bool { return b.banner().Action != "" })
	if l := b.shell.letter.letter; l.Subject != "Letter 2" || l.Name != "Bob" {
		t.Errorf("shown is %q from %q", l.Subject, l.Name)
	}
}
