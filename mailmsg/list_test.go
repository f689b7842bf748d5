package mailmsg

import (
	"reflect"
	"testing"
)

func TestMailingList(t *testing.T) {
	tests := []struct {
		name, head string
		want       MailingList
	}{
		{"none", "", MailingList{}},
		{"Mailman", "List-Id: Garden talk <garden.example.org>\nList-Post: <mailto:garden@example.org>\nList-Unsubscribe: <https://example.org/u>,\n <mailto:garden-request@example.org?subject=unsubscribe>\nList-Archive: <https://example.org/a>\nList-Help: <mailto:garden-request@example.org?subject=help>\n",
			MailingList{ID: "garden.example.org", Name: "Garden talk", Post: "garden@example.org", Unsubscribe: []string{"https://example.org/u", "mailto:garden-request@example.org?subject=unsubscribe"},
				Archive: "https://example.org/a", Help: "mailto:garden-request@example.org?subject=help"}},
		{"one click", "List-Unsubscribe: <https://example.org/u?id=1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", MailingList{Unsubscribe: []string{"https://example.org/u?id=1"}, OneClick: true}},
		{"one click without https", "List-Unsubscribe: <http://example.org/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", MailingList{Unsubscribe: []string{"http://example.org/u"}}},
		{"nobody may write", "List-Post: NO (only news)\nList-Id: <news.example.org>\n", MailingList{ID: "news.example.org"}},
		{"dangerous addresses", "List-Unsubscribe: <javascript:alert(1)>, <file:///etc/passwd>, <https:///x>\n", MailingList{}},
		{"without brackets", "List-Unsubscribe: https://example.org/u\n", MailingList{Unsubscribe: []string{"https://example.org/u"}}},
		{"folded in the middle", "List-Unsubscribe: <https://example.org/\n u>\n", MailingList{Unsubscribe: []string{"https://example.org/u"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parseString(tt.head + letter("\nHi")).List
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got.IsList() != (tt.head != "" && tt.name != "dangerous addresses") {
				t.Errorf("IsList %v", got.IsList())
			}
		})
	}
}

func TestAuthenticatedBy(t *testing.T) {
	const head = "Authentication-Results: mx.example.org 1;\n spf=pass (example.org: domain of ann@example.org) smtp.mailfrom=ann@example.org;\n" +
		" dkim=fail reason=\"bad; signature\" header.d=evil.example;\n dkim = pass header.d=example.org header.s=a; dmarc=pass header.from=example.org\n" +
		"Received: from outside\nAuthentication-Results: mx.example.org; dkim=pass header.d=forged.example\nAuthentication-Results: evil.example; dmarc=pass\nAuthentication-Results: dkim=pass\n"
	m := parseString(head + letter("\nHi"))
	r, ok := m.AuthenticatedBy("MX.example.org")
	if !ok || len(r.Results) != 4 {
		t.Fatalf("results %+v", m.Authentication)
	}
	if dkim, _ := r.Find("dkim"); dkim.Result != "pass" || dkim.Property["header.d"] != "example.org" {
		t.Errorf("dkim %+v", dkim)
	}
	if bad := r.Results[1]; bad.Result != "fail" || bad.Reason != "bad; signature" {
		t.Errorf("the failed signature: %+v", bad)
	}
	if spf, _ := r.Find("spf"); spf.Property["smtp.mailfrom"] != "ann@example.org" || spf.Reason == "" {
		t.Errorf("spf %+v", spf)
	}
	if _, ok := m.AuthenticatedBy("other.example"); ok {
		t.Error("a server that said nothing is believed")
	}
	if _, ok := m.AuthenticatedBy(""); ok {
		t.Error("no server is believed")
	}
}

func FuzzHeaderReaders(f *testing.F) {
	f.Add("mx.example.org 1; spf=pass (a (b) c) smtp.mailfrom=a@b; dkim=fail reason=\"x;y\" header.d=b")
	f.Add("<https://a/>, <mailto:b@c?subject=u>, garden talk <x.y>")
	f.Fuzz(func(t *testing.T, value string) {
		h := header{fields: []field{{"Authentication-Results", []byte(value)}, {"List-Unsubscribe", []byte(value)}, {"List-Id", []byte(value)}, {"List-Post", []byte(value)}}}
		var m Message
		m.checked(h)
		for _, r := range m.Authentication {
			if r.Server == "" {
				t.Error("results of nobody")
			}
		}
		mailingList(h)
	})
}
