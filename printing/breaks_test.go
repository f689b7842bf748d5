package printing

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"satchel/typeset"
)

// column makes items that stand below each other: "line 20" is a line of that height, "picture", "box" and "gap" likewise.
func column(parts ...string) *typeset.List {
	list := &typeset.List{}
	y := float32(0)
	for _, part := range parts {
		var what string
		var n, h int
		if _, err := fmt.Sscanf(part, "%d %s %d", &n, &what, &h); err != nil {
			panic(err)
		}
		for range n {
			box := typeset.Box{Y: y, W: 100, H: float32(h)}
			switch what {
			case "line":
				list.Items = append(list.Items, &typeset.Text{Box: box})
			case "picture":
				list.Items = append(list.Items, &typeset.Picture{Box: box, Image: image.NewGray(image.Rect(0, 0, 1, 1))})
			case "box":
				list.Items = append(list.Items, &typeset.Border{Box: box})
				continue // what follows stands in it
			}
			y += float32(h)
		}
	}
	return list
}

func TestPageBreaks(t *testing.T) {
	tests := []struct {
		name  string
		parts []string
		want  string // where pages end; pages have room for 100 px
	}{
		{"one page", []string{"4 line 20"}, "80"},
		{"just full", []string{"5 line 20"}, "100"},
		{"between lines", []string{"8 line 30"}, "94 184 240"},
		{"nothing to print", nil, ""},
		{"a gap takes the end", []string{"4 line 20", "1 gap 50", "1 line 20"}, "100 150"},
		{"a picture stays whole", []string{"3 line 20", "1 picture 60", "1 line 20"}, "60 140"},
		{"a picture that needs a page nearly", []string{"1 line 20", "1 picture 95", "1 line 20"}, "100 135"},
		{"boxes stay whole", []string{"1 line 80", "1 box 30", "2 line 15", "1 line 20"}, "80 130"},
		{"a large box is cut between lines", []string{"1 box 190", "10 line 19"}, "98 190"},
		{"a picture too early for its page is cut", []string{"1 line 20", "1 picture 70", "1 picture 70"}, "90 160"},
		{"empty pages are left out", []string{"1 line 20", "1 gap 1000", "1 line 20"}, "100 1040"},
		{"a large picture goes over several", []string{"1 picture 250"}, "100 200 250"},
		{"a line taller than the page", []string{"1 line 250"}, "38 138 238 250"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range newBreaker(column(tt.parts...), 100).pages(100, 100) {
				got = append(got, fmt.Sprintf("%.0f", s.bottom))
			}
			if s := strings.Join(got, " "); s != tt.want && tt.want != "" {
				t.Errorf("pages end at %s, want %s", s, tt.want)
			}
		})
	}
}

// FuzzPageBreaks: pages follow each other without overlap, none is too long, and all that shows is on them.
func FuzzPageBreaks(f *testing.F) {
	f.Add([]byte{1, 20, 2, 40, 0, 90, 200, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		list := &typeset.List{}
		y := float32(0)
		for i := 0; i+1 < len(data) && i < 2000; i += 2 {
			box := typeset.Box{Y: y, W: 10, H: float32(data[i+1])}
			switch data[i] % 4 {
			case 0:
				list.Items = append(list.Items, &typeset.Text{Box: box})
			case 1:
				list.Items = append(list.Items, &typeset.Picture{Box: box, HasPlaceholder: true})
			case 2:
				list.Items = append(list.Items, &typeset.Fill{Box: box})
			}
			y += float32(data[i]>>2) - 8
		}
		b := newBreaker(list, 100)
		at := float32(0)
		for i, s := range b.pages(60, 100) {
			if s.top > at && b.ink.within(at, s.top) {
				t.Fatalf("what stands from %v to %v is on no page", at, s.top)
			}
			if s.top < at || s.bottom < s.top || s.bottom-s.top > 100.01 || i == 0 && s.bottom-s.top > 60.01 {
				t.Fatalf("page %d from %v to %v after %v", i, s.top, s.bottom, at)
			}
			at = s.bottom
		}
		if at < b.bottom && b.ink.within(at, b.bottom) {
			t.Fatalf("the last page ends at %v of %v", at, b.bottom)
		}
	})
}
