package mailsync

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client"
)

func TestExplain(t *testing.T) {
	now := time.Date(2026, 12, 1, 14, 0, 0, 0, time.Local)
	w := where{Host: "pop.example.org", Port: 995, Now: now}
	refused := func(command, code, text string) error {
		err := error(&pop3client.ServerError{Command: command, Code: code, Text: text})
		if command == "PASS" {
			err = &signInError{fmt.Errorf("sign in: %w", err)}
		}
		return fmt.Errorf("check: %w", err)
	}
	badCertificate := func(err error) error {
		return fmt.Errorf("start TLS: %w", &tls.CertificateVerificationError{Err: err})
	}
	past := &x509.Certificate{NotBefore: now.AddDate(-1, 0, 0), NotAfter: time.Date(2026, 11, 22, 12, 0, 0, 0, time.Local)}
	future := &x509.Certificate{NotBefore: time.Date(2027, 1, 5, 12, 0, 0, 0, time.Local), NotAfter: now.AddDate(1, 0, 0)}
	tests := []struct {
		name string
		err  error
		want string
		say  string
	}{
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{Name: "pop.example.org", IsNotFound: true}}, Network,
			"No server named pop.example.org can be found. Satchel tries again later. Please check the name in the account's settings."},
		{"name servers out of reach", &net.DNSError{Name: "pop.example.org", IsTimeout: true}, Network,
			"pop.example.org cannot be reached; this computer may be offline. Satchel tries again by itself."},
		{"no network", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}, Network,
			"pop.example.org cannot be reached; this computer may be offline. Satchel tries again by itself."},
		{"refused", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, Network,
			"pop.example.org accepts no mail connection on port 995. Satchel tries again later. If it stays so, please check server and port in the account's settings."},
		{"refused, on Windows", &net.OpError{Op: "dial", Err: os.NewSyscallError("connectex", syscall.Errno(10061))}, Network,
			"pop.example.org accepts no mail connection on port 995. Satchel tries again later. If it stays so, please check server and port in the account's settings."},
		{"no network, on Windows", &net.OpError{Op: "dial", Err: os.NewSyscallError("connectex", syscall.Errno(10051))}, Network,
			"pop.example.org cannot be reached; this computer may be offline. Satchel tries again by itself."},
		{"silence", fmt.Errorf("retrieve: %w", pop3client.ErrTimeout), Network,
			"pop.example.org does not answer. Satchel tries again later. Nothing is lost."},
		{"cut off", fmt.Errorf("retrieve: %w", io.ErrUnexpectedEOF), Network,
			"The connection to pop.example.org was cut off. What had arrived is kept. Satchel tries again."},
		{"reset", &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, Network,
			"The connection to pop.example.org was cut off. What had arrived is kept. Satchel tries again."},
		{"rubbish", fmt.Errorf("list: %w", pop3client.ErrProtocol), Network,
			"pop.example.org answered in a way Satchel cannot read. What had arrived is kept. Satchel tries again later."},
		{"stopped", fmt.Errorf("list: %w", context.Canceled), Network, sayStopped},
		{"another name", badCertificate(x509.HostnameError{Host: "pop.example.org", Certificate: &x509.Certificate{DNSNames: []string{"mail.hoster.example"}}}), TLS,
			"The server's certificate belongs to mail.hoster.example, not pop.example.org. Satchel did not sign in. Please check the server's name in the account's settings."},
		{"no name at all", badCertificate(x509.HostnameError{Host: "pop.example.org", Certificate: &x509.Certificate{}}), TLS,
			"The server's certificate belongs to another server, not pop.example.org. Satchel did not sign in. Please check the server's name in the account's settings."},
		{"unknown authority", badCertificate(x509.UnknownAuthorityError{}), TLS,
			"The certificate of pop.example.org comes from nobody this computer trusts. Satchel did not sign in. If the server is your own, add its authority in the account's settings."},
		{"expired", badCertificate(x509.CertificateInvalidError{Cert: past, Reason: x509.Expired}), TLS,
			"The certificate of pop.example.org has run out on Sun 22 November 2026. Satchel did not sign in and tries again later. Please check this computer's date, or ask your provider."},
		{"not yet valid", badCertificate(x509.CertificateInvalidError{Cert: future, Reason: x509.Expired}), TLS,
			"The certificate of pop.example.org is valid only from Tue 5 January 2027. Satchel did not sign in. Please check this computer's date."},
		{"otherwise invalid", badCertificate(x509.CertificateInvalidError{Cert: past, Reason: x509.TooManyIntermediates}), TLS,
			"The certificate of pop.example.org is not valid. Satchel did not sign in. Your provider can tell more."},
		{"not TLS", fmt.Errorf("start TLS: %w", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}), TLS,
			"pop.example.org does not speak TLS on port 995, so Satchel did not sign in. Please check the port and the encryption in the account's settings."},
		{"too old", errors.New("start TLS: remote error: tls: protocol version not supported"), TLS,
			"No protected connection to pop.example.org could be made, so Satchel did not sign in. Its encryption may be out of date; your provider can tell."},
		{"STLS refused", fmt.Errorf("%w: %w", pop3client.ErrNoSTLS, refused("STLS", "", "unknown command")), TLS,
			"pop.example.org offers no protected connection, so Satchel did not sign in and sent no password. Please use another network, or check the account's settings."},
		{"in use", refused("PASS", "IN-USE", "x"), Busy, sayInUse},
		{"busy at the greeting", refused("greeting", "", "too many connections"), Busy, sayInUse},
		{"closed at the greeting", refused("greeting", "", "go away"), Busy,
			"pop.example.org has trouble right now. Satchel tries again in a few minutes. Your password is fine."},
		{"listing refused", refused("STAT", "", "no"), Busy,
			"pop.example.org has trouble right now. Satchel tries again in a few minutes. Your password is fine."},
		{"wrong password", refused("PASS", "AUTH", "x"), Auth,
			"pop.example.org did not accept the user name or password. Satchel asks no more until you have entered it again. Nothing here has changed."},
		{"token refused", &signInError{&pop3client.TokenError{Status: "401", Refused: &pop3client.ServerError{Command: "AUTH", Text: "no"}}}, Auth,
			"pop.example.org did not accept the access token kept for this account; it may have run out. Satchel asks no more until you have entered a new one. Nothing here has changed."},
		{"token fine, mailbox in use", &signInError{&pop3client.TokenError{Refused: &pop3client.ServerError{Command: "AUTH", Code: "IN-USE"}}}, Busy, sayInUse},
		{"server proves nothing", &signInError{fmt.Errorf("sign in: %w", pop3client.ErrServerProof)}, TLS,
			"pop.example.org did not prove that it knows your password, as the real server would, so Satchel went no further and did not show it the password. Please use another network, or ask your provider."},
		{"no way to sign in", fmt.Errorf("sign in: %w", pop3client.ErrNoMechanism), Auth,
			"pop.example.org offers no way of signing in that this account is set to. Satchel sent no password. Please check the account's settings."},
		{"no password", &secretError{keychain.ErrNotFound}, Auth, sayNoPassword},
		{"vault locked", &secretError{keychain.ErrLocked}, Auth, sayVaultLocked},
		{"wrong passphrase", &secretError{keychain.ErrPassphrase}, Auth, sayPassphrase},
		{"keyring silent", &secretError{keychain.ErrUnavailable}, Busy, sayNoKeyring},
		{"disk full", inStore(fmt.Errorf("record: %w", mailstore.ErrFull)), StoreFault, sayDiskFull},
		{"file damaged", inStore(fmt.Errorf("record: %w", mailstore.ErrDamaged)), StoreFault, sayDamaged},
		{"file trouble", inStore(errors.New("input/output error")), StoreFault, sayStore},
		{"stopped in the store", inStore(fmt.Errorf("record: %w", context.Canceled)), Network, sayStopped},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := explain(tt.err, w)
			if got.Result != tt.want || got.Sentence != tt.say {
				t.Errorf("explain() = %s %q\nwant %s %q", got.Result, got.Sentence, tt.want, tt.say)
			}
		})
	}
}

