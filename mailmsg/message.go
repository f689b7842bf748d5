package mailmsg

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Message is a message ready to be shown.
type Message struct {
	Subject                    string
	From, To, Cc, Bcc, ReplyTo []Address
	Date                       time.Time // zero where no date can be found at all
	MessageID, InReplyTo       string    // without <>
	References                 []string  // without <>, oldest first
	Text                       string    // plain text: of the text part, else made from HTML; LF line ends
	TextFromHTML               bool      // Text was made from HTML
	HTML                       string    // decoded to UTF-8, "" where there is none
	SentText, SentHTML         string    // the same without what was made of the other form; Text also lacks files written into it
	Attachments                []Attachment
	Received                   time.Time // newest Received header, zero if none: proves the clock
	AuthorTime                 bool      // Date came from the Date header
	Defects                    []string  // plain sentences on what is wrong and what was assumed, one each
	Notes                      []string  // plain sentences on what kind of message it is, where that is not seen from its text
	Protection                 Protection
	List                       MailingList
	Authentication             []AuthResults // topmost first; whom to believe says AuthenticatedBy
	Checker                    string        // site that took the message last and says it checked it, "" none: see LearnProvider
	Report                     *Report       // of a message that reports on another, else nil
	Events                     []Event       // of calendars in it
	Contacts                   []Contact     // of cards in it
	Writing                    string        // of a copy in the drafts folder: see Draft
}

// Options of Parse; zero is right.
type Options struct {
	NoData    bool // attachments without Data (name, type, size and hash all the same)
	NamesOnly bool // attachments are not decoded at all: no Data, no Size, no SHA256. For lists, where time counts
	MaxText   int  // longest Text and HTML kept, in bytes; 0: 16 MiB
}

const (
	defaultMaxText = 16 << 20
	maxMessage     = 1 << 30 // bytes read of one message; more is left out of the view, not out of the store
	maxHeader      = 4 << 20 // bytes ParseHeader looks at
	maxDepth       = 100     // multiparts within multiparts
	maxParts       = 10_000
	maxDefects     = 50
)

// Parse reads a whole message. It returns always; a message that cannot be made sense of is its own raw text with a defect.
//
// The raw bytes are held once while it runs. Text and HTML together need as much again at most, and attachments only
// without Options.NoData.
func Parse(r io.Reader, o Options) *Message {
	raw, err := readAll(r)
	p := newParser(o)
	if err != nil {
		p.defect("The message could not be read to its end.")
	}
	p.guard(func() { p.message(section{b: raw}) })
	return p.m
}

// ParseHeader reads only up to the empty line: all header fields, no bodies.
//
// Some bytes after the empty line may be taken from r, as it reads in blocks.
func ParseHeader(r io.Reader) *Message {
	p := newParser(Options{})
	raw, err := readHeader(r)
	if err != nil {
		p.defect("The header could not be read to its end.")
	}
	p.guard(func() {
		h, _ := p.split(section{b: raw})
		p.envelope(h)
	})
	return p.m
}

// parser carries one message through the steps. It is used by one goroutine.
type parser struct {
	m         *Message
	o         Options
	parts     int         // seen so far, against maxParts
	leftovers []part      // shown only where there is nothing else
	opened    []block     // out of signed messages, shown only where there is nothing else
	tnefHTML  string      // from a winmail.dat, shown only where there is nothing else
	extract   *extraction // nil but for Extract
}

func newParser(o Options) *parser {
	if o.MaxText <= 0 {
		o.MaxText = defaultMaxText
	}
	return &parser{m: &Message{}, o: o}
}

// guard runs a step. No input is known to make one panic; one that does may cost the rest of this message's view, but
// never the program: mail comes from anyone.
func (p *parser) guard(step func()) {
	defer func() {
		if fault := recover(); fault != nil {
			p.defect("A part of this message could not be understood.")
		}
	}()
	step()
}

func (p *parser) message(raw section) {
	h, body := p.split(raw)
	p.envelope(h)
	whole := part{h: h, kind: contentType(h, "text/plain"), body: body}
	p.finish(p.walk(whole, place{}), body)
	p.failedRecipients(h)
}

