package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// even is a measurer for which every rune is 10 wide.
type even struct{}

func (even) advance(r rune) float32 {
	if r == '\n' {
		return 0
	}
	return 10
}

func TestWrapText(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{""}},
		{"short", "one two", []string{"one two"}},
		{"at a space", "one two three", []string{"one two ", "three"}},
		{"spaces hang over", "one two      three", []string{"one two      ", "three"}},
		{"a word too long", "abcdefghijklmno", []string{"abcdefghij", "klmno"}},
		{"a long word after a short", "ab abcdefghijklmno", []string{"ab ", "abcdefghij", "klmno"}},
		{"paragraphs", "one\n\ntwo\n", []string{"one\n", "\n", "two\n", ""}},
		{"ideographs", "会议记录和下周的安排还有更多", []string{"会议记录和下周的安排", "还有更多"}},
		{"no full stop at the start", "会议记录和下周的安排。还有", []string{"会议记录和下周的安", "排。还有"}},
		{"an accent stays", "abcdefghije\u0301fg", []string{"abcdefghij", "e\u0301fg"}},
		{"a quote has less room", "> one two three", []string{"> one two ", "three"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, line := range wrapText(tt.text, even{}, 100, 20) {
				got = append(got, tt.text[line.start:line.end])
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("lines %q, want %q", got, tt.want)
			}
		})
	}
}

func TestQuoteLevel(t *testing.T) {
	tests := []struct {
		line          string
		level, prefix int
	}{
		{"plain", 0, 0}, {"> one", 1, 2}, {">one", 1, 1}, {">> two", 2, 3}, {"> > two", 2, 4},
		{">", 1, 1}, {" > not at the start", 0, 0}, {">  two spaces", 1, 2}, {"> >> three", 3, 5},
	}
	for _, tt := range tests {
		if level, prefix := quoteLevel(tt.line); level != tt.level || prefix != tt.prefix {
			t.Errorf("quoteLevel(%q) = %d, %d, want %d, %d", tt.line, level, prefix, tt.level, tt.prefix)
		}
	}
}

func FuzzWrapText(f *testing.F) {
	f.Add("one two three\n> four\n", 60)
	f.Add("会议记录和下周的安排。", 30)
	f.Add("a\u200d\u0301\xff\t\n\n>>> ", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		var b strings.Builder
		at := 0
		lines := wrapText(text, even{}, float32(width%2000), 14)
		for i, line := range lines {
			if line.start != at || line.body < line.start || line.body > line.end {
				t.Fatalf("line %d is %+v, the one before ended at %d", i, line, at)
			}
			if line.end == line.start && i < len(lines)-1 {
				t.Fatalf("line %d is empty", i)
			}
			b.WriteString(text[line.start:line.end])
			at = line.end
		}
		if b.String() != text {
			t.Fatalf("lines make %q of %q", b.String(), text)
		}
	})
}

func TestLinks(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"see https://a.example/x?y=1.", []string{"https://a.example/x?y=1"}},
		{"(http://a.example/wiki/B_(c))", []string{"http://a.example/wiki/B_(c)"}},
		{"<mailto:ann@example.org>, www.a.example!", []string{"mailto:ann@example.org", "https://www.a.example"}},
		{"xhttp://a.example https://", nil},
		{"javascript:alert(1) file:///etc/passwd", nil},
		{"HTTPS://A.EXAMPLE/\u202egpj", []string{"HTTPS://A.EXAMPLE/"}},
	}
	for _, tt := range tests {
		var got []string
		for _, l := range linksAround(tt.text, 0, len(tt.text)) {
			got = append(got, l.url)
		}
		if strings.Join(got, " ") != strings.Join(tt.want, " ") {
			t.Errorf("links of %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// shownText is a view in a window of the software driver, 500 by 300.
func shownText(t testing.TB, text string) *TextView {
	newTestApp(t)
	v := NewTextView()
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 300))
	v.SetText(text)
	return v
}

// point is the middle of the left edge of the rune at offset.
func (t *TextView) point(offset int) fyne.Position {
	n := t.lineOf(offset)
	row := t.rowOf(n)
	return fyne.NewPos(t.xOf(row, offset)+1, float32(t.lineTop(n)-t.view.offset+t.lineH/2))
}

func TestTextSelection(t *testing.T) {
	const text = "Hello dear reader,\r\nthis is a second paragraph of words.\n> quoted line\nlast"
	plain := strings.ReplaceAll(text, "\r\n", "\n")
	tests := []struct {
		name     string
		from, to string // the press is on the first letter of from, the drag ends before to
		clicks   int
		want     string
	}{
		{"drag in a line", "dear", " reader", 1, "dear"},
		{"drag over paragraphs", "reader", " is a", 1, "reader,\nthis"},
		{"drag backwards", "second", "dear", 1, "dear reader,\nthis is a "},
		{"a word", "second", "", 2, "second"},
		{"words", "second", "words", 2, "second paragraph of words"},
		{"words backwards", "second", "this", 2, "this is a second"},
		{"a paragraph", "second", "", 3, "this is a second paragraph of words.\n"},
		{"into a quote", "words", " line", 1, "words.\n> quoted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := shownText(t, text)
			at := v.point(strings.Index(plain, tt.from))
			for range tt.clicks {
				v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
			}
			if tt.to != "" {
				v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: v.point(strings.Index(plain, tt.to))}})
				v.DragEnd()
			}
			if got := v.SelectedText(); got != tt.want {
				t.Errorf("selected %q, want %q", got, tt.want)
			}
			v.TypedShortcut(&fyne.ShortcutCopy{})
			if got := fyne.CurrentApp().Clipboard().Content(); got != tt.want {
				t.Errorf("copied %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTextShiftClickAndAll(t *testing.T) {
	v := shownText(t, "one two three four")
	press := func(offset int, mods fyne.KeyModifier) {
		v.press.clicks = 0
		v.press.at = fyne.NewPos(-99, -99) // far away: no double click
		v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.point(offset)}, Button: desktop.MouseButtonPrimary, Modifier: mods})
	}
	press(4, 0)
	press(14, fyne.KeyModifierShift)
	if got := v.SelectedText(); got != "two three " {
		t.Errorf("shift click selected %q", got)
	}
	press(0, fyne.KeyModifierShift)
	if got := v.SelectedText(); got != "one " {
		t.Errorf("shift click before the start selected %q", got)
	}
	v.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := v.SelectedText(); got != v.Text() {
		t.Errorf("select all selected %q", got)
	}
}

