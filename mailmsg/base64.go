package mailmsg

import (
	"bytes"
	"encoding/base64"
)

const base64Block = 16 << 10 // a multiple of four

// base64Decoder packs the lines of a body into blocks without line ends, which the standard library decodes many bytes
// at a time. Only a block with rubbish in it is gone through byte by byte.
type base64Decoder struct {
	emit    func([]byte)
	rubbish bool
	midline bool   // the last piece ended within a line
	doubt   []byte // of a line behind an end, of which only the whole tells whether it is base64
	ended   bool   // by padding or an empty line, unless more base64 follows
	stopped bool   // what follows is foreign text
	n       int    // filled bytes of in
	in      [base64Block]byte
	out     [base64Block]byte
}

// write decodes lines. Foreign text below the end, such as the footer a mailing list adds, is left out: as base64 it
// would be nonsense.
func (d *base64Decoder) write(body []byte) {
	for len(body) > 0 && !d.stopped {
		line, rest, whole := bytes.Cut(body, []byte("\n"))
		body = rest
		if d.ended && !d.midline && (!whole || len(d.doubt) > 0) {
			const most = 1 << 20
			if d.doubt = append(d.doubt, line...); !whole && len(d.doubt) < most {
				return
			}
			line, d.doubt = d.doubt, nil
		}
		if len(line) > 0 && line[len(line)-1] == '\r' {
			line = line[:len(line)-1]
		}
		if d.ended && !d.midline && !isBase64Line(line) {
			d.rubbish, d.stopped = true, true
			return
		}
		if len(line) > 0 {
			d.ended = line[len(line)-1] == '='
		} else if !d.midline {
			d.ended = true
		}
		d.midline = !whole
		for len(line) > 0 {
			n := copy(d.in[d.n:], line)
			d.n += n
			line = line[n:]
			if d.n == len(d.in) {
				d.flush()
			}
		}
	}
}

// close decodes what is left over.
func (d *base64Decoder) close() (clean bool) {
	if line := d.doubt; len(line) > 0 && !d.stopped {
		d.doubt = nil
		d.write(append(line, '\n'))
	}
	d.flush()
	if d.n > 0 {
		d.sift(true)
	}
	return !d.rubbish
}

// isBase64Line is true for lines with nothing but base64 and blanks on them. Dashes are rather the start of a signature.
func isBase64Line(line []byte) bool {
	for _, c := range line {
		if sextet[c] >= 64 && c != '=' && c != ' ' && c != '\t' && c != '\r' || c == '_' || c == '-' {
			return false
		}
	}
	return true
}

// flush decodes whole groups of four and keeps the rest.
func (d *base64Decoder) flush() {
	whole := d.n &^ 3
	n, err := base64.StdEncoding.Decode(d.out[:], d.in[:whole])
	if err != nil {
		d.sift(false)
		return
	}
	if n > 0 {
		d.emit(d.out[:n])
	}
	d.n = copy(d.in[:], d.in[whole:d.n])
}

// sift decodes what flush could not: it skips foreign bytes, takes the alphabet of URLs too, and starts anew after
// padding in the middle, as left by several encodings one after another. last: a group that is not full is the end.
func (d *base64Decoder) sift(last bool) {
	var group [4]byte
	var kept [4]byte
	have, size := 0, 0
	put := func() {
		d.out[size] = group[0]<<2 | group[1]>>4
		d.out[size+1] = group[1]<<4 | group[2]>>2
		d.out[size+2] = group[2]<<6 | group[3]
		size += max(have-1, 0)
		have, group = 0, [4]byte{}
	}
	for _, c := range d.in[:d.n] {
		v := sextet[c]
		switch {
		case v < 64:
			group[have], kept[have] = v, c
			if have++; have == 4 {
				put()
			}
		case c == '=':
			put()
		case c != ' ' && c != '\t' && c != '\r':
			d.rubbish = true
		}
	}
	d.n = 0
	if last {
		put()
	} else {
		d.n = copy(d.in[:], kept[:have])
	}
	if size > 0 {
		d.emit(d.out[:size])
	}
}

// appendBase64 is for short texts: it saves the decoder's blocks where there is nothing wrong.
func appendBase64(dst, text []byte) (decoded []byte, clean bool) {
	if whole, err := base64.StdEncoding.AppendDecode(dst, text); err == nil {
		return whole, true
	}
	clean = base64Lines.decode(text, func(piece []byte) { dst = append(dst, piece...) })
	return dst, clean
}

// sextet gives the value of a base64 character, 0xFF for any other byte.
var sextet = func() (table [256]byte) {
	for i := range table {
		table[i] = 0xFF
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[c] = byte(i)
	}
	table['-'], table['_'] = 62, 63
	return table
}()
