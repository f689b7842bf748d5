package journey

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// TestWindowFromFirstStart is the way of a new user: an account is set up in the window by keyboard, the mail comes
// from a real server, a letter is read, deleted, brought back and found. The password goes to the keyring.
func TestWindowFromFirstStart(t *testing.T) {
	d := startDisplay(t)
	if !keyring {
		t.Skip("no Secret Service here (dbus-run-session and gnome-keyring-daemon)")
	}
	want := letters(12)
	s := startServer(t, want)
	p := newProfile(t)
	w := openWindow(t, d, p, []string{"SSL_CERT_FILE=" + s.caFile})

	w.until(t, "the welcome page is there", func(s state) bool { return s.Page })
	w.key(t, "Return") // the first door has the focus
	w.fill(t, "Ann Reader", "reader@example.org", mailPassword)
	w.key(t, "Return", "Tab") // opens "Server and safety"
	w.fill(t, "localhost", s.port)
	w.key(t, "Tab") // over the kind of connection
	w.fill(t, mailUser)
	w.key(t, "Return")
	st := w.until(t, "all letters are here", func(s state) bool { return s.Rows == len(want) })
	if st.Problem != "" {
		t.Errorf("the window tells a problem: %s", st.Problem)
	}

	w.key(t, "Home")
	w.until(t, "a letter is shown", func(s state) bool { return s.Selected != 0 && strings.HasPrefix(s.Subject, "Letter ") && s.Text != "" })
	file := filepath.Join(t.TempDir(), "window.png")
	w.picture(t, file)
	if n := colours(t, file); n < 40 {
		t.Errorf("the window has %d colours: nothing is painted", n)
	}

	w.key(t, "Delete")
	w.until(t, "the letter is in the Bin", func(s state) bool { return s.Rows == len(want)-1 })
	w.key(t, "ctrl+z")
	w.until(t, "it is back", func(s state) bool { return s.Rows == len(want) })
	w.key(t, "ctrl+k")
	w.write(t, "subject:7")
	w.until(t, "the search shows what was meant", func(s state) bool { return s.Rows == 1 })
	w.key(t, "Escape")
	w.until(t, "the list is back", func(s state) bool { return s.Rows == len(want) })
	w.quit(t)

	exactlyOnce(t, p, want)
	if left := s.left(t); len(left) != len(want) {
		t.Errorf("%d messages are on the server, want all %d: nobody asked to remove any", len(left), len(want))
	}
}

// fill types each text into the field that has the focus, in place of what is there, and goes on to the next field.
func (w *window) fill(tb testing.TB, texts ...string) {
	tb.Helper()
	for _, text := range texts {
		w.key(tb, "ctrl+a")
		w.write(tb, text)
		if text != mailUser { // the last field is followed by Return
			w.key(tb, "Tab")
		}
	}
}

// TestFoldersAndUndoAfterARestart makes a folder by keyboard, moves a letter to the Bin, and takes both back after the
// program was closed and started again.
func TestFoldersAndUndoAfterARestart(t *testing.T) {
	d := startDisplay(t)
	s := startServer(t, letters(3))
	p := newProfile(t)
	s.addTo(t, p, "--interval", "0")
	p.must(t, "", "fetch")
	w := openWindow(t, d, p, []string{"SSL_CERT_FILE=" + s.caFile})
	w.until(t, "the letters are shown", func(s state) bool { return s.Rows == 3 })
	w.key(t, "ctrl+shift+n")
	w.until(t, "a name is asked for", func(s state) bool { return s.Dialog == "New folder" })
	w.write(t, "Garden / 2026")
	w.key(t, "Return")
	w.until(t, "the folder is there", func(s state) bool { return slices.Contains(s.Places, "Garden / 2026") })
	w.key(t, "Home")
	w.until(t, "a letter is shown", func(s state) bool { return s.Selected != 0 && s.Text != "" })
	w.key(t, "Delete")
	w.until(t, "it is in the Bin", func(s state) bool { return s.Rows == 2 && s.Toast == "1 message moved to Bin" })
	w.quit(t)

	w = openWindow(t, d, p, []string{"SSL_CERT_FILE=" + s.caFile})
	w.until(t, "two letters are left", func(s state) bool { return s.Rows == 2 && slices.Contains(s.Places, "Garden / 2026") })
	w.key(t, "ctrl+z")
	w.until(t, "the letter is back", func(s state) bool { return s.Rows == 3 && s.Toast == "Taken back: 1 message moved to Bin" })
	w.key(t, "ctrl+z")
	w.until(t, "the folder is gone", func(s state) bool { return !slices.Contains(s.Places, "Garden / 2026") })
	w.key(t, "ctrl+h")
	w.until(t, "both are listed", func(s state) bool {
		return len(s.Changes) == 2 && strings.HasSuffix(s.Changes[0], "moved to Bin · Do again")
	})
	w.key(t, "Escape")
	w.until(t, "the mail is back", func(s state) bool { return !s.Page })
	w.quit(t)
	exactlyOnce(t, p, letters(3))
}

