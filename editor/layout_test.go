package editor

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"satchel/typeset"
)

func testLook(width float32) Look {
	ink := color.NRGBA{A: 255}
	return Look{Family: typeset.Sans, Size: 15, Width: width, Ink: ink, QuoteInk: ink, LinkInk: ink}
}

func testFonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	fonts, err := typeset.NewFonts(typeset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

func newLayout(t testing.TB, d *Document, width float32) *Layout {
	t.Helper()
	return NewLayout(d, testFonts(t), testLook(width))
}

// lines are the texts of a paragraph's lines.
func (l *Layout) lineTexts(para int) (out []string) {
	for n := range l.Lines(para) {
		line := l.Line(para, n)
		out = append(out, string(l.doc.paras[para].text[line.Start:line.End]))
	}
	return out
}

func TestLinesBreakAtWords(t *testing.T) {
	tests := []struct {
		name, text string
		width      float32
		want       string
	}{
		{"words", "one two three four", 70, "one two |three four"},
		{"nothing", "", 70, ""},
		{"spaces hang over", "one two       three", 55, "one two       |three"},
		{"a word too wide", "incomprehensibilities", 70, "incompre|hensibiliti|es"},
		{"wide words between", "a incomprehensibilities b", 70, "a |incompre|hensibiliti|es b"},
		{"ideographs", "我们今天去北京看看", 70, "我们今天去北|京看看"},
		{"narrower than a letter", "ab", 2, "a|b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLayout(t, New(tt.text), tt.width)
			if got := strings.Join(l.lineTexts(0), "|"); got != tt.want {
				t.Errorf("lines are %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCaretAndPointAgree: a press where the caret stands at a place gives that place.
func TestCaretAndPointAgree(t *testing.T) {
	texts := []string{
		"Dear Ann, this is a line that needs more than one to be shown.", "", "שלום עולם, זה טקסט ארוך שצריך יותר משורה אחת",
		"mixed עברית and English", "tab\there", "👨‍👩‍👧 flags 🇩🇪🇫🇷 e\u0301",
	}
	d := New(strings.Join(texts, "\n"))
	l := newLayout(t, d, 160)
	for para := range texts {
		for p := (Pos{para, 0}); ; {
			for _, lineEnd := range []bool{false, true} {
				c := l.Caret(p, lineEnd)
				got, end := l.PosAt(c.X, l.Top(para)+float64(c.Y+c.H/2))
				if back := l.Caret(got, end); got != p && (back.X != c.X || back.Y != c.Y) {
					t.Errorf("paragraph %d: the caret at %v stands at %v, where %v is", para, p, c, got)
				}
			}
			if p.At == d.Paragraph(para).Len() {
				break
			}
			p = d.Right(p)
		}
	}
}

func TestACaretAtASoftBreakStandsOnEitherLine(t *testing.T) {
	l := newLayout(t, New("one two three"), 55)
	p := Pos{0, l.Line(0, 0).End}
	if a, b := l.Caret(p, false), l.Caret(p, true); a.Y <= b.Y || b.X <= a.X {
		t.Errorf("the caret stands at %v, told to be at the line's end at %v", a, b)
	}
	end, soft := l.LineEnd(Pos{0, 1}, false)
	if end != p || !soft {
		t.Errorf("the first line ends at %v, softly %v", end, soft)
	}
	if start := l.LineStart(p, true); start != (Pos{0, 0}) {
		t.Errorf("the line of the caret at its end starts at %v", start)
	}
	if start := l.LineStart(p, false); start != p {
		t.Errorf("the line of the caret at the next one's start starts at %v", start)
	}
}

func TestBelowGoesOverParagraphs(t *testing.T) {
	d := New("one two three\n\nfour")
	l := newLayout(t, d, 55)
	p, end, x := Pos{0, 2}, false, l.Caret(Pos{0, 2}, false).X
	var got []Pos
	for {
		var ok bool
		if p, end, ok = l.Below(p, end, 1, x); !ok {
			break
		}
		got = append(got, p)
	}
	if len(got) != 3 || got[1] != (Pos{1, 0}) || got[2].Para != 2 {
		t.Errorf("going down leads to %v", got)
	}
	if p, _, _ = l.Below(p, end, -3, x); p != (Pos{0, 2}) {
		t.Errorf("going up again leads to %v", p)
	}
}

// TestALayoutFollowsEdits: after any edit it is what a new one would be.
func TestALayoutFollowsEdits(t *testing.T) {
	d := New("one\ntwo two two two\nthree")
	fonts := testFonts(t)
	l := NewLayout(d, fonts, testLook(60))
	steps := []func(){
		func() { d.Select(at(Pos{1, 3})); d.TypeRune('x') },
		func() { d.Insert("a\nb\nc") },
		func() { d.SelectAll(); d.ToggleBold() },
		func() { d.Select(at(Pos{2, 0})); d.ToggleKind(Heading1) },
		func() { d.Select(Selection{Anchor: Pos{0, 1}, Caret: Pos{3, 1}}); d.Delete() },
		func() { d.Undo() },
		func() { d.Undo() },
	}
	for i, step := range steps {
		step()
		fresh := NewLayout(d, fonts, testLook(60))
		for para := range d.Len() {
			l.Lay(para)
			fresh.Lay(para)
		}
		if l.Height() != fresh.Height() || len(l.laid) != d.Len() {
			t.Errorf("after step %d the layout is %g high, a new one %g", i, l.Height(), fresh.Height())
		}
	}
}

// TestGuessesAreNear: the scroll bar of a letter not yet laid out tells about the truth.
func TestGuessesAreNear(t *testing.T) {
	d := New(strings.Repeat(sample+"\n\n", 20))
	l := newLayout(t, d, 500)
	guessed := l.Height()
	for para := range d.Len() {
		l.Lay(para)
	}
	if real := l.Height(); guessed < 0.8*real || guessed > 1.25*real {
		t.Errorf("%g px were guessed, it is %g", guessed, real)
	}
}

const sample = "Thank you for the pictures. We looked at all of them after dinner, and your father says that the one with the boat " +
	"must have been taken at the lake, not at the sea; I am not so sure, and neither is Tom. When will you be back?"

func TestSelectedAreas(t *testing.T) {
	d := New("one two\n\nab עברית cd")
	l := newLayout(t, d, 300)
	all := Selection{Anchor: d.Start(), Caret: d.End()}
	for para, want := range []int{2, 1, 1} { // text and line end; line end; all in one
		if got := len(l.Selected(all, para, 0)); got != want {
			t.Errorf("paragraph %d has %d areas, want %d", para, got, want)
		}
	}
	part := Selection{Anchor: Pos{2, 1}, Caret: Pos{2, 5}} // half of the Hebrew word: apart from the start
	if got := len(l.Selected(part, 2, 0)); got != 2 {
		t.Errorf("a selection over two directions has %d areas, want 2", got)
	}
	if got := l.Selected(at(Pos{0, 1}), 0, 0); got != nil {
		t.Errorf("a caret has areas %v", got)
	}
}

func TestALinePaintsWhatIsThere(t *testing.T) {
	d := New("item")
	fonts := testFonts(t)
	l := NewLayout(d, fonts, testLook(200))
	paint := func() int {
		img := image.NewRGBA(image.Rect(0, 0, 200, int(l.Line(0, 0).H)))
		fonts.Paint(img, l.List(0, 0), 1)
		n := 0
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] > 0 {
				n++
			}
		}
		return n
	}
	before := paint()
	if before == 0 {
		t.Fatal("a line paints nothing")
	}
	d.SelectAll()
	for _, add := range []struct {
		name string
		do   func()
	}{
		{"bold", d.ToggleBold}, {"underline", d.ToggleUnderline}, {"strike", d.ToggleStrike},
		{"a mark", func() { d.ToggleKind(Bullet) }},
	} {
		add.do()
		if after := paint(); after <= before {
			t.Errorf("%s paints nothing: %d pixels, %d before", add.name, after, before)
		} else {
			before = after
		}
	}
}

func FuzzLayout(f *testing.F) {
	f.Add(sample+"\n\t\u202eabc שלום 12 e\u0301👨‍👩‍👧", uint16(120))
	f.Add("a \u2028b", uint16(1))
	fonts := testFonts(f)
	f.Fuzz(func(t *testing.T, text string, width uint16) {
		if len(text) > 3000 {
			return
		}
		d := New(text)
		l := NewLayout(d, fonts, testLook(float32(width%2000)))
		for para := range d.Len() {
			next := 0
			for n := range l.Lines(para) {
				line := l.Line(para, n)
				if line.Start != next || line.End < line.Start || line.End == line.Start && d.Paragraph(para).Len() > 0 {
					t.Fatalf("line %d of %q runs from %d to %d", n, d.Paragraph(para).Text(), line.Start, line.End)
				}
				next = line.End
				for p := line.Start; p <= line.End; p++ {
					if x := line.x(p); x != x {
						t.Fatalf("place %d stands nowhere", p)
					}
				}
			}
			if next != d.Paragraph(para).Len() {
				t.Fatalf("the lines of %q end at %d", d.Paragraph(para).Text(), next)
			}
		}
		for y := -10.0; y < l.Height()+10; y += 17 {
			for _, x := range []float32{-5, 3, 50, 5000} {
				p, _ := l.PosAt(x, y)
				if p != d.clip(p) {
					t.Fatalf("a point gives %v", p)
				}
			}
		}
	})
}
