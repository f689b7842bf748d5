package pop3test

import (
	"encoding/base64"
	"testing"
)

func b64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// TestMechanisms speaks each by hand: lines and answers in turn.
func TestMechanisms(t *testing.T) {
	const refused, welcome = "-ERR [AUTH] user or password is wrong", "+OK welcome"
	bearer := func(token string) string { return b64("user=ann\x01auth=Bearer " + token + "\x01\x01") }
	rfc7628 := func(token string) string {
		return b64("n,a=ann,\x01host=x\x01port=110\x01auth=Bearer " + token + "\x01\x01")
	}
	failure := "+ " + b64(`{"status":"401","schemes":"bearer","scope":"mail.pop"}`)
	tests := []struct {
		name  string
		lines []string
	}{
		{"PLAIN", []string{"AUTH PLAIN " + b64("\x00ann\x00secret"), welcome}},
		{"PLAIN, wrong", []string{"AUTH PLAIN " + b64("\x00ann\x00other"), refused}},
		{"LOGIN", []string{"AUTH LOGIN", "+ VXNlcm5hbWU6", b64("ann"), "+ UGFzc3dvcmQ6", b64("secret"), welcome}},
		{"LOGIN, cancelled", []string{"AUTH LOGIN", "+ VXNlcm5hbWU6", "*", "-ERR cancelled"}},
		{"CRAM-MD5, wrong", []string{"AUTH CRAM-MD5", "+ " + b64(stamp), b64("ann 2ce0bc7b75d51f3f2c6e0f8b1d51b4ee"), refused}},
		{"SCRAM, unknown user", []string{"AUTH SCRAM-SHA-256 " + b64("n,,n=eve,r=abc"), "+ " + b64("r=abcpop3test,s=c2FsdCBvZiBwb3AzdGVzdA==,i=4096"), b64("c=biws,r=abcpop3test,p=AAAA"), refused}},
		{"SCRAM, binding wanted", []string{"AUTH SCRAM-SHA-256 " + b64("p=tls-exporter,,n=ann,r=abc"), "-ERR cannot read that"}},
		{"XOAUTH2", []string{"AUTH XOAUTH2 " + bearer("good"), welcome}},
		{"XOAUTH2 in two steps", []string{"AUTH XOAUTH2", "+ ", bearer("good"), welcome}},
		{"XOAUTH2, expired", []string{"AUTH XOAUTH2 " + bearer("bad"), failure, "", refused}},
		{"XOAUTH2, wrong answer to a failure", []string{"AUTH XOAUTH2 " + bearer("bad"), failure, "AQ==", "-ERR that is no answer to a failure"}},
		{"XOAUTH2, the password", []string{"AUTH XOAUTH2 " + bearer("secret"), failure, "", refused}},
		{"OAUTHBEARER", []string{"AUTH OAUTHBEARER " + rfc7628("good"), welcome}},
		{"OAUTHBEARER, expired", []string{"AUTH OAUTHBEARER " + rfc7628("bad"), "+ " + b64(`{"status":"invalid_token","scope":"mail.pop"}`), "AQ==", refused}},
		{"APOP, wrong", []string{"APOP ann 00000000000000000000000000000000", refused}},
		{"APOP, unknown user", []string{"APOP eve 00000000000000000000000000000000", refused}},
		{"not offered", []string{"AUTH GSSAPI", "-ERR unknown mechanism"}},
		{"no base64", []string{"AUTH PLAIN ???", "-ERR cannot decode that"}},
	}
	s := start(t, Config{
		Security: Clear, Greeting: "ready <1@x.example>", NoLock: true,
		Mechanisms: []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"},
		Tokens:     map[string]string{"ann": "good"},
	})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := connect(t, s)
			for i := 0; i < len(tt.lines); i += 2 {
				c.say(tt.lines[i], tt.lines[i+1])
			}
		})
	}
}
