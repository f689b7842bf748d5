package mailsync

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client"
	"satchel/trust"
	"satchel/words"
)

// trouble is why a check could not go on: its kind for programs, a sentence for
// people, and for how long the server wants to be left alone.
type trouble struct {
	Result   string
	Sentence string
	Pause    time.Duration // asked for by the server; 0: none
}

// signInError is a failure of signing in, as opposed to one of the mailbox.
type signInError struct{ err error }

func (e *signInError) Error() string { return "sign in: " + e.err.Error() }
func (e *signInError) Unwrap() error { return e.err }

// secretError is a failure to get the password out of its keeper.
type secretError struct{ err error }

func (e *secretError) Error() string { return "get the password: " + e.err.Error() }
func (e *secretError) Unwrap() error { return e.err }

// storeError is a failure to write or read here.
type storeError struct{ err error }

func (e *storeError) Error() string { return "store: " + e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }

// inStore marks an error as one of the store.
func inStore(err error) error {
	if err == nil {
		return nil
	}
	return &storeError{err}
}

// where names the server in sentences and says what is known of it.
type where struct {
	Host string
	Port int
	Now  time.Time
	// Unclear is set when the last check ended with a refusal that could not be
	// read: a second one in a row is taken for a wrong password.
	Unclear bool
	// Pause is the server's LOGIN-DELAY; 0: unknown.
	Pause time.Duration
}

// explain turns what went wrong into a trouble. It looks at kinds of errors only,
// never shows their text: there could be anything in it.
func explain(err error, w where) trouble {
	var (
		secret  *secretError
		store   *storeError
		signIn  *signInError
		refused *pop3client.ServerError
		token   *pop3client.TokenError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return trouble{Network, sayStopped, 0}
	case errors.As(err, &store), errors.Is(err, mailstore.ErrFull), errors.Is(err, mailstore.ErrDamaged):
		return explainStore(err)
	case errors.As(err, &secret):
		return explainSecret(err)
	case errors.Is(err, errBelowTLS), errors.Is(err, pop3client.ErrNoSTLS):
		return trouble{TLS, sayNoTLS(w), 0}
	case errors.Is(err, pop3client.ErrClearText):
		return trouble{TLS, sayClearText(w), 0}
	case errors.Is(err, trust.ErrAuthorities):
		return trouble{TLS, sayAuthorities, 0}
	case errors.Is(err, pop3client.ErrServerProof):
		return trouble{TLS, sayNoProof(w), 0}
	case errors.Is(err, pop3client.ErrNoMechanism):
		return trouble{Auth, sayNoMechanism(w), 0}
	case errors.Is(err, pop3client.ErrArgument):
		return trouble{Auth, sayBadPassword, 0}
	case errors.As(err, &token) && (token.Refused.Code == "" || token.Refused.Code == "AUTH"):
		return trouble{Auth, sayToken(w), 0}
	case errors.As(err, &refused):
		return explainRefusal(refused, errors.As(err, &signIn), w)
	}
	if t, ok := explainTLS(err, w); ok {
		return t
	}
	return explainNetwork(err, w)
}

func explainStore(err error) trouble {
	switch {
	case errors.Is(err, mailstore.ErrFull):
		return trouble{StoreFault, sayDiskFull, 0}
	case errors.Is(err, mailstore.ErrDamaged):
		return trouble{StoreFault, sayDamaged, 0}
	case errors.Is(err, mailstore.ErrNotFound): // it was removed during the check, and its ledger with it
		return trouble{StoreFault, sayNoAccount, 0}
	}
	return trouble{StoreFault, sayStore, 0}
}

func explainSecret(err error) trouble {
	switch {
	case errors.Is(err, keychain.ErrNotFound):
		return trouble{Auth, sayNoPassword, 0}
	case errors.Is(err, keychain.ErrLocked):
		return trouble{Auth, sayVaultLocked, 0}
	case errors.Is(err, keychain.ErrDamaged):
		return trouble{StoreFault, sayVaultDamaged, 0}
	case errors.Is(err, keychain.ErrPassphrase):
		return trouble{Auth, sayPassphrase, 0}
	}
	return trouble{Busy, sayNoKeyring, 0}
}

