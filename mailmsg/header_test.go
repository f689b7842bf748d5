package mailmsg

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestSplitHeader(t *testing.T) {
	tests := []struct {
		name, raw     string
		subject, body string
		odd           bool
	}{
		{"usual", "Subject: a\r\n\r\nbody\r\n", "a", "body\r\n", false},
		{"bare LF", "Subject: a\n\nbody\n", "a", "body\n", false},
		{"doubled CR", "From: x\r\r\nSubject: a\r\r\n\r\r\nbody\r\r\n", "a", "body\r\r\n", false},
		{"folded", "Subject: a\r\n b\r\n\tc\r\n\r\nbody", "a b\tc", "body", false},
		{"blank before colon", "Subject : a\n\nbody", "a", "body", false},
		{"mbox separator", "From ann@example.org Tue Dec  2 10:00:00 2025\nSubject: a\n\nbody", "a", "body", false},
		{"quoted mbox separator", ">From ann@example.org\nSubject: a\n\nbody", "a", "body", false},
		{"empty line first", "\r\nSubject: a\r\n\r\nbody", "", "Subject: a\r\n\r\nbody", false},
		{"first line indented", " From: x@example.org\nSubject: a\n\nbody", "a", "body", false},
		{"rubbish in between", "From: x\n!!! what is this\nSubject: a\n\nbody", "a", "body", true},
		{"folded rubbish", "From: x\n!!! what\n is this\nSubject: a\n\nbody", "a", "body", true},
		{"no separator", "Subject: a\nHello Bob,\nhow are you?\n", "a", "Hello Bob,\nhow are you?\n", true},
		{"separator of blanks", "Subject: a\n \nbody", "a", "body", false},
		{"blank line within a folded field", "Subject: a\n \n b\nFrom: x\n\nbody", "a  b", "body", false},
		{"blank lines within a folded field", "Subject: a\n \n\t\n b\n \nFrom: x\n\nbody", "a \t b", "body", false},
		{"no header", "Hello Bob\n\nbye", "", "Hello Bob\n\nbye", true},
		{"part without header", "\r\nbody", "", "body", false},
		{"only a header", "Subject: a", "a", "", false},
		{"link is no field", "Subject: a\nhttp://example.org/\n\nbody", "a", "http://example.org/\n\nbody", true},
		{"nothing", "", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, body, odd := splitHeader([]byte(tt.raw))
			if got := h.get("subject"); got != tt.subject || string(body) != tt.body || odd != tt.odd {
				t.Errorf("subject %q, body %q, odd %v; want %q, %q, %v", got, body, odd, tt.subject, tt.body, tt.odd)
			}
		})
	}
}

func TestEmptyLinesBeforeAMessage(t *testing.T) {
	m := parseString("\r\n\r\n" + letter("\nbody"))
	if m.Subject != "test" || m.Text != "body" {
		t.Errorf("subject %q, text %q", m.Subject, m.Text)
	}
}

func TestMacLineEnds(t *testing.T) {
	m := parseString("Subject: a\rDate: Tue, 2 Dec 2025 10:00:00 +0000\r\rone\rtwo\r")
	if m.Subject != "a" || m.Text != "one\ntwo\n" {
		t.Errorf("subject %q, text %q", m.Subject, m.Text)
	}
}

func TestParseHeaderReadsNoBody(t *testing.T) {
	// The reader fails where the body begins: it must not be asked for more.
	broken := iotest.ErrReader(errors.New("read too far"))
	long := "Subject: " + strings.Repeat("x", 10_000) + "\r\n\r\n"
	m := ParseHeader(iotest.OneByteReader(io.MultiReader(strings.NewReader(long), broken)))
	if len(m.Subject) != 10_000 {
		t.Errorf("subject of %d bytes", len(m.Subject))
	}
	for _, d := range m.Defects {
		if strings.Contains(d, "could not be read") {
			t.Errorf("defect %q", d)
		}
	}
}

func TestParseKeepsWhatCouldBeRead(t *testing.T) {
	raw := "Subject: a\r\n\r\nfirst words"
	m := Parse(io.MultiReader(strings.NewReader(raw), iotest.ErrReader(errors.New("disk"))), Options{})
	if m.Subject != "a" || m.Text != "first words" || len(m.Defects) == 0 {
		t.Errorf("subject %q, text %q, defects %q", m.Subject, m.Text, m.Defects)
	}
}

func TestGuardKeepsWhatWasRead(t *testing.T) {
	p := newParser(Options{})
	p.guard(func() {
		p.m.Subject = "read before"
		panic("a fault of ours")
	})
	if p.m.Subject != "read before" || len(p.m.Defects) != 1 {
		t.Errorf("subject %q, defects %q", p.m.Subject, p.m.Defects)
	}
}

func TestEnvelope(t *testing.T) {
	m := ParseHeader(strings.NewReader("From: Ann <ann@example.org>\nTo: bob@example.org\nTo: carl@example.org\nCc: d@example.org\n" +
		"Bcc: e@example.org\nReply-To: list@example.org\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n  aus Bonn\nDate: 2 Dec 2025 10:00 +0000\n\n"))
	if m.Subject != "Grüße aus Bonn" {
		t.Errorf("subject %q", m.Subject)
	}
	var all bytes.Buffer
	for _, list := range [][]Address{m.From, m.To, m.Cc, m.Bcc, m.ReplyTo} {
		for _, a := range list {
			all.WriteString(a.Name + "<" + a.Address + ">")
		}
		all.WriteByte(';')
	}
	if want := "Ann<ann@example.org>;<bob@example.org><carl@example.org>;<d@example.org>;<e@example.org>;<list@example.org>;"; all.String() != want {
		t.Errorf("addresses %q, want %q", all.String(), want)
	}
}

// Whoever puts thousands of fields before a letter's own does not hide them.
func TestNeededFieldsBehindTooMany(t *testing.T) {
	m := parseString(strings.Repeat("Received: from somewhere; Tue, 1 Dec 2026 10:00:00 +0000\n", 2*maxFields) +
		"From: Ann <ann@example.org>\nX-More: no\nSubject: A letter\n all the same\nSubject: not this one\nDate: Wed, 2 Dec 2026 11:00:00 +0000\n" +
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\n")
	checkMessage(t, m)
	if len(m.From) != 1 || m.From[0].Address != "ann@example.org" || m.Subject != "A letter all the same" || m.Date.Day() != 2 || len(m.Attachments) != 1 {
		t.Errorf("from %v, subject %q, date %v, %d attachments", m.From, m.Subject, m.Date, len(m.Attachments))
	}
}
