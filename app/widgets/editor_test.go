package widgets

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"satchel/editor"
	"satchel/typeset"
)

// writing is an editor in a window of the software driver.
type writing struct {
	testing.TB
	*Editor
	window fyne.Window
}

// written shows a text in an editor of 500 by 300 that has the focus.
func written(t testing.TB, text string) *writing {
	t.Helper()
	newTestApp(t)
	queue := make(chan func(), 100)
	fonts := NewEditorFonts(func(f func()) { queue <- f }, typeset.Options{})
	t.Cleanup(fonts.Close)
	e := NewEditor(fonts)
	w := test.NewTempWindow(t, e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	e.SetDocument(editor.New(text))
	for !e.Ready() {
		select {
		case f := <-queue:
			f()
		case <-time.After(time.Minute):
			t.Fatal("the fonts were never opened")
		}
	}
	w.Canvas().Focus(e)
	return &writing{t, e, w}
}

// point is where a place of the text stands in the view.
func (w *writing) point(p editor.Pos) fyne.Position {
	b := w.layout.Caret(p, false)
	return fyne.NewPos(TextMargin+b.X+1, float32(w.topRoom()+w.layout.Top(p.Para)+float64(b.Y+b.H/2)-w.view.offset))
}

// click presses the button so many times on a place of the text.
func (w *writing) click(p editor.Pos, times int, mods fyne.KeyModifier) {
	w.press.clicks, w.press.at = 0, fyne.NewPos(-99, -99)
	for range times {
		ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: w.point(p)}, Button: desktop.MouseButtonPrimary, Modifier: mods}
		w.MouseDown(ev)
		w.MouseUp(ev)
	}
}

func (w *writing) drag(from, to editor.Pos) {
	w.click(from, 1, 0)
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: w.point(to)}})
	w.DragEnd()
}

func (w *writing) selected() string { return w.doc.Selected().Text() }

func pos(para, at int) editor.Pos { return editor.Pos{Para: para, At: at} }

