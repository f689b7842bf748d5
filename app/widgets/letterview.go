package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/htmlview"
	"satchel/typeset"
)

// The limits of SetZoom.
const (
	minZoom = 0.5
	maxZoom = 3
)

// TextMargin is the space left of a letter's text: what its header should keep too.
const TextMargin = 24

// textTop is the space above a sentence that stands in a letter's place.
const textTop = 14

// LetterView shows a letter of any length, laid out by htmlview, to read: selectable by mouse and keyboard, with links to
// follow and words to find. It scrolls itself. Layout and painting happen on the typesetter's goroutine; the view only
// moves what is painted.
type LetterView struct {
	widget.BaseWidget

	// Alone says that nothing else in the window takes the keyboard: no ring is needed.
	Alone bool
	// Empty is shown in grey in place of no text.
	Empty string
	// Note gives a sentence to stand below a page, "" for none. nil: none.
	Note func(p *htmlview.Page) string
	// OnLink is called with the link that was clicked, or chosen by keyboard. Its Target may be followed; the caller
	// minds its Warnings.
	OnLink func(l htmlview.Link)
	// OnKey gets the keys the view has no use for.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// OnRune gets typed characters, for one-letter keys.
	OnRune func(r rune)
	// OnZoom is called when the user zoomed with Ctrl and the wheel.
	OnZoom func(zoom float32)
	// OnShown is called after each layout that is shown.
	OnShown func()
	// SavePicture is offered in the menu of a picture. nil: it is not.
	SavePicture func(src string)
	// More are the items at the end of the context menu.
	More func() []*fyne.MenuItem

	desk     *desk
	letter   *shownLetter // nil: none
	sheet    *sheet       // nil: none is shown
	tiles    map[tilePlace]*tile
	ordered  madeFor // what the newest layout was ordered for
	serial   int     // of that order
	arriving func()  // called before the first sheet of the letter is shown; nil: it is shown
	zoom     float32
	folds    bool // the quoted letter is left out
	original bool // the sender's colours on a dark desktop too
	unhide   bool // hidden text is shown and marked

	headerH float64
	header  fyne.CanvasObject
	view    scroller
	side    scroller // sideways
	glide   glide
	drawn   *letterRenderer
	focused bool
	pressed bool // the focus came by the mouse

	films   films
	picked  picked
	marked  markedAreas
	found   findings
	chosen  int // the link that has the keyboard's focus; -1: none
	hovered int // the link under the pointer; -1: none
	press   struct {
		when   time.Time
		at     fyne.Position
		clicks int
		moved  bool
		inText bool
		link   int
	}
	pointer fyne.Position
	crawl   *fyne.Animation // scrolls while a drag is held beyond an edge
}

// picked is the selection, in places of the sheet's text. It grows from the unit first pressed on, a place, a word or a
// line, and always holds it.
type picked struct {
	start, end         int
	baseStart, baseEnd int
	clicks             int // 1: by characters, 2: by words, 3: by lines
}

// markedAreas are the areas of a selection on a sheet.
type markedAreas struct {
	sheet      *sheet
	start, end int
	areas      []typeset.Box
}

// madeFor is what a layout depends on.
type madeFor struct {
	letter              *shownLetter
	width, zoom, device float32
	dark, folded        bool
	reveal              bool
	pane                ground
}

// NewLetterView makes an empty view. Call Close when it is of no more use.
func NewLetterView(t *Typesetter) *LetterView {
	v := &LetterView{desk: t.newDesk(), zoom: 1, chosen: -1, hovered: -1, folds: true}
	v.press.link = -1
	v.ExtendBaseWidget(v)
	return v
}

// Close drops what is under way for the view.
func (v *LetterView) Close() {
	v.desk.leave()
	v.films.stop()
	v.stopCrawl()
	v.glide.stop()
}

