package css

import (
	"image/color"
	"strings"
	"testing"
)

// element makes an element out of "tag#id.class.class[attr=value]".
func element(s string, parent *Element) *Element {
	e := &Element{Parent: parent, Index: 1, Count: 1, TypeIndex: 1, TypeCount: 1}
	s, attrs, _ := strings.Cut(s, "[")
	for _, a := range strings.Split(strings.TrimSuffix(attrs, "]"), " ") {
		if k, v, ok := strings.Cut(a, "="); ok {
			e.Attrs = append(e.Attrs, Attr{k, v})
		}
	}
	s, classes, _ := strings.Cut(s, ".")
	if classes != "" {
		e.Classes = strings.Split(classes, ".")
	}
	e.Tag, e.ID, _ = strings.Cut(s, "#")
	return e
}

func TestSelectors(t *testing.T) {
	tests := []struct {
		selector string
		path     string // elements from the outermost to the one asked about
		want     bool
	}{
		{"p", "div p", true},
		{"P", "p", true},
		{"*", "p", true},
		{".a", "p.a.b", true},
		{".A", "p.a", false},
		{"p.a.b", "p.a", false},
		{"#x", "p#x", true},
		{"div p", "div span p", true},
		{"div > p", "div span p", false},
		{"div > span > p", "div span p", true},
		{"div div p", "div p", false},
		{".a .b .c", "x.a x.b x x.c", true},
		{"[href]", "a[href=x]", true},
		{"[href]", "a", false},
		{`[class*="zz"]`, "a[class=fzzy]", true},
		{`[href^="http:"]`, "a[href=http:x]", true},
		{`[href$=".png"]`, "a[href=x.png]", true},
		{`[align="Center" i]`, "a[align=center]", true},
		{`[align="Center"]`, "a[align=center]", false},
		{"a:hover", "a", false},
		{"a:link", "a[href=x]", true},
		{"a:link", "a", false},
		{"p:not(.x)", "p", true},
		{"p:not(.x)", "p.x", false},
		{"p:first-child", "p", true},
		{"p:nth-child(2n+1)", "p", true},
		{"p:nth-child(even)", "p", false},
		{"u + .body .x", "body.body p.x", false},
		{`\70`, "p", true},
		{"p,,q", "p", false},
		{"p:unknown, q", "q", true},
		{"p > ", "p", false},
	}
	for _, tt := range tests {
		var e *Element
		for _, part := range strings.Fields(tt.path) {
			e = element(part, e)
		}
		x := NewIndex([]Sheet{ParseSheet(tt.selector + "{color:red}")}, Env{Width: 700}, false)
		if got := len(x.Match(e, NewBudget(1000), nil)) > 0; got != tt.want {
			t.Errorf("%s on %q: %v", tt.selector, tt.path, got)
		}
	}
}

func TestQuirksFoldClassesAndIDs(t *testing.T) {
	x := NewIndex([]Sheet{ParseSheet(".A{color:red} #B{color:red}")}, Env{}, true)
	if n := len(x.Match(element("p#b.a", nil), NewBudget(100), nil)); n != 2 {
		t.Errorf("%d rules match, want 2", n)
	}
}

func TestMatchesComeWeakestFirst(t *testing.T) {
	x := NewIndex([]Sheet{ParseSheet("#i{a:1} p{a:2} .c{a:3} p.c{a:4} .c{a:5}")}, Env{}, false)
	got := ""
	for _, m := range x.Match(element("p#i.c", nil), NewBudget(100), nil) {
		got += show(m.Decls[0].Values[0])
	}
	if got != "23541" {
		t.Errorf("order %s, want 23541", got)
	}
}

func TestBudgetEndsMatching(t *testing.T) {
	var e *Element
	for range 200 {
		e = element("div", e)
	}
	x := NewIndex([]Sheet{ParseSheet(".never div div div div div div div{color:red}")}, Env{}, false)
	b := NewBudget(100000)
	x.Match(e, b, nil)
	if !b.Spent() {
		t.Error("the budget was not spent")
	}
}

