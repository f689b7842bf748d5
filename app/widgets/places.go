package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Place is one row of Places.
type Place struct {
	ID      string // unique, not empty
	Title   string
	Count   int           // at the right, 0 for none
	Strong  bool          // bold
	Icon    fyne.Resource // nil for none
	Level   int           // indentation, from 0
	Heading bool          // an account: dot, fold arrow, not selectable
	Holds   bool          // the rows after it with a greater level are in it: fold arrow
	Folded  bool          // what is below the heading, or in the row, is hidden
	Colour  color.Color   // the dot of a heading, nil for none
}

// Places is the sidebar: rows with icon, title and count under foldable headings, and
// foldable rows in rows.
type Places struct {
	widget.BaseWidget

	// OnSelect is called after the user chose a row.
	OnSelect func(id string)
	// OnFold is called after a heading or a row was folded or opened.
	OnFold func(id string, folded bool)
	// OnMenu is called on a right click (or the menu key) with the position on the canvas.
	OnMenu func(at fyne.Position, id string)
	// OnKey gets the keys the sidebar has no use for.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// OnRune gets typed characters, for one-letter keys.
	OnRune func(r rune)

	places   []Place
	rows     []int // indices of the places not folded away
	selected string
	cursor   string // the row the keyboard is on: the selected one or a heading
	view     scroller
	drawn    *placesRenderer
	focused  bool
	pointer  *fyne.Position
	drop     string // the row something dragged would fall on
}

// NewPlaces makes an empty sidebar.
func NewPlaces() *Places {
	p := &Places{}
	p.ExtendBaseWidget(p)
	return p
}

// SetPlaces shows these rows. Selection and scrolling stay; a selected ID which is
// gone is no longer selected. Headings folded by the user stay folded only if the
// caller says so in Folded.
func (p *Places) SetPlaces(places []Place) {
	p.places = places
	if p.index(p.selected) < 0 {
		p.selected = ""
	}
	p.unfold()
	p.Refresh()
}

// Select selects a row without calling OnSelect; "" for none.
func (p *Places) Select(id string) {
	p.selected, p.cursor = id, id
	p.reveal(id)
	p.Refresh()
}

// Selected is the ID of the selected row, "" for none.
func (p *Places) Selected() string { return p.selected }

// Shown are the IDs of the rows that are not folded away, from top to bottom.
func (p *Places) Shown() []string {
	ids := make([]string, len(p.rows))
	for n, i := range p.rows {
		ids[n] = p.places[i].ID
	}
	return ids
}

// PlaceAt is the ID of the row at a position on the canvas, "" for none: for
// dropping something on it.
func (p *Places) PlaceAt(at fyne.Position) string {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(p))
	if at.X < 0 || at.X >= p.Size().Width || at.Y < 0 || at.Y >= p.Size().Height {
		return ""
	}
	return p.idAt(at.Y)
}

// ShowDrop marks the row something dragged would fall on, "" for none.
func (p *Places) ShowDrop(id string) {
	if p.drop != id {
		p.drop = id
		p.Refresh()
	}
}

// unfold finds the rows to show.
func (p *Places) unfold() {
	p.rows = p.rows[:0]
	const none = 1 << 30
	hidden := none // rows of a greater level are
	for i := range p.places {
		at := &p.places[i]
		level := at.Level
		if at.Heading {
			level, hidden = -1, none
		}
		if level > hidden {
			continue
		}
		hidden = none
		if at.Folded && at.foldable() {
			hidden = level
		}
		p.rows = append(p.rows, i)
	}
}

func (at *Place) foldable() bool { return at.Heading || at.Holds }

// placeHeight and headingExtra are the measures of a row; a heading which is not the
// first has room above it.
const (
	placeHeight  = 30
	headingExtra = 10
	placesTop    = 8
)

// heightOf is the height of the nth row shown, with the room above a heading.
func (p *Places) heightOf(n int) float32 {
	h := round(placeHeight * unit())
	if n > 0 && p.places[p.rows[n]].Heading {
		h += headingExtra
	}
	return h
}

// topOf is the top edge of the nth row shown.
func (p *Places) topOf(n int) float32 {
	y := float32(placesTop)
	for i := range n {
		y += p.heightOf(i)
	}
	return y
}

// shown is the position of id among the rows shown, or -1.
func (p *Places) shown(id string) int {
	for n, i := range p.rows {
		if p.places[i].ID == id {
			return n
		}
	}
	return -1
}

// index is the position of id among all places, or -1.
func (p *Places) index(id string) int {
	for i := range p.places {
		if p.places[i].ID == id {
			return i
		}
	}
	return -1
}

// rowAt is the position among the rows shown at y of the widget, or -1.
func (p *Places) rowAt(y float32) int {
	y += float32(p.view.offset) - placesTop
	if y < 0 {
		return -1
	}
	for n := range p.rows {
		if y -= p.heightOf(n); y < 0 {
			return n
		}
	}
	return -1
}

