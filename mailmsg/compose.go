package mailmsg

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Draft is a message to be written. What is required: From, Date and at least one recipient.
type Draft struct {
	From        Address
	Sender      Address // who sends for From, zero for From itself
	ReplyTo     []Address
	To, Cc, Bcc []Address // Bcc is for the envelope and the sender's own copy
	Subject     string
	Date        time.Time // with the zone it is to be written in
	MessageID   string    // without <>; NewMessageID makes one
	InReplyTo   string    // without <>
	References  []string  // without <>, oldest first; ReplyReferences makes them
	Text        string    // LF or CRLF line ends, one line per paragraph: written as format=flowed
	HTML        string    // "" for none
	Inline      []File    // pictures of HTML, named there by "cid:" and ContentID
	Attachments []File

	Program string // User-Agent, "" for none
	Receipt bool   // ask the reader's program to confirm (RFC 8098); goes to From

	// Writing is what the program that writes the letter wants to find again. It makes a copy for the drafts folder, which
	// may lack recipients: never set in a letter that goes out.
	Writing string
}

// File is one file of a draft.
type File struct {
	Name      string
	Type      string // "" for application/octet-stream
	ContentID string // without <>, of inline files
	Open      func() (io.ReadCloser, error)
}

// WriteOptions of Write; the zero value is right for any server.
type WriteOptions struct {
	EightBit bool // the way takes 8BITMIME (RFC 6152): text in UTF-8 need not be encoded
	UTF8     bool // the way takes SMTPUTF8 (RFC 6531): addresses with other letters before the @ may be written
	Bcc      bool // write Bcc too: this is the sender's own copy
}

// ErrNeedsUTF8 reports a draft with an address that has other than ASCII letters before the @, for a way that cannot take such.
// Nothing else can be written in its place (RFC 6532 section 1): the user has to use another address or another server.
var ErrNeedsUTF8 = errors.New("mailmsg: the address needs a server that takes international addresses")

// ErrDraft reports a draft of which no correct message can be written; the text says what is missing.
var ErrDraft = errors.New("mailmsg: incomplete draft")

// Write writes the message as it goes to the server: CRLF line ends, no line longer than 998 bytes, no Bcc unless asked for,
// and ASCII only but for the text where EightBit and for addresses where UTF8 allows it.
//
// The same draft gives the same bytes. Files are read as they are written, so a large one needs no memory. The error is
// ErrDraft, ErrNeedsUTF8, a file's or w's.
func (d Draft) Write(w io.Writer, o WriteOptions) error {
	if err := d.Check(); err != nil {
		return err
	}
	if !o.UTF8 && d.NeedsUTF8() {
		return ErrNeedsUTF8
	}
	out := &lineWriter{w: w}
	d.writeHeader(out, o)
	d.body(o).write(out, boundarySeed(d))
	return out.err
}

// Check gives ErrDraft where Write would.
func (d Draft) Check() error {
	switch {
	case d.From.Address == "":
		return fmt.Errorf("%w: no sender", ErrDraft)
	case d.Date.IsZero():
		return fmt.Errorf("%w: no date", ErrDraft)
	case d.MessageID == "":
		return fmt.Errorf("%w: no message id", ErrDraft)
	case len(d.To)+len(d.Cc)+len(d.Bcc) == 0 && d.Writing == "":
		return fmt.Errorf("%w: no recipient", ErrDraft)
	}
	for _, a := range d.addresses() {
		if !isAddress(a.Address) {
			return fmt.Errorf("%w: %q is no address", ErrDraft, a.Address)
		}
	}
	for _, id := range append([]string{d.MessageID}, d.References...) {
		if !isMessageID(id) {
			return fmt.Errorf("%w: %q is no message id", ErrDraft, id)
		}
	}
	if d.InReplyTo != "" && !isMessageID(d.InReplyTo) {
		return fmt.Errorf("%w: %q is no message id", ErrDraft, d.InReplyTo)
	}
	return nil
}

// addresses are all that the draft names.
func (d Draft) addresses() []Address {
	list := []Address{d.From}
	if d.Sender != (Address{}) {
		list = append(list, d.Sender)
	}
	return slices.Concat(list, d.ReplyTo, d.To, d.Cc, d.Bcc)
}

