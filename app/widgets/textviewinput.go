package widgets

import (
	"math"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// offsetAt is the place in the text nearest to a point of the view.
func (t *TextView) offsetAt(at fyne.Position) int {
	n := int(math.Floor((float64(at.Y) + t.view.offset - t.headerH - textTop) / t.lineH))
	switch {
	case n < 0:
		return 0
	case n >= len(t.lines):
		return len(t.text)
	}
	line := t.lines[n]
	scale := float32(1)
	if row := t.rowOf(n); row != nil {
		scale = row.scale
	}
	x := (at.X - TextMargin - float32(min(line.quote, quoteDeepest))*t.indent()) / scale
	var w float32
	for i, r := range t.text[line.body:line.end] {
		if r == '\n' {
			return line.body + i
		}
		adv := t.look.advance(r)
		if w+adv/2 > x {
			return line.body + i
		}
		w += adv
	}
	if n+1 < len(t.lines) { // the end of a broken line: before its last rune's end
		_, size := utf8.DecodeLastRuneInString(t.text[line.body:line.end])
		if last := t.text[line.end-size]; last == ' ' {
			return line.end - size
		}
	}
	return line.end
}

// rowOf is the row on the screen which shows a line, or nil.
func (t *TextView) rowOf(line int) *textRow {
	if t.drawn != nil {
		for _, row := range t.drawn.rows {
			if row.line == line {
				return row
			}
		}
	}
	return nil
}

// linkAt is the address of the link at a point, "" for none.
func (t *TextView) linkAt(at fyne.Position) string {
	n := int(math.Floor((float64(at.Y) + t.view.offset - t.headerH - textTop) / t.lineH))
	row := t.rowOf(n)
	if row == nil || n < 0 {
		return ""
	}
	line := t.lines[n]
	for _, l := range row.links {
		if at.X >= t.xOf(row, max(l.start, line.body)) && at.X < t.xOf(row, min(l.end, line.end)) {
			return l.url
		}
	}
	return ""
}

// inText says whether a point is below the header.
func (t *TextView) inText(at fyne.Position) bool {
	return float64(at.Y)+t.view.offset >= t.headerH
}

// pick selects from a press at offset: a place, a word or a paragraph by clicks.
func (t *TextView) pick(offset, clicks int) {
	start, end := t.unitAt(offset, clicks)
	t.picked = picked{start, end, start, end, clicks}
}

// pickTo grows the selection to offset, by whole words after a double click.
func (t *TextView) pickTo(offset int) {
	start, end := t.unitAt(offset, t.picked.clicks)
	t.picked.start = min(start, t.picked.baseStart)
	t.picked.end = max(end, t.picked.baseEnd)
}

// unitAt is what a press at offset selects.
func (t *TextView) unitAt(offset, clicks int) (start, end int) {
	switch clicks {
	case 2:
		return wordAt(t.text, offset)
	case 3:
		return paragraphAt(t.text, offset)
	}
	return offset, offset
}

// MouseDown implements desktop.Mouseable.
func (t *TextView) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil && !t.focused {
		t.pressed = true
		c.Focus(t)
	}
	t.press.moved, t.press.link = false, ""
	t.press.inText = ev.Button == desktop.MouseButtonPrimary && t.inText(ev.Position)
	if !t.press.inText {
		return
	}
	near := math.Abs(float64(ev.Position.X-t.press.at.X)) < 4 && math.Abs(float64(ev.Position.Y-t.press.at.Y)) < 4
	if near && time.Since(t.press.when) < doubleClick && t.press.clicks < 3 {
		t.press.clicks++
	} else {
		t.press.clicks = 1
	}
	t.press.when, t.press.at = time.Now(), ev.Position
	offset := t.offsetAt(ev.Position)
	if ev.Modifier&fyne.KeyModifierShift != 0 && t.press.clicks == 1 {
		t.picked.clicks = 1
		t.pickTo(offset)
	} else {
		t.press.link = t.linkAt(ev.Position)
		t.pick(offset, t.press.clicks)
	}
	t.redraw(false)
}

// MouseUp implements desktop.Mouseable. A link opens on release, so that its text
// can be selected by dragging over it.
func (t *TextView) MouseUp(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	pressed := t.press.link
	t.press.link = ""
	if pressed != "" && !t.press.moved && t.press.clicks == 1 && t.linkAt(ev.Position) == pressed && t.OnLink != nil {
		t.OnLink(pressed)
	}
}

