package app

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"satchel/htmlview"
	"satchel/mailstore"
)

// opener notes what the system is asked to open.
type opener struct {
	fyne.App
	opened []string
}

func (o *opener) OpenURL(u *url.URL) error {
	o.opened = append(o.opened, u.Path)
	return nil
}

func TestPrint(t *testing.T) {
	b := newBench(t, 1)
	o := &opener{App: b.shell.app}
	b.shell.app = o
	b.shell.letter.print() // nothing is shown: nothing to print
	b.addRaw("Offers 1/2", htmlLetter("Offers 1/2", `<p>Buy shoes</p><img src="https://shop.example/a.png">`))
	b.shell.letter.print()
	b.until("the file is opened", func() bool { return len(o.opened) == 1 })
	data, err := os.ReadFile(o.opened[0])
	b.check(err)
	if !strings.HasPrefix(string(data), "%PDF-") || filepath.Base(o.opened[0]) != "Offers 1-2.pdf" {
		t.Errorf("%s begins with %.20q", o.opened[0], data)
	}
	b.shell.files.removeAll()
	if _, err := os.Stat(o.opened[0]); !os.IsNotExist(err) {
		t.Error("the file is still there at the end")
	}
}

// TestAlwaysForThisSender: the word holds for later letters of that sender, and only until it is taken back.
func TestAlwaysForThisSender(t *testing.T) {
	b := newBench(t, 1)
	permissions := 0
	b.shell.remote = func(context.Context, func()) htmlview.Pictures { permissions++; return &places{} }
	page := func(n string) string { return `<img src="https://shop.example/` + n + `.png" alt="shoes">` }
	p := b.shell.letter
	b.addRaw("First", htmlLetter("First", page("a")))
	p.trustSender()
	b.until("the word is kept", func() bool { return p.shown.word.given })
	if permissions != 1 {
		t.Errorf("%d permissions for the first letter", permissions)
	}
	b.addRaw("Second", htmlLetter("Second", page("b")))
	if permissions != 2 || p.head.blocked.Visible() {
		t.Errorf("%d permissions, bar shown %v", permissions, p.head.blocked.Visible())
	}
	b.addRaw("Other", strings.Replace(htmlLetter("Other", page("c")), "bob@example.net", "eve@example.net", 1))
	if permissions != 2 || !p.head.blocked.Visible() {
		t.Error("another sender's pictures are fetched")
	}
	p.distrustSender("bob@example.net")
	b.until("it is taken back", func() bool {
		_, given, err := b.shell.session.store.PicturesTrusted(b.Context(), "bob@example.net")
		b.check(err)
		return !given
	})
	b.addRaw("Third", htmlLetter("Third", page("d")))
	if permissions != 2 || !p.head.blocked.Visible() {
		t.Error("the word is taken back, and still counts")
	}
}

// TestForgerGetsNoWord: where the provider vouches for senders and not for this letter, its pictures are shown once.
func TestForgerGetsNoWord(t *testing.T) {
	b := newBench(t, 1)
	b.shell.remote = func(context.Context, func()) htmlview.Pictures { return &places{} }
	b.shell.session.providers.known = map[mailstore.AccountID]knownProvider{b.account.ID: {"provider.example", time.Now()}}
	p := b.shell.letter
	b.addRaw("Forged", htmlLetter("Forged", `<img src="https://shop.example/a.png">`))
	p.trustSender()
	b.until("it is said", func() bool { return b.shell.win.Canvas().Overlays().Top() != nil })
	if _, given, err := b.shell.session.store.PicturesTrusted(b.Context(), "bob@example.net"); err != nil || given {
		t.Errorf("the word is kept: %v, %v", given, err)
	}
	if !p.pictures.allowed() {
		t.Error("the pictures are not shown this once")
	}
}
