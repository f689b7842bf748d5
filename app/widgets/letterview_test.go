package widgets

import (
	"image/color"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"satchel/htmlview"
	"satchel/typeset"
)

// reading is a letter view with the test's own UI goroutine.
type reading struct {
	testing.TB
	view  *LetterView
	queue chan func()
}

func newReading(t testing.TB) *reading {
	r := &reading{TB: t, queue: make(chan func(), 1000)}
	setter := NewTypesetter(func(f func()) { r.queue <- f }, typeset.Options{})
	t.Cleanup(setter.Close)
	r.view = NewLetterView(setter)
	return r
}

// until runs what is posted until the condition holds.
func (r *reading) until(what string, holds func() bool) {
	r.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case f := <-r.queue:
			f()
		case <-deadline:
			r.Fatalf("waited in vain until %s", what)
		}
	}
}

// show shows a letter and waits until it is painted.
func (r *reading) show(l Letter) {
	r.Helper()
	r.view.SetLetter(l, nil)
	r.settle()
}

// settle waits for the layout that was ordered last.
func (r *reading) settle() {
	r.Helper()
	r.until("the letter is painted", func() bool { return r.view.Painted() && r.view.settled() })
}

// settled says whether what is shown is what was ordered last.
func (v *LetterView) settled() bool { return v.sheet.order.serial == v.serial }

func page(html string) Letter {
	return Letter{Parse: func() *htmlview.Letter { return htmlview.Parse([]byte(html)) }}
}

// shown is a letter in a window of the software driver, 500 by 300.
func shown(t testing.TB, l Letter) *reading {
	t.Helper()
	newTestApp(t)
	r := newReading(t)
	w := test.NewTempWindow(t, r.view)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	r.show(l)
	return r
}

// point is where the text's nth rune stands in the view.
func (v *LetterView) point(place int) fyne.Position {
	b := v.sheet.text.Caret(place)
	return fyne.NewPos(b.X*v.sheet.scale+1, float32(v.headerH-v.view.offset)+(b.Y+b.H/2)*v.sheet.scale)
}

// of is the place of a text in the letter's.
func (v *LetterView) of(text string) int {
	return len([]rune(v.Text()[:strings.Index(v.Text(), text)]))
}

// click presses and releases the button so many times on a place of the text.
func (r *reading) click(place, times int, mods fyne.KeyModifier) {
	v := r.view
	v.press.clicks, v.press.at = 0, fyne.NewPos(-99, -99) // no part of an earlier double click
	for range times {
		ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.point(place)}, Button: desktop.MouseButtonPrimary, Modifier: mods}
		v.MouseDown(ev)
		v.MouseUp(ev)
	}
}

func (r *reading) drag(from, to int) {
	v := r.view
	v.press.clicks = 0
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.point(from)}, Button: desktop.MouseButtonPrimary})
	v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: v.point(to)}})
	v.DragEnd()
}

func TestLetterSelection(t *testing.T) {
	r := shown(t, page(`<p>Hello dear reader,</p><table><tr><td>one cell<td>another</table><p dir=rtl>שלום עולם</p><p>the last line`))
	v := r.view
	tests := []struct {
		name, want string
		do         func()
	}{
		{"drag in a line", "dear ", func() { r.drag(v.of("dear"), v.of("reader")) }},
		{"drag backwards", "dear ", func() { r.drag(v.of("reader"), v.of("dear")) }},
		{"drag over blocks", "reader,\none cell\tan", func() { r.drag(v.of("reader"), v.of("other")) }},
		{"double click", "dear", func() { r.click(v.of("dear")+1, 2, 0) }},
		{"triple click", "Hello dear reader,", func() { r.click(v.of("dear"), 3, 0) }},
		{"shift click", "Hello dear ", func() { r.click(v.of("Hello"), 1, 0); r.click(v.of("reader"), 1, fyne.KeyModifierShift) }},
		{"right to left", "שלום ", func() { r.drag(v.of("שלום"), v.of("עולם")) }},
		{"double click, right to left", "עולם", func() { r.click(v.of("עולם")+1, 2, 0) }},
		{"all", "Hello dear reader,\none cell\tanother\nשלום עולם\nthe last line", func() { v.TypedShortcut(&fyne.ShortcutSelectAll{}) }},
		{"a click", "", func() { r.click(3, 1, 0) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fyne.CurrentApp().Clipboard().SetContent("")
			tt.do()
			v.TypedShortcut(&fyne.ShortcutCopy{})
			if got := v.SelectedText(); got != tt.want || fyne.CurrentApp().Clipboard().Content() != tt.want {
				t.Errorf("selected %q, copied %q, want %q", got, fyne.CurrentApp().Clipboard().Content(), tt.want)
			}
		})
	}
}

