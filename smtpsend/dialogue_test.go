package smtpsend

import (
	"bufio"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// play serves one connection by a script: "S: line" is said, "C: line" is awaited ("C: ANY" any line), "D:" takes a
// letter up to its end, "X:" hangs up.
func play(t *testing.T, script []string) net.Addr {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		in := bufio.NewReader(conn)
		for _, step := range script {
			what, rest := step[:2], strings.TrimPrefix(step[2:], " ")
			switch what {
			case "S:":
				if _, err := io.WriteString(conn, rest+"\r\n"); err != nil {
					t.Errorf("say %q: %v", rest, err)
					return
				}
			case "C:":
				line, err := in.ReadString('\n')
				if err != nil {
					t.Errorf("read %q: %v", rest, err)
					return
				}
				if line = strings.TrimSpace(line); rest != "ANY" && line != rest {
					t.Errorf("client says %q, want %q", line, rest)
				}
			case "D:":
				conn.SetDeadline(time.Now().Add(5 * time.Minute)) // it may be a large one, and the computer busy
				for line := []byte{}; string(line) != ".\r\n"; {
					if line, err = in.ReadSlice('\n'); err != nil {
						t.Errorf("read the letter: %v", err)
						return
					}
				}
			}
		}
	}()
	t.Cleanup(func() { listener.Close(); <-done })
	return listener.Addr()
}

var (
	greet    = []string{"S: 220 ready", "C: EHLO " + helloName}
	mailBo   = "C: MAIL FROM:<ann@example.org>"
	rcptBo   = "C: RCPT TO:<bo@example.net>"
	envelope = []string{mailBo, "S: 250 ok", rcptBo, "S: 250 ok", "C: DATA"}
)

