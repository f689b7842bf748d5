package sasl

import (
	"errors"
	"testing"
)

func TestCramMD5Vector(t *testing.T) { // RFC 2195 section 2
	m := CramMD5(Credentials{User: "tim", Password: "tanstaaftanstaaf"})
	got, err := m.Next([]byte("<1896.697170952@postoffice.reston.mci.net>"))
	if want := "tim b913a602c7eda7a495b4e6e7334d3890"; string(got) != want || err != nil {
		t.Errorf("CRAM-MD5 = %q, %v, want %q", got, err, want)
	}
}

// TestOAuthBearerVector is the message of RFC 7628 section 4.1, and one by which a name could smuggle in a field.
func TestOAuthBearerVector(t *testing.T) {
	const token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
	tests := []struct{ user, port, want string }{
		{"user@example.com", "143", "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer " + token + "\x01\x01"},
		{"a=b,c", "", "n,a=a=3Db=2Cc,\x01host=server.example.com\x01auth=Bearer " + token + "\x01\x01"},
	}
	for _, tt := range tests {
		b, err := OAuthBearer(Credentials{User: tt.user, Password: token}, "server.example.com", tt.port)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(b.First()); got != tt.want {
			t.Errorf("message = %q, want %q", got, tt.want)
		}
	}
}

// TestOneChallengeTooMany: each mechanism knows when all has been said.
func TestOneChallengeTooMany(t *testing.T) {
	cr := Credentials{User: "ann", Password: "secret"}
	x, err := XOAuth2(cr)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		m    Mechanism
		most int
	}{"PLAIN": {Plain(cr), 0}, "LOGIN": {Login(cr), 2}, "CRAM-MD5": {CramMD5(cr), 1}, "XOAUTH2": {x, 1}} {
		for n := range tt.most {
			if _, err := tt.m.Next(nil); err != nil {
				t.Errorf("%s, challenge %d: %v", name, n+1, err)
			}
		}
		if _, err := tt.m.Next(nil); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s, challenge %d: %v, want ErrProtocol", name, tt.most+1, err)
		}
	}
}

func TestFieldEndInAToken(t *testing.T) {
	if _, err := XOAuth2(Credentials{User: "ann", Password: "a\x01b"}); !errors.Is(err, ErrArgument) {
		t.Errorf("XOAUTH2: %v, want ErrArgument", err)
	}
	if _, err := OAuthBearer(Credentials{User: "a\x01b"}, "", ""); !errors.Is(err, ErrArgument) {
		t.Errorf("OAUTHBEARER: %v, want ErrArgument", err)
	}
}
