package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// keyModel is a list of keys; its rows say nothing.
type keyModel struct {
	keys   []int64
	groups []Group
}

func (m *keyModel) Len() int        { return len(m.keys) }
func (m *keyModel) Row(i int) Row   { return Row{Title: "row", Cloud: true, CloudTip: "tip"} }
func (m *keyModel) Key(i int) int64 { return m.keys[i] }
func (m *keyModel) Groups() []Group { return m.groups }

func numbered(n int) *keyModel {
	m := &keyModel{}
	for i := range n {
		m.keys = append(m.keys, int64(i+1))
	}
	return m
}

// shownList is a list in a window of the software driver, 400 by 640: ten rows.
func shownList(t *testing.T, m ListModel) *List {
	newTestApp(t)
	l := NewList(m)
	w := test.NewTempWindow(t, l)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 640))
	return l
}

func TestListSelection(t *testing.T) {
	const shift, ctrl = fyne.KeyModifierShift, fyne.KeyModifierControl
	type act func(l *List)
	click := func(row int, mods fyne.KeyModifier) act {
		return func(l *List) { l.press(row, desktop.MouseButtonPrimary, mods) }
	}
	menu := func(row int) act { return func(l *List) { l.press(row, desktop.MouseButtonSecondary, 0) } }
	key := func(name fyne.KeyName, mods fyne.KeyModifier) act {
		return func(l *List) { l.key(&fyne.KeyEvent{Name: name}, mods) }
	}
	tests := []struct {
		name  string
		acts  []act
		want  []int64
		focus int64
	}{
		{"click", []act{click(3, 0)}, []int64{4}, 4},
		{"second click replaces", []act{click(3, 0), click(5, 0)}, []int64{6}, 6},
		{"shift range", []act{click(3, 0), click(5, shift)}, []int64{4, 5, 6}, 6},
		{"shift range turns around", []act{click(3, 0), click(5, shift), click(1, shift)}, []int64{2, 3, 4}, 2},
		{"shift without anchor", []act{click(2, shift)}, []int64{3}, 3},
		{"ctrl adds", []act{click(3, 0), click(7, ctrl)}, []int64{4, 8}, 8},
		{"ctrl takes away", []act{click(3, 0), click(7, ctrl), click(3, ctrl)}, []int64{8}, 4},
		{"ctrl to nothing", []act{click(3, 0), click(3, ctrl)}, []int64{}, 0},
		{"ctrl shift keeps others", []act{click(0, 0), click(4, ctrl), click(6, ctrl|shift)}, []int64{1, 5, 6, 7}, 7},
		{"menu inside keeps all", []act{click(3, 0), click(5, shift), menu(4)}, []int64{4, 5, 6}, 6},
		{"menu outside selects", []act{click(3, 0), click(5, shift), menu(8)}, []int64{9}, 9},
		{"first down", []act{key(fyne.KeyDown, 0)}, []int64{1}, 1},
		{"up at the top", []act{click(0, 0), key(fyne.KeyUp, 0)}, []int64{1}, 1},
		{"down at the end", []act{click(99, 0), key(fyne.KeyDown, 0)}, []int64{100}, 100},
		{"end", []act{click(3, 0), key(fyne.KeyEnd, 0)}, []int64{100}, 100},
		{"home with shift", []act{click(2, 0), key(fyne.KeyHome, shift)}, []int64{1, 2, 3}, 1},
		{"page down", []act{click(0, 0), key(fyne.KeyPageDown, 0)}, []int64{10}, 10},
		{"ctrl down only moves", []act{click(3, 0), key(fyne.KeyDown, ctrl)}, []int64{4}, 4},
		{"ctrl down then ctrl space", []act{click(3, 0), key(fyne.KeyDown, ctrl), key(fyne.KeyDown, ctrl), key(fyne.KeySpace, ctrl)}, []int64{4, 6}, 6},
		{"shift after ctrl down", []act{click(3, 0), key(fyne.KeyDown, shift), key(fyne.KeyDown, shift), key(fyne.KeyUp, shift)}, []int64{4, 5}, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := shownList(t, numbered(100))
			var got []int64
			var focus int64
			l.OnSelect = func(keys []int64, f int64) { got, focus = keys, f }
			for _, act := range tt.acts {
				act(l)
			}
			if !slices.Equal(got, tt.want) || (focus != tt.focus && tt.name != "ctrl down only moves") {
				t.Errorf("selected %v with focus %d, want %v with %d", got, focus, tt.want, tt.focus)
			}
			if !slices.Equal(l.Selected(), tt.want) {
				t.Errorf("Selected() = %v, OnSelect said %v", l.Selected(), tt.want)
			}
		})
	}
}

