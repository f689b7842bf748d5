package mailmsg

import "encoding/binary"

// rtfDictionary is what the window of compressed RTF holds at the beginning ([MS-OXRTFCP] section 2.1.2.1).
const rtfDictionary = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor ` +
	`MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` + "\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

const maxRTF = 32 << 20 // bytes decompressed

// unpackRTF decompresses RTF as Outlook keeps it ([MS-OXRTFCP]): runs of eight, each a byte or a piece of the last 4096 bytes.
// What is cut off or wrong gives what came before; checksums are not looked at.
func unpackRTF(b []byte) []byte {
	const head, compressed, plain = 16, 0x75465A4C, 0x414C454D
	if len(b) < head {
		return nil
	}
	size, kind := int(min(binary.LittleEndian.Uint32(b[4:]), maxRTF)), binary.LittleEndian.Uint32(b[8:])
	b = b[head:]
	switch kind {
	case plain:
		return b[:min(size, len(b))]
	case compressed:
	default:
		return nil
	}
	var window [4096]byte
	at := copy(window[:], rtfDictionary)
	out := make([]byte, 0, min(size, 20*len(b)))
	put := func(c byte) {
		window[at%len(window)] = c
		at++
		out = append(out, c)
	}
	for len(b) > 0 && len(out) < size {
		control := b[0]
		b = b[1:]
		for bit := 0; bit < 8 && len(b) > 0 && len(out) < size; bit++ {
			if control>>bit&1 == 0 {
				put(b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 {
				return out
			}
			piece := binary.BigEndian.Uint16(b)
			b = b[2:]
			from, length := int(piece>>4), int(piece&15)+2
			if from == at%len(window) {
				return out // the mark of the end
			}
			for i := range length {
				put(window[(from+i)%len(window)])
			}
		}
	}
	return out
}
