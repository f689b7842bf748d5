package mailmsg

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// field is one header field as it came: value still folded, in its own charset.
type field struct {
	name  string
	value []byte
}

// maxFields are the fields of one header that are kept, beside the first of each that a letter cannot be read without.
// Real ones have some dozens.
const maxFields = 10_000

// needed are those fields, in lower case.
var needed = []string{"from", "sender", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to",
	"content-type", "content-transfer-encoding", "content-disposition"}

// lacking are the needed fields that are not there.
func (h header) lacking() map[string]bool {
	set := make(map[string]bool, len(needed))
	for _, name := range needed {
		set[name] = true
	}
	for _, f := range h.fields {
		if len(f.name) <= len("content-transfer-encoding") {
			delete(set, strings.ToLower(f.name))
		}
	}
	return set
}

// header is the fields of a message or part in their order.
type header struct {
	fields []field
}

// get returns the first field of that name, unfolded and in UTF-8, encoded words still encoded; "" if there is none.
func (h header) get(name string) string {
	for _, f := range h.fields {
		if f.is(name) {
			return h.decode(f.value)
		}
	}
	return ""
}

// all returns every field of that name as get would.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h.fields {
		if f.is(name) {
			values = append(values, h.decode(f.value))
		}
	}
	return values
}

func (f field) is(name string) bool {
	return len(f.name) == len(name) && strings.EqualFold(f.name, name)
}

// decode unfolds a value. Raw 8-bit values are likely in the charset that the body is in.
func (h header) decode(value []byte) string {
	value = unfold(value)
	if utf8.Valid(value) {
		return headerText(value, "")
	}
	return headerText(value, h.bodyCharset())
}

func (h header) bodyCharset() string {
	for _, f := range h.fields {
		if f.is("Content-Type") {
			return parseMedia(headerText(unfold(f.value), "")).params["charset"]
		}
	}
	return ""
}

// unfold takes the line ends out of a folded value (RFC 5322 section 2.2.3). It copies only where there are any.
func unfold(value []byte) []byte {
	value = bytes.TrimSpace(value)
	if bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0 {
		return value
	}
	flat := make([]byte, 0, len(value))
	for _, c := range value {
		if c != '\r' && c != '\n' {
			flat = append(flat, c)
		}
	}
	return flat
}

// splitHeader cuts raw at the empty line. odd tells of lines in between that are no fields: they are skipped if known
// fields follow, else the body begins there. Lines end in CRLF or LF.
func splitHeader(raw []byte) (h header, body []byte, odd bool) {
	known := 0    // at or before this offset a known field is still to come
	open := false // the last line belongs to the last field, so a folded line does too
	start := 0    // of the last field's value
	held := 0     // before this offset lines of blanks are known to belong to the header
	pos := 0
	var late map[string]bool // needed fields that did not come among the first maxFields; nil before
	for pos < len(raw) {
		line, next := lineAt(raw, pos)
		switch {
		case len(line) == 0:
			return h, raw[next:], odd
		case isSpace(line[0]) && len(h.fields) > 0:
			if blank(line) && pos >= held {
				if held = continues(raw, next); held < 0 {
					return h, raw[next:], odd
				}
			}
			if open {
				h.fields[len(h.fields)-1].value = raw[start : pos+len(line)]
			}
		default:
			name, colon := fieldName(line)
			if name != "" {
				start = pos + colon + 1
				if open = len(h.fields) < maxFields; !open {
					if late == nil {
						late = h.lacking()
					}
					if lower := strings.ToLower(name[:min(len(name), 32)]); late[lower] {
						open = true
						delete(late, lower)
					}
				}
				if open {
					h.fields = append(h.fields, field{name: name, value: raw[start : pos+len(line)]})
				}
				break
			}
			open = false
			if len(h.fields) == 0 && isMboxFrom(line) {
				break
			}
			odd = true
			if known <= pos {
				if known = nextKnownField(raw, next); known < 0 {
					return h, raw[pos:], odd
				}
			}
		}
		pos = next
	}
	return h, nil, odd
}

// splitHeader is the function of that name for a section.
func (s section) splitHeader() (h header, body section, odd bool) {
	h, rest, odd := splitHeader(s.b)
	return h, s.from(len(s.b) - len(rest)), odd
}

// skipBlankLines takes off empty lines a server put before a message. Not for parts: there they end an empty header.
func skipBlankLines(raw []byte) []byte {
	trimmed := bytes.TrimLeft(raw, "\r\n")
	if line, _ := lineAt(trimmed, 0); !isKnownField(line) {
		return raw
	}
	return trimmed
}

// lineAt returns the line at pos without its end, and where the next one starts. A line end may have several CRs, as
// gateways leave them which turn LF into CRLF where it was one before.
func lineAt(raw []byte, pos int) (line []byte, next int) {
	end := bytes.IndexByte(raw[pos:], '\n')
	if end < 0 {
		end, next = len(raw), len(raw)
	} else {
		end, next = pos+end, pos+end+1
	}
	for end > pos && raw[end-1] == '\r' {
		end--
	}
	return raw[pos:end], next
}

