package smtpsend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"

	"github.com/emersion/go-smtp"
)

// Errors for errors.Is. Certificate problems come as *tls.CertificateVerificationError, connection problems as
// *net.OpError or *net.DNSError.
var (
	// ErrProtocol reports a reply outside the standard, or one that nobody has asked for.
	ErrProtocol = errors.New("smtp: malformed reply")

	// ErrClearText reports that Clear was wanted beyond this computer without Options.AllowClear. Nothing has been sent.
	ErrClearText = errors.New("smtp: connection without TLS refused")

	// ErrNoStartTLS reports that StartTLS was wanted and the server, or whoever sits on the line, does not offer it.
	ErrNoStartTLS = errors.New("smtp: server offers no STARTTLS")

	// ErrTimeout reports a silence longer than the options allow.
	ErrTimeout = fmt.Errorf("smtp: server silent for too long: %w", os.ErrDeadlineExceeded)

	// ErrNoMechanism reports that the server offers no way to sign in that was asked for. No password has been sent.
	ErrNoMechanism = errors.New("smtp: no common way to sign in")

	// ErrArgument reports an address or a name that cannot be sent. Nothing has been sent.
	ErrArgument = errors.New("smtp: argument cannot be sent")

	// ErrNoUTF8 reports that the letter needs SMTPUTF8 (RFC 6531), or 8BITMIME (RFC 6152), and the server has it not.
	// Nothing has been sent.
	ErrNoUTF8 = errors.New("smtp: server takes ASCII only")

	// ErrNoRecipient reports that every recipient was refused; the Outcome says how. Nothing has been sent.
	ErrNoRecipient = errors.New("smtp: every recipient was refused")

	// ErrUnknown reports that the end of the letter was on its way and no answer came: the letter may have arrived. It
	// must not be sent again by itself.
	ErrUnknown = errors.New("smtp: no answer to the whole letter")
)

// TooLargeError reports a letter larger than the server takes (RFC 1870). Nothing has been sent.
type TooLargeError struct{ Size, Limit int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("smtp: a letter of %d octets, where the server takes %d", e.Size, e.Limit)
}

// ServerError is a refusal. Command is "greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA" or "END", the end
// of the letter. Enhanced is the code of RFC 3463 such as "5.2.2", "" where there is none. Text has no control characters.
type ServerError struct {
	Command  string
	Code     int
	Enhanced string
	Text     string
}

func (e *ServerError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("smtp: %s refused: %d %s", e.Command, e.Code, e.Enhanced)) + " " + e.Text
}

// Temporary reports that the server asks to try again later.
func (e *ServerError) Temporary() bool { return e.Code >= 400 && e.Code < 500 }

// refusal gives an error of the wire its kind: *ServerError where the server has answered.
func (s *Session) refusal(command string, err error) error {
	var answered *smtp.SMTPError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answered):
		refused := &ServerError{Command: command, Code: answered.Code, Text: printable(answered.Message)}
		if c := answered.EnhancedCode; c[0] > 0 {
			refused.Enhanced = fmt.Sprintf("%d.%d.%d", c[0], c[1], c[2])
		}
		return refused
	}
	return fmt.Errorf("smtp: %s: %w", command, kindOf(s.wire.ctxErr(), err))
}

// kindOf turns what the connection and the parser say into this package's errors.
func kindOf(ended, err error) error {
	var malformed textproto.ProtocolError
	var ne net.Error
	switch {
	case ended != nil:
		return ended
	case errors.As(err, &malformed), errors.Is(err, smtp.ErrTooLongLine):
		return fmt.Errorf("%w: %w", ErrProtocol, err)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &ne) && ne.Timeout():
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}

// printable makes a server's words one line without control characters.
func printable(s string) string {
	const most = 500
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return r <= ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 }), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
