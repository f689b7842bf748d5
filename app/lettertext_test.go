package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/htmlview"
	"satchel/mailstore"
)

// addRaw records one message, the newest of all, and shows it.
func (b *bench) addRaw(subject, raw string) {
	b.Helper()
	store, now := b.shell.session.store, time.Now()
	session, err := store.BeginSession(b.Context(), b.account.ID, now)
	b.check(err)
	added := []mailstore.NewEntry{{UIDL: subject, Incarnation: 1, Size: 100}}
	entries, err := store.Listed(b.Context(), session, b.account.ID, added, nil, 1, 100, now)
	b.check(err)
	spool := store.NewSpool()
	_, err = spool.Write([]byte(strings.ReplaceAll(raw, "\n", "\r\n")))
	b.check(err)
	ids, errs, err := store.RecordDownloads(b.Context(), session, []mailstore.Download{{Ledger: entries[0].ID, Raw: spool, At: now,
		Fields: mailstore.Fields{FromName: "Bob", FromAddress: "bob@example.net", Subject: subject, Date: now, MessageID: subject + "@example.net"}}})
	b.check(err)
	for _, err := range errs {
		b.check(err)
	}
	b.shell.letter.show(ids[0])
	b.until(subject+" is shown", func() bool { return b.shell.letter.letter.Subject == subject && b.shell.letter.view.Painted() })
}

func htmlLetter(subject, page string) string {
	return "From: Bob <bob@example.net>\nTo: ann@example.org\nDate: Mon, 23 Nov 2026 10:00:00 +0000\nSubject: " + subject +
		"\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page + "\n"
}

// places answers for every picture of the network with a place, and notes what it was asked.
type places struct{ asked []string }

func (p *places) Picture(src string) (htmlview.Picture, bool) {
	p.asked = append(p.asked, src)
	return htmlview.Picture{Width: 100, Height: 50, Image: image.NewRGBA(image.Rect(0, 0, 100, 50))}, true
}

func TestPicturesOfTheNetworkAreKeptBack(t *testing.T) {
	b := newBench(t, 1)
	fetcher, permissions := &places{}, 0
	b.shell.remote = func(context.Context, func()) htmlview.Pictures { permissions++; return fetcher }
	b.addRaw("Offers", htmlLetter("Offers", `<img src="https://shop.example/a.png" alt="shoes"><p>Buy shoes<img src="https://count.example/o.gif" width=1 height=1>`))
	p := b.shell.letter
	if permissions != 0 || len(fetcher.asked) != 0 {
		t.Fatalf("asked for %q before the reader wanted it", fetcher.asked)
	}
	if n := p.blockedPictures(); n != 1 || !p.head.blocked.Visible() {
		t.Errorf("%d pictures are said to be kept back, bar shown %v", n, p.head.blocked.Visible())
	}
	p.loadPictures()
	b.until("the picture is shown", func() bool { return len(p.view.Page().Images) > 0 && p.view.Page().Images[0].Known })
	if p.head.blocked.Visible() || permissions != 1 {
		t.Errorf("bar shown %v, permissions %d", p.head.blocked.Visible(), permissions)
	}
	for _, src := range fetcher.asked {
		if src != "https://shop.example/a.png" {
			t.Errorf("asked for %s", src)
		}
	}
	b.addRaw("More offers", htmlLetter("More offers", `<img src="https://shop.example/b.png" alt="hats">`))
	if permissions != 1 || !p.head.blocked.Visible() {
		t.Error("the permission holds for the next letter too")
	}
}

func TestPageOrPlainText(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Page", htmlLetter("Page", `<table><tr><td>left<td>right</table><img src="https://shop.example/a.png" alt="shoes">`))
	p := b.shell.letter
	if p.view.Text() != "left\tright" || len(p.view.Page().Boxes) != 0 && p.plain {
		t.Errorf("the page: %q", p.view.Text())
	}
	p.showPlain(true)
	b.until("the text is shown", func() bool { return p.view.Painted() && p.view.Text() != "left\tright" })
	if p.blockedPictures() != 0 || p.head.blocked.Visible() {
		t.Error("plain text lacks pictures")
	}
	p.showPlain(false)
	b.until("the page is back", func() bool { return p.view.Painted() && p.view.Text() == "left\tright" })
}

func TestAttachedPictureIsShown(t *testing.T) {
	var picture bytes.Buffer
	b := newBench(t, 1)
	b.check(png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 600, 400)))) // too large to be decoded at once
	raw := "From: Bob <bob@example.net>\nTo: ann@example.org\nSubject: Photo\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" +
		"--b\nContent-Type: text/html\n\n<img src=\"cid:photo@x\"> look\n--b\nContent-Type: image/png\nContent-ID: <photo@x>\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString(picture.Bytes()) + "\n--b--\n"
	b.addRaw("Photo", raw)
	p := b.shell.letter
	height := p.view.Page().Height
	if img := p.view.Page().Images; len(img) != 1 || !img[0].Known || img[0].Box.H < 300 {
		t.Fatalf("before it is decoded its place is %+v", img)
	}
	b.until("it is decoded", func() bool {
		pic, _ := p.pictures.Picture("cid:photo@x")
		return pic.Image != nil
	})
	b.until("it is laid out anew", func() bool { return p.view.Painted() })
	if p.view.Page().Height != height {
		t.Errorf("the page is %v high, and was %v before the picture came", p.view.Page().Height, height)
	}
	if len(p.letter.Attachments) != 0 {
		t.Errorf("a picture of the text is listed too: %+v", p.letter.Attachments)
	}
}

