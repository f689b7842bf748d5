package editor

import (
	"strconv"

	"golang.org/x/text/unicode/bidi"

	"satchel/typeset"
)

// laid is a paragraph in lines.
type laid struct {
	para   *Paragraph
	chunks []*chunk
	lines  []Line // of all chunks
	height float32
	rtl    bool
}

// chunk is a stretch of a paragraph that begins and ends with lines. Most paragraphs are one; of a very long one a key
// shapes only that which it changes. It does not know where it stands, so that it may be moved.
type chunk struct {
	n       int // runes of its lines
	seen    int // runes that it was shaped with: to the end of the line that it does not hold
	shaped  *typeset.Paragraph
	formats []Format // by span
	lines   []Line   // as if it stood at the paragraph's start
	last    bool     // it ends the paragraph
}

// chunkRunes is how much is shaped at once, some forty lines.
const chunkRunes = 4000

// Line is one line of a paragraph. Its Y counts from the paragraph's top.
type Line struct {
	typeset.Box
	Start, End int // runes; the space at which it is broken belongs to it
	baseline   float32
	pieces     []piece // from left to right; their runes count from base
	base       int     // where the chunk begins
	chunk      *chunk
	edge       float32 // where a line without text begins
}

// piece is a stretch of a line in one style and direction.
type piece struct {
	run        int // of the shaped paragraph
	start, end int
	x, w       float32
	level      uint8
}

// layOut lays a paragraph out. before is the layout of the one it came from, nil for none: what they have in common is
// taken over.
func (l *Layout) layOut(p *Paragraph, before *laid) *laid {
	g := l.frame(p.block)
	out := &laid{para: p, rtl: rightToLeft(p.text)}
	old := newReuse(p, out.rtl, before)
	for at := 0; ; {
		c := old.at(at)
		if c == nil {
			c = l.layChunk(p, g, out.rtl, at, old)
		}
		out.chunks = append(out.chunks, c)
		if at += c.n; c.last {
			break
		}
	}
	out.stack(g)
	return out
}

// stack puts the lines of all chunks below one another.
func (d *laid) stack(g frame) {
	n := 0
	for _, c := range d.chunks {
		n += len(c.lines)
	}
	d.lines = make([]Line, 0, n)
	y, base := g.above, 0
	for _, c := range d.chunks {
		for _, line := range c.lines {
			line.base, line.chunk = base, c
			line.Start, line.End, line.Y = line.Start+base, line.End+base, y
			d.lines = append(d.lines, line)
			y = line.Bottom()
		}
		base += c.n
	}
	d.height = y
}

// layChunk shapes and breaks what begins at a place. It ends where a chunk that is there already begins, if a line does.
func (l *Layout) layChunk(p *Paragraph, g frame, rtl bool, at int, old reuse) *chunk {
	end := min(len(p.text), at+chunkRunes)
	part := p
	if at > 0 || end < len(p.text) {
		if end < len(p.text) {
			end = max(clusterBefore(p.text, end), at+1)
		}
		part = p.slice(at, end)
	}
	c := &chunk{seen: end - at}
	spans := make([]typeset.Span, 0, len(part.runs))
	part.Runs(func(start, end int, f Format) {
		font := typeset.Font{Family: l.look.Family, Size: g.size, Bold: f.Bold || g.bold, Italic: f.Italic}
		spans = append(spans, typeset.Span{Start: start, End: end, Font: font, Kern: true})
		c.formats = append(c.formats, f)
	})
	base := uint8(0)
	if rtl {
		base = 1
	}
	c.shaped = l.fonts.Shape(part.text, spans, base)
	l.widenTabs(c.shaped, g)
	for start := 0; ; {
		stop := lineEnd(c.shaped, start, g.width)
		whole := stop < len(part.text) || end == len(p.text)
		if !whole && start > 0 { // the line goes on in what was not shaped
			break
		}
		c.lines = append(c.lines, l.line(c.shaped, rtl, g, start, stop))
		c.n, start = stop, stop
		if c.last = at+c.n == len(p.text); c.last || start == len(part.text) || old.at(at+c.n) != nil {
			break
		}
	}
	return c
}

// tabSpaces is how many spaces wide a tab is.
const tabSpaces = 4

// widenTabs gives tabs the width that typeset, for which they are control characters, does not.
func (l *Layout) widenTabs(p *typeset.Paragraph, g frame) {
	width := float32(0)
	for r := range p.Runs {
		run := &p.Runs[r]
		for at := run.Start; at < run.End; at++ {
			if p.Text[at] != '\t' || p.Advance[at] != 0 {
				continue
			}
			if width == 0 {
				font := typeset.Font{Family: l.look.Family, Size: g.size}
				space := l.fonts.Shape([]rune{' '}, []typeset.Span{{Start: 0, End: 1, Font: font}}, 0)
				width = tabSpaces * space.Advance[0]
			}
			p.Widen(run, at, width)
		}
	}
}