func TestEditorKeys(t *testing.T) {
	const shift, ctrl, short = fyne.KeyModifierShift, fyne.KeyModifierControl, fyne.KeyModifierShortcutDefault
	k := keysOf("linux")
	if word := keysOf("windows").word; word != k.word {
		t.Fatalf("words are gone over with %v", word)
	}
	type press struct {
		key  fyne.KeyName
		mods fyne.KeyModifier
	}
	const text = "one two\nthree\n\nfour"
	tests := []struct {
		name     string
		from     editor.Pos
		keys     []press
		text     string // "": as before
		caret    editor.Pos
		selected string
	}{
		{"right over a line end", pos(0, 7), []press{{fyne.KeyRight, 0}}, "", pos(1, 0), ""},
		{"left over a line end", pos(1, 0), []press{{fyne.KeyLeft, 0}}, "", pos(0, 7), ""},
		{"word right", pos(0, 0), []press{{fyne.KeyRight, ctrl}}, "", pos(0, 3), ""},
		{"word left, selecting", pos(0, 7), []press{{fyne.KeyLeft, ctrl | shift}}, "", pos(0, 4), "two"},
		{"line end", pos(0, 2), []press{{fyne.KeyEnd, 0}}, "", pos(0, 7), ""},
		{"line start, selecting", pos(0, 2), []press{{fyne.KeyHome, shift}}, "", pos(0, 0), "on"},
		{"text end", pos(0, 2), []press{{fyne.KeyEnd, ctrl}}, "", pos(3, 4), ""},
		{"text start", pos(3, 2), []press{{fyne.KeyHome, ctrl}}, "", pos(0, 0), ""},
		{"down keeps its column over a short line", pos(1, 4), []press{{fyne.KeyDown, 0}, {fyne.KeyDown, 0}}, "", pos(3, 4), ""},
		{"down in the last line goes to its end", pos(3, 1), []press{{fyne.KeyDown, 0}}, "", pos(3, 4), ""},
		{"up in the first line goes to its start", pos(0, 3), []press{{fyne.KeyUp, 0}}, "", pos(0, 0), ""},
		{"right with a selection goes to its end", pos(0, 0), []press{{fyne.KeyRight, shift}, {fyne.KeyRight, shift}, {fyne.KeyRight, 0}}, "", pos(0, 2), ""},
		{"left with a selection goes to its start", pos(0, 0), []press{{fyne.KeyRight, shift}, {fyne.KeyRight, shift}, {fyne.KeyLeft, 0}}, "", pos(0, 0), ""},
		{"page down", pos(0, 0), []press{{fyne.KeyPageDown, 0}}, "", pos(3, 4), ""},
		{"return", pos(0, 3), []press{{fyne.KeyReturn, 0}}, "one\n two\nthree\n\nfour", pos(1, 0), ""},
		{"backspace", pos(1, 0), []press{{fyne.KeyBackspace, 0}}, "one twothree\n\nfour", pos(0, 7), ""},
		{"delete", pos(0, 7), []press{{fyne.KeyDelete, 0}}, "one twothree\n\nfour", pos(0, 7), ""},
		{"backspace a word", pos(0, 7), []press{{fyne.KeyBackspace, ctrl}}, "one \nthree\n\nfour", pos(0, 4), ""},
		{"delete a word", pos(0, 0), []press{{fyne.KeyDelete, ctrl}}, " two\nthree\n\nfour", pos(0, 0), ""},
		{"tab", pos(0, 0), []press{{fyne.KeyTab, 0}}, "\tone two\nthree\n\nfour", pos(0, 1), ""},
		{"do again", pos(0, 0), []press{{fyne.KeyDelete, 0}, {fyne.KeyZ, short}, {fyne.KeyZ, short | shift}}, "ne two\nthree\n\nfour", pos(0, 0), ""},
	}
	if keysOf("darwin").word == k.word {
		t.Error("words are gone over on a Mac as elsewhere")
	}
	w := written(t, "")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.SetDocument(editor.New(text))
			w.doc.Select(editor.Selection{Anchor: tt.from, Caret: tt.from})
			for _, p := range tt.keys {
				if p.key == fyne.KeyZ && p.mods == short {
					w.TypedShortcut(&fyne.ShortcutUndo{})
				} else {
					w.TypedShortcut(&desktop.CustomShortcut{KeyName: p.key, Modifier: p.mods})
				}
			}
			want := tt.text
			if want == "" {
				want = text
			}
			if got := w.doc.Text(); got != want {
				t.Errorf("text is %q, want %q", got, want)
			}
			if got := w.doc.Selection().Caret; got != tt.caret {
				t.Errorf("the caret is at %v, want %v", got, tt.caret)
			}
			if got := w.selected(); got != tt.selected {
				t.Errorf("%q is selected, want %q", got, tt.selected)
			}
		})
	}
}

func TestEditorMouse(t *testing.T) {
	w := written(t, "one two three\nfour\nשלום עולם")
	tests := []struct {
		name, want string
		do         func()
	}{
		{"drag", "two", func() { w.drag(pos(0, 4), pos(0, 7)) }},
		{"drag backwards", "two", func() { w.drag(pos(0, 7), pos(0, 4)) }},
		{"drag over paragraphs", "three\nfo", func() { w.drag(pos(0, 8), pos(1, 2)) }},
		{"double click", "two", func() { w.click(pos(0, 5), 2, 0) }},
		{"triple click", "one two three", func() { w.click(pos(0, 5), 3, 0) }},
		{"click with shift", "two three", func() { w.click(pos(0, 4), 1, 0); w.click(pos(0, 13), 1, fyne.KeyModifierShift) }},
		{"a click selects nothing", "", func() { w.click(pos(0, 4), 1, 0) }},
		{"a word to the left", "שלום", func() { w.click(pos(2, 1), 2, 0) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.do()
			if got := w.selected(); got != tt.want {
				t.Errorf("%q is selected, want %q", got, tt.want)
			}
		})
	}
}

