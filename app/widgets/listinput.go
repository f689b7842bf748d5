package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// doubleClick is the longest pause between the presses of a double click. The list
// counts them itself: the toolkit would hold back each single click for that long.
const doubleClick = 400 * time.Millisecond

// keyModifiers are the modifier keys held now, as key events do not carry them.
func keyModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() { l.focused = true; l.redraw() }

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() { l.focused = false; l.redraw() }

// TypedRune implements fyne.Focusable.
func (l *List) TypedRune(r rune) {
	if r != ' ' && l.OnRune != nil { // a space came as a key already
		l.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(ev *fyne.KeyEvent) { l.key(ev, keyModifiers()) }

// TypedShortcut implements fyne.Shortcutable. What is not the list's own goes on to
// the window, and keys with Ctrl that move, to key.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		if l.geo.rows > 0 {
			l.picks.all(l.model)
			l.changed()
		}
		return
	case *fyne.ShortcutCut: // Shift+Delete arrives as this
		if s.Secondary {
			l.pass(&fyne.KeyEvent{Name: fyne.KeyDelete}, fyne.KeyModifierShift)
			return
		}
	case *desktop.CustomShortcut:
		if _, moves := l.target(s.KeyName); moves || s.KeyName == fyne.KeySpace {
			l.key(&fyne.KeyEvent{Name: s.KeyName}, s.Modifier)
			return
		}
	}
	passShortcut(l, s)
}

// passShortcut hands a shortcut to the window, which a focused widget hides from it.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if window, ok := c.(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
	}
}

// key acts on one key.
func (l *List) key(ev *fyne.KeyEvent, mods fyne.KeyModifier) {
	l.catchUp()
	if row, moves := l.target(ev.Name); moves {
		if l.geo.rows > 0 {
			l.moveTo(row, mods)
		}
		return
	}
	row := l.FocusRow()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if row >= 0 && mods == 0 {
			l.activate(l.picks.focus.key)
			return
		}
	case fyne.KeySpace:
		if row >= 0 && mods&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 {
			l.picks.toggle(l.model, row)
			l.changed()
			return
		}
	case desktop.KeyMenu:
		if row >= 0 {
			l.menuAt(row)
		}
		return
	default: // the caller's
	}
	l.pass(ev, mods)
}

// target is the row a key moves to from the focus; moves is false for other keys.
func (l *List) target(key fyne.KeyName) (row int, moves bool) {
	page := max(1, int(l.view.page/max(1, l.geo.rowH))-1)
	at := l.FocusRow()
	switch key {
	case fyne.KeyUp:
		row = at - 1
	case fyne.KeyDown:
		row = at + 1
	case fyne.KeyPageUp:
		row = at - page
	case fyne.KeyPageDown:
		row = at + page
	case fyne.KeyHome:
		row = 0
	case fyne.KeyEnd:
		row = l.geo.rows - 1
	default:
		return 0, false
	}
	return min(max(0, row), max(0, l.geo.rows-1)), true
}

// moveTo moves the keyboard's focus: with Shift the range grows, with Ctrl the
// selection stays as it is.
func (l *List) moveTo(row int, mods fyne.KeyModifier) {
	ctrl := mods&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
	l.reveal(row)
	switch {
	case mods&fyne.KeyModifierShift != 0:
		l.picks.extend(l.model, row, ctrl)
	case ctrl:
		l.picks.focus = spot{l.model.Key(row), row}
		l.redraw()
		return
	default:
		l.picks.only(l.model, row)
	}
	l.changed()
}

func (l *List) pass(ev *fyne.KeyEvent, mods fyne.KeyModifier) {
	if l.OnKey != nil {
		l.OnKey(ev, mods)
	}
}

func (l *List) activate(key int64) {
	if l.OnActivate != nil {
		l.OnActivate(key)
	}
}

