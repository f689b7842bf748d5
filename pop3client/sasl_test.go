package pop3client

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

func b64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestAPOPVector(t *testing.T) {
	// RFC 1939 section 7.
	if got, want := apopDigest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf"), "c4c9334bac560ecc979e58001b3e22fb"; got != want {
		t.Errorf("APOP = %q, want %q", got, want)
	}
}

func TestSASLDialogues(t *testing.T) {
	const secret = "pass word"
	long := strings.Repeat("t", 300)
	refused := &ServerError{"AUTH", "AUTH", "no"}
	bearerLine := func(token string) string { return b64("user=ann\x01auth=Bearer " + token + "\x01\x01") }
	end := []string{"S: +OK", "C: CAPA", "S: -ERR"}
	tests := []struct {
		name         string
		capabilities string
		credentials  Credentials
		steps        []string
		want         error
	}{
		{"LOGIN", "SASL LOGIN", Credentials{"", "ann", secret},
			slices.Concat([]string{"C: AUTH LOGIN", "S: + VXNlcm5hbWU6", "C: " + b64("ann"), "S: + UGFzc3dvcmQ6", "C: " + b64(secret)}, end), nil},
		{"LOGIN asks thrice", "SASL LOGIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH LOGIN", "S: +", "C: " + b64("ann"), "S: +", "C: " + b64(secret), "S: + eA==", "C: *", "S: -ERR"}, ErrProtocol},
		{"PLAIN twice", "SASL PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH PLAIN " + b64("\x00ann\x00"+secret), "S: + eA==", "C: *", "S: -ERR"}, ErrProtocol},
		{"waits without end", "SASL PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH PLAIN " + b64("\x00ann\x00"+secret), "S: +", "C: " + b64("\x00ann\x00"+secret), "S: +", "C: *", "S: -ERR"}, ErrProtocol},
		{"SCRAM in two steps", "SASL SCRAM-SHA-256", Credentials{"", strings.Repeat("u", 200), secret},
			[]string{"C: AUTH SCRAM-SHA-256", "S: + ", "C: ANY", "S: -ERR [AUTH] no"}, refused},
		{"CRAM-MD5", "SASL CRAM-MD5", Credentials{"", "tim", "tanstaaftanstaaf"},
			slices.Concat([]string{"C: AUTH CRAM-MD5", "S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+", "C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"}, end), nil},
		{"CRAM-MD5 twice", "SASL CRAM-MD5", Credentials{"", "tim", "tanstaaftanstaaf"},
			[]string{"C: AUTH CRAM-MD5", "S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+", "C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "S: + eA==", "C: *", "S: -ERR"}, ErrProtocol},
		{"no base64", "SASL CRAM-MD5", Credentials{"", "ann", secret},
			[]string{"C: AUTH CRAM-MD5", "S: + <no@base64>", "C: *", "S: -ERR cancelled"}, ErrProtocol},
		{"let in after the cancel", "SASL CRAM-MD5", Credentials{"", "ann", secret},
			[]string{"C: AUTH CRAM-MD5", "S: + <no@base64>", "C: *", "S: +OK whatever"}, ErrProtocol},
		{"XOAUTH2", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			slices.Concat([]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1")}, end), nil},
		{"XOAUTH2 in two steps", "SASL XOAUTH2", Credentials{"xoauth2", "ann", long},
			slices.Concat([]string{"C: AUTH XOAUTH2", "S: + ", "C: " + bearerLine(long)}, end), nil},
		{"XOAUTH2 fails", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1"), "S: + " + b64(`{"status":"401","schemes":"bearer","scope":"https://mail.example/"}`), "C: ", "S: -ERR [AUTH] no"},
			&TokenError{"401", "https://mail.example/", refused}},
		{"XOAUTH2 in two steps fails", "SASL XOAUTH2", Credentials{"xoauth2", "ann", long},
			[]string{"C: AUTH XOAUTH2", "S: +", "C: " + bearerLine(long), "S: + " + b64(`{"status":400}`), "C: ", "S: -ERR [AUTH] no"}, &TokenError{"400", "", refused}},
		{"XOAUTH2 fails at once", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1"), "S: -ERR [AUTH] no"}, refused},
		{"failure that says nothing", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1"), "S: + " + b64("sorry"), "C: ", "S: -ERR [AUTH] no"}, &TokenError{"", "", refused}},
		{"failure repeats the token", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "pass word"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine(secret), "S: + " + b64(`{"status":"pass word","scope":"pass word\u001b[2J"}`), "C: ", "S: -ERR [AUTH] no"}, &TokenError{"***", "*** [2J", refused}},
		{"failure, then +OK", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1"), "S: + " + b64(`{}`), "C: ", "S: +OK"}, ErrProtocol},
		{"two failures", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "t0ken-1"},
			[]string{"C: AUTH XOAUTH2 " + bearerLine("t0ken-1"), "S: + e30=", "C: ", "S: + e30=", "C: *", "S: -ERR"}, ErrProtocol},
		{"OAUTHBEARER", "SASL OAUTHBEARER", Credentials{"oauthbearer", "ann", "t0ken-1"},
			slices.Concat([]string{"C: AUTH OAUTHBEARER ANY"}, end), nil},
		{"OAUTHBEARER fails", "SASL OAUTHBEARER", Credentials{"oauthbearer", "ann", "t0ken-1"},
			[]string{"C: AUTH OAUTHBEARER ANY", "S: + " + b64(`{"status":"invalid_token","scope":"mail"}`), "C: AQ==", "S: -ERR [AUTH] no"},
			&TokenError{"invalid_token", "mail", refused}},
		{"field separator in the token", "SASL XOAUTH2", Credentials{"xoauth2", "ann", "a\x01b"}, nil, ErrArgument},
		{"next way", "SASL SCRAM-SHA-256 PLAIN CRAM-MD5", Credentials{"", "tim", "tanstaaftanstaaf"},
			slices.Concat([]string{"C: AUTH SCRAM-SHA-256 ANY", "S: -ERR mechanism not supported", "C: AUTH CRAM-MD5", "S: -ERR unknown AUTH mechanism", "C: AUTH PLAIN " + b64("\x00tim\x00tanstaaftanstaaf")}, end), nil},
		{"no way after all", "SASL LOGIN,USER", Credentials{"", "ann", secret},
			[]string{"C: AUTH LOGIN", "S: -ERR invalid command", "C: USER ann", "S: -ERR unknown command"}, ErrNoMechanism},
		{"no next way after a refusal", "SASL SCRAM-SHA-256 PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH SCRAM-SHA-256 ANY", "S: -ERR [AUTH] no"}, refused},
		{"no next way after a challenge", "SASL LOGIN,USER", Credentials{"", "ann", secret},
			[]string{"C: AUTH LOGIN", "S: +", "C: " + b64("ann"), "S: -ERR unknown command"}, &ServerError{"AUTH", "", "unknown command"}},
		{"UTF-8 first", "UTF8 USER,SASL PLAIN", Credentials{"", "ann", "pässwört"},
			slices.Concat([]string{"C: UTF8", "S: +OK", "C: AUTH PLAIN " + b64("\x00ann\x00pässwört")}, end), nil},
		{"UTF-8 refused", "UTF8,SASL PLAIN", Credentials{"", "ann", "x"},
			slices.Concat([]string{"C: UTF8", "S: -ERR not now", "C: AUTH PLAIN " + b64("\x00ann\x00x")}, end), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var trace strings.Builder
			o := Options{Trace: func(direction byte, line string) { trace.WriteString(string(direction) + " " + line + "\n") }}
			c := dialogue(t, o, tt.capabilities, tt.steps...)
			err := c.Login(t.Context(), tt.credentials)
			checkLoginError(t, err, tt.want)
			shown := trace.String() + fmt.Sprint(err)
			for _, hidden := range []string{tt.credentials.Password, b64(tt.credentials.Password), bearerLine(tt.credentials.Password)} {
				if strings.Contains(shown, hidden) && len(hidden) > 1 {
					t.Errorf("%q is shown:\n%s", hidden, shown)
				}
			}
		})
	}
}

// TestScramDialogue: no proof, no session.
func TestScramDialogue(t *testing.T) {
	c := dialogue(t, Options{}, "SASL SCRAM-SHA-256 PLAIN", "C: AUTH SCRAM-SHA-256 ANY", "S: +OK come in")
	err := c.Login(t.Context(), Credentials{"", "ann", "secret"})
	if !errors.Is(err, ErrServerProof) || c.Noop(t.Context()) == nil {
		t.Errorf("Login = %v, want ErrServerProof and the end of the session", err)
	}
	c = dialogue(t, Options{}, "SASL SCRAM-SHA-256 PLAIN", "C: AUTH SCRAM-SHA-256 ANY", "S: + "+b64("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"), "C: *", "S: -ERR")
	if err := c.Login(t.Context(), Credentials{"", "ann", "secret"}); !errors.Is(err, ErrProtocol) {
		t.Errorf("Login = %v, want ErrProtocol", err)
	}
}

func checkLoginError(t *testing.T, err, want error) {
	t.Helper()
	var wantToken, gotToken *TokenError
	var wantRefused, gotRefused *ServerError
	switch {
	case errors.As(want, &wantToken):
		if !errors.As(err, &gotToken) || gotToken.Status != wantToken.Status || gotToken.Scope != wantToken.Scope || *gotToken.Refused != *wantToken.Refused {
			t.Errorf("Login = %v, want %v", err, want)
		}
		if !isRefusal(err) {
			t.Error("the session ends with a refused token")
		}
	case errors.As(want, &wantRefused):
		if !errors.As(err, &gotRefused) || *gotRefused != *wantRefused {
			t.Errorf("Login = %v, want %v", err, want)
		}
	case !errors.Is(err, want):
		t.Errorf("Login = %v, want %v", err, want)
	}
}

func TestAPOPDialogues(t *testing.T) {
	const apop = "C: APOP mrose c4c9334bac560ecc979e58001b3e22fb"
	refused := func(command, code, text string) error { return &ServerError{command, code, text} }
	end := []string{"S: +OK", "C: CAPA", "S: -ERR"}
	user := []string{"C: USER mrose", "S: +OK", "C: PASS tanstaaf"}
	tests := []struct {
		name, mechanism string
		steps           []string
		want            error
	}{
		{"let in", "", slices.Concat([]string{apop}, end), nil},
		{"unknown command", "", slices.Concat([]string{apop, "S: -ERR unknown command"}, user, end), nil},
		{"a stamp and no digests", "", slices.Concat([]string{apop, "S: -ERR [AUTH] bad login"}, user, end), nil},
		{"wrong password", "", slices.Concat([]string{apop, "S: -ERR no"}, user, []string{"S: -ERR [AUTH] no"}), refused("PASS", "AUTH", "no")},
		{"hung up after the refusal", "", []string{apop, "S: -ERR bad login"}, refused("APOP", "", "bad login")},
		{"in use", "", []string{apop, "S: -ERR [IN-USE] wait"}, refused("APOP", "IN-USE", "wait")},
		{"asked for", "apop", []string{apop, "S: -ERR [AUTH] bad login"}, refused("APOP", "AUTH", "bad login")},
		{"asked for and unknown", "apop", []string{apop, "S: -ERR unknown command"}, ErrNoMechanism},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			greeting := []string{"S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "C: CAPA", "S: -ERR"}
			c, err := openScript(t, Options{}, append(greeting, tt.steps...)...)
			if err != nil {
				t.Fatal(err)
			}
			checkLoginError(t, c.Login(t.Context(), Credentials{tt.mechanism, "mrose", "tanstaaf"}), tt.want)
		})
	}
}

