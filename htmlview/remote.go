package htmlview

import (
	"net/url"
	"strings"

	"satchel/htmlview/css"
)

// RemotePicture is a picture that a letter wants from the network.
type RemotePicture struct {
	Src      string   // absolute, as Pictures is asked for it
	Tracking Tracking // why it is never asked for; empty: it is, where it has its place on the page
}

// maxRemote bounds the pictures that are counted.
const maxRemote = 10_000

// remotes finds the remote pictures of a letter whose styles are computed.
type remotes struct {
	letter   *Letter
	base     *url.URL
	list     []RemotePicture
	place    map[string]int // in list by Src
	trackers map[wish]bool
}

// wish is one element's asking for one address, as written.
type wish struct {
	node *node
	src  string
}

func findRemotes(l *Letter) *remotes {
	r := &remotes{letter: l, base: l.baseURL(), place: map[string]int{}, trackers: map[wish]bool{}}
	r.walk(l.root, false)
	return r
}

// walk notes the pictures of an element and what is in it; hidden says that nothing of it can be seen.
func (r *remotes) walk(n *node, hidden bool) {
	if n.isText || n.style == nil {
		return
	}
	hidden = hidden || hides(n.style)
	unseen := hidden || n.style.hidden
	if n.el.Tag == "img" {
		r.note(n, n.attr("src"), unseen, true)
	}
	for _, st := range []*style{n.style, n.before, n.after} {
		if st != nil && st.background.url != "" {
			r.note(n, st.background.url, unseen, false)
		}
	}
	for _, c := range n.children {
		r.walk(c, hidden)
	}
}

func (r *remotes) note(n *node, src string, hidden, sized bool) {
	address, ok := remoteAddress(r.base, src)
	if !ok || len(r.list) >= maxRemote {
		return
	}
	facts := pictureFacts{address: address, width: -1, height: -1, hidden: hidden}
	if sized {
		facts.width, facts.height = askedSide(n.style.width, n.style.maxWidth), askedSide(n.style.height, n.style.maxHeight)
	}
	why := tracking(facts)
	if why != "" {
		r.trackers[wish{n, src}] = true
	}
	if at, ok := r.place[address]; !ok {
		r.place[address] = len(r.list)
		r.list = append(r.list, RemotePicture{Src: address, Tracking: why})
	} else if why == "" {
		r.list[at].Tracking = "" // it is shown elsewhere
	}
}

// askedSide is a picture's side as the letter asks for it, negative where it does not.
func askedSide(side, most css.Length) float32 {
	asked := float32(-1)
	if side.Unit == css.Fixed {
		asked = max(0, side.Px)
	}
	if most.Unit == css.Fixed && (asked < 0 || most.Px < asked) && most.Px <= 2 {
		asked = max(0, most.Px)
	}
	return asked
}

// farAway is how far beyond the letter's edge a box stands that is meant not to be seen, in CSS px.
const farAway = -500

// hides says whether nothing inside of a box can be seen. visibility is not asked: a child can undo it.
func hides(st *style) bool {
	if st.display == displayNone || st.opacity < 0.05 || st.clipped {
		return true
	}
	far := func(l css.Length) bool { return l.Unit == css.Fixed && l.Px <= farAway }
	if st.position != positionStatic && (far(st.inset[left]) || far(st.inset[top])) || far(st.margin[left]) || far(st.margin[top]) {
		return true
	}
	return st.overflow && (st.maxHeight.Unit == css.Fixed && st.maxHeight.Px <= 0 || st.height.Unit == css.Fixed && st.height.Px <= 0 ||
		st.maxWidth.Unit == css.Fixed && st.maxWidth.Px <= 0)
}

func (l *Letter) baseURL() *url.URL {
	if l.base == "" {
		return nil
	}
	u, err := url.Parse(plainAddress(l.base))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// remoteAddress makes a picture's address absolute; false where it is none of the web.
func remoteAddress(base *url.URL, src string) (string, bool) {
	src = plainAddress(src)
	if src == "" {
		return "", false
	}
	u, err := url.Parse(src)
	if err != nil {
		return "", false
	}
	if u.IsAbs() {
		return src, (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	}
	switch {
	case base != nil:
		u = base.ResolveReference(u)
	case u.Host != "": // "//host/a.png": a letter has no scheme of its own
		u.Scheme = "https"
	}
	return u.String(), u.Scheme != "" && u.Host != ""
}

// picture asks for the picture of an element: not at all for tracking pixels, and by its absolute address where it is a
// remote one.
func (l *layouter) picture(n *node, src string) (Picture, bool) {
	if n.drawing != nil && src == "" {
		w, h := naturalSize(n.drawing)
		return Picture{Width: w, Height: h}, true
	}
	if l.remotes.trackers[wish{n, src}] {
		return Picture{}, false
	}
	if address, ok := remoteAddress(l.remotes.base, src); ok {
		src = address
	}
	return l.pictures.Picture(strings.TrimSpace(src))
}
