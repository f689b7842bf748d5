package editor

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"
)

// letterOf is a text of paragraphs of mail, so many bytes long.
func letterOf(bytes int) string {
	return strings.Repeat(sample+"\n\n", bytes/len(sample)+1)[:bytes]
}

// BenchmarkKeystroke types in the middle of a letter, and lays out and paints what is seen then in a window of 800 by 600:
// all that a keystroke costs without the toolkit.
func BenchmarkKeystroke(b *testing.B) {
	texts := map[string]string{
		"3kB": letterOf(3e3), "100kB": letterOf(1e5), "1MB": letterOf(1e6),
		"1MB-one-paragraph": strings.ReplaceAll(letterOf(1e6), "\n", " "),
		"1MB-empty-lines":   strings.Repeat("\n", 1e6),
	}
	for _, name := range []string{"3kB", "100kB", "1MB", "1MB-one-paragraph", "1MB-empty-lines"} {
		b.Run(name, func(b *testing.B) {
			d := New(texts[name])
			fonts := testFonts(b)
			l := NewLayout(d, fonts, testLook(760))
			d.Select(at(Pos{d.Len() / 2, d.paras[d.Len()/2].Len() / 2}))
			img := image.NewRGBA(image.Rect(0, 0, 800, 40))
			var times []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				d.TypeRune(rune('a' + i%26))
				if i%6 == 5 {
					d.TypeRune(' ')
				}
				i++
				sel := d.Selection()
				c := l.Caret(sel.Caret, false)
				y := l.Top(sel.Caret.Para) + float64(c.Y) - 300
				drawn := float32(0)
				for para, top := l.At(y); para < d.Len() && drawn < 600; para++ {
					n := l.LineAt(para, float32(max(0, y-top)))
					for ; n < l.Lines(para) && drawn < 600; n++ {
						clear(img.Pix)
						fonts.Paint(img, l.List(para, n), 1)
						drawn += l.Line(para, n).H
					}
					top = y
				}
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(times[len(times)*95/100].Seconds()*1000, "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkOpen makes a document and shows its first lines.
func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{1e5, 1e6} {
		text := letterOf(size)
		fonts := testFonts(b)
		b.Run(fmt.Sprintf("%dkB", size/1000), func(b *testing.B) {
			for b.Loop() {
				l := NewLayout(New(text), fonts, testLook(760))
				for para := range 20 {
					l.Lay(para)
				}
			}
		})
	}
}