// TestStampBeforeSTLSIsForgotten: whoever sits on the line could have chosen it.
func TestStampBeforeSTLSIsForgotten(t *testing.T) {
	_, e := serve(t, pop3test.Config{Security: pop3test.StartTLS, Greeting: "ready <1@example.org>"})
	c := e.dial(t)
	if err := c.Login(t.Context(), Credentials{"apop", e.User, e.Password}); !errors.Is(err, ErrNoMechanism) {
		t.Errorf("Login = %v, want ErrNoMechanism", err)
	}
}

// everyWay signs in and fails to, by all there is.
func everyWay(t *testing.T, e endpoint, words []string, token, expired string) {
	for _, word := range words {
		t.Run(word, func(t *testing.T) {
			right, wrong := e.Password, "not "+e.Password
			if strings.Contains(word, "oauth") {
				right, wrong = token, expired
			}
			c := e.dial(t)
			err := c.Login(t.Context(), Credentials{word, e.User, wrong})
			var refused *ServerError
			if !errors.As(err, &refused) || refused.Code != "AUTH" && refused.Code != "" {
				t.Errorf("wrong password: %v, want a refusal", err)
			}
			var told *TokenError
			if errors.As(err, &told) != strings.Contains(word, "oauth") || told != nil && told.Status == "" {
				t.Errorf("wrong password: %#v", err)
			}
			if word == "apop" { // some servers hang up: each stamp is good for one try
				c = e.dial(t)
			}
			if err := c.Login(t.Context(), Credentials{word, e.User, right}); err != nil {
				t.Fatalf("Login: %v", err)
			}
			if _, _, err := c.Stat(t.Context()); err != nil {
				t.Error(err)
			}
			if err := c.Quit(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEveryWay(t *testing.T) {
	config := pop3test.Config{
		Security: pop3test.Clear, NoLock: true, Greeting: "ready <1@example.org>",
		Mechanisms: []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"},
		Users:      map[string]string{"ann=b,c": "pässwört"},
		Tokens:     map[string]string{"ann=b,c": strings.Repeat("token ", 400)},
	}
	server := pop3test.NewServer(config)
	defer server.Close()
	e := endpoint{Addr: server.Addr(), Security: Clear, User: "ann=b,c", Password: "pässwört"}
	// OAUTHBEARER escapes the name, and pop3test does not undo it.
	words := slices.DeleteFunc(Mechanisms(), func(word string) bool { return word == "oauthbearer" })
	everyWay(t, e, words, config.Tokens[e.User], "expired")
	for _, command := range server.Log() {
		if strings.Contains(command.Arg, e.Password) || command.Name == "AUTH" && len(command.Arg) > 20 {
			t.Errorf("the log shows %q", command.Arg)
		}
	}
}

func TestOAuthBearer(t *testing.T) {
	config := pop3test.Config{
		Security: pop3test.Clear, Mechanisms: []string{"OAUTHBEARER"},
		Users: map[string]string{"ann": ""}, Tokens: map[string]string{"ann": "good"},
	}
	server := pop3test.NewServer(config)
	defer server.Close()
	everyWay(t, endpoint{Addr: server.Addr(), Security: Clear, User: "ann"}, []string{"oauthbearer"}, "good", "bad")
}

// TestAutoPicks: what the server sees of "auto" is the strongest way alone.
func TestAutoPicks(t *testing.T) {
	server, e := serve(t, pop3test.Config{Mechanisms: []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"}})
	e.login(t)
	if n := server.Count("AUTH") + server.Count("USER"); n != 1 {
		t.Errorf("%d sign-ins were tried", n)
	}
	for _, command := range server.Log() {
		if command.Name == "AUTH" && command.Arg != "SCRAM-SHA-256 ***" {
			t.Errorf("AUTH %s", command.Arg)
		}
	}
}

// lineByLine answers each command with a line, as servers within AUTH do.
type lineByLine struct{ recording }

func (l *lineByLine) Read(p []byte) (n int, err error) {
	for n < len(p) {
		b, err := l.answers.ReadByte()
		if err != nil {
			return n, err
		}
		p[n] = b
		n++
		if b == '\n' {
			break
		}
	}
	return n, nil
}

// FuzzSASL: whatever a server says within AUTH, nothing crashes, no secret is
// shown, and nobody who does not know the password gets through SCRAM.
func FuzzSASL(f *testing.F) {
	f.Add(uint8(0), []byte("+ PDFAeD4=\r\n+OK\r\n-ERR\r\n"))
	f.Add(uint8(1), []byte("+ \r\n+ cj14LHM9eCxpPTQwOTY=\r\n+OK\r\n"))
	f.Add(uint8(2), []byte("+ e30=\r\n-ERR [AUTH] secret word\r\n"))
	f.Add(uint8(3), []byte("+ =\r\n+OK\r\n"))
	f.Fuzz(func(t *testing.T, pick uint8, answers []byte) {
		words := Mechanisms()
		word := words[int(pick)%len(words)]
		answers = append([]byte("+OK <1@x>\r\n-ERR\r\n"), answers...)
		server := &lineByLine{recording{answers: bytes.NewReader(answers)}}
		var trace strings.Builder
		o := Options{Security: Clear, Trace: func(_ byte, line string) { trace.WriteString(line + "\n") }}
		c, err := New(t.Context(), server, o)
		if err != nil {
			t.Fatal(err)
		}
		err = c.Login(t.Context(), Credentials{word, "ann", "secret word"})
		if word == "scram-sha-256" && err == nil {
			t.Error("SCRAM let in a server which cannot know the nonce")
		}
		if shown := trace.String() + fmt.Sprint(err); strings.Contains(shown, "secret word") || strings.Contains(shown, b64("secret word")) {
			t.Errorf("the password is shown: %q", shown)
		}
	})
}
