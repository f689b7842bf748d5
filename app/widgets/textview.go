package widgets

import (
	"sort"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// TextMargin is the space left and right of a TextView's text: what its header
// should keep too.
const TextMargin = 24

// Measures of the text at scale and zoom 1.
const (
	textViewSize  = 14
	textViewWidth = 720 // lines wider than this tire the eye
	textTop       = 14  // between header and text
	textFoot      = 40  // below the last line
)

// The limits of SetZoom.
const (
	minZoom = 0.5
	maxZoom = 4
)

// TextView shows plain text of any length to read: wrapped at a comfortable width,
// selectable by mouse and keyboard, quoted lines set apart, links to click. It
// scrolls itself; only visible lines exist as canvas objects.
type TextView struct {
	widget.BaseWidget

	// Alone says that nothing else in the window takes the keyboard: no ring is needed.
	Alone bool
	// Empty is shown in grey in place of no text.
	Empty string
	// OnLink is called with the address of a clicked link (http, https, mailto).
	OnLink func(url string)
	// OnKey gets the keys the view has no use for.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// OnRune gets typed characters, for one-letter keys.
	OnRune func(r rune)
	// OnZoom is called when the user zoomed with Ctrl and the wheel.
	OnZoom func(zoom float32)

	text    string
	lines   []textLine
	wrapped float32 // the width lines were made for
	zoom    float32
	look    *measurer
	linked  *measurer // the same underlined
	lineH   float64
	headerH float64
	header  fyne.CanvasObject
	view    scroller
	drawn   *textRenderer
	focused bool
	pressed bool // the focus came by the mouse

	picked picked
	press  struct { // the last press of the button, to count clicks
		when   time.Time
		at     fyne.Position
		clicks int
		moved  bool
		inText bool
		link   string
	}
	pointer  fyne.Position
	overLink bool
	crawl    *fyne.Animation // scrolls while a drag is held beyond an edge
}

// picked is the selection. It grows from the unit first pressed on, a place, a word
// or a paragraph, and always holds it.
type picked struct {
	start, end         int
	baseStart, baseEnd int
	clicks             int // 1: by characters, 2: by words, 3: by paragraphs
}

// NewTextView makes an empty view.
func NewTextView() *TextView {
	t := &TextView{zoom: 1}
	t.ExtendBaseWidget(t)
	t.style()
	t.wrap()
	return t
}

// SetText shows text from its top and forgets the selection.
func (t *TextView) SetText(text string) {
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	t.text = text
	t.picked = picked{}
	t.view.offset = 0
	t.wrap()
	t.redraw(true)
}

// Text is the whole text, lines ending with a line feed.
func (t *TextView) Text() string { return t.text }

// SetHeader puts an object above the text which scrolls along with it, nil for
// none. Call HeaderChanged when its height has changed.
func (t *TextView) SetHeader(header fyne.CanvasObject) {
	t.header = header
	if t.drawn != nil {
		t.drawn.setHeader(header)
	}
	t.HeaderChanged()
}

// HeaderChanged lays the header out again, after its content has changed.
func (t *TextView) HeaderChanged() {
	t.measureHeader()
	t.redraw(false)
}

// SetZoom sets the size of the text, 1 being the theme's; kept within 0.5 and 4.
// The line at the top stays there.
func (t *TextView) SetZoom(zoom float32) {
	t.zoom = min(max(zoom, minZoom), maxZoom)
	t.restyle()
}

// Zoom is the factor set by SetZoom.
func (t *TextView) Zoom() float32 { return t.zoom }

// SelectedText is the selected text, "" if nothing is selected.
func (t *TextView) SelectedText() string { return t.text[t.picked.start:t.picked.end] }

// SelectAll selects the whole text.
func (t *TextView) SelectAll() {
	t.picked = picked{start: 0, end: len(t.text), baseEnd: len(t.text), clicks: 1}
	t.redraw(false)
}

// Copy puts the selected text on the clipboard, if there is any.
func (t *TextView) Copy() {
	if s := t.SelectedText(); s != "" {
		fyne.CurrentApp().Clipboard().SetContent(s)
	}
}

// ScrollToTop shows the beginning.
func (t *TextView) ScrollToTop() { t.scroll(0) }

// PageDown scrolls on by nearly a page; false if the end was in view already, so
// that a reader's space bar can go on to the next letter.
func (t *TextView) PageDown() bool { return t.scroll(t.view.offset + t.pageStep()) }

// PageUp scrolls back by nearly a page; false if the top was in view already.
func (t *TextView) PageUp() bool { return t.scroll(t.view.offset - t.pageStep()) }

// pageStep leaves two lines of the old page in view, so that the eye finds on.
func (t *TextView) pageStep() float64 { return max(t.lineH, t.view.page-2*t.lineH) }

// scroll scrolls to offset and says whether that moved anything.
func (t *TextView) scroll(offset float64) bool {
	moved := t.view.to(offset)
	if moved {
		t.redraw(false)
	}
	return moved
}

// style makes the measurer for the theme's text size and the zoom.
func (t *TextView) style() {
	size := round(textViewSize*unit()*t.zoom*2) / 2
	t.look = newMeasurerOnce(t.look, size, fyne.TextStyle{})
	t.linked = newMeasurerOnce(t.linked, size, fyne.TextStyle{Underline: true})
	t.lineH = float64(round(size * 1.55))
}

// restyle follows a change of text size.
func (t *TextView) restyle() {
	at, within := t.topPlace()
	t.style()
	t.wrap()
	t.measureHeader()
	t.toPlace(at, within)
	t.redraw(true)
}

// topPlace is the text offset at the top of the page and how far its line is
// scrolled; -1 while the header is there.
func (t *TextView) topPlace() (offset int, within float64) {
	y := t.view.offset - t.headerH - textTop
	if y < 0 || len(t.lines) == 0 {
		return -1, 0
	}
	n := min(int(y/t.lineH), len(t.lines)-1)
	return t.lines[n].start, y - float64(n)*t.lineH
}

// toPlace scrolls back to what topPlace said, after wrapping anew.
func (t *TextView) toPlace(offset int, within float64) {
	if offset >= 0 {
		t.view.offset = t.headerH + textTop + float64(t.lineOf(offset))*t.lineH + min(within, t.lineH)
	}
	t.view.to(t.view.offset)
}

// lineOf is the line which holds offset.
func (t *TextView) lineOf(offset int) int {
	n := sort.Search(len(t.lines), func(i int) bool { return t.lines[i].start > offset })
	return max(0, n-1)
}

// textWidth is the width lines are broken at.
func (t *TextView) textWidth() float32 {
	width := t.Size().Width
	if width <= 0 {
		width = textViewWidth
	}
	return max(80, min(textViewWidth*unit()*t.zoom, width-2*TextMargin))
}

// wrap breaks the text into lines for the width there is.
func (t *TextView) wrap() {
	t.wrapped = t.textWidth()
	t.lines = wrapText(t.text, t.look, t.wrapped, t.indent())
	t.measureContent()
}

func (t *TextView) indent() float32 { return quoteIndent * unit() * t.zoom }

// measureHeader gives the header its width first: its height may depend on it.
func (t *TextView) measureHeader() {
	t.headerH = 0
	if t.header != nil && t.header.Visible() {
		width := t.Size().Width
		t.header.Resize(fyne.NewSize(width, t.header.MinSize().Height))
		height := t.header.MinSize().Height
		t.header.Resize(fyne.NewSize(width, height))
		t.headerH = float64(height)
	}
	t.measureContent()
}

func (t *TextView) measureContent() {
	t.view.content = t.headerH + textTop + float64(len(t.lines))*t.lineH + textFoot
	t.view.to(t.view.offset)
}

func (t *TextView) redraw(all bool) {
	if t.drawn != nil {
		t.drawn.place(all)
	}
}
