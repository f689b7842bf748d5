package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	_ "github.com/emersion/go-message/charset" // its reader knows only UTF-8 without
	"github.com/emersion/go-message/mail"
)

// wellFormed are messages without a fault: there, a strict reader is right, and ours has to agree with it.
var wellFormed = map[string]string{
	"plain": "From: Ann Hartley <ann@example.org>\r\nTo: Bo <bo@example.org>, carl@example.org\r\nSubject: Tea at four\r\n" +
		"Date: Tue, 03 Mar 2026 15:04:05 +0100\r\nMessage-ID: <1@example.org>\r\n\r\nCome at four.\r\n",
	"encoded words and latin1": "From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@example.org>\r\nTo: ann@example.org\r\n" +
		"Subject: =?iso-8859-1?q?Gr=FC=DFe_aus?= =?iso-8859-1?b?IE38bmNoZW4=?=\r\nDate: Wed, 4 Mar 2026 08:00:00 -0500\r\n" +
		"Message-ID: <2@example.org>\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nsch=F6n =\r\nweiter\r\n",
	"koi8-r in base64": "From: <ivan@example.org>\r\nTo: ann@example.org\r\nSubject: =?koi8-r?b?8NLJ18XU?=\r\nDate: Thu, 5 Mar 2026 10:00:00 +0300\r\n" +
		"Message-ID: <3@example.org>\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n8NLJ18XULCDNydIK\r\n",
	"alternative with attachment": "From: Shop <shop@example.org>\r\nTo: ann@example.org\r\nSubject: Invoice\r\nDate: Fri, 6 Mar 2026 10:00:00 +0000\r\n" +
		"Message-ID: <4@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n" +
		"Content-Type: multipart/alternative; boundary=\"in ner\"\r\n\r\n--in ner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour invoice.\r\n" +
		"--in ner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Your invoice.</p>\r\n--in ner--\r\n--outer\r\n" +
		"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''Rechnung%20M%C3%A4rz.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		"JVBERi0xLjQK\r\n--outer--\r\n",
}

// TestAgreesWithStrictReader reads messages without a fault with go-message too and compares what both see.
func TestAgreesWithStrictReader(t *testing.T) {
	for name, raw := range wellFormed {
		t.Run(name, func(t *testing.T) {
			got := Parse(strings.NewReader(raw), Options{})
			if len(got.Defects) > 0 {
				t.Errorf("defects in a message without a fault: %q", got.Defects)
			}
			want := readStrictly(t, raw)
			if got.Subject != want.subject || !got.Date.Equal(want.date) || got.MessageID != want.id {
				t.Errorf("subject, date, id = %q, %v, %q; want %q, %v, %q", got.Subject, got.Date, got.MessageID, want.subject, want.date, want.id)
			}
			compareAddresses(t, "From", got.From, want.from)
			compareAddresses(t, "To", got.To, want.to)
			if strings.TrimSpace(got.Text) != want.text || strings.TrimSpace(got.HTML) != want.html {
				t.Errorf("text, html = %q, %q; want %q, %q", got.Text, got.HTML, want.text, want.html)
			}
			if len(got.Attachments) != len(want.files) {
				t.Fatalf("%d attachments, want %d", len(got.Attachments), len(want.files))
			}
			for i, a := range got.Attachments {
				if a.Name != want.files[i].name || a.SHA256 != sha256.Sum256(want.files[i].data) {
					t.Errorf("attachment %d = %q, %x; want %q, %x", i, a.Name, a.Data, want.files[i].name, want.files[i].data)
				}
			}
		})
	}
}

type strictFile struct {
	name string
	data []byte
}

type strictMessage struct {
	subject, id, text, html string
	date                    time.Time
	from, to                []*mail.Address
	files                   []strictFile
}

func readStrictly(t *testing.T, raw string) (m strictMessage) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("the strict reader: %v", err)
		}
	}
	r, err := mail.CreateReader(strings.NewReader(raw))
	must(err)
	m.subject, err = r.Header.Subject()
	must(err)
	m.date, err = r.Header.Date()
	must(err)
	m.id, err = r.Header.MessageID()
	must(err)
	m.from, err = r.Header.AddressList("From")
	must(err)
	m.to, err = r.Header.AddressList("To")
	must(err)
	for {
		part, err := r.NextPart()
		if err == io.EOF { //nolint:errorlint // a reader's end is never wrapped
			return m
		}
		must(err)
		data, err := io.ReadAll(part.Body)
		must(err)
		if h, ok := part.Header.(*mail.AttachmentHeader); ok {
			name, err := h.Filename()
			must(err)
			m.files = append(m.files, strictFile{name, data})
			continue
		}
		kind, _, err := part.Header.(*mail.InlineHeader).ContentType()
		must(err)
		text := string(bytes.TrimSpace(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))))
		if kind == "text/html" {
			m.html = text
		} else {
			m.text = text
		}
	}
}

func compareAddresses(t *testing.T, field string, got []Address, want []*mail.Address) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d addresses, want %d", field, len(got), len(want))
	}
	for i := range got {
		if got[i].Name != want[i].Name || got[i].Address != want[i].Address {
			t.Errorf("%s %d = %+v, want %+v", field, i, got[i], want[i])
		}
	}
}

// TestStrictReaderReadsWhatIsWritten reads written drafts with go-message: that our own lenient reader understands them
// would prove little.
func TestStrictReaderReadsWhatIsWritten(t *testing.T) {
	for seed := range uint64(300) {
		d := randomDraft(rand.New(rand.NewPCG(seed, 11)))
		got := readStrictly(t, written(t, d, WriteOptions{EightBit: seed%2 == 0, UTF8: d.NeedsUTF8()}))
		if got.subject != plainLine(d.Subject) || !got.date.Equal(d.Date) || got.id != d.MessageID {
			t.Errorf("seed %d: subject %q, date %v, id %q", seed, got.subject, got.date, got.id)
		}
		for i, a := range append([]*mail.Address{got.from[0]}, got.to...) {
			want := append([]Address{d.From}, d.To...)[i]
			if a.Address != want.Address || a.Name != plainLine(want.Name) {
				t.Errorf("seed %d: address %q, want %q", seed, a, want)
			}
		}
		if want := strings.TrimSpace(meant(d.Text)); strings.TrimSpace(reflow(got.text, false)) != want && d.HTML == "" {
			t.Errorf("seed %d: text %q, want %q", seed, got.text, want)
		}
		if len(got.files) != len(d.Attachments) {
			t.Fatalf("seed %d: %d files, want %d", seed, len(got.files), len(d.Attachments))
		}
		for i, f := range d.Attachments {
			r, _ := f.Open()
			data, _ := io.ReadAll(r)
			if got.files[i].name != plainLine(f.Name) || !bytes.Equal(got.files[i].data, data) {
				t.Errorf("seed %d: file %q, want %q", seed, got.files[i].name, f.Name)
			}
		}
		if t.Failed() {
			return
		}
	}
}
