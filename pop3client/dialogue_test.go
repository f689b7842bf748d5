package pop3client

import (
	"errors"
	"net"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

// dialogue opens a clear session with a server that plays steps exactly, behind a
// greeting and a CAPA of the given lines, separated by commas; "-": no CAPA. The
// test fails if the client says anything else.
func dialogue(t *testing.T, o Options, capabilities string, steps ...string) *Conn {
	t.Helper()
	opening := append([]string{"S: +OK hello"}, capaSteps(capabilities)...)
	c, err := openScript(t, o, append(opening, steps...)...)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return c
}

func capaSteps(capabilities string) []string {
	if capabilities == "-" {
		return []string{"C: CAPA", "S: -ERR what?"}
	}
	steps := []string{"C: CAPA", "S: +OK"}
	for line := range strings.SplitSeq(capabilities, ",") {
		steps = append(steps, "S: "+line)
	}
	return append(steps, "S: .")
}

func openScript(t *testing.T, o Options, steps ...string) (*Conn, error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	played := make(chan error, 1)
	go func() {
		defer listener.Close()
		conn, err := listener.Accept()
		if err == nil {
			err = pop3test.Script(conn, steps...)
		}
		played <- err
	}()
	nc, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		nc.Close()
		if err := <-played; err != nil {
			t.Errorf("dialogue: %v", err)
		}
	})
	o.Security = Clear
	return New(t.Context(), nc, o)
}

