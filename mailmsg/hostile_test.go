package mailmsg

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostile are messages made to cost time or memory, by generators that need little of either.
var hostile = []struct {
	name string
	make func() string
}{
	{"100,000 parts", func() string {
		return letter("Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAEC\n", 100_000))
	}},
	{"100,000 texts", func() string {
		return letter("Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 100_000))
	}},
	{"1,000,000 fields", func() string { return strings.Repeat("X-Field: some value\n", 1_000_000) + letter("\nHi") }},
	{"1,000,000 lines of one field", func() string { return letter("References: " + strings.Repeat("<a@b>\n ", 1_000_000) + "\n\nHi") }},
	{"1,000,000 Received", func() string { return strings.Repeat("Received: from a\n", 1_000_000) + letter("\nHi") }},
	{"1,000,000 lines that are no fields", func() string { return "From: a@b\n" + strings.Repeat("no field\n", 1_000_000) + "Subject: x\n\nHi" }},
	{"multiparts 5,000 deep", func() string {
		var out strings.Builder
		for i := range 5000 {
			fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return letter(out.String() + "\nHi")
	}},
	{"multiparts of one boundary", func() string {
		return letter(strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 100_000) + "\nHi")
	}},
	{"deep, with a large body", func() string {
		var out strings.Builder
		for i := range 99 {
			fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return letter(out.String() + "\n" + strings.Repeat("a line of text\n", 1<<20))
	}},
	{"wide and deep", func() string {
		var out strings.Builder
		for i := range 50 {
			fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=b%d\n\n", i)
			for range 300 {
				fmt.Fprintf(&out, "--b%d\nContent-Type: multipart/mixed; boundary=none\n\nx\n", i)
			}
			fmt.Fprintf(&out, "--b%d\n", i)
		}
		return letter(out.String() + "\nHi")
	}},
	{"boundaries that almost fit", func() string {
		return letter("Content-Type: multipart/mixed; boundary=" + strings.Repeat("a", 70) + "\n\n" + strings.Repeat("--"+strings.Repeat("a", 69)+"\n", 100_000))
	}},
	{"empty lines", func() string { return strings.Repeat("\n", 10<<20) }},
	{"empty lines of CRs", func() string { return letter("\n" + strings.Repeat("\r\r\n", 3<<20)) }},
	{"dashes", func() string {
		return letter("Content-Type: multipart/mixed; boundary=-\n\n" + strings.Repeat("-", 10<<20))
	}},
	{"encoded words without end", func() string { return letter("Subject: " + strings.Repeat("=?utf-8?q?", 1_000_000) + "\n\nHi") }},
	{"encoded words", func() string { return letter("Subject: " + strings.Repeat("=?utf-8?q?x?= ", 500_000) + "\n\nHi") }},
	{"one address, brackets without end", func() string { return letter("To: " + strings.Repeat("<a@b(\"", 1_000_000) + "\n\nHi") }},
	{"addresses", func() string { return letter("To: " + strings.Repeat("a@b.example, ", 1_000_000) + "\n\nHi") }},
	{"parameters", func() string {
		return letter("Content-Type: text/plain; " + strings.Repeat("a=b; name*1*=x; ", 500_000) + "\n\nHi")
	}},
	{"HTML 1,000,000 deep", func() string {
		return letter("Content-Type: text/html\n\n" + strings.Repeat("<div><b>", 1_000_000) + "Hi")
	}},
	{"HTML of hidden parts", func() string {
		return letter("Content-Type: text/html\n\n" + strings.Repeat("<div style='display:none'>", 300_000) + "Hi")
	}},
	{"attributes", func() string {
		return letter("Content-Type: text/html\n\n<p " + strings.Repeat("a=b ", 2_000_000) + ">Hi")
	}},
	{"quoted-printable without a line end", func() string {
		return letter("Content-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=20", 5_000_000))
	}},
	{"base64 of padding", func() string { return letter("Content-Transfer-Encoding: base64\n\n" + strings.Repeat("=", 10<<20)) }},
	{"uuencoded beginnings", func() string { return letter("\n" + strings.Repeat("begin 644 a\n", 1_000_000)) }},
	{"yEnc beginnings", func() string { return letter("\n" + strings.Repeat("=ybegin line=128 size=1 name=a\n", 300_000)) }},
	{"quotes", func() string { return letter("\n" + strings.Repeat("> a\nFrom: b:\n", 500_000)) }},
	{"a calendar", func() string {
		return letter("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar\n\n" + strings.Repeat("BEGIN:VEVENT\nSUMMARY:x\nRRULE:FREQ=DAILY\n", 300_000))
	}},
	{"a report", func() string {
		return letter("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: rfc822;a\nAction: failed\n\n", 200_000))
	}},
	{"a winmail.dat of attributes", func() string {
		var b tnefBuilder
		for range 100_000 {
			b.attribute(2, attachRendering, nil)
			b.attribute(2, attachTitle, []byte("a"))
		}
		return attached("winmail.dat", "application/ms-tnef", b.out.String())
	}},
	{"enriched text", func() string {
		return letter("Content-Type: text/enriched\n\n<nofill>" + strings.Repeat("<bold>\n", 3_000_000))
	}},
	{"RTF of groups", func() string { return letter("Content-Type: text/rtf\n\n{\\rtf1" + strings.Repeat("{\\b", 5_000_000)) }},
	{"RTF of escapes", func() string {
		return letter("Content-Type: text/rtf\n\n{\\rtf1" + strings.Repeat("\\'e9\\f1\\'e9\\f2", 2_000_000))
	}},
	{"RTF that grows", func() string {
		packed := append([]byte{0, 0, 0, 0, 255, 255, 255, 255, 'L', 'Z', 'F', 'u', 0, 0, 0, 0}, bytes.Repeat([]byte{255, 0, 15, 0, 15, 0, 15, 0, 15, 0, 15, 0, 15, 0, 15, 0, 15}, 500_000)...)
		var b tnefBuilder
		b.attribute(1, messageProps, props(nil, map[uint16]string{propRTF: string(packed)}))
		return attached("winmail.dat", "application/ms-tnef", b.out.String())
	}},
	{"locations", func() string {
		var out strings.Builder
		out.WriteString(letter("Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n" + strings.Repeat("<img src=aaaaaaaaab>", 700_000) + "\n"))
		for range 5000 {
			out.WriteString("--b\nContent-Type: image/png\nContent-Location: aaaaaaaaa\n\nx\n")
		}
		return out.String()
	}},
	{"a text of 100 MB", func() string { return letter("\n" + strings.Repeat("All work and no play.\n", 100<<20/22)) }},
	{"a page of 100 MB", func() string {
		return letter("Content-Type: text/html\n\n" + strings.Repeat("<p>All work and no play.\n", 100<<20/25))
	}},
	{"cyrillic, not named", func() string { return letter("\n" + strings.Repeat("\xcf\xf0\xe8\xe2\xe5\xf2 ", 1_000_000)) }},
}

