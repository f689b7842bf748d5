package mailmsg

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Numbers of TNEF, the format of winmail.dat ([MS-OXTNEF] section 2.1), and of the properties in it ([MS-OXPROPS]).
const (
	tnefSignature = 0x223E9F78

	attachRendering = 0x9002 // attAttachRendData: the next attachment begins
	attachTitle     = 0x8010 // its name in eight bits
	attachData      = 0x800F
	attachProps     = 0x9005 // its MAPI properties
	messageProps    = 0x9003
	oemCodepage     = 0x9007

	propLongName    = 0x3707
	propDisplayName = 0x3001
	propFileName    = 0x3704
	propMimeTag     = 0x370E
	propContentID   = 0x3712
	propData        = 0x3701
	propBodyHTML    = 0x1013
	propRTF         = 0x1009
)

// tnefFile is what a winmail.dat holds.
type tnefFile struct {
	files   []innerFile
	html    string
	rtf     []byte // the letter, decompressed; nil for none
	damaged bool
}

const maxTNEFDepth = 5 // messages within messages

// readTNEF reads as much as is there. ok is false where b is no TNEF at all. Of a message attached to the message, which
// is TNEF again, it gives the files. depth is 0 for the outermost.
func readTNEF(b []byte, depth int) (t tnefFile, ok bool) {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return t, false
	}
	codepage := ""
	var file *innerFile
	done := func() {
		if file != nil && depth < maxTNEFDepth {
			if inner, ok := readTNEF(file.data, depth+1); ok {
				t.files = append(t.files, inner.files[:min(len(inner.files), maxInner-len(t.files))]...)
				file = nil
			}
		}
		if file != nil && (len(file.data) > 0 || file.name != "") && len(t.files) < maxInner {
			t.files = append(t.files, *file)
		}
		file = nil
	}
	for b = b[6:]; len(b) > 0; {
		a, rest, whole := nextAttribute(b)
		if !whole {
			t.damaged = true
		}
		b = rest
		switch a.id {
		case oemCodepage:
			if len(a.data) >= 4 {
				codepage = codepageLabel(binary.LittleEndian.Uint32(a.data))
			}
		case attachRendering:
			done()
			file = &innerFile{}
		case attachTitle, attachData, attachProps:
			if file == nil {
				file = &innerFile{}
			}
			file.attribute(a, codepage)
		case messageProps:
			readProps(a.data, func(p mapiProp) {
				if p.id == propBodyHTML {
					t.html, _ = toUTF8(p.value, metaCharset(p.value))
				}
				if p.id == propRTF && t.rtf == nil {
					t.rtf = unpackRTF(p.value)
				}
			})
		}
	}
	done()
	return t, true
}

func codepageLabel(page uint32) string {
	switch page {
	case 0, 1200, 20127:
		return ""
	case 65001:
		return "utf-8"
	}
	return charsetLabel("cp" + strconv.Itoa(int(page)))
}

// attribute is one attribute of TNEF.
type attribute struct {
	id   uint16
	data []byte
}

// nextAttribute cuts one off: level, id, type, length, data, checksum. whole is false where the end is missing.
func nextAttribute(b []byte) (a attribute, rest []byte, whole bool) {
	const head = 1 + 4 + 4
	if len(b) < head {
		return a, nil, false
	}
	a.id = binary.LittleEndian.Uint16(b[1:])
	size := uint64(binary.LittleEndian.Uint32(b[5:]))
	b = b[head:]
	if size > uint64(len(b)) {
		a.data = b
		return a, nil, false
	}
	a.data = b[:size]
	if uint64(len(b)) < size+2 {
		return a, nil, false
	}
	sum := binary.LittleEndian.Uint16(b[size:])
	var got uint16
	for _, c := range a.data {
		got += uint16(c)
	}
	return a, b[size+2:], sum == got
}

func (f *innerFile) attribute(a attribute, codepage string) {
	switch a.id {
	case attachTitle:
		if f.name == "" {
			f.name, _ = toUTF8(bytes.TrimRight(a.data, "\x00"), codepage)
		}
	case attachData:
		f.data = a.data
	case attachProps:
		found := map[int]string{}
		readProps(a.data, func(p mapiProp) {
			switch p.id {
			case propLongName, propDisplayName, propFileName, propMimeTag, propContentID:
				found[p.id] = p.text(codepage)
			case propData:
				if len(f.data) == 0 {
					f.data = objectData(p)
				}
			}
		})
		for _, id := range []int{propLongName, propDisplayName, propFileName} {
			if found[id] != "" {
				f.name = found[id]
				break
			}
		}
		f.kind, f.contentID = strings.ToLower(found[propMimeTag]), strings.Trim(found[propContentID], "<>")
	}
}

// objectData is the data of an embedded object without the interface id in front of it.
func objectData(p mapiProp) []byte {
	if p.kind == mapiObject && len(p.value) > 16 {
		return p.value[16:]
	}
	return p.value
}

func (p mapiProp) text(codepage string) string {
	if p.kind == mapiUnicode {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Bytes(p.value)
		if err != nil {
			return ""
		}
		return plainLine(strings.TrimRight(string(text), "\x00"))
	}
	text, _ := toUTF8(bytes.TrimRight(p.value, "\x00"), codepage)
	return plainLine(text)
}
