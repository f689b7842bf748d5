package journey

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestFirstMinute is the way from the first start to the first letter: three fields, and the key Return twice. The real
// program asks the real ports of names that are played on loopback. First in the window at a provider of the list, then
// by a command at a domain that tells its settings itself.
func TestFirstMinute(t *testing.T) {
	if !alone(t) {
		return
	}
	d := startDisplay(t)
	if !keyring {
		t.Skip("no Secret Service here (dbus-run-session and gnome-keyring-daemon)")
	}
	want := letters(30)
	town := startTown(t, want)
	p := newProfile(t, "SSL_CERT_FILE="+town.caFile)
	pictures := os.Getenv("SATCHEL_PICTURES") // where a person wants to look at them
	if pictures == "" {
		pictures = t.TempDir()
	}
	look := func(name string) {
		file := filepath.Join(pictures, name+".png")
		d.picture(t, file)
		if n := colours(t, file); n < 40 {
			t.Errorf("%s has %d colours: nothing is painted", name, n)
		}
	}
	w := openWindow(t, d, p, nil)
	w.until(t, "the welcome page is there", func(s state) bool { return s.Page })
	look("1-welcome")

	begun := time.Now()
	w.key(t, "Return") // the first door has the focus
	w.type3(t, "Ann Reader", townUser+"@web.de", mailPassword)
	look("2-form")
	pressed := time.Now()
	w.key(t, "Return")
	w.until(t, "the first letter is in the list", func(s state) bool { return s.Rows > 0 })
	first := time.Since(pressed)
	st := w.until(t, "all letters are here", func(s state) bool { return s.Rows == len(want) && !s.Page })
	t.Logf("from the button to the first letter %v, from the door to all %d letters %v", first.Round(time.Millisecond), len(want), time.Since(begun).Round(time.Millisecond))
	if first > 5*time.Second {
		t.Errorf("the first letter took %v", first)
	}
	if st.Problem != "" {
		t.Errorf("the window tells a problem: %s", st.Problem)
	}
	look("3-mail")

	w.quit(t)
	r := p.call(t, mailPassword+"\n", "account", "add", townUser+"@"+townHouse, "--password-stdin", "--check")
	if r.code != 0 {
		t.Fatalf("the second account ended with %d: %s", r.code, r.err)
	}
	var accounts []struct{ POP3 struct{ Host, User string } }
	p.decode(t, &accounts, "account", "list")
	if len(accounts) != 2 || accounts[0].POP3.Host != townPOP3 || accounts[0].POP3.User != townUser || accounts[1].POP3.Host != "pop."+townHouse {
		t.Errorf("accounts %+v", accounts)
	}
	exactlyOnce(t, p, want)
}

// type3 types the three fields of the form, in place of what is there, and stays in the last.
func (w *window) type3(tb testing.TB, texts ...string) {
	tb.Helper()
	for i, text := range texts {
		if i > 0 {
			w.key(tb, "Tab")
		}
		w.do(tb, "type", "--delay", "12", text)
	}
}
