package smtpsend

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/pop3test"
	"satchel/smtpsend/smtptest"
)

func serve(t *testing.T, c smtptest.Config) *smtptest.Server {
	t.Helper()
	s := smtptest.New(c)
	t.Cleanup(s.Close)
	return s
}

func optionsFor(s *smtptest.Server, how smtptest.Security) Options {
	return Options{Security: Security(how), TLS: s.TLS(), Timeout: 5 * time.Second, EndTimeout: 5 * time.Second}
}

func signedIn(t *testing.T, s *smtptest.Server, o Options) *Session {
	t.Helper()
	x, err := Dial(t.Context(), s.Addr(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	if err := x.Login(t.Context(), Credentials{"", "ann", "secret"}); err != nil {
		t.Fatal(err)
	}
	return x
}

const text = "From: ann@example.org\r\nSubject: Tea\r\n\r\nCome at four.\r\n.\r\n..and bring dots\r\n"

func letter(to ...string) Letter {
	return Letter{From: "ann@example.org", To: to, Size: int64(len(text)), Body: strings.NewReader(text)}
}

// TestSendEveryWay: whatever protects the connection and whatever the server can do, the letter arrives byte for byte.
func TestSendEveryWay(t *testing.T) {
	for name, config := range map[string]smtptest.Config{
		"implicit TLS":  {},
		"STARTTLS":      {Security: smtptest.StartTLS},
		"clear":         {Security: smtptest.Clear},
		"no extensions": {Hide: []string{"PIPELINING", "8BITMIME", "SIZE", "ENHANCEDSTATUSCODES", "CHUNKING"}},
		"no pipelining": {Security: smtptest.Clear, Hide: []string{"PIPELINING"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, config)
			x := signedIn(t, server, optionsFor(server, config.Security))
			if x.TLS() != (config.Security != smtptest.Clear) {
				t.Errorf("TLS() = %v", x.TLS())
			}
			for range 2 { // one transaction each, in one session
				o, err := x.Send(t.Context(), letter("bo@example.net", "cy@example.net"))
				if err != nil || len(o.Refused) > 0 {
					t.Fatalf("Send = %v, %v", o, err)
				}
			}
			x.Quit(t.Context())
			got := server.Received()
			if len(got) != 2 || server.Sessions() > 2 || string(got[1].Data) != text || !slices.Equal(got[1].To, []string{"bo@example.net", "cy@example.net"}) || got[1].From != "ann@example.org" {
				t.Errorf("received %d: %+v", len(got), got)
			}
		})
	}
}

// TestManyRecipients are more than are said ahead at once.
func TestManyRecipients(t *testing.T) {
	server := serve(t, smtptest.Config{Security: smtptest.Clear, Script: func(s smtptest.Step) error {
		if s.Command == "RCPT" && s.Nth%10 == 0 {
			return smtptest.Refuse(550, "5.1.1", "No such user")
		}
		return nil
	}})
	x := signedIn(t, server, optionsFor(server, smtptest.Clear))
	var to []string
	for i := range 500 {
		to = append(to, strings.Repeat("x", 20)+string(rune('a'+i%26))+strings.Repeat("y", i/26)+"@example.org")
	}
	o, err := x.Send(t.Context(), letter(to...))
	if err != nil || len(o.Refused) != 50 || o.Refused[to[9]] == nil {
		t.Fatalf("Send = %d refused, %v", len(o.Refused), err)
	}
	if got := server.Received(); len(got) != 1 || len(got[0].To) != 450 {
		t.Errorf("received %d letters", len(got))
	}
}

// TestFaults: what is said of each letter is what has become of it, and the session goes on where it can.
func TestFaults(t *testing.T) {
	at := func(command string, nth int, err error) func(smtptest.Step) error {
		return func(s smtptest.Step) error {
			if s.Command == command && s.Nth == nth {
				return err
			}
			return nil
		}
	}
	tests := []struct {
		name    string
		config  smtptest.Config
		want    string // of the first letter's error: its Command, or one of the words below
		goesOn  bool
		arrived int // of it
	}{
		{"refused at MAIL", smtptest.Config{Script: at("MAIL", 1, smtptest.Refuse(550, "5.7.1", "no"))}, "MAIL", true, 0},
		{"later at MAIL", smtptest.Config{Script: at("MAIL", 1, smtptest.Refuse(451, "4.3.0", "later"))}, "MAIL", true, 0},
		{"refused at RCPT", smtptest.Config{Script: at("RCPT", 1, smtptest.Refuse(550, "5.1.1", "unknown"))}, "recipient", true, 0},
		{"refused at the end", smtptest.Config{Script: at("END", 1, smtptest.Refuse(554, "5.7.1", "spam"))}, "END", true, 0},
		{"later at the end", smtptest.Config{Script: at("END", 1, smtptest.Refuse(451, "4.7.0", "later"))}, "END", true, 0},
		{"hangs up at MAIL", smtptest.Config{Script: at("MAIL", 1, smtptest.ErrDrop)}, "lost", false, 0},
		{"hangs up at RCPT", smtptest.Config{Script: at("RCPT", 1, smtptest.ErrDrop)}, "lost", false, 0},
		{"hangs up at the end", smtptest.Config{Script: at("END", 1, smtptest.ErrDrop)}, "unknown", false, 0},
		{"takes it and hangs up", smtptest.Config{Script: at("END", 1, smtptest.ErrTakeDrop)}, "unknown", false, 1},
		{"hangs at MAIL", smtptest.Config{Script: at("MAIL", 1, smtptest.ErrHang)}, "timeout", false, 0},
		{"hangs at the end", smtptest.Config{Script: at("END", 1, smtptest.ErrHang)}, "unknown", false, 0},
		{"too large", smtptest.Config{MaxSize: 40}, "large", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, hide := range [][]string{nil, {"PIPELINING"}} {
				tt.config.Security, tt.config.Hide = smtptest.Clear, hide
				server := serve(t, tt.config)
				o := optionsFor(server, smtptest.Clear)
				o.Timeout, o.EndTimeout = 300*time.Millisecond, 300*time.Millisecond
				x := signedIn(t, server, o)
				_, err := x.Send(t.Context(), letter("bo@example.net"))
				if got := kind(err); got != tt.want {
					t.Errorf("Send = %v (%s), want %s", err, got, tt.want)
				}
				if n := len(server.Received()); n != tt.arrived {
					t.Errorf("%d letters arrived, want %d", n, tt.arrived)
				}
				next := Letter{From: "ann@example.org", To: []string{"bo@example.net"}, Body: strings.NewReader("Subject: 2\r\n\r\n")}
				if _, err := x.Send(t.Context(), next); (err == nil) != tt.goesOn {
					t.Errorf("the next letter: %v, want it to go out: %v", err, tt.goesOn)
				}
				x.Close()
				server.Close()
			}
		})
	}
}

