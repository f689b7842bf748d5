package htmlview

import (
	"slices"
	"testing"
)

func TestTarget(t *testing.T) {
	tests := []struct{ base, href, want string }{
		{"", "https://ok.test/", "https://ok.test/"},
		{"", " \n https://ok.test/a\tb ", "https://ok.test/ab"},
		{"", "HTTP://ok.test", "http://ok.test"},
		{"", "mailto:a@b.test?subject=x", "mailto:a@b.test?subject=x"},
		{"", "tel:+431234", "tel:+431234"},
		{"http://base.test/x/", "/login", "http://base.test/login"},
		{"", "/login", ""},
		{"", "#top", ""},
		{"", "javascript:alert(1)", ""},
		{"", " java\tscript:alert(1)", ""},
		{"http://base.test/", "javascript:alert(1)", ""},
		{"", "data:text/html,x", ""},
		{"", "vbscript:x", ""},
		{"", "file:///C:/x.exe", ""},
		{"", "ms-msdt:/id", ""},
		{"", "search-ms:query=x", ""},
		{"", "http://", ""},
		{"", "http://[bad", ""},
		{"file:///etc/", "passwd", ""},
	}
	for _, tt := range tests {
		if got, ok := Target(tt.base, tt.href); got != tt.want && ok || ok != (tt.want != "") {
			t.Errorf("Target(%q, %q) = %q %v, want %q", tt.base, tt.href, got, ok, tt.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct {
		name, text, target string
		want               []Warning
	}{
		{"plain words", "read more", "https://shop.test/x", nil},
		{"another site", "https://www.mybank.test/login", "http://evil.test/x", []Warning{WarnTextMismatch}},
		{"a tracker in between", "www.shop.test", "https://click.mailer.test/c?u=1", []Warning{WarnTextMismatch}},
		{"same site", "mybank.test", "https://www.mybank.test/login?x=1", nil},
		{"same without www", "www.mybank.test", "https://mybank.test/", nil},
		{"subdomain of the same", "example.co.uk", "https://mail.example.co.uk/", nil},
		{"neighbours under a public suffix", "a.co.uk", "https://b.co.uk/", []Warning{WarnTextMismatch}},
		{"homograph", "p\u0430ypal.test", "https://xn--pypal-4ve.test/", []Warning{WarnHomograph}},
		{"homograph, raw", "paypal.test", "https://p\u0430ypal.test/", []Warning{WarnTextMismatch, WarnHomograph}},
		{"all look-alikes", "click", "https://\u0430\u0441\u0435.test/", []Warning{WarnHomograph}},
		{"honest umlaut", "b\u00fccher.test", "https://b\u00fccher.test/", nil},
		{"honest Cyrillic", "click", "https://\u043f\u0440\u0438\u0432\u0435\u0442.test/", nil},
		{"user info", "mybank", "https://www.mybank.test@evil.test/", []Warning{WarnUserInfo}},
		{"number", "mybank", "http://192.0.2.7/", []Warning{WarnIPHost}},
		{"hexadecimal number", "mybank", "http://0xC0000207/", []Warning{WarnIPHost}},
		{"IPv6", "mybank", "http://[2001:db8::1]/", []Warning{WarnIPHost}},
		{"turned round", "https://\u202etset.knab\u202c", "https://evil.test/", []Warning{WarnTextMismatch}},
		{"zero width", "my\u200bbank.test", "https://evil.test/", []Warning{WarnTextMismatch}},
		{"a sentence with a name", "see mybank.test for more", "https://evil.test/", nil},
		{"a version is no site", "1.2b", "https://shop.test/", nil},
		{"an address is no site", "ann@mybank.test", "https://shop.test/", nil},
		{"mail", "ann@mybank.test", "mailto:ann@mybank.test", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Warnings(tt.text, tt.target); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestPageLinks(t *testing.T) {
	p := layOut(t, `<base href=http://evil.test/><a href=/login>alpha</a> <a href="javascript:x">beta</a> <a href=https://evil.test/><img alt=mybank.test src=200x40></a>
		<a href=https://evil.test/><table><tr><td>https://mybank.test</table></a>`)
	want := []struct {
		target string
		warn   []Warning
	}{{"http://evil.test/login", nil}, {"", nil}, {"https://evil.test/", []Warning{WarnTextMismatch}}, {"https://evil.test/", []Warning{WarnTextMismatch}}}
	if len(p.Links) != len(want) {
		t.Fatalf("%d links, want %d", len(p.Links), len(want))
	}
	for i, w := range want {
		if l := p.Links[i]; l.Target != w.target || !slices.Equal(l.Warnings, w.warn) {
			t.Errorf("link %d: %q %v, want %q %v", i, l.Target, l.Warnings, w.target, w.warn)
		}
	}
}
