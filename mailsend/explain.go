package mailsend

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"
	"syscall"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/sasl"
	"satchel/smtpsend"
	"satchel/trust"
	"satchel/words"
)

// explain turns what went wrong on this side of the server's answers into its kind and a sentence. It looks at kinds of
// errors only and never shows their text.
func explain(err error, w where) trouble {
	var secret *secretError
	var store *storeError
	switch {
	case errors.Is(err, context.Canceled):
		return trouble{Network, words.T(sayStopped), false, -1}
	case errors.As(err, &store), errors.Is(err, mailstore.ErrFull), errors.Is(err, mailstore.ErrDamaged):
		return explainStore(err)
	case errors.As(err, &secret):
		return explainSecret(err)
	case errors.Is(err, errNoServer):
		return trouble{Auth, words.T(sayNoServer), true, 0}
	case errors.Is(err, errBelowTLS), errors.Is(err, smtpsend.ErrNoStartTLS):
		return trouble{TLS, sayNoTLS(w), false, 0}
	case errors.Is(err, smtpsend.ErrClearText):
		return trouble{Auth, sayClearText(w), true, 0}
	case errors.Is(err, trust.ErrAuthorities):
		return trouble{Auth, words.T(sayAuthorities), true, 0}
	case errors.Is(err, sasl.ErrServerProof):
		return trouble{TLS, sayNoProof(w), false, 0}
	case errors.Is(err, smtpsend.ErrNoMechanism):
		return trouble{Auth, sayNoMechanism(w), true, 0}
	}
	if say := explainTLS(err, w); say != "" {
		return trouble{TLS, say, false, 0}
	}
	return trouble{Network, explainNetwork(err, w), false, 0}
}

func explainStore(err error) trouble {
	switch {
	case errors.Is(err, mailstore.ErrFull):
		return trouble{StoreFault, words.T(sayDiskFull), false, 0}
	case errors.Is(err, mailstore.ErrDamaged), errors.Is(err, mailstore.ErrNotFound):
		return trouble{StoreFault, words.T(sayDamaged), true, 0}
	}
	return trouble{StoreFault, words.T(sayStore), false, 0}
}

func explainSecret(err error) trouble {
	switch {
	case errors.Is(err, keychain.ErrNotFound):
		return trouble{Auth, words.T(sayNoPassword), true, 0}
	case errors.Is(err, keychain.ErrLocked), errors.Is(err, keychain.ErrPassphrase):
		return trouble{Auth, words.T(sayVaultLocked), true, 0}
	case errors.Is(err, keychain.ErrDamaged):
		return trouble{StoreFault, words.T(sayVaultDamaged), true, 0}
	}
	return trouble{Busy, words.T(sayNoKeyring), false, 0}
}

func explainTLS(err error, w where) string {
	var (
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &name):
		return sayOtherName(w)
	case errors.As(err, &authority):
		return sayUnknownAuthority(w)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return sayExpired(w)
	case errors.As(err, &invalid), errors.As(err, &verify):
		return sayBadCertificate(w)
	case errors.As(err, &record):
		return sayNotTLS(w)
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return sayHandshake(w)
	}
	return ""
}

// Windows has numbers of its own for these (Winsock).
var (
	offlineErrors = []error{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.Errno(10050), syscall.Errno(10051), syscall.Errno(10065)}
	refusedErrors = []error{syscall.ECONNREFUSED, syscall.Errno(10061)}
)

func isAny(err error, kinds []error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

func explainNetwork(err error, w where) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return sayUnknownHost(w)
	case errors.As(err, &dns), isAny(err, offlineErrors):
		return sayOffline(w)
	case isAny(err, refusedErrors):
		return sayNoConnection(w)
	case errors.Is(err, smtpsend.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		return sayTimeout(w)
	case errors.Is(err, smtpsend.ErrProtocol):
		return sayOdd(w)
	}
	return sayCutOff(w)
}
