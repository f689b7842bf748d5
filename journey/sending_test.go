package journey

import (
	"strings"
	"testing"

	"satchel/smtpsend/smtptest"
)

// TestALetterIsSentFromTheWindow writes two letters in the real window: one is taken back and then sent, the other one is
// refused, which the Outbox says.
func TestALetterIsSentFromTheWindow(t *testing.T) {
	d := startDisplay(t)
	server := smtptest.New(smtptest.Config{Users: map[string]string{"reader": "secret"}, Script: func(s smtptest.Step) error {
		if s.Command == "RCPT" && s.Arg == "nobody@example.net" {
			return smtptest.Refuse(550, "5.1.1", "User unknown")
		}
		return nil
	}})
	t.Cleanup(server.Close)
	ca, err := server.Authority().WriteFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := newProfile(t)
	p.must(t, "secret\n", "account", "add", "--email", "reader@example.org", "--id", "home", "--pop3", "127.0.0.1:1", "--tls", "none", "--ca", ca,
		"--user", "reader", "--password-stdin", "--smtp", server.Addr(), "--smtp-tls", "implicit")
	w := openWindow(t, d, p, nil)
	w.until(t, "the window is there", func(s state) bool { return !s.Page && s.Place != "" })
	w.letter(t, "bo@example.net", "Tea", "Come at four.")
	w.until(t, "it is in the Outbox", func(s state) bool {
		return len(s.Writing) == 0 && len(s.Outbox) == 1 && strings.Contains(s.Toast, "goes out in 10 seconds")
	})
	// A second program may look, and is told plainly that it cannot send now.
	if out := p.must(t, "", "outbox"); !strings.Contains(out, "Tea") {
		t.Errorf("satchel outbox says %q", out)
	}
	if r := p.call(t, "x", "send", "--to", "bo@example.net"); r.code == 0 || !strings.Contains(r.err, "open") {
		t.Errorf("satchel send ends with %d and says %q", r.code, r.err)
	}
	w.key(t, "ctrl+q")
	w.until(t, "it is asked", func(s state) bool { return s.Dialog == "Not everything is sent yet" })
	w.key(t, "Escape", "ctrl+z")
	s := w.until(t, "its window is back", func(s state) bool {
		return len(s.Writing) == 1 && s.Writing[0].Ready && s.Writing[0].Kept && len(s.Outbox) == 0
	})
	if got := s.Writing[0]; got.To != "bo@example.net" || got.Subject != "Tea" || got.Text != "Come at four." {
		t.Errorf("it is back as %+v", got)
	}
	w.key(t, "ctrl+Return")
	w.until(t, "it was sent", func(s state) bool { return strings.Contains(s.Toast, "“Tea” was sent.") && len(s.Outbox) == 0 })
	if got := server.Received(); len(got) != 1 || !strings.Contains(string(got[0].Data), "\r\n\r\nCome at four.\r\n") {
		t.Errorf("the server got %+v", got)
	}
	w.letter(t, "nobody@example.net", "Coffee", "Or at five?")
	w.until(t, "it was refused", func(s state) bool { return strings.Contains(s.Toast, "“Coffee” was not sent.") })
	s = w.until(t, "the foot says so", func(s state) bool { return s.Problem != "" && len(s.Outbox) == 1 })
	if !strings.Contains(s.Outbox[0], "There is no such address") {
		t.Errorf("the Outbox says %q", s.Outbox)
	}
	w.quit(t)
	var rows []listJSON
	p.decode(t, &rows, "list", "--folder", "Sent")
	if len(rows) != 1 {
		t.Errorf("%d letters lie in Sent", len(rows))
	}
	p.decode(t, &rows, "list", "--folder", "Drafts")
	if len(rows) != 0 {
		t.Errorf("%d letters lie in Drafts", len(rows))
	}
}

// letter writes a letter by keyboard and sends it.
func (w *window) letter(t *testing.T, to, subject, text string) {
	t.Helper()
	w.key(t, "ctrl+n")
	w.until(t, "a letter can be written", func(s state) bool { return len(s.Writing) == 1 && s.Writing[0].Ready })
	w.write(t, to)
	w.key(t, "Tab", "Tab") // over the button for copies
	w.write(t, subject)
	w.key(t, "Tab")
	w.write(t, text)
	w.until(t, "all is typed", func(s state) bool { return s.Writing[0].Text == text })
	w.key(t, "ctrl+Return")
}