func (p *Places) idAt(y float32) string {
	if n := p.rowAt(y); n >= 0 {
		return p.places[p.rows[n]].ID
	}
	return ""
}

func (p *Places) reveal(id string) {
	if n := p.shown(id); n >= 0 {
		p.view.reveal(float64(p.topOf(n)), float64(p.topOf(n)+p.heightOf(n)))
	}
}

// choose selects a row as the user does, or folds a heading.
func (p *Places) choose(n int) {
	at := p.rows[n]
	p.cursor = p.places[at].ID
	if p.places[at].Heading {
		p.fold(at, !p.places[at].Folded)
		return
	}
	changed := p.selected != p.places[at].ID
	p.selected = p.places[at].ID
	p.Refresh()
	if changed && p.OnSelect != nil {
		p.OnSelect(p.selected)
	}
}

func (p *Places) fold(at int, folded bool) {
	if p.places[at].Folded == folded {
		return
	}
	p.places[at].Folded = folded
	id := p.places[at].ID
	p.unfold()
	p.Refresh()
	if p.OnFold != nil {
		p.OnFold(id, folded)
	}
}

// FocusGained implements fyne.Focusable.
func (p *Places) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements fyne.Focusable.
func (p *Places) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *Places) TypedRune(r rune) {
	if p.OnRune != nil && r != ' ' {
		p.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (p *Places) TypedKey(ev *fyne.KeyEvent) {
	n := p.shown(p.cursor)
	switch ev.Name {
	case fyne.KeyUp:
		p.step(max(0, n-1))
	case fyne.KeyDown:
		p.step(n + 1)
	case fyne.KeyHome:
		p.step(0)
	case fyne.KeyEnd:
		p.step(len(p.rows) - 1)
	case fyne.KeyLeft, fyne.KeyRight:
		if n >= 0 && p.places[p.rows[n]].foldable() {
			p.fold(p.rows[n], ev.Name == fyne.KeyLeft)
		}
	case desktop.KeyMenu:
		p.menuAt(n)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if n >= 0 && p.places[p.rows[n]].Heading {
			p.choose(n)
			return
		}
		p.pass(ev)
	default:
		p.pass(ev)
	}
}

func (p *Places) pass(ev *fyne.KeyEvent) {
	if p.OnKey != nil {
		p.OnKey(ev, keyModifiers())
	}
}

// step moves the keyboard to a row: places are selected, headings only reached.
func (p *Places) step(n int) {
	if n < 0 || n >= len(p.rows) {
		return
	}
	place := p.places[p.rows[n]]
	p.reveal(place.ID)
	if place.Heading {
		p.cursor = place.ID
		p.Refresh()
		return
	}
	p.choose(n)
}

// MouseDown implements desktop.Mouseable.
func (p *Places) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && !p.focused {
		c.Focus(p)
	}
	n := p.rowAt(ev.Position.Y)
	if n < 0 || ev.Button != desktop.MouseButtonPrimary {
		return
	}
	if at := &p.places[p.rows[n]]; at.Holds && ev.Position.X < placeLeft(at)+arrowReach {
		p.fold(p.rows[n], !at.Folded)
		return
	}
	p.choose(n)
}

// menuAt opens the menu at a row, for the menu key.
func (p *Places) menuAt(n int) {
	if n < 0 || p.OnMenu == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p)
	p.OnMenu(at.AddXY(placeLeft(&p.places[p.rows[n]])+20, p.topOf(n)+p.heightOf(n)/2-float32(p.view.offset)), p.places[p.rows[n]].ID)
}

// MouseUp implements desktop.Mouseable.
func (p *Places) MouseUp(*desktop.MouseEvent) {}

// TappedSecondary implements fyne.SecondaryTappable.
func (p *Places) TappedSecondary(ev *fyne.PointEvent) {
	if id := p.idAt(ev.Position.Y); id != "" && p.OnMenu != nil {
		p.OnMenu(ev.AbsolutePosition, id)
	}
}

// Scrolled implements fyne.Scrollable.
func (p *Places) Scrolled(ev *fyne.ScrollEvent) {
	if p.view.to(p.view.offset - float64(ev.Scrolled.DY)*wheelFactor) {
		p.Refresh()
	}
}

// MouseIn implements desktop.Hoverable.
func (p *Places) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (p *Places) MouseMoved(ev *desktop.MouseEvent) {
	before := -1
	if p.pointer != nil {
		before = p.rowAt(p.pointer.Y)
	}
	at := ev.Position
	p.pointer = &at
	if p.rowAt(at.Y) != before {
		p.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (p *Places) MouseOut() { p.pointer = nil; p.Refresh() }
