package widgets

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func shownPlaces(t *testing.T) *Places {
	newTestApp(t)
	p := NewPlaces()
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(220, 400))
	p.SetPlaces([]Place{
		{ID: "all", Title: "All inboxes"},
		{ID: "A", Title: "ann@example.org", Heading: true},
		{ID: "a1", Title: "Inbox"},
		{ID: "a2", Title: "Sent"},
		{ID: "B", Title: "bob@example.org", Heading: true, Folded: true},
		{ID: "b1", Title: "Inbox"},
	})
	return p
}

func TestPlacesKeyboard(t *testing.T) {
	tests := []struct {
		name, keys string
		want       string // selected
		told       string // all calls of OnSelect
	}{
		{"first down", "Down", "all", "all"},
		{"over a heading", "Down Down Down", "a1", "all a1"},
		{"not below the last", "End Down Down", "", ""},
		{"unfold and on", "End Right Down", "b1", "b1"},
		{"unfold with Return", "End Return Down", "b1", "b1"},
		{"fold and over", "Down Down Left Down Down", "all", "all"},
		{"up to the top", "Down Down Down Up Up Up", "all", "all a1 all"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := shownPlaces(t)
			var told []string
			p.OnSelect = func(id string) { told = append(told, id) }
			for _, key := range strings.Fields(tt.keys) {
				p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(key)})
			}
			if p.Selected() != tt.want || strings.Join(told, " ") != tt.told {
				t.Errorf("selected %q, told %v, want %q and %q", p.Selected(), told, tt.want, tt.told)
			}
		})
	}
}

func TestPlacesFold(t *testing.T) {
	p := shownPlaces(t)
	var folded []string
	p.OnFold = func(id string, f bool) {
		if f {
			id = "-" + id
		}
		folded = append(folded, id)
	}
	press := func(id string) {
		y := p.topOf(p.shown(id)) + p.heightOf(p.shown(id)) - 5
		p.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, y)}, Button: desktop.MouseButtonPrimary})
	}
	press("A")
	if p.shown("a1") >= 0 {
		t.Error("a row below a folded heading is shown")
	}
	press("A")
	press("B")
	press("b1")
	if got := strings.Join(folded, " "); got != "-A A B" || p.Selected() != "b1" {
		t.Errorf("folds %q, selected %q", got, p.Selected())
	}
}

func TestPlacesKeepsTheSelection(t *testing.T) {
	p := shownPlaces(t)
	p.Select("a2")
	p.SetPlaces([]Place{{ID: "a2", Title: "Sent", Count: 3}})
	if p.Selected() != "a2" {
		t.Errorf("selected %q", p.Selected())
	}
	p.SetPlaces([]Place{{ID: "a1", Title: "Inbox"}})
	if p.Selected() != "" {
		t.Errorf("a removed place is selected: %q", p.Selected())
	}
}

func TestPlaceAt(t *testing.T) {
	p := shownPlaces(t)
	y := p.topOf(p.shown("a1")) + 10
	if got := p.PlaceAt(fyne.NewPos(30, y)); got != "a1" {
		t.Errorf("place at %v = %q", y, got)
	}
	if got := p.PlaceAt(fyne.NewPos(300, y)); got != "" {
		t.Errorf("place beside the sidebar = %q", got)
	}
}

func TestSplitLimits(t *testing.T) {
	newTestApp(t)
	s := NewSplit(NewHairline(), NewHairline(), 200)
	s.MinLeft, s.MinRight = 100, 150
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 100))
	tests := []struct{ wish, want float32 }{{200, 200}, {0, 100}, {590, 449}, {449, 449}, {-50, 100}}
	for _, tt := range tests {
		s.SetOffset(tt.wish)
		if got := s.left.Size().Width; got != tt.want {
			t.Errorf("offset %v gives a left side of %v, want %v", tt.wish, got, tt.want)
		}
		if got := s.left.Size().Width + 1 + s.right.Size().Width; got != 600 {
			t.Errorf("both sides and the line are %v wide", got)
		}
	}
	s.SetOffset(400)
	w.Resize(fyne.NewSize(450, 100))
	if got := s.left.Size().Width; got != 299 {
		t.Errorf("in a narrow window left is %v", got)
	}
	w.Resize(fyne.NewSize(600, 100))
	if got := s.left.Size().Width; got != 400 {
		t.Errorf("back in a wide window left is %v: the wish is lost", got)
	}
}