// MouseDown implements desktop.Mouseable.
func (l *List) MouseDown(ev *desktop.MouseEvent) {
	l.tip.hide()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && !l.focused {
		c.Focus(l)
	}
	l.catchUp()
	row := l.geo.rowAt(l.view.offset + float64(ev.Position.Y))
	if row < 0 {
		return
	}
	key := l.model.Key(row)
	if ev.Button == desktop.MouseButtonPrimary && l.OnMark != nil && l.partAt(row, ev.Position) == cardStar {
		l.OnMark(key)
		return
	}
	double := ev.Button == desktop.MouseButtonPrimary && ev.Modifier == 0 &&
		l.clicked.key == key && time.Since(l.clicked.when) < doubleClick
	l.clicked.key, l.clicked.when = key, time.Now()
	if double {
		l.clicked.when = time.Time{} // a third press begins anew
		l.activate(key)
		return
	}
	l.drag = listDrag{from: ev.AbsolutePosition, row: -1}
	if ev.Button == desktop.MouseButtonPrimary {
		l.drag.row = row
		if ev.Modifier == 0 && l.OnDrag != nil && len(l.picks.keys) > 1 && l.picks.has(key) {
			l.drag.alone = key // all of them may be about to be dragged
			return
		}
	}
	l.press(row, ev.Button, ev.Modifier)
}

// press changes the selection as a mouse button on row does.
func (l *List) press(row int, button desktop.MouseButton, mods fyne.KeyModifier) {
	ctrl := mods&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
	switch {
	case button == desktop.MouseButtonSecondary:
		if l.picks.has(l.model.Key(row)) {
			return // the menu is for all that is selected
		}
		l.picks.only(l.model, row)
	case button != desktop.MouseButtonPrimary:
		return
	case mods&fyne.KeyModifierShift != 0:
		l.picks.extend(l.model, row, ctrl)
	case ctrl:
		l.picks.toggle(l.model, row)
	default:
		l.picks.only(l.model, row)
	}
	l.changed()
}

// MouseUp implements desktop.Mouseable.
func (l *List) MouseUp(*desktop.MouseEvent) { l.released() }

// TappedSecondary implements fyne.SecondaryTappable.
func (l *List) TappedSecondary(ev *fyne.PointEvent) {
	if l.geo.rowAt(l.view.offset+float64(ev.Position.Y)) >= 0 && l.OnMenu != nil {
		l.OnMenu(ev.AbsolutePosition, l.Selected())
	}
}

// menuAt opens the menu at a row, for the menu key.
func (l *List) menuAt(row int) {
	if l.OnMenu == nil {
		return
	}
	l.reveal(row)
	l.redraw()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	y := l.geo.top(row) + l.geo.rowH/2 - l.view.offset
	l.OnMenu(at.AddXY(cardTextX*unit(), float32(y)), l.Selected())
}

// Scrolled implements fyne.Scrollable.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	if l.view.to(l.view.offset - float64(ev.Scrolled.DY)*wheelFactor) {
		l.scrolled()
	}
}

// scrolled redraws after wheel or scroll bar.
func (l *List) scrolled() {
	l.tip.hide()
	l.redraw()
}

// MouseIn implements desktop.Hoverable.
func (l *List) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (l *List) MouseMoved(ev *desktop.MouseEvent) {
	at := ev.Position
	l.pointer = &at
	l.catchUp()
	before := l.hover
	if l.updateHover(); l.hover != before {
		l.redraw()
	}
	l.hint(ev.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (l *List) MouseOut() {
	l.pointer = nil
	l.tip.hide()
	l.redraw()
}

// updateHover finds the row under the pointer, which changes when the list scrolls
// beneath it.
func (l *List) updateHover() {
	l.hover = -1
	if l.pointer != nil {
		l.hover = l.geo.rowAt(l.view.offset + float64(l.pointer.Y))
	}
}

// hint shows the tip of what the pointer rests on.
func (l *List) hint(at fyne.Position) {
	text := ""
	if l.hover >= 0 {
		if row := l.model.Row(l.hover); l.partAt(l.hover, *l.pointer) == cardCloud {
			text = row.CloudTip
		}
	}
	l.tip.want(l, text, at)
}

// partAt is the part of a row's card at a position in the list.
func (l *List) partAt(row int, at fyne.Position) cardPart {
	y := float32(l.view.offset + float64(at.Y) - l.geo.top(row))
	return partAt(l.model.Row(row), at.X, y, l.Size().Width, float32(l.geo.rowH), unit())
}

// ringed says whether the row of key shows the keyboard's focus: only where the
// selection does not show it already.
func (l *List) ringed(key int64) bool {
	return l.picks.focus.row >= 0 && l.picks.focus.key == key && (len(l.picks.keys) != 1 || !l.picks.has(key))
}
