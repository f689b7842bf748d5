package journey

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// openDemo shows the window with its sample mail.
func openDemo(tb testing.TB, d display, theme string) *window {
	tb.Helper()
	w := openWindow(tb, d, newProfile(tb), []string{"SATCHEL_THEME=" + theme}, "--demo")
	w.until(tb, "the sample mail is here", func(s state) bool { return s.Rows > 50 && s.Problem == "" })
	w.until(tb, "the check is over", func(s state) bool { return strings.HasPrefix(s.Status, "Checked") })
	return w
}

// read searches for a letter and shows it.
func (w *window) read(tb testing.TB, search, subject string) state {
	tb.Helper()
	w.key(tb, "ctrl+k", "ctrl+a")
	w.write(tb, search)
	w.until(tb, "it is found: "+search, func(s state) bool { return s.Rows > 0 && s.Rows < 10 })
	w.key(tb, "Return")
	s := w.until(tb, "a letter is shown", func(s state) bool { return s.Selected != 0 && s.Letter.Painted })
	for range 5 { // other letters may be found too
		if s.Subject == subject {
			return s
		}
		w.key(tb, "Down")
		s = w.until(tb, "the next letter is shown", func(n state) bool { return n.Selected != s.Selected && n.Letter.Painted })
	}
	tb.Fatalf("searching %q shows %q, not %q", search, s.Subject, subject)
	return s
}

// point moves the pointer over the letter, by shares of its view.
func (w *window) point(tb testing.TB, s state, x, y float64) {
	tb.Helper()
	v := s.Letter.View
	w.do(tb, "getactivewindow", "mousemove", "--window", "%1", fmt.Sprint(int(v[0]+v[2]*x)), fmt.Sprint(int(v[1]+v[3]*y)), "sleep", "0.2")
}

// TestReadingLetters reads, selects, finds, follows and zooms in the real window.
func TestReadingLetters(t *testing.T) {
	w := openDemo(t, startDisplay(t), "light")
	s := w.read(t, "subject:barley", "Leek and barley pie, and the art of waiting")
	if s.Letter.Blocked == 0 || s.Letter.Content <= s.Letter.View[3] {
		t.Errorf("the newsletter: %+v", s.Letter)
	}
	w.point(t, s, 0.5, 0.8)
	w.do(t, "click", "--repeat", "3", "--delay", "60", "5")
	w.until(t, "the wheel scrolls it", func(s state) bool { return s.Letter.Offset > 100 && s.Letter.Painted })

	w.key(t, "ctrl+f")
	w.write(t, "leek")
	w.until(t, "words are found in it", func(s state) bool { return s.Letter.Found == 3 && s.Letter.FoundAt >= 1 })
	w.key(t, "Return")
	w.until(t, "the next place is shown", func(s state) bool { return s.Letter.FoundAt >= 2 })
	w.key(t, "Escape")
	w.until(t, "the marks are gone", func(s state) bool { return s.Letter.Found == 0 })

	w.key(t, "ctrl+a")
	w.until(t, "all of it is selected", func(s state) bool { return strings.HasPrefix(s.Letter.Selected, "The Slow Kitchen") })
	w.key(t, "ctrl+plus", "ctrl+plus")
	w.until(t, "it is larger", func(s state) bool { return s.Letter.Scale > 1.19 && s.Letter.Painted })
	w.key(t, "ctrl+0")
	w.until(t, "it has its usual size", func(s state) bool { return s.Letter.Scale == 1 })

	s = w.read(t, "subject:closed", "Your account will be closed TODAY")
	w.point(t, s, 0.1, 0.95)
	w.do(t, "mousedown", "1", "sleep", "0.1", "mouseup", "1")
	w.key(t, "Tab")
	w.until(t, "the keyboard is at a link", func(s state) bool { return s.Letter.Link != "" })
	w.key(t, "Return")
	w.until(t, "the link is asked about", func(s state) bool { return s.Dialog == "Where does this link lead?" })
	w.key(t, "Escape")
	w.until(t, "nothing is opened", func(s state) bool { return s.Dialog == "" })

	s = w.read(t, "subject:coach", "RE: Coach for the museum trip")
	if !s.Letter.Folded || strings.Contains(s.Text, "From:") {
		t.Errorf("the quoted letter is not folded: %q", s.Text)
	}
	w.quit(t)
}

