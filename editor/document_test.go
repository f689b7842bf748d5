package editor

import (
	"strings"
	"testing"
)

// caretAt is the place before a text, which stands in the document once.
func (d *Document) caretAt(text string) Pos {
	for n, p := range d.paras {
		if i := strings.Index(p.Text(), text); i >= 0 {
			return Pos{n, len([]rune(p.Text()[:i]))}
		}
	}
	panic("not there: " + text)
}

func (d *Document) selectText(text string) {
	from := d.caretAt(text)
	d.Select(Selection{Anchor: from, Caret: Pos{from.Para, from.At + len([]rune(text))}})
}

func typeText(d *Document, text string) {
	for _, r := range text {
		if r == '\n' {
			d.Newline()
		} else {
			d.TypeRune(r)
		}
	}
}

func TestEdits(t *testing.T) {
	tests := []struct {
		name, text string
		do         func(d *Document)
		want       string
	}{
		{"type", "", func(d *Document) { typeText(d, "Dear Ann,\nhello") }, "Dear Ann,\nhello"},
		{"type over a selection", "one two three", func(d *Document) { d.selectText("two"); d.TypeRune('2') }, "one 2 three"},
		{"selection over paragraphs", "one\ntwo\nthree", func(d *Document) {
			d.Select(Selection{Anchor: Pos{2, 2}, Caret: Pos{0, 1}})
			d.TypeRune('-')
		}, "o-ree"},
		{"paste lines", "ab", func(d *Document) { d.Select(at(Pos{0, 1})); d.Insert("1\r\n2\r3") }, "a1\n2\n3b"},
		{"paste control characters", "", func(d *Document) { d.Insert("a\x00b\x1b[0m\tc\x7f\xff") }, "ab[0m\tc\uFFFD"},
		{"backspace joins", "one\ntwo", func(d *Document) { d.Select(at(Pos{1, 0})); d.Backspace() }, "onetwo"},
		{"backspace at the start", "one", func(d *Document) { d.Backspace() }, "one"},
		{"delete joins", "one\ntwo", func(d *Document) { d.Select(at(Pos{0, 3})); d.DeleteForward() }, "onetwo"},
		{"delete at the end", "one", func(d *Document) { d.Select(at(d.End())); d.DeleteForward() }, "one"},
		{"an emoji of many is one", "a👨‍👩‍👧‍👦b", func(d *Document) { d.Select(at(d.caretAt("b"))); d.Backspace() }, "ab"},
		{"a letter with its accent is one", "ae\u0301b", func(d *Document) { d.Select(at(d.caretAt("e"))); d.DeleteForward() }, "ab"},
		{"a flag is one", "🇩🇪🇫🇷", func(d *Document) { d.Select(at(d.End())); d.Backspace() }, "🇩🇪"},
		{"word left", "one, two", func(d *Document) { d.Select(at(d.End())); d.DeleteTo(d.WordLeft(d.End())) }, "one, "},
		{"word right", "one, two", func(d *Document) { d.DeleteTo(d.WordRight(Pos{})) }, ", two"},
		{"next word", "one, two", func(d *Document) { d.DeleteTo(d.WordRightStart(Pos{})) }, "two"},
		{"word left of a line", "one\ntwo", func(d *Document) { d.Select(at(Pos{1, 0})); d.DeleteTo(d.WordLeft(Pos{1, 0})) }, "onetwo"},
		{"replace all", "Cat cat\nno\nCATcat", func(d *Document) { d.ReplaceAll("cat", "dog") }, "dog dog\nno\ndogdog"},
		{"replace by nothing", "a cat", func(d *Document) { d.ReplaceAll("cat", "") }, "a "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := New(tt.text)
			tt.do(d)
			if got := d.Text(); got != tt.want {
				t.Errorf("text is %q, want %q", got, tt.want)
			}
			after := d.Text()
			for d.Undo() {
			}
			if got := d.Text(); got != tt.text {
				t.Errorf("all undone gives %q, want %q", got, tt.text)
			}
			for d.Redo() {
			}
			if got := d.Text(); got != after {
				t.Errorf("all done again gives %q, want %q", got, after)
			}
		})
	}
}

func TestUndoGoesByWords(t *testing.T) {
	d := New("")
	typeText(d, "one two three")
	d.Backspace()
	d.Backspace()
	var got []string
	for d.Undo() {
		got = append(got, d.Text())
	}
	want := []string{"one two three", "one two", "one", ""}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("undo goes over %q, want %q", got, want)
	}
}