// TestHostileMessages bounds memory, and processor time so that nothing grows faster than the message. -v tells the figures
// of docs/mime.md, at most 2 s on a quiet machine; a busy one takes twice as long or more.
func TestHostileMessages(t *testing.T) {
	const mostTime, mostHeap = 20 * time.Second, 200 << 20
	if testing.Short() {
		t.Skip("30 messages of some megabytes: slow under the race detector")
	}
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			raw := []byte(tt.make())
			var m *Message
			read := func() time.Duration {
				start := cpuTime()
				m, _ = ParseSource(sourceOf(raw), Options{NoData: true})
				TextFolds(m.Text)
				HTMLFolds(m.HTML)
				Preview(m.Text, 200)
				return cpuTime() - start
			}
			var took time.Duration
			grew := peakHeap(func() { took = read() })
			checkMessage(t, m)
			t.Logf("%d MB: %v, heap %d MB, %d attachments, defects %.200q", len(raw)>>20, took.Round(time.Millisecond), grew>>20, len(m.Attachments), m.Defects)
			if took > mostTime {
				t.Errorf("took %v", took)
			}
			if grew > mostHeap {
				t.Errorf("the heap grew by %d MB", grew>>20)
			}
			if head := ParseHeader(bytes.NewReader(raw)); head.Subject != m.Subject && len(raw) < maxHeader {
				t.Errorf("header alone: subject %.80q, whole %.80q", head.Subject, m.Subject)
			}
			runtime.KeepAlive(raw)
		})
	}
}
