package pop3client

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// offered makes capabilities of lines separated by commas; "-": no CAPA.
func offered(t *testing.T, lines string) Capabilities {
	t.Helper()
	if lines == "-" {
		return nil
	}
	caps := Capabilities{}
	for line := range strings.SplitSeq(lines, ",") {
		if err := caps.add(line); err != nil {
			t.Fatal(err)
		}
	}
	return caps
}

func TestWays(t *testing.T) {
	const (
		all   = "SASL PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER,USER"
		stamp = "<1@example.org>"
	)
	tests := []struct {
		name, word   string
		caps         string
		stamp        string
		tls, allowed bool
		want         string
		err          error
	}{
		{"all, TLS", "auto", all, stamp, true, false, "scram-sha-256 plain login user cram-md5 apop", nil},
		{"all, clear allowed", "auto", all, stamp, false, true, "scram-sha-256 cram-md5 apop plain login user", nil},
		{"all, clear not allowed", "auto", all, stamp, false, false, "scram-sha-256 cram-md5 apop", nil},
		{"case", "AUTO", "SASL plain", "", true, false, "plain", nil},
		{"no CAPA, TLS", "", "-", "", true, false, "user", nil},
		{"no CAPA, stamp, TLS", "", "-", stamp, true, false, "user apop", nil},
		{"no CAPA, stamp, clear", "", "-", stamp, false, true, "apop user", nil},
		{"no CAPA, clear not allowed", "", "-", "", false, false, "", ErrClearText},
		{"CAPA says nothing", "", "TOP", "", true, false, "user", nil},
		{"only MD5, TLS", "", "SASL CRAM-MD5", "", true, false, "cram-md5", nil},
		{"only others", "", "SASL GSSAPI", "", true, false, "", ErrNoMechanism},
		{"only others, stamp", "", "SASL GSSAPI", stamp, true, false, "apop", nil},
		{"only tokens", "", "SASL XOAUTH2 OAUTHBEARER", "", true, false, "", ErrNoMechanism},
		{"PLAIN, clear not allowed", "", "SASL PLAIN", "", false, false, "", ErrClearText},
		{"one alone", "login", all, stamp, true, false, "login", nil},
		{"one alone shows the password", "login", all, "", false, false, "", ErrClearText},
		{"USER shows the password", "user", all, "", false, false, "", ErrClearText},
		{"a token is shown too", "xoauth2", all, "", false, false, "", ErrClearText},
		{"XOAUTH2", "xoauth2", all, "", true, false, "xoauth2", nil},
		{"CRAM-MD5 shows nothing", "cram-md5", all, "", false, false, "cram-md5", nil},
		{"not offered", "scram-sha-256", "SASL PLAIN", "", true, false, "", ErrNoMechanism},
		{"no CAPA, asked for", "oauthbearer", "-", "", true, false, "oauthbearer", nil},
		{"APOP without a stamp", "apop", all, "", true, false, "", ErrNoMechanism},
		{"APOP", "apop", "-", stamp, false, false, "apop", nil},
		{"USER unannounced", "user", "SASL GSSAPI", "", true, false, "user", nil},
		{"unknown", "kerberos", all, "", true, true, "", ErrNoMechanism},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ways, err := offer{offered(t, tt.caps), tt.stamp, tt.tls, tt.allowed}.ways(tt.word)
			var words []string
			for _, w := range ways {
				words = append(words, w.word)
			}
			if got := strings.Join(words, " "); got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ways = %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestMechanisms(t *testing.T) {
	words := Mechanisms()
	if words[0] != "auto" || len(words) != 9 || !slices.Contains(words, "scram-sha-256") {
		t.Errorf("Mechanisms = %q", words)
	}
	for _, word := range words {
		if _, err := (offer{Caps: nil, Stamp: "<1@x>", TLS: true}).ways(word); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestBlameWay(t *testing.T) {
	tests := []struct {
		code, text string
		want       bool
	}{
		{"", "unknown command", true},
		{"", "Unsupported authentication mechanism.", true},
		{"", "Unknown authentication method", true},
		{"", "Invalid command", true},
		{"", "mechanism not supported", true},
		{"", "Command AUTH not recognised", true},
		{"", "this auth type is disabled", true},
		{"", "Authentication mechanism is invalid", true},
		{"", "Not implemented", true},
		{"", "Unknown.", true},
		{"", "not allowed", false},
		{"AUTH", "unknown command", false}, // whatever it says: the password was judged
		{"SYS/TEMP", "mechanism not available", false},
		{"", "unknown user", false},
		{"", "Authentication failed: unknown user name or bad password.", false},
		{"", "invalid user or password", false},
		{"", "too many bad attempts, try again", false},
		{"", "", false},
	}
	for _, tt := range tests {
		refused := &ServerError{"AUTH", tt.code, tt.text}
		err := blameWay(refused)
		if errors.Is(err, errUnknownWay) != tt.want || !errors.Is(err, refused) {
			t.Errorf("blameWay(%v) = %v, want the way blamed: %v", refused, err, tt.want)
		}
	}
}

func TestStampOf(t *testing.T) {
	tests := []struct{ greeting, want string }{
		{"POP3 ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"},
		{"<a@b> ready", "<a@b>"},
		{"ready <1@[192.0.2.1]>", "<1@[192.0.2.1]>"},
		{"ready", ""},
		{"ready <no at>", ""},
		{"ready <a@>", ""},
		{"ready <@b>", ""},
		{"ready <a@b@c>", ""},
		{"ready <a b@c>", ""},
		{"ready <a..b@c>", ""},
		{"ready <a@b", ""},
		{"ready <\uFFFD@b>", ""}, // bytes beyond ASCII have become this
		{"ready <a@[]>", ""},
		{"ready <<a@b>", "<a@b>"},
	}
	for _, tt := range tests {
		if got := stampOf(tt.greeting); got != tt.want {
			t.Errorf("stampOf(%q) = %q, want %q", tt.greeting, got, tt.want)
		}
	}
}