// SetLetter shows a letter from its top, as soon as it is laid out; until then the one before stays. arriving is called
// right before, for instance to exchange the header. A letter set after it takes its place.
func (v *LetterView) SetLetter(l Letter, arriving func()) {
	v.letter = &shownLetter{Letter: l}
	v.arriving = arriving
	if arriving == nil {
		v.arriving = func() {}
	}
	v.folds, v.original, v.unhide = true, false, false
	v.lay()
}

// Clear shows no letter, at once.
func (v *LetterView) Clear() {
	v.letter, v.arriving, v.ordered = nil, nil, madeFor{}
	v.take(nil, nil)
}

// Blank shows nothing of the letter before while the next one is on its way, whether that was set already or not.
func (v *LetterView) Blank() {
	if v.arriving == nil {
		v.Clear()
		return
	}
	v.take(nil, nil)
}

// Loaded says that the letter set last is shown.
func (v *LetterView) Loaded() bool { return v.letter != nil && v.arriving == nil }

// take shows a sheet, from its top.
func (v *LetterView) take(s *sheet, tiles map[tilePlace]*tile) {
	v.stopCrawl()
	v.glide.stop()
	v.picked, v.found, v.chosen, v.hovered, v.press.link = picked{}, findings{}, -1, -1, -1
	v.view.offset, v.side.offset = 0, 0
	v.sheet, v.tiles = s, tiles
	v.films.take(s)
	v.measureHeader()
	v.redraw()
}

// Relay lays the letter out anew, for instance since pictures have come. The place is kept.
func (v *LetterView) Relay() {
	v.ordered = madeFor{}
	v.lay()
}

// lay orders a layout for the present size, zoom and theme, if the one ordered last was for another.
func (v *LetterView) lay() {
	if v.letter == nil {
		return
	}
	size := v.Size()
	if size.Width < 50 {
		size = fyne.NewSize(700, 500) // not in a window yet
	}
	want := madeFor{letter: v.letter, width: size.Width, zoom: v.zoom * unit(), device: deviceScale(v), folded: v.folds, reveal: v.unhide, pane: v.pane()}
	want.dark = isDark(want.pane) && !v.original
	if want == v.ordered {
		return
	}
	v.ordered = want
	v.serial++
	o := layoutOrder{
		serial: v.serial,
		letter: want.letter, width: want.width, height: size.Height, zoom: want.zoom, least: unit(), device: want.device, dark: want.dark,
		folded: want.folded, reveal: want.reveal, pane: want.pane, from: func(*sheet) float64 { return 0 }, done: v.laid,
	}
	if v.arriving == nil && v.sheet != nil {
		at, headerH := v.topPlace(), v.headerH
		o.from = func(s *sheet) float64 { return at.in(s, headerH) - headerH }
	}
	v.desk.order(o)
}

// laid shows a sheet that was ordered, unless another letter was set meanwhile.
func (v *LetterView) laid(s *sheet, tiles map[tilePlace]*tile) {
	if s.order.letter != v.letter {
		return
	}
	if arriving := v.arriving; arriving != nil {
		v.arriving = nil
		arriving()
		v.take(s, tiles)
	} else {
		v.exchange(s, tiles)
	}
	if v.OnShown != nil {
		v.OnShown()
	}
}

// exchange shows the same letter laid out anew: place, selection and what was found stay.
func (v *LetterView) exchange(s *sheet, tiles map[tilePlace]*tile) {
	at, before := v.topPlace(), v.sheet
	v.sheet, v.tiles = s, tiles
	v.films.take(s)
	v.measureContent()
	v.view.to(at.in(s, v.headerH))
	if before == nil || before.text.Len() != s.text.Len() {
		v.picked = picked{}
	}
	if before == nil || len(before.Links) != len(s.Links) {
		v.chosen = -1
	}
	v.hovered, v.press.link = v.linkAt(v.pointer), -1
	v.findAgain()
	v.redraw()
}

