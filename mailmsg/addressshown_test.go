package mailmsg

import (
	"strings"
	"testing"
)

func TestShownAddress(t *testing.T) {
	tests := []struct {
		name, address, shown string
		alike                bool
	}{
		{"plain", "ann@example.org", "ann@example.org", false},
		{"German, in ASCII", "bo@xn--bcher-kva.example", "bo@bücher.example", false},
		{"German", "bo@Bücher.example", "bo@bücher.example", false},
		{"Japanese", "info@xn--r8jz45g.jp", "info@例え.jp", false},
		{"Japanese of three scripts", "info@日本ひらカタabc.jp", "info@日本ひらカタabc.jp", false},
		{"Russian", "почта@пример.рф", "почта@пример.рф", false},
		{"Russian under com", "info@правда.com", "info@правда.com", false},
		{"Cyrillic that looks Latin", "service@аррӏе.com", "service@xn--80ak6aa92e.com", true},
		{"the same in ASCII", "service@xn--80ak6aa92e.com", "service@xn--80ak6aa92e.com", true},
		{"such letters at home", "a@сосо.рф", "a@сосо.рф", false},
		{"one Cyrillic letter", "a@exаmple.org", "a@xn--exmple-4nf.org", true},
		{"Greek and Latin", "a@gοοgle.com", "a@xn--ggle-0nda.com", true},
		{"a dot is missing", "a@wıkı.org", "a@xn--wk-hpab.org", true},
		{"turned direction", "a\u202eb@example.org", "ab@example.org", false},
		{"an emoji", "a@xn--ls8h.la", "a@xn--ls8h.la", true},
		{"Cyrillic and Greek", "a@жω.org", "a@xn--bya1t.org", true},
		{"no address", "Ann", "Ann", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Address{Address: tt.address}
			if got := a.Shown(); got != tt.shown || a.HasLookAlike() != tt.alike {
				t.Errorf("shown %q, alike %v; want %q", got, a.HasLookAlike(), tt.shown)
			}
		})
	}
}

func FuzzShownAddress(f *testing.F) {
	f.Add("ann@xn--bcher-kva.example")
	f.Add("a@аррӏе.com")
	f.Add("@xn--\x00")
	f.Fuzz(func(t *testing.T, address string) {
		address = strings.ToValidUTF8(address, "")
		shown := Address{Address: address}.Shown()
		if again := (Address{Address: shown}).Shown(); again != shown {
			t.Errorf("%q is shown as %q, and that as %q", address, shown, again)
		}
		if strings.ContainsFunc(shown, isBidiControl) {
			t.Errorf("%q turns the direction", shown)
		}
	})
}
