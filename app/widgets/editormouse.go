package widgets

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"satchel/editor"
	"satchel/words"
)

// FocusGained implements fyne.Focusable.
func (e *Editor) FocusGained() {
	e.focused = true
	e.blink.restart(e)
	e.redraw()
	tellFocus(e)
}

// FocusLost implements fyne.Focusable.
func (e *Editor) FocusLost() {
	e.focused = false
	e.blink.stop()
	e.redraw()
}

// placeAt is the place in the text nearest to a point of the view.
func (e *Editor) placeAt(at fyne.Position) (p editor.Pos, lineEnd bool) {
	return e.layout.PosAt(at.X-TextMargin, float64(at.Y)+e.view.offset-e.topRoom())
}

// MouseDown implements desktop.Mouseable.
func (e *Editor) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil && !e.focused {
		c.Focus(e)
	}
	e.glide.stop()
	e.press.inText = false
	if e.layout == nil {
		return
	}
	p, lineEnd := e.placeAt(ev.Position)
	if ev.Button == desktop.MouseButtonSecondary {
		if from, to := e.doc.Selection().Bounds(); p.Before(from) || to.Before(p) { // the menu is about what was pressed on
			e.moveTo(move{to: p, lineEnd: lineEnd}, false)
		}
		return
	}
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	e.press.inText = true
	near := math.Abs(float64(ev.Position.X-e.press.at.X)) < 4 && math.Abs(float64(ev.Position.Y-e.press.at.Y)) < 4
	if near && time.Since(e.press.when) < doubleClick && e.press.clicks < 3 {
		e.press.clicks++
	} else {
		e.press.clicks = 1
	}
	e.press.when, e.press.at = time.Now(), ev.Position
	e.goal = -1
	if ev.Modifier&fyne.KeyModifierShift != 0 && e.press.clicks == 1 {
		anchor := e.doc.Selection().Anchor
		e.picked = editorPick{anchor, anchor, 1}
		e.pickTo(p, lineEnd)
	} else {
		from, to := e.unitAt(p, e.press.clicks)
		e.picked = editorPick{from, to, e.press.clicks}
		e.doc.Select(editor.Selection{Anchor: from, Caret: to, LineEnd: lineEnd && from == to})
	}
	e.blink.restart(e)
	e.redraw()
}

// MouseUp implements desktop.Mouseable.
func (e *Editor) MouseUp(*desktop.MouseEvent) {}

// unitAt is what a press at a place selects: nothing, a word or a paragraph.
func (e *Editor) unitAt(p editor.Pos, clicks int) (from, to editor.Pos) {
	switch clicks {
	case 2:
		return e.doc.Word(p)
	case 3:
		return editor.Pos{Para: p.Para}, editor.Pos{Para: p.Para, At: e.doc.Paragraph(p.Para).Len()}
	}
	return p, p
}

// pickTo selects from what was first pressed on to a place, in whole units.
func (e *Editor) pickTo(p editor.Pos, lineEnd bool) {
	from, to := e.unitAt(p, e.picked.clicks)
	s := editor.Selection{Anchor: e.picked.from, Caret: to, LineEnd: lineEnd && e.picked.clicks == 1}
	if from.Before(e.picked.from) {
		s.Anchor, s.Caret = e.picked.to, from
	} else if to.Before(e.picked.to) {
		s.Caret = e.picked.to
	}
	e.doc.Select(s)
}

// Dragged implements fyne.Draggable.
func (e *Editor) Dragged(ev *fyne.DragEvent) {
	if !e.press.inText || e.layout == nil {
		return
	}
	e.pointer = ev.Position
	e.pickTo(e.placeAt(ev.Position))
	e.redraw()
	if y := float64(ev.Position.Y); y < 0 || y > e.view.page {
		e.startCrawl()
	} else {
		e.stopCrawl()
	}
}

// DragEnd implements fyne.Draggable.
func (e *Editor) DragEnd() { e.stopCrawl() }

// startCrawl scrolls on while the pointer is held above or below the view, the farther the quicker.
func (e *Editor) startCrawl() {
	if e.crawl != nil {
		return
	}
	e.crawl = fyne.NewAnimation(time.Second, func(float32) {
		y := float64(e.pointer.Y)
		step := min(y, max(0, y-e.view.page)) / 8
		if e.layout != nil && e.view.to(e.view.offset+min(max(step, -60), 60)) {
			e.pickTo(e.placeAt(e.pointer))
			e.redraw()
		}
	})
	e.crawl.RepeatCount = fyne.AnimationRepeatForever
	e.crawl.Start()
}

func (e *Editor) stopCrawl() {
	if e.crawl != nil {
		e.crawl.Stop()
		e.crawl = nil
	}
}

// Cursor implements desktop.Cursorable.
func (e *Editor) Cursor() desktop.Cursor { return desktop.TextCursor }

// Scrolled implements fyne.Scrollable.
func (e *Editor) Scrolled(ev *fyne.ScrollEvent) {
	dy := float64(ev.Scrolled.DY) * wheelFactor
	if max(dy, -dy) < wheelNotch { // a touchpad, which is smooth already
		e.glide.stop()
		e.scrollTo(e.view.offset - dy)
		return
	}
	target := min(max(0, e.glide.aim(e.view.offset)-dy), e.view.max())
	if target != e.view.offset {
		e.glide.to(e.view.offset, target, e.scrollTo)
	}
}

func (e *Editor) scrollTo(offset float64) {
	if e.view.to(offset) {
		e.redraw()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (e *Editor) TappedSecondary(ev *fyne.PointEvent) { e.showMenu(ev.AbsolutePosition) }

func (e *Editor) menuAtCaret() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e)
	if e.layout != nil {
		x, y, height := e.caret()
		at = at.AddXY(x, float32(min(max(0, y-e.view.offset), e.view.page))+height)
	}
	e.showMenu(at)
}

func (e *Editor) showMenu(at fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", e.menuItems()...), c, at)
	}
}

func (e *Editor) menuItems() []*fyne.MenuItem {
	item := func(text string, do func(), can bool) *fyne.MenuItem {
		i := fyne.NewMenuItem(lang.L(text), do)
		i.Disabled = !can
		return i
	}
	picked := !e.doc.Selection().Empty()
	items := []*fyne.MenuItem{
		item(words.T("Undo"), e.Undo, e.doc.CanUndo()),
		item(words.T("Redo"), e.Redo, e.doc.CanRedo()),
		fyne.NewMenuItemSeparator(),
		item(words.T("Cut"), e.Cut, picked),
		item(words.T("Copy"), e.Copy, picked),
		item(words.T("Paste"), e.Paste, fyne.CurrentApp().Clipboard().Content() != ""),
		item(words.T("Select all"), e.SelectAll, e.doc.Len() > 1 || e.doc.Paragraph(0).Len() > 0),
	}
	if e.More != nil {
		if more := e.More(); len(more) > 0 {
			items = append(append(items, fyne.NewMenuItemSeparator()), more...)
		}
	}
	return items
}
