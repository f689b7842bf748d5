package widgets

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// textRow is one line of text on the screen: filled anew for another line when the
// text scrolls.
type textRow struct {
	box   *fyne.Container
	mark  *canvas.Rectangle // behind selected text
	bars  []*canvas.Rectangle
	texts []*canvas.Text
	line  int // -1: not in use
	links []link
	scale float32 // drawn width by sum of advances: what kerning took away
}

func newTextRow() *textRow {
	row := &textRow{mark: canvas.NewRectangle(color.Transparent), line: -1, scale: 1}
	row.box = container.NewWithoutLayout(row.mark)
	return row
}

// textRenderer draws a TextView.
type textRenderer struct {
	view    *TextView
	spark   *canvas.Rectangle // draws nothing: refreshing it has the window drawn
	head    *fyne.Container   // holds the header, hidden once scrolled out of sight
	rows    []*textRow
	empty   *paragraph
	ring    *canvas.Rectangle // around everything, for who came by keyboard
	bar     *scrollBar
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (t *TextView) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{view: t, spark: canvas.NewRectangle(color.Transparent), head: container.NewWithoutLayout(), empty: newParagraph(), ring: canvas.NewRectangle(color.Transparent)}
	r.bar = newScrollBar(&t.view, func() { t.redraw(false) })
	r.setHeader(t.header)
	r.collect()
	t.drawn = r
	return r
}

func (r *textRenderer) setHeader(header fyne.CanvasObject) {
	r.head.Objects = nil
	if header != nil {
		r.head.Objects = []fyne.CanvasObject{header}
	}
	r.head.Refresh()
}

func (r *textRenderer) collect() {
	r.objects = append(r.objects[:0], r.spark, r.empty.box)
	for _, row := range r.rows {
		r.objects = append(r.objects, row.box)
	}
	r.objects = append(r.objects, r.head, r.ring, r.bar)
}

func (r *textRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 100) }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *textRenderer) Destroy()                     { r.view.stopCrawl() }

// Layout wraps again only if the width of the text changed, and keeps the place.
func (r *textRenderer) Layout(size fyne.Size) {
	t := r.view
	place(r.bar, size.Width-barZone, 0, barZone, size.Height)
	at, within := t.topPlace()
	t.view.page = float64(size.Height)
	all := false
	if t.textWidth() != t.wrapped {
		t.wrap()
		all = true
	}
	t.measureHeader()
	t.toPlace(at, within)
	r.place(all)
}

// Refresh follows a change of the theme.
func (r *textRenderer) Refresh() {
	r.view.restyle()
	r.head.Refresh()
	canvas.Refresh(r.spark)
}

// place shows the visible lines. all fills every row anew; otherwise a row that
// shows the right line is only moved.
func (r *textRenderer) place(all bool) {
	t := r.view
	size := t.Size()
	r.head.Hidden = t.header == nil || t.view.offset >= t.headerH
	r.head.Resize(fyne.NewSize(size.Width, float32(t.headerH)))
	r.head.Move(fyne.NewPos(0, -round(float32(t.view.offset))))
	first, last := t.visibleLines()
	free := r.release(first, last, all)
	for i := first; i <= last; i++ {
		row := r.rowFor(i, &free)
		r.showMark(row)
		row.box.Resize(fyne.NewSize(size.Width, float32(t.lineH)))
		row.box.Move(fyne.NewPos(0, float32(math.Round(t.lineTop(i)-t.view.offset))))
	}
	for _, row := range free {
		row.box.Hide()
	}
	r.placeEmpty(size)
	r.ring.Resize(size)
	r.ring.StrokeWidth, r.ring.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	r.ring.Hidden = !t.focused || t.pressed || t.Alone
	r.bar.Refresh()
	canvas.Refresh(r.spark)
}

// placeEmpty shows what is said in place of a text: below a header where there is one,
// else in the middle.
func (r *textRenderer) placeEmpty(size fyne.Size) {
	t := r.view
	empty := ""
	if t.text == "" {
		empty = t.Empty
	}
	width := max(80, min(size.Width-2*TextMargin, textViewWidth*unit()))
	r.empty.centred = t.header == nil
	r.empty.set(empty, t.look, ColorNameMuted, width)
	at := fyne.NewPos(TextMargin, float32(t.headerH-t.view.offset)+textTop)
	if t.header == nil {
		at = fyne.NewPos(round((size.Width-width)/2), round(max(textTop, size.Height*0.4-r.empty.height)))
	}
	r.empty.box.Move(at)
}

// lineTop is the top edge of a line in the content.
func (t *TextView) lineTop(i int) float64 { return t.headerH + textTop + float64(i)*t.lineH }

