package mailsend

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
)

func TestHideBcc(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	tests := []struct{ name, in, want string }{
		{"none", "To: a@b\r\n\r\nBcc: text\r\n", "To: a@b\r\n\r\nBcc: text\r\n"},
		{"one", "To: a@b\r\nBcc: eve@c\r\nSubject: x\r\n\r\ntext", "To: a@b\r\nSubject: x\r\n\r\ntext"},
		{"folded", "To: a@b\r\nbcc: eve@c,\r\n\tdi@d\r\n \r\nSubject: x\r\n\r\n", "To: a@b\r\nSubject: x\r\n\r\n"},
		{"last field", "To: a@b\r\nBCC : eve@c\r\n\r\ntext", "To: a@b\r\n\r\ntext"},
		{"first and twice", "Bcc: eve@c\r\nTo: a@b\r\nResent-Bcc: eve@c\r\n\r\n", "To: a@b\r\n\r\n"},
		{"a folded line like one", "To: a@b,\r\n Bcc: x@y\r\n\r\n", "To: a@b,\r\n Bcc: x@y\r\n\r\n"},
		{"another name", "Bcc-Note: x\r\n\r\n", "Bcc-Note: x\r\n\r\n"},
		{"a long one", "Bcc: " + long + "\r\nTo: a@b\r\n\r\n", "To: a@b\r\n\r\n"},
		{"a long other one", "Subject: " + long + "\r\nBcc: x\r\n\r\ny", "Subject: " + long + "\r\n\r\ny"},
		{"no body", "To: a@b\r\nBcc: x", "To: a@b\r\n"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(tt.in), iotest.OneByteReader(strings.NewReader(tt.in))} {
				if got, err := io.ReadAll(hideBcc(r)); string(got) != tt.want || err != nil {
					t.Errorf("got %.200q, %v, want %.200q", got, err, tt.want)
				}
			}
		})
	}
}

func TestScanner(t *testing.T) {
	tests := []struct {
		name, in, want    string
		eightBit, header8 bool
	}{
		{"clean", "To: a\r\n\r\nb\r\n", "To: a\r\n\r\nb\r\n", false, false},
		{"bare LF", "To: a\n\nb\n", "To: a\r\n\r\nb\r\n", false, false},
		{"bare CR", "To: a\r\rb\r", "To: a\r\n\r\nb\r\n", false, false},
		{"no end", "To: a\n\nb", "To: a\r\n\r\nb\r\n", false, false},
		{"eight bit", "To: a\n\nü\n", "To: a\r\n\r\nü\r\n", true, false},
		{"in the header", "To: ü\n\nb\n", "To: ü\r\n\r\nb\r\n", false, true},
		{"header alone", "To: a\n", "To: a\r\n", false, false},
		{"nothing", "", "", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, one := range []bool{false, true} {
				var out bytes.Buffer
				s := &scanner{w: &out}
				var r io.Reader = strings.NewReader(tt.in)
				if one {
					r = iotest.OneByteReader(r)
				}
				if _, err := io.Copy(s, r); err != nil {
					t.Fatal(err)
				}
				s.Close()
				if out.String() != tt.want || s.octets != int64(len(tt.want)) || s.eightBit != tt.eightBit || s.header8 != tt.header8 {
					t.Errorf("got %q, %d octets, %v, %v", out.String(), s.octets, s.eightBit, s.header8)
				}
			}
		})
	}
}

// FuzzLetterOnItsWay: whatever a letter looks like, no line of its header that goes out names a Bcc, what comes behind the
// header goes out as it is, and all line ends are CRLF.
func FuzzLetterOnItsWay(f *testing.F) {
	f.Add([]byte("To: a@b\nBcc: c@d,\n e@f\n\nBcc: x\n"))
	f.Add([]byte("Bcc:\r\r\n\n.\n"))
	f.Add([]byte("x"))
	bcc := regexp.MustCompile(`(?i)^(resent-)?bcc[ \t]*:`)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var clean bytes.Buffer
		s := &scanner{w: &clean}
		s.Write(raw)
		s.Close()
		if bytes.Contains(bytes.ReplaceAll(clean.Bytes(), []byte("\r\n"), nil), []byte("\n")) || bytes.Contains(bytes.ReplaceAll(clean.Bytes(), []byte("\r\n"), nil), []byte("\r")) {
			t.Fatalf("line ends of %q", clean.Bytes())
		}
		out, err := io.ReadAll(hideBcc(bytes.NewReader(clean.Bytes())))
		if err != nil {
			t.Fatal(err)
		}
		header, body := split(out)
		for line := range strings.Lines(header) {
			if bcc.MatchString(line) {
				t.Errorf("%q goes out", line)
			}
		}
		if _, want := split(clean.Bytes()); body != want {
			t.Errorf("body %q, want %q", body, want)
		}
	})
}

// split cuts behind the empty line.
func split(raw []byte) (header, body string) {
	if bytes.HasPrefix(raw, []byte("\r\n")) {
		return "", string(raw[2:])
	}
	h, b, _ := strings.Cut(string(raw), "\r\n\r\n")
	return h, b
}