func TestLetterLinks(t *testing.T) {
	r := shown(t, page(`<p>see <a href="https://a.example/x">this page</a> now, or <a href="javascript:alert(1)">not this</a></p>
<p style="margin-top:900px"><a href="https://b.example/">https://bank.example</a></p>`))
	v := r.view
	var opened []htmlview.Link
	v.OnLink = func(l htmlview.Link) { opened = append(opened, l) }
	r.click(0, 1, 0)
	r.drag(v.of("this"), v.of("page"))
	r.click(v.of("not"), 1, 0)
	if len(opened) != 0 {
		t.Fatalf("opened %+v without a click on a link", opened)
	}
	r.click(v.of("page"), 1, 0)
	if len(opened) != 1 || opened[0].Target != "https://a.example/x" || len(opened[0].Warnings) != 0 {
		t.Fatalf("opened %+v", opened)
	}
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.point(v.of("page"))}})
	if v.Hovered() != "https://a.example/x" || v.Cursor() != desktop.PointerCursor {
		t.Errorf("over the link: %q, cursor %v", v.Hovered(), v.Cursor())
	}
	v.MouseOut()
	if v.Hovered() != "" {
		t.Errorf("beside the link: %q", v.Hovered())
	}
	press := func(key fyne.KeyName) { v.TypedKey(&fyne.KeyEvent{Name: key}) }
	press(fyne.KeyTab)
	press(fyne.KeyTab)
	if v.Hovered() != "https://b.example/" || v.view.offset == 0 {
		t.Errorf("the second Tab is at %q, scrolled to %v", v.Hovered(), v.view.offset)
	}
	if v.AcceptsTab() {
		t.Error("Tab does not go on from the last link")
	}
	press(fyne.KeyReturn)
	if len(opened) != 2 || len(opened[1].Warnings) != 1 || opened[1].Warnings[0] != htmlview.WarnTextMismatch {
		t.Errorf("opened %+v", opened)
	}
}

func TestLetterMenu(t *testing.T) {
	r := shown(t, page(`<p>words <a href="https://a.example/">a link</a>`))
	v := r.view
	v.SavePicture = func(string) {}
	v.More = func() []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("More of it", nil)} }
	labels := func(items []*fyne.MenuItem) string {
		var list []string
		for _, i := range items {
			if !i.IsSeparator {
				list = append(list, i.Label)
			}
		}
		return strings.Join(list, ", ")
	}
	if got := labels(v.menuItems(-1, "")); got != "Copy, Copy as quote, Select all, More of it" {
		t.Errorf("on words: %s", got)
	}
	items := v.menuItems(v.linkAt(v.point(v.of("link"))), "https://a.example/a.png")
	if got := labels(items); got != "Copy, Copy as quote, Select all, Open link, Copy link, Save picture…, More of it" {
		t.Errorf("on a link with a picture: %s", got)
	}
	items[5].Action()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "https://a.example/" {
		t.Errorf("copied the link %q", got)
	}
}

const manyWords = "some words which make up a paragraph that is wrapped to several lines in a pane of this width, "

func longPage() Letter {
	var b strings.Builder
	for i := range 200 {
		b.WriteString("<p>" + strings.Repeat(manyWords, 3) + "number " + string(rune('a'+i%26)))
	}
	return page(b.String())
}

func TestLetterScrollsAndEnds(t *testing.T) {
	r := shown(t, longPage())
	v := r.view
	pages := 0
	for v.PageDown() {
		r.settle()
		if pages++; pages > 500 {
			t.Fatal("PageDown never ends")
		}
	}
	if want := v.view.content - v.view.page; v.view.offset != want || pages < 50 {
		t.Errorf("after %d pages at %v, want %v", pages, v.view.offset, want)
	}
	if n := len(v.drawn.tiles); n > 4 {
		t.Errorf("%d tiles as objects for 300 pixels", n)
	}
	if n := len(v.tiles); n > 12 {
		t.Errorf("%d tiles are kept", n)
	}
	for v.PageUp() {
	}
	if v.view.offset != 0 {
		t.Errorf("back at %v", v.view.offset)
	}
}