func TestPictureByItsLocation(t *testing.T) {
	var picture bytes.Buffer
	b := newBench(t, 1)
	b.check(png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 60, 40))))
	data := base64.StdEncoding.EncodeToString(picture.Bytes())
	b.addRaw("Saved page", "From: Bob <bob@example.net>\nSubject: Saved page\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"+
		"--b\nContent-Type: text/html\n\n<img src=\"http://site.example/a.png\"><img src=\"b.png\">\n"+
		"--b\nContent-Type: image/png\nContent-Location: http://site.example/a.png\nContent-Transfer-Encoding: base64\n\n"+data+"\n"+
		"--b\nContent-Type: image/png\nContent-Location: b.png\nContent-Transfer-Encoding: base64\n\n"+data+"\n--b--\n")
	images := b.shell.letter.view.Page().Images
	if len(images) != 2 || !images[0].Known || !images[1].Known || images[0].Box.W != 60 || images[1].Box.H != 40 {
		t.Errorf("pictures %+v", images)
	}
	if n := b.shell.letter.blockedPictures(); n != 0 {
		t.Errorf("%d pictures are said to be kept back", n)
	}
}

func TestQuotedLetterIsFolded(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Re: Tea", htmlLetter("Re: Tea", `<div>Yes.</div><div class="gmail_quote">On Monday Ann wrote:<blockquote>Tea?</blockquote></div>`))
	p := b.shell.letter
	if p.view.Text() != "Yes." || !p.view.Folded() {
		t.Errorf("shown %q, folded %v", p.view.Text(), p.view.Folded())
	}
	p.view.SetFolded(false)
	b.until("the quote is shown", func() bool { return strings.Contains(p.view.Text(), "Tea?") })
	b.addRaw("Fwd: Tea", htmlLetter("Fwd: Tea", `<div>Look.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Ann</div>Tea?</div>`))
	if p.view.Folded() || !strings.Contains(p.view.Text(), "Tea?") {
		t.Errorf("a message passed on is folded: %q", p.view.Text())
	}
}

func TestFindBar(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Page", htmlLetter("Page", "<p>one apple<p>two apples<p>no pear"))
	p := b.shell.letter
	p.find.open()
	if !p.find.object.Visible() || b.shell.win.Canvas().Focused() != p.find.field {
		t.Fatal("the bar is not open")
	}
	test.Type(p.find.field, "apple")
	if p.find.count.Text != "1 of 2" {
		t.Errorf("count says %q", p.find.count.Text)
	}
	p.find.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if p.find.count.Text != "2 of 2" {
		t.Errorf("after Return it says %q", p.find.count.Text)
	}
	test.Type(p.find.field, "x")
	if p.find.count.Text != "Not found" {
		t.Errorf("count says %q", p.find.count.Text)
	}
	p.find.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, of := p.view.Found(); p.find.object.Visible() || of != 0 {
		t.Error("Escape does not close the bar")
	}
}

func TestHiddenTextIsMarkedOnRequest(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Page", htmlLetter("Page", "<p>seen<p style='display:none'>secret"))
	p := b.shell.letter
	if strings.Contains(p.view.Text(), "secret") {
		t.Fatal("hidden text is shown unasked")
	}
	p.toggleHidden()
	b.until("the hidden text is shown", func() bool { return strings.Contains(p.view.Text(), "secret") })
	if got := b.toast(); got != "One piece of hidden text is marked in the letter." {
		t.Errorf("it says %q", got)
	}
	p.toggleHidden()
	b.until("it is hidden again", func() bool { return !strings.Contains(p.view.Text(), "secret") })

	b.addRaw("Other", htmlLetter("Other", "<p>all of it"))
	p.toggleHidden()
	b.until("it says that nothing is hidden", func() bool { return b.toast() == "This letter hides no text." })
	if p.view.Reveals() {
		t.Error("the menu still has a tick")
	}
}

func TestFindBarSaysThatThereAreMore(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Page", htmlLetter("Page", "<p>"+strings.Repeat("apple ", 5001)))
	p := b.shell.letter
	p.find.open()
	test.Type(p.find.field, "apple")
	if p.find.count.Text != "1 of 5000+" {
		t.Errorf("count says %q", p.find.count.Text)
	}
}

func TestDeceptiveLinkIsAskedAbout(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Bank", htmlLetter("Bank", `<a href="https://evil.example/">https://bank.example</a>`))
	b.shell.followLink(b.shell.letter.view.Page().Links[0])
	if b.shell.boxTitle != "Where does this link lead?" {
		t.Errorf("the dialog is %q", b.shell.boxTitle)
	}
}

// TestLetterOfDamage shows a letter whose parts are broken.
func TestLetterOfDamage(t *testing.T) {
	b := newBench(t, 1)
	b.addRaw("Broken", htmlLetter("Broken", `<p>words<img src="cid:none"><img src="data:image/png;base64,AAAA"><table><td><div style="width:1e9px">`+strings.Repeat("<b>", 500)))
	if got := b.shell.letter.view.Text(); got != "words" {
		t.Errorf("shown %q", got)
	}
}