// TestASecondStartRaises starts the program on a profile whose window is open: that window comes back from among the
// icons and to the front, and the second program ends at once. Commands still say that the profile is in use.
func TestASecondStartRaises(t *testing.T) {
	d := startDisplay(t)
	p := newProfile(t)
	first := openWindow(t, d, p, nil)
	visible := func() string {
		cmd := exec.CommandContext(t.Context(), "xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(first.cmd.Process.Pid))
		cmd.Env = d.environ()
		out, _ := cmd.Output() // it fails where it finds none
		return strings.TrimSpace(string(out))
	}
	within := func(what string, holds func() bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("waited in vain until %s", what)
			}
		}
	}
	within("the window is there", func() bool { return visible() != "" })
	d.do(t, "windowminimize", visible())
	within("the window is among the icons", func() bool { return visible() == "" })
	second := p.command("")
	second.Env = d.environ(p.env...)
	begun := time.Now()
	if out, err := second.CombinedOutput(); err != nil {
		t.Errorf("the second program ended with %v: %s", err, out)
	}
	t.Logf("the second program ended after %v", time.Since(begun))
	within("the window is back", func() bool { return visible() != "" })
	r := p.call(t, "", "fetch")
	if r.code != 1 || !strings.Contains(r.err, "open") {
		t.Errorf("fetch on an open profile ended with %d and said %q", r.code, r.err)
	}
	first.quit(t)
}

// TestWindowOfALockedProfile opens a profile that something without a window has: the program says so in a window of
// its own, and ends cleanly when that is closed.
func TestWindowOfALockedProfile(t *testing.T) {
	d := startDisplay(t)
	p := newProfile(t)
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(filepath.Join(p.dir, "lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatalf("the lock cannot be had: %v", err)
	}
	defer lock.Unlock() //nolint:errcheck // it goes with its folder
	second := p.command("")
	second.Env = d.environ(p.env...)
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- second.Wait() }()
	t.Cleanup(func() {
		_ = second.Process.Kill()
		<-ended
	})
	// It waits for the window, which then gets the keys.
	d.do(t, "search", "--sync", "--onlyvisible", "--pid", fmt.Sprint(second.Process.Pid), "windowfocus", "sleep", "0.5")
	d.key(t, "Return")
	select {
	case err := <-ended:
		ended <- err
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("the program ended with %v, want exit code 1", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the program did not end when its window was closed")
	}
}

// BenchmarkWindow measures the real window on software OpenGL with 10,000 messages in the store: the first paint, the
// pace of the list while it scrolls, and the longest stall while 1,000 messages arrive.
func BenchmarkWindow(b *testing.B) {
	d := startDisplay(b)
	p := fullProfile(b, 10_000)

	const starts = 5
	var painted, listed []float64
	for range starts {
		w := openWindow(b, d, p, nil)
		s := w.until(b, "the list is filled", func(s state) bool { return s.Rows == 10_000 && s.ListMS > 0 })
		painted, listed = append(painted, s.PaintedMS), append(listed, s.ListMS)
		w.quit(b)
	}
	b.ReportMetric(median(painted), "first-paint-ms")
	b.ReportMetric(median(listed), "first-rows-ms")

	w := openWindow(b, d, p, nil)
	w.until(b, "the list is filled", func(s state) bool { return s.Rows == 10_000 })
	w.do(b, "mousemove", "500", "450")
	w.settle(b)
	w.do(b, "click", "--repeat", "500", "--delay", "10", "5") // the wheel, down
	s := w.settle(b)
	b.ReportMetric(s.FPS, "scroll-fps")
	b.ReportMetric(s.FrameP95MS, "scroll-frame-p95-ms")
	b.ReportMetric(s.StallMS, "scroll-stall-ms")
	w.quit(b)

	msgs, ok := realistic(b, 1000)
	if !ok {
		msgs = letters(1000)
	}
	server := startServer(b, msgs)
	fresh := newProfile(b)
	server.addTo(b, fresh)
	w = openWindow(b, d, fresh, []string{"SSL_CERT_FILE=" + server.caFile})
	s = w.until(b, "the first messages come", func(s state) bool { return s.Rows > 0 })
	stall := s.StallMS
	for s.Rows < len(msgs) {
		s = w.until(b, "all messages are here", func(s state) bool { stall = max(stall, s.StallMS); return s.Rows == len(msgs) })
	}
	b.ReportMetric(stall, "fetch-stall-ms")
	w.quit(b)
	b.ReportMetric(0, "ns/op")
}

// settle reads the state, which begins a new time of measuring.
func (w *window) settle(tb testing.TB) state {
	tb.Helper()
	s, err := w.ask()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// fullProfile is a profile with n messages.
func fullProfile(tb testing.TB, n int) profile {
	tb.Helper()
	p := newProfile(tb)
	s := startServer(tb, shortLetters(n))
	s.addTo(tb, p, "--interval", "0")
	p.must(tb, "", "fetch")
	return p
}

// shortLetters makes n small messages from many senders over some years.
func shortLetters(n int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		all[i] = fmt.Appendf(nil, "From: %s %s <p%d@example.org>\r\nTo: reader@example.org\r\nSubject: %s, number %d\r\nDate: %d %s 20%02d %02d:%02d:00 +0000\r\n"+
			"Message-ID: <%d@many.example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThis is letter %d. It speaks of %s and of little else.\r\n",
			pick(i, "Ann", "Bo", "Carl", "Dora", "Emil", "Frida", "Gus"), pick(i/7, "Hartley", "Lindqvist", "Haddad", "Pemberton", "Okafor"), i%900,
			pick(i/3, "The garden", "Choir on Thursday", "Your parcel", "Invoice", "Holiday plans", "A question", "Re: the roof"), i,
			1+i%28, pick(i/28, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"), 20+i%6, i%24, i%60, i, i,
			pick(i, "apples", "rehearsals", "string", "the weather", "a bicycle"))
	}
	return all
}

func pick(i int, of ...string) string { return of[i%len(of)] }
