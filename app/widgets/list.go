package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Row is one card of a List, ready to draw: every text in its final wording.
type Row struct {
	Title     string      // first line, left: the sender
	Aside     string      // first line, right: the time
	Line      string      // second line: the subject
	Preview   string      // second line after Line, in grey
	Count     int         // a number after Title, shown from 2: messages of a conversation
	Strong    bool        // unread: bold and a dot
	Marked    bool        // the star is set
	Clip      bool        // a paperclip
	Answered  bool        // a reply arrow
	Forwarded bool        // a forward arrow
	Cloud     bool        // a cloud
	CloudTip  string      // what hovering over the cloud says, "" for nothing
	Dimmed    bool        // all texts in grey, as for something not complete
	Colour    color.Color // the dot at the right of the second line, nil for none
}

// Group is a heading of a List above row First. Groups are sorted by First, and no
// two have the same First.
type Group struct {
	First int
	Title string
}

// ListModel is what a List shows. Row and Key are called for visible rows on every
// frame and must be quick. Keys are unique and stay with their row when it moves.
type ListModel interface {
	Len() int
	Row(i int) Row
	Key(i int) int64
	// Groups are the headings, nil for none. A List asks once per Refresh.
	Groups() []Group
}

// ListIndexer may be implemented by a ListModel with very many rows: Index is the
// row of key, or -1. Without it a List looks through the keys itself, from the
// place where the key was last.
type ListIndexer interface {
	Index(key int64) int
}

// List shows any number of rows as two-line cards with headings. Only visible rows
// exist as canvas objects. The selection is kept by key, so it survives Refresh.
type List struct {
	widget.BaseWidget

	// Empty and EmptyHint are shown while the model has no rows.
	Empty, EmptyHint string

	// OnSelect is called after the user changed the selection: the keys in row
	// order and the key with the keyboard's focus. focus is 0 if keys is empty.
	OnSelect func(keys []int64, focus int64)
	// OnActivate is called on a double click or Return.
	OnActivate func(key int64)
	// OnMenu is called on a right click (or the menu key) with the position on the
	// canvas; a click outside the selection selects that row first.
	OnMenu func(at fyne.Position, keys []int64)
	// OnDrag is called while the selected rows are dragged, with the pointer's position on
	// the canvas, and OnDrop when they are let go there. nil: rows cannot be dragged.
	OnDrag, OnDrop func(at fyne.Position, keys []int64)
	// OnMark is called on a click on the star of a row.
	OnMark func(key int64)
	// OnKey gets the keys the list has no use for: Delete, Escape and the rest.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// OnRune gets typed characters, for one-letter keys.
	OnRune func(r rune)
	// OnScroll is called after the visible rows changed, first and last inclusive.
	OnScroll func(first, last int)

	// Close sets the rows closer together. Refresh shows the change.
	Close bool

	model ListModel
	geo   geometry
	view  scroller
	picks selection
	drawn *listRenderer // nil until the list is shown

	seen    []int64 // keys on the screen at the last layout, the first at row seenRow
	seenRow int

	focused bool
	pointer *fyne.Position // where the pointer is, nil when outside
	hover   int            // the row under it, -1 for none
	clicked struct {       // the last press, to know a double click
		key  int64
		when time.Time
	}
	tip  tip
	drag listDrag
}

// NewList makes a list of model, which may be nil until SetModel.
func NewList(model ListModel) *List {
	l := &List{model: model, picks: newSelection(), hover: -1, drag: listDrag{row: -1}}
	l.ExtendBaseWidget(l)
	l.measure()
	return l
}

// SetModel shows another model from its top and clears the selection without
// calling OnSelect.
func (l *List) SetModel(model ListModel) {
	l.model = model
	l.picks.clear()
	l.view.offset = 0
	l.seen = nil
	l.Refresh()
}

// Refresh draws the model anew. The top row stays where it is on the screen even if
// rows arrived above it; at the very top new rows are shown. Selected keys which are
// gone leave the selection without a call to OnSelect.
func (l *List) Refresh() {
	l.keepPlace()
	if l.model != nil {
		l.picks.prune(l.model)
	}
	l.BaseWidget.Refresh()
}