// split is splitHeader for the outermost header, with defects noted.
func (p *parser) split(raw section) (header, section) {
	if bytes.IndexByte(raw.b, '\n') < 0 && bytes.IndexByte(raw.b, '\r') >= 0 {
		// Line ends of old Macintoshes: CR alone. The copy is ours to change.
		raw.b = bytes.ReplaceAll(raw.b, []byte("\r"), []byte("\n"))
	}
	h, body, odd := raw.from(len(raw.b) - len(skipBlankLines(raw.b))).splitHeader()
	if len(h.fields) == 0 {
		p.defect("The message has no header.")
	} else if len(h.fields) >= maxFields {
		p.defect("The header has far too many fields; the last of them are left out.")
	} else if odd {
		p.defect("The header has lines that are no header fields.")
	}
	return h, body
}

// envelope reads the fields that say who, when and what about.
func (p *parser) envelope(h header) {
	m := p.m
	m.Subject = plainLine(decodeWords(h.get("Subject")))
	m.Writing = unpackWriting(h.get(writingField))
	m.From = p.from(h)
	m.To = parseAddresses(h.all("To"))
	m.Cc = parseAddresses(h.all("Cc"))
	m.Bcc = parseAddresses(h.all("Bcc"))
	m.ReplyTo = parseAddresses(h.all("Reply-To"))
	m.MessageID = firstID(h.get("Message-ID"))
	m.InReplyTo = firstID(h.get("In-Reply-To"))
	m.References = messageIDs(h.all("References"))
	m.List = mailingList(h)
	m.checked(h)
	p.dates(h)
}

// from reads the first From field that says something: there may be only one, and a second is no author but a try to pass
// for one.
func (p *parser) from(h header) []Address {
	var first []Address
	for _, value := range h.all("From") {
		list := parseAddresses([]string{value})
		if len(first) == 0 {
			first = list
		} else if len(list) > 0 && !slices.Equal(list, first) {
			p.defectf("The message names a second sender, %q; the first is shown.", strings.TrimSpace(list[0].Name+" "+list[0].Address))
		}
	}
	return first
}

func (p *parser) dates(h header) {
	m := p.m
	for _, f := range h.fields { // the topmost is the newest: each server adds its own above
		if !f.is("Received") {
			continue
		}
		if t, ok := receivedTime(h.decode(f.value)); ok {
			m.Received = t
			break
		}
	}
	dates := h.all("Date")
	if t, ok := firstDate(dates); ok {
		m.Date, m.AuthorTime = t, true
		return
	}
	m.Date = m.Received
	trouble, help := "The message has no date", "; the time it was received is shown."
	if len(dates) > 0 {
		trouble = "The date of the message cannot be read"
	}
	if m.Received.IsZero() {
		help = "."
	}
	p.defect(trouble + help)
}

// defect notes a sentence once.
func (p *parser) defect(sentence string) {
	if len(p.m.Defects) < maxDefects && !slices.Contains(p.m.Defects, sentence) {
		p.m.Defects = append(p.m.Defects, sentence)
	}
}

func (p *parser) defectf(format string, args ...any) { p.defect(fmt.Sprintf(format, args...)) }

var errTooLong = errors.New("message too long")

// readAll reads r into one slice, of the right size from the start where r knows it.
func readAll(r io.Reader) ([]byte, error) {
	var buf bytes.Buffer
	if sized, ok := r.(interface{ Len() int }); ok {
		buf.Grow(min(sized.Len(), maxMessage) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(r, maxMessage))
	if err == nil && n == maxMessage {
		err = errTooLong
	}
	return buf.Bytes(), err
}

// readHeader reads through the first empty line that follows a line with something on it.
func readHeader(r io.Reader) ([]byte, error) {
	var head []byte
	in := bufio.NewReader(r)
	for some := false; len(head) < maxHeader; {
		line, err := in.ReadSlice('\n')
		fresh := len(head) == 0 || head[len(head)-1] == '\n' // else the rest of a line longer than the buffer
		head = append(head, line...)
		if errors.Is(err, io.EOF) {
			return head, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return head, err
		}
		blank := len(bytes.TrimRight(line, "\r\n")) == 0
		if fresh && blank && some {
			return head, nil
		}
		some = some || !blank
	}
	return head, errTooLong
}