func TestLetterKeepsThePlace(t *testing.T) {
	r := shown(t, longPage())
	v := r.view
	v.scroll(6000)
	r.settle()
	before := v.topPlace()
	tests := []struct {
		name string
		do   func()
	}{
		{"zoom", func() { v.SetZoom(1.7) }},
		{"width", func() { v.Resize(fyne.NewSize(400, 300)) }},
		{"zoom back", func() { v.SetZoom(1) }},
	}
	for _, tt := range tests {
		tt.do()
		r.settle()
		if d := v.topPlace().text - before.text; d < -120 || d > 120 {
			t.Errorf("%s: the top was at rune %d, now at %d", tt.name, before.text, v.topPlace().text)
		}
	}
}

func TestLetterZoom(t *testing.T) {
	r := shown(t, page(`<p>a few words to read</p>`))
	v := r.view
	height := v.view.content
	v.SetZoom(9)
	r.settle()
	if v.Zoom() != maxZoom || v.Scale() != maxZoom || v.view.content < 2*height || height > 100 {
		t.Errorf("zoom %v, scale %v, content %v", v.Zoom(), v.Scale(), v.view.content)
	}
	v.SetZoom(0)
	r.settle()
	if v.Zoom() != minZoom {
		t.Errorf("zoom %v", v.Zoom())
	}
}

func TestWideLetter(t *testing.T) {
	tests := []struct {
		name  string
		width int
		scale float32
		aside bool
	}{
		{"fits", 400, 1, false},
		{"a little too wide", 600, 500.0 / 616, false},
		{"far too wide", 2000, leastFit, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := shown(t, page(strings.ReplaceAll(`<body style="margin:16px"><table width=W><tr><td>a table</table>`, "W", strconv.Itoa(tt.width))))
			v := r.view
			if d := v.Scale() - tt.scale; d > 0.02 || d < -0.02 {
				t.Errorf("scale %v, want %v", v.Scale(), tt.scale)
			}
			if v.side.max() > 0 != tt.aside {
				t.Errorf("scrolls sideways by %v", v.side.max())
			}
			v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
			if v.side.offset > 0 != tt.aside {
				t.Errorf("the arrow key scrolled sideways to %v", v.side.offset)
			}
		})
	}
}

func TestLetterFind(t *testing.T) {
	r := shown(t, page(`<p>Apples and pears</p><p style="margin-top:800px">more <b>app</b>les</p><p>no more</p>`))
	v := r.view
	if n := v.Find("apples"); n != 2 {
		t.Fatalf("found %d", n)
	}
	if at, of := v.Found(); at != 1 || of != 2 || v.view.offset != 0 {
		t.Errorf("at %d of %d, scrolled to %v", at, of, v.view.offset)
	}
	v.FindNext(1)
	if at, _ := v.Found(); at != 2 || v.view.offset == 0 {
		t.Errorf("the next one: %d, scrolled to %v", at, v.view.offset)
	}
	v.FindNext(1)
	if at, _ := v.Found(); at != 1 {
		t.Errorf("round the end: %d", at)
	}
	v.FindNext(-1)
	shownMarks := 0
	for _, m := range v.drawn.marks {
		if m.Visible() {
			shownMarks++
		}
	}
	if shownMarks == 0 {
		t.Error("no place is marked")
	}
	v.SetZoom(1.5)
	r.settle()
	if at, of := v.Found(); at != 2 || of != 2 {
		t.Errorf("after zooming at %d of %d", at, of)
	}
	v.Find("")
	if _, of := v.Found(); of != 0 {
		t.Errorf("%d places after the search has ended", of)
	}
	if n := v.Find("nowhere"); n != 0 {
		t.Errorf("found %d", n)
	}
}