// visibleLines are the first and last line in sight; last is below first for none.
func (t *TextView) visibleLines() (first, last int) {
	top := t.view.offset - t.headerH - textTop
	first = max(0, int(math.Floor(top/t.lineH)))
	last = min(len(t.lines)-1, int(math.Floor((top+t.view.page-1)/t.lineH)))
	if t.view.page <= 0 {
		last = first - 1
	}
	return first, last
}

func (r *textRenderer) release(first, last int, all bool) []*textRow {
	var free []*textRow
	for _, row := range r.rows {
		if all || row.line < first || row.line > last {
			row.line = -1
			free = append(free, row)
		}
	}
	return free
}

func (r *textRenderer) rowFor(i int, free *[]*textRow) *textRow {
	for _, row := range r.rows {
		if row.line == i {
			return row
		}
	}
	var row *textRow
	if n := len(*free); n > 0 {
		row, *free = (*free)[n-1], (*free)[:n-1]
	} else {
		row = newTextRow()
		r.rows = append(r.rows, row)
		r.collect()
	}
	r.fill(row, i)
	row.box.Show()
	return row
}

// fill shows line i in row: texts, bars of its quotation, links.
func (r *textRenderer) fill(row *textRow, i int) {
	t := r.view
	line := t.lines[i]
	row.line = i
	row.links = linksAround(t.text, line.body, line.end)
	body := printable(strings.TrimRight(t.text[line.body:line.end], "\n"))
	row.scale = 1
	if sum := t.sum(line.body, line.end); sum > 0 && body != "" {
		row.scale = t.look.measure(body) / sum
	}
	used := 0
	at := line.body
	for _, link := range row.links {
		from, to := max(link.start, line.body), min(link.end, line.end)
		used = r.addText(row, used, at, from, false)
		used = r.addText(row, used, from, to, true)
		at = to
	}
	used = r.addText(row, used, at, line.end, false)
	for _, text := range row.texts[used:] {
		setText(text, "", t.look, theme.ColorNameForeground)
	}
	r.showBars(row, line.quote)
}

// addText shows text[from:to] in the next text object of row.
func (r *textRenderer) addText(row *textRow, used, from, to int, isLink bool) int {
	t := r.view
	s := printable(strings.TrimRight(t.text[from:to], "\n"))
	if s == "" {
		return used
	}
	if used == len(row.texts) {
		text := canvas.NewText("", color.Transparent)
		row.texts = append(row.texts, text)
		row.box.Add(text)
	}
	text := row.texts[used]
	look, ink := t.look, quoteInk(t.lines[row.line].quote)
	if isLink {
		look, ink = t.linked, ColorNameAccent
	}
	setText(text, s, look, ink)
	height := text.MinSize().Height
	place(text, t.xOf(row, from), round((float32(t.lineH)-height)/2), t.sum(from, to)+2, height)
	return used + 1
}

// quoteInk is the colour of text by level of quotation.
func quoteInk(level int) fyne.ThemeColorName {
	switch level {
	case 0:
		return theme.ColorNameForeground
	case 1:
		return ColorNameQuote1
	case 2:
		return ColorNameQuote2
	}
	return ColorNameQuote3
}

// showBars draws the thin bar of each level of quotation.
func (r *textRenderer) showBars(row *textRow, level int) {
	level = min(level, quoteDeepest)
	for len(row.bars) < level {
		bar := canvas.NewRectangle(color.Transparent)
		row.bars = append(row.bars, bar)
		row.box.Add(bar)
	}
	for i, bar := range row.bars {
		bar.Hidden = i >= level
		if !bar.Hidden {
			bar.FillColor = themeColor(quoteInk(i + 1))
			place(bar, TextMargin+float32(i)*r.view.indent(), 0, 2, float32(r.view.lineH))
		}
	}
}

// showMark draws the ground of selected text in row.
func (r *textRenderer) showMark(row *textRow) {
	t := r.view
	line := t.lines[row.line]
	from, to := max(t.picked.start, line.start), min(t.picked.end, line.end)
	row.mark.Hidden = from >= to
	if from >= to {
		return
	}
	x := t.xOf(row, max(from, line.body))
	end := t.xOf(row, max(to, line.body))
	if to == line.end && t.picked.end > line.end {
		end += 5 * unit() // the line's end is selected too
	}
	row.mark.FillColor = themeColor(ColorNameTextMark)
	place(row.mark, x, 0, end-x, float32(t.lineH))
}

// sum is the width of text[from:to] by its runes, without kerning.
func (t *TextView) sum(from, to int) float32 {
	var w float32
	for _, r := range t.text[from:to] {
		w += t.look.advance(r)
	}
	return w
}

// xOf is where offset of row's line is drawn.
func (t *TextView) xOf(row *textRow, offset int) float32 {
	line := t.lines[row.line]
	return TextMargin + float32(min(line.quote, quoteDeepest))*t.indent() + row.scale*t.sum(line.body, offset)
}