func TestListSelectAll(t *testing.T) {
	l := shownList(t, numbered(50_000))
	l.TypedShortcut(&fyne.ShortcutSelectAll{})
	if n := len(l.Selected()); n != 50_000 {
		t.Errorf("%d selected", n)
	}
}

func TestListKeepsItsPlace(t *testing.T) {
	m := numbered(1000)
	m.groups = []Group{{0, "Today"}, {3, "Yesterday"}}
	l := shownList(t, m)
	l.Select(500)
	l.ScrollTo(500)
	place := func(key int64) float64 { return l.geo.top(l.IndexOf(key)) - l.view.offset }
	before := place(500)
	m.keys = append([]int64{2001, 2002, 2003}, m.keys...)
	m.groups = []Group{{0, "Today"}, {6, "Yesterday"}, {8, "This week"}}
	l.Refresh()
	if got := place(500); got != before {
		t.Errorf("row moved from %v to %v on the screen", before, got)
	}
	if got := l.Selected(); !slices.Equal(got, []int64{500}) {
		t.Errorf("selected %v", got)
	}
	first := l.model.Key(l.geo.at(l.view.offset))
	second := place(first + 1)
	m.keys = slices.DeleteFunc(m.keys, func(k int64) bool { return k == first })
	l.Refresh()
	if got := place(first + 1); got != second {
		t.Errorf("after the top row went, the next moved from %v to %v", second, got)
	}
	m.keys = slices.DeleteFunc(m.keys, func(k int64) bool { return k == 500 })
	l.Refresh()
	if got := l.Selected(); len(got) != 0 {
		t.Errorf("a removed row is still selected: %v", got)
	}
	if l.FocusRow() != -1 {
		t.Errorf("a removed row still has the focus: %d", l.FocusRow())
	}
}

func TestListSurvivesAModelThatShrankUnannounced(t *testing.T) {
	m := numbered(100)
	l := shownList(t, m)
	l.SelectAt(99)
	at := fyne.PointEvent{Position: fyne.NewPos(100, 500)}
	m.keys = m.keys[:3]
	l.MouseMoved(&desktop.MouseEvent{PointEvent: at})
	l.MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if got := l.Selected(); !slices.Equal(got, []int64{3}) {
		t.Errorf("selected %v, want the last row there is", got)
	}
}

func TestListAtTheTopShowsNewRows(t *testing.T) {
	m := numbered(100)
	l := shownList(t, m)
	m.keys = append([]int64{777}, m.keys...)
	l.Refresh()
	if l.view.offset != 0 {
		t.Errorf("scrolled to %v: new mail came in out of sight", l.view.offset)
	}
}

func TestListDrawsOnlyWhatIsVisible(t *testing.T) {
	l := shownList(t, numbered(1_000_000))
	for range 200 {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -5000)})
	}
	if n := len(l.drawn.cards); n > 12 {
		t.Errorf("%d cards for ten rows", n)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if first, last := l.VisibleRows(); last != 999_999 || first != 999_990 {
		t.Errorf("at the end rows %d to %d are visible", first, last)
	}
	used := 0
	for _, c := range l.drawn.cards {
		if c.box.Visible() {
			used++
			if y := c.box.Position().Y; y != float32(int(y)) {
				t.Errorf("a card lies between pixels, at %v", y)
			}
		}
	}
	if used != 10 {
		t.Errorf("%d cards are shown, want 10", used)
	}
}

