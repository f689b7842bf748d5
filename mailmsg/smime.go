package mailmsg

import (
	"bytes"
	"slices"
)

const (
	maxSigned   = 32 << 20 // bytes of a signed message that is opened
	maxBERDepth = 20
)

// openSigned shows the message inside an S/MIME message that is signed and not encrypted, which looks like a file to
// programs that know nothing of it (RFC 8551 section 3.5.2). Its files are listed as within that file.
func (p *parser) openSigned(n part, a Attachment, t transfer, depth int) (opened bool) {
	if n.body.size() > maxSigned || depth >= maxDepth {
		return false
	}
	raw, _ := p.bytes(n.body, t)
	content, ok := signedContent(raw)
	if !ok {
		return false
	}
	h, body, _ := section{b: content}.splitHeader()
	before := len(p.m.Attachments)
	shown := p.walk(part{h: h, kind: contentType(h, "text/plain"), body: body}, place{depth: depth + 1})
	p.opened = append(p.opened, shown...)
	for i := before; i < len(p.m.Attachments); i++ {
		if inner := &p.m.Attachments[i]; inner.Within == "" {
			inner.Within = a.Name
		}
	}
	return true
}

// signedContent takes the message out of CMS SignedData (RFC 5652 section 5.1). Signatures are not looked at.
func signedContent(b []byte) (content []byte, ok bool) {
	signedData := []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2} // 1.2.840.113549.1.7.2
	outer, _ := ber(b, 0)
	kind, rest := ber(outer.content, 0)
	explicit, _ := ber(rest, 0)
	data, _ := ber(explicit.content, 0)
	if outer.tag != 0x30 || kind.tag != 0x06 || !bytes.Equal(kind.content, signedData) || explicit.tag != 0xA0 || data.tag != 0x30 {
		return nil, false
	}
	version, rest := ber(data.content, 0)
	digests, rest := ber(rest, 0)
	encapsulated, _ := ber(rest, 0)
	if version.tag != 0x02 || digests.tag != 0x31 || encapsulated.tag != 0x30 {
		return nil, false
	}
	_, rest = ber(encapsulated.content, 0)
	explicit, _ = ber(rest, 0)
	octets, _ := ber(explicit.content, 0)
	if explicit.tag != 0xA0 {
		return nil, false // only the signature is in it
	}
	return octets.octets(nil, 0)
}

// berElement is one element of ASN.1 in the Basic Encoding Rules (X.690). tag is 0 where there is none.
type berElement struct {
	tag     byte
	content []byte
}

// ber reads the first element of b and returns what follows it. An element that is cut off holds what is there.
func ber(b []byte, depth int) (e berElement, rest []byte) {
	if len(b) < 2 || depth > maxBERDepth || b[0]&0x1F == 0x1F { // tags of several bytes do not occur here
		return berElement{}, nil
	}
	tag, first, b := b[0], b[1], b[2:]
	switch {
	case first == 0x80: // the end is marked by an element of nothing
		pos := b
		for len(pos) >= 2 && (pos[0] != 0 || pos[1] != 0) {
			_, after := ber(pos, depth+1)
			if len(after) >= len(pos) {
				break
			}
			pos = after
		}
		size := len(b) - len(pos)
		return berElement{tag, b[:size]}, pos[min(2, len(pos)):]
	case first&0x80 == 0:
		return cutElement(tag, b, int(first))
	}
	count, size := int(first&0x7F), 0
	if count > 4 || count > len(b) {
		return berElement{}, nil
	}
	for _, c := range b[:count] {
		size = size<<8 | int(c)
	}
	return cutElement(tag, b[count:], size)
}

func cutElement(tag byte, b []byte, size int) (e berElement, rest []byte) {
	size = max(0, min(size, len(b)))
	return berElement{tag, b[:size]}, b[size:]
}

// octets are the bytes of an octet string, which may be in pieces.
func (e berElement) octets(dst []byte, depth int) (all []byte, ok bool) {
	switch e.tag {
	case 0x04:
		if dst == nil {
			return slices.Clip(e.content), true
		}
		return append(dst, e.content...), true
	case 0x24:
		if dst == nil {
			dst = []byte{}
		}
		for rest := e.content; len(rest) > 0 && depth < maxBERDepth; {
			var piece berElement
			if piece, rest = ber(rest, 0); piece.tag == 0 {
				break
			}
			if dst, ok = piece.octets(dst, depth+1); !ok {
				return dst, len(dst) > 0
			}
		}
		return dst, true
	}
	return dst, false
}
