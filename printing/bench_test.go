package printing

import (
	"io"
	"strings"
	"testing"

	"satchel/htmlview"
)

// BenchmarkPages writes a letter of about twenty pages.
func BenchmarkPages(b *testing.B) {
	letter := htmlview.Parse([]byte(strings.Repeat("<p>Some words of a letter that is a little longer than a line of paper, <b>and more</b> of them.</p>", 500)))
	o := Options{Fonts: fonts(b)}
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, letter, Head{Subject: "Hi"}, o); err != nil {
			b.Fatal(err)
		}
	}
}