func TestLetterFolds(t *testing.T) {
	quoted := page(`<p>my own words</p><div class=gmail_quote>On Monday Bob wrote:<blockquote>what he wrote</blockquote></div>`)
	quoted.Folded = page(`<p>my own words</p>`).Parse
	text := Letter{
		Parse:  func() *htmlview.Letter { return htmlview.ParseText("own\n> what he wrote\n") },
		Folded: func() *htmlview.Letter { return htmlview.ParseText("own\n") },
	}
	for name, l := range map[string]Letter{"page": quoted, "text": text} {
		t.Run(name, func(t *testing.T) {
			r := shown(t, l)
			v := r.view
			if !v.Folded() || strings.Contains(v.Text(), "what he wrote") || !v.drawn.fold.Visible() {
				t.Errorf("folded %v: %q", v.Folded(), v.Text())
			}
			test.Tap(v.drawn.fold)
			r.settle()
			if v.Folded() || !strings.Contains(v.Text(), "what he wrote") || v.drawn.fold.Visible() {
				t.Errorf("open: folded %v: %q", v.Folded(), v.Text())
			}
			v.SetFolded(true)
			r.settle()
			if !v.Folded() {
				t.Error("it is not folded again")
			}
		})
	}
	if r := shown(t, page("<p>only my own")); r.view.Folded() || r.view.drawn.fold.Visible() {
		t.Error("a letter without a quote is folded")
	}
}

func TestOutdatedLetterIsDropped(t *testing.T) {
	r := shown(t, page("<p>first"))
	arrived := []string{}
	r.view.SetLetter(page("<p>second"), func() { arrived = append(arrived, "second") })
	r.view.SetLetter(page("<p>third"), func() { arrived = append(arrived, "third") })
	if r.view.Text() != "first" {
		t.Errorf("before the layout is there: %q", r.view.Text())
	}
	r.settle()
	if r.view.Text() != "third" || len(arrived) != 1 || arrived[0] != "third" {
		t.Errorf("shown %q, arrived %q", r.view.Text(), arrived)
	}
	r.view.SetLetter(page("<p>fourth"), nil)
	r.view.Blank()
	if r.view.Text() != "" {
		t.Errorf("blank, but for %q", r.view.Text())
	}
	r.settle()
	if r.view.Text() != "fourth" {
		t.Errorf("after it was blank: %q", r.view.Text())
	}
	r.view.SetLetter(page("<p>fifth"), nil)
	r.view.Clear()
	late := time.After(200 * time.Millisecond)
	for waiting := true; waiting; {
		select {
		case f := <-r.queue:
			f()
		case <-late:
			waiting = false
		}
	}
	if r.view.Text() != "" {
		t.Errorf("a letter came back after Clear: %q", r.view.Text())
	}
}

func TestFailedLayoutEndsNothing(t *testing.T) {
	r := shown(t, page("<p>first"))
	r.show(Letter{Parse: func() *htmlview.Letter { panic("a mistake") }})
	if !r.view.Failed() || r.view.Text() != "" {
		t.Errorf("failed %v, shown %q", r.view.Failed(), r.view.Text())
	}
	r.show(page("<p>next"))
	if r.view.Text() != "next" || r.view.Failed() {
		t.Errorf("the next letter: %q", r.view.Text())
	}
}

// TestLetterStaysInItsPlace has a letter that wants to paint over the program's own area: nothing above the letter changes.
func TestLetterStaysInItsPlace(t *testing.T) {
	newTestApp(t)
	r := newReading(t)
	head := NewBanner(BannerInfo, "From: the real sender")
	r.view.SetHeader(head)
	w := test.NewTempWindow(t, r.view)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	area := int(r.view.headerH)
	r.show(page("<p>harmless"))
	before := w.Canvas().Capture()
	r.show(page(`<div style="position:fixed;top:-300px;left:-50px;width:900px;height:900px;background:#ff0000;z-index:999"></div>
<div style="margin-top:-400px;background:#ff0000;height:900px">over</div>`))
	after := w.Canvas().Capture()
	for y := range area {
		for x := range 480 {
			if before.At(x, y) != after.At(x, y) {
				t.Fatalf("the letter painted over the head at %d, %d", x, y)
			}
		}
	}
}

