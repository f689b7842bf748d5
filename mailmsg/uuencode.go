package mailmsg

import (
	"bytes"
)

// innerFile is a file found inside another thing: a text, a winmail.dat.
type innerFile struct {
	name, kind string // kind: "image/png", "" for unknown
	contentID  string
	data       []byte
	damaged    bool // bytes are missing or wrong
}

const maxInner = 1000 // files found inside one part

// splitEncoded takes the files out of a text that are written into it by uuencode or yEnc. text is what is left: body
// itself where there are none.
func splitEncoded(body []byte) (text []byte, files []innerFile) {
	if !bytes.Contains(body, []byte("begin ")) && !bytes.Contains(body, []byte("=ybegin ")) {
		return body, nil
	}
	var kept []byte
	copied := 0 // body up to here is in kept, or was a file
	for pos := 0; pos < len(body) && len(files) < maxInner; {
		line, next := lineAt(body, pos)
		var file innerFile
		var end int
		switch {
		case bytes.HasPrefix(line, []byte("begin ")):
			file, end = uudecode(body, line, next)
		case bytes.HasPrefix(line, []byte("=ybegin ")):
			file, end = ydecode(body, line, next)
		}
		if end > 0 {
			files = append(files, file)
			kept = append(kept, body[copied:pos]...)
			copied, next = end, end
		}
		pos = next
	}
	if files == nil {
		return body, nil
	}
	return append(kept, body[copied:]...), files
}

// uudecode reads "begin 644 name", lines that begin with their length, and "end" (POSIX uuencode). end is 0 where it is
// none of that: prose may begin with the same word.
func uudecode(body, first []byte, pos int) (f innerFile, end int) {
	mode, name, _ := bytes.Cut(bytes.TrimSpace(first[len("begin "):]), []byte(" "))
	if len(mode) < 3 || len(mode) > 4 || !digits(string(mode)) {
		return f, 0
	}
	f.name = plainLine(headerText(name, ""))
	full := false // a line of the usual length was there
	for pos < len(body) {
		line, next := lineAt(body, pos)
		if bytes.Equal(bytes.TrimSpace(line), []byte("end")) {
			return f, next
		}
		data, ok := uuLine(line)
		if !ok {
			break
		}
		full = full || len(data) > 0
		f.data = append(f.data, data...)
		pos = next
	}
	f.damaged = true // the end is missing
	if !full {
		return f, 0
	}
	return f, pos
}

// uuLine decodes one line. Blanks at its end may be missing, a checksum behind it may follow.
func uuLine(line []byte) (data []byte, ok bool) {
	if len(line) == 0 || bytes.Equal(line, []byte("`")) {
		return nil, true
	}
	n := int(line[0]-' ') & 63
	text := line[1:]
	if line[0] < ' ' || line[0] > '`' || n > 45 || len(text) > (n+2)/3*4+2 || len(text) < (n*8+5)/6-8 {
		return nil, false
	}
	for _, c := range text {
		if c < ' ' || c > '`' {
			return nil, false
		}
	}
	at := func(i int) byte {
		if i < len(text) {
			return (text[i] - ' ') & 63
		}
		return 0
	}
	for i := 0; len(data) < n; i += 4 {
		group := []byte{at(i)<<2 | at(i+1)>>4, at(i+1)<<4 | at(i+2)>>2, at(i+2)<<6 | at(i+3)}
		data = append(data, group[:min(3, n-len(data))]...)
	}
	return data, true
}