// Dragged implements fyne.Draggable.
func (t *TextView) Dragged(ev *fyne.DragEvent) {
	if !t.press.inText {
		return
	}
	t.press.moved = true
	t.pointer = ev.Position
	t.pickTo(t.offsetAt(ev.Position))
	t.redraw(false)
	if y := float64(ev.Position.Y); y < 0 || y > t.view.page {
		t.startCrawl()
	} else {
		t.stopCrawl()
	}
}

// DragEnd implements fyne.Draggable.
func (t *TextView) DragEnd() { t.stopCrawl() }

// startCrawl scrolls on while the pointer is held above or below the view, the
// farther the quicker.
func (t *TextView) startCrawl() {
	if t.crawl != nil {
		return
	}
	t.crawl = fyne.NewAnimation(time.Second, func(float32) {
		y := float64(t.pointer.Y)
		step := min(y, max(0, y-t.view.page)) / 8
		if t.view.to(t.view.offset + min(max(step, -60), 60)) {
			t.pickTo(t.offsetAt(t.pointer))
			t.redraw(false)
		}
	})
	t.crawl.RepeatCount = fyne.AnimationRepeatForever
	t.crawl.Start()
}

func (t *TextView) stopCrawl() {
	if t.crawl != nil {
		t.crawl.Stop()
		t.crawl = nil
	}
}

// MouseIn implements desktop.Hoverable.
func (t *TextView) MouseIn(ev *desktop.MouseEvent) { t.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (t *TextView) MouseMoved(ev *desktop.MouseEvent) {
	t.pointer = ev.Position
	t.overLink = t.linkAt(ev.Position) != ""
}

// MouseOut implements desktop.Hoverable.
func (t *TextView) MouseOut() {}

// Cursor implements desktop.Cursorable.
func (t *TextView) Cursor() desktop.Cursor {
	switch {
	case !t.inText(t.pointer):
		return desktop.DefaultCursor
	case t.overLink:
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}

// TappedSecondary implements fyne.SecondaryTappable: the menu of the text.
func (t *TextView) TappedSecondary(ev *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(t)
	if c == nil || !t.inText(ev.Position) {
		return
	}
	duplicate := fyne.NewMenuItem(lang.L("Copy"), t.Copy)
	duplicate.Disabled = t.SelectedText() == ""
	items := []*fyne.MenuItem{duplicate}
	if url := t.linkAt(ev.Position); url != "" {
		items = append(items, fyne.NewMenuItem(lang.L("Copy link"), func() { fyne.CurrentApp().Clipboard().SetContent(url) }))
	}
	items = append(items, fyne.NewMenuItem(lang.L("Select all"), t.SelectAll))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, ev.AbsolutePosition)
}

// Scrolled implements fyne.Scrollable. With Ctrl the wheel zooms.
func (t *TextView) Scrolled(ev *fyne.ScrollEvent) {
	if keyModifiers()&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 && ev.Scrolled.DY != 0 {
		step := float32(1.1)
		if ev.Scrolled.DY < 0 {
			step = 1 / step
		}
		t.SetZoom(t.zoom * step)
		if t.OnZoom != nil {
			t.OnZoom(t.zoom)
		}
		return
	}
	t.scroll(t.view.offset - float64(ev.Scrolled.DY)*wheelFactor)
}

// FocusGained implements fyne.Focusable.
func (t *TextView) FocusGained() { t.focused = true; t.redraw(false) }

// FocusLost implements fyne.Focusable.
func (t *TextView) FocusLost() { t.focused, t.pressed = false, false; t.redraw(false) }

// TypedRune implements fyne.Focusable.
func (t *TextView) TypedRune(r rune) {
	if r != ' ' && t.OnRune != nil { // a space came as a key already
		t.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable. Keys which scroll no further go to OnKey.
func (t *TextView) TypedKey(ev *fyne.KeyEvent) {
	mods := keyModifiers()
	moved := false
	switch ev.Name {
	case fyne.KeyUp:
		t.scroll(t.view.offset - 3*t.lineH)
		moved = true
	case fyne.KeyDown:
		t.scroll(t.view.offset + 3*t.lineH)
		moved = true
	case fyne.KeyPageUp:
		moved = t.PageUp()
	case fyne.KeyPageDown:
		moved = t.PageDown()
	case fyne.KeySpace:
		if mods&fyne.KeyModifierShift != 0 {
			moved = t.PageUp()
		} else {
			moved = t.PageDown()
		}
	case fyne.KeyHome:
		t.scroll(0)
		moved = true
	case fyne.KeyEnd:
		t.scroll(t.view.max())
		moved = true
	default: // the caller's
	}
	if !moved && t.OnKey != nil {
		t.OnKey(ev, mods)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *TextView) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		t.Copy()
	case *fyne.ShortcutSelectAll:
		t.SelectAll()
	default:
		passShortcut(t, s)
	}
}
