package htmlview

import (
	"image"
	"image/draw"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/typeset"
)

// show does all that stands between a letter and its first picture on the screen.
func show(fonts *typeset.Fonts, src []byte) *Page {
	p := Parse(src).Layout(View{Width: 700, Fonts: fonts})
	img := image.NewRGBA(image.Rect(0, 0, 700, 800))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	fonts.Paint(img, p.List, 1)
	return p
}

// corpus reads the letters below the folder SATCHEL_LETTERS.
func corpus(b *testing.B) (letters [][]byte) {
	b.Helper()
	dir := os.Getenv("SATCHEL_LETTERS")
	if dir == "" {
		b.Skip("SATCHEL_LETTERS names no folder of letters")
	}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".html") {
			return err
		}
		data, err := os.ReadFile(p)
		letters = append(letters, data)
		return err
	})
	if err != nil || len(letters) == 0 {
		b.Fatalf("no letters in %s: %v", dir, err)
	}
	return letters
}

// BenchmarkLetters measures a corpus in one process with warm fonts.
func BenchmarkLetters(b *testing.B) {
	letters := corpus(b)
	fonts := newFonts(b)
	var took []time.Duration
	round := func() {
		took = took[:0]
		for _, src := range letters {
			start := time.Now()
			show(fonts, src)
			took = append(took, time.Since(start))
		}
	}
	round()
	for b.Loop() {
		round()
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[len(took)*99/100]), "ms-p99")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMemory measures what the costliest letter of a corpus takes: with its garbage right after the first paint, and
// what stays while it is shown.
func BenchmarkMemory(b *testing.B) {
	letters := corpus(b)
	fonts := newFonts(b)
	heap := func() float64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	var most, held float64
	for b.Loop() {
		for _, src := range letters {
			runtime.GC()
			before := heap()
			page := show(fonts, src)
			most = max(most, heap()-before)
			runtime.GC()
			held = max(held, heap()-before)
			runtime.KeepAlive(page)
		}
	}
	b.ReportMetric(most, "MB-most")
	b.ReportMetric(held, "MB-held")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkPlainText measures a megabyte of text.
func BenchmarkPlainText(b *testing.B) {
	src := []byte(`<pre style="white-space:pre-wrap;font-family:sans-serif">` +
		strings.Repeat("The quick brown fox jumps over the lazy dog, and then some more words follow.\n", 1<<20/78))
	fonts := newFonts(b)
	for b.Loop() {
		show(fonts, src)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms")
	b.ReportMetric(0, "ns/op")
}

func newFonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	f, err := typeset.NewFonts(typeset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}
