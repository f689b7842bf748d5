package mailmsg

import "encoding/binary"

// mapiProp is one property of MAPI, of a value that is its own length long ([MS-OXTNEF] section 2.1.3.4).
type mapiProp struct {
	id    int
	kind  int
	value []byte
}

// The kinds of property that matter here; others are only skipped.
const (
	mapiObject  = 0x0D
	mapiString  = 0x1E
	mapiUnicode = 0x1F
	mapiBinary  = 0x102
	mapiMany    = 0x1000 // flag: several values
)

// fixedProps are the kinds of one size, with that size filled up to four bytes.
var fixedProps = map[int]int{0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}

// readProps reads a list of properties up to the first that makes no sense.
func readProps(b []byte, found func(mapiProp)) {
	r := propReader{b: b}
	for n := r.uint32(); n > 0 && !r.bad; n-- {
		p := mapiProp{kind: int(r.uint16()), id: int(r.uint16())}
		if p.id >= 0x8000 {
			r.skipName()
		}
		single := p.kind &^ mapiMany
		values := uint32(1)
		size, fixed := fixedProps[single]
		if p.kind&mapiMany != 0 || !fixed {
			values = r.uint32()
		}
		for ; values > 0 && !r.bad; values-- {
			if !fixed {
				size = int(r.uint32())
			}
			p.value = r.padded(size)
			if !r.bad && (single == mapiObject || single == mapiString || single == mapiUnicode || single == mapiBinary) {
				found(mapiProp{p.id, single, p.value})
			}
		}
	}
}

// propReader reads little-endian numbers. Once bad it gives zeros.
type propReader struct {
	b   []byte
	bad bool
}

func (r *propReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad = true
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

// padded takes n bytes and those that fill them up to a multiple of four, which the last value may lack.
func (r *propReader) padded(n int) []byte {
	taken := r.take(n)
	if !r.bad {
		r.take(min((4-n%4)%4, len(r.b)))
	}
	return taken
}

func (r *propReader) uint16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *propReader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// skipName passes over the name of a property with a number above 0x8000: a set, and a number or text in it.
func (r *propReader) skipName() {
	r.take(16)
	if r.uint32() == 0 {
		r.uint32()
		return
	}
	r.padded(int(r.uint32()))
}
