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

// Measures of a card at text scale 1; x counts from the left, right from the right.
const (
	cardInset   = 6  // of the rounded ground from the list's edges
	cardDotX    = 12 // of the unread dot
	cardDotSize = 7
	cardStarX   = 7.5 // below the dot, in the middle of its column
	cardTextX   = 28
	cardRight   = 18 // of the last thing on both lines
	cardIcon    = 16
	cardIconGap = 4
	cardGap     = 8  // between texts on one line
	cardPreview = 64 // least room for a preview: less would be half a word
)

// listLook is what all cards of a list share: the theme's colours and the widths of
// its texts. It is made anew when the theme changes.
type listLook struct {
	unit                              float32
	title, titleStrong, line, heading *measurer
	titleH, lineH                     float32
}

func newListLook() *listLook {
	u := unit()
	look := &listLook{
		unit:        u,
		title:       newMeasurer(14*u, fyne.TextStyle{}),
		titleStrong: newMeasurer(14*u, fyne.TextStyle{Bold: true}),
		line:        newMeasurer(13*u, fyne.TextStyle{}),
		heading:     newMeasurer(13*u, fyne.TextStyle{Bold: true}),
	}
	look.titleH = fyne.MeasureText("Ag", look.title.size, look.title.style).Height
	look.lineH = fyne.MeasureText("Ag", look.line.size, look.line.style).Height
	return look
}

// card is one row on the screen. Its objects are made once and filled again for
// another row when the list scrolls.
type card struct {
	box       *fyne.Container
	ground    *canvas.Rectangle
	ring      *canvas.Rectangle
	hairline  *canvas.Rectangle
	dot       *canvas.Circle
	colour    *canvas.Circle
	title     *canvas.Text
	count     *canvas.Text
	aside     *canvas.Text
	line      *canvas.Text
	preview   *canvas.Text
	star      *canvas.Image
	starEmpty *canvas.Image
	cloud     *canvas.Image
	clip      *canvas.Image
	answered  *canvas.Image
	forwarded *canvas.Image

	shown cardState // what it shows now
	row   int       // -1: not in use
}

// cardState is all that a card's look depends on.
type cardState struct {
	row                            Row
	width                          float32
	selected, focused, ring, hover bool
	marks                          bool // a star can be set by a click
}

// same is equality without ==, which panics for some kinds of colour.
func (s *cardState) same(o *cardState) bool {
	a, b := *s, *o
	a.row.Colour, b.row.Colour = nil, nil
	return a == b && sameColour(s.row.Colour, o.row.Colour)
}

func newCard() *card {
	image := func(name assets.Name, colour fyne.ThemeColorName) *canvas.Image {
		img := canvas.NewImageFromResource(IconIn(name, colour))
		img.FillMode = canvas.ImageFillContain
		return img
	}
	c := &card{
		row:       -1,
		ground:    canvas.NewRectangle(color.Transparent),
		ring:      canvas.NewRectangle(color.Transparent),
		hairline:  canvas.NewRectangle(color.Transparent),
		dot:       canvas.NewCircle(color.Transparent),
		colour:    canvas.NewCircle(color.Transparent),
		title:     canvas.NewText("", color.Transparent),
		count:     canvas.NewText("", color.Transparent),
		aside:     canvas.NewText("", color.Transparent),
		line:      canvas.NewText("", color.Transparent),
		preview:   canvas.NewText("", color.Transparent),
		star:      image(assets.StarFilled, ColorNameStar),
		starEmpty: image(assets.Star, ColorNameMuted),
		cloud:     image(assets.Cloud, ColorNameMuted),
		clip:      image(assets.Paperclip, ColorNameMuted),
		answered:  image(assets.Reply, ColorNameMuted),
		forwarded: image(assets.Forward, ColorNameMuted),
	}
	c.box = container.NewWithoutLayout(c.hairline, c.ground, c.ring, c.dot, c.colour, c.title, c.count, c.aside,
		c.line, c.preview, c.star, c.starEmpty, c.cloud, c.clip, c.answered, c.forwarded)
	return c
}

// show fills the card. It does nothing if the card shows this already.
func (c *card) show(s cardState, height float32, look *listLook, force bool) {
	if !force && c.shown.same(&s) {
		return
	}
	c.shown = s
	c.showGround(s, height, look)
	c.showFirstLine(s, height, look)
	c.showSecondLine(s, height, look)
}

func (c *card) showGround(s cardState, height float32, look *listLook) {
	var ground fyne.ThemeColorName
	switch {
	case s.selected && s.focused:
		ground = ColorNameSelected
	case s.selected:
		ground = ColorNameSelectedDim
	case s.hover:
		ground = ColorNameHoverRow
	}
	place(c.ground, cardInset, 1, s.width-2*cardInset, height-3)
	c.ground.CornerRadius = 6
	c.ground.Hidden = ground == ""
	if ground != "" {
		c.ground.FillColor = themeColor(ground)
	}
	place(c.ring, cardInset, 1, s.width-2*cardInset, height-3)
	c.ring.CornerRadius = 6
	c.ring.StrokeWidth = 1.5
	c.ring.StrokeColor = themeColor(ColorNameAccent)
	c.ring.Hidden = !s.ring
	place(c.hairline, cardTextX*look.unit, height-1, s.width-cardTextX*look.unit-cardRight, 1)
	c.hairline.FillColor = themeColor(ColorNameHairline)
	size := cardDotSize * look.unit
	place(c.dot, cardDotX*look.unit, c.firstLineY(height, look)+(look.titleH-size)/2+1, size, size)
	c.dot.FillColor = themeColor(ColorNameAccent)
	c.dot.Hidden = !s.row.Strong
}

