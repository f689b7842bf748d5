package widgets

import (
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"satchel/typeset"
	"satchel/words"
)

// SelectedText is the selected text, "" if nothing is selected.
func (v *LetterView) SelectedText() string {
	if v.sheet == nil {
		return ""
	}
	return v.sheet.text.Copy(v.picked.start, v.picked.end)
}

// SelectAll selects the whole text.
func (v *LetterView) SelectAll() {
	if v.sheet == nil {
		return
	}
	all := v.sheet.text.Len()
	v.picked = picked{start: 0, end: all, baseEnd: all, clicks: 1}
	v.redraw()
}

// Copy puts the selected text on the clipboard, if there is any.
func (v *LetterView) Copy() {
	if s := v.SelectedText(); s != "" {
		fyne.CurrentApp().Clipboard().SetContent(s)
	}
}

// CopyQuote puts the selected text on the clipboard as plain text has quotes: with a ">" before each line.
func (v *LetterView) CopyQuote() {
	if s := v.SelectedText(); s != "" {
		fyne.CurrentApp().Clipboard().SetContent(quoted(s))
	}
}

// quoted puts a ">" before each line (RFC 3676, 4.5).
func quoted(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteByte('>')
		if line[0] != '>' && line[0] != '\n' {
			out.WriteByte(' ')
		}
		out.WriteString(line)
	}
	return out.String()
}

// pickedAreas are the areas of the selection on the page. They are kept until it changes: of a long letter there are many.
func (v *LetterView) pickedAreas() []typeset.Box {
	k := &v.marked
	if k.sheet != v.sheet || k.start != v.picked.start || k.end != v.picked.end {
		*k = markedAreas{v.sheet, v.picked.start, v.picked.end, v.sheet.text.Boxes(v.picked.start, v.picked.end)}
	}
	return k.areas
}

// placeAt is the place in the text nearest to a point of the view.
func (v *LetterView) placeAt(at fyne.Position) int { return v.sheet.text.At(v.toPage(at)) }

// pick selects from a press at a place: that, a word or a line by clicks.
func (v *LetterView) pick(place, clicks int) {
	start, end := v.unitAt(place, clicks)
	v.picked = picked{start, end, start, end, clicks}
}

// pickTo grows the selection to a place, by whole words after a double click.
func (v *LetterView) pickTo(place int) {
	start, end := v.unitAt(place, v.picked.clicks)
	v.picked.start = min(start, v.picked.baseStart)
	v.picked.end = max(end, v.picked.baseEnd)
}

// unitAt is what a press at a place selects.
func (v *LetterView) unitAt(place, clicks int) (start, end int) {
	switch clicks {
	case 2:
		return v.sheet.text.Word(place)
	case 3:
		return v.sheet.text.Line(place)
	}
	return place, place
}

// MouseDown implements desktop.Mouseable.
func (v *LetterView) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && !v.focused {
		v.pressed = true
		c.Focus(v)
	}
	v.glide.stop()
	v.press.moved, v.press.link = false, -1
	v.press.inText = ev.Button == desktop.MouseButtonPrimary && v.sheet != nil && v.inText(ev.Position)
	if !v.press.inText {
		return
	}
	near := math.Abs(float64(ev.Position.X-v.press.at.X)) < 4 && math.Abs(float64(ev.Position.Y-v.press.at.Y)) < 4
	if near && time.Since(v.press.when) < doubleClick && v.press.clicks < 3 {
		v.press.clicks++
	} else {
		v.press.clicks = 1
	}
	v.press.when, v.press.at = time.Now(), ev.Position
	place := v.placeAt(ev.Position)
	if ev.Modifier&fyne.KeyModifierShift != 0 && v.press.clicks == 1 {
		v.picked.clicks = 1
		v.pickTo(place)
	} else {
		v.press.link = v.linkAt(ev.Position)
		v.pick(place, v.press.clicks)
	}
	v.chosen = -1
	v.redraw()
}

// MouseUp implements desktop.Mouseable. A link opens on release, so that its text
// can be selected by dragging over it.
func (v *LetterView) MouseUp(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	pressed := v.press.link
	v.press.link = -1
	if v.press.moved || v.press.clicks != 1 {
		return
	}
	switch {
	case pressed >= 0 && v.linkAt(ev.Position) == pressed:
		v.follow(pressed)
	case pressed < 0 && v.press.inText:
		v.pauseAt(ev.Position)
	}
}

// Dragged implements fyne.Draggable.
func (v *LetterView) Dragged(ev *fyne.DragEvent) {
	if !v.press.inText || v.sheet == nil {
		return
	}
	v.press.moved = true
	v.pointer = ev.Position
	v.pickTo(v.placeAt(ev.Position))
	v.redraw()
	if y := float64(ev.Position.Y); y < 0 || y > v.view.page {
		v.startCrawl()
	} else {
		v.stopCrawl()
	}
}

// DragEnd implements fyne.Draggable.
func (v *LetterView) DragEnd() { v.stopCrawl() }