func TestLoginDialogues(t *testing.T) {
	const secret = "pass word"
	const response = "AGFubgBwYXNzIHdvcmQ=" // NUL ann NUL pass word, in base64
	longUser := strings.Repeat("u", 198)    // with it, the line has 283 octets
	longResponse := "AHV1" + strings.Repeat("dXV1", 65) + "dQA="
	refused := func(command, code, text string) error { return &ServerError{command, code, text} }
	tests := []struct {
		name         string
		capabilities string
		credentials  Credentials
		steps        []string
		want         error
	}{
		{"no CAPA", "-", Credentials{"", "ann", secret},
			[]string{"C: USER ann", "S: +OK", "C: PASS pass word", "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"PLAIN offered", "SASL LOGIN PLAIN,USER", Credentials{"auto", "ann", secret},
			[]string{"C: AUTH PLAIN " + response, "S: +OK", "C: CAPA", "S: +OK", "S: UIDL", "S: ."}, nil},
		{"user asked for", "SASL PLAIN,USER", Credentials{"user", "ann", secret},
			[]string{"C: USER ann", "S: +OK", "C: PASS pass word", "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"initial response overlooked", "SASL PLAIN", Credentials{"plain", "ann", secret},
			[]string{"C: AUTH PLAIN " + response, "S: + ", "C: " + response, "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"long user in two steps", "SASL PLAIN", Credentials{"", longUser, ""},
			[]string{"C: AUTH PLAIN", "S: +", "C: " + longResponse, "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"challenge without end", "SASL PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH PLAIN " + response, "S: + ", "C: " + response, "S: + again"}, ErrProtocol},
		{"user refused", "-", Credentials{"", "ann", secret},
			[]string{"C: USER ann", "S: -ERR nobody"}, refused("USER", "", "nobody")},
		{"mailbox in use", "USER", Credentials{"", "ann", secret},
			[]string{"C: USER ann", "S: +OK", "C: PASS pass word", "S: -ERR [IN-USE] wait"}, refused("PASS", "IN-USE", "wait")},
		{"temporary error", "SASL PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH PLAIN " + response, "S: -ERR [sys/temp] later"}, refused("AUTH", "SYS/TEMP", "later")},
		{"password repeated by the server", "SASL PLAIN", Credentials{"", "ann", secret},
			[]string{"C: AUTH PLAIN " + response, "S: -ERR bad: " + response + ", pass word"}, refused("AUTH", "", "bad: ***, ***")},
		{"garbage repeats the password", "USER", Credentials{"", "ann", secret},
			[]string{"C: USER ann", "S: +OK", "C: PASS pass word", "S: PASS pass word?"}, ErrProtocol},
		{"only unknown mechanisms", "SASL GSSAPI", Credentials{"", "ann", secret}, nil, ErrNoMechanism},
		{"plain not offered", "USER", Credentials{"plain", "ann", secret}, nil, ErrNoMechanism},
		{"mechanism unknown", "USER", Credentials{"kerberos", "ann", secret}, nil, ErrNoMechanism},
		{"line break in the password", "USER", Credentials{"", "ann", secret + "\r\nDELE 1"}, nil, ErrArgument},
		{"NUL in the user", "SASL PLAIN", Credentials{"", "ann\x00bob", secret}, nil, ErrArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var trace strings.Builder
			o := Options{Trace: func(direction byte, line string) { trace.WriteString(string(direction) + " " + line + "\n") }}
			c := dialogue(t, o, tt.capabilities, tt.steps...)
			err := c.Login(t.Context(), tt.credentials)
			var want, got *ServerError
			if errors.As(tt.want, &want) {
				if !errors.As(err, &got) || *got != *want {
					t.Errorf("Login = %#v, want %#v", err, want)
				}
			} else if !errors.Is(err, tt.want) {
				t.Errorf("Login = %v, want %v", err, tt.want)
			}
			shown := trace.String()
			if err != nil {
				shown += err.Error()
			}
			if strings.Contains(shown, secret) || strings.Contains(shown, response) {
				t.Errorf("the password is shown:\n%s", shown)
			}
			if !strings.Contains(trace.String(), "S +OK hello\nC CAPA\n") {
				t.Errorf("trace = %q", trace.String())
			}
		})
	}
}

func TestCapabilitiesAfterLogin(t *testing.T) {
	login := []string{"C: USER ann", "S: +OK", "C: PASS x", "S: +OK"}
	tests := []struct {
		name, before, after string
		want                string // a capability; "": no CAPA at all
	}{
		{"told anew", "USER", "UIDL", "UIDL"},
		{"only before", "TOP,USER", "-", "TOP"},
		{"only after", "-", "EXPIRE 30", "EXPIRE"},
		{"never", "-", "-", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := dialogue(t, Options{}, tt.before, append(login, capaSteps(tt.after)...)...)
			if err := c.Login(t.Context(), Credentials{"", "ann", "x"}); err != nil {
				t.Fatal(err)
			}
			if caps := c.Capabilities(); caps.Has(tt.want) != (tt.want != "") || tt.want == "" && caps != nil {
				t.Errorf("Capabilities = %v, want %q", caps, tt.want)
			}
		})
	}
}

func TestGreeting(t *testing.T) {
	tests := []struct {
		name, greeting string
		code           string
		want           error
	}{
		{"another protocol", "S: 220 mail.example.org ESMTP", "", ErrProtocol},
		{"empty line", "S: ", "", ErrProtocol},
		{"busy", "S: -ERR [SYS/TEMP] too many connections", "SYS/TEMP", nil},
		{"challenge", "S: + hello", "", ErrProtocol},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := openScript(t, Options{}, tt.greeting)
			var refused *ServerError
			if tt.want == nil && (!errors.As(err, &refused) || refused.Code != tt.code || refused.Command != "greeting") {
				t.Errorf("New = %v, want a refusal with code %q", err, tt.code)
			}
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("New = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestInventoryDialogues(t *testing.T) {
	one := []string{"C: STAT", "S: +OK 1 120", "C: UIDL", "S: +OK", "S: 1 a", "S: .", "C: LIST", "S: +OK", "S: 1 120", "S: ."}
	with := func(i int, step string) []string {
		steps := append([]string{}, one...)
		steps[i] = step
		return steps
	}
	noUIDL := func(refusal string) []string {
		return []string{"C: STAT", "C: UIDL", "C: LIST", "S: +OK 1 120", "S: " + refusal, "S: +OK", "S: 1 120", "S: ."}
	}
	tests := []struct {
		name         string
		capabilities string
		steps        []string
		noUIDL       bool
		want         error
		refused      bool
	}{
		{"one at a time", "-", one, false, nil, false},
		{"pipelined", "PIPELINING", []string{"C: STAT", "C: UIDL", "C: LIST", "S: +OK 1 120", "S: +OK", "S: 1 a", "S: .", "S: +OK", "S: 1 120", "S: ."}, false, nil, false},
		{"no UIDL", "PIPELINING", noUIDL("-ERR unknown"), true, nil, false},
		{"UIDL not now", "PIPELINING", noUIDL("-ERR [SYS/TEMP] later"), false, nil, true},
		{"UIDL without a number", "-", with(4, "S: abc a")[:6], false, ErrProtocol, false},
		{"LIST without a number", "-", with(8, "S: "), false, ErrProtocol, false},
		{"STAT without numbers", "-", with(1, "S: +OK many")[:2], false, ErrProtocol, false},
		{"text with the answer", "-", with(1, "R: +OK 1 120\r\n+OK 2\r\n")[:2], false, ErrProtocol, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := dialogue(t, Options{}, tt.capabilities, tt.steps...)
			inv, err := c.Inventory(t.Context())
			if tt.refused != isRefusal(err) || tt.want != nil && !errors.Is(err, tt.want) || tt.want == nil && !tt.refused && err != nil {
				t.Fatalf("Inventory = %v, want %v", err, tt.want)
			}
			if err != nil {
				if inv.Listings != nil || inv.Sizes != nil || inv.Count != 0 {
					t.Errorf("Inventory with an error = %+v, want nothing", inv)
				}
				return
			}
			if inv.Count != 1 || inv.Octets != 120 || inv.NoUIDL != tt.noUIDL || (inv.Listings == nil) != tt.noUIDL || inv.Sizes[0] != (Size{1, 120}) {
				t.Errorf("Inventory = %+v", inv)
			}
		})
	}
}
