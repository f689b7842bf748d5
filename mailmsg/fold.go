package mailmsg

import (
	"math"
	"strings"
	"unicode/utf8"
)

// FoldKind says what a run of lines is that a reader may fold away.
type FoldKind string

// The kinds of fold.
const (
	QuoteFold     FoldKind = "quote"     // what is answered to
	SignatureFold FoldKind = "signature" // who wrote it
	ForwardFold   FoldKind = "forward"   // a message passed on: often all there is to read, so it is shown open
)

// Fold is a run of a text or page, from byte Start up to End.
type Fold struct {
	Kind       FoldKind
	Start, End int
}

// TextFolds finds quotes, signatures and forwarded messages in a plain text, as common mail programs write them in many
// languages. Folds are whole lines, in order, and do not overlap. What is in doubt stays unfolded.
func TextFolds(text string) []Fold { return textFolds(text, true) }

// textFolds is TextFolds for the beginning of a text too, of which the end may not be taken for that of the letter.
func textFolds(text string, whole bool) []Fold {
	f := foldFinder{lines: splitLines(text)}
	for i := 0; i < len(f.lines); {
		next := f.at(i)
		i = max(next, i+1)
	}
	if whole {
		f.signatures()
	}
	return f.folds(text)
}

// textLine is a line with its place.
type textLine struct {
	text       string // without white space at its ends and marks of writing direction
	start, end int    // in the whole text, the line end included
}

const maxFoldLines = 50_000

func splitLines(text string) []textLine {
	var lines []textLine
	pos := 0
	for line := range strings.Lines(text) {
		if len(lines) == maxFoldLines {
			break
		}
		plain := strings.TrimSpace(line)
		if plain != "" && (plain[0] >= utf8.RuneSelf || plain[len(plain)-1] >= utf8.RuneSelf) {
			plain = strings.Trim(plain, " \t\u00a0\u200b\u200e\u200f\ufeff")
		}
		lines = append(lines, textLine{plain, pos, pos + len(line)})
		pos += len(line)
	}
	return lines
}

type foldFinder struct {
	lines []textLine
	found []lineFold
}

type lineFold struct {
	kind       FoldKind
	start, end int // lines
}

// at looks for something that begins at line i and returns the line behind it, i for nothing.
func (f *foldFinder) at(i int) (next int) {
	line := f.lines[i].text
	switch {
	case strings.HasPrefix(line, ">"):
		end := f.quoteEnd(i)
		f.add(QuoteFold, f.attribution(i), end)
		return end
	case isForwardMark(line):
		f.add(ForwardFold, i, len(f.lines))
		return len(f.lines)
	case isForwardLine(line) && f.headBlock(i+1), isRuler(line) && f.headBlock(i+1):
		f.add(QuoteFold, i, len(f.lines))
		return len(f.lines)
	case line != "" && f.headBlock(i):
		f.add(QuoteFold, f.attribution(i), len(f.lines))
		return len(f.lines)
	}
	return i
}

// quoteEnd is the line behind a run of quoted lines. Empty lines belong to it between such.
func (f *foldFinder) quoteEnd(i int) int {
	end := i + 1
	for j := end; j < len(f.lines); j++ {
		switch line := f.lines[j].text; {
		case strings.HasPrefix(line, ">"):
			end = j + 1
		case line != "":
			return end
		}
	}
	return end
}

// attribution is the line where "On Monday Ann wrote:" begins, in whatever language: up to three lines directly above that
// end in a colon and hold a date or an address.
func (f *foldFinder) attribution(i int) int {
	last := i - 1
	for last >= 0 && i-last <= 2 && f.lines[last].text == "" {
		last--
	}
	if last < 0 || !endsInColon(f.lines[last].text) {
		return i
	}
	text := ""
	for first := last; first >= 0 && first > last-3 && f.lines[first].text != "" && !strings.HasPrefix(f.lines[first].text, ">"); first-- {
		text = f.lines[first].text + " " + text
		if saysWho(text) && !continuesAbove(f.lines, first) {
			return first
		}
	}
	return i
}

func endsInColon(line string) bool {
	return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：")
}

