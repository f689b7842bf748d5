package mailmsg

import (
	"bytes"
	"io"
)

// section is a run of the message's bytes: b, and the gaps in it, whose bytes were not kept in memory.
//
// Structure (fields, boundaries) is only ever read in b. A gap lies in the middle of a leaf's body, with lines of that
// body on both sides of it, so no cut falls onto one.
type section struct {
	b    []byte
	gaps []gap // by place
}

// gap stands for n bytes of the message, from off on, that belong before b[at].
type gap struct {
	at     int
	off, n int64
	from   io.ReaderAt // nil: the bytes are gone and count as none
}

// slice is the section from i up to j.
func (s section) slice(i, j int) section {
	part := section{b: s.b[i:j]}
	for _, g := range s.gaps {
		if g.at > i && g.at < j {
			g.at -= i
			part.gaps = append(part.gaps, g)
		}
	}
	return part
}

// from is the section from i to the end.
func (s section) from(i int) section {
	if len(s.gaps) == 0 {
		return section{b: s.b[i:]}
	}
	return s.slice(i, len(s.b))
}

// size counts the bytes in gaps too.
func (s section) size() int64 {
	size := int64(len(s.b))
	for _, g := range s.gaps {
		size += g.n
	}
	return size
}

const gapBlock = 128 << 10 // bytes of a gap read at a time

// each hands the whole of the section to emit, piece by piece, until stop says so. A piece is valid during the call only.
// It returns the error that kept a gap from being read.
func (s section) each(emit func([]byte) (more bool)) error {
	pos := 0
	var block []byte
	for _, g := range s.gaps {
		if g.from == nil {
			continue
		}
		if !emit(s.b[pos:g.at]) {
			return nil
		}
		pos = g.at
		if block == nil {
			block = make([]byte, gapBlock)
		}
		for off, left := g.off, g.n; left > 0; {
			n, err := g.from.ReadAt(block[:min(left, gapBlock)], off)
			if n > 0 && !emit(block[:n]) {
				return nil
			}
			off, left = off+int64(n), left-int64(n)
			if err != nil && left > 0 {
				return err
			}
		}
	}
	emit(s.b[pos:])
	return nil
}

// head is the first n bytes at most, as they are encoded.
func (s section) head(n int) ([]byte, error) {
	if len(s.gaps) == 0 || s.gaps[0].at >= n {
		return s.b[:min(n, len(s.b))], nil
	}
	out := make([]byte, 0, min(int64(n), s.size()))
	err := s.each(func(piece []byte) bool {
		out = append(out, piece[:min(len(piece), n-len(out))]...)
		return len(out) < n
	})
	return out, err
}

// decode hands the decoded section to emit. clean is false where bytes were skipped that do not belong into the encoding.
func (s section) decode(t transfer, emit func([]byte)) (clean bool, err error) {
	if len(s.gaps) == 0 {
		return t.decode(s.b, emit), nil
	}
	d := t.decoder(emit)
	err = s.each(func(piece []byte) bool { d.write(piece); return true })
	return d.close(), err
}

// trimLineEnd takes one line end off the end.
func (s section) trimLineEnd() section {
	trimmed := bytes.TrimSuffix(s.b, []byte("\n"))
	s.b = bytes.TrimSuffix(trimmed, []byte("\r"))
	return s
}
