package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// notice is the text in the middle of something empty: a line, and a softer hint
// below it which wraps.
type notice struct {
	box   *fyne.Container
	title *canvas.Text
	hint  paragraph
}

func newNotice() *notice {
	n := &notice{title: canvas.NewText("", color.Transparent)}
	n.title.Alignment = fyne.TextAlignCenter
	n.hint.box = container.NewWithoutLayout()
	n.box = container.NewWithoutLayout(n.title, n.hint.box)
	n.box.Hide()
	return n
}

func (n *notice) show(title, hint string, size fyne.Size, on bool) {
	if on = on && title != "" && size.Width > 0; !on {
		n.box.Hide()
		return
	}
	u := unit()
	large, small := newMeasurer(14*u, fyne.TextStyle{Bold: true}), newMeasurer(13*u, fyne.TextStyle{})
	width := min(size.Width-32, 340*u)
	height := fyne.MeasureText("Ag", large.size, large.style).Height
	y := round(size.Height*0.4 - height)
	setText(n.title, large.fit(title, size.Width-16), large, theme.ColorNameForeground)
	place(n.title, 0, y, size.Width, height)
	n.hint.centred = true
	n.hint.set(hint, small, ColorNameMuted, width)
	n.hint.box.Move(fyne.NewPos(round((size.Width-width)/2), y+height+6*u))
	n.box.Resize(size)
	n.box.Show()
}

// paragraph is a few wrapped lines in one style, for short texts: hints, banners.
type paragraph struct {
	box     *fyne.Container
	centred bool
	height  float32 // after set
	widest  float32 // the longest line, after set
}

func newParagraph() *paragraph { return &paragraph{box: container.NewWithoutLayout()} }

// set wraps s at width and makes the lines.
func (p *paragraph) set(s string, look *measurer, colour fyne.ThemeColorName, width float32) {
	lines := wrapWords(look, s, width)
	for len(p.box.Objects) < len(lines) {
		p.box.Add(canvas.NewText("", color.Transparent))
	}
	step := round(look.size * 1.5)
	p.height, p.widest = step*float32(len(lines)), 0
	for i, o := range p.box.Objects {
		t := o.(*canvas.Text)
		if i >= len(lines) {
			setText(t, "", look, colour)
			continue
		}
		setText(t, lines[i], look, colour)
		t.Alignment = fyne.TextAlignLeading
		if p.centred {
			t.Alignment = fyne.TextAlignCenter
		}
		p.widest = max(p.widest, look.width(lines[i]))
		place(t, 0, float32(i)*step, width, step)
	}
	p.box.Resize(fyne.NewSize(width, p.height))
}

// wrapWords breaks a short text into lines no wider than width; a word wider than
// that is cut with an ellipsis.
func wrapWords(look *measurer, s string, width float32) []string {
	var lines []string
	for _, part := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			switch {
			case line == "":
				line = word
			case look.width(line+" "+word) <= width:
				line += " " + word
			default:
				lines = append(lines, look.fit(line, width))
				line = word
			}
		}
		if line != "" {
			lines = append(lines, look.fit(line, width))
		}
	}
	return lines
}
