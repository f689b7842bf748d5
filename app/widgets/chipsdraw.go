package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/assets"
)

const (
	chipHeight = 24
	chipGap    = 4
	chipCross  = 16
	chipLines  = 4   // shown before the field scrolls
	chipType   = 150 // room that typing has at least, else it goes on in the next line
	chipWidest = 280
)

// rebuild draws the chips anew.
func (c *Chips) rebuild() {
	objects := make([]fyne.CanvasObject, 0, len(c.chips)+1)
	for i, chip := range c.chips {
		objects = append(objects, newChipBox(c, i, chip))
	}
	if c.inside == nil {
		return // being made
	}
	c.inside.Objects = append(objects, c.entry)
	hint := ""
	if len(c.chips) == 0 {
		hint = c.hint
	}
	if c.entry.PlaceHolder != hint {
		c.entry.SetPlaceHolder(hint)
	}
	c.Refresh()
	if c.entry.focused {
		c.scroll.ScrollToBottom()
	}
}

// wrong is what is said about the first chip that will not do.
func (c *Chips) wrong() string {
	for _, chip := range c.chips {
		if chip.Wrong != "" {
			return chip.Wrong
		}
	}
	return ""
}

// CreateRenderer implements fyne.Widget.
func (c *Chips) CreateRenderer() fyne.WidgetRenderer {
	r := &chipsRenderer{chips: c, ground: canvas.NewRectangle(color.Transparent), wrong: canvas.NewText("", color.Transparent)}
	r.Refresh()
	return r
}

type chipsRenderer struct {
	chips  *Chips
	ground *canvas.Rectangle
	wrong  *canvas.Text
	small  *measurer
}

func (r *chipsRenderer) Destroy() { r.chips.hideList() }

func (r *chipsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.chips.scroll, r.wrong}
}

// boxHeight is the field's without what is said below it.
func (r *chipsRenderer) boxHeight() float32 {
	line := round(chipHeight*unit()) + chipGap
	lines := r.chips.flow.height(r.chips.inside.Objects)
	return min(lines, chipLines*line+line/2) + chipGap
}

func (r *chipsRenderer) wrongHeight() float32 {
	if r.wrong.Hidden {
		return 0
	}
	return r.wrong.MinSize().Height + 2
}

func (r *chipsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(chipType*unit(), r.boxHeight()+r.wrongHeight())
}

func (r *chipsRenderer) Layout(size fyne.Size) {
	c := r.chips
	before := c.flow.width
	if c.flow.width = size.Width - 2*chipGap; c.flow.width != before {
		c.inside.Refresh()
	}
	height := r.boxHeight()
	place(r.ground, 0, 0, size.Width, height)
	place(c.scroll, chipGap, 0, size.Width-2*chipGap, height)
	place(r.wrong, chipGap*2, height+1, size.Width-4*chipGap, r.wrong.MinSize().Height)
	r.showWrong(size.Width)
}

func (r *chipsRenderer) showWrong(width float32) {
	r.small = newMeasurerOnce(r.small, 11.5*unit(), fyne.TextStyle{})
	text := r.chips.wrong()
	setText(r.wrong, r.small.fit(text, max(40, width-4*chipGap)), r.small, ColorNameWarnText)
	r.wrong.Hidden = text == ""
}

func (r *chipsRenderer) Refresh() {
	c := r.chips
	g := r.ground
	g.FillColor = themeColor(theme.ColorNameInputBackground)
	g.CornerRadius = theme.InputRadiusSize()
	g.StrokeWidth, g.StrokeColor = theme.InputBorderSize(), themeColor(theme.ColorNameInputBorder)
	if c.entry.focused {
		g.StrokeWidth, g.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	}
	r.showWrong(c.Size().Width)
	c.inside.Refresh()
	r.Layout(c.Size())
	canvas.Refresh(g)
}

// Tapped implements fyne.Tappable: the field's ground is where one types too.
func (c *Chips) Tapped(*fyne.PointEvent) { c.focus() }

// chipFlow sets the chips side by side, and the entry behind them.
type chipFlow struct{ width float32 }

// Layout implements fyne.Layout.
func (f *chipFlow) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	f.place(objects, func(o fyne.CanvasObject, x, y, w, h float32) { place(o, x, y, w, h) })
}

// MinSize implements fyne.Layout.
func (f *chipFlow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.height(objects))
}

