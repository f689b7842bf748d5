package mailmsg

import (
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	tests := []struct{ name, in, want string }{ // want in UTC, "" for none
		{"RFC 5322", "Tue, 02 Dec 2025 10:20:30 +0100", "2025-12-02T09:20:30Z"},
		{"no day name, one digit, no seconds", "2 Dec 2025 10:20 +0000", "2025-12-02T10:20:00Z"},
		{"comment", "Tue, 2 Dec 2025 10:20:30 -0800 (PST)", "2025-12-02T18:20:30Z"},
		{"named zone", "Tue, 2 Dec 2025 10:20:30 EST", "2025-12-02T15:20:30Z"},
		{"GMT", "Tue, 2 Dec 2025 10:20:30 GMT", "2025-12-02T10:20:30Z"},
		{"GMT and a number", "Tue, 2 Dec 2025 10:20:30 GMT+0200", "2025-12-02T08:20:30Z"},
		{"GMT and a short number", "Tue, 2 Dec 2025 10:20:30 GMT+2", "2025-12-02T08:20:30Z"},
		{"zone with colon", "Tue, 2 Dec 2025 10:20:30 +05:30", "2025-12-02T04:50:30Z"},
		{"no zone", "Tue, 2 Dec 2025 10:20:30", "2025-12-02T10:20:30Z"},
		{"unknown zone", "Tue, 2 Dec 2025 10:20:30 XYZ", "2025-12-02T10:20:30Z"},
		{"two-digit year", "Tue, 2 Dec 97 10:20:30 +0000", "1997-12-02T10:20:30Z"},
		{"two-digit year of this century", "2 Dec 25 10:20:30 +0000", "2025-12-02T10:20:30Z"},
		{"three-digit year", "2 Dec 103 10:20:30 +0000", "2003-12-02T10:20:30Z"},
		{"asctime", "Tue Dec  2 10:20:30 2025", "2025-12-02T10:20:30Z"},
		{"asctime with zone", "Tue Dec  2 10:20:30 PST 2025", "2025-12-02T18:20:30Z"},
		{"asctime with number", "Tue Dec 2 10:20:30 2025 +0100", "2025-12-02T09:20:30Z"},
		{"ISO", "2025-12-02T10:20:30+01:00", "2025-12-02T09:20:30Z"},
		{"ISO, Z, fraction", "2025-12-02T10:20:30.123Z", "2025-12-02T10:20:30Z"},
		{"ISO with blank", "2025-12-02 10:20:30 +0100", "2025-12-02T09:20:30Z"},
		{"dashes", "Tuesday, 02-Dec-25 10:20:30 GMT", "2025-12-02T10:20:30Z"},
		{"full month", "December 2, 2025 10:20:30 PM +0000", "2025-12-02T22:20:30Z"},
		{"midnight in America", "2 Dec 2025 12:05 AM", "2025-12-02T00:05:00Z"},
		{"am without blank", "2 Dec 2025 10:20am", "2025-12-02T10:20:00Z"},
		{"dots in the clock", "2 Dec 2025 10.20.30 +0000", "2025-12-02T10:20:30Z"},
		{"US order", "12/02/2025 10:20:30", "2025-12-02T10:20:30Z"},
		{"day first where it must be", "22/12/2025 10:20:30", "2025-12-22T10:20:30Z"},
		{"German", "02.12.2025 10:20:30", "2025-12-02T10:20:30Z"},
		{"no clock", "2 Dec 2025", "2025-12-02T00:00:00Z"},
		{"zone clings to clock", "2 Dec 2025 10:20:30+0100", "2025-12-02T09:20:30Z"},
		{"leap second", "31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z"},
		{"impossible zone", "2 Dec 2025 10:20:30 +9900", "2025-12-02T10:20:30Z"},
		{"folded with tab", "Tue,\t2 Dec 2025\t10:20:30 +0000", "2025-12-02T10:20:30Z"},
		{"German month", "Di, 2 Dez 2025 10:20:30 +0000", "2025-12-02T10:20:30Z"},
		{"French day and month", "mar., 2 déc. 2025 10:20:30 +0100", "2025-12-02T09:20:30Z"},
		{"Spanish", "mar, 2 dic 2025 10:20:30 +0000", "2025-12-02T10:20:30Z"},
		{"Russian", "Вт, 2 дек 2025 10:20:30 +0300", "2025-12-02T07:20:30Z"},
		{"Italian", "2 set 2025 10:20:30 +0000", "2025-09-02T10:20:30Z"},
		{"month first", "Mar 2, 2025 10:20:30 +0000", "2025-03-02T10:20:30Z"},
		{"31 February", "31 Feb 2025 10:20:30 +0000", ""},
		{"25 o'clock", "2 Dec 2025 25:20:30 +0000", ""},
		{"words", "yesterday", ""},
		{"nothing", "", ""},
		{"only a year", "2025", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := parseDate(tt.in)
			text := ""
			if ok {
				text = got.UTC().Format(time.RFC3339)
			}
			if text != tt.want {
				t.Errorf("parseDate(%q) = %q, want %q", tt.in, text, tt.want)
			}
		})
	}
}

