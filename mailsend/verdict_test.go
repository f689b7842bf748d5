package mailsend

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/smtpsend"
)

var now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.Local)

// claimed is a letter at its n-th try.
func claimed(tries int, to ...string) mailstore.Outgoing {
	o := mailstore.Outgoing{State: mailstore.Sending, Tries: tries}
	for _, address := range to {
		o.Recipients = append(o.Recipients, mailstore.Recipient{Address: address, State: mailstore.ToGo})
	}
	return o
}

func TestVerdict(t *testing.T) {
	refused := func(command string, code int, enhanced, text string) *smtpsend.ServerError {
		return &smtpsend.ServerError{Command: command, Code: code, Enhanced: enhanced, Text: text}
	}
	no := func(list ...any) smtpsend.Outcome {
		o := smtpsend.Outcome{Refused: map[string]*smtpsend.ServerError{}}
		for i := 0; i < len(list); i += 2 {
			o.Refused[list[i].(string)] = list[i+1].(*smtpsend.ServerError)
		}
		return o
	}
	unknownUser, grey := refused("RCPT", 550, "5.1.1", "User unknown"), refused("RCPT", 451, "4.7.1", "Greylisted, come back in 300 seconds")
	full := refused("RCPT", 552, "5.2.2", "mailbox full")
	tests := []struct {
		name    string
		tries   int
		outcome smtpsend.Outcome
		err     error
		want    string        // result, then the states of b and c
		wait    time.Duration // until the next try; 0: none by itself
		says    string
	}{
		{"sent", 1, no(), nil, "ok taken taken", 0, ""},
		{"one unknown", 1, no("c", unknownUser), nil, "partial taken refused", time.Minute, "Sent to 1 of 2 recipients. c did not get it: There is no such address. Please check how it is written."},
		{"one greylisted", 1, no("c", grey), nil, "partial taken waiting", 5 * time.Minute, "Sent to 1 of 2 recipients. c must wait: The other side takes letters of new senders at the second try only. Satchel tries again at 12:05."},
		{"nobody", 1, no("b", unknownUser, "c", full), smtpsend.ErrNoRecipient, "refused refused refused", 0, "c did not get it: The mailbox is full. Nothing was sent."},
		{"nobody yet", 1, no("b", grey, "c", full), smtpsend.ErrNoRecipient, "busy waiting refused", 5 * time.Minute, "b must wait"},
		{"greylisted for days", mostTries, no("b", grey, "c", grey), smtpsend.ErrNoRecipient, "refused refused refused", 0, "Nothing was sent."},
		{"perhaps", 1, no(), fmt.Errorf("%w: cut", smtpsend.ErrUnknown), "maybe maybe maybe", 0, "does not send it again by itself"},
		{"perhaps, stopped", 1, no(), fmt.Errorf("%w: %w", smtpsend.ErrUnknown, context.Canceled), "maybe maybe maybe", 0, "does not send it again by itself"},
		{"perhaps, one refused before", 1, no("c", unknownUser), smtpsend.ErrUnknown, "maybe maybe refused", 0, "may have been sent"},
		{"perhaps, one put off before", 1, no("c", grey), smtpsend.ErrUnknown, "maybe maybe waiting", 0, "may have been sent"},
		{"too large", 1, no(), &smtpsend.TooLargeError{Size: 31_000_000, Limit: 25_000_000}, "refused refused refused", 0, "The letter has 31.0 MB, and smtp.example.org takes letters of up to 25.0 MB."},
		{"spam", 1, no(), refused("END", 554, "5.7.1", "Spam message rejected"), "refused refused refused", 0, "takes the letter for unwanted mail"},
		{"sender", 1, no(), refused("MAIL", 553, "5.7.1", "not owned by user ann"), "refused refused refused", 0, "does not send letters from this address"},
		{"later", 1, no(), refused("END", 451, "4.3.0", "local trouble"), "busy waiting waiting", time.Minute, "cannot take letters at the moment (“local trouble”). The letter waits in the outbox. Satchel tries again at 12:01."},
		{"later, fourth time", 4, no(), refused("MAIL", 451, "4.3.0", "x"), "busy waiting waiting", 8 * time.Minute, "12:08"},
		{"later, with a time", 1, no(), refused("MAIL", 450, "4.7.1", "too many, wait 20 minutes"), "busy waiting waiting", 20 * time.Minute, "takes no more letters from you for a while"},
		{"later without end", mostTries, no(), refused("END", 451, "4.3.0", "x"), "refused refused refused", 0, "tries no more"},
		{"shutting down", 1, no(), refused("MAIL", 421, "4.3.2", "bye"), "busy waiting waiting", time.Minute, "at the moment"},
		{"no mail service today", 1, no(), refused("greeting", 554, "", "no"), "busy waiting waiting", time.Minute, "refused"},
		{"wrong password", 1, no(), refused("AUTH", 535, "5.7.8", "no"), "auth waiting waiting", 0, "did not accept the user name or password"},
		{"sign in first", 1, no(), refused("MAIL", 530, "5.7.0", "Authentication required"), "auth waiting waiting", 0, "only from those who sign in"},
		{"account locked for now", 1, no(), refused("AUTH", 454, "4.7.0", "Temporary authentication failure"), "busy waiting waiting", time.Minute, ""},
		{"offline", 1, no(), &net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, "network waiting waiting", time.Minute, "once the network is back"},
		{"cut off before the end", 1, no(), errors.New("reset"), "network waiting waiting", time.Minute, "before all of the letter was there"},
		{"silent", 1, no(), smtpsend.ErrTimeout, "network waiting waiting", time.Minute, "does not answer"},
		{"wrong name", 1, no(), x509.HostnameError{}, "tls waiting waiting", time.Minute, "another name"},
		{"STARTTLS stripped", 1, no(), smtpsend.ErrNoStartTLS, "tls waiting waiting", time.Minute, "neither password nor letter"},
		{"clear text", 1, no(), smtpsend.ErrClearText, "auth waiting waiting", 0, "choose TLS"},
		{"no password", 1, no(), &secretError{keychain.ErrNotFound}, "auth waiting waiting", 0, "until you enter it"},
		{"no server", 1, no(), errNoServer, "auth waiting waiting", 0, "no server for sending"},
		{"disk full", 1, no(), &storeError{mailstore.ErrFull}, "store waiting waiting", time.Minute, "make some room"},
		{"stopped", 1, no(), context.Canceled, "network waiting waiting", 0, "Sending was stopped"},
		{"foreign letters", 1, no(), smtpsend.ErrNoUTF8, "refused refused refused", 0, "é or 文"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := verdict(claimed(tt.tries, "b", "c"), tt.outcome, tt.err, where{"smtp.example.org", 465, now})
			if got := fmt.Sprintf("%s %s %s", a.Result, a.Recipients["b"].State, a.Recipients["c"].State); got != tt.want {
				t.Errorf("verdict %q, want %q", got, tt.want)
			}
			waits := a.Recipients["b"].State == mailstore.ToGo || a.Recipients["c"].State == mailstore.ToGo
			if waits && tt.wait > 0 && !a.NotBefore.Equal(now.Add(tt.wait)) {
				t.Errorf("next try at %v, want in %v", a.NotBefore, tt.wait)
			}
			if tt.wait == 0 && a.NotBefore.After(now) {
				t.Errorf("next try at %v, want none", a.NotBefore)
			}
			if !strings.Contains(a.Text, tt.says) || (a.Text == "") != (tt.says == "" && tt.want == "ok taken taken") {
				t.Errorf("says %q, want %q in it", a.Text, tt.says)
			}
		})
	}
}

