package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"satchel/editor"
)

// Editor is a text of any length to write in. It scrolls itself, and lays out and paints the lines in view only.
type Editor struct {
	widget.BaseWidget

	// Hint is shown in grey while there is no text.
	Hint string
	// Styles lets the user make text bold, italic and so on, and keeps the styles of what is pasted from an editor.
	Styles bool
	// OnChanged is called after each change of the text.
	OnChanged func()
	// OnKey gets the keys the editor has no use for.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// More are the items at the end of the context menu.
	More func() []*fyne.MenuItem

	doc    *editor.Document
	fonts  *EditorFonts
	layout *editor.Layout // nil until the fonts are there
	serial int            // counts layouts and their looks: what was painted for another is of no use
	look   editor.Look
	view   scroller
	glide  glide
	drawn  *editorRenderer

	focused bool
	goal    float32 // where up and down aim at; negative: at the caret
	copied  copiedText
	blink   blink
	picked  editorPick
	press   struct {
		when   time.Time
		at     fyne.Position
		clicks int
		inText bool
	}
	pointer fyne.Position
	crawl   *fyne.Animation // scrolls while a drag is held beyond an edge
}

// copiedText is what was put on the clipboard last, with its styles.
type copiedText struct {
	text     string
	fragment editor.Fragment
}

// editorPick is the unit first pressed on: a drag selects by units of its kind and always holds it.
type editorPick struct {
	from, to editor.Pos
	clicks   int // 1: by characters, 2: by words, 3: by paragraphs
}

// NewEditor makes an editor with an empty text.
func NewEditor(f *EditorFonts) *Editor {
	e := &Editor{fonts: f, goal: -1}
	e.ExtendBaseWidget(e)
	e.SetDocument(editor.New(""))
	return e
}

// SetDocument shows another text, at its caret. The editor changes it from now on; others may do so too, on the UI goroutine.
func (e *Editor) SetDocument(d *editor.Document) {
	e.stopCrawl()
	e.glide.stop()
	e.doc, e.layout, e.goal, e.view.offset = d, nil, -1, 0
	d.Watch(func(int, int, int) {
		if e.doc == d && e.OnChanged != nil {
			e.OnChanged()
		}
	})
	e.fonts.when(func() {
		if e.doc == d {
			e.look = editorLook(e.Size().Width)
			e.layout = editor.NewLayout(d, e.fonts.fonts, e.look)
			e.serial++
			e.ShowCaret()
		}
	})
}

// Document is the text that is written.
func (e *Editor) Document() *editor.Document { return e.doc }

// Ready says whether the text can be seen.
func (e *Editor) Ready() bool { return e.layout != nil }

// relay follows a change of width or theme. What stands at the top stays there.
func (e *Editor) relay() {
	look := editorLook(e.Size().Width)
	if e.layout == nil || look == e.look {
		return
	}
	para, top := e.layout.At(e.view.offset - e.topRoom())
	share := (e.view.offset - e.topRoom() - top) / max(1, e.layout.Top(para+1)-top)
	e.look = look
	e.serial++
	e.layout.SetLook(look)
	e.layout.Lay(para)
	e.measure()
	if e.view.offset > 0 {
		e.view.to(e.topRoom() + e.layout.Top(para) + share*(e.layout.Top(para+1)-e.layout.Top(para)))
	}
}

// topRoom is the space above the text.
func (e *Editor) topRoom() float64 { return float64(round(editorTop * unit())) }

func (e *Editor) measure() {
	e.view.content = 0
	if e.layout != nil {
		e.view.content = e.layout.Height() + 2*e.topRoom()
	}
	e.view.to(e.view.offset)
}

// caret is where the caret stands in the document, from the top of the view's content.
func (e *Editor) caret() (x float32, y float64, height float32) {
	s := e.doc.Selection()
	e.layout.Lay(s.Caret.Para)
	b := e.layout.Caret(s.Caret, s.LineEnd)
	return TextMargin + b.X, e.topRoom() + e.layout.Top(s.Caret.Para) + float64(b.Y), b.H
}

// ShowCaret scrolls as little as needed for the caret to be seen.
func (e *Editor) ShowCaret() {
	if e.layout == nil {
		return
	}
	e.glide.stop()
	_, y, height := e.caret()
	e.measure()
	room := min(editorBefore*float64(unit()), e.view.page/4)
	e.view.reveal(y-room, y+float64(height)+room)
	e.redraw()
}

// touched shows what the user has done: the caret in view and not blinked away.
func (e *Editor) touched() {
	e.blink.restart(e)
	e.ShowCaret()
}

func (e *Editor) redraw() {
	if e.drawn != nil {
		e.drawn.place()
	}
}

// Find selects a place of a text: with by 0 the first one from the selection's start on, with 1 the next behind that, with
// -1 the one before it, each going on from the text's other end. It gives the number of the place, from 1, and how many
// there are.
func (e *Editor) Find(text string, by int) (at, of int) {
	hits := e.doc.Find(text)
	if len(hits) == 0 {
		return 0, 0
	}
	from, _ := e.doc.Selection().Bounds()
	before, upTo := 0, 0 // how many begin before the selection's start, and there too
	for _, hit := range hits {
		if hit.Anchor.Before(from) {
			before++
		}
		if !from.Before(hit.Anchor) {
			upTo++
		}
	}
	found := before
	switch {
	case by > 0:
		found = upTo
	case by < 0:
		found = before - 1 + len(hits)
	}
	found %= len(hits)
	e.doc.Select(hits[found])
	e.goal = -1
	e.touched()
	return found + 1, len(hits)
}

// blink lets the caret come and go, for a while after the last key.
type blink struct {
	timer *time.Timer // nil: it does not blink
	off   bool
	left  int // how often still
}

const (
	blinkTime  = 530 * time.Millisecond
	blinkTimes = 20 // then the caret stays: a window left alone does not wake the computer
)

func (b *blink) restart(e *Editor) {
	b.stop()
	b.left = blinkTimes
	if e.focused {
		b.next(e)
	}
}

func (b *blink) next(e *Editor) {
	if b.left == 0 {
		return
	}
	b.left--
	var mine *time.Timer
	mine = time.AfterFunc(blinkTime, func() {
		e.fonts.post(func() {
			if b.timer != mine {
				return
			}
			b.off = !b.off
			b.next(e)
			if e.drawn != nil {
				e.drawn.placeCaret()
			}
		})
	})
	b.timer = mine
}

func (b *blink) stop() {
	if b.timer != nil {
		b.timer.Stop()
	}
	b.timer, b.off = nil, false
}
