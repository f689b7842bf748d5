package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// letter puts a header every message needs before the rest of a literal one.
func letter(rest string) string {
	return "From: ann@example.org\nSubject: test\nDate: Tue, 2 Dec 2025 10:00:00 +0000\nMIME-Version: 1.0\n" + rest
}

// listing is the attachments as "name type size", with what else is special about them.
func listing(m *Message) []string {
	var list []string
	for _, a := range m.Attachments {
		s := fmt.Sprintf("%s %s %d", a.Name, a.Type, a.Size)
		switch {
		case a.Hidden:
			s = "hidden " + s
		case a.Inline:
			s = "inline " + s
		case a.Within != "":
			s += " in " + a.Within
		}
		list = append(list, s)
	}
	return list
}

func TestStructure(t *testing.T) {
	const alternative = "Content-Type: multipart/alternative; boundary=alt\n\n" +
		"--alt\nContent-Type: text/plain\n\nplain\n--alt\nContent-Type: text/html\n\n<p>rich</p>\n--alt--\n"
	tests := []struct {
		name, raw   string
		text, html  string
		attachments []string
		defect      string // part of one, "" for none at all
	}{
		{"plain", "\nHello\n", "Hello\n", "", nil, ""},
		{"HTML only", "Content-Type: text/html\n\n<p>Hello <b>you</b></p>", "Hello you\n", "<p>Hello <b>you</b></p>", nil, ""},
		{"alternative", alternative, "plain", "<p>rich</p>", nil, ""},
		{"alternative with an empty plain part", strings.Replace(alternative, "plain\n--", " \n--", 1), "rich\n", "<p>rich</p>", nil, ""},
		{"attachment", "Content-Type: multipart/mixed; boundary=m\n\npreamble\n--m\n\nHello\n--m\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAEC\n--m--\nepilogue\n",
			"Hello", "", []string{"a.png image/png 3"}, ""},
		{"alternative inside mixed", "Content-Type: multipart/mixed; boundary=m\n\n--m\n" + alternative + "\n--m\nContent-Type: application/pdf\n\n%PDF\n--m--\n",
			"plain", "<p>rich</p>", []string{"document.pdf application/pdf 4"}, ""},
		{"two texts", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nletter\n--m\n\nfooter\n--m--\n", "letter\nfooter", "", nil, ""},
		{"HTML with a plain footer", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/html\n\n<p>letter</p>\n--m\n\na < b\n--m--\n",
			"letter\na < b", "<p>letter</p><div style=\"white-space: pre-wrap\">a &lt; b</div>\n", nil, ""},
		{"text that is attached", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\nContent-Disposition: attachment; filename=a.txt\n\nfile\n--m\nContent-Disposition: inline; filename=b.txt\n\nfile\n--m--\n",
			"Hello\nfile", "", []string{"a.txt text/plain 4", "b.txt text/plain 4"}, ""},
		{"named text without disposition", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain; name=letter.txt\n\nHello\n--m--\n", "Hello", "", nil, ""},
		{"calendar", "Content-Type: multipart/alternative; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: text/calendar\n\nBEGIN\n--m--\n",
			"Hello", "", []string{"invitation.ics text/calendar 5"}, ""},
		{"forwarded message", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: message/rfc822\n\nSubject: Re: a/b\n\nold\n--m--\n",
			"Hello", "", []string{"b.eml message/rfc822 21"}, ""},
		{"digest", "Content-Type: multipart/digest; boundary=m\n\n--m\n\nSubject: one\n\n1\n--m\n\nSubject: two\n\n2\n--m--\n",
			"", "", []string{"one.eml message/rfc822 15", "two.eml message/rfc822 15"}, ""},
		{"pictures", "Content-Type: multipart/related; boundary=m\n\n--m\nContent-Type: text/html\n\n<img src=\"cid:1@x\" alt=Sun>\n--m\nContent-Type: image/gif\nContent-ID: <1@x>\n\nGIF\n--m\nContent-Type: image/gif; name=b.gif\n\nGIF\n--m--\n",
			"[picture: Sun]\n", "<img src=\"cid:1@x\" alt=Sun>", []string{"inline image.gif image/gif 3", "b.gif image/gif 3"}, ""},
		{"a second text with an id", "Content-Type: multipart/related; boundary=m\n\n--m\nContent-Type: application/smil\nContent-ID: <0@x>\n\n<smil>\n--m\nContent-Type: text/plain; name=text0.txt\nContent-ID: <1@x>\n\nHello\n--m--\n",
			"Hello", "", []string{"inline attachment.bin application/smil 6"}, ""},
		{"a page within the page", "Content-Type: multipart/related; boundary=m\n\n--m\nContent-Type: text/html\n\n<iframe src=\"cid:1@x\"></iframe>\n--m\nContent-Type: text/html\nContent-ID: <1@x>\n\n<p>inner\n--m\nContent-Type: text/html\nContent-ID: <2@x>\n\n<p>more\n--m--\n",
			"more\n", "<iframe src=\"cid:1@x\"></iframe><p>more", []string{"inline text.html text/html 8"}, ""},
		{"a program's text with a name", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: text/x-ruby-script; name=a.rb\n\nputs 1\n--m\nContent-Type: text/x-one\n\nmore\n--m--\n",
			"Hello\nmore", "", []string{"a.rb text/x-ruby-script 6"}, ""},
		{"picture shown though attached", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/html\n\n<img src=\"cid:a%2Bb@x\">!\n--m\nContent-Type: image/gif; name=a.gif\nContent-ID: <a+b@x>\nContent-Disposition: attachment\n\nGIF\n--m--\n",
			"!\n", "<img src=\"cid:a%2Bb@x\">!", []string{"inline a.gif image/gif 3"}, ""},
		{"bounce", "Content-Type: multipart/report; boundary=m\n\n--m\n\nNot delivered.\n--m\nContent-Type: message/delivery-status\n\nAction: failed\n--m\nContent-Type: text/rfc822-headers\n\nTo: x\n--m--\n",
			"Not delivered.", "", []string{"delivery-status.txt message/delivery-status 14", "header.txt text/rfc822-headers 5"}, ""},
		{"other renderings", "Content-Type: multipart/alternative; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: text/x-amp-html\n\n<html amp>\n--m\nContent-Type: text/html\n\n<p>Hello\n--m--\n",
			"Hello", "<p>Hello", []string{"hidden text.txt text/x-amp-html 10"}, ""},
		{"enriched alone", "Content-Type: multipart/alternative; boundary=m\n\n--m\nContent-Type: text/enriched\n\n<bold>Hi</bold>\n--m--\n", "Hi\n", "<b>Hi</b>", nil, ""},
		{"a file and no letter", "Content-Type: application/pdf; name=a.pdf\n\n%PDF", "", "", []string{"a.pdf application/pdf 4"}, ""},
		{"attached text and no letter", "Content-Disposition: attachment; filename=a.txt\n\nfile", "", "", []string{"a.txt text/plain 4"}, ""},
		{"boundary that begins like another", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\none\n--ab--\n--a\n\ntwo\n--a--\n", "one\ntwo", "", nil, ""},
		{"end with rubbish", "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a-->\nmore", "one", "", nil, ""},
		{"end missing", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAEC", "Hello", "", []string{"image.png image/png 3"}, "incomplete"},
		{"boundary not named", "Content-Type: multipart/mixed\n\n--m\nContent-Type: text/plain\n\nHello\n--m--\n", "Hello", "", nil, "guessed"},
		{"wrong boundary named", "Content-Type: multipart/mixed; boundary=x\n\n--m\nContent-Type: text/plain\n\nHello\n--m--\n", "Hello", "", nil, "guessed"},
		{"no parts at all", "Content-Type: multipart/mixed; boundary=x\n\nHello\n", "Hello\n", "", nil, "shown as it came"},
		{"unknown encoding", "Content-Transfer-Encoding: x-mars\n\nHello\n", "Hello\n", "", nil, "unknown encoding"},
		{"unknown charset", "Content-Type: text/plain; charset=x-mars\n\ngr\xfcn\n", "grün\n", "", nil, "charset"},
		{"encoded multipart", "Content-Type: multipart/mixed; boundary=m\nContent-Transfer-Encoding: base64\n\nLS1tCgpIZWxsbwotLW0tLQo=\n", "Hello", "", nil, ""},
		{"no header", "", "", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(letter(tt.raw))
			checkMessage(t, m)
			if m.Text != tt.text || m.HTML != tt.html {
				t.Errorf("text %q, html %q; want %q, %q", m.Text, m.HTML, tt.text, tt.html)
			}
			if got := listing(m); !slices.Equal(got, tt.attachments) {
				t.Errorf("attachments %q, want %q", got, tt.attachments)
			}
			if got := strings.Join(m.Defects, "|"); !strings.Contains(got, tt.defect) || tt.defect == "" && got != "" {
				t.Errorf("defects %q, want one with %q", got, tt.defect)
			}
		})
	}
}

func TestTextFromHTMLIsTold(t *testing.T) {
	if m := parseString(letter("Content-Type: text/html\n\n<p>Hi")); !m.TextFromHTML {
		t.Error("a letter of HTML alone")
	}
	if m := parseString(letter("\nHi")); m.TextFromHTML {
		t.Error("a plain letter")
	}
}

func TestNamesOnlyStillNamesAttachments(t *testing.T) {
	raw := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the picture.\r\n" +
		"--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n"
	m := Parse(strings.NewReader(raw), Options{NamesOnly: true})
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "a.png" || m.Attachments[0].Type != "image/png" {
		t.Fatalf("attachments = %+v, want a.png", m.Attachments)
	}
	if a := m.Attachments[0]; a.Data != nil || a.Size != 0 {
		t.Errorf("the attachment was decoded: %+v", a)
	}
}

func TestNoDataGivesTheSameHash(t *testing.T) {
	for _, encoding := range []string{"base64", "quoted-printable", "8bit"} {
		raw := letter("Content-Type: application/x-test\nContent-Transfer-Encoding: " + encoding + "\n\n" + strings.Repeat("SGVs=0Abb G8s\r\n", 5000))
		whole := Parse(strings.NewReader(raw), Options{}).Attachments[0]
		bare := Parse(strings.NewReader(raw), Options{NoData: true}).Attachments[0]
		if bare.Data != nil || whole.Data == nil {
			t.Errorf("%s: data kept and not kept the wrong way round", encoding)
		}
		if bare.SHA256 != whole.SHA256 || bare.Size != whole.Size || sha256.Sum256(whole.Data) != whole.SHA256 {
			t.Errorf("%s: size or hash differ", encoding)
		}
	}
}

func TestNestingAndPartLimits(t *testing.T) {
	var deep bytes.Buffer
	for i := range 500 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	deep.WriteString("\ninnermost\n")
	m := parseString(letter(deep.String()))
	if len(m.Attachments) != 1 || !strings.Contains(strings.Join(m.Defects, "|"), "too deep") {
		t.Errorf("deep: %q, defects %q", listing(m), m.Defects)
	}
	many := letter("Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\nx\n", 50_000))
	m = parseString(many)
	if n := len(m.Attachments); n < maxParts-1 || n > maxParts || !strings.Contains(strings.Join(m.Defects, "|"), "too many parts") {
		t.Errorf("many: %d attachments, defects %q", n, m.Defects)
	}
}

// TestCutTextStaysInItsCharset cuts a long text at each byte of a character.
func TestCutTextStaysInItsCharset(t *testing.T) {
	for most := 200; most < 208; most++ {
		for _, raw := range []string{letter("Content-Type: text/plain; charset=utf-8\n\n" + strings.Repeat("日", 1000)), letter("\n" + strings.Repeat("😀", 1000))} {
			m := Parse(strings.NewReader(raw), Options{MaxText: most})
			if strings.Trim(m.Text, "日😀") != "" || len(m.Text) < most-4 || len(m.Defects) != 1 {
				t.Errorf("%d: text %.20q, %d bytes, defects %q", most, m.Text, len(m.Text), m.Defects)
			}
		}
	}
}

func TestMaxText(t *testing.T) {
	raw := letter("Content-Type: text/html\n\n" + strings.Repeat("ü", 1000))
	m := Parse(strings.NewReader(raw), Options{MaxText: 101})
	checkMessage(t, m)
	if len(m.HTML) != 100 || len(m.Text) > 101 || !strings.Contains(strings.Join(m.Defects, "|"), "very long") {
		t.Errorf("%d bytes of HTML, %d of text, defects %q", len(m.HTML), len(m.Text), m.Defects)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(letter("\nHello")))
	f.Add([]byte(letter("Content-Type: multipart/alternative; boundary=m\n\n--m\n\na\n--m\nContent-Type: text/html\n\n<p>b<img alt=c>\n--m--\n")))
	f.Add([]byte(letter("Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: image/png; name*0*=utf-8''%C3; name*1*=%BC\nContent-Transfer-Encoding: base64\n\nAAEC=\n--m\nContent-Type: message/rfc822\n\nSubject: =?utf-8?B?R3LD?=\n\n")))
	f.Add([]byte("From x\n>From y\nFrom: \"a <b@c>, (d\nContent-Type: text/plain; format=flowed; charset=iso-2022-jp\n\n> a \n> b \n-- \n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		kept := bytes.Clone(raw)
		p := newParser(Options{MaxText: 1 << 10})
		p.message(section{b: raw})
		checkMessage(t, p.m)
		if !bytes.Equal(raw, kept) {
			t.Error("the raw bytes were changed")
		}
		if len(p.m.Text) > 1<<10 || len(p.m.HTML) > 1<<10 {
			t.Errorf("%d bytes of text, %d of HTML", len(p.m.Text), len(p.m.HTML))
		}
		bare := Parse(bytes.NewReader(raw), Options{NoData: true, MaxText: 1 << 10})
		if len(bare.Attachments) != len(p.m.Attachments) {
			t.Fatal("attachments depend on NoData")
		}
		for i, a := range bare.Attachments {
			whole := p.m.Attachments[i]
			if a.Data != nil || a.Size != whole.Size || a.SHA256 != whole.SHA256 || sha256.Sum256(whole.Data) != a.SHA256 {
				t.Errorf("attachment %q differs without data", a.Name)
			}
		}
		if head := ParseHeader(bytes.NewReader(raw)); head.Subject != p.m.Subject || !head.Date.Equal(p.m.Date) {
			t.Errorf("header alone: subject %q, %v; whole: %q, %v", head.Subject, head.Date, p.m.Subject, p.m.Date)
		}
	})
}
