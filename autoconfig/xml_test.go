package autoconfig

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
)

// TestHostileFiles: each of these would send the password to somebody, or this program to its knees.
func TestHostileFiles(t *testing.T) {
	good := configFile("pop.evil.example", "SSL", "password-cleartext")
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	body := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
	}
	tests := []struct {
		name string
		page http.HandlerFunc
		kind Kind   // of the first note
		says string // part of its text
	}{
		{"redirect to http", redirect("http://evil.example/config.xml"), Refused, "unprotected page"},
		{"redirect in a circle", redirect("/mail/config-v1.1.xml"), NotFound, "found no POP3 server"},
		{"another owner's servers", body(strings.ReplaceAll(good, "pop.evil.example", "pop.thief.example")), OtherOwner, "servers of thief.example"},
		{"no TLS", body(strings.ReplaceAll(good, "SSL", "plain")), Refused, "without encryption"},
		{"a hundred megabytes", func(w http.ResponseWriter, r *http.Request) {
			chunk := []byte(strings.Repeat("<a></a>", 10_000))
			io.WriteString(w, "<clientConfig>")
			for n := 0; n < 100<<20; n += len(chunk) {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, NotFound, "found no POP3 server"},
		{"a bomb of entities", body(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + strings.Replace(good, "House Mail", "&b;", 1)), NotFound, "found no POP3 server"},
		{"a file of this computer", body(`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>` + strings.Replace(good, "House Mail", "&f;", 1)), NotFound, "found no POP3 server"},
		{"depth", body(strings.Repeat("<a>", 40_000)), NotFound, "found no POP3 server"},
		{"a web page", body("<!doctype html><html><body>Not here"), NotFound, "found no POP3 server"},
		{"nothing", body(""), NotFound, "found no POP3 server"},
		{"an address in numbers", body(strings.ReplaceAll(good, "pop.evil.example", "192.0.2.1")), NotFound, "names no POP3 server"},
		{"a line break in the host", body(strings.ReplaceAll(good, "pop.evil.example", "pop.evil.example&#13;&#10;QUIT")), NotFound, "names no POP3 server"},
		{"a line break in the user", body(strings.ReplaceAll(good, "%EMAILLOCALPART%", "a&#10;DELE 1")), NotFound, "names no POP3 server"},
		{"a port that is none", body(strings.ReplaceAll(good, "995", "99995")), NotFound, "names no POP3 server"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newStandin(t)
			n.page["autoconfig.evil.example/mail/config-v1.1.xml"] = tt.page
			begun := time.Now()
			s, err := Lookup(t.Context(), "ann@evil.example", n.options())
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Notes) == 0 || s.Notes[0].Kind != tt.kind || !strings.Contains(s.Notes[0].Text, tt.says) {
				t.Errorf("notes = %+v, want %s with %q", s.Notes, tt.kind, tt.says)
			}
			if tt.kind == OtherOwner && len(s.Confirm) == 0 || tt.kind != OtherOwner && len(s.POP3) > 0 {
				t.Errorf("preset without a question: %+v", s)
			}
			if took := time.Since(begun); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
			if n.wasAsked("dial evil.example:80") {
				t.Error("an unprotected page was asked")
			}
		})
	}
}