// topPlace is what stands at the top of the view.
type topPlace struct {
	offset float64 // where the view was scrolled to
	inHead bool    // the header is still there: the offset is the place
	text   int     // the place in the text nearest to the top; -1: there is none
	within float32 // how far below its line's top the view begins, in CSS px
	share  float64 // of the page's height
}

func (v *LetterView) topPlace() topPlace {
	p := topPlace{offset: v.view.offset, inHead: v.sheet == nil || v.view.offset <= v.headerH, text: -1}
	if p.inHead {
		return p
	}
	y := float32((v.view.offset - v.headerH) / float64(v.sheet.scale))
	p.share = float64(y / max(1, v.sheet.Bottom))
	if v.sheet.text.Len() > 0 {
		p.text = v.sheet.text.At(0, y)
		p.within = y - v.sheet.text.Caret(p.text).Y
	}
	return p
}

// in gives the offset at which a sheet shows the same place.
func (p topPlace) in(s *sheet, headerH float64) float64 {
	switch {
	case p.inHead:
		return p.offset
	case p.text >= 0:
		return headerH + float64((s.text.Caret(p.text).Y+p.within)*s.scale)
	}
	return headerH + p.share*float64(s.Bottom*s.scale)
}

// SetHeader puts an object above the text which scrolls along with it, nil for
// none. Call HeaderChanged when its height has changed.
func (v *LetterView) SetHeader(header fyne.CanvasObject) {
	v.header = header
	if v.drawn != nil {
		v.drawn.setHeader(header)
	}
	v.HeaderChanged()
}

// HeaderChanged lays the header out again, after its content has changed.
func (v *LetterView) HeaderChanged() {
	before := v.headerH
	v.measureHeader()
	if v.view.offset > before { // what is read does not move
		v.view.to(v.view.offset + v.headerH - before)
	}
	v.redraw()
}

// SetZoom sets the size of the letter, 1 being the theme's; kept within 0.5 and 3.
// What stands at the top stays there.
func (v *LetterView) SetZoom(zoom float32) {
	v.zoom = min(max(zoom, minZoom), maxZoom)
	v.lay()
}

// Zoom is the factor set by SetZoom.
func (v *LetterView) Zoom() float32 { return v.zoom }

// SetFolded shows the letter with or without the quoted one at its end.
func (v *LetterView) SetFolded(folded bool) {
	v.folds = folded
	v.lay()
}

// Folded says that a quoted letter is left out.
func (v *LetterView) Folded() bool { return v.sheet != nil && v.sheet.folded }

// SetOriginal shows the sender's colours, or those that fit a dark theme.
func (v *LetterView) SetOriginal(on bool) {
	v.original = on
	v.lay()
}

// Original says whether the sender's colours are shown; can is false where the theme changes none.
func (v *LetterView) Original() (on, can bool) { return v.original, isDark(v.pane()) }

// SetReveal shows the text that the letter hides, marked, or hides it again.
func (v *LetterView) SetReveal(on bool) {
	v.unhide = on
	v.lay()
}

// Reveals says whether hidden text is shown.
func (v *LetterView) Reveals() bool { return v.unhide }

// Text is the letter's whole text as it is copied.
func (v *LetterView) Text() string {
	if v.sheet == nil {
		return ""
	}
	return v.sheet.text.Copy(0, v.sheet.text.Len())
}

// Page is what is shown; nil for nothing. It must not be changed.
func (v *LetterView) Page() *htmlview.Page {
	if v.sheet == nil {
		return nil
	}
	return v.sheet.Page
}

// Failed says that the letter could not be laid out, by a mistake in the program.
func (v *LetterView) Failed() bool { return v.sheet != nil && v.sheet.failed }

// Place is how far the letter is scrolled and how much there is, in Fyne's pixels.
func (v *LetterView) Place() (offset, content float64) { return v.view.offset, v.view.content }

// Scale is the letter's size on the screen: Fyne's pixels for each CSS px.
func (v *LetterView) Scale() float32 {
	if v.sheet == nil {
		return v.zoom * unit()
	}
	return v.sheet.scale
}

