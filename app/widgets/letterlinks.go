package widgets

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
)

// toPage turns a point of the view into one of the page, in CSS px.
func (v *LetterView) toPage(at fyne.Position) (x, y float32) {
	if v.sheet == nil {
		return 0, 0
	}
	return (at.X + float32(v.side.offset)) / v.sheet.scale, float32((float64(at.Y) + v.view.offset - v.headerH) / float64(v.sheet.scale))
}

// inText says whether a point is below the header.
func (v *LetterView) inText(at fyne.Position) bool {
	return float64(at.Y)+v.view.offset >= v.headerH
}

// linkAt gives the number of the link at a point of the view; -1: none.
func (v *LetterView) linkAt(at fyne.Position) int {
	if v.sheet == nil || !v.inText(at) {
		return -1
	}
	return v.sheet.linkAt(v.toPage(at))
}

// imageAt is the address of the picture at a point of the view; "" for none.
func (v *LetterView) imageAt(at fyne.Position) string {
	if v.sheet == nil || !v.inText(at) {
		return ""
	}
	if i := v.sheet.imageAt(v.toPage(at)); i >= 0 {
		return v.sheet.Images[i].Src
	}
	return ""
}

// follow opens a link.
func (v *LetterView) follow(link int) {
	if v.OnLink != nil && link >= 0 && link < len(v.sheet.Links) {
		v.OnLink(v.sheet.Links[link])
	}
}

// nextLink gives the link that the keyboard goes on to; -1: none. Without one chosen it begins with what is in view.
func (v *LetterView) nextLink(step int) int {
	if v.sheet == nil {
		return -1
	}
	usable := func(i int) bool { l := &v.sheet.Links[i]; return l.Target != "" && len(l.Areas) > 0 }
	if v.chosen >= 0 {
		for i := v.chosen + step; i >= 0 && i < len(v.sheet.Links); i += step {
			if usable(i) {
				return i
			}
		}
		return -1
	}
	_, top := v.toPage(fyne.NewPos(0, 0))
	_, bottom := v.toPage(fyne.NewPos(0, float32(v.view.page)))
	best := -1
	for i := range v.sheet.Links {
		y := v.sheet.Links[i].Box.Y
		if !usable(i) {
			continue
		}
		if step > 0 && y >= top {
			return i
		}
		if step < 0 && y < bottom {
			best = i
		}
	}
	return best
}

// choose moves the keyboard to a link.
func (v *LetterView) choose(link int) {
	v.chosen = link
	b := v.sheet.Links[link].Areas[0]
	v.reveal(b.Y, b.H, b.X, b.W)
	v.redraw()
}

// shownTarget is a link's target as it fits into width: where something must go, the site's own end stays, as it says
// whom the link belongs to.
func shownTarget(look *measurer, target string, width float32) string {
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		host := strings.TrimPrefix(target[strings.Index(target, "//"):], "//")
		host = host[:min(len(host), strings.IndexByte(host+"/", '/'))]
		if room := width * 0.8; look.width(host) > room {
			for look.width("…"+host) > room && len(host) > 1 {
				host = host[1:]
			}
			return look.fit("…"+host+u.RequestURI(), width)
		}
	}
	return look.fit(target, width)
}