// TestLetterStaysBelowWhatIsAbove scrolls a letter below a bar of the program's: the bar stays as it was.
func TestLetterStaysBelowWhatIsAbove(t *testing.T) {
	newTestApp(t)
	r := newReading(t)
	bar := canvas.NewRectangle(color.NRGBA{R: 10, G: 20, B: 30, A: 255})
	bar.SetMinSize(fyne.NewSize(10, 40))
	w := test.NewTempWindow(t, container.NewBorder(bar, nil, nil, nil, r.view))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	r.show(page(`<body style="background:#ff0000"><div style="position:relative;top:-200px;height:2000px;background:#ff0000">over</div>`))
	for _, offset := range []float64{0, 33, 500} {
		r.view.scroll(offset)
		r.settle()
		picture := w.Canvas().Capture()
		for y := range 39 {
			for x := range 500 {
				if got := color.NRGBAModel.Convert(picture.At(x, y)); got != bar.FillColor {
					t.Fatalf("scrolled to %v the bar has %v at %d, %d", offset, got, x, y)
				}
			}
		}
		if got := color.NRGBAModel.Convert(picture.At(250, 200)); got != (color.NRGBA{R: 255, A: 255}) {
			t.Errorf("scrolled to %v the letter has %v: it is not shown", offset, got)
		}
	}
}

func TestCopyAsQuote(t *testing.T) {
	r := shown(t, page("<p>one<p>two<br>&gt; three"))
	r.view.SelectAll()
	r.view.CopyQuote()
	if got, want := fyne.CurrentApp().Clipboard().Content(), "> one\n> two\n>> three"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if got := quoted("a\n\nb\n"); got != "> a\n>\n> b\n" {
		t.Errorf("an empty line becomes %q", got)
	}
}

func TestNoteBelowTheLetter(t *testing.T) {
	r := shown(t, page("<p>words"))
	height := r.view.view.content
	r.view.Note = func(*htmlview.Page) string { return "There is more." }
	r.view.Relay()
	r.settle()
	if !r.view.drawn.below.box.Visible() || r.view.view.content < height+20 {
		t.Errorf("shown %v, content %v after %v", r.view.drawn.below.box.Visible(), r.view.view.content, height)
	}
}

func TestShownTarget(t *testing.T) {
	newTestApp(t)
	look := newMeasurer(12, fyne.TextStyle{})
	long := "https://bank.example.login.secure." + strings.Repeat("a-long-name.", 12) + "evil.example/path"
	for _, tt := range []struct {
		target string
		want   func(string) bool
	}{
		{"https://a.example/x", func(s string) bool { return s == "https://a.example/x" }},
		{"https://a.example/" + strings.Repeat("x", 500), func(s string) bool {
			return strings.HasPrefix(s, "https://a.example/") && strings.HasSuffix(s, "…")
		}},
		{long, func(s string) bool { return strings.HasPrefix(s, "…") && strings.Contains(s, "evil.example/p") }},
		{"mailto:ann@example.org", func(s string) bool { return s == "mailto:ann@example.org" }},
	} {
		if got := shownTarget(look, tt.target, 400); !tt.want(got) || look.width(got) > 400 {
			t.Errorf("%s is shown as %q", tt.target, got)
		}
	}
}

// BenchmarkLetter1MB is from setting a text of 1 MB until what is in view is painted.
func BenchmarkLetter1MB(b *testing.B) {
	for name, text := range map[string]string{
		"words":  strings.Repeat("Ein Brief mit Umlauten wie ä, ö und ü, und mit Wörtern, die umbrochen werden müssen. Noch ein Satz.\n", 10_000),
		"quotes": strings.Repeat("> a quoted line, https://a.example/page and some more words to read\nEin Brief mit Umlauten wie ä, ö und ü.\n", 10_000),
	} {
		b.Run(name, func(b *testing.B) {
			r := shown(b, page("<p>warm"))
			for b.Loop() {
				r.show(Letter{Parse: func() *htmlview.Letter { return htmlview.ParseText(text) }})
			}
		})
	}
}

// BenchmarkLetterTile is the painting of one tile of a long page.
func BenchmarkLetterTile(b *testing.B) {
	r := shown(b, longPage())
	fonts, err := typeset.NewFonts(typeset.Options{})
	if err != nil {
		b.Fatal(err)
	}
	s := r.view.sheet
	s = newSheet(fonts, s.order)
	for b.Loop() {
		paintTile(fonts, s, tilePlace{0, 40})
	}
}