// saysWho looks for what every attribution has: an address, or a digit of a date, or the word for writing.
func saysWho(text string) bool {
	if len(text) > 400 {
		return false
	}
	lower := strings.ToLower(text)
	for _, word := range wroteWords {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return strings.Contains(text, "@") && strings.ContainsAny(text, "0123456789")
}

// continuesAbove tells whether the line above belongs to the same sentence: "On Monday, 2 March 2026 at 10:00," of Gmail.
func continuesAbove(lines []textLine, first int) bool {
	if first == 0 || lines[first-1].text == "" {
		return false
	}
	for _, start := range attributionStarts {
		if _, ok := cutFold(lines[first].text, start); ok {
			return false
		}
	}
	for _, start := range attributionStarts {
		if _, ok := cutFold(lines[first-1].text, start); ok {
			return true
		}
	}
	return false
}

// headBlock tells whether the head of a message, as Outlook copies it above what it answers to, begins at line i: three
// lines at least, of which one says who and another when or what about.
func (f *foldFinder) headBlock(i int) bool {
	for i < len(f.lines) && f.lines[i].text == "" {
		i++
	}
	who, other := 0, 0
	for j := i; j < len(f.lines) && j < i+8; j++ {
		label, ok := headLabel(f.lines[j].text)
		switch {
		case !ok && j == i:
			return false
		case !ok:
			continue // a field's second line
		case headLabels[label] == 'f' && j == i:
			who++
		default:
			other++
		}
	}
	return who == 1 && other >= 2
}

// headLabel takes the label off "From: Ann" and "*Von:* Ann", in lower case; ok for those of mail programs only.
func headLabel(line string) (label string, ok bool) {
	head := line[:min(len(line), 43)]
	end := strings.IndexByte(head, ':')
	if end < 0 && head != "" && head[0] >= utf8.RuneSelf {
		end = strings.Index(head, "：")
	}
	if end <= 0 {
		return "", false
	}
	label = strings.ToLower(strings.Trim(line[:end], "*_ \u00a0"))
	_, ok = headLabels[label]
	return label, ok
}

// isRuler is Outlook's row of underscores.
func isRuler(line string) bool { return len(line) >= 20 && strings.Trim(line, "_") == "" }

func isForwardMark(line string) bool {
	if !strings.HasPrefix(line, "-") && !endsInColon(line) {
		return false
	}
	if len(line) > 4*60+40 {
		return false
	}
	lower := strings.ToLower(strings.Trim(line, "-_* :\u00a0"))
	if utf8.RuneCountInString(lower) > 60 {
		return false
	}
	for _, words := range forwardWords {
		if lower == words {
			return true
		}
	}
	return false
}

// signatures finds the signature of the newest text: behind a line "-- ", or a line some programs add by themselves.
func (f *foldFinder) signatures() {
	end := len(f.lines)
	if len(f.found) > 0 {
		end = f.found[0].start
		if last := f.found[len(f.found)-1]; f.found[0].start == 0 || last.end < len(f.lines) {
			end = len(f.lines) // the answer is below the quote or between
		}
	}
	const most = 25 // lines of a signature
	for i := end - 1; i >= 0 && i >= end-most && !f.inside(i); i-- {
		line := f.lines[i].text
		if line == "--" || line == "—" && i < end-1 || f.blankUpTo(i+1, end) && isAddedByProgram(line) {
			f.add(SignatureFold, i, end)
			return
		}
	}
}

func (f *foldFinder) inside(line int) bool {
	for _, fold := range f.found {
		if line >= fold.start && line < fold.end {
			return true
		}
	}
	return false
}

func (f *foldFinder) blankUpTo(from, to int) bool {
	for ; from < to; from++ {
		if f.lines[from].text != "" {
			return false
		}
	}
	return true
}

func isAddedByProgram(line string) bool {
	if len(line) > 120 {
		return false
	}
	lower := strings.ToLower(line)
	for _, start := range programSignatures {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return false
}

func (f *foldFinder) add(kind FoldKind, start, end int) {
	if n := len(f.found); n > 0 && start < f.found[n-1].end && kind != SignatureFold {
		start = f.found[n-1].end
	}
	f.found = append(f.found, lineFold{kind, start, end})
}

// folds brings what was found into order and into bytes.
func (f *foldFinder) folds(text string) []Fold {
	var list []Fold
	for _, l := range f.found {
		fold := Fold{l.kind, f.lines[l.start].start, f.lines[l.end-1].end}
		if l.end == len(f.lines) {
			fold.End = len(text)
		}
		at := len(list)
		for at > 0 && list[at-1].Start > fold.Start {
			at--
		}
		list = append(list[:at], append([]Fold{fold}, list[at:]...)...)
	}
	return list
}

// TextTail finds where the quoted letter at the end of a text begins, which a view may leave out: behind words of the writer's
// own, and with no more than a signature below. Quotes between the writer's words are what is answered to and no tail.
func TextTail(text string) (start int, ok bool) {
	return tail(TextFolds(text), func(from, to int) bool { return !isBlank(text[from:max(from, min(to, len(text)))]) })
}

// HTMLTail is TextTail for a page. The page up to there has elements that are not closed, which every reader closes.
func HTMLTail(page string) (start int, ok bool) {
	return tail(HTMLFolds(page), func(from, to int) bool {
		piece := page[from:max(from, min(to, len(page)))]
		return strings.Contains(piece, "<img") || !isBlank(textFromHTML(piece))
	})
}

// tail goes through folds from the last. says tells whether there is something to read in a piece.
func tail(folds []Fold, says func(from, to int) bool) (start int, ok bool) {
	end := math.MaxInt
	for i := len(folds) - 1; i >= 0; i-- {
		f := folds[i]
		if f.Kind == ForwardFold || says(f.End, end) {
			return 0, false
		}
		if f.Kind == QuoteFold {
			return f.Start, says(0, f.Start)
		}
		end = f.Start
	}
	return 0, false
}
