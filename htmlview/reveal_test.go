package htmlview

import (
	"image/color"
	"strings"
	"testing"

	"satchel/typeset"
)

// markedText gives the texts that stand on the marker's ground.
func markedText(p *Page) string {
	var all []string
	for i, it := range p.List.Items {
		if t, ok := it.(*typeset.Text); ok && i > 0 {
			f, ok := p.List.Items[i-1].(*typeset.Fill)
			if ok && f.Color == revealGround && t.Color == revealInk {
				all = append(all, strings.TrimSpace(string(t.Para.Text[t.Start:t.End])))
			}
		}
	}
	return strings.Join(all, "|")
}

func TestReveal(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"nothing hidden", "<p>seen", ""},
		{"not displayed", "<p>seen<p style='display:none'>A<b>B</b>", "A|B"},
		{"not displayed by a rule", "<style>.x{display:none!important}</style><p class=x>A<p>seen", "A"},
		{"displayed after all", "<style>.x{display:none}</style><p class=x style='display:block'>seen", ""},
		{"hidden attribute", "<p hidden>A<p>seen", "A"},
		{"a cell", "<table><tr><td>seen<td style='display:none'>A</table>", "A"},
		{"no size", "<p style='font-size:0'>A<span style='font-size:16px'>seen</span><span style='font-size:1.5em'>B</span>", "A|B"},
		{"tiny", "<p style='font-size:1px;line-height:1px'>A", "A"},
		{"no height", "<div style='max-height:0;overflow:hidden'>A<p>B</div>", "A|B"},
		{"one px", "<div style='height:1px;overflow:hidden'>A</div>", "A"},
		{"not visible", "<p style='visibility:hidden'>A<b style='visibility:visible'>seen</b>", "A"},
		{"see-through", "<p style='opacity:0'>A", "A"},
		{"no ink", "<p style='color:transparent'>A<b style='color:#000'>seen</b>", "A"},
		{"beside the page", "<p style='position:absolute;left:-9999px'>A", "A"},
		{"indented away", "<p style='text-indent:-9999px'>A", "A"},
		{"clipped", "<p style='clip:rect(0,0,0,0);position:absolute'>A", "A"},
		{"white on white", "<p style='color:#fff'>A<p>seen", "A"},
		{"grey on grey", "<div style='background:#808080;color:#828282'>A</div>", "A"},
		{"white on black", "<div style='background:#000;color:#fff'>seen</div>", ""},
		{"preheader", "<div style='display:none;max-height:0'>A&nbsp;&zwnj;&nbsp;</div><p>seen", "A"},
		{"scripts stay away", "<script>S</script><style>p{}</style><title>T</title><p>seen", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := Parse([]byte(tt.src))
			view := View{Width: 700, Fonts: testFonts, Words: true}
			if p := l.Layout(view); p.Revealed != 0 {
				t.Errorf("%d marked without being asked", p.Revealed)
			}
			view.Reveal = true
			p := l.Layout(view)
			got := strings.Map(func(r rune) rune {
				if r == 0xA0 || zeroWidth(r) {
					return -1
				}
				return r
			}, markedText(p))
			if got != tt.want {
				t.Errorf("marked %q, want %q", got, tt.want)
			}
			if n := len(strings.Split(tt.want, "|")); tt.want != "" && p.Revealed != n || tt.want == "" && p.Revealed != 0 {
				t.Errorf("counted %d", p.Revealed)
			}
			for _, w := range p.Words {
				if w.Box.X < 0 || w.Box.Y < 0 || w.Box.H < 8 {
					t.Errorf("%q stands at %v", w.Text, w.Box)
				}
			}
			if p := l.Layout(View{Width: 700, Fonts: testFonts}); p.Revealed != 0 {
				t.Error("the letter stays revealed")
			}
		})
	}
}

// TestRevealLoadsNothing: a picture that the letter hides is not asked for because its place is shown.
func TestRevealLoadsNothing(t *testing.T) {
	for _, style := range []string{"display:none", "opacity:0", "visibility:hidden", "position:absolute;left:-9999px", "max-height:0;overflow:hidden"} {
		var a asked
		Parse([]byte("<div style='" + style + "'>A<img src=https://t.test/pixel.png width=40 height=40></div>")).
			Layout(View{Width: 700, Fonts: testFonts, Pictures: &a, Reveal: true})
		if len(a.srcs) > 0 {
			t.Errorf("%s: asked for %v", style, a.srcs)
		}
	}
}

func TestRevealedTextStandsOutWhenDarkened(t *testing.T) {
	p := Parse([]byte("<p style='display:none'>A")).Layout(View{Width: 700, Fonts: testFonts, Reveal: true})
	text, under := colors(t, Darken(p, darkPane))
	if contrast(text, under) < 4.5 || under == (color.NRGBA{0x1E, 0x1E, 0x1E, 255}) {
		t.Errorf("%v on %v", text, under)
	}
}