// measure reads rows, headings and text size anew.
func (l *List) measure() {
	l.geo = geometry{rowH: float64(int(64 * unit())), headH: float64(int(32 * unit()))}
	if l.Close {
		l.geo.rowH = float64(int(48 * unit()))
	}
	if l.model != nil {
		l.geo.rows = l.model.Len()
		l.geo.groups = cleaned(l.model.Groups(), l.geo.rows)
	}
	l.view.content = l.geo.height()
}

// catchUp measures again if the model changed its length without a Refresh: a click
// or a frame in between must not ask it for a row it no longer has.
func (l *List) catchUp() {
	if l.model != nil && l.model.Len() != l.geo.rows {
		l.keepPlace()
	}
}

// keepPlace measures, then scrolls so that the first row on the screen which still
// exists stays at its place.
func (l *List) keepPlace() {
	before, seen, first := l.geo, l.seen, l.seenRow
	l.measure()
	if l.view.offset > 0 {
		for n, key := range seen {
			row := indexOf(l.model, spot{key, first + n})
			if row >= 0 {
				l.view.offset += l.geo.top(row) - before.top(first+n)
				break
			}
		}
	}
	l.view.to(l.view.offset)
}

// Select makes keys the selection, the last of them the focus, without calling
// OnSelect and without scrolling. No keys: nothing is selected.
func (l *List) Select(keys ...int64) {
	l.picks.clear()
	for _, key := range keys {
		if row := l.IndexOf(key); row >= 0 {
			l.picks.add(l.model, row)
		}
	}
	l.picks.anchor = l.picks.focus
	l.redraw()
}

// SelectAt selects the row alone, scrolls to it and calls OnSelect, as the arrow
// keys do. An index outside the model is moved to the nearest row; in an empty model
// nothing is selected, which OnSelect hears too.
func (l *List) SelectAt(row int) {
	l.Refresh() // the caller may come straight from removing rows
	if l.geo.rows == 0 {
		l.picks.clear()
	} else {
		row = min(max(0, row), l.geo.rows-1)
		l.picks.only(l.model, row)
		l.reveal(row)
	}
	l.changed()
}

// Selected is the selection in row order.
func (l *List) Selected() []int64 {
	if l.model == nil {
		return nil
	}
	rows := l.picks.rows(l.model)
	keys := make([]int64, len(rows))
	for i, row := range rows {
		keys[i] = l.model.Key(row)
	}
	return keys
}

// Focus is the key with the keyboard's focus; ok is false if there is none.
func (l *List) Focus() (key int64, ok bool) {
	return l.picks.focus.key, l.picks.focus.row >= 0
}

// FocusRow is the row of Focus, or -1.
func (l *List) FocusRow() int { return indexOf(l.model, l.picks.focus) }

// IndexOf is the row of key, or -1.
func (l *List) IndexOf(key int64) int {
	return indexOf(l.model, spot{key, max(0, l.picks.focus.row)})
}

// ScrollTo brings the row of key into view with the least movement.
func (l *List) ScrollTo(key int64) {
	if row := l.IndexOf(key); row >= 0 {
		l.reveal(row)
		l.redraw()
	}
}

// ScrollToTop shows the first row.
func (l *List) ScrollToTop() {
	l.view.to(0)
	l.redraw()
}

// VisibleRows are the first and last row now at least partly in view; last is -1 if
// there is none.
func (l *List) VisibleRows() (first, last int) {
	if l.geo.rows == 0 || l.view.page <= 0 {
		return 0, -1
	}
	first = l.geo.at(l.view.offset)
	last = l.geo.at(l.view.offset + l.view.page - 1)
	if last >= l.geo.rows || l.geo.start(last) >= l.view.offset+l.view.page {
		last--
	}
	return first, last
}

// reveal scrolls to row, with its heading if that is right above.
func (l *List) reveal(row int) {
	l.view.reveal(l.geo.start(row), l.geo.top(row)+l.geo.rowH)
}

// changed redraws and tells of a new selection.
func (l *List) changed() {
	l.redraw()
	if l.OnSelect != nil {
		keys := l.Selected()
		var focus int64
		if len(keys) > 0 {
			focus = l.picks.focus.key
		}
		l.OnSelect(keys, focus)
	}
}

// redraw lays the visible rows out again without asking the model for its length.
func (l *List) redraw() {
	if l.drawn != nil {
		l.drawn.place()
	}
}
