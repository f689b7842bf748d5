package moving

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"
	"strings"
)

// plain passes a message on and, beside that, hashes what it was on its way from the server: with CR LF at the ends of
// its lines, and without the lines that Thunderbird puts before a letter. So a letter that was fetched here already is
// known again in another program's folder.
type plain struct {
	to  io.Writer
	err error // of to

	h    hash.Hash // nil: nobody asks
	line []byte    // a line of the leading header, so far
	body bool      // behind the lines that are left out
	cr   bool      // the last octet was a CR
}

func newPlain(to io.Writer, wanted bool) *plain {
	p := &plain{to: to}
	if wanted {
		p.h = sha256.New()
	}
	return p
}

func (p *plain) Write(b []byte) (int, error) {
	n, err := p.to.Write(b)
	if err != nil {
		p.err = err
		return n, err
	}
	if p.h != nil {
		p.feed(b)
	}
	return n, nil
}

// longestAdded is longer than any line that is left out.
const longestAdded = 1000

func (p *plain) feed(b []byte) {
	for !p.body && len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 && len(p.line)+len(b) <= longestAdded {
			p.line = append(p.line, b...)
			return
		}
		if i >= 0 {
			p.line, b = append(p.line, b[:i+1]...), b[i+1:]
		}
		if i < 0 || !addedLine(string(p.line)) {
			p.body = true
			p.convert(p.line)
		}
		p.line = p.line[:0]
	}
	p.convert(b)
}

// addedLine tells the header lines that Thunderbird puts first.
func addedLine(line string) bool {
	name, _, ok := strings.Cut(line, ":")
	switch strings.ToLower(name) {
	case "x-account-key", "x-uidl", "x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys":
		return ok
	}
	return false
}

// convert hashes with a CR before each LF that has none.
func (p *plain) convert(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			p.h.Write(b)
			p.cr = b[len(b)-1] == '\r'
			return
		}
		bare := !p.cr
		if i > 0 {
			bare = b[i-1] != '\r'
		}
		p.h.Write(b[:i])
		if bare {
			p.h.Write([]byte("\r\n"))
		} else {
			p.h.Write([]byte("\n"))
		}
		p.cr = false
		b = b[i+1:]
	}
}

// sum ends it and gives the hash.
func (p *plain) sum() [32]byte {
	if !p.body {
		p.convert(p.line)
		p.line = nil
	}
	return [32]byte(p.h.Sum(nil))
}