// fieldName returns the name of a field line and where its colon is; "" for any other line.
func fieldName(line []byte) (name string, colon int) {
	colon = bytes.IndexByte(line[:min(len(line), 256)], ':')
	if colon <= 0 || bytes.HasPrefix(line[colon:], []byte("://")) {
		return "", 0
	}
	trimmed := bytes.TrimSpace(line[:colon])
	if len(trimmed) == 0 {
		return "", 0
	}
	for _, c := range trimmed {
		if c <= ' ' || c > '~' {
			return "", 0
		}
	}
	if name, ok := commonNames[string(trimmed)]; ok {
		return name, colon // saves making the same few strings again for every message
	}
	return string(trimmed), colon
}

var commonNames = func() map[string]string {
	names := map[string]string{}
	for name := range strings.FieldsSeq("From To Cc Bcc Subject Date Sender Reply-To Message-ID Message-Id In-Reply-To References Received Return-Path Delivered-To " +
		"MIME-Version Mime-Version Content-Type Content-type Content-Transfer-Encoding Content-Disposition Content-ID Content-Id Content-Language Content-Description " +
		"DKIM-Signature ARC-Seal ARC-Message-Signature ARC-Authentication-Results Authentication-Results Received-SPF X-Received X-Mailer User-Agent X-Google-DKIM-Signature " +
		"X-Gm-Message-State X-Google-Smtp-Source X-Original-To X-Spam-Status X-Spam-Score X-Spam-Flag X-Spam-Level X-Priority Importance Precedence Auto-Submitted " +
		"List-ID List-Id List-Unsubscribe List-Unsubscribe-Post List-Post List-Help List-Archive List-Subscribe Feedback-ID Thread-Topic Thread-Index X-MS-Has-Attach") {
		names[name] = name
	}
	return names
}()

// continues tells whether what follows lines of mere blanks, the first of which ends at pos, is still header: old programs
// folded at such (RFC 5322 section 4.2), and others took them for the empty line. It returns where they end, -1 for no header.
func continues(raw []byte, pos int) int {
	for {
		line, next := lineAt(raw, pos)
		switch {
		case len(line) == 0:
			return -1
		case !isSpace(line[0]) && !isKnownField(line):
			return -1
		case !blank(line):
			return pos
		}
		pos = next
	}
}

// nextKnownField returns the offset of a line with a known field before the next empty line, or -1.
func nextKnownField(raw []byte, pos int) int {
	for pos < len(raw) {
		line, next := lineAt(raw, pos)
		if len(line) == 0 {
			return -1
		}
		if isKnownField(line) {
			return pos
		}
		pos = next
	}
	return -1
}

// isKnownField is true only for names that prose does not start a line with.
func isKnownField(line []byte) bool {
	name, _ := fieldName(line)
	switch name = strings.ToLower(name); name {
	case "from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "message-id", "in-reply-to", "references",
		"received", "return-path", "delivered-to", "mime-version", "dkim-signature", "authentication-results":
		return true
	}
	return strings.HasPrefix(name, "content-") || strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "list-")
}

// isMboxFrom is true for the separator line of an mbox file, left in front of a message (RFC 4155).
func isMboxFrom(line []byte) bool {
	return bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func blank(line []byte) bool { return len(bytes.TrimLeft(line, " \t\r")) == 0 }

// messageIDs returns the ids of References fields, the oldest first. A thread longer than 1000 loses its middle.
func messageIDs(values []string) []string {
	var ids []string
	for _, value := range values {
		for value != "" {
			var id string
			if id, value = nextID(value); id != "" {
				ids = append(ids, id)
			}
		}
	}
	const most = 1000
	if len(ids) > most {
		ids = append(ids[:1:1], ids[len(ids)-most+1:]...)
	}
	return ids
}

func firstID(value string) string {
	for value != "" {
		var id string
		if id, value = nextID(value); id != "" {
			return id
		}
	}
	return ""
}

// nextID cuts the next message id off: what stands in <>, else a word with an @ in it.
func nextID(value string) (id, rest string) {
	value = strings.TrimLeft(value, " \t,")
	if inner, ok := strings.CutPrefix(value, "<"); ok {
		id, rest, _ = strings.Cut(inner, ">")
		// Long ids get folded in the middle by some servers.
		return strings.Join(strings.Fields(strings.TrimLeft(plainLine(id), "<")), ""), rest
	}
	end := strings.IndexAny(value, " \t<,")
	if end < 0 {
		end = len(value)
	}
	if word := plainLine(value[:end]); strings.Contains(word, "@") && !strings.HasPrefix(word, "\"") {
		return word, value[end:]
	}
	return "", value[end:]
}
