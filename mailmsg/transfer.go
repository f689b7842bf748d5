package mailmsg

import (
	"strings"
)

// transfer is a Content-Transfer-Encoding (RFC 2045 section 6).
type transfer int

const (
	identity transfer = iota
	quotedPrintable
	base64Lines
	uuLines // never a standard, but sent
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
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return uuLines, true
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
	case uuLines:
		return &uuDecoder{emit: emit}
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
