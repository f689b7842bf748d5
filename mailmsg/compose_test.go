package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func fileOf(name, kind string, data []byte) File {
	return File{Name: name, Type: kind, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func simpleDraft() Draft {
	return Draft{
		From: Address{Name: "Ann Lee", Address: "ann@example.org"}, To: []Address{{Address: "bo@example.org"}},
		Subject: "Tea", Date: time.Date(2026, 3, 3, 15, 4, 5, 0, time.FixedZone("", 3600)), MessageID: "1@example.org", Text: "Come at four.\n",
	}
}

func written(t *testing.T, d Draft, o WriteOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := d.Write(&out, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWriteIsBoring(t *testing.T) {
	const want = "From: Ann Lee <ann@example.org>\r\nTo: bo@example.org\r\nSubject: Tea\r\nDate: Tue, 03 Mar 2026 15:04:05 +0100\r\n" +
		"Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n" +
		"Content-Transfer-Encoding: 7bit\r\n\r\nCome at four.\r\n"
	if got := written(t, simpleDraft(), WriteOptions{}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWriteFields(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Draft)
		want   string // a line, or several, of the header
	}{
		{"umlauts", func(d *Draft) { d.Subject = "Viele liebe Grüße" }, "Subject: =?UTF-8?Q?Viele_liebe_Gr=C3=BC=C3=9Fe?="},
		{"many foreign letters", func(d *Draft) { d.Subject = "Привет" }, "Subject: =?UTF-8?B?0J/RgNC40LLQtdGC?="},
		{"what looks encoded", func(d *Draft) { d.Subject = "=?x" }, "Subject: =?UTF-8?B?PT94?="},
		{"a comma in a name", func(d *Draft) { d.To[0].Name = "Lee, Bo" }, "To: \"Lee, Bo\" <bo@example.org>"},
		{"quotes in a name", func(d *Draft) { d.To[0].Name = `Bo "B" Lee` }, `To: "Bo \"B\" Lee" <bo@example.org>`},
		{"a foreign domain", func(d *Draft) { d.To[0].Address = "bo@bücher.example" }, "To: bo@xn--bcher-kva.example"},
		{"a line end in the subject", func(d *Draft) { d.Subject = "Tea\r\nBcc: eve@example.org" }, "Subject: Tea Bcc: eve@example.org"},
		{"nobody to see", func(d *Draft) { d.Bcc, d.To = d.To, nil }, "To: undisclosed-recipients:;"},
		{"an answer", func(d *Draft) { d.InReplyTo, d.References = "a@b", []string{"x@y", "a@b"} }, "In-Reply-To: <a@b>\r\nReferences: <x@y> <a@b>"},
		{"a long line of recipients", func(d *Draft) {
			d.To = []Address{{Address: "aaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"}, {Address: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbb@example.org"}}
		}, "To: aaaaaaaaaaaaaaaaaaaaaaaaaa@example.org,\r\n bbbbbbbbbbbbbbbbbbbbbbbbbbbbb@example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := simpleDraft()
			tt.change(&d)
			if got := written(t, d, WriteOptions{}); !strings.Contains(got, "\r\n"+tt.want+"\r\n") {
				t.Errorf("no %q in\n%s", tt.want, got)
			}
		})
	}
}

func TestQuotedTextStaysReadable(t *testing.T) {
	d := simpleDraft()
	d.Text = "Grüße\n- eins\nFrom here\nFriday\n.dot\n-- \nAnn\n"
	const want = "\r\n\r\nGr=C3=BC=C3=9Fe\r\n- eins\r\n From here\r\nFriday\r\n=2Edot\r\n--=20\r\nAnn\r\n"
	if got := written(t, d, WriteOptions{}); !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got)
	}
}

func TestBccIsForTheSenderOnly(t *testing.T) {
	d := simpleDraft()
	d.Bcc = []Address{{Name: "Eve", Address: "eve@example.net"}, {Address: "BO@example.org"}}
	if got := written(t, d, WriteOptions{}); strings.Contains(strings.ToLower(got), "eve") || strings.Contains(got, "Bcc") {
		t.Errorf("Bcc in\n%s", got)
	}
	if got := written(t, d, WriteOptions{Bcc: true}); !strings.Contains(got, "\r\nBcc: Eve <eve@example.net>, BO@example.org\r\n") {
		t.Errorf("no Bcc in the sender's own copy\n%s", got)
	}
	if got := d.Recipients(); !slices.Equal(got, []string{"bo@example.org", "eve@example.net"}) {
		t.Errorf("recipients %q", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, change := range map[string]func(*Draft){
		"no sender":                 func(d *Draft) { d.From = Address{} },
		"no date":                   func(d *Draft) { d.Date = time.Time{} },
		"no id":                     func(d *Draft) { d.MessageID = "" },
		"no recipient":              func(d *Draft) { d.To = nil },
		"a line end in an address":  func(d *Draft) { d.To[0].Address = "bo@example.org\r\nBcc: x@y" },
		"no domain":                 func(d *Draft) { d.To[0].Address = "bo@" },
		"hidden letters before @":   func(d *Draft) { d.To[0].Address = "b\u202eo@example.org" },
		"a blank of other letters":  func(d *Draft) { d.To[0].Address = "b\u00a0o@example.org" },
		"no domain of any kind":     func(d *Draft) { d.To[0].Address = "bo@-ü-.example" },
		"a line end in a reference": func(d *Draft) { d.References = []string{"a\r\nb@c"} },
	} {
		t.Run(name, func(t *testing.T) {
			d := simpleDraft()
			change(&d)
			if err := d.Write(io.Discard, WriteOptions{}); !errors.Is(err, ErrDraft) {
				t.Errorf("err = %v", err)
			}
		})
	}
	d := simpleDraft()
	d.Attachments = []File{{Name: "a", Open: func() (io.ReadCloser, error) { return nil, errBroken }}}
	if err := d.Write(io.Discard, WriteOptions{}); !errors.Is(err, errBroken) {
		t.Errorf("a file that is gone: %v", err)
	}
}

func TestInternationalAddresses(t *testing.T) {
	d := simpleDraft()
	d.To = []Address{{Name: "Büro", Address: "büro@bücher.example"}, {Address: "BO@Bücher.example"}}
	d.Bcc = []Address{{Address: "bo@xn--bcher-kva.example"}}
	if err := d.Write(io.Discard, WriteOptions{}); !errors.Is(err, ErrNeedsUTF8) || !d.NeedsUTF8() {
		t.Errorf("err = %v, needs %v", err, d.NeedsUTF8())
	}
	raw := written(t, d, WriteOptions{UTF8: true})
	if want := "To: =?UTF-8?B?QsO8cm8=?= <büro@xn--bcher-kva.example>,"; !strings.Contains(raw, want) {
		t.Errorf("no %q in\n%s", want, raw)
	}
	m := parseString(raw)
	if len(m.To) != 2 || m.To[0].Address != "büro@xn--bcher-kva.example" || m.To[0].Name != "Büro" || m.To[0].Shown() != "büro@bücher.example" {
		t.Errorf("read as %q", m.To)
	}
	if got := d.Recipients(); !slices.Equal(got, []string{"büro@xn--bcher-kva.example", "BO@xn--bcher-kva.example"}) {
		t.Errorf("recipients %q", got)
	}
	if d = simpleDraft(); d.NeedsUTF8() {
		t.Error("plain addresses need nothing")
	}
	if id := NewMessageID("ann@Bücher.example", d.Date); !strings.HasSuffix(id, "@xn--bcher-kva.example") {
		t.Errorf("id %q", id)
	}
}

func TestReplyReferences(t *testing.T) {
	many := make([]string, 80)
	for i := range many {
		many[i] = fmt.Sprintf("%d@example.org", i)
	}
	tests := []struct {
		name     string
		m        Message
		inReply  string
		expected []string
	}{
		{"the first answer", Message{MessageID: "a@b"}, "a@b", []string{"a@b"}},
		{"the second", Message{MessageID: "c@d", References: []string{"a@b"}}, "c@d", []string{"a@b", "c@d"}},
		{"only In-Reply-To", Message{MessageID: "c@d", InReplyTo: "a@b"}, "c@d", []string{"a@b", "c@d"}},
		{"no id", Message{References: []string{"a@b"}}, "", []string{"a@b"}},
		{"twice the same", Message{MessageID: "a@b", References: []string{"a@b", "x y"}}, "a@b", []string{"a@b"}},
		{"a long thread", Message{MessageID: "new@b", References: many}, "new@b", append(append([]string{many[0]}, many[32:]...), "new@b")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inReply, refs := ReplyReferences(&tt.m)
			if inReply != tt.inReply || !slices.Equal(refs, tt.expected) {
				t.Errorf("got %q, %q; want %q, %q", inReply, refs, tt.inReply, tt.expected)
			}
		})
	}
}

func TestNewMessageIDTellsNothing(t *testing.T) {
	now := time.Date(2026, 3, 3, 15, 0, 0, 0, time.UTC)
	a, b := NewMessageID("Ann@Example.org", now), NewMessageID("Ann@Example.org", now)
	if a == b || !strings.HasSuffix(a, "@example.org") || !isMessageID(a) || strings.Contains(strings.ToLower(a), "ann") {
		t.Errorf("%q, %q", a, b)
	}
	if id := NewMessageID("nobody", now); !strings.HasSuffix(id, ".invalid") {
		t.Errorf("without a domain: %q", id)
	}
}

// hardWords are what drafts of the property test are made of: everything that is hard to write.
var hardWords = []string{
	"tea", "Grüße", "日本語", "👩‍👩‍👧", "=", "=?", "?=", "=20", ".", "..", "From ", "from", ">", "> >", "-- ", "--", "a\"b", `\`, "'", ",", ";", ":",
	"<x>", "(y)", "@", "%41", "é", "\t", "  ", strings.Repeat("long", 60), strings.Repeat("ü", 300), "=_", "--=_", "х" + strings.Repeat("ш", 90),
}

func randomText(r *rand.Rand, most int, between string) string {
	var out strings.Builder
	for range r.IntN(most) {
		out.WriteString(hardWords[r.IntN(len(hardWords))])
		out.WriteString(between[r.IntN(len(between)):][:1])
	}
	return out.String()
}

func randomDraft(r *rand.Rand) Draft {
	d := Draft{
		From: Address{Name: randomText(r, 4, " "), Address: "ann@example.org"}, Subject: randomText(r, 9, " "), MessageID: "1@example.org",
		Date: time.Unix(1_700_000_000+r.Int64N(1e8), 0).In(time.FixedZone("", 1800*r.IntN(24)-43200)),
		Text: randomText(r, 60, "  \n\n"), Program: "Satchel",
	}
	for i := range 1 + r.IntN(3) {
		d.To = append(d.To, Address{Name: randomText(r, 4, " "), Address: fmt.Sprintf("to%d@example.org", i)})
		d.Cc = append(d.Cc, Address{Name: randomText(r, 4, " "), Address: fmt.Sprintf("cc%d@example.org", i)})
	}
	if r.IntN(4) == 0 {
		d.Cc = append(d.Cc, Address{Name: randomText(r, 4, " "), Address: "почта." + strings.Repeat("д", r.IntN(90)) + "@xn--e1afmkfd.xn--p1ai"})
	}
	d.Bcc = []Address{{Address: "hidden@example.org"}}
	for i := range r.IntN(20) {
		d.References = append(d.References, fmt.Sprintf("%d.%s@example.org", i, strings.Repeat("x", r.IntN(90))))
	}
	if r.IntN(2) == 0 {
		d.HTML = "<p>" + randomText(r, 30, "  \n") + "</p>\n"
		for i := range r.IntN(3) {
			id := fmt.Sprintf("pic%d@example.org", i)
			f := fileOf("pic.png", "image/png", []byte(randomText(r, 200, "\n ")))
			f.ContentID = id
			d.Inline = append(d.Inline, f)
			d.HTML += `<img src="cid:` + id + `">` + "\n"
		}
	}
	for range r.IntN(3) {
		d.Attachments = append(d.Attachments, fileOf(randomText(r, 6, " ")+".bin", "application/x-test", []byte(randomText(r, 400, "\x00\xff\r\n"))))
	}
	return d
}

// meant brings a text to what of it is to arrive: blanks at the end of a line do not, and blanks between quote marks.
func meant(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		if line == "-- " {
			out = append(out, line)
			continue
		}
		mark, rest := quoteMark(line)
		rest = strings.TrimRight(rest, " ")
		if mark != "" && rest != "" {
			mark += " "
		}
		out = append(out, mark+rest)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// TestWhatIsWrittenIsRead is the property of writing: read again, a message is what was meant.
func TestWhatIsWrittenIsRead(t *testing.T) {
	seeds := uint64(1500)
	if testing.Short() {
		seeds = 100
	}
	for seed := range seeds {
		d := randomDraft(rand.New(rand.NewPCG(seed, 7)))
		for _, o := range []WriteOptions{{UTF8: d.NeedsUTF8()}, {EightBit: true, UTF8: true}} {
			raw := written(t, d, o)
			if raw != written(t, d, o) {
				t.Fatalf("seed %d: written twice, it differs", seed)
			}
			checkWire(t, seed, raw, o)
			checkDraft(t, seed, d, Parse(strings.NewReader(raw), Options{}))
		}
		if t.Failed() {
			return
		}
	}
}

func checkWire(t *testing.T, seed uint64, raw string, o WriteOptions) {
	t.Helper()
	if strings.Contains(raw, "hidden@") {
		t.Errorf("seed %d: Bcc on the wire", seed)
	}
	if strings.Count(raw, "\n") != strings.Count(raw, "\r\n") || strings.Count(raw, "\r") != strings.Count(raw, "\r\n") || !strings.HasSuffix(raw, "\r\n") {
		t.Errorf("seed %d: a line end that is not CRLF", seed)
	}
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	if !o.UTF8 && !isASCII([]byte(head)) || !o.EightBit && !isASCII([]byte(body)) {
		t.Errorf("seed %d: bytes beyond ASCII", seed)
	}
	for line := range strings.SplitSeq(head, "\r\n") {
		if len(line) > 998 || len(line) > 80 && strings.Count(strings.TrimSpace(line), " ") > 1 {
			t.Errorf("seed %d: a header line of %d bytes: %s", seed, len(line), line)
		}
	}
	for line := range strings.SplitSeq(raw, "\r\n") {
		if len(line) > 998 || strings.HasPrefix(line, "From ") {
			t.Errorf("seed %d: a line of %d bytes: %.80s", seed, len(line), line)
		}
	}
}

func checkDraft(t *testing.T, seed uint64, d Draft, m *Message) {
	t.Helper()
	if len(m.Defects) > 0 {
		t.Errorf("seed %d: defects %q", seed, m.Defects)
	}
	if want := plainLine(d.Subject); m.Subject != want {
		t.Errorf("seed %d: subject %q, want %q", seed, m.Subject, want)
	}
	checkList(t, seed, m.From, []Address{d.From})
	checkList(t, seed, m.To, d.To)
	checkList(t, seed, m.Cc, d.Cc)
	if !m.Date.Equal(d.Date) || m.MessageID != d.MessageID || !slices.Equal(m.References, d.References) {
		t.Errorf("seed %d: date, id or references", seed)
	}
	if got, want := strings.TrimRight(m.SentText, "\n"), meant(d.Text); got != want && (d.HTML == "" || !isBlank(d.Text)) {
		same := 0
		for same < min(len(got), len(want)) && got[same] == want[same] {
			same++
		}
		t.Errorf("seed %d: text from byte %d on: %.200q, want %.200q", seed, same, got[same:], want[same:])
	}
	if got := strings.TrimRight(strings.ReplaceAll(m.HTML, "\r\n", "\n"), "\n"); got != strings.TrimRight(d.HTML, "\n") {
		t.Errorf("seed %d: HTML\n%q, want\n%q", seed, got, d.HTML)
	}
	files := append(append([]File{}, d.Inline...), d.Attachments...)
	if len(m.Attachments) != len(files) {
		t.Errorf("seed %d: %d files, want %d", seed, len(m.Attachments), len(files))
		return
	}
	for i, a := range m.Attachments {
		r, _ := files[i].Open()
		data, _ := io.ReadAll(r)
		if a.Name != SafeName(plainLine(files[i].Name)) || a.SHA256 != sha256.Sum256(data) || a.Inline != (i < len(d.Inline)) || a.ContentID != files[i].ContentID {
			t.Errorf("seed %d: file %q (%s), %d bytes, inline %v; want %q, %d bytes", seed, a.Name, a.ContentID, a.Size, a.Inline, files[i].Name, len(data))
		}
	}
}

func checkList(t *testing.T, seed uint64, got, want []Address) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("seed %d: addresses %q, want %q", seed, got, want)
		return
	}
	for i := range got {
		if got[i].Address != want[i].Address || got[i].Name != cleanName(want[i].Name) {
			t.Errorf("seed %d: address %q, want %q", seed, got[i], want[i])
		}
	}
}

// FuzzWrite writes drafts of any text and reads them again.
func FuzzWrite(f *testing.F) {
	f.Add("Grüße", "Ann \"A\" Lee", "> a\n-- \nb  c\n", "<p>x</p>", "März.pdf", []byte("data"))
	f.Fuzz(func(t *testing.T, subject, name, text, page, fileName string, data []byte) {
		for _, s := range []string{subject, name, text, page, fileName} {
			if strings.ToValidUTF8(s, "") != s || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7F || r == 0xFEFF || r == 0xFFFD }) {
				return // what a person cannot type arrives as what it is taken for
			}
		}
		d := simpleDraft()
		d.Subject, d.From.Name, d.Text, d.HTML = subject, name, text, page
		d.Attachments = []File{fileOf(fileName, "application/x-test", data)}
		for _, o := range []WriteOptions{{}, {EightBit: true}} {
			raw := written(t, d, o)
			checkWire(t, 0, raw, o)
			m := Parse(strings.NewReader(raw), Options{})
			if m.Subject != plainLine(subject) || m.From[0].Name != cleanName(name) || len(m.Attachments) != 1 || !bytes.Equal(m.Attachments[0].Data, data) {
				t.Errorf("subject %q, from %q, files %q", m.Subject, m.From, listing(m))
			}
			if got, want := strings.TrimRight(m.SentText, "\n"), meant(text); got != want && (page == "" || !isBlank(text)) {
				t.Errorf("text %q, want %q", got, want)
			}
		}
	})
}