func TestDateFallsBackToReceived(t *testing.T) {
	const received = "Received: from b.example by c.example; Wed, 3 Dec 2025 10:00:00 +0000\nReceived: from a.example by b.example; Tue, 2 Dec 2025 10:00:00 +0000\n"
	tests := []struct {
		name, header string
		author       bool
		day          int
		defect       string
	}{
		{"its own date", received + "Date: Mon, 1 Dec 2025 10:00:00 +0000\n\n", true, 1, ""},
		{"no date", received + "\n", false, 3, "no date"},
		{"nonsense", received + "Date: soon\n\n", false, 3, "cannot be read"},
		{"top Received unreadable", "Received: by c.example; soon\n" + received + "\n", false, 3, "no date"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := ParseHeader(strings.NewReader(tt.header))
			if m.AuthorTime != tt.author || m.Date.Day() != tt.day || m.Received.Day() != 3 {
				t.Errorf("date %v (author %v), received %v", m.Date, m.AuthorTime, m.Received)
			}
			if got := strings.Join(m.Defects, "|"); !strings.Contains(got, tt.defect) || tt.defect == "" && got != "" {
				t.Errorf("defects %q, want one with %q", got, tt.defect)
			}
		})
	}
	if m := ParseHeader(strings.NewReader("Subject: x\n\n")); !m.Date.IsZero() {
		t.Errorf("date %v out of nothing", m.Date)
	}
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"Tue, 02 Dec 2025 10:20:30 +0100", "2025-12-02T10:20:30Z", "Tue Dec  2 10:20:30 PST 2025", "12/02/25 1:02pm"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, ok := parseDate(s)
		if !ok {
			return
		}
		if at.Year() < 1900 || at.Year() > 10000 {
			t.Fatalf("parseDate(%q) = %v", s, at)
		}
		// What is printed in the standard's form means the same moment.
		if again, ok := parseDate(at.Format(time.RFC1123Z)); !ok || !again.Equal(at) {
			t.Fatalf("%q read as %v, printed and read again as %v", s, at, again)
		}
	})
}

// TestUsualDateAgrees states that the quick reader reads nothing otherwise than the thorough one.
func TestUsualDateAgrees(t *testing.T) {
	for _, s := range []string{
		"Tue, 2 Dec 2025 10:00:00 +0100", "Tue, 02 Dec 2025 10:00:00 -0330 (NST)", "2 Dec 2025 10:00:00 +0000", " Tue, 2 Dec 2025 23:59:60 +0000", "Fri, 31 Feb 2025 10:00:00 +0000",
		"Tue, 2 Dec 2025 24:00:00 +0000", "Tue, 2 Dec 2025 10:00:00 +9999", "Tue, 2 Dec 2025 10:00:00 +0100 GMT", "Tue, 2 Dec 0025 10:00:00 +0100", "Tue, 2 Dez 2025 10:00:00 +0100", "Tue, 2 Dec 2025 1a:00:00 +0100",
	} {
		quick, ok := usualDate(s)
		thorough := dateParts{year: -1, month: -1, day: -1, hour: -1}
		for _, token := range dateTokens(s) {
			thorough.take(token)
		}
		want, wantOK := thorough.time()
		if ok && (!wantOK || !quick.Equal(want) || quick.Format(time.RFC3339) != want.Format(time.RFC3339)) {
			t.Errorf("%q: quick %v, thorough %v %v", s, quick, want, wantOK)
		}
	}
	if _, ok := usualDate("Tue, 2 Dec 2025 10:00:00 +0100 (CET)"); !ok {
		t.Error("the usual form is not read the quick way")
	}
}