// startCrawl scrolls on while the pointer is held above or below the view, the
// farther the quicker.
func (v *LetterView) startCrawl() {
	if v.crawl != nil {
		return
	}
	v.crawl = fyne.NewAnimation(time.Second, func(float32) {
		y := float64(v.pointer.Y)
		step := min(y, max(0, y-v.view.page)) / 8
		if v.sheet != nil && v.view.to(v.view.offset+min(max(step, -60), 60)) {
			v.pickTo(v.placeAt(v.pointer))
			v.redraw()
		}
	})
	v.crawl.RepeatCount = fyne.AnimationRepeatForever
	v.crawl.Start()
}

func (v *LetterView) stopCrawl() {
	if v.crawl != nil {
		v.crawl.Stop()
		v.crawl = nil
	}
}

// MouseIn implements desktop.Hoverable.
func (v *LetterView) MouseIn(ev *desktop.MouseEvent) { v.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (v *LetterView) MouseMoved(ev *desktop.MouseEvent) {
	v.pointer = ev.Position
	v.hover(v.linkAt(ev.Position))
}

// MouseOut implements desktop.Hoverable.
func (v *LetterView) MouseOut() { v.hover(-1) }

func (v *LetterView) hover(link int) {
	if v.hovered != link {
		v.hovered = link
		v.redraw()
	}
}

// Cursor implements desktop.Cursorable.
func (v *LetterView) Cursor() desktop.Cursor {
	switch {
	case v.sheet == nil || !v.inText(v.pointer):
		return desktop.DefaultCursor
	case v.hovered >= 0:
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}

// TappedSecondary implements fyne.SecondaryTappable: the menu of the letter.
func (v *LetterView) TappedSecondary(ev *fyne.PointEvent) {
	if v.sheet != nil && v.inText(ev.Position) {
		v.showMenu(v.linkAt(ev.Position), v.imageAt(ev.Position), ev.AbsolutePosition)
	}
}

// showMenu shows the menu for a link and a picture; -1 and "" for none.
func (v *LetterView) showMenu(link int, image string, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(v)
	if c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", v.menuItems(link, image)...), c, at)
}

func (v *LetterView) menuItems(link int, image string) []*fyne.MenuItem {
	duplicate := fyne.NewMenuItem(words.T("Copy"), v.Copy)
	duplicate.Disabled = v.SelectedText() == ""
	quote := fyne.NewMenuItem(words.T("Copy as quote"), v.CopyQuote)
	quote.Disabled = duplicate.Disabled
	items := []*fyne.MenuItem{duplicate, quote, fyne.NewMenuItem(words.T("Select all"), v.SelectAll)}
	if link >= 0 {
		target := v.sheet.Links[link].Target
		items = append(items, fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(words.T("Open link"), func() { v.follow(link) }),
			fyne.NewMenuItem(words.T("Copy link"), func() { fyne.CurrentApp().Clipboard().SetContent(target) }))
	}
	if image != "" && v.SavePicture != nil {
		items = append(items, fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(words.T("Save picture…"), func() { v.SavePicture(image) }))
	}
	if v.More != nil {
		if more := v.More(); len(more) > 0 {
			items = append(append(items, fyne.NewMenuItemSeparator()), more...)
		}
	}
	return items
}

// FocusGained implements fyne.Focusable.
func (v *LetterView) FocusGained() { v.focused = true; v.redraw() }

// FocusLost implements fyne.Focusable.
func (v *LetterView) FocusLost() {
	v.focused, v.pressed, v.chosen = false, false, -1
	v.redraw()
}

// AcceptsTab implements fyne.Tabbable: Tab goes from link to link, and on from the last one.
func (v *LetterView) AcceptsTab() bool { return v.nextLink(tabStep()) >= 0 }

func tabStep() int {
	if keyModifiers()&fyne.KeyModifierShift != 0 {
		return -1
	}
	return 1
}

// TypedRune implements fyne.Focusable.
func (v *LetterView) TypedRune(r rune) {
	if r != ' ' && v.OnRune != nil { // a space came as a key already
		v.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable. Keys which scroll no further go to OnKey.
func (v *LetterView) TypedKey(ev *fyne.KeyEvent) {
	mods := keyModifiers()
	moved := true
	switch ev.Name {
	case fyne.KeyUp:
		v.scrollBy(-v.lineStep())
	case fyne.KeyDown:
		v.scrollBy(v.lineStep())
	case fyne.KeyLeft, fyne.KeyRight:
		if moved = v.side.max() > 0; moved && ev.Name == fyne.KeyLeft {
			v.slide(-v.lineStep())
		} else if moved {
			v.slide(v.lineStep())
		}
	case fyne.KeyPageUp:
		moved = v.PageUp()
	case fyne.KeyPageDown:
		moved = v.PageDown()
	case fyne.KeySpace:
		if mods&fyne.KeyModifierShift != 0 {
			moved = v.PageUp()
		} else {
			moved = v.PageDown()
		}
	case fyne.KeyHome:
		v.scroll(0)
	case fyne.KeyEnd:
		v.scroll(v.view.max())
	case fyne.KeyTab:
		if next := v.nextLink(tabStep()); next >= 0 {
			v.choose(next)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if moved = v.chosen >= 0; moved {
			v.follow(v.chosen)
		}
	default:
		moved = false // the caller's
	}
	if !moved && v.OnKey != nil {
		v.OnKey(ev, mods)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (v *LetterView) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		v.Copy()
	case *fyne.ShortcutSelectAll:
		v.SelectAll()
	default:
		passShortcut(v, s)
	}
}