// rightToLeft says whether the first letter with a direction runs to the left (UAX #9 P2, P3).
func rightToLeft(text []rune) bool {
	for _, r := range text {
		if r < 0x590 {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return false
			}
			if r < 0x80 {
				continue
			}
		}
		props, _ := bidi.LookupRune(r)
		switch props.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		default:
		}
	}
	return false
}

// lineEnd finds where a line that begins at start ends: at the last break that fits, within a word that is wider than the
// line between two clusters. Spaces at the end may hang over.
func lineEnd(p *typeset.Paragraph, start int, width float32) int {
	x, last := float32(0), -1
	for i := start; i < len(p.Text); i++ {
		if i > start && p.Breaks[i] != typeset.NoBreak {
			last = i
		}
		x += p.Advance[i]
		if x <= width || p.Text[i] == ' ' || p.Text[i] == '\t' || p.Advance[i] == 0 {
			continue
		}
		switch {
		case last > start:
			return last
		case i > start:
			return i
		}
	}
	return len(p.Text)
}

// line makes one line with its pieces in their visual order.
func (l *Layout) line(p *typeset.Paragraph, rtl bool, g frame, start, end int) Line {
	metrics := l.fonts.Metrics(typeset.Font{Family: l.look.Family, Size: g.size, Bold: g.bold})
	up, down := metrics.Ascent, metrics.Descent
	space := end // where the spaces begin that end the line: they are of the paragraph's direction (UAX #9 L1)
	for space > start && (p.Text[space-1] == ' ' || p.Text[space-1] == '\t') {
		space--
	}
	base := uint8(0)
	if rtl {
		base = 1
	}
	var pieces []piece
	first := runAt(p, start)
	for r := first; r < len(p.Runs) && p.Runs[r].Start < end; r++ {
		run := &p.Runs[r]
		a, b := max(run.Start, start), min(run.End, end)
		if m, other := l.fonts.RunMetrics(p, r); other {
			up, down = max(up, m.Ascent), max(down, m.Descent)
		}
		pieces = addPiece(pieces, p, r, a, min(b, space), run.Level)
		pieces = addPiece(pieces, p, r, max(a, space), b, base)
	}
	height := max(g.line, round(up+down))
	line := Line{Start: start, End: end}
	line.Box = typeset.Box{X: g.left, W: g.width, H: height}
	line.baseline = round((height-up-down)/2 + up)
	levels := make([]uint8, len(pieces))
	x, total := g.left, float32(0)
	for i, pc := range pieces {
		levels[i] = pc.level
		total += pc.w
	}
	line.edge = x
	if rtl {
		x = g.left + g.width - total
		line.edge = g.left + g.width
	}
	for _, i := range typeset.VisualOrder(levels) {
		pieces[i].x = x
		x += pieces[i].w
		line.pieces = append(line.pieces, pieces[i])
	}
	return line
}

func addPiece(pieces []piece, p *typeset.Paragraph, run, start, end int, level uint8) []piece {
	if start >= end {
		return pieces
	}
	return append(pieces, piece{run: run, start: start, end: end, w: width(p, start, end), level: level})
}

func width(p *typeset.Paragraph, start, end int) float32 {
	w := float32(0)
	for _, a := range p.Advance[start:end] {
		w += a
	}
	return w
}