// kind names an error for the table.
func kind(err error) string {
	var refused *ServerError
	var large *TooLargeError
	switch {
	case err == nil:
		return "sent"
	case errors.Is(err, ErrUnknown):
		return "unknown"
	case errors.Is(err, ErrNoRecipient):
		return "recipient"
	case errors.As(err, &refused):
		return refused.Command
	case errors.As(err, &large):
		return "large"
	case errors.Is(err, ErrTimeout):
		return "timeout"
	case errors.Is(err, ErrNoUTF8):
		return "ascii"
	}
	return "lost"
}

func TestOneOfThreeIsRefused(t *testing.T) {
	server := serve(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Arg == "cy@example.net" {
			return smtptest.Refuse(550, "5.1.1", "<cy@example.net>: no such user")
		}
		return nil
	}})
	x := signedIn(t, server, optionsFor(server, smtptest.Implicit))
	l := letter("bo@example.net", "cy@example.net", "di@example.net")
	var accepted []string
	l.BeforeEnd = func(list []string) error { accepted = list; return nil }
	o, err := x.Send(t.Context(), l)
	if err != nil || len(o.Refused) != 1 || o.Refused["cy@example.net"].Meaning() != MeansUnknownUser {
		t.Fatalf("Send = %+v, %v", o, err)
	}
	if want := []string{"bo@example.net", "di@example.net"}; !slices.Equal(accepted, want) || !slices.Equal(server.Received()[0].To, want) {
		t.Errorf("accepted %q, received for %q", accepted, server.Received()[0].To)
	}
}

