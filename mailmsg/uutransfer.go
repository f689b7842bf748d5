package mailmsg

import "bytes"

// uuDecoder decodes a body of which uuencode is the transfer encoding: what old programs call x-uuencode. A body in which
// nothing begins is handed on as it came.
type uuDecoder struct {
	emit   func([]byte)
	line   []byte // the present one, as far as it came
	held   []byte // the lines before the first
	stage  uuStage
	long   bool // the present line is too long for one of uuencode, and its rest is skipped
	faulty bool
}

type uuStage int

const (
	uuBefore uuStage = iota
	uuWithin
	uuAfter
	uuNever // it is no uuencode at all
)

const (
	uuLongest = 1 << 10 // a line is up to 63 octets, "begin" has a file's name
	uuHeld    = 64 << 10
)

func (d *uuDecoder) write(piece []byte) {
	for len(piece) > 0 && d.stage != uuNever {
		end := bytes.IndexByte(piece, '\n') + 1
		if end == 0 {
			d.take(piece)
			return
		}
		d.take(piece[:end])
		d.endLine()
		piece = piece[end:]
	}
	if len(piece) > 0 {
		d.emit(piece)
	}
}

// take adds to the present line.
func (d *uuDecoder) take(piece []byte) {
	switch {
	case d.long:
	case len(d.line)+len(piece) <= uuLongest:
		d.line = append(d.line, piece...)
	case d.stage == uuBefore:
		d.line = append(d.line, piece...)
		d.giveUp()
	default:
		d.long = true
	}
}

func (d *uuDecoder) endLine() {
	line := bytes.TrimRight(d.line, "\r\n")
	switch {
	case d.stage == uuBefore && beginsUU(line):
		d.faulty = d.faulty || len(bytes.TrimSpace(d.held)) > 0
		d.stage, d.held = uuWithin, nil
	case d.stage == uuBefore:
		if d.held = append(d.held, d.line...); len(d.held) > uuHeld {
			d.line = nil
			d.giveUp()
		}
	case d.stage == uuWithin && bytes.Equal(bytes.TrimSpace(line), []byte("end")):
		d.stage = uuAfter
	case d.stage == uuWithin:
		data, ok := uuLine(line)
		d.faulty = d.faulty || !ok || d.long
		if ok && !d.long && len(data) > 0 {
			d.emit(data)
		}
	default:
		d.faulty = d.faulty || len(line) > 0
	}
	d.line, d.long = d.line[:0], false
}

// giveUp hands on what was held back: nothing in it begins.
func (d *uuDecoder) giveUp() {
	d.faulty = true
	for _, piece := range [][]byte{d.held, d.line} {
		if len(piece) > 0 {
			d.emit(piece)
		}
	}
	d.stage, d.held, d.line = uuNever, nil, nil
}

func (d *uuDecoder) close() bool {
	if len(d.line) > 0 {
		d.endLine()
	}
	if d.stage == uuBefore && len(d.held) > 0 {
		d.giveUp()
	}
	return !d.faulty && d.stage != uuWithin
}

// beginsUU says that a line is "begin 644 name".
func beginsUU(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("begin "))
	mode, _, named := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
	return ok && named && len(mode) >= 3 && len(mode) <= 4 && digits(string(mode))
}
