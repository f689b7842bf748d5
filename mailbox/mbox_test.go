package mailbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// read gives the bodies of a source and what could not be read.
func read(t testing.TB, path string, format Format) (messages []read1, failures []Failure, s *Source) {
	t.Helper()
	s, err := Open(path, format)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Walk(context.Background(), func(m *Message) error {
		var b bytes.Buffer
		if err := m.CopyTo(&b); err != nil {
			return err
		}
		messages = append(messages, read1{*m, b.String(), strings.Join(m.Folder, "/")})
		return nil
	}, func(f Failure) { failures = append(failures, f) })
	if err != nil {
		t.Fatal(err)
	}
	return messages, failures, s
}

type read1 struct {
	Message
	body   string
	folder string
}

func bodies(list []read1) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.body)
	}
	return out
}

const (
	from1 = "From ann@example.org Tue Mar 10 12:00:00 2026\n"
	from2 = "From - Tue Mar 10 12:01:00 2026\n"
)

func TestMbox(t *testing.T) {
	long := strings.Repeat("x", 3*mboxBuffer)
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"two", from1 + "Subject: a\n\nhello\n\n" + from2 + "Subject: b\n\nworld\n\n", []string{"Subject: a\n\nhello\n", "Subject: b\n\nworld\n"}},
		{"no last line end", from1 + "Subject: a\n\nhello", []string{"Subject: a\n\nhello"}},
		{"CR LF", strings.ReplaceAll(from1+"Subject: a\n\nhello\n\n"+from2+"Subject: b\n\n\n\n", "\n", "\r\n"), []string{"Subject: a\r\n\r\nhello\r\n", "Subject: b\r\n\r\n\r\n"}},
		{"empty lines at the end belong to the message but for one", from1 + "S: a\n\nhello\n\n\n\n" + from2 + "S: b\n\n\n", []string{"S: a\n\nhello\n\n\n", "S: b\n\n"}},
		{"mboxrd quoting", from1 + "S: a\n\n>From me\n>>From you\n> From\n\n", []string{"S: a\n\nFrom me\n>From you\n> From\n"}},
		{"mboxcl: length and quoting", from1 + "Content-Length: 17\n\nhi\n>From me to u\n\n" + from2 + "S: b\n\nx\n\n", []string{"Content-Length: 17\n\nhi\nFrom me to u\n", "S: b\n\nx\n"}},
		{"mboxcl2: length and none", from1 + "Content-Length: 42\n\n" + "From x Tue Mar 10 12:00:00 2026\n>From me\n\n" + "\n" + from2 + "S: b\n\nx\n\n",
			[]string{"Content-Length: 42\n\nFrom x Tue Mar 10 12:00:00 2026\n>From me\n\n", "S: b\n\nx\n"}},
		{"a length that lies", from1 + "Content-Length: 7000\n\nhi\n\n" + from2 + "S: b\n\nx\n\n", []string{"Content-Length: 7000\n\nhi\n", "S: b\n\nx\n"}},
		{"From in a text", from1 + "S: a\n\nDear Bob,\n\nFrom now on we meet at 12.\nFrom me\n\n", []string{"S: a\n\nDear Bob,\n\nFrom now on we meet at 12.\nFrom me\n"}},
		{"no empty line between", from1 + "S: a\n\nhello\n" + from1 + "Subject: b\n\nx\n", []string{"S: a\n\nhello\n", "Subject: b\n\nx\n"}},
		{"From line without a date", "From nobody\nSubject: a\n\nhello\n\nFrom nobody\nSubject: b\n\nx\n\n", []string{"Subject: a\n\nhello\n", "Subject: b\n\nx\n"}},
		{"empty body", from1 + "S: a\n\n" + from2 + "S: b\n\n\n", []string{"S: a\n\n", "S: b\n\n"}},
		{"header only", from1 + "S: a\n" + from2 + "Subject: b\n\nx\n", []string{"S: a\n", "Subject: b\n\nx\n"}},
		{"NULs", from1 + "S: a\n\n\x00\x00\n\x00From \n\n", []string{"S: a\n\n\x00\x00\n\x00From \n"}},
		{"a line longer than any buffer", from1 + "S: a\n\n" + long + "\n>From x\n\n" + from2 + "S: b\n\n" + long + "\n\n", []string{"S: a\n\n" + long + "\nFrom x\n", "S: b\n\n" + long + "\n"}},
		{"a deleted one", from1 + "X-Mozilla-Status: 0009\nS: a\n\nhello\n\n" + from2 + "X-Mozilla-Status: 0001\nS: b\n\nx\n\n", []string{"X-Mozilla-Status: 0001\nS: b\n\nx\n"}},
		{"byte order mark and empty lines first", "\xef\xbb\xbf\n\n" + from1 + "S: a\n\nx\n\n", []string{"S: a\n\nx\n"}},
		{"no From line", "Subject: a\n\nhello\n", []string{"Subject: a\n\nhello\n"}},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "box")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, failures, _ := read(t, path, Mbox)
			if !slices.Equal(bodies(got), tt.want) || len(failures) > 0 {
				t.Errorf("got %.200q %v, want %.200q", bodies(got), failures, tt.want)
			}
		})
	}
}

func TestMboxThatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box")
	if err := os.WriteFile(path, []byte("just a text\nof two lines\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, failures, _ := read(t, path, Mbox)
	if len(got) != 0 || len(failures) != 1 || !strings.Contains(failures[0].Why, "no line that begins with From") {
		t.Errorf("%v %v", got, failures)
	}
}

// A file without From lines is one message if it begins like one, and not merely with a colon in it.
func TestLoneMessage(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"usual", "From: ann@example.org\nSubject: hello\n\nhello\n", 1},
		{"usual fields come later", "DKIM-Signature: v=1;\r\n\tb=abc\r\nARC-Seal: i=1\r\nDate: Tue, 10 Mar 2026 12:00:00 +0000\r\n\r\nhello\r\n", 1},
		{"header and nothing else", "Subject: hello", 1},
		{"a list of users", "root:x:0:0:root:/root:/bin/sh\nann:x:1:1::/home/ann:/bin/sh\n", 0},
		{"notes", "todo: water the plants\nlater: call Bob\n", 0},
		{"a field below an empty line", "todo: write\n\nFrom: ann@example.org\n", 0},
		{"a field below a line that is none", "todo: write\nto Ann\nFrom: ann@example.org\n", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, failures, _ := read(t, path, Auto)
			if len(got) != tt.want || len(failures) != 1-tt.want {
				t.Errorf("%d messages, failures %v, want %d", len(got), failures, tt.want)
			}
		})
	}
}

func TestMboxStatus(t *testing.T) {
	text := from1 + "X-Mozilla-Status: 1007\n\n\n" + from2 + "Status: RO\nX-Status: AF\n\n\n" + from2 + "Status: O\n\n\n" + from2 + "S: a\n\n\n" + from2 + "X-Mozilla-Status: 0000\nX-UIDL: abc\n\n\n"
	path := filepath.Join(t.TempDir(), "box")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := []Marks{{false, true, true, true}, {false, true, true, false}, {Unread: true}, {}, {Unread: true}}
	got, _, _ := read(t, path, Mbox)
	if len(got) != len(want) {
		t.Fatalf("%d messages", len(got))
	}
	for i, m := range got {
		if m.Marks != want[i] {
			t.Errorf("message %d: %+v, want %+v", i, m.Marks, want[i])
		}
	}
	if got[4].UIDL != "abc" || got[0].Arrived.Format("15:04 2006") != "12:00 2026" {
		t.Errorf("%q %v", got[4].UIDL, got[0].Arrived)
	}
}

// A caller that does not copy a message gets the next one all the same.
func TestMboxUncopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box")
	if err := os.WriteFile(path, []byte(from1+"S: a\n\nx\n\n"+from2+"S: b\n\ny\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Mbox)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := s.Walk(context.Background(), func(*Message) error { n++; return nil }, nil); err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
	stop := errors.New("stop")
	if err := s.Walk(context.Background(), func(*Message) error { return stop }, nil); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}

// Whatever an mbox holds: every octet of it that is not a From line, a > or an empty line is in some message.
func FuzzMbox(f *testing.F) {
	f.Add([]byte(from1 + "S: a\n\n>From x\n\n" + from2 + "Content-Length: 3\n\nabc\n"))
	f.Add([]byte("From \n\nFrom x Tue Mar 10 12:00:00 2026\n\n\n"))
	f.Add([]byte("From x\r\nContent-Length: 0\r\n\r\nFrom y"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newMboxReader(bytes.NewReader(data))
		total := 0
		for n := 0; ; n++ {
			if _, err := r.next(); err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, errNoFrom) {
					t.Fatal(err)
				}
				break
			}
			var b bytes.Buffer
			if err := r.copy(&b); err != nil {
				t.Fatal(err)
			}
			total += b.Len()
			if n > len(data) {
				t.Fatal("messages without end")
			}
		}
		if total > len(data) {
			t.Fatalf("%d octets of %d", total, len(data))
		}
	})
}