// runAt is the run that a rune belongs to.
func runAt(p *typeset.Paragraph, at int) int {
	lo, hi := 0, len(p.Runs)
	for lo < hi {
		if mid := (lo + hi) / 2; p.Runs[mid].End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// x is where the boundary before a rune stands in the line.
func (n *Line) x(at int) float32 {
	at -= n.base
	var last *piece
	for i := range n.pieces {
		pc := &n.pieces[i]
		if at >= pc.start && at < pc.end {
			return pc.xOf(n.chunk.shaped, at)
		}
		if last == nil || pc.end > last.end {
			last = pc
		}
	}
	if last == nil {
		return n.edge
	}
	return last.xOf(n.chunk.shaped, min(max(at, last.start), last.end))
}

func (pc *piece) xOf(p *typeset.Paragraph, at int) float32 {
	if pc.level&1 == 1 {
		return pc.x + width(p, at, pc.end)
	}
	return pc.x + width(p, pc.start, at)
}

// nearest is the boundary between clusters that is nearest to x.
func (n *Line) nearest(text []rune, x float32) int {
	p := n.chunk.shaped
	best, found := n.Start-n.base, float32(-1)
	try := func(at int, x1 float32) {
		if d := max(x-x1, x1-x); found < 0 || d < found {
			best, found = at, d
		}
	}
	for i := range n.pieces {
		pc := &n.pieces[i]
		w := float32(0)
		for at := pc.start; at <= pc.end; at++ {
			if at == pc.start || at == pc.end || p.Advance[at] > 0 {
				if pc.level&1 == 1 {
					try(at, pc.x+pc.w-w)
				} else {
					try(at, pc.x+w)
				}
			}
			if at < pc.end {
				w += p.Advance[at]
			}
		}
	}
	if best += n.base; best > 0 && best < len(text) { // never within what is one character
		if before := clusterBefore(text, best); clusterAfter(text, before) > best {
			best = before
		}
	}
	return best
}

// boxes are the areas between two places of the line.
func (n *Line) boxes(from, to int) (out []typeset.Box) {
	from, to = from-n.base, to-n.base
	for i := range n.pieces {
		pc := &n.pieces[i]
		a, b := max(from, pc.start), min(to, pc.end)
		if a >= b {
			continue
		}
		xa, xb := pc.xOf(n.chunk.shaped, a), pc.xOf(n.chunk.shaped, b)
		box := typeset.Box{X: min(xa, xb), Y: n.Y, W: max(xa-xb, xb-xa), H: n.H}
		if k := len(out) - 1; k >= 0 && max(out[k].Right()-box.X, box.X-out[k].Right()) < 0.5 {
			out[k].W = box.Right() - out[k].X
			continue
		}
		out = append(out, box)
	}
	return out
}

// Mark is what stands before the first line of a list's item, "" for other paragraphs.
func (l *Layout) Mark(para int) string {
	switch l.doc.paras[para].block.Kind {
	case Bullet:
		return "•"
	case Numbered:
		return strconv.Itoa(l.doc.Number(para)) + "."
	default:
		return ""
	}
}

// List is what a line looks like, to be painted: from the top of the line, x as in the document.
func (l *Layout) List(para, n int) *typeset.List {
	line := l.Line(para, n)
	block := l.doc.paras[para].block
	top, height := float32(0), line.H
	list := &typeset.List{Width: l.look.Width, Height: height}
	step := round(quoteShare * l.look.Size)
	for q := range int(block.Quote) {
		bar := typeset.Box{X: float32(q) * step, Y: top, W: max(2, round(l.look.Size/7)), H: height}
		list.Items = append(list.Items, &typeset.Fill{Box: bar, Color: l.look.Bars[q%len(l.look.Bars)]})
	}
	if n == 0 {
		l.addMark(list, para, line)
	}
	for i := range line.pieces {
		l.addPiece(list, line, &line.pieces[i], block)
	}
	return list
}

func (l *Layout) addPiece(list *typeset.List, line *Line, pc *piece, block Block) {
	p := line.chunk.shaped
	format := line.chunk.formats[p.Runs[pc.run].Span]
	ink := l.look.Ink
	if block.Quote > 0 {
		ink = l.look.QuoteInk
	}
	if format.Link != "" {
		ink = l.look.LinkInk
	}
	m := l.fonts.Metrics(p.Spans[p.Runs[pc.run].Span].Font)
	list.Items = append(list.Items, &typeset.Text{
		Box: typeset.Box{X: pc.x, Y: line.baseline - m.Ascent, W: pc.w, H: m.Ascent + m.Descent}, Baseline: line.baseline,
		Para: p, Run: pc.run, Start: pc.start, End: pc.end, Color: ink, Slant: l.fonts.Slanted(p, pc.run),
	})
	thick := max(1, round(p.Runs[pc.run].Size/14))
	if format.Underline || format.Link != "" {
		list.Items = append(list.Items, &typeset.Fill{Box: typeset.Box{X: pc.x, Y: line.baseline + thick + 1, W: pc.w, H: thick}, Color: ink})
	}
	if format.Strike {
		list.Items = append(list.Items, &typeset.Fill{Box: typeset.Box{X: pc.x, Y: line.baseline - round(m.XHeight/2), W: pc.w, H: thick}, Color: ink})
	}
}

// addMark draws the mark of a list's item beside its first line.
func (l *Layout) addMark(list *typeset.List, para int, line *Line) {
	mark := []rune(l.Mark(para))
	if len(mark) == 0 {
		return
	}
	font := typeset.Font{Family: l.look.Family, Size: l.look.Size}
	p := l.fonts.Shape(mark, []typeset.Span{{Start: 0, End: len(mark), Font: font, Kern: true}}, 0)
	m := l.fonts.Metrics(font)
	w := width(p, 0, len(mark))
	x := line.X - w - round(l.look.Size*0.4)
	for i := range p.Runs {
		run := &p.Runs[i]
		list.Items = append(list.Items, &typeset.Text{
			Box:      typeset.Box{X: x, Y: line.baseline - m.Ascent, W: w, H: m.Ascent + m.Descent},
			Baseline: line.baseline, Para: p, Run: i, Start: run.Start, End: run.End, Color: l.look.Ink,
		})
		x += width(p, run.Start, run.End)
	}
}
