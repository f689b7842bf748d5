package widgets

import (
	"image/color"

	"fyne.io/fyne/v2/theme"

	"satchel/editor"
	"satchel/typeset"
)

// EditorFonts are the fonts that editors shape and paint with, on the UI goroutine: a caret cannot wait for another one.
// They are opened on a goroutine of their own, as that may scan the system's fonts. Whoever makes one must call Close.
type EditorFonts struct {
	fonts   *typeset.Fonts // nil until they are opened
	waiting []func()
	post    func(func())
	done    chan struct{} // closed when the goroutine is gone
}

// NewEditorFonts opens fonts. post hands functions to the UI goroutine (fyne.Do).
func NewEditorFonts(post func(func()), o typeset.Options) *EditorFonts {
	f := &EditorFonts{post: post, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		fonts, err := typeset.NewFonts(o)
		if err != nil { // only a folder of fonts can fail
			fonts, _ = typeset.NewFonts(typeset.Options{})
		}
		const nobodyHasIt = '\uE0FF' // of the private use area: it has the system's fonts looked through
		fonts.Shape([]rune{nobodyHasIt}, []typeset.Span{{Start: 0, End: 1, Font: typeset.Font{Size: 15}}}, 0)
		post(func() {
			f.fonts = fonts
			for _, then := range f.waiting {
				then()
			}
			f.waiting = nil
		})
	}()
	return f
}

// Close waits until the goroutine has ended.
func (f *EditorFonts) Close() { <-f.done }

// when calls then once the fonts are there, at once if they are.
func (f *EditorFonts) when(then func()) {
	if f.fonts != nil {
		then()
		return
	}
	f.waiting = append(f.waiting, then)
}

// The editor's measures at the usual text size.
const (
	editorText   = 15
	editorTop    = 12  // above and below the text
	editorMost   = 820 // width of the lines, at most: longer ones are hard to read
	editorCaret  = 2   // width of the caret
	editorBefore = 40  // what is seen above and below a caret that was scrolled to
)

// editorLook is how text is laid out in a view so wide.
func editorLook(width float32) editor.Look {
	ink := func(c color.Color) color.NRGBA { return color.NRGBAModel.Convert(c).(color.NRGBA) }
	u := unit()
	muted := ink(themeColor(ColorNameMuted))
	return editor.Look{
		Family: typeset.Sans, Size: round(editorText * u), Width: max(60, min(width-2*TextMargin, editorMost*u)),
		Ink: ink(themeColor(theme.ColorNameForeground)), QuoteInk: muted, LinkInk: ink(themeColor(ColorNameAccent)),
		Bars: [3]color.NRGBA{ink(themeColor(ColorNameAccent)), muted, ink(themeColor(ColorNameHairline))},
	}
}