// TestDialogues is what no well-behaved server says.
func TestDialogues(t *testing.T) {
	hello := func(offers ...string) []string {
		var out []string
		for _, o := range append([]string{"hello"}, offers...) {
			out = append(out, "S: 250-"+o)
		}
		return slices.Concat(greet, out[:len(out)-1], []string{"S: 250 " + strings.TrimPrefix(out[len(out)-1], "S: 250-")})
	}
	plain := hello("HELP")
	tests := []struct {
		name   string
		script []string
		want   string // kind of the error of Dial or Send
	}{
		{"greets with a refusal", []string{"S: 554 no mail from you"}, "EHLO"},
		{"greets with nonsense", []string{"S: +OK POP3 ready"}, "lost"},
		{"hangs up at once", []string{"X:"}, "lost"},
		{"EHLO refused for now", slices.Concat(greet, []string{"S: 421 4.3.2 later"}), "EHLO"},
		{"knows only HELO", slices.Concat(greet, []string{"S: 500 what", "C: HELO " + helloName, "S: 250 hi"}, envelope, []string{"S: 354 go", "D:", "S: 250 ok"}), "sent"},
		{"takes the letter", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: 250 2.0.0 Ok: queued as 1"}), "sent"},
		{"takes the letter in other words", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: 251 will forward"}), "sent"},
		{"DATA refused", slices.Concat(plain, envelope, []string{"S: 554 5.5.1 no"}), "DATA"},
		{"DATA refused for now", slices.Concat(plain, envelope, []string{"S: 451 4.3.0 later"}), "DATA"},
		{"hangs up instead of 354", slices.Concat(plain, envelope, []string{"X:"}), "lost"},
		{"nonsense after the end", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: thanks"}), "unknown"},
		{"another 354 after the end", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: 354 go"}), "unknown"},
		{"half an answer after the end", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: 250-one", "X:"}), "unknown"},
		{"hangs up after the end", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "X:"}), "unknown"},
		{"refused after the end", slices.Concat(plain, envelope, []string{"S: 354 go", "D:", "S: 550-5.7.1 no", "S: 550 5.7.1 spam"}), "END"},
		{"pipelining", slices.Concat(hello("PIPELINING", "SIZE 1000", "8BITMIME"),
			[]string{"C: MAIL FROM:<ann@example.org> BODY=8BITMIME SIZE=75", rcptBo, "S: 250 ok", "S: 250 ok", "C: DATA", "S: 354 go", "D:", "S: 250 ok"}), "sent"},
		{"pipelining, sender refused", slices.Concat(hello("PIPELINING"),
			[]string{mailBo, rcptBo, "S: 550 no", "S: 503 no sender"}), "MAIL"},
		{"pipelining, recipient refused", slices.Concat(hello("PIPELINING"),
			[]string{mailBo, rcptBo, "S: 250 ok", "S: 550 5.1.1 unknown"}), "recipient"},
		{"no end of EHLO's answer", slices.Concat(greet, slices.Repeat([]string{"S: 250-" + strings.Repeat("x", 1000)}, 80)), "lost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr := play(t, tt.script)
			x, err := Dial(t.Context(), addr.String(), Options{Security: Clear, Timeout: 5 * time.Second, EndTimeout: 5 * time.Second})
			if err == nil {
				defer x.Close()
				_, err = x.Send(t.Context(), letter("bo@example.net"))
			}
			if got := kind(err); got != tt.want {
				t.Errorf("error %v (%s), want %s", err, got, tt.want)
			}
		})
	}
}

// TestTextAfterSTARTTLS comes in the same packet, which is what counts.
func TestTextAfterSTARTTLS(t *testing.T) {
	addr := play(t, slices.Concat(greet, []string{"S: 250-hello", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go\r\n250 AUTH PLAIN"}))
	if _, err := Dial(t.Context(), addr.String(), Options{Security: StartTLS, Timeout: 5 * time.Second}); !errors.Is(err, ErrProtocol) {
		t.Errorf("Dial = %v, want ErrProtocol", err)
	}
}

// TestNothingIsTakenBackAfterARefusal, as it would be a command that nobody knows; before one it is.
func TestNothingIsTakenBackAfterARefusal(t *testing.T) {
	offers := slices.Concat(greet, []string{"S: 250-hello", "S: 250 AUTH PLAIN CRAM-MD5 SCRAM-SHA-256"})
	login := "C: AUTH PLAIN AGFubgBzZWNyZXQ="
	for name, script := range map[string][]string{
		"refused":         {"C: AUTH PLAIN AGFubgBub3Q=", "S: 535 5.7.8 no", login, "S: 235 ok"},
		"not after all":   {"C: ANY", "S: 504 5.5.4 no such", "C: AUTH CRAM-MD5", "S: 504 5.5.4 no such", login, "S: 235 ok"},
		"taken back":      {"C: ANY", "S: 334 bm9uc2Vuc2U=", "C: *", "S: 501 5.0.0 cancelled"},
		"malformed, back": {"C: ANY", "S: 334 no base64!", "C: *", "S: 501 5.0.0 cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			addr := play(t, slices.Concat(offers, script))
			x, err := Dial(t.Context(), addr.String(), Options{Security: Clear, Timeout: 5 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			switch name {
			case "refused":
				err = x.Login(t.Context(), Credentials{"plain", "ann", "not"})
			case "not after all":
				if err := x.Login(t.Context(), Credentials{"auto", "ann", "secret"}); err != nil {
					t.Error(err)
				}
				return
			default:
				err = x.Login(t.Context(), Credentials{"scram-sha-256", "ann", "secret"})
				if err == nil {
					t.Error("let in")
				}
				return // the session has ended
			}
			var refused *ServerError
			if !errors.As(err, &refused) {
				t.Errorf("refused: %v", err)
			}
			if err := x.Login(t.Context(), Credentials{"plain", "ann", "secret"}); err != nil {
				t.Error(err)
			}
		})
	}
}

// discarding is a server that takes letters of any size and keeps none.
type discarding struct{}

func (*discarding) session(t *testing.T) *Session {
	t.Helper()
	addr := play(t, slices.Concat(greet, []string{"S: 250 hello"}, envelope, []string{"S: 354 go", "D:", "S: 250 ok"}))
	x, err := Dial(t.Context(), addr.String(), Options{Security: Clear, Timeout: time.Minute, EndTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	return x
}