func TestADragAfterADoubleClickSelectsWords(t *testing.T) {
	w := written(t, "one two three four")
	w.click(pos(0, 5), 2, 0)
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: w.point(pos(0, 10))}})
	if got := w.selected(); got != "two three" {
		t.Errorf("%q is selected", got)
	}
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: w.point(pos(0, 1))}})
	if got := w.selected(); got != "one two" {
		t.Errorf("%q is selected", got)
	}
}

func TestEditorClipboard(t *testing.T) {
	w := written(t, "one two")
	clip := fyne.CurrentApp().Clipboard()
	w.click(pos(0, 5), 2, 0)
	w.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	if got := clip.Content(); got != "two" || w.doc.Text() != "one " {
		t.Fatalf("cut leaves %q and %q", got, w.doc.Text())
	}
	w.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	w.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if got := w.doc.Text(); got != "one twotwo" {
		t.Errorf("pasting gives %q", got)
	}
	w.doc.Select(editor.Selection{})
	clip.SetContent("")
	w.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if got := clip.Content(); got != "" {
		t.Errorf("a copy of nothing puts %q on the clipboard", got)
	}
}

func TestStylesOnlyWhereTheyAreWanted(t *testing.T) {
	w := written(t, "one")
	bold := &desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: fyne.KeyModifierShortcutDefault}
	w.doc.SelectAll()
	w.TypedShortcut(bold)
	if w.doc.Format().Bold {
		t.Error("plain text became bold")
	}
	w.Styles = true
	w.TypedShortcut(bold)
	if !w.doc.Format().Bold {
		t.Error("text did not become bold")
	}
	w.Copy()
	w.doc.Select(editor.Selection{Anchor: pos(0, 3), Caret: pos(0, 3)})
	w.Paste()
	w.Styles = false
	w.Paste()
	w.doc.SelectAll()
	if w.doc.Text() != "oneoneone" {
		t.Errorf("text is %q", w.doc.Text())
	}
}

func TestTheCaretStaysInView(t *testing.T) {
	w := written(t, strings.Repeat("line\n", 300))
	w.key(fyne.KeyEnd, fyne.KeyModifierShortcutDefault)
	_, y, h := w.caret()
	if top := y - w.view.offset; top < 0 || top+float64(h) > w.view.page {
		t.Errorf("the caret stands at %g of a view %g high", top, w.view.page)
	}
	w.key(fyne.KeyHome, fyne.KeyModifierShortcutDefault)
	if w.view.offset != 0 {
		t.Errorf("at the start the view is scrolled to %g", w.view.offset)
	}
	for range 40 {
		w.key(fyne.KeyDown, 0)
	}
	if _, y, _ = w.caret(); w.view.offset == 0 || y < w.view.offset || y > w.view.offset+w.view.page {
		t.Errorf("40 lines down the caret is at %g, the view at %g", y, w.view.offset)
	}
}

// TestScrollingUpMovesNothingElse: paragraphs whose height was a guess are laid out above what is seen without a jump.
func TestScrollingUpMovesNothingElse(t *testing.T) {
	w := written(t, strings.Repeat("a word and another one and one more for a line that is broken\nx\n", 400))
	w.scrollTo(w.view.max())
	w.scrollTo(w.view.max())
	for i := range 200 {
		shown := w.drawn.inView()
		first := shown[len(shown)/2]
		at := w.layout.Top(first.para) - w.view.offset
		w.scrollTo(w.view.offset - 30)
		if moved := w.layout.Top(first.para) - w.view.offset - at; moved < 29 || moved > 31 {
			t.Fatalf("step %d: what was seen moved by %g px instead of 30", i, moved)
		}
	}
}

func TestOtherKeysGoToTheWindow(t *testing.T) {
	w := written(t, "")
	var got []fyne.KeyName
	w.OnKey = func(ev *fyne.KeyEvent, _ fyne.KeyModifier) { got = append(got, ev.Name) }
	for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyA, fyne.KeySpace, fyne.KeyF6, fyne.KeyReturn} {
		w.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if !slices.Equal(got, []fyne.KeyName{fyne.KeyEscape, fyne.KeyF6}) {
		t.Errorf("the window got %v", got)
	}
}

