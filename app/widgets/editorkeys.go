package widgets

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/editor"
)

// platformKeys are the modifiers that keys are used with on a system.
type platformKeys struct {
	word      fyne.KeyModifier // moves by words
	most      fyne.KeyModifier // moves as far as it goes
	wordStart bool             // to the right a word ends where the next one starts
	command   bool             // with most, left and right go to the line's ends, up and down to the text's
}

func keysOf(system string) platformKeys {
	switch system {
	case "darwin":
		return platformKeys{word: fyne.KeyModifierAlt, most: fyne.KeyModifierSuper, command: true}
	case "windows":
		return platformKeys{word: fyne.KeyModifierControl, most: fyne.KeyModifierControl, wordStart: true}
	}
	return platformKeys{word: fyne.KeyModifierControl, most: fyne.KeyModifierControl}
}

// move is where a key leads from the caret.
type move struct {
	to      editor.Pos
	lineEnd bool // see editor.Selection
	keep    bool // the goal of up and down stays
}

// target gives where a key leads; false: it moves nothing.
func (e *Editor) target(key fyne.KeyName, mods fyne.KeyModifier) (m move, moves bool) {
	k := keysOf(runtime.GOOS)
	s := e.doc.Selection()
	more := mods&fyne.KeyModifierShift != 0
	mods &^= fyne.KeyModifierShift
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		if mods == 0 && !more && !s.Empty() { // to the selection's edge
			from, to := s.Bounds()
			if key == fyne.KeyLeft {
				to = from
			}
			return move{to: to}, true
		}
		return e.sideways(key == fyne.KeyRight, mods, k)
	case fyne.KeyUp, fyne.KeyDown:
		by := 1
		if key == fyne.KeyUp {
			by = -1
		}
		switch {
		case mods == 0:
			return e.vertical(by), true
		case k.command && mods == k.most:
			return e.textEnd(by > 0), true
		case mods == k.word:
			return e.paragraphwise(by > 0), true
		}
	case fyne.KeyPageUp, fyne.KeyPageDown:
		if mods != 0 {
			return move{}, false
		}
		by := max(1, int(e.view.page/float64(e.lineHeight()))-2)
		if key == fyne.KeyPageUp {
			by = -by
		}
		return e.vertical(by), true
	case fyne.KeyHome, fyne.KeyEnd:
		switch {
		case mods == k.most || k.command && mods == 0:
			return e.textEnd(key == fyne.KeyEnd), true
		case mods == 0:
			return e.lineEdge(s, key == fyne.KeyEnd), true
		}
	default:
	}
	return move{}, false
}

func (e *Editor) sideways(right bool, mods fyne.KeyModifier, k platformKeys) (move, bool) {
	d, s := e.doc, e.doc.Selection()
	switch {
	case mods == 0 && right:
		return move{to: d.Right(s.Caret)}, true
	case mods == 0:
		return move{to: d.Left(s.Caret)}, true
	case mods == k.word && right && k.wordStart:
		return move{to: d.WordRightStart(s.Caret)}, true
	case mods == k.word && right:
		return move{to: d.WordRight(s.Caret)}, true
	case mods == k.word:
		return move{to: d.WordLeft(s.Caret)}, true
	case k.command && mods == k.most:
		return e.lineEdge(s, right), true
	}
	return move{}, false
}

func (e *Editor) textEnd(end bool) move {
	if end {
		return move{to: e.doc.End()}
	}
	return move{to: e.doc.Start()}
}

func (e *Editor) lineEdge(s editor.Selection, end bool) move {
	if e.layout == nil {
		return move{to: s.Caret}
	}
	if end {
		to, soft := e.layout.LineEnd(s.Caret, s.LineEnd)
		return move{to: to, lineEnd: soft}
	}
	return move{to: e.layout.LineStart(s.Caret, s.LineEnd)}
}

// paragraphwise is the next paragraph's start, or this one's or the one before's.
func (e *Editor) paragraphwise(down bool) move {
	at := e.doc.Selection().Caret
	switch {
	case down && at.Para+1 < e.doc.Len():
		return move{to: editor.Pos{Para: at.Para + 1}}
	case down:
		return move{to: e.doc.End()}
	case at.At > 0:
		return move{to: editor.Pos{Para: at.Para}}
	}
	return move{to: editor.Pos{Para: max(0, at.Para-1)}}
}

// vertical goes up and down by lines, towards the x where that was begun; from the first and the last line to their ends.
func (e *Editor) vertical(by int) move {
	s := e.doc.Selection()
	if e.layout == nil {
		return move{to: s.Caret}
	}
	if e.goal < 0 {
		e.goal = e.layout.Caret(s.Caret, s.LineEnd).X
	}
	to, end, ok := e.layout.Below(s.Caret, s.LineEnd, by, e.goal)
	if !ok {
		return move{to: e.textEnd(by > 0).to, keep: true}
	}
	return move{to: to, lineEnd: end, keep: true}
}

func (e *Editor) lineHeight() float32 {
	if e.layout == nil {
		return editorText * unit()
	}
	s := e.doc.Selection()
	return e.layout.Caret(s.Caret, s.LineEnd).H
}