// letterShot is one picture of docs/letters.md.
type letterShot struct {
	file, search, subject, theme string
	keys                         []string // pressed before the picture is taken
}

var letterShots = []letterShot{
	{"newsletter", "subject:lighthouse", "This week: a night train, a lighthouse, and Mr Bell's new projector", "light", nil},
	{"receipt", "subject:receipt", "Your receipt from Paper Heron Books", "light", nil},
	{"plain", "subject:boots", "Found your walking boots", "light", nil},
	{"flowed", "subject:sleeps", "Re: Port Merrin in spring – who sleeps where", "light", nil},
	{"arabic", "from:samir@larkbridge", "كلمات الأغنية", "light", nil},
	{"hebrew", "from:noa@example.org", "המתכון של סבתא", "light", nil},
	{"japanese", "from:yumi@example.com", "写真をありがとう", "light", nil},
	{"emoji", "subject:forty", "🎂 Forty, again, and you are invited", "light", nil},
	{"outlook", "subject:coach", "RE: Coach for the museum trip", "light", nil},
	{"gmail", "subject:dinner", "Re: Dinner", "light", nil},
	{"dark", "subject:receipt", "Your receipt from Paper Heron Books", "dark", nil},
	{"blocked", "subject:barley", "Leek and barley pie, and the art of waiting", "light", nil},
}

// TestLetterPictures takes the pictures of docs/letters.md from the real program with its sample mail; only with -shots.
func TestLetterPictures(t *testing.T) {
	if !*shots {
		t.Skip("pictures are taken with -shots only")
	}
	need(t, "convert")
	dir := filepath.Join("..", "docs", "pictures", "letters")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, theme := range []string{"light", "dark"} {
		d := startDisplay(t)
		w := openDemo(t, d, theme)
		for _, shot := range letterShots {
			if shot.theme == theme {
				w.letterPicture(t, shot, filepath.Join(dir, shot.file+".png"))
			}
		}
		w.quit(t)
	}
}

// letterPicture takes the letter's pane, in few colours: there are many pictures.
func (w *window) letterPicture(t *testing.T, shot letterShot, file string) {
	s := w.read(t, shot.search, shot.subject)
	if len(shot.keys) > 0 {
		w.key(t, shot.keys...)
	}
	time.Sleep(300 * time.Millisecond) // for what fades and glides
	whole := filepath.Join(t.TempDir(), "window.png")
	w.windowPicture(t, whole)
	v := s.Letter.View
	part := fmt.Sprintf("%dx%d+%d+%d", int(v[2]), int(v[3]), int(v[0]), int(v[1]))
	if out, err := exec.CommandContext(t.Context(), "convert", whole, "-crop", part, "+repage", "-strip", "-colors", "160", "PNG8:"+file).CombinedOutput(); err != nil {
		t.Fatalf("convert: %v\n%s", err, out)
	}
}

// BenchmarkWindowLetters measures the letter in the real window on software OpenGL: how long after the key the letter is
// drawn, and the pace while a long one scrolls.
func BenchmarkWindowLetters(b *testing.B) {
	w := openDemo(b, startDisplay(b), "light")
	w.key(b, "Home")
	last := w.until(b, "a letter is shown", func(s state) bool { return s.Letter.Painted })
	var drawn []float64
	for range 30 {
		w.key(b, "Down")
		last = w.until(b, "the next letter is shown", func(s state) bool { return s.Selected != last.Selected && s.Letter.Painted })
		drawn = append(drawn, last.Letter.PaintedMS)
	}
	b.ReportMetric(median(drawn), "key-to-letter-ms")
	for _, letter := range []struct{ name, search, subject string }{
		{"newsletter", "subject:barley", "Leek and barley pie, and the art of waiting"},
		{"book", "subject:ferryman", "The Ferryman's Winter, chapter one (long!)"},
	} {
		s := w.read(b, letter.search, letter.subject)
		b.ReportMetric(s.Letter.PaintedMS, letter.name+"-drawn-ms")
		w.point(b, s, 0.5, 0.5)
		w.settle(b)
		w.do(b, "click", "--repeat", "150", "--delay", "10", "5", "click", "--repeat", "150", "--delay", "10", "4")
		s = w.settle(b)
		b.ReportMetric(s.FPS, letter.name+"-scroll-fps")
		b.ReportMetric(s.FrameP95MS, letter.name+"-frame-p95-ms")
	}
	w.quit(b)
	b.ReportMetric(0, "ns/op")
}