// TestBadCertificate: a page that shows another's certificate is not read.
func TestBadCertificate(t *testing.T) {
	n := newStandin(t)
	n.file("autoconfig.evil.example/mail/config-v1.1.xml", configFile("pop.evil.example", "SSL", "password-cleartext"))
	o := n.options()
	o.TLS = nil // the system's authorities do not know the stand-in's
	s, err := Lookup(t.Context(), "ann@evil.example", o)
	if err != nil || s.Source != None || n.wasAsked("GET") {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAcceptedFiles(t *testing.T) {
	a := address{"ann", "example.org"}
	good := configFile("pop.example.org", "SSL", "password-cleartext")
	tests := []struct{ name, file, user string }{
		{"plain", good, "ann"},
		{"Latin-1", strings.Replace(strings.Replace(good, `version="1.0"`, `version="1.0" encoding="ISO-8859-1"`, 1), "House Mail", "H\xf6use", 1), "ann"},
		{"a comment, spaces and capital letters", "<!-- x -->" + strings.Replace(strings.Replace(good, "SSL", " ssl ", 1), "pop.example.org", "\n POP.example.org ", 1)[len(`<?xml version="1.0"?>`):], "ann"},
		{"no user name", strings.Replace(good, "%EMAILLOCALPART%", "", 1), "ann@example.org"},
		{"a user name with the domain", strings.Replace(good, "%EMAILLOCALPART%", "%EMAILLOCALPART%.%EMAILDOMAIN%", 1), "ann.example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := parseConfig([]byte(tt.file), a)
			if err != nil || len(c.pop3) != 1 || c.pop3[0] != (Server{"pop.example.org", 995, "implicit", tt.user, "auto"}) {
				t.Errorf("%+v, %v", c, err)
			}
			if c.name != "House Mail" && c.name != "Höuse" {
				t.Errorf("name = %q", c.name)
			}
		})
	}
}

func TestProviderNameIsPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  A\n B ": "A B", "safe\u202eevil": "safeevil", "a\x00b": "ab", strings.Repeat("x", 99): strings.Repeat("x", maxName) + "…",
	} {
		if got := plainName(in); got != want {
			t.Errorf("plainName(%q) = %q", in, got)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte(configFile("pop.example.org", "SSL", "password-cleartext")), "ann", "example.org")
	f.Add([]byte(configFile("pop.%EMAILDOMAIN%", "plain", "OAuth2")), "ann", "example.org")
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "a">]><clientConfig>&a;</clientConfig>`), "a.b", "x")
	f.Fuzz(func(t *testing.T, data []byte, local, domain string) {
		a, err := parseAddress(local + "@" + domain)
		if err != nil {
			return
		}
		c, err := parseConfig(data, a)
		if (err == nil) != (len(c.pop3) > 0) {
			t.Fatalf("%d POP3 servers and %v", len(c.pop3), err)
		}
		if err != nil && !errors.Is(err, errNoConfig) && !errors.Is(err, errNoTLS) && !errors.Is(err, errNoPOP3) {
			t.Fatalf("an error of no kind: %v", err)
		}
		if strings.ContainsFunc(c.name, unicode.IsControl) || len([]rune(c.name)) > maxName+1 {
			t.Fatalf("name %q", c.name)
		}
		for _, s := range append(c.pop3, c.smtp...) {
			if s.TLS != "implicit" && s.TLS != "starttls" || s.Port < 1 || s.Port > 65535 || !validHost(s.Host) || s.User == "" ||
				strings.ContainsFunc(s.User, unicode.IsControl) || s.Auth != "auto" && s.Auth != "xoauth2" {
				t.Fatalf("server %+v", s)
			}
		}
		if len(c.pop3) > maxServers || len(c.smtp) > maxServers {
			t.Fatal("too many servers")
		}
	})
}

// FuzzTypo: a popular domain is never taken for a slip, and a slip leads to a popular domain.
func FuzzTypo(f *testing.F) {
	for _, d := range []string{"gmial.com", "gmail", "x", "", ".", "web.ed", "a.b.c"} {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, domain string) {
		d := meant(domain)
		if d != "" && meant(d) != "" {
			t.Fatalf("%q leads to %q, which leads on", domain, d)
		}
		if d == domain && d != "" {
			t.Fatalf("%q is taken for a slip of itself", domain)
		}
	})
}

// TestNoTypo: domains of their own that look like popular ones.
func TestNoTypo(t *testing.T) {
	for _, d := range []string{"mail.com", "ymail.com", "outlook.ca", "yahoo.co.in", "gmx.li", "live.nl", "example.org", "free.de", "me.com", "hotmail.gr", "web.com"} {
		if got := meant(d); got != "" {
			t.Errorf("%s is taken for %s", d, got)
		}
	}
	for typed, want := range map[string]string{"gamil.com": "gmail.com", "gmaill.com": "gmail.com", "gnail.com": "gmail.com", "gmail.co": "gmail.com", "gmail.cmo": "gmail.com",
		"g.mail.com": "gmail.com", "hotmial.com": "hotmail.com", "iclod.com": "icloud.com", "yahoo.cm": "yahoo.com", "t-onlne.de": "t-online.de"} {
		if got := meant(typed); got != want {
			t.Errorf("%s is taken for %q, want %s", typed, got, want)
		}
	}
}
