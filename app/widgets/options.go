package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	optionHeight = 38
	optionPad    = 4
)

// optionList floats below a Chips field; the keys stay in the field.
type optionList struct {
	widget.BaseWidget
	chips   *Chips
	options []Option
	at      int // the one that Return takes
	rows    []*optionRow
}

func newOptionList(c *Chips) *optionList {
	l := &optionList{chips: c}
	l.ExtendBaseWidget(l)
	l.Hide()
	return l
}

func (l *optionList) set(options []Option) {
	l.options, l.at = options, 0
	l.rows = nil
	for i, o := range options {
		row := &optionRow{list: l, at: i, option: o}
		row.ExtendBaseWidget(row)
		l.rows = append(l.rows, row)
	}
	l.Refresh()
}

func (l *optionList) move(by int) {
	l.at = (l.at + by + len(l.options)) % len(l.options)
	for _, row := range l.rows {
		row.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *optionList) CreateRenderer() fyne.WidgetRenderer {
	r := &optionListRenderer{list: l, shadow: canvas.NewRectangle(color.Transparent), ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type optionListRenderer struct {
	list           *optionList
	shadow, ground *canvas.Rectangle
}

func (r *optionListRenderer) Destroy() {}

func (r *optionListRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.shadow, r.ground}
	for _, row := range r.list.rows {
		objects = append(objects, row)
	}
	return objects
}

func (r *optionListRenderer) MinSize() fyne.Size {
	u := unit()
	return fyne.NewSize(300*u, float32(len(r.list.rows))*round(optionHeight*u)+2*optionPad)
}

func (r *optionListRenderer) Layout(size fyne.Size) {
	place(r.shadow, -1, 0, size.Width+2, size.Height+3)
	place(r.ground, 0, 0, size.Width, size.Height)
	high := round(optionHeight * unit())
	for i, row := range r.list.rows {
		place(row, optionPad, optionPad+float32(i)*high, size.Width-2*optionPad, high)
	}
}

func (r *optionListRenderer) Refresh() {
	r.shadow.FillColor, r.shadow.CornerRadius = color.NRGBA{A: 0x30}, 8
	r.ground.FillColor, r.ground.CornerRadius = themeColor(theme.ColorNameMenuBackground), 6
	r.ground.StrokeWidth, r.ground.StrokeColor = 1, themeColor(ColorNameHairline)
	r.Layout(r.list.Size())
	canvas.Refresh(r.list)
}

// optionRow is one suggestion.
type optionRow struct {
	widget.BaseWidget
	list   *optionList
	at     int
	option Option
}

// MouseDown implements desktop.Mouseable. It is not a tap, as by then the field has lost the keyboard and finished what was
// typed.
func (o *optionRow) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button == desktop.MouseButtonPrimary {
		o.list.chips.take(o.option)
		fyne.Do(o.list.chips.focus) // the click takes the keyboard away after this
	}
}

// MouseUp implements desktop.Mouseable.
func (o *optionRow) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable.
func (o *optionRow) MouseIn(*desktop.MouseEvent) { o.list.at = o.at; o.list.move(0) }

// MouseMoved implements desktop.Hoverable.
func (o *optionRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *optionRow) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (o *optionRow) CreateRenderer() fyne.WidgetRenderer {
	r := &optionRenderer{row: o, ground: canvas.NewRectangle(color.Transparent), title: canvas.NewText("", color.Transparent), detail: canvas.NewText("", color.Transparent)}
	if o.option.Key != "" {
		r.face = NewAvatar(o.option.Title, o.option.Key)
	}
	r.Refresh()
	return r
}

type optionRenderer struct {
	row           *optionRow
	ground        *canvas.Rectangle
	face          *Avatar // nil: none
	title, detail *canvas.Text
	large, small  *measurer
}

func (r *optionRenderer) Destroy()           {}
func (r *optionRenderer) MinSize() fyne.Size { return fyne.NewSize(100, round(optionHeight*unit())) }

func (r *optionRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground, r.title, r.detail}
	if r.face != nil {
		objects = append(objects, r.face)
	}
	return objects
}

func (r *optionRenderer) Layout(size fyne.Size) {
	u := unit()
	r.ground.Resize(size)
	left := 46 * u
	if r.face != nil {
		place(r.face, 8*u, round((size.Height-26*u)/2), 26*u, 26*u)
	}
	o := r.row.option
	room := size.Width - left - 8*u
	setText(r.title, r.large.fit(o.Title, room), r.large, theme.ColorNameForeground)
	setText(r.detail, r.small.fit(o.Detail, room), r.small, ColorNameMuted)
	h, d := r.title.MinSize().Height, r.detail.MinSize().Height
	if o.Detail == "" {
		place(r.title, left, round((size.Height-h)/2), room, h)
		return
	}
	top := round((size.Height - h - d + 5*u) / 2)
	place(r.title, left, top, room, h)
	place(r.detail, left, top+h-4*u, room, d)
}

func (r *optionRenderer) Refresh() {
	r.large = newMeasurerOnce(r.large, 13*unit(), fyne.TextStyle{})
	r.small = newMeasurerOnce(r.small, 11.5*unit(), fyne.TextStyle{})
	r.ground.CornerRadius = 5
	r.ground.FillColor = color.Transparent
	if r.row.list.at == r.row.at {
		r.ground.FillColor = themeColor(ColorNameSelected)
	}
	r.Layout(r.row.Size())
	canvas.Refresh(r.ground)
}
