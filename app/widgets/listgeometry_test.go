package widgets

import (
	"math"
	"math/rand"
	"testing"
)

func TestGeometryOfAMillionRows(t *testing.T) {
	g := geometry{rows: 1_000_000, rowH: 64, headH: 32}
	for i := 0; i < g.rows; i += 997 {
		g.groups = append(g.groups, Group{First: i, Title: "group"})
	}
	if want := float64(g.rows)*64 + float64(len(g.groups))*32; g.height() != want {
		t.Errorf("height = %v, want %v", g.height(), want)
	}
	random := rand.New(rand.NewSource(1))
	for range 10_000 {
		i := random.Intn(g.rows - 1)
		top := g.top(i)
		if got := g.rowAt(top); got != i {
			t.Fatalf("rowAt(top(%d)) = %d", i, got)
		}
		if got := g.rowAt(top + 63); got != i {
			t.Fatalf("rowAt(last pixel of %d) = %d", i, got)
		}
		step := g.top(i+1) - top
		want := 64.0
		if g.heading(i+1) != "" {
			want += 32
			if got := g.rowAt(top + 64 + 5); got != -1 {
				t.Fatalf("the heading above row %d belongs to row %d", i+1, got)
			}
		}
		if step != want {
			t.Fatalf("row %d is %v high, want %v: pixels got lost", i, step, want)
		}
	}
}

func TestCleanedGroups(t *testing.T) {
	tests := []struct {
		name string
		in   []Group
		want int
	}{
		{"none", nil, 0},
		{"in order", []Group{{0, "a"}, {3, "b"}}, 2},
		{"beyond the rows", []Group{{0, "a"}, {10, "b"}}, 1},
		{"twice the same", []Group{{0, "a"}, {0, "b"}}, 1},
		{"backwards", []Group{{5, "a"}, {2, "b"}}, 1},
		{"without a title", []Group{{0, ""}, {2, "b"}}, 1},
		{"negative", []Group{{-2, "a"}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := cleaned(tt.in, 10); len(got) != tt.want {
				t.Errorf("cleaned = %v, want %d groups", got, tt.want)
			}
		})
	}
}

func TestScroller(t *testing.T) {
	s := scroller{page: 600, content: 64e6}
	if s.to(1e12); s.offset != 64e6-600 {
		t.Errorf("the end is at %v", s.offset)
	}
	if moved := s.to(64e6 - 601); !moved || s.offset != 64e6-601 {
		t.Errorf("one pixel up at the end: moved %v to %v", moved, s.offset)
	}
	if s.to(-5); s.offset != 0 {
		t.Errorf("above the top: %v", s.offset)
	}
	top, length := s.thumb(600)
	if top != 0 || length != thumbLeast {
		t.Errorf("thumb = %v, %v", top, length)
	}
	s.to(math.Inf(1))
	if top, length = s.thumb(600); math.Abs(top+length-600) > 0.001 {
		t.Errorf("the thumb at the end reaches to %v", top+length)
	}
	if _, length = (&scroller{page: 600, content: 500}).thumb(600); length != 0 {
		t.Errorf("a thumb though all is in view")
	}
	s = scroller{page: 100, content: 1000, offset: 300}
	for _, tt := range []struct{ top, bottom, want float64 }{{320, 380, 300}, {250, 310, 250}, {380, 450, 350}, {500, 900, 500}} {
		s.offset = 300
		if s.reveal(tt.top, tt.bottom); s.offset != tt.want {
			t.Errorf("reveal(%v, %v) scrolls to %v, want %v", tt.top, tt.bottom, s.offset, tt.want)
		}
	}
}
