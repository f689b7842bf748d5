package pop3client

import (
	"errors"
	"fmt"
	"os"

	"satchel/sasl"
)

// Errors for errors.Is. Certificate problems come as
// *tls.CertificateVerificationError, connection problems as *net.OpError or
// *net.DNSError, both for errors.As; a connection closed by the server in the
// middle of an answer is io.ErrUnexpectedEOF.
var (
	// ErrProtocol reports a reply outside the standard. The session is out of
	// step after it and has been closed.
	ErrProtocol = errors.New("pop3: malformed reply")

	// ErrClearText reports that Clear was wanted beyond this computer without
	// Options.AllowClear. Nothing has been sent.
	ErrClearText = errors.New("pop3: connection without TLS refused")

	// ErrNoSTLS reports that StartTLS was wanted and the server refused it.
	ErrNoSTLS = errors.New("pop3: server refuses STLS")

	// ErrTimeout reports a silence longer than Options.Timeout, or an answer
	// that drips so slowly that it would never end.
	ErrTimeout = fmt.Errorf("pop3: server silent for too long: %w", os.ErrDeadlineExceeded)

	// ErrNoMechanism reports that the server offers no way to sign in that was
	// asked for. No password has been sent.
	ErrNoMechanism = errors.New("pop3: no common way to sign in")

	// ErrServerProof reports that the server let this side in without the proof
	// that it knows the password, or with a wrong one (RFC 5802 section 3): it is
	// not the one it claims to be. The password has not been shown.
	ErrServerProof = sasl.ErrServerProof

	// ErrPipelining reports that answers to commands sent ahead stayed away or
	// came for the wrong message. Sign in anew with Options.OneAtATime. The last
	// message begun was not delivered; where it comes with ErrTimeout, the server
	// may just as well be stuck.
	ErrPipelining = errors.New("pop3: server loses commands sent ahead")

	// ErrArgument reports an argument that cannot be sent, such as one with a
	// line break. Nothing has been sent and the session goes on.
	ErrArgument = errors.New("pop3: argument cannot be sent")
)

// ServerError is a -ERR reply. Command is the command without its argument, or
// "greeting". Code is the response code in upper case, such as "IN-USE", "AUTH",
// "SYS/TEMP" or "LOGIN-DELAY" (RFC 2449 section 8, RFC 3206), and empty where
// the server sends none. Text is the rest, without control characters.
type ServerError struct{ Command, Code, Text string }

func (e *ServerError) Error() string {
	if e.Code != "" {
		return "pop3: " + e.Command + " refused: [" + e.Code + "] " + e.Text
	}
	return "pop3: " + e.Command + " refused: " + e.Text
}

// isRefusal tells the one kind of answer after which the session goes on.
func isRefusal(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused)
}

// TokenError reports that an access token was refused with a reason. Get a fresh
// one and sign in anew; the same one will be refused again.
type TokenError struct {
	Status string // "invalid_token" or a number such as "401", as the server says
	Scope  string // what the token should have allowed; "": not said
	// Refused is the -ERR that followed; errors.As finds it too.
	Refused *ServerError
}

func (e *TokenError) Error() string {
	return fmt.Sprintf("pop3: access token refused: status %q, scope %q", e.Status, e.Scope)
}

func (e *TokenError) Unwrap() error { return e.Refused }