func TestDeclarations(t *testing.T) {
	tests := []struct{ src, want string }{
		{"color:red", "color=red"},
		{"COLOR : Red ; width:10PX!important", "color=red width=10px!"},
		{"color:red;;background", "color=red"},
		{"color red; width:1px", "width=1px"},
		{"a:b:c; d:e", "d=e"},
		{"background:url( http://x/y.png ) no-repeat", "background=url(http://x/y.png),no-repeat"},
		{`background:url( "http://x/y z.png" )`, "background=url(http://x/y z.png)"},
		{`background:u\72l(http://x/y.png)`, "background=url()"},
		{`font-family:"A B", c`, `font-family="A B",,,c`},
		{"width:calc(100% - 10px)", "width=calc()"},
		{"x{color:red} y:z", ""},
		{"color:red/*c*/", "color=red"},
	}
	for _, tt := range tests {
		var got []string
		for _, d := range ParseDecls(tt.src) {
			var vals []string
			for _, v := range d.Values {
				vals = append(vals, show(v))
			}
			s := d.Prop + "=" + strings.Join(vals, ",")
			if d.Important {
				s += "!"
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " "); g != tt.want {
			t.Errorf("%q: %s, want %s", tt.src, g, tt.want)
		}
	}
}

func show(v Value) string {
	switch v.Kind {
	case String:
		return `"` + v.Text + `"`
	case URL:
		return "url(" + v.Text + ")"
	case Function:
		return v.Text + "()"
	case Dimension:
		return signed(v.Num, false) + v.Unit
	case Percent:
		return signed(v.Num, false) + "%"
	case Number:
		return signed(v.Num, false)
	default:
	}
	return v.Text
}

func TestColors(t *testing.T) {
	tests := []struct {
		src  string
		want color.NRGBA
		ok   bool
	}{
		{"#f00", color.NRGBA{255, 0, 0, 255}, true},
		{"#11223344", color.NRGBA{0x11, 0x22, 0x33, 0x44}, true},
		{"#12345", color.NRGBA{}, false},
		{"rgb(1,2,3)", color.NRGBA{1, 2, 3, 255}, true},
		{"rgba(1 2 3 / 50%)", color.NRGBA{1, 2, 3, 128}, true},
		{"rgb(100%,0%,300%)", color.NRGBA{255, 0, 255, 255}, true},
		{"hsl(120,100%,50%)", color.NRGBA{0, 255, 0, 255}, true},
		{"Teal", color.NRGBA{0, 128, 128, 255}, true},
		{"transparent", color.NRGBA{}, true},
		{"nonsense", color.NRGBA{}, false},
	}
	for _, tt := range tests {
		d := ParseDecls("color:" + tt.src)
		if c, ok := d[0].Values[0].Color(); ok != tt.ok || ok && c != tt.want {
			t.Errorf("%s = %v %v, want %v %v", tt.src, c, ok, tt.want, tt.ok)
		}
	}
}

func TestLegacyColors(t *testing.T) {
	tests := []struct {
		src  string
		want color.NRGBA
		ok   bool
	}{
		{"#ff0000", color.NRGBA{255, 0, 0, 255}, true},
		{"ff0000", color.NRGBA{255, 0, 0, 255}, true},
		{"red", color.NRGBA{255, 0, 0, 255}, true},
		{"#abc", color.NRGBA{0xAA, 0xBB, 0xCC, 255}, true},
		{"chucknorris", color.NRGBA{0xC0, 0, 0, 255}, true},
		{"", color.NRGBA{}, false},
		{"transparent", color.NRGBA{}, false},
		{"0", color.NRGBA{0, 0, 0, 255}, true},
	}
	for _, tt := range tests {
		if c, ok := LegacyColor(tt.src); ok != tt.ok || ok && c != tt.want {
			t.Errorf("%q = %v %v, want %v %v", tt.src, c, ok, tt.want, tt.ok)
		}
	}
}

func TestLengths(t *testing.T) {
	scale := Scale{Em: 10, Rem: 16, Ex: 5, Width: 700, Height: 150}
	tests := []struct {
		src  string
		want Length
		ok   bool
	}{
		{"10px", Px(10), true},
		{"1.5em", Px(15), true},
		{"2rem", Px(32), true},
		{"12pt", Px(16), true},
		{"1in", Px(96), true},
		{"10vw", Px(70), true},
		{"50%", Length{Percent: 50, Unit: Relative}, true},
		{"0", Px(0), true},
		{"5", Length{}, false},
		{"calc(100% - 20px)", Length{Px: -20, Percent: 100, Unit: Relative}, true},
		{"calc((10px + 2em) * 2)", Px(60), true},
		{"calc(1px/0)", Length{}, false},
		{"calc(2 * 3)", Length{}, false},
		{"min(10px, 2em)", Px(10), true},
		{"max(10px, 2em)", Px(20), true},
		{"1e30px", Px(1e6), true},
		{"-9e99px", Px(-1e6), true},
		{"NaNpx", Length{}, false},
	}
	for _, tt := range tests {
		d := ParseDecls("width:" + tt.src)
		if len(d) == 0 {
			t.Errorf("%s: no declaration", tt.src)
			continue
		}
		if l, ok := d[0].Values[0].Length(scale); ok != tt.ok || ok && l != tt.want {
			t.Errorf("%s = %+v %v, want %+v %v", tt.src, l, ok, tt.want, tt.ok)
		}
	}
}

func TestMedia(t *testing.T) {
	env := Env{Width: 700, Height: 150}
	tests := []struct {
		src  string
		want bool
	}{
		{"", true}, {"all", true}, {"screen", true}, {"print", false},
		{"screen and (max-width: 600px)", false},
		{"only screen and (min-width:480px)", true},
		{"(max-device-width: 800px)", true},
		{"(width >= 700px)", true}, {"(width < 700px)", false},
		{"print, screen and (min-width:480px)", true},
		{"not print", true}, {"not screen", false},
		{"(prefers-color-scheme: dark)", false}, {"(prefers-color-scheme: light)", true},
		{"(min-width:480px) and (max-width:600px)", false},
		{"(unknown-thing: 3)", false},
	}
	for _, tt := range tests {
		if got := ParseMedia(tt.src).Matches(env); got != tt.want {
			t.Errorf("%q: %v", tt.src, got)
		}
	}
}

// FuzzSheet: every text gives a sheet within its limits, and what is left of it still matches within the budget.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{"p{color:red}", "@media (max-width:600px){.a>b{x:y}}", "a[b='c'{", "@import 'x';p{}", "p{x:calc((((1px", "}}{{", "p{color:red", `\`, "/*", "url(", "<!-- p{a:b} -->", "a:not(:not(b)){c:d}", ":nth-child(-n+3){e:f}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		s := ParseSheet(src)
		if len(s.Rules) > maxRules {
			t.Fatalf("%d rules", len(s.Rules))
		}
		x := NewIndex([]Sheet{s}, Env{Width: 700, Height: 150}, true)
		x.Match(element("p#i.a.b[href=x]", element("div", nil)), NewBudget(10000), nil)
		scale := Scale{Em: 16, Rem: 16, Ex: 8, Width: 700, Height: 150, UnitlessLength: true}
		for _, r := range s.Rules {
			for _, d := range r.Decls {
				for _, v := range d.Values {
					v.Color()
					if l, _ := v.Length(scale); l.Px != l.Px || l.Px > maxLength || l.Px < -maxLength {
						t.Fatalf("%s: length %v", d.Prop, l)
					}
				}
			}
		}
	})
}
