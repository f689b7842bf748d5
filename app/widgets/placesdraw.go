package widgets

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"satchel/assets"
)

// placeRow is one row of the sidebar on the screen.
type placeRow struct {
	box    *fyne.Container
	ground *canvas.Rectangle
	ring   *canvas.Rectangle
	dot    *canvas.Circle
	icon   *canvas.Image
	arrow  *canvas.Image
	drawn  string // of icon
	folded string // of arrow
	title  *canvas.Text
	count  *canvas.Text
}

func newPlaceRow() *placeRow {
	row := &placeRow{
		ground: canvas.NewRectangle(color.Transparent),
		ring:   canvas.NewRectangle(color.Transparent),
		dot:    canvas.NewCircle(color.Transparent),
		icon:   canvas.NewImageFromResource(nil),
		arrow:  canvas.NewImageFromResource(nil),
		title:  canvas.NewText("", color.Transparent),
		count:  canvas.NewText("", color.Transparent),
	}
	row.icon.FillMode, row.arrow.FillMode = canvas.ImageFillContain, canvas.ImageFillContain
	row.ground.CornerRadius, row.ring.CornerRadius = 6, 6
	row.ring.StrokeWidth = 1.5
	row.box = container.NewWithoutLayout(row.ground, row.ring, row.dot, row.icon, row.arrow, row.title, row.count)
	return row
}

// placesRenderer draws Places: one row of objects for each place not folded away,
// as there are tens of them.
type placesRenderer struct {
	places          *Places
	ground          *canvas.Rectangle
	rows            []*placeRow
	bar             *scrollBar
	regular, strong *measurer
	objects         []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (p *Places) CreateRenderer() fyne.WidgetRenderer {
	r := &placesRenderer{places: p, ground: canvas.NewRectangle(color.Transparent)}
	r.bar = newScrollBar(&p.view, p.Refresh)
	p.drawn = r
	r.Refresh()
	return r
}

func (r *placesRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, 80) }
func (r *placesRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *placesRenderer) Destroy()                     {}

func (r *placesRenderer) Layout(size fyne.Size) {
	place(r.ground, 0, 0, size.Width, size.Height)
	place(r.bar, size.Width-barZone, 0, barZone, size.Height)
	r.fill(size)
}

func (r *placesRenderer) Refresh() {
	r.regular = newMeasurerOnce(r.regular, 13*unit(), fyne.TextStyle{})
	r.strong = newMeasurerOnce(r.strong, 13*unit(), fyne.TextStyle{Bold: true})
	r.ground.FillColor = themeColor(ColorNameSidebar)
	r.fill(r.places.Size())
	canvas.Refresh(r.ground)
}

// fill shows the rows at their places.
func (r *placesRenderer) fill(size fyne.Size) {
	p := r.places
	for len(r.rows) < len(p.rows) {
		r.rows = append(r.rows, newPlaceRow())
	}
	r.objects = append(r.objects[:0], r.ground)
	p.view.page = float64(size.Height)
	p.view.content = float64(p.topOf(len(p.rows)) + placesTop)
	p.view.to(p.view.offset)
	hover := -1
	if p.pointer != nil {
		hover = p.rowAt(p.pointer.Y)
	}
	y := float32(placesTop) - round(float32(p.view.offset))
	height := round(placeHeight * unit())
	for n, i := range p.rows {
		row := r.rows[n]
		y += p.heightOf(n) - height
		if y+height > 0 && y < size.Height {
			r.fillRow(row, &p.places[i], size.Width, height, n == hover)
			row.box.Resize(fyne.NewSize(size.Width, height))
			row.box.Move(fyne.NewPos(0, y))
			r.objects = append(r.objects, row.box)
		}
		y += height
	}
	r.objects = append(r.objects, r.bar)
	r.bar.Refresh()
}

// placeLeft is where a row's icon begins, and arrowReach how far into it the arrow left of
// it can be clicked.
func placeLeft(at *Place) float32 {
	if at.Heading {
		return 14
	}
	return 18 + float32(at.Level)*16*unit()
}

const arrowReach = 2

func (r *placesRenderer) fillRow(row *placeRow, at *Place, width, height float32, hover bool) {
	p := r.places
	var ground fyne.ThemeColorName
	switch {
	case at.ID == p.drop && p.drop != "":
		ground = ColorNameSelected
	case at.ID == p.selected && p.focused:
		ground = ColorNameSelected
	case at.ID == p.selected:
		ground = ColorNameSelectedDim
	case hover:
		ground = theme.ColorNameHover
	}
	row.ground.Hidden = ground == ""
	if ground != "" {
		row.ground.FillColor = themeColor(ground)
	}
	place(row.ground, 6, 1, width-12, height-2)
	place(row.ring, 6, 1, width-12, height-2)
	row.ring.StrokeColor = themeColor(ColorNameAccent)
	row.ring.Hidden = !p.focused || at.ID != p.cursor || at.ID == p.selected
	x := r.fillMarks(row, at, placeLeft(at), width, height)
	r.fillTexts(row, at, x, width, height)
}

// fillMarks shows dot, icon and fold arrow, and gives where the title begins.
func (r *placesRenderer) fillMarks(row *placeRow, at *Place, x, width, height float32) float32 {
	u := unit()
	row.dot.Hidden = at.Colour == nil
	if at.Colour != nil {
		size := 8 * u
		row.dot.FillColor = at.Colour
		place(row.dot, x+5*u, round((height-size)/2), size, size)
		x += 18*u + 8
	} else if at.Heading {
		x += 4
	}
	row.icon.Hidden = at.Icon == nil
	if at.Icon != nil {
		size := round(18 * u)
		showIcon(row.icon, &row.drawn, at.Icon, theme.ColorNameForeground)
		place(row.icon, x, round((height-size)/2), size, size)
		x += size + 8
	}
	row.arrow.Hidden = !at.foldable()
	if at.foldable() {
		size, left := round(14*u), width-16-round(14*u)
		if !at.Heading {
			size = round(11 * u)
			left = placeLeft(at) - size - 1
		}
		name := assets.ChevronDown
		if at.Folded {
			name = assets.ChevronRight
		}
		showIcon(row.arrow, &row.folded, Icon(name), ColorNameMuted)
		place(row.arrow, left, round((height-size)/2), size, size)
	}
	return x
}

func (r *placesRenderer) fillTexts(row *placeRow, at *Place, x, width, height float32) {
	look := r.regular
	if at.Strong {
		look = r.strong
	}
	ink := theme.ColorNameForeground
	if at.Heading {
		ink = ColorNameMuted
		look = r.strong
	}
	right := width - 16
	count := ""
	if at.Count > 0 && !at.Heading {
		count = strconv.Itoa(at.Count)
	}
	if at.Heading {
		right -= 14*unit() + 6
	}
	w := look.width(count)
	h := fyne.MeasureText("Ag", look.size, look.style).Height
	y := round((height - h) / 2)
	colour := ColorNameMuted
	if at.Strong {
		colour = theme.ColorNameForeground
	}
	setText(row.count, count, look, colour)
	place(row.count, right-w, y, w+1, h)
	if count != "" {
		right -= w + 8
	}
	setText(row.title, look.fit(at.Title, right-x), look, ink)
	place(row.title, x, y, right-x, h)
}