func TestTextLinkClick(t *testing.T) {
	v := shownText(t, "see https://a.example/x now")
	var opened []string
	v.OnLink = func(url string) { opened = append(opened, url) }
	mouse := func(offset int) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.point(offset)}, Button: desktop.MouseButtonPrimary}
	}
	v.MouseDown(mouse(1))
	v.MouseUp(mouse(1))
	v.MouseDown(mouse(8))
	v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: v.point(12)}})
	v.MouseUp(mouse(12))
	if len(opened) != 0 {
		t.Fatalf("opened %q without a click", opened)
	}
	v.press.clicks = 3
	v.MouseDown(mouse(10))
	v.MouseUp(mouse(10))
	if len(opened) != 1 || opened[0] != "https://a.example/x" {
		t.Errorf("opened %q", opened)
	}
}

func TestTextScrollsAndEnds(t *testing.T) {
	v := shownText(t, strings.Repeat("line\n", 100))
	pages := 0
	for v.PageDown() {
		if pages++; pages > 100 {
			t.Fatal("PageDown never ends")
		}
	}
	if want := v.view.content - v.view.page; v.view.offset != want || pages < 5 {
		t.Errorf("after %d pages at %v, want %v", pages, v.view.offset, want)
	}
	if n := len(v.drawn.rows); n > 20 {
		t.Errorf("%d rows of objects for 300 pixels", n)
	}
	for v.PageUp() {
	}
	if v.view.offset != 0 {
		t.Errorf("back at %v", v.view.offset)
	}
}

func TestTextKeepsThePlaceWhenWrappedAnew(t *testing.T) {
	v := shownText(t, strings.Repeat("some words which make up a paragraph that is wrapped to several lines here\n", 200))
	v.scroll(2000)
	at, _ := v.topPlace()
	v.SetZoom(1.7)
	after, _ := v.topPlace()
	if distance := at - after; distance < 0 || distance > 76 {
		t.Errorf("the top was at byte %d, after zooming at %d", at, after)
	}
}

func TestBigTextPaintsLittle(t *testing.T) {
	v := shownText(t, strings.Repeat("A line of a letter which is as long as lines usually are in mail.\n", 16_000))
	if n := len(v.drawn.rows); n > 20 {
		t.Errorf("%d rows of objects", n)
	}
	v.scroll(v.view.max())
	if first, last := v.visibleLines(); last != len(v.lines)-1 || first >= last {
		t.Errorf("at the end lines %d to %d of %d", first, last, len(v.lines))
	}
}

func BenchmarkSetText1MB(b *testing.B) {
	text := strings.Repeat("Ein Brief mit Umlauten wie ä, ö und ü, und mit Wörtern, die umbrochen werden müssen. ", 12_000)
	v := shownText(b, "")
	for b.Loop() {
		v.SetText(text)
	}
}

func BenchmarkSetText1MBLines(b *testing.B) {
	text := strings.Repeat("> a quoted line, https://a.example/page and some more words to read\n", 15_000)
	v := shownText(b, "")
	for b.Loop() {
		v.SetText(text)
	}
}
