package widgets

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// listRenderer draws a List: cards and headings from two pools, so that scrolling
// makes no new objects. It has no ground of its own, as filling that much of the
// window takes a third of a frame where no graphics card helps.
type listRenderer struct {
	list    *List
	look    *listLook
	spark   *canvas.Rectangle // draws nothing: refreshing it has the window drawn
	cards   []*card
	heads   []*canvas.Text
	bar     *scrollBar
	empty   *notice
	objects []fyne.CanvasObject

	first, last int // what OnScroll was told last
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	r := &listRenderer{list: l, look: newListLook(), spark: canvas.NewRectangle(color.Transparent), empty: newNotice(), last: -1}
	r.bar = newScrollBar(&l.view, func() { l.scrolled() })
	r.collect()
	l.drawn = r
	return r
}

func (r *listRenderer) collect() {
	r.objects = append(r.objects[:0], r.spark)
	for _, c := range r.cards {
		r.objects = append(r.objects, c.box)
	}
	for _, h := range r.heads {
		r.objects = append(r.objects, h)
	}
	r.objects = append(r.objects, r.empty.box, r.bar)
}

func (r *listRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, 120) }
func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *listRenderer) Destroy()                     { r.list.tip.hide() }

func (r *listRenderer) Layout(size fyne.Size) {
	place(r.bar, size.Width-barZone, 0, barZone, size.Height)
	r.list.view.page = float64(size.Height)
	r.list.view.to(r.list.view.offset)
	r.place()
}

// Refresh follows a change of the theme or of the model.
func (r *listRenderer) Refresh() {
	r.look = newListLook()
	r.list.measure()
	r.list.view.to(r.list.view.offset)
	for _, c := range r.cards {
		c.shown = cardState{}
		for _, o := range c.box.Objects {
			if img, ok := o.(*canvas.Image); ok {
				img.Refresh() // its colour may have changed
			}
		}
	}
	r.place()
	r.bar.Refresh()
}

// place puts a card on each visible row. A card whose row stays visible keeps it.
func (r *listRenderer) place() {
	l := r.list
	size := l.Size()
	l.catchUp()
	l.updateHover()
	first, last := l.VisibleRows()
	free := r.release(first, last)
	used := 0
	l.seen, l.seenRow = l.seen[:0], first
	for i := first; i <= last; i++ {
		key := l.model.Key(i)
		l.seen = append(l.seen, key)
		c := r.cardFor(i, &free)
		c.show(cardState{
			row:      l.model.Row(i),
			width:    size.Width,
			selected: l.picks.has(key),
			focused:  l.focused,
			ring:     l.focused && l.ringed(key),
			hover:    i == l.hover,
			marks:    l.OnMark != nil,
		}, float32(l.geo.rowH), r.look, false)
		y := float32(math.Round(l.geo.top(i) - l.view.offset))
		c.box.Resize(fyne.NewSize(size.Width, float32(l.geo.rowH)))
		c.box.Move(fyne.NewPos(0, y))
		if title := l.geo.heading(i); title != "" {
			r.placeHeading(used, title, y-float32(l.geo.headH), size.Width)
			used++
		}
	}
	for _, c := range free {
		c.box.Hide()
	}
	for _, h := range r.heads[used:] {
		h.Hide()
	}
	r.empty.show(l.Empty, l.EmptyHint, size, l.geo.rows == 0)
	r.bar.Refresh()
	canvas.Refresh(r.spark)
	r.tell(first, last)
}

// release gives the cards whose rows are out of sight, and marks them free.
func (r *listRenderer) release(first, last int) []*card {
	var free []*card
	for _, c := range r.cards {
		if c.row < first || c.row > last {
			c.row = -1
			free = append(free, c)
		}
	}
	return free
}

// cardFor is the card of row i: the one it has, a free one or a new one.
func (r *listRenderer) cardFor(i int, free *[]*card) *card {
	for _, c := range r.cards {
		if c.row == i {
			return c
		}
	}
	var c *card
	if n := len(*free); n > 0 {
		c, *free = (*free)[n-1], (*free)[:n-1]
	} else {
		c = newCard()
		r.cards = append(r.cards, c)
		r.collect()
	}
	c.row = i
	c.box.Show()
	return c
}

func (r *listRenderer) placeHeading(n int, title string, y, width float32) {
	if n == len(r.heads) {
		r.heads = append(r.heads, canvas.NewText("", color.Transparent))
		r.collect()
	}
	h := r.heads[n]
	x := cardTextX * r.look.unit
	setText(h, r.look.heading.fit(title, width-x-cardRight), r.look.heading, ColorNameMuted)
	place(h, x, y+float32(r.list.geo.headH)-r.look.lineH-5*r.look.unit, width-x-cardRight, r.look.lineH)
	h.Show()
}

// tell reports a change of the visible rows.
func (r *listRenderer) tell(first, last int) {
	if first == r.first && last == r.last {
		return
	}
	r.first, r.last = first, last
	if r.list.OnScroll != nil {
		r.list.OnScroll(first, last)
	}
}
