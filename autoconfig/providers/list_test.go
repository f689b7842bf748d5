package providers

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestList reads the whole list: what is wrong with it would otherwise show on a user's first page.
func TestList(t *testing.T) {
	all, err := parse(facts, notes)
	if err != nil {
		t.Fatal(err)
	}
	domains := map[string]string{}
	withPOP3 := 0
	for _, p := range all {
		if p.Name == "" || len(p.Domains) == 0 {
			t.Errorf("%s has the name %q and %d domains", p.ID, p.Name, len(p.Domains))
		}
		for _, d := range p.Domains {
			if other := domains[d]; other != "" {
				t.Errorf("%s belongs to %s and to %s", d, other, p.ID)
			}
			if d != strings.ToLower(d) || !strings.Contains(d, ".") {
				t.Errorf("%s: domain %q", p.ID, d)
			}
			domains[d] = p.ID
		}
		for _, s := range slices.Concat(p.POP3, p.SMTP) {
			checkServer(t, p.ID, s)
		}
		if len(p.POP3) > 0 {
			withPOP3++
		}
		if p.NoPOP3 && len(p.POP3) > 0 {
			t.Errorf("%s has a POP3 server and none", p.ID)
		}
		if len(p.Steps) > 0 && p.AppPassword == nil && p.OwnPassword == nil {
			t.Errorf("%s has steps to nowhere", p.ID)
		}
	}
	if len(all) < 160 || withPOP3 < 146 || len(domains) < 940 {
		t.Errorf("%d providers, %d with POP3, %d domains", len(all), withPOP3, len(domains))
	}
}

func checkServer(t *testing.T, id string, s Server) {
	t.Helper()
	host, user := s.For("ann", "example.org")
	if host == "" || user == "" || strings.Contains(host+user, "%") || s.Port < 1 || s.Port > 65535 {
		t.Errorf("%s: server %+v", id, s)
	}
	if !slices.Contains([]string{"implicit", "starttls", "none"}, s.TLS) {
		t.Errorf("%s: protection %q", id, s.TLS)
	}
	for _, a := range s.Auth {
		if !slices.Contains([]string{"password", "encrypted", "oauth2", "none"}, a) {
			t.Errorf("%s: way to sign in %q", id, a)
		}
	}
}

func TestFinding(t *testing.T) {
	for domain, want := range map[string]string{
		"gmail.com": "Gmail", "hotmail.co.uk": "Outlook.com", "icloud.com": "iCloud", "web.de": "WEB.DE", "example.org": "", "com": "",
	} {
		if got := nameOf(OfDomain(domain)); got != want {
			t.Errorf("OfDomain(%q) = %q, want %q", domain, got, want)
		}
	}
	for host, want := range map[string]string{
		"aspmx.l.google.com.": "Gmail", "ASPMX.L.GOOGLE.COM": "Gmail", "example-org.mail.protection.outlook.com": "Microsoft 365",
		"hotmail-com.olc.protection.outlook.com": "Outlook.com", "in1-smtp.messagingengine.com.": "Fastmail",
		"mta5.am0.yahoodns.net": "Yahoo", "mx.example.org": "", "com": "", "": "", "notgoogle.com": "",
	} {
		if got := nameOf(OfMX(host)); got != want {
			t.Errorf("OfMX(%q) = %q, want %q", host, got, want)
		}
	}
	if p := OfServer("pop3.web.de"); p == nil || p.Every != 15*time.Minute {
		t.Errorf("OfServer(pop3.web.de) = %+v", p)
	}
	if p := OfServer("POP.gmail.com"); p == nil || !p.Hides {
		t.Errorf("OfServer(pop.gmail.com) = %+v", p)
	}
	if OfServer("pop.example.org") != nil || !HasServer("smtp.gmail.com") || HasServer("smtp.example.org") {
		t.Error("a server is taken for another's")
	}
}

func nameOf(p *Provider) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func TestUserNames(t *testing.T) {
	for form, want := range map[string]string{
		"email": "ann@example.org", "local": "ann", "%EMAILLOCALPART%.%EMAILDOMAIN%": "ann.example.org",
	} {
		if _, got := (Server{User: form}).For("ann", "example.org"); got != want {
			t.Errorf("%q became %q, want %q", form, got, want)
		}
	}
	if host, _ := (Server{Host: "mail.%EMAILDOMAIN%"}).For("ann", "inbox.lv"); host != "mail.inbox.lv" {
		t.Errorf("host = %q", host)
	}
}

func TestBrokenLines(t *testing.T) {
	for _, text := range []string{
		"name A", "provider a\nwhat is this", "provider a\npop3 h 995 implicit password", "provider a\npop3 h x implicit password email",
		"provider a\nenable http://example.org/", "provider a\nevery soon", "provider a\noauth2 issuer",
	} {
		if _, err := parse(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		all, err := parse(facts, notes)
		if err != nil {
			b.Fatal(err)
		}
		index(all)
	}
}
