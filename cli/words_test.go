package cli

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"satchel/mailsync"
)

func TestCommandWords(t *testing.T) {
	tests := []struct {
		line     string
		code     int
		out, err string // a piece of each
	}{
		{"", exitUsage, "Commands:", "needs a command"},
		{"--help", exitDone, "Commands:", ""},
		{"help", exitDone, "Commands:", ""},
		{"account", exitUsage, "Commands:", "needs a command"},
		{"account --help", exitDone, "remove", ""},
		{"account drop", exitUsage, "", `"drop" is no command of satchel account. There are: add, list, set, sign-in, remove.`},
		{"seek x", exitUsage, "", `"seek" is no command of satchel. There are: account, lookup, fetch,`},
		{"fetch --help", exitDone, "Usage: satchel fetch", ""},
		{"account set ann -h", exitDone, "--only-new", ""},
		{"--version", exitDone, "satchel v0.0.0-test\n", ""},
		{"--verbose list", exitUsage, "", "See: satchel --help"},
		{"list --verbose", exitUsage, "", "See: satchel list --help"},
		{"plan", exitUsage, "", "Usage: satchel plan ID"},
		{"show x", exitUsage, "", "no message number"},
		{"show 1 --raw --text", exitUsage, "", "--raw gives"},
		{"parse none.eml", exitUsage, "", "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			w := newWorld(t)
			a := w.run(strings.Fields(tt.line)...)
			if a.code != tt.code || !strings.Contains(a.out, tt.out) || !strings.Contains(a.err, tt.err) {
				t.Errorf("ended with %d: %q %q", a.code, a.out, a.err)
			}
		})
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	var visit func(path []string, list []command)
	visit = func(path []string, list []command) {
		for _, cmd := range list {
			args := append(append([]string{}, path...), cmd.name)
			if cmd.sub != nil {
				visit(args, cmd.sub)
				continue
			}
			w := newWorld(t)
			a := w.want(exitDone, append(args, "--help")...)
			if !strings.HasPrefix(a.out, "Usage: satchel "+strings.Join(args, " ")) || !strings.Contains(a.out, "--profile DIR") || cmd.does == "" {
				t.Errorf("help of %v:\n%s", args, a.out)
			}
		}
	}
	visit(nil, commands())
}

func TestFlagsAnywhere(t *testing.T) {
	for _, line := range []string{"--profile DIR --json account list", "account list --profile DIR --json", "--json account list --profile=DIR", "-json -profile DIR account list"} {
		w := newWorld(t)
		w.env.DataDir = filepath.Join(t.TempDir(), "another")
		if a := w.typing("x\n", "account", "add", "--email", "ann@example.org", "--pop3", "pop.example.org", "--password-stdin", "--profile", w.dir); a.code != exitDone {
			t.Fatal(a)
		}
		if a := w.run(strings.Fields(strings.ReplaceAll(line, "DIR", w.dir))...); a.code != exitDone || !strings.HasPrefix(a.out, "[\n") {
			t.Errorf("satchel %s: %+v", line, a)
		}
	}
}

func TestParse(t *testing.T) {
	w := newWorld(t)
	const letter = "From: =?utf-8?q?J=C3=B6rg?= <j@example.org>\r\nTo: a@example.org\r\nSubject: \x1b[2JHi\r\nDate: Tue, 3 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\x1b[1m you\u202e\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n"
	a := w.typing(letter, "parse", "-", "--json")
	for _, piece := range []string{`"name": "Jörg"`, `"cc": []`, `"date": "2026-11-03T10:00:00+01:00"`, `"size": 3`, `"sha256": "` + hexSum([]byte{0, 1, 2}) + `"`, `"defects": [`} {
		if !strings.Contains(a.out, piece) {
			t.Errorf("JSON lacks %s:\n%s", piece, a.out)
		}
	}
	text := w.typing(letter, "parse", "-").out
	if !strings.Contains(text, "From:     Jörg <j@example.org>\n") || !strings.Contains(text, "a.pdf (application/pdf, 3 bytes)") {
		t.Errorf("text = %q", text)
	}
	if strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("control characters reach the terminal: %q", text)
	}
}

