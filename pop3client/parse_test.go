package pop3client

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestParseReply(t *testing.T) {
	tests := []struct {
		line string
		kind replyKind
		code string
		text string
	}{
		{"+OK", replyOK, "", ""},
		{"+OK 2 320", replyOK, "", "2 320"},
		{"+ok lower", replyOK, "", "lower"},
		{"+OK [x] text", replyOK, "", "[x] text"},
		{"-ERR", replyErr, "", ""},
		{"-ERR no such message", replyErr, "", "no such message"},
		{"-ERR [IN-USE] locked", replyErr, "IN-USE", "locked"},
		{"-ERR [in-use]locked", replyErr, "IN-USE", "locked"},
		{"-ERR  [SYS/TEMP]  later", replyErr, "SYS/TEMP", "later"},
		{"-ERR [AUTH]", replyErr, "AUTH", ""},
		{"-ERR [LOGIN-DELAY 900] wait", replyErr, "", "[LOGIN-DELAY 900] wait"},
		{"-ERR [] empty", replyErr, "", "[] empty"},
		{"-ERR [SYS/] half", replyErr, "", "[SYS/] half"},
		{"-ERR [open", replyErr, "", "[open"},
		{"-ERR text [AUTH]", replyErr, "", "text [AUTH]"},
		{"+ ", replyChallenge, "", ""},
		{"+", replyChallenge, "", ""},
		{"+ eyJ9", replyChallenge, "", "eyJ9"},
		{"", replyMalformed, "", ""},
		{"OK", replyMalformed, "", ""},
		{"* OK IMAP ready", replyMalformed, "", ""},
		{"220 smtp", replyMalformed, "", ""},
		{"+NO", replyMalformed, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			kind, code, text := parseReply([]byte(tt.line))
			if kind != tt.kind || code != tt.code || text != tt.text {
				t.Errorf("parseReply = %v, %q, %q, want %v, %q, %q", kind, code, text, tt.kind, tt.code, tt.text)
			}
		})
	}
}

// FuzzParseReply: what reaches an error text is printable, and a code has the
// shape that callers compare with.
func FuzzParseReply(f *testing.F) {
	f.Add([]byte("-ERR [SYS/TEMP] try later"))
	f.Add([]byte("+OK \x1b[31m\xff"))
	f.Fuzz(func(t *testing.T, line []byte) {
		kind, code, text := parseReply(line)
		shown := printable(text)
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, unicode.IsControl) {
			t.Errorf("printable(%q) = %q", text, shown)
		}
		if code != strings.ToUpper(code) || strings.ContainsAny(code, " []\r\n") || code != "" && kind != replyErr {
			t.Errorf("code of %q = %q", line, code)
		}
		if kind == replyMalformed && (bytes.HasPrefix(line, []byte("+OK")) || bytes.HasPrefix(line, []byte("-ERR"))) {
			t.Errorf("%q is malformed", line)
		}
	})
}