// Phrases of servers that send no response codes. Whatever speaks of another
// session or a lock is stronger than the word "failed" beside it, and the word
// "password" is stronger than a polite "try again".
var (
	inUsePhrase    = regexp.MustCompile(`(?i)\b(lock(ed)?|in use|too many|already|busy|another (session|client|program|process))\b`)
	passwordPhrase = regexp.MustCompile(`(?i)(authentication fail|invalid|incorrect|password|credentials|bad login|login failed)`)
	laterPhrase    = regexp.MustCompile(`(?i)\b(wait|try again|later|temporar\w*|unavailable|minutes?|seconds?)\b`)
)

// busyPause is how long an [IN-USE] or [LOGIN-DELAY] without a time is obeyed.
const busyPause = 2 * time.Minute

func explainRefusal(e *pop3client.ServerError, signingIn bool, w where) trouble {
	code, _, _ := strings.Cut(e.Code, "/")
	switch {
	case code == "LOGIN-DELAY":
		pause := w.Pause
		if pause <= 0 {
			pause = busyPause
		}
		return trouble{Busy, sayLoginDelay(w, w.Now.Add(pause)), pause}
	case code == "IN-USE":
		return trouble{Busy, sayInUse, 0}
	case code == "SYS":
		return trouble{Busy, saySystem(w), 0}
	case code == "AUTH" && signingIn:
		return trouble{Auth, sayWrongPassword(w), 0}
	case !signingIn && e.Command != "greeting":
		return trouble{Busy, saySystem(w), 0}
	case inUsePhrase.MatchString(e.Text):
		return trouble{Busy, sayInUse, 0}
	case signingIn && passwordPhrase.MatchString(e.Text):
		return trouble{Auth, sayWrongPassword(w), 0}
	case laterPhrase.MatchString(e.Text), !signingIn:
		return trouble{Busy, saySystem(w), 0}
	case w.Unclear:
		return trouble{Auth, sayWrongPassword(w), 0}
	}
	return trouble{Busy, sayUnclear(w), 0}
}

func explainTLS(err error, w where) (trouble, bool) {
	var (
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	say := ""
	switch {
	case errors.As(err, &name):
		say = sayOtherName(w, certificateName(name.Certificate))
	case errors.As(err, &authority):
		say = sayUnknownAuthority(w)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		say = sayExpired(w, invalid.Cert)
	case errors.As(err, &invalid), errors.As(err, &verify):
		say = sayBadCertificate(w)
	case errors.As(err, &record):
		say = sayNotTLS(w)
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		say = sayHandshake(w)
	}
	return trouble{TLS, say, 0}, say != ""
}

// certificateName is a name to show for a certificate.
func certificateName(c *x509.Certificate) string {
	switch {
	case c == nil:
		return words.T("another server")
	case len(c.DNSNames) > 0:
		return c.DNSNames[0]
	case len(c.IPAddresses) > 0:
		return c.IPAddresses[0].String()
	case c.Subject.CommonName != "":
		return c.Subject.CommonName
	}
	return words.T("another server")
}

// Windows has numbers of its own for these (Winsock), which the names in package
// syscall do not stand for there. No other system uses them.
var (
	offlineErrors = []error{
		syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN,
		syscall.Errno(10050), syscall.Errno(10051), syscall.Errno(10065),
	}
	refusedErrors = []error{syscall.ECONNREFUSED, syscall.Errno(10061)}
)

func isAny(err error, kinds []error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

func explainNetwork(err error, w where) trouble {
	var dns *net.DNSError
	say := sayCutOff(w)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		say = sayUnknownHost(w)
	case errors.As(err, &dns), isAny(err, offlineErrors):
		say = sayOffline(w)
	case isAny(err, refusedErrors):
		say = sayRefused(w)
	case errors.Is(err, pop3client.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		say = sayTimeout(w)
	case errors.Is(err, pop3client.ErrProtocol), errors.Is(err, pop3client.ErrPipelining):
		say = sayOdd(w)
	}
	return trouble{Network, say, 0}
}