func TestSplitDrag(t *testing.T) {
	newTestApp(t)
	s := NewSplit(NewHairline(), NewHairline(), 200)
	s.MinLeft, s.MinRight = 100, 150
	test.NewTempWindow(t, s).Resize(fyne.NewSize(608, 100))
	var last float32
	s.OnMoved = func(offset float32) { last = offset }
	drag := func(dx float32) { s.handle.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(dx, 0)}) }
	drag(30)
	if last != 230 {
		t.Errorf("moved to %v, want 230", last)
	}
	drag(-300) // 170 beyond the limit
	drag(100)
	if last != 100 {
		t.Errorf("the line left its limit at %v before the pointer came back to it", last)
	}
	drag(100)
	s.handle.DragEnd()
	if last != 130 || s.Offset() != 130 {
		t.Errorf("moved to %v, offset %v, want 130", last, s.Offset())
	}
	s.left.Hide()
	s.Refresh()
	if s.handle.Visible() || s.right.Size().Width != s.Size().Width {
		t.Errorf("a hidden side leaves the other %v of %v", s.right.Size().Width, s.Size().Width)
	}
}

func TestBarSpan(t *testing.T) {
	tests := []struct {
		value float64
		phase float32
		from  float32
		to    float32
	}{{0, 0, 0, 0}, {0.5, 0, 0, 0.5}, {3, 0, 0, 1}, {-1, 0, 0, 0}, {-1, 1, 1, 1}}
	for _, tt := range tests {
		b := &Bar{value: tt.value, phase: tt.phase}
		if from, to := b.span(); math.Abs(float64(from-tt.from)) > 0.001 || math.Abs(float64(to-tt.to)) > 0.001 {
			t.Errorf("span at %v, %v = %v to %v, want %v to %v", tt.value, tt.phase, from, to, tt.from, tt.to)
		}
	}
}

func TestToast(t *testing.T) {
	newTestApp(t)
	layer := NewLayer(NewHairline())
	w := test.NewTempWindow(t, layer)
	w.Resize(fyne.NewSize(600, 300))
	undone := false
	layer.Toast("3 messages moved to Bin", "Undo", func() { undone = true }, 0)
	foot := layer.toast.Position().Y + layer.toast.Size().Height
	if !layer.toast.Visible() || foot > 300 || foot < 200 {
		t.Errorf("the bar is shown: %v, its foot at %v", layer.toast.Visible(), foot)
	}
	test.Tap(layer.toast.action)
	if !undone || layer.toast.Visible() {
		t.Errorf("undone %v, still shown %v", undone, layer.toast.Visible())
	}
}

func TestButtonDisabled(t *testing.T) {
	newTestApp(t)
	taps := 0
	b := NewButton("Go", nil, func() { taps++ })
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.Disable()
	test.Tap(b)
	if taps != 2 {
		t.Errorf("%d taps, want 2", taps)
	}
	if h := b.MinSize().Height; h < 28 {
		t.Errorf("the button is %v high", h)
	}
}

func TestTipIsShownNearThePointer(t *testing.T) {
	newTestApp(t)
	l := NewList(numbered(20))
	layer := NewLayer(l)
	w := test.NewTempWindow(t, layer)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 640))
	l.tip.text = "On the server until Tue 2 December"
	l.tip.show(l, fyne.NewPos(390, 630))
	at, size := layer.tip.Position(), layer.tip.Size()
	if !layer.tip.Visible() || size.Width < 100 || at.X+size.Width > 400 || at.Y+size.Height > 640 || at.Y < 500 {
		t.Errorf("tip at %v, size %v, shown %v", at, size, layer.tip.Visible())
	}
	l.MouseOut()
	if layer.tip.Visible() {
		t.Error("the tip stays when the pointer leaves")
	}
	l.tip.want(l, "wanted", fyne.NewPos(10, 10))
	round := l.tip.round
	l.tip.hide()
	if l.tip.round == round {
		t.Error("a tip wanted before the pointer left would still come")
	}
}

func TestNestedPlacesFold(t *testing.T) {
	p := shownPlaces(t)
	p.SetPlaces([]Place{
		{ID: "A", Heading: true}, {ID: "tax", Holds: true}, {ID: "2025", Level: 1, Holds: true, Folded: true},
		{ID: "letters", Level: 2}, {ID: "bin"}, {ID: "B", Heading: true, Folded: true}, {ID: "b1"}, {ID: "b2", Level: 1},
	})
	shown := func() string {
		var ids []string
		for _, i := range p.rows {
			ids = append(ids, p.places[i].ID)
		}
		return strings.Join(ids, " ")
	}
	var folded []string
	p.OnFold = func(id string, _ bool) { folded = append(folded, id) }
	if got := shown(); got != "A tax 2025 bin B" {
		t.Errorf("shown: %s", got)
	}
	y := p.topOf(1) + p.heightOf(1)/2
	p.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(12, y)}, Button: desktop.MouseButtonPrimary})
	if got := shown(); got != "A tax bin B" || p.Selected() != "" {
		t.Errorf("after a click on the arrow: %s, selected %q", got, p.Selected())
	}
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeyRight} {
		p.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if got := shown(); got != "A tax 2025 letters bin B" || p.Selected() != "2025" {
		t.Errorf("opened by keyboard: %s, selected %q", got, p.Selected())
	}
	if got := strings.Join(folded, " "); got != "tax tax 2025" {
		t.Errorf("told of %s", got)
	}
}