// NeedsUTF8 tells whether the draft can only go by servers that take international addresses all the way (RFC 6531).
func (d Draft) NeedsUTF8() bool {
	return slices.ContainsFunc(d.addresses(), func(a Address) bool {
		ascii, _ := asciiAddress(a.Address)
		return !isASCII([]byte(ascii))
	})
}

// Recipients are the addresses of the envelope: To, Cc and Bcc, each once, with domains in ASCII.
func (d Draft) Recipients() []string {
	var list []string
	seen := map[string]bool{}
	for _, a := range slices.Concat(d.To, d.Cc, d.Bcc) {
		address, _ := asciiAddress(a.Address)
		if key := strings.ToLower(address); !seen[key] {
			seen[key] = true
			list = append(list, address)
		}
	}
	return list
}

// isAddress asks for local@domain without anything that could end the field, or be hidden in it.
func isAddress(s string) bool {
	ascii, ok := asciiAddress(s)
	return ok && len(ascii) <= 320 && utf8.ValidString(ascii) && !strings.ContainsFunc(ascii, func(r rune) bool {
		return r <= ' ' || r == 0x7F || strings.ContainsRune(`<>,;:()[]\"`, r) ||
			r >= 0x80 && (unicode.IsSpace(r) || unicode.IsControl(r) || isBidiControl(r) || isInvisible(r))
	})
}

// asciiAddress writes the domain of an address in the form that every server knows (RFC 5891).
func asciiAddress(s string) (ascii string, ok bool) {
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || at == len(s)-1 {
		return s, false
	}
	domain, ok := asciiDomain(s[at+1:])
	return s[:at+1] + domain, ok
}

func asciiDomain(domain string) (ascii string, ok bool) {
	if isASCII([]byte(domain)) {
		return domain, true
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	return ascii, err == nil
}

// isMessageID takes what fits between <> and on a line; ids of others need not be proper ones.
func isMessageID(s string) bool {
	return s != "" && len(s) <= 900 && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7F || r == '<' || r == '>'
	})
}

func (d Draft) writeHeader(out *lineWriter, o WriteOptions) {
	out.addresses("From", []Address{d.From})
	if d.Sender != (Address{}) {
		out.addresses("Sender", []Address{d.Sender})
	}
	out.addresses("Reply-To", d.ReplyTo)
	out.addresses("To", d.To)
	out.addresses("Cc", d.Cc)
	if o.Bcc {
		out.addresses("Bcc", d.Bcc)
	}
	if len(d.To)+len(d.Cc) == 0 && d.Writing == "" {
		out.field("To", "undisclosed-recipients:;") // servers add worse where there is none
	}
	out.field("Subject", encodeText(d.Subject, len("Subject: ")))
	out.field("Date", d.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	out.field("Message-ID", "<"+d.MessageID+">")
	if d.InReplyTo != "" {
		out.field("In-Reply-To", "<"+d.InReplyTo+">")
	}
	if len(d.References) > 0 {
		out.field("References", "<"+strings.Join(d.References, "> <")+">")
	}
	if d.Receipt {
		out.addresses("Disposition-Notification-To", []Address{{Address: d.From.Address}})
	}
	if d.Writing != "" {
		out.field(writingField, packWriting(d.Writing))
	}
	if d.Program != "" {
		out.field("User-Agent", encodeText(d.Program, len("User-Agent: ")))
	}
	out.field("MIME-Version", "1.0")
}

// body puts the parts into their order: text and its alternative, the pictures of that, the files beside it.
func (d Draft) body(o WriteOptions) node {
	body := textNode(d.Text, "plain", o)
	if d.HTML != "" {
		rich := textNode(d.HTML, "html", o)
		if len(d.Inline) > 0 {
			rich = node{
				kind: "multipart/related", params: [][2]string{{"type", "text/html"}},
				parts: append([]node{rich}, fileNodes(d.Inline, "inline")...),
			}
		}
		body = node{kind: "multipart/alternative", parts: []node{body, rich}}
		if isBlank(d.Text) {
			body = rich
		}
	}
	files := d.Attachments
	if d.HTML == "" {
		files = append(append([]File{}, d.Inline...), files...)
	}
	if len(files) > 0 {
		body = node{kind: "multipart/mixed", parts: append([]node{body}, fileNodes(files, "attachment")...)}
	}
	return body
}