// TestNothingIsSentBeforeTheEnd: a letter whose end is held back, or cut off before it, arrives nowhere.
func TestNothingIsSentBeforeTheEnd(t *testing.T) {
	stop := errors.New("not now")
	server := serve(t, smtptest.Config{})
	x := signedIn(t, server, optionsFor(server, smtptest.Implicit))
	l := letter("bo@example.net")
	l.BeforeEnd = func([]string) error { return stop }
	if _, err := x.Send(t.Context(), l); !errors.Is(err, stop) || errors.Is(err, ErrUnknown) {
		t.Errorf("held back: %v", err)
	}
	x = signedIn(t, server, optionsFor(server, smtptest.Implicit))
	ctx, cancel := context.WithCancel(t.Context())
	l = letter("bo@example.net")
	l.BeforeEnd = func([]string) error { cancel(); return nil }
	if _, err := x.Send(ctx, l); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnknown) {
		t.Errorf("stopped before the end: %v", err)
	}
	x = signedIn(t, server, optionsFor(server, smtptest.Implicit))
	l = letter("bo@example.net")
	l.Body = io.MultiReader(strings.NewReader(text), broken{stop})
	if _, err := x.Send(t.Context(), l); !errors.Is(err, stop) {
		t.Errorf("a letter that cannot be read: %v", err)
	}
	server.Close()
	if n := len(server.Received()); n != 0 {
		t.Errorf("%d letters arrived", n)
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// TestStopWhileNobodyAnswers ends at once and not with the clock.
func TestStopWhileNobodyAnswers(t *testing.T) {
	server := serve(t, smtptest.Config{Security: smtptest.Clear, Script: func(s smtptest.Step) error {
		if s.Command == "END" {
			return smtptest.ErrHang
		}
		return nil
	}})
	o := optionsFor(server, smtptest.Clear)
	o.Timeout, o.EndTimeout = time.Hour, time.Hour
	x := signedIn(t, server, o)
	ctx, cancel := context.WithCancel(t.Context())
	l := letter("bo@example.net")
	l.BeforeEnd = func([]string) error { time.AfterFunc(20*time.Millisecond, cancel); return nil }
	if _, err := x.Send(ctx, l); !errors.Is(err, ErrUnknown) || !errors.Is(err, context.Canceled) {
		t.Errorf("Send = %v, want ErrUnknown, stopped", err)
	}
}

func TestTLSFaults(t *testing.T) {
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	tests := []struct {
		name   string
		config smtptest.Config
		change func(*Options)
		want   func(error) bool
	}{
		{"wrong name", smtptest.Config{Certificate: pop3test.WrongHost}, nil, func(err error) bool { return errors.As(err, &name) }},
		{"wrong name, STARTTLS", smtptest.Config{Security: smtptest.StartTLS, Certificate: pop3test.WrongHost}, nil, func(err error) bool { return errors.As(err, &name) }},
		{"unknown authority", smtptest.Config{}, func(o *Options) { o.TLS = nil }, func(err error) bool { return errors.As(err, &authority) }},
		{"STARTTLS stripped", smtptest.Config{Security: smtptest.StartTLS, Hide: []string{"STARTTLS"}}, nil, is(ErrNoStartTLS)},
		{"STARTTLS unknown", smtptest.Config{Security: smtptest.Clear}, func(o *Options) { o.Security = StartTLS }, is(ErrNoStartTLS)},
		{"text injected after STARTTLS", smtptest.Config{Security: smtptest.StartTLS, Inject: "250-evil\r\n250 AUTH PLAIN\r\n"}, nil, is(ErrProtocol)},
		{"clear beyond this computer", smtptest.Config{}, func(o *Options) { o.Security = Clear }, is(ErrClearText)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := serve(t, tt.config)
			o := optionsFor(server, tt.config.Security)
			if tt.change != nil {
				tt.change(&o)
			}
			addr := server.Addr()
			if o.Security == Clear {
				addr = "mail.example.org:25"
			}
			x, err := Dial(t.Context(), addr, o)
			if err == nil {
				x.Close()
			}
			if !tt.want(err) {
				t.Errorf("Dial = %v", err)
			}
			if n := len(server.Log()); n != 0 {
				t.Errorf("something was said: %q", server.Log())
			}
		})
	}
}

func TestLoginRefused(t *testing.T) {
	server := serve(t, smtptest.Config{})
	x, err := Dial(t.Context(), server.Addr(), optionsFor(server, smtptest.Implicit))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	err = x.Login(t.Context(), Credentials{"auto", "ann", "wrong word"})
	var refused *ServerError
	if !errors.As(err, &refused) || refused.Meaning() != MeansWrongPassword {
		t.Errorf("wrong password: %v", err)
	}
	if n := len(server.Log()); n != 1 { // PLAIN, and LOGIN not behind it
		t.Errorf("tried %d times: %q", n, server.Log())
	}
	if strings.Contains(err.Error(), "wrong word") {
		t.Errorf("the password is shown: %v", err)
	}
	if err := x.Login(t.Context(), Credentials{"login", "ann", "secret"}); err != nil {
		t.Errorf("the right one, by LOGIN: %v", err)
	}
	if err := x.Login(t.Context(), Credentials{"scram-sha-256", "ann", "secret"}); !errors.Is(err, ErrNoMechanism) {
		t.Errorf("what is not offered: %v", err)
	}
}

