package mailmsg

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
)

// rtfLetter is what a letter in the Rich Text Format says.
type rtfLetter struct {
	text string
	html string // the page that Outlook packed into it ([MS-OXRTFEX]), "" where the letter was not one
}

const (
	maxRTFGroups = 1000     // within one another
	maxRTFText   = 16 << 20 // bytes made of one letter
)

// readRTF reads the words of a letter, with its paragraphs, and no more of its look (Rich Text Format 1.9.1). ok is false for
// what is none. Pictures, objects and the tables at the beginning are passed over.
func readRTF(b []byte) (letter rtfLetter, ok bool) {
	if !bytes.HasPrefix(bytes.TrimLeft(b, "\r\n\t "), []byte(`{\rtf`)) {
		return letter, false
	}
	r := rtfReader{b: b, codepage: "windows-1252", fonts: map[int]string{}, state: rtfState{skipAfterU: 1}}
	for r.pos < len(r.b) && r.out.Len() < maxRTFText {
		r.step()
	}
	r.flush()
	if r.isHTML {
		letter.html = cleanText(r.out.String())
		letter.text = textFromHTML(letter.html)
		return letter, true
	}
	letter.text = cleanText(strings.TrimRight(r.out.String(), "\n"))
	return letter, true
}

// rtfState is what a group inherits from the one around it and loses at its end.
type rtfState struct {
	dest       rtfDest
	font       int
	skipAfterU int  // characters behind \u that stand for it in old programs
	html       bool // within the markup of a packed page
	double     bool // text that only stands for that markup
}

type rtfDest int

const (
	rtfBody  rtfDest = iota
	rtfSkip          // for programs
	rtfFonts         // the table of fonts
)

type rtfReader struct {
	b        []byte
	pos      int
	out      strings.Builder
	state    rtfState
	stack    []rtfState
	deeper   int            // groups open beyond maxRTFGroups
	star     bool           // the next word names something old programs may skip
	skip     int            // characters yet to be passed over behind \u
	bytes    []byte         // characters not yet decoded, all of one font
	high     rune           // the first half of a character in UTF-16, 0: none
	codepage string         // of the letter
	fonts    map[int]string // charset by number of the font
	isHTML   bool
}

// step takes one sign, word or run of text.
func (r *rtfReader) step() {
	switch c := r.b[r.pos]; c {
	case '{':
		r.flush()
		r.pos++
		r.star, r.skip = false, 0
		if len(r.stack) >= maxRTFGroups {
			r.deeper++
			return
		}
		r.stack = append(r.stack, r.state)
	case '}':
		r.flush()
		r.pos++
		r.star, r.skip = false, 0
		if r.deeper > 0 {
			r.deeper--
		} else if n := len(r.stack); n > 0 {
			r.state, r.stack = r.stack[n-1], r.stack[:n-1]
		}
	case '\\':
		r.pos++
		r.control()
	case '\r', '\n':
		r.pos++ // line ends of the file mean nothing
	default:
		end := bytes.IndexAny(r.b[r.pos:], "\\{}\r\n")
		if end < 0 {
			end = len(r.b) - r.pos
		}
		r.literal(r.b[r.pos : r.pos+end])
		r.pos += end
	}
}

// literal takes characters of the text.
func (r *rtfReader) literal(text []byte) {
	n := min(r.skip, len(text))
	r.skip -= n
	if text = text[n:]; len(text) > 0 && r.shown() {
		r.bytes = append(r.bytes, text...)
	}
}

func (r *rtfReader) shown() bool {
	return r.state.dest == rtfBody && !r.state.double
}

// control reads a control word or symbol (RTF 1.9.1, "Control Word").
func (r *rtfReader) control() {
	if r.pos >= len(r.b) {
		return
	}
	c := r.b[r.pos]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.pos++
		r.symbol(c)
		return
	}
	start := r.pos
	for r.pos < len(r.b) && r.pos-start < 32 && r.b[r.pos]|0x20 >= 'a' && r.b[r.pos]|0x20 <= 'z' {
		r.pos++
	}
	word := string(r.b[start:r.pos])
	start = r.pos
	if r.pos < len(r.b) && r.b[r.pos] == '-' {
		r.pos++
	}
	for r.pos < len(r.b) && r.pos-start < 11 && r.b[r.pos] >= '0' && r.b[r.pos] <= '9' {
		r.pos++
	}
	number, err := strconv.Atoi(string(r.b[start:r.pos]))
	if r.pos < len(r.b) && r.b[r.pos] == ' ' {
		r.pos++
	}
	r.word(word, number, err == nil)
}