// TestTakenStaysTaken: a second try for those who had to wait changes nothing for those who have it.
func TestTakenStaysTaken(t *testing.T) {
	o := claimed(2, "b", "c")
	o.Recipients[0].State = mailstore.Taken
	a := verdict(o, smtpsend.Outcome{}, &smtpsend.ServerError{Command: "MAIL", Code: 550}, where{"smtp.example.org", 465, now})
	if _, named := a.Recipients["b"]; named || a.Recipients["c"].State != mailstore.TurnedDown {
		t.Errorf("verdict %+v", a.Recipients)
	}
	if list := waiting(o); len(list) != 1 || list[0] != "c" {
		t.Errorf("sends to %q", list)
	}
}

func TestBackOff(t *testing.T) {
	var last time.Duration
	for tries := range 200 {
		d := backOff(tries)
		if d < time.Minute || d > time.Hour || d < last {
			t.Fatalf("try %d waits %v after %v", tries, d, last)
		}
		last = d
	}
	if last != time.Hour {
		t.Errorf("at last %v", last)
	}
}

func TestTokenIsNoPassword(t *testing.T) {
	tests := []struct{ fetching, sending, key, want string }{
		{"auto", "auto", "", "auto"},
		{"plain", "", "", ""},
		{"xoauth2", "auto", "", "xoauth2"},
		{"oauthbearer", "", "", "oauthbearer"},
		{"xoauth2", "auto", "own", "auto"},
		{"xoauth2", "plain", "", "plain"},
		{"apop", "login", "", "login"},
	}
	for _, tt := range tests {
		a := mailstore.Account{Auth: tt.fetching, SMTPAuth: tt.sending, SMTPSecretKey: tt.key}
		if got := mechanism(a); got != tt.want {
			t.Errorf("fetching by %q, sending by %q with key %q: %q, want %q", tt.fetching, tt.sending, tt.key, got, tt.want)
		}
	}
}
