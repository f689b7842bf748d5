package mailmsg

import (
	"slices"
	"strings"
	"testing"
)

// TestWildMail has a sample of each way in which mail is broken or unusual, and what is made of it.
func TestWildMail(t *testing.T) {
	const from = "From: ann@example.org\nDate: Tue, 2 Dec 2025 10:00:00 +0000\n"
	tests := []struct {
		name, raw   string
		subject     string
		text        string // collapsed
		attachments []string
		says        string // part of a defect or note, "" for neither
	}{
		{"an mbox line in front", "From ann@example.org Tue Dec  2 10:00:00 2025\n" + from + "Subject: x\n\nHi", "x", "Hi", nil, ""},
		{"an mbox line that is quoted", ">From ann@example.org Tue Dec  2 10:00:00 2025\n" + from + "Subject: x\n\nHi", "x", "Hi", nil, ""},
		{"a blank before the first field", " From: ann@example.org\nDate: Tue, 2 Dec 2025 10:00:00 +0000\nSubject: x\n\nHi", "x", "Hi", nil, ""},
		{"a line that is no field", from + "this is none\nSubject: x\n\nHi", "x", "Hi", nil, "no header fields"},
		{"CR alone", strings.ReplaceAll(from+"Subject: x\n\nHi", "\n", "\r"), "x", "Hi", nil, ""},
		{"CR twice", strings.ReplaceAll(from+"Subject: x\n\nHi", "\n", "\r\r\n"), "x", "Hi", nil, ""},
		{"NULs", from + "Subject: a\x00b\n\nH\x00i", "ab", "H\uFFFDi", nil, ""},
		{"a header without a body", from + "Subject: x", "x", "", nil, ""},
		{"raw Latin-1 in the subject", from + "Subject: Gr\xfc\xdfe aus K\xf6ln\n\nHi", "Grüße aus Köln", "Hi", nil, ""},
		{"raw UTF-8 in the subject", from + "Subject: Grüße\n\nHi", "Grüße", "Hi", nil, ""},
		{"raw KOI8 in the subject, named by the body", from + "Subject: \xf0\xd2\xc9\xd7\xc5\xd4\nContent-Type: text/plain; charset=koi8-r\n\nHi", "Привет", "Hi", nil, ""},
		{"raw cyrillic, not named", from + "Subject: \xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0\n\nHi", "Привет, как дела", "Hi", nil, ""},
		{"a character cut between two words", from + "Subject: =?utf-8?B?R3LDvMM=?=\n =?utf-8?B?n2U=?=\n\nHi", "Grüße", "Hi", nil, ""},
		{"windows-1252 called iso-8859-1", from + "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n\x93Hi\x94 \x80", "x", "“Hi” €", nil, ""},
		{"latin-1 called us-ascii", from + "Subject: x\nContent-Type: text/plain; charset=us-ascii\n\nGr\xfc\xdfe", "x", "Grüße", nil, "charset"},
		{"latin-1 called utf-8", from + "Subject: x\nContent-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe", "x", "Grüße", nil, "charset"},
		{"UTF-7", from + "Subject: x\nContent-Type: text/plain; charset=utf-7\n\nGr+APwA3w-e", "x", "Grüße", nil, ""},
		{"ISO-2022-JP", from + "Subject: =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B%F%9%H\x1b(B", "テスト", "テスト", nil, ""},
		{"ISO-2022-JP, not named", from + "Subject: x\n\n\x1b$B%F%9%H\x1b(B", "x", "テスト", nil, ""},
		{"ISO-2022-JP called utf-8", from + "Subject: x\nContent-Type: text/plain; charset=utf-8\n\nA \x1b$B%F%9%H\x1b(B", "x", "A テスト", nil, "charset"},
		{"ISO-2022-JP called iso-8859-1", from + "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n\x1b$@%F%9%H\x1b(J", "x", "テスト", nil, "charset"},
		{"a terminal's colours", from + "Subject: x\n\n\x1b[1mHi\x1b[0m", "x", "\uFFFD[1mHi\uFFFD[0m", nil, ""},
		{"utf-8 called iso-8859-1", from + "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\nGrüße, ça va", "x", "Grüße, ça va", nil, "charset"},
		{"utf-8 called windows-1252, in Japanese", from + "Subject: x\nContent-Type: text/plain; charset=windows-1252\n\n日本語です", "x", "日本語です", nil, "charset"},
		{"iso-8859-1 that could be utf-8", from + "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\nonly \xc3\xa4", "x", "only Ã¤", nil, ""},
		{"GB2312 that is GB18030", from + "Subject: x\nContent-Type: text/plain; charset=gb2312\n\n\xc4\xe3\xba\xc3\x81\x30\x84\x36", "x", "你好¥", nil, ""},
		{"Big5", from + "Subject: x\nContent-Type: text/plain; charset=big5\n\n\xa7A\xa6n", "x", "你好", nil, ""},
		{"EUC-KR", from + "Subject: x\nContent-Type: text/plain; charset=ks_c_5601-1987\n\n\xbe\xc8\xb3\xe7", "x", "안녕", nil, ""},
		{"base64 with rubbish", from + "Subject: x\nContent-Transfer-Encoding: base64\n\nSGV!sbG8=\n-- \nlist footer", "x", "Hello", nil, "do not belong"},
		{"base64 cut off", from + "Subject: x\nContent-Transfer-Encoding: base64\n\nSGVsbG8gd29ybG", "x", "Hello worl", nil, ""},
		{"quoted-printable with rubbish", from + "Subject: x\nContent-Transfer-Encoding: quoted-printable\n\na=ZZ=3Db=", "x", "a=ZZ=b", nil, ""},
		{"flowed", from + "Subject: x\nContent-Type: text/plain; format=flowed\n\na \nb\n> c \n> d\n", "x", "a b > c d", nil, ""},
		{"flowed with DelSp", from + "Subject: x\nContent-Type: text/plain; format=flowed; delsp=yes\n\n日 \n本\n", "x", "日本", nil, ""},
		{"two subjects", from + "Subject: x\nSubject: y\n\nHi", "x", "Hi", nil, ""},
		{"two senders", from + "From: eve@example.net\nSubject: x\n\nHi", "x", "Hi", nil, "second sender"},
		{"the same sender twice", from + "From: ann@example.org\nSubject: x\n\nHi", "x", "Hi", nil, ""},
		{"broken parameters", from + "Subject: x\nContent-Type: multipart/mixed;; boundary = \"b;\n\n--b\n\nHi\n--b--", "x", "Hi", nil, ""},
		{"an empty boundary", from + "Subject: x\nContent-Type: multipart/mixed; boundary=\"\"\n\n--b\nContent-Type: text/plain\n\nHi\n--b--", "x", "Hi", nil, "guessed"},
		{"rubbish behind a boundary", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b and more\n\nHi\n--b--", "x", "Hi", nil, ""},
		{"a multipart of nothing beside the letter", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: multipart/mixed; boundary=c\n\nlost\n--b--",
			"x", "Hi", []string{"text.txt text/plain 4"}, "shown as it came"},
		{"a multipart of nothing alone", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\nfound\n--b--",
			"x", "found", nil, "shown as it came"},
		{"uuencode", from + "Subject: x\n\nSee:\n\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye", "x", "See: Bye", []string{"cat.txt application/octet-stream 3 in text"}, ""},
		{"uuencode cut off", from + "Subject: x\n\nbegin 644 cat.txt\n#0V%T", "x", "", []string{"cat.txt application/octet-stream 3 in text"}, "not whole"},
		{"prose that begins so", from + "Subject: x\n\nbegin 100 things\nand end none", "x", "begin 100 things and end none", nil, ""},
		{"yEnc", from + "Subject: x\n\nSee:\n=ybegin line=128 size=3 name=cat.bin\nm\x8b\x9e\n=yend size=3 crc32=a6130548\nBye", "x", "See: Bye", []string{"cat.bin application/octet-stream 3 in text"}, ""},
		{"yEnc with a wrong sum", from + "Subject: x\n\n=ybegin line=128 size=3 name=cat.bin\nm\x8b\x9e\n=yend size=3 crc32=00000000\n", "x", "", []string{"cat.bin application/octet-stream 3 in text"}, "not whole"},
		{"AppleDouble", from + "Subject: x\nContent-Type: multipart/appledouble; boundary=b\n\n--b\nContent-Type: application/applefile\n\nicon\n--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1\n--b--",
			"x", "", []string{"hidden attachment.bin application/applefile 4", "a.pdf application/pdf 6"}, ""},
		{"AMP", from + "Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: text/x-amp-html\n\n<html amp4email>\n--b--",
			"x", "Hi", []string{"hidden text.txt text/x-amp-html 16"}, ""},
		{"a piece of a message", from + "Subject: x\nContent-Type: message/partial; id=1; number=2; total=5\n\nmiddle", "x", "", []string{"message.eml message/partial 6"}, "piece 2 of 5"},
		{"a file elsewhere", from + "Subject: x\nContent-Type: message/external-body; access-type=anon-ftp; site=ftp.example.org; directory=pub; name=a.ps\n\nContent-Type: application/postscript\n\n", "x", "",
			[]string{"a.ps message/external-body 38"}, "anon-ftp ftp.example.org/pub/a.ps"},
		{"PGP/MIME", from + "Subject: x\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--",
			"x", "", []string{"version.txt application/pgp-encrypted 10", "attachment.bin application/octet-stream 27"}, "encrypted with PGP"},
		{"PGP in the text", from + "Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHi", "x", "-----BEGIN PGP SIGNED MESSAGE----- Hi", nil, "signed with PGP"},
		{"S/MIME", from + "Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMII", "x", "", []string{"smime.p7m application/pkcs7-mime 3"}, "encrypted with S/MIME"},
		{"S/MIME, signed", from + "Subject: x\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMII\n--b--",
			"x", "Hi", []string{"smime.p7s application/pkcs7-signature 3"}, "signed with S/MIME"},
		{"a picture by its location", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=\"http://example.org/a.gif\">Hi\n--b\nContent-Type: image/gif\nContent-Location: http://example.org/a.gif\n\nGIF89a\n--b--",
			"x", "Hi", []string{"inline image.gif image/gif 6"}, ""},
		{"an encoded word for a name", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf; name=\"=?utf-8?Q?M=C3=A4rz=2Epdf?=\"\n\n%PDF-\n--b--", "x", "", []string{"März.pdf application/pdf 5"}, ""},
		{"a name in pieces", from + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename*0*=utf-8''M%C3; filename*1*=%A4rz; filename*2=\".pdf\"\nContent-Type: application/pdf\n\n%PDF-\n--b--",
			"x", "", []string{"März.pdf application/pdf 5"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newParserMessage([]byte(tt.raw))
			checkMessage(t, m)
			if m.Subject != tt.subject || collapse(m.Text) != tt.text || len(m.From) != 1 {
				t.Errorf("subject %q, text %q, from %q; want %q, %q", m.Subject, collapse(m.Text), m.From, tt.subject, tt.text)
			}
			if got := listing(m); !slices.Equal(got, tt.attachments) {
				t.Errorf("attachments %q, want %q", got, tt.attachments)
			}
			if got := strings.Join(append(m.Defects, m.Notes...), "|"); !strings.Contains(got, tt.says) || tt.says == "" && got != "" {
				t.Errorf("says %q, want something with %q", got, tt.says)
			}
		})
	}
}

func TestLongLinesAndDeepMessages(t *testing.T) {
	long := strings.Repeat("x", 3<<20)
	if m := parseString(letter("\n" + long)); m.Text != long {
		t.Errorf("a line of %d bytes came as %d", len(long), len(m.Text))
	}
	var deep strings.Builder
	for i := range 99 {
		deep.WriteString("Content-Type: multipart/mixed; boundary=b" + strings.Repeat("b", i) + "\n\n--b" + strings.Repeat("b", i) + "\n")
	}
	deep.WriteString("\ninnermost\n")
	if m := parseString(letter(deep.String())); strings.TrimSpace(m.Text) != "innermost" {
		t.Errorf("at depth 99: %q", m.Text)
	}
	inner := letter("\ninner")
	for range 20 {
		inner = letter("Content-Type: message/rfc822\n\n" + inner)
	}
	for depth := 20; depth > 0; depth-- {
		m := parseString(inner)
		if len(m.Attachments) != 1 {
			t.Fatalf("%d messages deep: %q", depth, listing(m))
		}
		inner = string(m.Attachments[0].Data)
	}
	if m := parseString(inner); m.Text != "inner" {
		t.Errorf("innermost message: %q", m.Text)
	}
}
