package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

// glide moves something smoothly to where it shall be.
type glide struct {
	animation *fyne.Animation // nil: at rest
	target    float64
}

// glideTime is how long one notch of the wheel takes: as long as the eye follows.
const glideTime = 130 * time.Millisecond

// to moves from where it is to target, by step for each frame. A call during a move goes on from where that is.
func (g *glide) to(from, target float64, step func(float64)) {
	g.stop()
	g.target = target
	g.animation = fyne.NewAnimation(glideTime, func(share float32) {
		if share >= 1 {
			g.animation = nil
		}
		step(from + (target-from)*float64(share))
	})
	g.animation.Curve = fyne.AnimationEaseOut
	g.animation.Start()
}

func (g *glide) stop() {
	if g.animation != nil {
		g.animation.Stop()
		g.animation = nil
	}
}

// aim is where a move under way ends, else the present place.
func (g *glide) aim(now float64) float64 {
	if g.animation != nil {
		return g.target
	}
	return now
}

// scroll scrolls to offset at once.
func (v *LetterView) scroll(offset float64) {
	v.glide.stop()
	v.scrollTo(offset)
}

func (v *LetterView) scrollTo(offset float64) {
	if v.view.to(offset) {
		v.hovered = v.linkAt(v.pointer)
		v.redraw()
	}
}

// scrollBy glides on from where the last move ends. false: there is nothing more in that direction.
func (v *LetterView) scrollBy(by float64) bool {
	from := v.glide.aim(v.view.offset)
	target := min(max(0, from+by), v.view.max())
	if target == from {
		return false
	}
	v.glide.to(v.view.offset, target, func(offset float64) { v.scrollTo(offset) })
	return true
}

// slide scrolls sideways at once.
func (v *LetterView) slide(by float64) {
	if v.side.to(v.side.offset + by) {
		v.redraw()
	}
}

// ScrollToTop shows the beginning.
func (v *LetterView) ScrollToTop() { v.scroll(0) }

// PageDown scrolls on by nearly a page; false if the end was in view already, so
// that a reader's space bar can go on to the next letter.
func (v *LetterView) PageDown() bool { return v.scrollBy(v.pageStep()) }

// PageUp scrolls back by nearly a page; false if the top was in view already.
func (v *LetterView) PageUp() bool { return v.scrollBy(-v.pageStep()) }

// lineStep is what an arrow key scrolls: three lines.
func (v *LetterView) lineStep() float64 { return 60 * float64(unit()) }

// pageStep leaves two lines of the old page in view, so that the eye finds on.
func (v *LetterView) pageStep() float64 { return max(v.lineStep(), v.view.page-v.lineStep()) }

// reveal scrolls so that a part of the page, in CSS px, can be seen, with some of what is around it.
func (v *LetterView) reveal(y, height, x, width float32) {
	const room = 60
	scale := float64(v.sheet.scale)
	before := v.view.offset
	v.view.reveal(v.headerH+float64(y)*scale-room, v.headerH+float64(y+height)*scale+room)
	target := v.view.offset
	v.view.offset = before
	if target != before {
		v.glide.to(before, target, func(offset float64) { v.scrollTo(offset) })
	}
	v.side.reveal(float64(x)*scale, float64(x+width)*scale)
}

// Scrolled implements fyne.Scrollable. With Ctrl the wheel zooms.
func (v *LetterView) Scrolled(ev *fyne.ScrollEvent) {
	mods := keyModifiers()
	dx, dy := float64(ev.Scrolled.DX)*wheelFactor, float64(ev.Scrolled.DY)*wheelFactor
	switch {
	case mods&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 && dy != 0:
		step := float32(1.1)
		if dy < 0 {
			step = 1 / step
		}
		v.SetZoom(v.zoom * step)
		if v.OnZoom != nil {
			v.OnZoom(v.zoom)
		}
		return
	case mods&fyne.KeyModifierShift != 0 && dx == 0:
		dx, dy = dy, 0
	}
	if dx != 0 {
		v.slide(-dx)
	}
	switch {
	case dy == 0:
	case max(dy, -dy) < wheelNotch: // a touchpad, which is smooth already
		v.scroll(v.view.offset - dy)
	default:
		v.scrollBy(-dy)
	}
}

// wheelNotch is what a wheel moves at least with one event.
const wheelNotch = 20
