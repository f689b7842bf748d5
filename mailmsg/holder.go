package mailmsg

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

const (
	holdHead  = 32 << 10 // bytes of a long run kept at its beginning, from which its kind can be told
	holdTail  = 4 << 10  // and at its end: a gap is never next to a boundary
	holdLines = 64 << 20 // of a header without end
)

// holder reads a message and leaves out the middle of long runs of lines that can hold neither field nor boundary: those
// behind an empty line of which none begins with "--".
type holder struct {
	from   io.ReaderAt
	raw    []byte
	gaps   []gap
	total  int64 // bytes read so far
	pos    int   // raw up to here was looked at
	run    int   // where in raw the run under way began, -1 while fields may come
	fields int   // where in raw the lines began that may be fields
	open   bool  // the last gap belongs to the run under way
	some   bool  // there was more than empty lines
}

// makeRoom is for messages of which the size is known and small, as most are.
func (h *holder) makeRoom(size int) {
	const most = 256 << 10
	if size > 0 && size <= most {
		h.raw = make([]byte, 0, size+bytes.MinRead)
	}
}

// read reads all of r.
func (h *holder) read(r io.Reader) error {
	h.run = -1
	for {
		if cap(h.raw)-len(h.raw) < bytes.MinRead {
			h.raw = slices.Grow(h.raw, min(max(16<<10, len(h.raw)), 256<<10)) // most messages are small
		}
		n, err := r.Read(h.raw[len(h.raw):min(cap(h.raw), len(h.raw)+256<<10)])
		h.raw = h.raw[:len(h.raw)+n]
		h.total += int64(n)
		h.look()
		h.cut()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		}
	}
}

func (h *holder) section() section { return section{b: h.raw, gaps: h.gaps} }

// look goes on to the end of raw, but for a few bytes that may be the start of something.
func (h *holder) look() {
	const mark = 4 // bytes of the longest: "\n\r\r\n"
	for h.pos < len(h.raw)-mark {
		if h.run < 0 {
			h.lookForBody(len(h.raw) - mark)
		} else {
			h.lookForFields(len(h.raw) - mark)
		}
	}
}

// lookForBody finds the empty line behind which a body begins.
func (h *holder) lookForBody(end int) {
	for ; h.pos < end; h.pos++ {
		if c := h.raw[h.pos]; c != '\n' {
			h.some = h.some || c != '\r'
			continue
		}
		next := h.pos + 1
		for next < h.pos+3 && h.raw[next] == '\r' {
			next++
		}
		if h.raw[next] == '\n' && h.some {
			h.pos, h.run, h.open = next, next, false
			return
		}
	}
	if h.pos-h.fields > holdLines {
		h.run, h.open = h.pos, false
	}
}

// lookForFields finds the next line that begins with "--".
func (h *holder) lookForFields(end int) {
	for h.pos < end {
		i := indexDashes(h.raw[h.pos:end])
		if i < 0 {
			h.pos = end
			return
		}
		h.pos += i
		if h.pos > 0 && (h.raw[h.pos-1] == '\n' || h.raw[h.pos-1] == '\r') {
			h.cut()
			h.run, h.fields = -1, h.pos
			return
		}
		h.pos++
	}
}

// cut takes the middle out of a run that has become long.
func (h *holder) cut() {
	if h.run < 0 {
		return
	}
	start, end := h.run+holdHead, h.pos-holdTail
	if h.open {
		start = h.gaps[len(h.gaps)-1].at
	}
	if end-start < holdTail {
		return
	}
	n := end - start
	if h.open {
		h.gaps[len(h.gaps)-1].n += int64(n)
	} else {
		off := h.total - int64(len(h.raw)-start)
		h.gaps = append(h.gaps, gap{at: start, off: off, n: int64(n), from: h.from})
		h.open = true
	}
	h.raw = append(h.raw[:start], h.raw[end:]...)
	h.pos -= n
}

// indexDashes is the index of "--" in b, or of a dash at its end.
func indexDashes(b []byte) int {
	for pos := 0; ; {
		i := bytes.IndexByte(b[pos:], '-')
		if i < 0 {
			return -1
		}
		pos += i
		if pos+1 == len(b) || b[pos+1] == '-' {
			return pos
		}
		pos++
	}
}