func TestListSelectAtAfterRemoval(t *testing.T) {
	m := numbered(3)
	l := shownList(t, m)
	calls := 0
	l.OnSelect = func(keys []int64, focus int64) { calls++ }
	l.SelectAt(2)
	m.keys = m.keys[:2]
	l.SelectAt(2)
	if got := l.Selected(); !slices.Equal(got, []int64{2}) {
		t.Errorf("selected %v, want the new last row", got)
	}
	m.keys = nil
	l.SelectAt(0)
	if got := l.Selected(); len(got) != 0 || calls != 3 {
		t.Errorf("selected %v after %d calls", got, calls)
	}
}

func TestListMouse(t *testing.T) {
	l := shownList(t, numbered(20))
	var marked, opened int64
	var menu []int64
	l.OnMark = func(key int64) { marked = key }
	l.OnActivate = func(key int64) { opened = key }
	l.OnMenu = func(_ fyne.Position, keys []int64) { menu = keys }
	press := func(x, y float32, button desktop.MouseButton) {
		l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: button})
	}
	press(cardStarX+8, 64+44, desktop.MouseButtonPrimary)
	if marked != 2 || len(l.Selected()) != 0 {
		t.Errorf("click on the star: marked %d, selected %v", marked, l.Selected())
	}
	press(100, 64*4+30, desktop.MouseButtonPrimary)
	press(100, 64*4+31, desktop.MouseButtonPrimary)
	if opened != 5 {
		t.Errorf("double click opened %d", opened)
	}
	press(100, 64*6+30, desktop.MouseButtonSecondary)
	l.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(100, 64*6+30)})
	if !slices.Equal(menu, []int64{7}) {
		t.Errorf("menu for %v", menu)
	}
	if got := l.partAt(0, fyne.NewPos(400-cardRight-8, 44)); got != cardCloud {
		t.Errorf("part at the cloud = %v", got)
	}
}

func BenchmarkListScroll(b *testing.B) {
	newTestApp(b)
	l := NewList(numbered(1_000_000))
	w := test.NewTempWindow(b, l)
	w.Resize(fyne.NewSize(400, 900))
	b.ReportAllocs()
	for b.Loop() {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -12)})
	}
}

// A drag takes all selected rows along; without one the pressed row is selected alone.
func TestListDrag(t *testing.T) {
	l := shownList(t, numbered(10))
	var dragged, dropped []int64
	l.OnDrag = func(_ fyne.Position, keys []int64) { dragged = keys }
	l.OnDrop = func(_ fyne.Position, keys []int64) { dropped = keys }
	row := func(n int) fyne.Position { return fyne.NewPos(80, float32(l.geo.top(n)+l.geo.rowH/2)) }
	down := func(n int) {
		l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: row(n), AbsolutePosition: row(n)}, Button: desktop.MouseButtonPrimary})
	}
	move := func(by float32) {
		l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: row(2).AddXY(by, 0)}})
	}
	keys := []int64{l.model.Key(1), l.model.Key(2), l.model.Key(4)}
	l.Select(keys...)
	down(2)
	move(3)
	if dragged != nil {
		t.Error("three pixels are a drag")
	}
	move(-60)
	l.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	l.DragEnd()
	if !slices.Equal(dragged, keys) || !slices.Equal(dropped, keys) || !slices.Equal(l.Selected(), keys) {
		t.Errorf("dragged %v, dropped %v, selected %v; want %v", dragged, dropped, l.Selected(), keys)
	}
	down(2)
	if !slices.Equal(l.Selected(), keys) {
		t.Error("the press alone changed the selection")
	}
	l.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if !slices.Equal(l.Selected(), keys[1:2]) {
		t.Errorf("selected %v after a click, want %v", l.Selected(), keys[1:2])
	}
}
