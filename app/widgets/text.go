package widgets

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// latinEnd is the first rune above Latin, Greek, Cyrillic and the like: scripts
// where the width of a word is the sum of its letters.
const latinEnd = 0x590

// manyRunes bounds how many different runes are measured one by one: a text made
// of random code points would otherwise freeze the window for seconds.
const manyRunes = 4000

// measurer knows the widths of texts in one size and style. Asking the toolkit
// shapes the text anew each time and takes some 50 microseconds; this takes some
// nanoseconds a rune. Sums leave kerning out, so they are a pixel or two too wide,
// never noticeably too narrow.
type measurer struct {
	size   float32
	style  fyne.TextStyle
	latin  [latinEnd]float32 // 0: not measured yet
	others map[rune]float32
	fits   map[fitKey]string
}

// fitKey is one question to fit.
type fitKey struct {
	text  string
	width int
}

// manyFits bounds the cache of fit; when it is full it starts anew.
const manyFits = 4096

func newMeasurer(size float32, style fyne.TextStyle) *measurer {
	return &measurer{size: size, style: style, others: map[rune]float32{}, fits: map[fitKey]string{}}
}

// advance is the width of one rune in text of left-to-right scripts, and a fair
// guess elsewhere. A tab is four spaces; what is not drawn has no width.
func (m *measurer) advance(r rune) float32 {
	if r < latinEnd && r >= 0 {
		if w := m.latin[r]; w > 0 {
			return w
		}
	}
	return m.advanceSlow(r)
}

func (m *measurer) advanceSlow(r rune) float32 {
	switch {
	case r == '\t':
		return 4 * m.advance(' ')
	case hidden(r) || unicode.Is(unicode.Mn, r):
		return 0
	case wide(r):
		r = '中' // one measurement for all ideographs: they share one width
	}
	if r >= 0 && r < latinEnd {
		m.latin[r] = m.measure(string(r))
		return m.latin[r]
	}
	if w, ok := m.others[r]; ok {
		return w
	}
	if len(m.others) >= manyRunes {
		return m.size
	}
	w := m.measure(string(r))
	m.others[r] = w
	return w
}

// measure asks the toolkit.
func (m *measurer) measure(s string) float32 {
	return fyne.MeasureText(s, m.size, m.style).Width
}

// width is the width of s without line ends.
func (m *measurer) width(s string) float32 {
	var w float32
	for _, r := range s {
		if r >= latinEnd && !wide(r) {
			return m.measure(printable(s)) // joined or stacked letters: only shaping knows
		}
		w += m.advance(r)
	}
	return w
}

// fit is s on one line, cut with an ellipsis where it is wider than width.
func (m *measurer) fit(s string, width float32) string {
	if s == "" || width <= 0 {
		return ""
	}
	key := fitKey{s, int(width)}
	if out, ok := m.fits[key]; ok {
		return out
	}
	if len(m.fits) >= manyFits {
		clear(m.fits)
	}
	out := m.cut(printable(oneLine(s)), width)
	m.fits[key] = out
	return out
}

// longestLine is more than any screen is wide: the rest of a longer text is not
// even looked at.
const longestLine = 2000

func (m *measurer) cut(s string, width float32) string {
	long := len(s) > longestLine
	if long {
		s = strings.ToValidUTF8(s[:longestLine], "")
	}
	if !long && m.width(s) <= width {
		return s
	}
	room := width - m.width("…")
	var w float32
	end := 0
	for i, r := range s {
		if w += m.advance(r); w > room {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	if end == 0 {
		return "…"
	}
	return strings.TrimRight(wholeCluster(s, end), " ,;:") + "…"
}

// wholeCluster is s[:end], shortened so that no letter loses its accent and no
// composed emoji its parts.
func wholeCluster(s string, end int) string {
	for end > 0 && end < len(s) {
		r, _ := utf8.DecodeRuneInString(s[end:])
		last, size := utf8.DecodeLastRuneInString(s[:end])
		if !joins(r) && last != zeroWidthJoiner {
			break
		}
		end -= size
	}
	return s[:end]
}

const zeroWidthJoiner = '\u200d'

// joins says that r belongs to the rune before it.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) ||
		(r >= 0x1f3fb && r <= 0x1f3ff) // skin tones
}

// wide says that r is an ideograph or syllable as wide as the text is high; such
// texts may be broken between any two of them.
func wide(r rune) bool {
	return r >= 0x2e80 && (r <= 0x303e || (r >= 0x3041 && r <= 0x9fff) || (r >= 0xac00 && r <= 0xd7a3) ||
		(r >= 0xf900 && r <= 0xfaff) || (r >= 0xff01 && r <= 0xff60) || (r >= 0x20000 && r <= 0x3fffd))
}

// hidden says that r is drawn as nothing: control characters, which would show as
// boxes, and the invisible marks used to hide or reorder text. The joiners stay, as
// shaping needs them.
func hidden(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0xad, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff:
		return r != '\t'
	}
	return (r >= 0x202a && r <= 0x202e) || (r >= 0x2060 && r <= 0x2069)
}

// printable is s as it is drawn: tabs as four spaces, hidden runes left out.
func printable(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r == '\t' || hidden(r) || r == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // an invalid byte becomes U+FFFD here
		switch {
		case r == '\t':
			b.WriteString("    ")
		case !hidden(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oneLine puts spaces in place of line ends, so that words do not run together.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}

// newMeasurerOnce is old if it still fits, so that its cache is kept.
func newMeasurerOnce(old *measurer, size float32, style fyne.TextStyle) *measurer {
	if old != nil && old.size == size && old.style == style {
		return old
	}
	return newMeasurer(size, style)
}
