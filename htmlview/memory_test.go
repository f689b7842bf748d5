package htmlview

import (
	"runtime"
	"strings"
	"testing"

	"satchel/typeset"
)

// TestMemoryOfLongText holds a megabyte of text to what a letter may take while it is shown: 40 MB.
func TestMemoryOfLongText(t *testing.T) {
	fonts := newFonts(t)
	view := View{Width: 700, Fonts: fonts, Reader: true}
	Parse([]byte("<p>warm")).Layout(view)
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	for name, text := range map[string]string{
		"words":            strings.Repeat("Ein Brief mit Umlauten wie ä, ö und ü, und mit Wörtern, die umbrochen werden müssen. Noch ein Satz.\n", 10_000),
		"quotes and links": strings.Repeat("> a quoted line, https://a.example/page and some more words to read\nEin Brief mit Umlauten wie ä, ö und ü.\n", 9_500),
	} {
		t.Run(name, func(t *testing.T) {
			before := heap()
			letter := ParseText(text)
			page := letter.Layout(view)
			selection := typeset.NewSelection(page.List)
			if held := heap() - before; held > 40 {
				t.Errorf("%d kB of text take %.1f MB", len(text)>>10, held)
			} else {
				t.Logf("%.1f MB", held)
			}
			runtime.KeepAlive(letter)
			runtime.KeepAlive(selection)
		})
	}
}

// TestLooksAlikeOrNot: elements share a style where they must look alike, and only there.
func TestLooksAlikeOrNot(t *testing.T) {
	tests := []struct {
		name, sheet string
		same        bool
	}{
		{"no rules", "", true},
		{"by class", "a.x{color:red}", true},
		{"any link", "a[href]{color:red}", true},
		{"by target", "a[href^='https://b']{color:red}", false},
		{"by target in not", "a:not([href^='https://b']){color:red}", false},
		{"by place", "p:first-child a{color:red}", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := Parse([]byte("<style>" + tt.sheet + "</style><p><a class=x href=https://a.example>a</a><p><a class=x href=https://b.example>b</a>"))
			l.Layout(View{Width: 700, Fonts: newFonts(t)})
			a, b := l.body.children[0].children[0].style, l.body.children[1].children[0].style
			if alike := a.color == b.color; alike != tt.same {
				t.Errorf("colours %v and %v", a.color, b.color)
			}
			if tt.same && a != b {
				t.Error("two styles are kept")
			}
		})
	}
}
