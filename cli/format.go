package cli

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	say "satchel/words"
)

// humanSize is a size as people say it: "812 bytes", "18 kB", "1.4 GB".
func humanSize(n int64) string { return say.Size(n) }

// plural counts things: "1 message", "3 messages".
func plural[T int | int64](n T, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", thousands(int64(n)), noun)
}

// thousands groups digits by a narrow space from five digits on: "24 118".
func thousands(n int64) string { return say.Number(n) }

// day is a day in words, in the zone of now: "Tue 2 December", with the year where it is another.
func day(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	return say.Day(t, now)
}

// moment is a day and a time: "Tue 2 December 14:20", today only "14:20".
func moment(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return day(t, now) + t.Format(" 15:04")
}

// about is a rough span for a progress line: "about 2 min", "about 20 s".
func about(d time.Duration) string {
	switch {
	case d < 55*time.Second:
		return fmt.Sprintf("about %d s", max(1, (int(d.Seconds())+4)/5*5))
	case d < 90*time.Minute:
		return fmt.Sprintf("about %d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("about %d h", int(d.Round(time.Hour).Hours()))
}

// clean makes text from mail or a server fit for one line of a terminal: what could move the cursor, change colours or
// turn the writing direction is left out.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), isBidiControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// cleanLines is clean for texts of several lines.
func cleanLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = clean(line)
	}
	return strings.Join(lines, "\n")
}

func isBidiControl(r rune) bool {
	return r == '\u061C' || r == '\u200E' || r == '\u200F' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// cells is how many columns a text takes on a terminal.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// fit cuts or fills a text to exactly n columns.
func fit(s string, n int) string {
	used, cut := 0, 0 // columns so far; length of the longest start that leaves a column for the ellipsis
	for i, r := range s {
		if used <= n-1 {
			cut = i
		}
		used += runeCells(r)
		if used > n {
			short := s[:cut] + "…"
			return short + strings.Repeat(" ", n-cells(short))
		}
	}
	return s + strings.Repeat(" ", n-used)
}

// table lines columns up, two spaces apart. Cells of columns in right are set to the right.
func table(rows [][]string, right ...int) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells(cell))
		}
	}
	toRight := map[int]bool{}
	for _, i := range right {
		toRight[i] = true
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-cells(cell))
			if toRight[i] {
				cell, pad = pad+cell, ""
			}
			line.WriteString(cell + pad + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
