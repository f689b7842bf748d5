package app

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"satchel/app/widgets"
	"satchel/htmlview"
	"satchel/viewmodel"
	"satchel/words"
)

// draw shows a letter that was read. arrived is called once its text is there; ctx ends when another one is shown.
func (p *letterPane) draw(r read, ctx context.Context, arrived func()) {
	p.shown = r
	pictures := newLetterPictures(ctx, p.shell.jobs, r.attached, p.view.Relay)
	if w := r.word; w.given && viewmodel.ShowsPictures(r.message, w.trust, w.provider, p.shell.list.vm.RoleOf(r.head.Folder)) {
		pictures.allow(p.shell.remote)
	}
	p.view.SetLetter(contentOf(r, p.plain, pictures), func() {
		p.pictures = pictures
		p.find.close()
		p.drawHeadOf(r.head, r.message, "")
		p.painted = time.Since(p.chosen)
		if arrived != nil {
			arrived()
		}
	})
}

// contentOf gives what the view lays out: the web page, or the text where there is none or plain asks for it.
func contentOf(r read, plain bool, pictures htmlview.Pictures) widgets.Letter {
	if r.message.HTML != "" && !plain {
		page := []byte(r.message.HTML)
		l := widgets.Letter{Parse: func() *htmlview.Letter { return htmlview.Parse(page) }, Pictures: pictures}
		if r.pageTail >= 0 {
			l.Folded = func() *htmlview.Letter { return htmlview.Parse(page[:r.pageTail]) }
		}
		return l
	}
	text := r.message.Text
	l := widgets.Letter{Parse: func() *htmlview.Letter { return htmlview.ParseText(text) }}
	if r.textTail >= 0 {
		l.Folded = func() *htmlview.Letter { return htmlview.ParseText(text[:r.textTail]) }
	}
	return l
}

// laidOut is called after each layout: what the letter could not show is known now.
func (p *letterPane) laidOut() {
	if p.view.Failed() && !p.plain {
		p.showPlain(true)
		return
	}
	p.head.showPictures(p.blockedPictures())
	p.find.update()
	p.sayHiddenText()
}

// blockedPictures is how many pictures of the network are kept back. Those that only tell their sender that the letter is
// read do not count: they are never shown.
func (p *letterPane) blockedPictures() int {
	page := p.view.Page()
	if p.pictures == nil || page == nil || p.pictures.allowed() {
		return 0
	}
	n := 0
	for _, r := range page.Remote {
		if r.Tracking == "" && !p.pictures.brought(r.Src) {
			n++
		}
	}
	return n
}

// loadPictures shows the letter with its pictures of the network, this once.
func (p *letterPane) loadPictures() {
	if p.pictures != nil {
		p.pictures.allow(p.shell.remote)
		p.view.Relay()
	}
}

// showPlain shows of a web page the text alone, or the page again.
func (p *letterPane) showPlain(plain bool) {
	if p.shown.message == nil || plain == p.plain {
		return
	}
	p.plain = plain
	p.cancel()
	ctx, cancel := context.WithCancel(p.shell.jobs.ctx)
	p.cancel = cancel
	p.draw(p.shown, ctx, nil)
}

// moreItems are the letter's own items of its context menu.
func (p *letterPane) moreItems() []*fyne.MenuItem {
	items := []*fyne.MenuItem{item(words.T("Find in this letter…"), p.find.open, fyne.KeyF, ctrl)}
	if p.view.Folded() {
		items = append(items, item(words.T("Show the quoted text"), func() { p.view.SetFolded(false) }, "", 0))
	}
	if p.shown.message != nil && p.shown.message.HTML != "" {
		plain := item(words.T("Show as plain text"), func() { p.showPlain(!p.plain) }, "", 0)
		plain.Checked = p.plain
		items = append(items, plain)
		if !p.plain {
			hidden := item(words.T("Show hidden text"), p.toggleHidden, "", 0)
			hidden.Checked = p.view.Reveals()
			items = append(items, hidden)
		}
	}
	if w := p.shown.word; w.given {
		always := item(words.T("Always show pictures of %s", w.trust.Address), func() { p.distrustSender(w.trust.Address) }, "", 0)
		always.Checked = true
		items = append(items, always)
	}
	if p.shown.message != nil {
		items = append(items, item(words.T("Print…"), p.print, fyne.KeyP, ctrl))
	}
	if on, can := p.view.Original(); can {
		original := item(words.T("Show original colours"), p.toggleOriginal, "", 0)
		original.Checked = on
		items = append(items, original)
	}
	return items
}

// toggleOriginal shows the sender's colours on a dark desktop, or dark ones again.
func (p *letterPane) toggleOriginal() {
	if on, can := p.view.Original(); can {
		p.view.SetOriginal(!on)
	}
}

// toggleHidden shows and marks the text that the letter hides, or hides it again.
func (p *letterPane) toggleHidden() {
	p.view.SetReveal(!p.view.Reveals())
	p.unhidden = p.view.Reveals()
}

// sayHiddenText says what came of showing hidden text: it may stand far down in the letter, or there is none.
func (p *letterPane) sayHiddenText() {
	page := p.view.Page()
	if !p.unhidden || page == nil {
		return
	}
	p.unhidden = false
	if !p.view.Reveals() {
		return // another letter came meanwhile
	}
	p.shell.layer.Toast(viewmodel.HiddenWords(page.Revealed), "", nil, 0)
	if page.Revealed == 0 {
		p.view.SetReveal(false)
	}
}

// typedKey gets the keys that the letter has no use for.
func (p *letterPane) typedKey(ev *fyne.KeyEvent, mods fyne.KeyModifier) {
	if ev.Name == fyne.KeyEscape && p.find.object.Visible() {
		p.find.close()
		return
	}
	p.shell.typedKey(ev, mods)
}

// savePicture asks where to and writes a picture of the letter there.
func (p *letterPane) savePicture(src string) {
	pictures, id := p.pictures, p.id
	if pictures == nil {
		return
	}
	src = strings.TrimSpace(src)
	if len(src) > 4 && strings.EqualFold(src[:4], "cid:") {
		for i, a := range p.shown.message.Attachments {
			if a.ContentID == src[4:] {
				saveFile(p.shell, id, viewmodel.File{Index: i, Name: a.Name})
				return
			}
		}
	}
	newSaveBox(p.shell, "picture.png", func(context.Context) ([]byte, error) {
		pic, ok := pictures.Picture(src)
		if !ok || pic.Image == nil {
			return nil, errNoFile
		}
		var out bytes.Buffer // of the network only pixels are kept
		err := png.Encode(&out, pic.Image)
		return out.Bytes(), err
	}).show()
}

// followLink opens a link of a letter, after a question where it may not lead where it seems to.
func (s *shell) followLink(l htmlview.Link) {
	open := func() { s.openLink(l.Target) }
	if q, ask := viewmodel.LinkQuestion(l); ask {
		askQuestion(s, q, open, nil)
		return
	}
	open()
}