func TestUndoStopsWhereTheCaretWasMoved(t *testing.T) {
	d := New("")
	typeText(d, "ab")
	d.Select(at(Pos{0, 0}))
	d.Select(at(Pos{0, 2}))
	typeText(d, "cd")
	d.Undo()
	if got := d.Text(); got != "ab" {
		t.Errorf("one undo gives %q, want %q", got, "ab")
	}
	if got := d.Selection().Caret; got != (Pos{0, 2}) {
		t.Errorf("the caret is at %v", got)
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	d := New("")
	for range maxSteps + 100 {
		d.Insert("x")
	}
	if n := len(d.history.done); n > maxSteps {
		t.Errorf("%d steps are kept", n)
	}
	for d.Undo() {
	}
	if got := len(d.Text()); got != 100 {
		t.Errorf("%d characters are left, want those of the steps forgotten", got)
	}
	if d.history.size != 0 {
		t.Errorf("an empty history holds %d runes", d.history.size)
	}
}

func TestStyles(t *testing.T) {
	d := New("one two three")
	d.selectText("two")
	d.ToggleBold()
	if !d.Format().Bold {
		t.Error("what was made bold is not")
	}
	d.Select(at(Pos{0, 7}))
	d.TypeRune('!') // goes on in bold
	d.selectText("two!")
	if !d.Format().Bold {
		t.Error("what was typed behind bold text is not bold")
	}
	d.selectText("two! th")
	if d.Format().Bold {
		t.Error("a selection is bold though a part of it is not")
	}
	d.ToggleBold()
	d.selectText("two! th")
	if !d.Format().Bold {
		t.Error("a selection that is bold in part is not bold afterwards")
	}
	for d.Undo() {
	}
	if runs := d.paras[0].runs; len(runs) != 1 || runs[0].format != (Format{}) {
		t.Errorf("all undone leaves %v", runs)
	}
}

func TestTypingStyleIsAskedForBeforehand(t *testing.T) {
	d := New("")
	d.ToggleItalic()
	typeText(d, "ab")
	d.ToggleItalic()
	typeText(d, "cd")
	want := []run{{2, Format{Italic: true}}, {2, Format{}}}
	if got := d.paras[0].runs; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("runs are %v, want %v", got, want)
	}
}

func TestALinkEndsWithItsText(t *testing.T) {
	d := New("see here")
	d.selectText("here")
	d.SetLink("https://example.org/")
	d.Select(at(d.End()))
	d.TypeRune('.')
	d.Select(at(d.caretAt("re.")))
	d.TypeRune('x')
	want := []run{{4, Format{}}, {5, Format{Link: "https://example.org/"}}, {1, Format{}}}
	if got := d.paras[0].runs; len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("runs are %v, want %v", got, want)
	}
}

func blocks(d *Document) (kinds []Kind) {
	for _, p := range d.paras {
		kinds = append(kinds, p.block.Kind)
	}
	return kinds
}

func TestReturnInBlocks(t *testing.T) {
	d := New("")
	d.ToggleKind(Heading1)
	typeText(d, "Title\nbody\n")
	d.ToggleKind(Numbered)
	typeText(d, "one\ntwo\n\nafter")
	want := []Kind{Heading1, Body, Numbered, Numbered, Body}
	got := blocks(d)
	if len(got) != len(want) {
		t.Fatalf("%d paragraphs: %q", len(got), d.Text())
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("paragraph %d is %d, want %d", i, got[i], want[i])
		}
	}
	if n := d.Number(3); n != 2 {
		t.Errorf("the second item has number %d", n)
	}
}

func TestReturnOpensAQuote(t *testing.T) {
	tests := []struct {
		name  string
		caret int
		want  string
	}{
		{"in the middle", 3, "1:one|0:|1: two"},
		{"at the start", 0, "0:|1:one two"},
		{"at the end", 7, "1:one two|0:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := New("one two")
			d.SetBlock(func(b Block) Block { b.Quote = 1; return b })
			d.Select(at(Pos{0, tt.caret}))
			d.Newline()
			var got []string
			for _, p := range d.paras {
				got = append(got, string(rune('0'+p.block.Quote))+":"+p.Text())
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("paragraphs are %q", s)
			}
			if b := d.Block(); b.Quote != 0 {
				t.Error("the caret is not in an own paragraph")
			}
		})
	}
}

func TestBackspaceMakesABlockPlainFirst(t *testing.T) {
	d := New("one\ntwo")
	d.Select(at(Pos{1, 0}))
	d.SetBlock(func(Block) Block { return Block{Kind: Bullet, Quote: 1} })
	for i, want := range []Block{{Quote: 1}, {}} {
		d.Backspace()
		if got := d.Block(); got != want || d.Text() != "one\ntwo" {
			t.Errorf("press %d leaves %v and %q", i+1, got, d.Text())
		}
	}
	d.Backspace()
	if got := d.Text(); got != "onetwo" {
		t.Errorf("text is %q", got)
	}
}

func TestFindIgnoresCase(t *testing.T) {
	d := New("Äpfel\nund ÄPFEL äpf")
	if got := len(d.Find("äpfel")); got != 2 {
		t.Errorf("found %d times, want 2", got)
	}
	if got := d.Find(""); got != nil {
		t.Errorf("nothing is found at %v", got)
	}
}

func TestAFragmentKeepsItsStyles(t *testing.T) {
	d := New("plain\nbold")
	d.selectText("bold")
	d.ToggleBold()
	d.SetBlock(func(b Block) Block { b.Kind = Bullet; return b })
	d.SelectAll()
	f := d.Selected()
	other := New("ab")
	other.Select(at(Pos{0, 1}))
	other.InsertFragment(f)
	if got := other.Text(); got != "aplain\nboldb" {
		t.Fatalf("text is %q", got)
	}
	if p := other.paras[1]; p.block.Kind != Bullet || p.runs[0] != (run{4, Format{Bold: true}}) {
		t.Errorf("the second paragraph is %v %v", p.block, p.runs)
	}
}

func TestWordAt(t *testing.T) {
	d := New("one don't, двa")
	for _, tt := range []struct {
		at   int
		want string
	}{{0, "one"}, {2, "one"}, {3, " "}, {6, "don't"}, {9, ","}, {14, "двa"}} {
		from, to := d.Word(Pos{0, tt.at})
		if got := string(d.paras[0].text[from.At:to.At]); got != tt.want {
			t.Errorf("the word at %d is %q, want %q", tt.at, got, tt.want)
		}
	}
}