func TestParseTellsWhatWasSent(t *testing.T) {
	w := newWorld(t)
	const letter = "From: j@example.org\r\nDate: Tue, 3 Nov 2026 10:00:00 +0100\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n"
	a := w.typing(letter, "parse", "-", "--json")
	for _, piece := range []string{`"text": "",`, `"reading_text": "Hello\n"`, `"html": "<p>Hello`, `"list": null`, `"inside": []`, `"date_written": true`} {
		if !strings.Contains(a.out, piece) {
			t.Errorf("JSON lacks %s:\n%s", piece, a.out)
		}
	}
	const invitation = "From: j@example.org\r\nDate: Tue, 3 Nov 2026 10:00:00 +0100\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/calendar\r\n\r\n" +
		"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261105\r\nSUMMARY:Tea\r\nEND:VEVENT\r\n--b\r\nContent-Type: application/octet-stream; name=tea.pdf.exe\r\n\r\nMZ\x00\r\n--b--\r\n"
	text := w.typing(invitation, "parse", "-").out
	if !strings.Contains(text, "Event:    Appointment: Tea, Thursday, 5 November 2026.\n") || !strings.Contains(text, "tea.pdf.exe (application/x-msdownload, 3 bytes; pretends to be harmless and is not)") {
		t.Errorf("text = %q", text)
	}
}

func TestHumanWords(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ name, got, want string }{
		{"no bytes", humanSize(0), "0 bytes"},
		{"one byte", humanSize(1), "1 byte"},
		{"bytes", humanSize(999), "999 bytes"},
		{"kB", humanSize(1000), "1 kB"},
		{"rounded to 10", humanSize(9950), "10 kB"},
		{"below the next unit", humanSize(999_499), "999 kB"},
		{"next unit", humanSize(999_500), "1 MB"},
		{"MB", humanSize(18_400_000), "18 MB"},
		{"GB", humanSize(1_400_000_000), "1.4 GB"},
		{"many TB", humanSize(5_000_000_000_000_000), "5000 TB"},
		{"thousands", thousands(24118), "24\u202f118"},
		{"millions", thousands(1000000), "1\u202f000\u202f000"},
		{"negative", thousands(-123456), "-123\u202f456"},
		{"below", thousands(-123), "-123"},
		{"this year", day(time.Date(2026, 12, 1, 23, 0, 0, 0, time.UTC), now), "Tue 1 December"},
		{"another year", day(time.Date(2025, 12, 2, 0, 0, 0, 0, time.UTC), now), "Tue 2 December 2025"},
		{"never", day(time.Time{}, now), ""},
		{"today", moment(now.Add(-time.Hour), now), "14:00"},
		{"yesterday", moment(now.Add(-24*time.Hour), now), "Sun 22 November 15:00"},
		{"a second", about(time.Second), "about 5 s"},
		{"seconds", about(22 * time.Second), "about 25 s"},
		{"minutes", about(118 * time.Second), "about 2 min"},
		{"hours", about(3 * time.Hour), "about 3 h"},
		{"cut", fit("Grüße aus München", 8), "Grüße a…"},
		{"exact", fit("Grüße", 5), "Grüße"},
		{"filled", fit("ab", 4), "ab  "},
		{"wide", fit("日本語の手紙", 7), "日本語…"},
		{"wide, one column left", fit("日本語の手紙", 6), "日本… "},
		{"combining", fit("e\u0301e\u0301e\u0301", 3), "e\u0301e\u0301e\u0301"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
	if got, want := table([][]string{{"A", "SIZE"}, {"日本", "7"}, {"x", ""}}, 1), "A     SIZE\n日本     7\nx\n"; got != want {
		t.Errorf("table = %q, want %q", got, want)
	}
}

// Text from mail never reaches the terminal with control characters, and fills its column exactly.
func FuzzColumn(f *testing.F) {
	f.Add("Grüße \x1b[2J\u202e 日本語", 5)
	f.Add("\xff\xfe\n\u2028", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = 1 + abs(n)%200
		got := fit(clean(s), n)
		if cells(got) != n {
			t.Errorf("fit(clean(%q), %d) = %q, %d columns", s, n, got, cells(got))
		}
		if strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("clean(%q) = %q", s, got)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

func TestProgress(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	var screen strings.Builder
	p := newProgress(&screen, true, func() time.Time { return now })
	p.take(mailsync.Event{Account: 1, Phase: mailsync.Connecting})
	p.take(mailsync.Event{Account: 1, Phase: mailsync.Getting, Of: 340, OfBytes: 610_000_000})
	now = now.Add(4 * time.Second)
	p.take(mailsync.Event{Account: 1, Phase: mailsync.Getting, Done: 11, Of: 340, Bytes: 18_000_000, OfBytes: 610_000_000})
	p.clear()
	lines := strings.Split(screen.String(), "\r")
	for i, want := range []string{"", "Connecting …", "Getting 1 of 340 · 0 bytes of 610 MB", "Getting 12 of 340 · 18 MB of 610 MB · about 2 min", "", ""} {
		if i >= len(lines) || strings.TrimRight(lines[i], " ") != want {
			t.Fatalf("drawn: %q, want %q in place %d", lines, want, i)
		}
	}
	p = newProgress(io.Discard, false, time.Now)
	p.take(mailsync.Event{Account: 1})
	p.clear()
	if p != nil {
		t.Error("progress without a terminal")
	}
}