func TestTheEditorTellsOfChanges(t *testing.T) {
	w := written(t, "")
	n := 0
	w.OnChanged = func() { n++ }
	w.TypedRune('x')
	w.key(fyne.KeyLeft, 0)
	w.Undo()
	w.Undo() // nothing
	if n != 2 {
		t.Errorf("%d changes were told of, want 2", n)
	}
}

func TestEditorFind(t *testing.T) {
	w := written(t, "Cat one\ncat two\na CAT")
	var got []editor.Pos
	for range 4 {
		w.Find("cat", 1)
		got = append(got, w.doc.Selection().Anchor)
	}
	if want := []editor.Pos{pos(1, 0), pos(2, 2), pos(0, 0), pos(1, 0)}; !slices.Equal(got, want) {
		t.Errorf("finding on goes over %v, want %v", got, want)
	}
	got = nil
	for range 3 {
		w.Find("cat", -1)
		got = append(got, w.doc.Selection().Anchor)
	}
	if want := []editor.Pos{pos(0, 0), pos(2, 2), pos(1, 0)}; !slices.Equal(got, want) {
		t.Errorf("finding back goes over %v, want %v", got, want)
	}
	if at, of := w.Find("cat t", 0); at != 1 || of != 1 || w.selected() != "cat t" {
		t.Errorf("typing on finds %d of %d, %q", at, of, w.selected())
	}
	if _, of := w.Find("dog", 0); of != 0 || w.selected() != "cat t" {
		t.Errorf("%d found of what is not there, %q selected", of, w.selected())
	}
}

// TestOnlyChangedLinesArePainted: a keystroke leaves the other paragraphs' pictures as they are.
func TestOnlyChangedLinesArePainted(t *testing.T) {
	w := written(t, strings.Repeat("line\n", 30))
	images := func() map[*image.RGBA]bool {
		seen := map[*image.RGBA]bool{}
		for _, o := range w.drawn.lines {
			if o.used {
				seen[o.image] = true
			}
		}
		return seen
	}
	before := images()
	w.TypedRune('x')
	fresh := 0
	for img := range images() {
		if !before[img] {
			fresh++
		}
	}
	if len(before) < 10 || fresh != 1 {
		t.Errorf("a keystroke painted %d lines of %d anew, want 1", fresh, len(before))
	}
}

// BenchmarkEditorKey is a keystroke in the middle of a text, shown in a window of the software driver, beside the toolkit's
// own entry.
func BenchmarkEditorKey(b *testing.B) {
	const line = "Thank you for the pictures. We looked at all of them after dinner, and your father says that the one with the boat must be old.\n"
	for _, size := range []int{3e3, 3e4, 1e5, 1e6} {
		text := strings.Repeat(line, size/len(line)+1)[:size]
		b.Run(fmt.Sprintf("editor-%dkB", size/1000), func(b *testing.B) {
			w := written(b, text)
			middle := pos(w.doc.Len()/2, 10)
			w.doc.Select(editor.Selection{Anchor: middle, Caret: middle})
			typeAll(b, w.Editor)
		})
		if size > 3e4 {
			continue // FYNE: half a minute to show it
		}
		b.Run(fmt.Sprintf("entry-%dkB", size/1000), func(b *testing.B) {
			newTestApp(b)
			e := widget.NewMultiLineEntry()
			e.Wrapping = fyne.TextWrapWord
			w := test.NewTempWindow(b, e)
			w.Resize(fyne.NewSize(500, 300))
			e.SetText(text)
			e.CursorRow = strings.Count(text, "\n") / 2
			typeAll(b, e)
		})
	}
}

func typeAll(b *testing.B, f fyne.Focusable) {
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		f.TypedRune('x')
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(times[len(times)*95/100].Seconds()*1000, "p95-ms")
	b.ReportMetric(0, "ns/op")
}