func TestLoginDelayIsObeyed(t *testing.T) {
	now := time.Date(2026, 12, 1, 14, 5, 0, 0, time.Local)
	err := &signInError{&pop3client.ServerError{Command: "PASS", Code: "LOGIN-DELAY"}}
	tests := []struct {
		pause, want time.Duration
		say         string
	}{
		{15 * time.Minute, 15 * time.Minute, "web.example allows a check only every so often; next at 14:20. Your password is fine."},
		{0, 2 * time.Minute, "web.example allows a check only every so often; next at 14:07. Your password is fine."},
		{12 * time.Hour, 12 * time.Hour, "web.example allows a check only every so often; next at 02:05 on Wed 2 December. Your password is fine."},
	}
	for _, tt := range tests {
		got := explain(err, where{Host: "web.example", Now: now, Pause: tt.pause})
		if got.Result != Busy || got.Pause != tt.want || got.Sentence != tt.say {
			t.Errorf("explain() with %v = %+v", tt.pause, got)
		}
	}
}

func TestSayEnd(t *testing.T) {
	now := time.Date(2026, 12, 1, 14, 5, 0, 0, time.Local)
	failed := []Failure{{"a", "x"}, {"b", "y"}}
	tests := []struct {
		name    string
		result  Result
		suspect suspicion
		want    string
	}{
		{"nothing", Result{}, suspicion{}, "No new mail."},
		{"one", Result{Fetched: 1, Bytes: 950}, suspicion{}, "1 new message arrived (950 bytes)."},
		{"some fail", Result{Fetched: 3, Bytes: 18_400_000, Failed: failed}, suspicion{},
			"3 new messages arrived (18 MB). 2 messages cannot be fetched; all others are here. Satchel tries again."},
		{"removal", Result{AskedToRemove: 1}, suspicion{}, "No new mail. The server was asked to remove 1 message, safe here."},
		{"held back", Result{HeldBack: 4}, suspicion{},
			"No new mail. This computer's clock has jumped, so 4 messages due to leave the server stay there for now. Is today Tue 1 December 2026?"},
		{"empty", Result{}, suspicion{Kind: listingEmpty, Checks: 1},
			"The server says the mailbox is empty, which it was not before. Satchel forgets and removes nothing, and looks again at the next check."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sayEnd(tt.result, tt.suspect, now); got != tt.want {
				t.Errorf("sayEnd() = %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestSaySome(t *testing.T) {
	tests := []struct {
		done, of int
		want     string
	}{
		{0, 0, "Cut."},
		{3, 3, "Cut."},
		{0, 1, "Cut. The new message comes at the next check."},
		{12, 340, "Cut. 12 of 340 new messages are here; the rest comes at the next check."},
	}
	for _, tt := range tests {
		if got := saySome("Cut.", tt.done, tt.of); got != tt.want {
			t.Errorf("saySome(%d, %d) = %q, want %q", tt.done, tt.of, got, tt.want)
		}
	}
}

func TestNextCheck(t *testing.T) {
	now := time.Date(2026, 12, 1, 14, 5, 0, 0, time.UTC)
	tests := []struct {
		result   string
		interval time.Duration
		want     time.Duration // 0: not by itself
	}{
		{OK, 10 * time.Minute, 10 * time.Minute},
		{Partial, 10 * time.Minute, 10 * time.Minute},
		{Suspicious, 10 * time.Minute, 10 * time.Minute},
		{Busy, 10 * time.Minute, 5 * time.Minute},
		{Network, 10 * time.Minute, 5 * time.Minute},
		{StoreFault, 10 * time.Minute, 5 * time.Minute},
		{TLS, 10 * time.Minute, 10 * time.Minute},
		{Auth, 10 * time.Minute, 0},
		{OK, 0, 0},
		{Busy, 0, 0},
	}
	for _, tt := range tests {
		got := nextCheck(tt.result, tt.interval, 5*time.Minute, now)
		if tt.want == 0 && !got.IsZero() || tt.want != 0 && !got.Equal(now.Add(tt.want)) {
			t.Errorf("nextCheck(%s, %v) = %v", tt.result, tt.interval, got)
		}
	}
}
