package mailsend

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/sasl"
	"satchel/smtpsend"
	"satchel/smtpsend/smtptest"
	"satchel/trust"
)

func TestTestSignIn(t *testing.T) {
	r := newRig(t, smtptest.Config{})
	var steps []Step
	note := func(s Step) { steps = append(steps, s) }
	if got := r.sender.TestSignIn(t.Context(), r.account, "secret", note); got.Result != OK || len(steps) != 2 {
		t.Errorf("signed in: %+v after %v", got, steps)
	}
	if got := r.sender.TestSignIn(t.Context(), r.account, "wrong", nil); got.Result != Auth || !strings.Contains(got.Sentence, "did not accept the user name or password. Please") {
		t.Errorf("wrong password: %+v", got)
	}
	away := r.account
	away.SMTPPort = 1
	if got := r.sender.TestSignIn(t.Context(), away, "secret", nil); got.Result != Network || !strings.Contains(got.Sentence, "accepts no connection on port 1") {
		t.Errorf("no server: %+v", got)
	}
	if n := len(r.server.Received()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}

// TestSignInSaysNothingOfLetters: where a sign-in is tried there is no letter, and nothing in the outbox.
func TestSignInSaysNothingOfLetters(t *testing.T) {
	for _, err := range []error{
		context.Canceled, context.DeadlineExceeded, syscall.ENETUNREACH, syscall.ECONNREFUSED, errors.New("reset"), errNoServer, errBelowTLS, trust.ErrAuthorities,
		&secretError{keychain.ErrNotFound}, &secretError{keychain.ErrLocked}, &secretError{keychain.ErrDamaged}, &secretError{errors.New("x")},
		smtpsend.ErrNoStartTLS, smtpsend.ErrClearText, smtpsend.ErrNoMechanism, smtpsend.ErrTimeout, smtpsend.ErrProtocol, sasl.ErrServerProof,
		&net.DNSError{IsNotFound: true}, &net.DNSError{}, x509.HostnameError{}, x509.UnknownAuthorityError{}, x509.CertificateInvalidError{Reason: x509.Expired},
		&tls.CertificateVerificationError{}, tls.RecordHeaderError{}, tls.AlertError(40),
		&smtpsend.ServerError{Command: "AUTH", Code: 535, Enhanced: "5.7.8"}, &smtpsend.ServerError{Command: "AUTH", Code: 534, Enhanced: "5.7.9", Text: "app password"},
		&smtpsend.ServerError{Command: "AUTH", Code: 454, Enhanced: "4.7.0"}, &smtpsend.ServerError{Command: "AUTH", Code: 538, Enhanced: "5.7.11"},
		&smtpsend.ServerError{Command: "AUTH", Code: 500}, &smtpsend.ServerError{Command: "greeting", Code: 554}, &smtpsend.ServerError{Command: "EHLO", Code: 421},
	} {
		v := verdict(mailstore.Outgoing{}, smtpsend.Outcome{}, err, where{"smtp.example.org", 465, now})
		got := aboutSignIn(v.Text)
		for _, word := range []string{"letter", "outbox", "tries again", "  ", " ."} {
			if strings.Contains(got, word) || got == "" {
				t.Errorf("%v: %q has %q", err, got, word)
			}
		}
	}
}
