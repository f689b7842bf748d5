package mailbox

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	fromPrefix = []byte("From ")
	// asctime is the date as From lines have it: "Tue Mar 10 12:00:00 2026", with or without seconds and a zone.
	asctime = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +([A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}),? +(\d{4} +)?\d{1,2}:\d\d(:\d\d)?( +[A-Z]{3,5}| +[+-]\d{4})*( +\d{4})?`)
)

// startsMbox tells whether the beginning of a file is that of an mbox.
func startsMbox(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n")
	return bytes.HasPrefix(head, fromPrefix)
}

// begins tells whether a line begins the next message. Bodies hold lines with From at their start as well, in mailboxes
// of programs that do not quote them: so behind an empty line it has to have a date or a header after it, and elsewhere
// both.
func (r *mboxReader) begins(line []byte, behindBlank bool) bool {
	if !bytes.HasPrefix(line, fromPrefix) {
		return false
	}
	dated := asctime.Match(line)
	if behindBlank && (dated || bytes.HasPrefix(line, []byte("From - "))) {
		return true
	}
	return (behindBlank || dated) && r.headerFollows()
}

// headerFollows looks at the next line without reading it.
func (r *mboxReader) headerFollows() bool {
	head, _ := r.r.Peek(256) // less at the end of the file
	line, _, _ := bytes.Cut(head, []byte("\n"))
	name, _, ok := headerField(line)
	return ok && isMailField(name)
}

// startsLetter tells whether the beginning of a file is a header of mail: lines of fields, one of them a usual one.
func startsLetter(head []byte) bool {
	for line := range bytes.Lines(head) {
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := headerField(line)
		if !ok || isMailField(name) {
			return ok
		}
	}
	return false
}

// isMailField knows the names that headers of mail begin with, and little else does.
func isMailField(name string) bool {
	switch name = strings.ToLower(name); name {
	case "return-path", "received", "from", "to", "subject", "date", "message-id", "delivered-to", "status", "mime-version", "reply-to", "sender", "envelope-to":
		return true
	}
	return strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "content-")
}

// headerField splits "Name: value".
func headerField(line []byte) (name, value string, ok bool) {
	n, v, ok := bytes.Cut(line, []byte(":"))
	if !ok || len(n) == 0 || len(n) > 100 {
		return "", "", false
	}
	for _, c := range n {
		if c <= ' ' || c >= 0x7f {
			return "", "", false
		}
	}
	return string(n), strings.TrimSpace(string(v)), true
}

// fromDate reads the date of a From line; zero where it has none. Without a zone it is taken for UTC.
func fromDate(line []byte) time.Time {
	text := string(asctime.Find(line))
	fields := strings.Fields(strings.ReplaceAll(text, ",", " "))
	for _, layout := range []string{"Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04 2006", "Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 2006 -0700", "Mon 2 Jan 2006 15:04:05 -0700", "Mon 2 Jan 2006 15:04:05"} {
		if t, err := time.Parse(layout, strings.Join(fields, " ")); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// endsAt tells whether a message may end at a place: the file does, or a From line comes there.
func (r *mboxReader) endsAt(at int64) bool {
	b := make([]byte, 7)
	n, err := r.file.ReadAt(b, at)
	if n == 0 {
		// The very end. One octet before must be there, or the length is a lie.
		m, _ := r.file.ReadAt(b[:1], at-1)
		return err == io.EOF && m == 1 //nolint:errorlint // ReadAt gives it bare
	}
	b = b[:n]
	if rest := bytes.TrimLeft(b, "\r\n"); len(rest) == 0 {
		return n < 7
	} else if len(b)-len(rest) > 2 {
		return false
	} else {
		b = rest
	}
	return bytes.HasPrefix(b, fromPrefix)
}

// quotingWithin looks through a body of known length: a bare From line in it says that nothing is quoted (mboxcl2).
func (r *mboxReader) quotingWithin(n int64) quoting {
	const overlap = 5 // "\nFrom " without its last octet
	body := io.NewSectionReader(r.file, r.at, n)
	buf := make([]byte, min(n+1, mboxBuffer)+overlap)
	buf[0] = '\n'
	for have := 1; ; {
		m, err := io.ReadFull(body, buf[have:])
		if bytes.Contains(buf[:have+m], []byte("\nFrom ")) {
			return unquoted
		}
		if err != nil {
			return quotedOnce
		}
		have = copy(buf, buf[have+m-overlap:have+m])
	}
}

// statusOf is what headers of mail programs tell of a message.
type statusOf struct {
	marks         Marks
	deleted       bool
	uidl          string
	arrived       time.Time
	contentLength int64 // -1: none
}

// Bits of Thunderbird's X-Mozilla-Status.
const (
	mozillaRead      = 0x0001
	mozillaReplied   = 0x0002
	mozillaMarked    = 0x0004
	mozillaExpunged  = 0x0008 // deleted, and not compacted away yet
	mozillaForwarded = 0x1000
)

// readStatus reads X-Mozilla-Status, Status and X-Status, X-UIDL and Content-Length of a header.
func readStatus(header []byte) statusOf {
	s := statusOf{contentLength: -1}
	for line := range bytes.Lines(header) {
		if len(line) == 0 || line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, value, ok := headerField(line)
		if !ok {
			continue
		}
		switch strings.ToLower(name) {
		case "x-mozilla-status":
			bits, err := strconv.ParseUint(value, 16, 32)
			if err != nil {
				continue
			}
			s.deleted = bits&mozillaExpunged != 0
			s.marks = Marks{Unread: bits&mozillaRead == 0, Answered: bits&mozillaReplied != 0, Starred: bits&mozillaMarked != 0, Forwarded: bits&mozillaForwarded != 0}
		case "status":
			s.marks.Unread = !strings.Contains(value, "R")
		case "x-status":
			s.marks.Answered = s.marks.Answered || strings.Contains(value, "A")
			s.marks.Starred = s.marks.Starred || strings.Contains(value, "F")
		case "x-uidl":
			s.uidl = value
		case "content-length":
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
				s.contentLength = n
			}
		}
	}
	return s
}
