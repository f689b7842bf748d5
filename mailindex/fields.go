package mailindex

import (
	"io"
	"strings"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
)

// Bounds of what is taken from a message for lists and search.
const (
	parseText     = 4 << 20   // bytes of text and of HTML looked at
	searchText    = 256 << 10 // bytes of body words
	previewRunes  = 200
	addressesText = 1000 // bytes
)

// Letter is what the lists and the clock need of a message.
type Letter struct {
	Fields   mailstore.Fields
	Received time.Time // newest Received header; zero: none
}

// Of reads a spooled message that arrived at that time. It cannot fail: what the parser stumbles over costs the
// fields, which can be made again from the bytes, never the message.
func Of(spool *mailstore.Spool, arrived time.Time) (l Letter) {
	defer func() {
		if recover() != nil {
			l = Letter{Fields: mailstore.Fields{Date: arrived, Defects: 1}}
		}
	}()
	m, err := mailmsg.ParseSource(func() (io.ReadCloser, error) {
		r, err := spool.Reader()
		return spooled{r, int(spool.Size())}, err
	}, mailmsg.Options{NamesOnly: true, MaxText: parseText})
	if err != nil && m.Subject == "" && m.Date.IsZero() {
		return Letter{Fields: mailstore.Fields{Date: arrived, Defects: 1}}
	}
	return Letter{Fields: fieldsOf(m, arrived), Received: m.Received}
}

// spooled is a reader of a spool, which tells how much it holds so that the parser makes room once.
type spooled struct {
	io.Reader
	octets int
}

func (s spooled) Len() int   { return s.octets }
func (spooled) Close() error { return nil }

func fieldsOf(m *mailmsg.Message, arrived time.Time) mailstore.Fields {
	f := mailstore.Fields{
		To:         addressList(m.To),
		Subject:    m.Subject,
		Preview:    mailmsg.Preview(m.Text, previewRunes),
		Date:       m.Date,
		MessageID:  m.MessageID,
		InReplyTo:  m.InReplyTo,
		References: m.References,
		Search:     mailmsg.SearchText(m, searchText),
		Defects:    len(m.Defects),
	}
	if len(m.From) > 0 {
		f.FromName, f.FromAddress = m.From[0].Name, m.From[0].Address
	}
	if f.Date.IsZero() {
		f.Date = arrived
	}
	if n := len(m.References); f.InReplyTo == "" && n > 0 {
		f.InReplyTo = m.References[n-1] // the message it answers, as RFC 5322 section 3.6.4 has it
	}
	for _, a := range m.Attachments {
		if !a.Inline {
			f.Attachments++
			f.AttachmentNames = append(f.AttachmentNames, a.Name)
		}
	}
	return f
}

// addressList is "Ann <ann@example.org>, bob@example.org", cut where it gets long.
func addressList(list []mailmsg.Address) string {
	var b strings.Builder
	for i, a := range list {
		if b.Len() > addressesText {
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		switch {
		case a.Name == "":
			b.WriteString(a.Address)
		case a.Address == "":
			b.WriteString(a.Name)
		default:
			b.WriteString(a.Name + " <" + a.Address + ">")
		}
	}
	return mailmsg.CutBytes(b.String(), addressesText)
}