// firstLineY and secondLineY put both lines, 3 pixels apart, in the middle.
func (c *card) firstLineY(height float32, look *listLook) float32 {
	return round((height - look.titleH - look.lineH - 3*look.unit) / 2)
}

func (c *card) secondLineY(height float32, look *listLook) float32 {
	return round(c.firstLineY(height, look) + look.titleH + 3*look.unit)
}

func (c *card) showFirstLine(s cardState, height float32, look *listLook) {
	y := c.firstLineY(height, look)
	right := s.width - cardRight
	asideY := y + (look.titleH-look.lineH)*0.8 // on the same baseline as the larger title
	colour := ColorNameMuted
	if s.row.Strong {
		colour = ColorNameAccent
	}
	w := look.line.width(s.row.Aside)
	setText(c.aside, s.row.Aside, look.line, colour)
	place(c.aside, right-w, asideY, w+1, look.lineH)
	right -= w + cardGap
	c.colour.Hidden = s.row.Colour == nil
	if s.row.Colour != nil {
		c.colour.FillColor = s.row.Colour
		size := cardDotSize * look.unit
		place(c.colour, right-size, y+(look.titleH-size)/2+1, size, size)
		right -= size + cardGap
	}
	count := ""
	if s.row.Count > 1 {
		count = strconv.Itoa(s.row.Count)
	}
	countW := look.line.width(count)
	x := cardTextX * look.unit
	room := right - x
	if count != "" {
		room -= countW + cardGap
	}
	names, ink := look.title, theme.ColorNameForeground
	if s.row.Strong {
		names = look.titleStrong
	}
	if s.row.Dimmed {
		ink = ColorNameMuted
	}
	title := names.fit(s.row.Title, room)
	titleW := names.width(title)
	setText(c.title, title, names, ink)
	place(c.title, x, y, titleW+1, look.titleH)
	setText(c.count, count, look.line, ColorNameMuted)
	place(c.count, x+titleW+cardGap, asideY, countW+1, look.lineH)
}

func (c *card) showSecondLine(s cardState, height float32, look *listLook) {
	y := c.secondLineY(height, look)
	right := c.showBadges(s, y+(look.lineH-cardIcon*look.unit)/2, look)
	x := cardTextX * look.unit
	room := right - cardGap - x
	ink := theme.ColorNameForeground
	if s.row.Dimmed {
		ink = ColorNameMuted
	}
	line := look.line.fit(s.row.Line, room)
	setText(c.line, line, look.line, ink)
	w := look.line.width(line)
	place(c.line, x, y, w+1, look.lineH)
	preview := ""
	if rest := room - w - cardGap; rest > cardPreview*look.unit {
		preview = look.line.fit(s.row.Preview, rest)
	}
	setText(c.preview, preview, look.line, ColorNameMuted)
	if line == "" {
		w = -cardGap
	}
	place(c.preview, x+w+cardGap, y, room-w-cardGap, look.lineH)
}

// showBadges puts the star below the dot, the other icons from the right, and gives
// the left edge of these.
func (c *card) showBadges(s cardState, y float32, look *listLook) (left float32) {
	size := cardIcon * look.unit
	c.star.Hidden = !s.row.Marked
	c.starEmpty.Hidden = s.row.Marked || !s.hover || !s.marks
	place(c.star, cardStarX*look.unit, y, size, size)
	place(c.starEmpty, cardStarX*look.unit, y, size, size)
	left = s.width - cardRight + cardIconGap*look.unit
	for _, badge := range []struct {
		image *canvas.Image
		on    bool
	}{{c.cloud, s.row.Cloud}, {c.clip, s.row.Clip}, {c.forwarded, s.row.Forwarded}, {c.answered, s.row.Answered}} {
		badge.image.Hidden = !badge.on
		if badge.on {
			left -= size + cardIconGap*look.unit
			place(badge.image, left, y, size, size)
		}
	}
	return min(left, s.width-cardRight)
}

// cardPart is what of a card is at a point.
type cardPart int

const (
	cardBody cardPart = iota
	cardStar
	cardCloud
)

// partAt says what is at x and y of a card: the zones are larger than the icons.
func partAt(row Row, x, y, width, height, scale float32) cardPart {
	switch cloud := width - cardRight - cardIcon*scale; {
	case y < height*0.42:
		return cardBody
	case x >= cardInset && x < cardTextX*scale:
		return cardStar
	case row.Cloud && x >= cloud-cardIconGap*scale/2 && x < width-cardInset:
		return cardCloud
	}
	return cardBody
}