func (f *chipFlow) height(objects []fyne.CanvasObject) float32 {
	return f.place(objects, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (f *chipFlow) place(objects []fyne.CanvasObject, set func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	high := round(chipHeight * unit())
	x, y := float32(0), float32(chipGap)
	for i, o := range objects {
		w := min(o.MinSize().Width, f.width)
		if i == len(objects)-1 { // the entry takes what is left
			w = min(chipType*unit(), f.width)
		}
		if x > 0 && x+w > f.width {
			x, y = 0, y+high+chipGap
		}
		if i == len(objects)-1 {
			h := o.MinSize().Height // more than a chip's, or the entry scrolls
			set(o, x, y+round((high-h)/2), f.width-x, h)
			break
		}
		set(o, x, y, w, high)
		x += w + chipGap
	}
	return y + high
}

// chipBox is one chip.
type chipBox struct {
	widget.BaseWidget
	chips   *Chips
	at      int
	chip    Chip
	hovered bool
	tip     tip
}

func newChipBox(c *Chips, at int, chip Chip) *chipBox {
	b := &chipBox{chips: c, at: at, chip: chip}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped implements fyne.Tappable: on the cross it takes the chip away, else it marks it.
func (b *chipBox) Tapped(ev *fyne.PointEvent) {
	b.tip.hide()
	if ev.Position.X > b.Size().Width-(chipCross+6)*unit() {
		b.chips.remove(b.at)
		b.chips.focus()
		return
	}
	b.chips.focus()
	b.chips.mark(b.at)
}

// DoubleTapped implements fyne.DoubleTappable.
func (b *chipBox) DoubleTapped(*fyne.PointEvent) {
	b.tip.hide()
	b.chips.edit(b.at)
}

// MouseIn implements desktop.Hoverable.
func (b *chipBox) MouseIn(ev *desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
	text := b.chip.Tip
	if b.chip.Wrong != "" {
		text = b.chip.Wrong
	}
	b.tip.want(b, text, ev.AbsolutePosition)
}

// MouseMoved implements desktop.Hoverable.
func (b *chipBox) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *chipBox) MouseOut() {
	b.hovered = false
	b.tip.hide()
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *chipBox) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{box: b, ground: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.Transparent), cross: canvas.NewImageFromResource(nil)}
	r.cross.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type chipRenderer struct {
	box    *chipBox
	ground *canvas.Rectangle
	text   *canvas.Text
	cross  *canvas.Image
	drawn  string
	look   *measurer
}

func (r *chipRenderer) Destroy() { r.box.tip.hide() }
func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.cross}
}

func (r *chipRenderer) MinSize() fyne.Size {
	u := unit()
	w := min(r.look.width(r.label())+1, chipWidest*u)
	return fyne.NewSize(round(w+(chipCross+9+4)*u), round(chipHeight*u))
}

// label is what is written on the chip. What will not do has a sign too, as not everybody sees its colour.
func (r *chipRenderer) label() string {
	if r.box.chip.Wrong != "" {
		return "⚠ " + printable(r.box.chip.Label)
	}
	return printable(r.box.chip.Label)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	u := unit()
	r.ground.Resize(size)
	h := r.text.MinSize().Height
	room := size.Width - (chipCross+9+4)*u
	setText(r.text, r.look.fit(r.label(), room+1), r.look, theme.ColorNameForeground)
	place(r.text, 8*u, round((size.Height-h)/2), room, h)
	side := round(11 * u)
	place(r.cross, size.Width-side-6*u, round((size.Height-side)/2), side, side)
}

func (r *chipRenderer) Refresh() {
	b := r.box
	r.look = newMeasurerOnce(r.look, 13*unit(), fyne.TextStyle{})
	g := r.ground
	g.CornerRadius = chipHeight / 2 * unit()
	g.FillColor = themeColor(ColorNameSelectedDim)
	g.StrokeWidth, g.StrokeColor = 0, color.Transparent
	if b.hovered {
		g.FillColor = themeColor(ColorNameSelected)
	}
	if b.chip.Wrong != "" {
		g.FillColor = themeColor(ColorNameErrorGround)
		g.StrokeWidth, g.StrokeColor = 1, themeColor(ColorNameWarnText)
	}
	if b.chips.marked == b.at {
		g.FillColor = themeColor(ColorNameSelected)
		g.StrokeWidth, g.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	}
	showIcon(r.cross, &r.drawn, Icon(assets.Close), ColorNameMuted)
	r.Layout(b.Size())
	canvas.Refresh(g)
}

// CreateRenderer implements fyne.Widget: the frame is that of the whole field.
func (e *chipEntry) CreateRenderer() fyne.WidgetRenderer {
	return &bareEntry{WidgetRenderer: e.Entry.CreateRenderer()}
}

// bareEntry leaves out the entry's own box and border, and its padding above.
type bareEntry struct{ fyne.WidgetRenderer }

func (r *bareEntry) Objects() []fyne.CanvasObject {
	var inside []fyne.CanvasObject
	for _, o := range r.WidgetRenderer.Objects() {
		if _, frame := o.(*canvas.Rectangle); !frame {
			inside = append(inside, o)
		}
	}
	return inside
}
