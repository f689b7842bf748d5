package mailmsg

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkName states what is true of every file name offered.
func checkName(t *testing.T, name string) {
	t.Helper()
	switch {
	case name == "" || len(name) > maxName || !utf8.ValidString(name):
		t.Errorf("name %q: empty, too long or not UTF-8", name)
	case strings.ContainsAny(name, `<>:"/\|?*`) || strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsFunc(name, isBidiControl):
		t.Errorf("name %q has an unsafe character", name)
	case strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name:
		t.Errorf("name %q begins or ends with a dot or blank", name)
	case isReserved(name):
		t.Errorf("name %q is a device on Windows", name)
	}
}

func TestSafeName(t *testing.T) {
	long := strings.Repeat("ü", 200)
	tests := []struct{ name, in, want string }{
		{"usual", "plan.pdf", "plan.pdf"},
		{"umlauts", "Grüße aus Köln.pdf", "Grüße aus Köln.pdf"},
		{"Unix path", "../../etc/passwd", "passwd"},
		{"Windows path", `C:\Windows\win.ini`, "win.ini"},
		{"path ending in a slash", "dir/", "dir_"},
		{"direction override", "invoice_\u202efdp.exe", "invoice_fdp.exe"},
		{"isolates and marks", "a\u2066b\u2069\u200e.txt", "ab.txt"},
		{"control characters", "a\x00b\nc\x7f.txt", "ab c.txt"},
		{"refused by Windows", `a<b>:"|?*.txt`, "a_b______.txt"},
		{"device", "con", "_con"},
		{"device with extension", "LPT1.txt", "_LPT1.txt"},
		{"no device", "COM10.txt", "COM10.txt"},
		{"hidden file", ".bashrc", "bashrc"},
		{"dots at the end", "name. . .", "name"},
		{"only dots", "..", "attachment"},
		{"nothing", "", "attachment"},
		{"only blanks", " \u00a0 ", "attachment"},
		{"white space collapsed", "a \t  b.txt", "a b.txt"},
		{"bad UTF-8", "a\xffb.txt", "a_b.txt"},
		{"long", long + ".pdf", strings.Repeat("ü", 58) + ".pdf"},
		{"long without extension", long, strings.Repeat("ü", 60)},
		{"zero width", "pay\u200bpal.txt", "paypal.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := SafeName(tt.in)
			if got != tt.want {
				t.Errorf("SafeName(%q) = %q, want %q", tt.in, got, tt.want)
			}
			checkName(t, got)
		})
	}
}

func FuzzSafeName(f *testing.F) {
	for _, seed := range []string{"plan.pdf", `..\..\con`, "a\u202efdp.exe", ". .", strings.Repeat("x", 300) + ".tar.gz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		safe := SafeName(name)
		checkName(t, safe)
		if again := SafeName(safe); again != safe {
			t.Errorf("SafeName(%q) = %q, and of that %q", name, safe, again)
		}
	})
}