func (r *rtfReader) symbol(c byte) {
	switch c {
	case '*':
		r.star = true
	case '\'':
		if r.pos+2 <= len(r.b) && isHex(r.b[r.pos]) && isHex(r.b[r.pos+1]) {
			r.literal([]byte{unhex(r.b[r.pos])<<4 | unhex(r.b[r.pos+1])})
			r.pos += 2
		}
	case '\\', '{', '}':
		r.literal([]byte{c})
	case '~':
		r.write("\u00a0")
	case '_':
		r.write("\u2011")
	case '\r', '\n':
		r.write("\n")
	}
}

// rtfMarks are words that stand for characters.
var rtfMarks = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "nestrow": "\n",
	"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"emspace": "\u2003", "enspace": "\u2002", "qmspace": " ",
}

// rtfHidden are destinations that are not marked as such by a star and hold no words of the letter.
var rtfHidden = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "header": true, "headerl": true, "headerr": true, "headerf": true,
	"footer": true, "footerl": true, "footerr": true, "footerf": true, "footnote": true, "fldinst": true, "nonshppict": true, "listtext": false, "xe": true, "tc": true,
}

func (r *rtfReader) word(word string, number int, numbered bool) {
	star := r.star
	r.star = false
	if mark, ok := rtfMarks[word]; ok {
		r.write(mark)
		return
	}
	switch word {
	case "u":
		r.unicode(number)
	case "uc":
		r.state.skipAfterU = max(0, min(number, 100))
	case "ansicpg":
		if label := codepageLabel(uint32(max(number, 0))); label != "" { //nolint:gosec // at most eleven digits
			r.codepage = label
		}
	case "mac":
		r.codepage = "macintosh"
	case "f":
		if number != r.state.font {
			r.flush()
			r.state.font = number
		}
	case "fcharset":
		if r.state.dest == rtfFonts && len(r.fonts) < 10_000 {
			r.fonts[r.state.font] = rtfCharsets[number]
		}
	case "bin":
		r.pos += max(0, min(number, len(r.b)-r.pos))
	case "fromhtml":
		r.isHTML = r.isHTML || number == 1
	case "htmlrtf":
		r.flush()
		r.state.double = r.isHTML && (!numbered || number != 0)
	case "htmltag":
		r.state.html, r.state.double = true, false
	case "fonttbl":
		r.state.dest = rtfFonts
	default:
		if star || rtfHidden[word] {
			r.flush()
			r.state.dest = rtfSkip
		}
	}
}

// unicode takes \u: a unit of UTF-16, negative above 32767, followed by what old programs show in its place.
func (r *rtfReader) unicode(number int) {
	unit := rune(uint16(number)) //nolint:gosec // that is how the format writes it
	text := ""
	switch {
	case r.high != 0 && utf16.IsSurrogate(unit):
		text, r.high = string(utf16.DecodeRune(r.high, unit)), 0
	case utf16.IsSurrogate(unit):
		r.high = unit
	default:
		text, r.high = string(unit), 0
	}
	r.write(text)
	r.skip = r.state.skipAfterU
}

// write takes text that is UTF-8 already.
func (r *rtfReader) write(text string) {
	r.skip = 0
	if !r.shown() {
		return
	}
	r.flush()
	r.put(text)
}

// put writes text, escaped where it is the text of a packed page and not its markup.
func (r *rtfReader) put(text string) {
	if r.isHTML && !r.state.html {
		text = html.EscapeString(text)
	}
	r.out.WriteString(text)
}

// flush decodes the characters gathered.
func (r *rtfReader) flush() {
	if len(r.bytes) == 0 {
		return
	}
	label := r.codepage
	if charset := r.fonts[r.state.font]; charset != "" && !r.state.html {
		label = charset
	}
	text := string(r.bytes)
	if !isASCII(r.bytes) {
		text, _ = toUTF8(r.bytes, label)
	}
	r.bytes = r.bytes[:0]
	r.put(text)
}

// rtfCharsets are the charsets of fonts; others, such as that of symbols, are as the letter.
var rtfCharsets = map[int]string{
	77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 162: "windows-1254", 163: "windows-1258",
	177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250",
}
