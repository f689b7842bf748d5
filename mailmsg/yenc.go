package mailmsg

import (
	"bytes"
	"hash/crc32"
	"strconv"
	"strings"
)

// ydecode reads "=ybegin line=128 size=584 name=a.txt", lines in which each byte is 42 more than meant, and "=yend
// size=584 crc32=..." (yEnc 1.3). Of a file in several parts it gives the part that is there. end is 0 where it is
// none of that.
func ydecode(body, first []byte, pos int) (f innerFile, end int) {
	head := yFields(first)
	if head["size"] == "" || head["line"] == "" || head["name"] == "" {
		return f, 0
	}
	f.name = plainLine(headerText([]byte(head["name"]), ""))
	size := atoi(head["size"])
	for pos < len(body) {
		line, next := lineAt(body, pos)
		switch {
		case bytes.HasPrefix(line, []byte("=ypart ")):
			part := yFields(line)
			size = atoi(part["end"]) - atoi(part["begin"]) + 1
			f.name += ".part" + head["part"]
		case bytes.HasPrefix(line, []byte("=yend ")):
			tail := yFields(line)
			f.damaged = len(f.data) != size || !yChecks(tail, head["part"] != "", f.data)
			return f, next
		default:
			f.data = appendYLine(f.data, line)
		}
		pos = next
	}
	f.damaged = true // the end is missing
	return f, len(body)
}

// yFields reads "=ybegin a=1 b=2 name=the rest of the line".
func yFields(line []byte) map[string]string {
	fields := map[string]string{}
	rest := string(line)
	if i := strings.Index(rest, " name="); i >= 0 {
		fields["name"] = strings.Trim(rest[i+len(" name="):], " \"")
		rest = rest[:i]
	}
	for word := range strings.FieldsSeq(rest) {
		if name, value, ok := strings.Cut(word, "="); ok && name != "" {
			fields[strings.ToLower(name)] = value
		}
	}
	return fields
}

// yChecks compares the checksum where there is one.
func yChecks(tail map[string]string, part bool, data []byte) bool {
	name := "crc32"
	if part {
		name = "pcrc32"
	}
	if tail[name] == "" {
		return true
	}
	want, err := strconv.ParseUint(tail[name], 16, 32)
	return err == nil && uint32(want) == crc32.ChecksumIEEE(data)
}

func appendYLine(dst, line []byte) []byte {
	if bytes.HasPrefix(line, []byte("..")) {
		line = line[1:] // stuffed on the way, as it was sent as lines of text
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		if c == '=' {
			if i++; i == len(line) {
				break
			}
			c = line[i] - 64
		}
		dst = append(dst, c-42)
	}
	return dst
}
