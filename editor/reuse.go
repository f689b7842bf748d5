package editor

// reuse knows which chunks of a paragraph are still right after an edit: those that were shaped from what is the same
// before the edit, or behind it.
type reuse struct {
	before *laid
	same   int         // runes that are the same from the start
	behind int         // from here on they are the same to the end
	moved  int         // by how much those moved
	starts map[int]int // where the chunks began: their numbers
}

// newReuse compares a paragraph with the one laid out before, nil for none. Short ones are not worth it.
func newReuse(p *Paragraph, rtl bool, before *laid) reuse {
	if before == nil || before.para.block != p.block || before.rtl != rtl || len(before.chunks) < 2 {
		return reuse{}
	}
	o := before.para
	r := reuse{before: before, moved: len(p.text) - len(o.text), starts: make(map[int]int, len(before.chunks))}
	most := min(len(o.text), len(p.text))
	for r.same < most && o.text[r.same] == p.text[r.same] {
		r.same++
	}
	r.same = min(r.same, sameFormats(p.runs, o.runs))
	tail := 0
	for tail < most && o.text[len(o.text)-1-tail] == p.text[len(p.text)-1-tail] {
		tail++
	}
	r.behind = len(p.text) - min(tail, sameFormatsBehind(p.runs, o.runs))
	at := 0
	for i, c := range before.chunks {
		r.starts[at] = i
		at += c.n
	}
	return r
}

// at gives the chunk that can stand at a place; nil: none.
func (r reuse) at(at int) *chunk {
	if r.before == nil {
		return nil
	}
	if i, ok := r.starts[at]; ok {
		if c := r.before.chunks[i]; at+c.seen < r.same && !c.last { // one more, as the break depends on it
			return c
		}
	}
	if i, ok := r.starts[at-r.moved]; ok && at > r.behind {
		return r.before.chunks[i]
	}
	return nil
}

// sameFormats is for how many runes from the start two lists of runs are alike.
func sameFormats(a, b []run) int {
	n := 0
	for i := 0; i < min(len(a), len(b)) && a[i].format == b[i].format; i++ {
		n += min(a[i].n, b[i].n)
		if a[i].n != b[i].n {
			break
		}
	}
	return n
}

// sameFormatsBehind is the same from the end.
func sameFormatsBehind(a, b []run) int {
	n := 0
	for i, k := len(a)-1, len(b)-1; i >= 0 && k >= 0 && a[i].format == b[k].format; i, k = i-1, k-1 {
		n += min(a[i].n, b[k].n)
		if a[i].n != b[k].n {
			break
		}
	}
	return n
}
