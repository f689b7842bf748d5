package mailmsg

import (
	"bytes"
)

// splitMultipart cuts a multipart body at the lines "--boundary" (RFC 2046 section 5.1.1). What stands before the first
// and after "--boundary--" is not for reading. closed is false where the end line is missing: the last part then runs to
// the end. The line end before a boundary belongs to the boundary.
func splitMultipart(s section, boundary string, most int) (parts []section, closed bool) {
	if boundary == "" {
		return nil, false
	}
	body, needle := s.b, []byte("--"+boundary)
	start := -1 // of the part under way
	for pos := 0; pos < len(body); {
		i := bytes.Index(body[pos:], needle)
		if i < 0 {
			break
		}
		at := pos + i
		pos = at + len(needle)
		last, next, ok := boundaryEnd(body, at, pos)
		if !ok {
			continue
		}
		if start >= 0 {
			parts = append(parts, s.slice(start, max(at, start)).trimLineEnd())
		}
		if last || len(parts) >= most {
			return parts, last
		}
		start, pos = next, next
	}
	if start >= 0 {
		parts = append(parts, s.from(start))
	}
	return parts, false
}

// boundaryEnd judges what follows a boundary found at at: a blank and anything, or "--" for the last (RFC 2046 section
// 5.1.1: the line need not match in its entirety). next is where the line after it starts.
func boundaryEnd(body []byte, at, end int) (last bool, next int, ok bool) {
	if at > 0 && body[at-1] != '\n' && body[at-1] != '\r' {
		return false, 0, false
	}
	line, next := lineAt(body, end)
	if len(line) == 0 || isSpace(line[0]) {
		return false, next, true
	}
	rest, isEnd := bytes.CutPrefix(line, []byte("--"))
	// "--boundary-->" is an end too, "--boundary--2" is some other boundary.
	if isEnd && (blank(rest) || !isBoundaryChar(rest[0])) {
		return true, next, true
	}
	return false, 0, false
}

// isBoundaryChar is bchars of RFC 2046 section 5.1.1 without the blank.
func isBoundaryChar(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || bytes.IndexByte([]byte("'()+_,-./:=?"), c) >= 0
}

// guessBoundary finds the boundary of a multipart whose header does not name it, or names another: a line "--text" with
// a Content- field below it.
func guessBoundary(body []byte) string {
	const look = 64 << 10
	head := body[:min(len(body), look)]
	for pos := 0; pos < len(head); {
		line, next := lineAt(head, pos)
		pos = next
		if len(line) < 3 || !bytes.HasPrefix(line, []byte("--")) || next >= len(head) {
			continue
		}
		below, _ := lineAt(head, next)
		if len(below) > 8 && bytes.EqualFold(below[:8], []byte("content-")) {
			return string(bytes.TrimRight(line[2:], " \t\r"))
		}
	}
	return ""
}