func TestWays(t *testing.T) {
	all := []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2"}
	tests := []struct {
		name, word       string
		offered          []string
		secured, allowed bool
		want             string
		err              error
	}{
		{"all, TLS", "auto", all, true, false, "scram-sha-256 plain login cram-md5", nil},
		{"all, clear allowed", "", all, false, true, "scram-sha-256 cram-md5 plain login", nil},
		{"all, clear", "auto", all, false, false, "scram-sha-256 cram-md5", nil},
		{"only what shows, clear", "auto", []string{"PLAIN"}, false, false, "", ErrClearText},
		{"small letters", "auto", []string{"plain"}, true, false, "plain", nil},
		{"asked for", "xoauth2", all, true, false, "xoauth2", nil},
		{"asked for, not offered", "oauthbearer", all, true, false, "", ErrNoMechanism},
		{"asked for, clear", "plain", all, false, false, "", ErrClearText},
		{"unknown", "magic", all, true, false, "", ErrNoMechanism},
		{"nothing offered", "auto", nil, true, false, "", ErrNoMechanism},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := ways(tt.word, tt.offered, tt.secured, tt.allowed)
			var words []string
			for _, w := range list {
				words = append(words, w.word)
			}
			if got := strings.Join(words, " "); got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("ways = %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestForeignLetters(t *testing.T) {
	l := letter("bö@example.net")
	l.UTF8, l.EightBit = true, true
	server := serve(t, smtptest.Config{UTF8: true})
	x := signedIn(t, server, optionsFor(server, smtptest.Implicit))
	if _, err := x.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if got := server.Received()[0]; !got.UTF8 || !got.EightBit || got.To[0] != "bö@example.net" {
		t.Errorf("received %+v", got)
	}
	for name, config := range map[string]smtptest.Config{"no SMTPUTF8": {}, "no 8BITMIME": {UTF8: true, Hide: []string{"8BITMIME"}}} {
		server := serve(t, config)
		x := signedIn(t, server, optionsFor(server, smtptest.Implicit))
		if _, err := x.Send(t.Context(), l); !errors.Is(err, ErrNoUTF8) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestArgumentsAreRefused(t *testing.T) {
	server := serve(t, smtptest.Config{})
	x := signedIn(t, server, optionsFor(server, smtptest.Implicit))
	for _, to := range []string{"bo@example.net>\r\nRCPT TO:<eve@example.net", "bo", "@", "bo@", "a b\n@c", "<bo@example.net>"} {
		if _, err := x.Send(t.Context(), letter(to)); !errors.Is(err, ErrArgument) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	if err := x.Login(t.Context(), Credentials{"", "ann\r\nQUIT", "secret"}); !errors.Is(err, ErrArgument) {
		t.Errorf("user name: %v", err)
	}
}

// TestLargeLetterNeedsNoMemory streams 100 MB and tells how far it is.
func TestLargeLetterNeedsNoMemory(t *testing.T) {
	size := int64(100 << 20)
	if testing.Short() {
		size = 8 << 20
	}
	sink := &discarding{}
	x := sink.session(t)
	var most uint64
	var told []int64
	l := Letter{From: "ann@example.org", To: []string{"bo@example.net"}, Size: size, Body: io.LimitReader(&lines{}, size)}
	l.Progress = func(sent int64) {
		told = append(told, sent)
		if len(told)%200 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	if _, err := x.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	grown := int64(most) - int64(before.HeapAlloc)
	t.Logf("%d MB in %v, heap grown by %d KB at most", size>>20, time.Since(began).Round(time.Millisecond), grown>>10)
	if grown > 8<<20 {
		t.Errorf("heap grown by %d octets", grown)
	}
	if !slices.IsSorted(told) || told[len(told)-1] != size || int64(len(told)) > size/tellEach+1 {
		t.Errorf("told %d times, at last %d", len(told), told[len(told)-1])
	}
}

// lines is text of 76 octets a line without end.
type lines struct{ at int }

var line = bytes.Repeat([]byte("x"), 76)

func (l *lines) Read(p []byte) (int, error) {
	for i := range p {
		switch c := l.at % 78; c {
		case 76:
			p[i] = '\r'
		case 77:
			p[i] = '\n'
		default:
			p[i] = line[c]
		}
		l.at++
	}
	return len(p), nil
}
