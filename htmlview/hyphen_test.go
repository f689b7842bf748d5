package htmlview

import (
	"strings"
	"testing"

	"satchel/typeset"
)

// seenLines gives the texts of a page line by line, with the hyphens at their ends.
func seenLines(p *Page) string {
	var out strings.Builder
	y := float32(-1)
	for _, it := range p.List.Items {
		t, ok := it.(*typeset.Text)
		if !ok {
			continue
		}
		if y >= 0 && t.Baseline != y {
			out.WriteByte('|')
		}
		y = t.Baseline
		if t.Order < 0 { // painted before the text it belongs to
			continue
		}
		for _, r := range t.Para.Text[t.Start:t.End] {
			if r != softHyphen {
				out.WriteRune(r)
			}
		}
		for _, other := range p.List.Items {
			if h, ok := other.(*typeset.Text); ok && h.Order < 0 && h.Baseline == y && (h.X-t.Right() < 0.1 && t.Right()-h.X < 0.1 || h.Right()-t.X < 0.1 && t.X-h.Right() < 0.1) {
				out.WriteByte('-')
			}
		}
	}
	return out.String()
}

func TestSoftHyphens(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"no break", "Sicher&shy;heit", "Sicherheit"},
		{"a break", "<div style='width:60px'>Sicher&shy;heit", "Sicher-|heit"},
		{"no room for the hyphen", "<div style='width:47px'>ab Sicher&shy;heit", "ab|Sicher-|heit"},
		{"in another element", "<div style='width:60px'><b>Sicher&shy;</b>heit", "Sicher-|heit"},
		{"least width", "<table width=1 border=1><tr><td>Rechts&shy;schutz</table>", "Rechts-|schutz"},
		{"a line end of its own", "Sicher&shy;<br>heit", "Sicher|heit"},
		{"at the end", "Sicher&shy;", "Sicher"},
		{"to the right", "<div style='width:60px;text-align:right'>Sicher&shy;heit", "Sicher-|heit"},
		{"justified", "<div style='width:80px;text-align:justify'>a b Sicher&shy;heit", "a b Sicher-|heit"},
		{"right to left", "<div dir=rtl style='width:70px'>אבגדהו&shy;זחטיכ", "אבגדהו-|זחטיכ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, "<!doctype html>"+tt.src)
			got := strings.ReplaceAll(seenLines(p), " |", "|")
			if got != tt.want {
				t.Errorf("lines %q, want %q", got, tt.want)
			}
			for _, it := range p.List.Items {
				if text, ok := it.(*typeset.Text); ok && tt.name == "least width" && text.Right() > p.Boxes[0].Box.Right()+1 {
					t.Errorf("%v stands out of %v", text.Box, p.Boxes[0].Box)
				}
			}
		})
	}
}