// moveTo moves the caret, the selection's end with it where more is said.
func (e *Editor) moveTo(m move, more bool) {
	s := editor.Selection{Anchor: m.to, Caret: m.to, LineEnd: m.lineEnd}
	if more {
		s.Anchor = e.doc.Selection().Anchor
	}
	e.doc.Select(s)
	if !m.keep {
		e.goal = -1
	}
	e.touched()
}

// TypedRune implements fyne.Focusable.
func (e *Editor) TypedRune(r rune) {
	e.doc.TypeRune(r)
	e.edited()
}

// edited follows a change that the user made.
func (e *Editor) edited() {
	e.goal = -1
	e.touched()
}

// AcceptsTab implements fyne.Tabbable: Tab is text, with Shift it leads on to the field before.
func (e *Editor) AcceptsTab() bool { return keyModifiers()&fyne.KeyModifierShift == 0 }

// TypedKey implements fyne.Focusable.
func (e *Editor) TypedKey(ev *fyne.KeyEvent) {
	mods := keyModifiers()
	switch {
	case ev.Name == desktop.KeyMenu:
		e.menuAtCaret()
	case e.key(ev.Name, mods&fyne.KeyModifierShift) || typesText(ev.Name):
	case e.OnKey != nil:
		e.OnKey(ev, mods)
	}
}

// typesText says that a key comes as a character too.
func typesText(key fyne.KeyName) bool { return len(key) <= 1 || key == fyne.KeySpace }

// key acts on a key; false: it is of no use here.
func (e *Editor) key(key fyne.KeyName, mods fyne.KeyModifier) bool {
	if m, moves := e.target(key, mods); moves {
		e.moveTo(m, mods&fyne.KeyModifierShift != 0)
		return true
	}
	k := keysOf(runtime.GOOS)
	d, plain := e.doc, mods&^fyne.KeyModifierShift
	switch {
	case (key == fyne.KeyReturn || key == fyne.KeyEnter) && plain == 0:
		d.Newline()
	case key == fyne.KeyTab && mods == 0:
		d.TypeRune('\t')
	case key == fyne.KeyBackspace && plain == 0:
		d.Backspace()
	case key == fyne.KeyDelete && plain == 0:
		d.DeleteForward()
	case key == fyne.KeyBackspace && plain == k.word:
		d.DeleteTo(d.WordLeft(d.Selection().Caret))
	case key == fyne.KeyDelete && plain == k.word:
		d.DeleteTo(d.WordRight(d.Selection().Caret))
	case key == fyne.KeyBackspace && k.command && plain == k.most:
		d.DeleteTo(e.lineEdge(d.Selection(), false).to)
	case key == fyne.KeyZ && mods == fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift:
		d.Redo()
	case e.Styles && plain == fyne.KeyModifierShortcutDefault:
		if !e.style(key, mods&fyne.KeyModifierShift != 0) {
			return false
		}
	default:
		return false
	}
	e.edited()
	return true
}

// style acts on the keys that change how text looks.
func (e *Editor) style(key fyne.KeyName, shift bool) bool {
	d := e.doc
	switch {
	case key == fyne.KeyB && !shift:
		d.ToggleBold()
	case key == fyne.KeyI && !shift:
		d.ToggleItalic()
	case key == fyne.KeyU && !shift:
		d.ToggleUnderline()
	case key == fyne.KeyX && shift:
		d.ToggleStrike()
	case key == fyne.Key7 && shift:
		d.ToggleKind(editor.Numbered)
	case key == fyne.Key8 && shift:
		d.ToggleKind(editor.Bullet)
	default:
		return false
	}
	return true
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		e.Copy()
	case *fyne.ShortcutCut:
		e.Cut()
	case *fyne.ShortcutPaste:
		e.Paste()
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
	case *fyne.ShortcutUndo:
		e.Undo()
	case *fyne.ShortcutRedo:
		e.Redo()
	case *desktop.CustomShortcut:
		if !e.key(s.KeyName, s.Modifier) {
			passShortcut(e, s)
		}
	default:
		passShortcut(e, s)
	}
}

// Copy puts what is selected on the clipboard.
func (e *Editor) Copy() {
	f := e.doc.Selected()
	if len(f) == 0 {
		return
	}
	e.copied = copiedText{f.Text(), f}
	fyne.CurrentApp().Clipboard().SetContent(e.copied.text)
}

// Cut is Copy, and deletes it.
func (e *Editor) Cut() {
	if e.doc.Selection().Empty() {
		return
	}
	e.Copy()
	e.doc.Delete()
	e.edited()
}

// Paste puts the clipboard's text in the place of what is selected, with its styles if it was copied here.
func (e *Editor) Paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if e.Styles && text != "" && text == e.copied.text {
		e.doc.InsertFragment(e.copied.fragment)
	} else {
		e.doc.Insert(text)
	}
	e.edited()
}

// SelectAll selects the whole text.
func (e *Editor) SelectAll() {
	e.doc.SelectAll()
	e.goal = -1
	e.redraw()
}

// Undo takes the last change back.
func (e *Editor) Undo() {
	e.doc.Undo()
	e.edited()
}

// Redo does again what was undone last.
func (e *Editor) Redo() {
	e.doc.Redo()
	e.edited()
}
