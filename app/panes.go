package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
)

// narrowBelow is the width under which list and letter take turns. It grows with the
// text: three panes of large letters have no room for a sentence.
const narrowBelow = 900

func isNarrow(width float32) bool { return width < narrowBelow*max(1, textScale()) }

// panes puts places, list and letter side by side, or in a narrow window the letter in
// the list's place.
type panes struct {
	shell   *shell
	whole   *fyne.Container
	notice  *fyne.Container // what is to be known of the whole profile, mostly nothing
	said    string          // in it
	middle  *fyne.Container // what changes with the width
	left    *fyne.Container // the sidebar with its foot
	outer   *widgets.Split  // places | the rest
	inner   *widgets.Split  // list | letter, nil while narrow
	narrow  bool
	reading bool // narrow: the letter is in front
}

func newPanes(s *shell) *panes {
	p := &panes{shell: s}
	p.left = newEdges(nil, s.places.object, s.foot.object)
	p.middle = container.New(&watchedLayout{changed: p.width})
	p.notice = container.NewStack()
	p.whole = newEdges(newEdges(s.top.object, p.notice, nil), p.middle, nil)
	p.narrow = isNarrow(s.prefs.Width)
	p.build()
	return p
}

// say shows a sentence above the panes, "" for none.
func (p *panes) say(text string) {
	if text == p.said {
		return
	}
	p.said, p.notice.Objects = text, nil
	if text != "" {
		p.notice.Objects = []fyne.CanvasObject{container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), widgets.NewBanner(widgets.BannerInfo, text))}
	}
	p.whole.Refresh()
}

// watchedLayout lets one object fill the container and tells when the width crosses
// the limit.
type watchedLayout struct{ changed func(float32) }

func (l *watchedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
	l.changed(size.Width)
}

func (l *watchedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	// Not the sum of the panes: the window must be able to become narrow.
	return fyne.NewSize(440, 240)
}

// width is called with each layout. The panes are exchanged later, since a container
// must not change while it is laid out.
func (p *panes) width(w float32) {
	if narrow := isNarrow(w); w > 0 && narrow != p.narrow {
		p.narrow = narrow
		p.shell.jobs.post(p.build)
	}
}

// build puts the panes together for the present width.
func (p *panes) build() {
	s := p.shell
	s.letter.setBack(p.narrow)
	if p.narrow {
		p.inner = nil
		right := s.list.object
		if p.reading {
			right = s.letter.object
		}
		p.outer = widgets.NewSplit(p.left, right, p.narrowLeft())
	} else {
		p.inner = widgets.NewSplit(s.list.object, s.letter.object, s.prefs.List*wider())
		p.inner.MinLeft, p.inner.MinRight = 220, 260
		p.inner.OnMoved = func(offset float32) { s.prefs.List = offset / wider() }
		p.outer = widgets.NewSplit(p.left, p.inner, s.prefs.Places*wider())
		p.outer.OnMoved = func(offset float32) { s.prefs.Places = offset / wider() }
	}
	p.outer.MinLeft = 140
	p.middle.Objects = []fyne.CanvasObject{p.outer}
	p.middle.Refresh()
}

// restore moves the lines to where the preferences and the size of the text have them.
func (p *panes) restore() {
	if p.narrow {
		p.outer.SetOffset(p.narrowLeft())
		return
	}
	p.outer.SetOffset(p.shell.prefs.Places * wider())
	p.inner.SetOffset(p.shell.prefs.List * wider())
}

// wider is what the widths of the panes grow by with the text.
func wider() float32 { return max(1, textScale()) }

// narrowLeft is the width of the sidebar in a narrow window: enough for its words, but
// never most of the window.
func (p *panes) narrowLeft() float32 {
	left := min(p.shell.prefs.Places, 200) * wider()
	if width := p.middle.Size().Width; width > 0 {
		left = min(left, width*0.36)
	}
	return left
}

// read brings the letter to the front in a narrow window, list the list.
func (p *panes) read() { p.turn(true) }
func (p *panes) list() { p.turn(false) }

func (p *panes) turn(reading bool) {
	if p.reading == reading {
		return
	}
	p.reading = reading
	if p.narrow {
		p.build()
	}
}