// Hovered is the target of the link under the pointer, or with the keyboard's focus; "" for none.
func (v *LetterView) Hovered() string {
	for _, i := range []int{v.hovered, v.chosen} {
		if v.sheet != nil && i >= 0 && i < len(v.sheet.Links) {
			return v.sheet.Links[i].Target
		}
	}
	return ""
}

// Painted says whether all that is in view has been painted.
func (v *LetterView) Painted() bool { return v.Loaded() && len(v.missing(0)) == 0 }

// pane is the colour behind letters in the theme.
func (v *LetterView) pane() ground {
	return color.NRGBAModel.Convert(themeColor(theme.ColorNameBackground)).(color.NRGBA)
}

func isDark(c ground) bool { return int(c.R)+int(c.G)+int(c.B) < 3*128 }

// measureHeader gives the header its width first: its height may depend on it.
func (v *LetterView) measureHeader() {
	v.headerH = 0
	if v.header != nil && v.header.Visible() {
		width := v.Size().Width
		v.header.Resize(fyne.NewSize(width, v.header.MinSize().Height))
		height := v.header.MinSize().Height
		v.header.Resize(fyne.NewSize(width, height))
		v.headerH = float64(round(height))
	}
	v.measureContent()
}

// foldRoom is the height of the line that stands for a quoted letter.
const foldRoom = 44

func (v *LetterView) measureContent() {
	v.side.content, v.view.content = 0, v.headerH
	if v.sheet != nil {
		w, h := v.sheet.size()
		v.side.content, v.view.content = w, v.headerH+h
		if v.sheet.folded {
			v.view.content += foldRoom * float64(unit())
		}
		if v.drawn != nil && v.note() != "" {
			v.view.content += float64(v.drawn.setNote(v.note())) + 2*textTop
		}
	}
	if v.side.content < v.side.page+2 { // rounding is no reason to scroll
		v.side.content = v.side.page
	}
	v.view.to(v.view.offset)
	v.side.to(v.side.offset)
}

// note is the sentence below the page.
func (v *LetterView) note() string {
	if v.Note == nil || v.sheet == nil {
		return ""
	}
	return v.Note(v.sheet.Page)
}

func (v *LetterView) redraw() {
	if v.drawn != nil {
		v.drawn.place()
	}
}

// ahead is how much is painted beyond what is in view, in views: below, and half as much above.
const ahead = 1.5

// orderTiles asks for what is missing in and around the view, and drops what lies far away.
func (v *LetterView) orderTiles() {
	if v.sheet == nil {
		v.desk.want(nil)
		return
	}
	s := v.sheet
	near := map[tilePlace]bool{}
	for _, at := range v.around(ahead, ahead) {
		near[at] = true
	}
	for at := range v.tiles {
		if !near[at] {
			delete(v.tiles, at)
		}
	}
	var orders []tileOrder
	for _, at := range v.missing(ahead) {
		orders = append(orders, tileOrder{s, at, func(t *tile) {
			if v.sheet == s {
				v.tiles[at] = t
				v.redraw()
			}
		}})
	}
	v.desk.want(orders)
}

// around are the tiles in view, with so many views above and below.
func (v *LetterView) around(above, below float64) []tilePlace {
	if v.sheet == nil {
		return nil
	}
	top := v.view.offset - v.headerH - above*v.view.page
	return v.sheet.tilesFor(top, v.view.page*(1+above+below), float32(v.side.offset), v.Size().Width)
}

// missing are the tiles not painted yet: those in view first, then those below, then those above.
func (v *LetterView) missing(around float64) []tilePlace {
	var list []tilePlace
	seen := map[tilePlace]bool{}
	for _, part := range [][2]float64{{0, 0}, {0, around}, {around / 2, 0}} {
		for _, at := range v.around(part[0], part[1]) {
			if v.tiles[at] == nil && !seen[at] {
				seen[at] = true
				list = append(list, at)
			}
		}
	}
	return list
}
