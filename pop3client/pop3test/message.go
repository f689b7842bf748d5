package pop3test

import (
	"bufio"
	"bytes"
)

// writeStuffed writes a multi-line answer: dots doubled, the final dot line. An
// error shows at the next flush.
func writeStuffed(w *bufio.Writer, data []byte) {
	for len(data) > 0 {
		if data[0] == '.' {
			_ = w.WriteByte('.')
		}
		end := bytes.Index(data, []byte("\n."))
		line := data[:end+1]
		if end < 0 {
			line = data
		}
		_, _ = w.Write(line)
		data = data[len(line):]
	}
	_, _ = w.WriteString(".\r\n")
}

// topOf is the header, the empty line and the first lines of the body.
func topOf(data []byte, lines int) []byte {
	rest, inBody := data, false
	for len(rest) > 0 && (!inBody || lines > 0) {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		if inBody {
			lines--
		}
		inBody = inBody || len(bytes.TrimRight(rest[:end], "\r\n")) == 0
		rest = rest[end:]
	}
	return data[:len(data)-len(rest)]
}
