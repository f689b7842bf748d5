package mailmsg

import "testing"

func TestFileNames(t *testing.T) {
	tests := []struct{ name, disposition, kind, want string }{
		{"plain", `attachment; filename=plan.pdf`, "", "plan.pdf"},
		{"quoted", `attachment; filename="my plan.pdf"`, "", "my plan.pdf"},
		{"blanks without quotes", `attachment; filename=my plan.pdf; size=3`, "", "my plan.pdf"},
		{"quotes without end", `attachment; filename="my plan.pdf`, "", "my plan.pdf"},
		{"escaped quote", `attachment; filename="a\"b.pdf"`, "", `a"b.pdf`},
		{"only in Content-Type", "", `application/pdf; name="plan.pdf"`, "plan.pdf"},
		{"disposition first", `attachment; filename="a.pdf"`, `application/pdf; name="b.pdf"`, "a.pdf"},
		{"RFC 2231", `attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf`, "", "Grüße.pdf"},
		{"RFC 2231 wins", `attachment; filename="?.pdf"; filename*=utf-8''%C3%BC.pdf`, "", "ü.pdf"},
		{"RFC 2231 in pieces", `attachment; filename*0*=iso-8859-1'de'Gr%FC; filename*1*=%DFe; filename*2=.pdf`, "", "Grüße.pdf"},
		{"pieces out of order", `attachment; filename*1="b.pdf"; filename*0="a"`, "", "ab.pdf"},
		{"pieces counted from one", `attachment; filename*1="a"; filename*2="b.pdf"`, "", "ab.pdf"},
		{"cut inside a character", `attachment; filename*0*=utf-8''%C3; filename*1*=%BC.pdf`, "", "ü.pdf"},
		{"no charset", `attachment; filename*=%C3%BC.pdf`, "", "ü.pdf"},
		{"apostrophes in the name", `attachment; filename*=utf-8''it's%20ann's.pdf`, "", "it's ann's.pdf"},
		{"RFC 2047", `attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="`, "", "Grüße.pdf"},
		{"RFC 2047 in two words", `attachment; filename="=?utf-8?B?R3LDvA==?= =?utf-8?B?w59lLnBkZg==?="`, "", "Grüße.pdf"},
		{"RFC 2047 in pieces", `attachment; filename*0="=?utf-8?Q?Gr=C3=BC?="; filename*1=" =?utf-8?Q?n.pdf?="`, "", "Grün.pdf"},
		{"raw UTF-8", "attachment; filename=\"Grüße.pdf\"", "", "Grüße.pdf"},
		{"raw eight bits", "attachment; filename=\"Gr\xfc\xdfe.pdf\"", "", "Grüße.pdf"},
		{"backslashes are meant", `attachment; filename="C:\new\plan.pdf"`, "", `C:\new\plan.pdf`},
		{"no semicolon", `attachment filename="plan.pdf"`, "", "plan.pdf"},
		{"absurd piece number", `attachment; filename*99999999999="x"; filename=a.pdf`, "", "a.pdf"},
		{"none", "attachment", "application/pdf", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fileName(parseMedia(headerText([]byte(tt.disposition), "")), parseMedia(tt.kind))
			if got != tt.want {
				t.Errorf("name %q, want %q", got, tt.want)
			}
		})
	}
}

func TestContentType(t *testing.T) {
	tests := []struct{ name, in, value, charset string }{
		{"usual", `text/plain; charset=utf-8`, "text/plain", "utf-8"},
		{"capitals", `TEXT/Plain; CHARSET="UTF-8"`, "text/plain", "UTF-8"},
		{"comment", `text/plain; charset=us-ascii (Plain text)`, "text/plain", "us-ascii"},
		{"no semicolon", `text/html charset=koi8-r`, "text/html", "koi8-r"},
		{"doubled semicolon", `text/html;; charset=koi8-r;`, "text/html", "koi8-r"},
		{"blanks around =", `text/html; charset = "koi8-r"`, "text/html", "koi8-r"},
		{"half a type", `text; charset=koi8-r`, "text/plain", "koi8-r"},
		{"no type", `; charset=koi8-r`, "text/plain", "koi8-r"},
		{"empty", ``, "text/plain", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := header{fields: []field{{"Content-Type", []byte(tt.in)}}}
			got := contentType(h, "text/plain")
			if got.value != tt.value || got.params["charset"] != tt.charset {
				t.Errorf("%q, charset %q; want %q, %q", got.value, got.params["charset"], tt.value, tt.charset)
			}
		})
	}
}
