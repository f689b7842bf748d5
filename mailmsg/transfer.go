package mailmsg

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// transfer is a Content-Transfer-Encoding (RFC 2045 section 6).
type transfer int

const (
	identity transfer = iota
	quotedPrintable
	base64Lines
)

// transferOf reads the field. ok is false for an encoding that is not known: the body is then taken as it is.
func transferOf(value string) (t transfer, ok bool) {
	value = strings.ToLower(strings.Trim(value, " \t\"';"))
	if end := strings.IndexAny(value, " \t;("); end > 0 {
		value = value[:end]
	}
	switch value {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "utf-8", "plain":
		return identity, true
	case "quoted-printable", "quoted_printable", "quotedprintable", "qp":
		return quotedPrintable, true
	case "base64", "base-64", "b64":
		return base64Lines, true
	}
	return identity, false
}

// decode hands the decoded body to emit piece by piece; a piece is valid during the call only. clean is false where
// bytes were skipped that do not belong into the encoding.
func (t transfer) decode(body []byte, emit func([]byte)) (clean bool) {
	if t == identity {
		emit(body)
		return true
	}
	d := t.decoder(emit)
	d.write(body)
	return d.close()
}

// decoder decodes a body that comes in pieces, cut anywhere.
type decoder interface {
	write(piece []byte)
	close() (clean bool)
}

func (t transfer) decoder(emit func([]byte)) decoder {
	switch t {
	case quotedPrintable:
		return &quotedDecoder{emit: emit}
	case base64Lines:
		return &base64Decoder{emit: emit}
	case identity:
	}
	return plainDecoder(emit)
}

type plainDecoder func([]byte)

func (d plainDecoder) write(piece []byte) { d(piece) }
func (d plainDecoder) close() bool        { return true }

// bytes returns the whole decoded body. It may be body itself.
func (t transfer) bytes(body []byte) (decoded []byte, clean bool) {
	if t == identity {
		return body, true
	}
	size := len(body)
	if t == base64Lines {
		size = len(body)/4*3 + 3
	}
	decoded = make([]byte, 0, size)
	clean = t.decode(body, func(piece []byte) { decoded = append(decoded, piece...) })
	return decoded, clean
}

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

// quotedDecoder decodes quoted-printable (RFC 2045 section 6.7). A broken escape stays as it is, for it may well be text.
type quotedDecoder struct {
	emit func([]byte)
	line []byte // the beginning of a line whose end is yet to come
	out  []byte
}

func (d *quotedDecoder) write(body []byte) {
	if d.out == nil {
		d.out = make([]byte, 0, min(len(body), 64<<10)+256)
	}
	for len(body) > 0 {
		end := bytes.IndexByte(body, '\n')
		if end < 0 {
			d.keep(body)
			return
		}
		line := body[:end+1]
		body = body[end+1:]
		if len(d.line) > 0 {
			line = append(d.line, line...)
			d.line = line[:0]
		}
		d.decodeLine(line)
	}
}

// keep waits for the rest of a line. Of a very long one it decodes the beginning, cut where no escape and no blanks at
// its end could be.
func (d *quotedDecoder) keep(piece []byte) {
	d.line = append(d.line, piece...)
	const most = 256 << 10
	if len(d.line) < most {
		return
	}
	cut := len(d.line) - 1
	for cut > 2 && (d.line[cut-1] <= ' ' || d.line[cut-1] == '=' || d.line[cut-2] == '=') {
		cut--
	}
	if cut > 2 {
		d.out = appendQuotedLine(d.out, d.line[:cut])
		d.flush()
		d.line = append(d.line[:0], d.line[cut:]...)
	}
}

// decodeLine decodes a line with its end.
func (d *quotedDecoder) decodeLine(whole []byte) {
	line, end := whole, []byte(nil)
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
		if n > 1 && line[n-2] == '\r' {
			line = line[:n-2]
		}
		end = whole[len(line):]
	}
	line = bytes.TrimRight(line, " \t") // added on the way: a blank that is meant is written =20
	if len(line) > 0 && line[len(line)-1] == '=' {
		line, end = line[:len(line)-1], nil
	}
	d.out = append(appendQuotedLine(d.out, line), end...)
	if len(d.out) >= 64<<10 {
		d.flush()
	}
}

func (d *quotedDecoder) flush() {
	if len(d.out) > 0 {
		d.emit(d.out)
		d.out = d.out[:0]
	}
}

func (d *quotedDecoder) close() (clean bool) {
	if len(d.line) > 0 {
		d.decodeLine(d.line)
	}
	d.flush()
	return true
}

func appendQuotedLine(out, line []byte) []byte {
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(out, line...)
		}
		out = append(out, line[:i]...)
		if i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
			out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
			line = line[i+3:]
			continue
		}
		out = append(out, '=')
		line = line[i+1:]
	}
}
