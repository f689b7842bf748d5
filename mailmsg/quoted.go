package mailmsg

import "bytes"

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