func TestParseListing(t *testing.T) {
	long := strings.Repeat("x", 200)
	tests := []struct {
		line string
		want Listing
		ok   bool
	}{
		{"1 whqtswO00WBw418f9t5JxYwZ", Listing{1, "whqtswO00WBw418f9t5JxYwZ"}, true},
		{"2 " + long, Listing{2, long}, true},
		{"3", Listing{3, ""}, true},
		{"3 ", Listing{3, ""}, true},
		{"4 with blanks ", Listing{4, "with blanks "}, true},
		{"4  two", Listing{4, " two"}, true},
		{"5\ttab", Listing{5, "tab"}, true},
		{" 6 indented", Listing{6, "indented"}, true},
		{"7 caf\xe9\x00", Listing{7, "caf\xe9\x00"}, true},
		{"007 leading zeros", Listing{7, "leading zeros"}, true},
		{"8 a\rb", Listing{}, false},
		{"0 zero", Listing{}, false},
		{"-1 minus", Listing{}, false},
		{"1x id", Listing{}, false},
		{"id 1", Listing{}, false},
		{"99999999999999999999 far", Listing{}, false},
		{"", Listing{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			if got, ok := parseListing([]byte(tt.line)); got != tt.want || ok != tt.ok {
				t.Errorf("parseListing = %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestListingsAdd(t *testing.T) {
	tests := []struct {
		name string
		in   []Listing
		want int // entries; -1: contradiction
	}{
		{"rising", []Listing{{1, "a"}, {2, "b"}, {7, "c"}}, 3},
		{"falling", []Listing{{3, "a"}, {2, "b"}, {1, "c"}}, 3},
		{"same id twice", []Listing{{1, "a"}, {2, "a"}}, 2},
		{"line twice", []Listing{{1, "a"}, {1, "a"}, {2, "b"}, {1, "a"}}, 2},
		{"number with two ids", []Listing{{1, "a"}, {2, "b"}, {1, "b"}}, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list listings
			for i, entry := range tt.in {
				if !list.add(entry) {
					if tt.want >= 0 || i != len(tt.in)-1 {
						t.Errorf("entry %d is a contradiction", i)
					}
					return
				}
			}
			if len(list.entries) != tt.want {
				t.Errorf("%d entries, want %d", len(list.entries), tt.want)
			}
		})
	}
}

// FuzzParseListing: whatever a server may call a message is read back as it was.
func FuzzParseListing(f *testing.F) {
	f.Add(1, "whqtswO00WBw418f9t5JxYwZ")
	f.Add(math.MaxInt32, " \t\xff")
	f.Add(-5, "")
	f.Fuzz(func(t *testing.T, number int, id string) {
		got, ok := parseListing(fmt.Appendf(nil, "%d %s", number, id))
		want := number >= 1 && number <= math.MaxInt32 && !strings.ContainsAny(id, "\r\n")
		if ok != want || ok && got != (Listing{number, id}) {
			t.Errorf("parseListing of %d %q = %v, %v", number, id, got, ok)
		}
	})
}

func TestParseSize(t *testing.T) {
	tests := []struct {
		line string
		want Size
		ok   bool
	}{
		{"1 120", Size{1, 120}, true},
		{"2 0", Size{2, 0}, true},
		{"3 200 more text", Size{3, 200}, true},
		{"4   300", Size{4, 300}, true},
		{"5 99999999999999999999", Size{5, math.MaxInt64}, true},
		{"6 9223372036854775807", Size{6, math.MaxInt64}, true},
		{"6", Size{}, false},
		{"7 x", Size{}, false},
		{"7 12x", Size{}, false},
		{"8 -1", Size{}, false},
		{"0 1", Size{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			if got, ok := parseSize([]byte(tt.line)); got != tt.want || ok != tt.ok {
				t.Errorf("parseSize = %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

// FuzzParseSize: a size is never negative, and a good line is read back.
func FuzzParseSize(f *testing.F) {
	f.Add([]byte("1 120"))
	f.Add([]byte("2 18446744073709551616 x"))
	f.Fuzz(func(t *testing.T, line []byte) {
		size, ok := parseSize(line)
		if !ok {
			return
		}
		again, okAgain := parseSize(fmt.Appendf(nil, "%d %d", size.Number, size.Octets))
		if size.Number < 1 || size.Octets < 0 || !okAgain || again != size {
			t.Errorf("parseSize(%q) = %v, and again %v, %v", line, size, again, okAgain)
		}
	})
}

func TestCapabilities(t *testing.T) {
	caps := Capabilities{}
	for _, line := range []string{"top", "SASL PLAIN  login", "EXPIRE 60", "sasl SCRAM-SHA-256", "", "LOGIN-DELAY 900 USER"} {
		if err := caps.add(line); err != nil {
			t.Fatal(err)
		}
	}
	want := Capabilities{"TOP": nil, "SASL": {"PLAIN", "login", "SCRAM-SHA-256"}, "EXPIRE": {"60"}, "LOGIN-DELAY": {"900", "USER"}}
	if !maps.EqualFunc(caps, want, slices.Equal[[]string]) {
		t.Errorf("capabilities = %v, want %v", caps, want)
	}
	if !caps.Has("TOP") || caps.Has("STLS") || !caps.offersSASL("LOGIN") || caps.offersSASL("XOAUTH2") {
		t.Errorf("TOP %v, STLS %v, LOGIN %v, XOAUTH2 %v", caps.Has("TOP"), caps.Has("STLS"), caps.offersSASL("LOGIN"), caps.offersSASL("XOAUTH2"))
	}
	if Capabilities(nil).Has("TOP") {
		t.Error("no CAPA offers TOP")
	}
}

// FuzzCapabilities: a name is found under its upper-case form with all its words.
func FuzzCapabilities(f *testing.F) {
	f.Add("sasl plain login")
	f.Add("\xff \u0130 x")
	f.Fuzz(func(t *testing.T, line string) {
		caps := Capabilities{}
		words := strings.Fields(line)
		if err := caps.add(line); err != nil {
			t.Fatal(err)
		}
		if len(words) == 0 {
			if len(caps) != 0 {
				t.Errorf("%q gave %v", line, caps)
			}
			return
		}
		if !caps.Has(strings.ToUpper(words[0])) || !slices.Equal(caps[strings.ToUpper(words[0])], words[1:]) {
			t.Errorf("%q gave %v", line, caps)
		}
	})
}
