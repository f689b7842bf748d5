package smtpsend

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-smtp"
)

// Letter is what one transaction hands over.
type Letter struct {
	From     string   // of the envelope
	To       []string // each once
	Size     int64    // octets
	EightBit bool     // there are octets above 127 in it, in a text part (RFC 6152)
	UTF8     bool     // there are in the header, or in an address (RFC 6531)
	Body     io.Reader

	// BeforeEnd is called when all of the letter is on its way but its end; with an error the end stays back, and the
	// letter is not sent for certain. accepted are the recipients that the server has taken. nil: nothing is to be done.
	BeforeEnd func(accepted []string) error
	// Progress is told how many octets of Body were taken so far, at most once for each 64 KiB; nil: nobody asks.
	Progress func(sent int64)
}

// Outcome is what has become of each recipient, in the order of Letter.To.
type Outcome struct {
	Refused map[string]*ServerError // by address; those missing went along with the letter
	Text    string                  // the server's last word, which may name the letter in its queue
}

// Send hands a letter over in one transaction. nil: the server has taken it for all recipients that Outcome does not show
// as refused. ErrUnknown: nobody knows. Any other error: it is certainly not sent, and after a *ServerError,
// ErrNoRecipient, *TooLargeError or ErrNoUTF8 the session goes on.
func (s *Session) Send(ctx context.Context, l Letter) (Outcome, error) {
	o := Outcome{Refused: map[string]*ServerError{}}
	if err := s.check(l); err != nil {
		return o, err
	}
	defer s.wire.during(ctx)()
	if err := s.reset(); err != nil {
		s.Close()
		return o, err
	}
	err := s.transaction(l, &o)
	var refused *ServerError
	if err != nil && !errors.As(err, &refused) && !errors.Is(err, ErrNoRecipient) {
		s.Close()
	}
	return o, err
}

// check finds what need not be asked of the server.
func (s *Session) check(l Letter) error {
	if len(l.To) == 0 {
		return ErrNoRecipient
	}
	for _, address := range append([]string{l.From}, l.To...) {
		if !isPath(address) {
			return fmt.Errorf("%w: address %.100q", ErrArgument, address)
		}
	}
	if limit, ok := s.client.MaxMessageSize(); ok && limit > 0 && l.Size > int64(limit) {
		return &TooLargeError{l.Size, int64(limit)}
	}
	if l.UTF8 && !s.Offers("SMTPUTF8") || l.EightBit && !s.Offers("8BITMIME") {
		return ErrNoUTF8
	}
	return nil
}

// Offers reports an extension of the server.
func (s *Session) Offers(extension string) bool {
	ok, _ := s.client.Extension(extension)
	return ok
}

// isPath takes what can stand between <> and on a line.
func isPath(address string) bool {
	at := strings.LastIndexByte(address, '@')
	return at > 0 && at < len(address)-1 && len(address) <= 400 && !strings.ContainsFunc(address, func(r rune) bool {
		return r < ' ' || r == 0x7F || r == '<' || r == '>'
	})
}

// reset takes back what an earlier transaction left unfinished.
func (s *Session) reset() error {
	if !s.dirty {
		return nil
	}
	if err := s.refusal("RSET", s.client.Reset()); err != nil {
		return err
	}
	s.dirty = false
	return s.refusal("EHLO", s.client.Hello(helloName)) // go-smtp wants it anew
}

func (s *Session) transaction(l Letter, o *Outcome) error {
	s.dirty = true
	accepted, err := s.envelope(l, o)
	if err != nil {
		return err
	}
	data, err := s.client.Data()
	if err != nil {
		return s.refusal("DATA", err)
	}
	if _, err := io.Copy(data, &counted{r: l.Body, tell: l.Progress}); err != nil {
		return fmt.Errorf("smtp: send the letter: %w", kindOf(s.wire.ctxErr(), err))
	}
	if l.BeforeEnd != nil {
		if err := l.BeforeEnd(accepted); err != nil {
			return err
		}
	}
	if err := s.wire.ctxErr(); err != nil {
		return err
	}
	return s.end(data, o)
}

// end sends the end of the letter. From here on only an answer tells what has become of it.
func (s *Session) end(data *smtp.DataCommand, o *Outcome) error {
	s.wire.silence = s.opts.endTimeout()
	defer func() { s.wire.silence = s.opts.timeout() }()
	answer, err := data.CloseWithResponse()
	var answered *smtp.SMTPError
	switch {
	case err == nil:
		o.Text = printable(answer.StatusText)
	case errors.As(err, &answered) && answered.Code >= 200 && answered.Code < 300:
		o.Text = printable(answered.Message)
	case errors.As(err, &answered) && answered.Code >= 400 && answered.Code < 600:
		return s.refusal("END", err)
	default:
		return fmt.Errorf("%w: %w", ErrUnknown, kindOf(s.wire.ctxErr(), err))
	}
	s.dirty = false
	return nil
}

// maxAhead are the octets of commands said ahead at once: few enough to fit into the buffers on the way, so that the two
// sides cannot wait for each other.
const maxAhead = 4 << 10

// envelope says who sends to whom and gives those that were taken.
func (s *Session) envelope(l Letter, o *Outcome) (accepted []string, err error) {
	options := &smtp.MailOptions{Size: l.Size, UTF8: l.UTF8}
	commands := [][]byte{s.mailCommand(l)}
	for _, to := range l.To {
		commands = append(commands, []byte("RCPT TO:<"+to+">\r\n"))
	}
	said, ahead := 0, s.Offers("PIPELINING")
	// turn says commands ahead until the one with that number is among them.
	turn := func(n int) error {
		if !ahead || n < said {
			return nil
		}
		var group bytes.Buffer
		for said < len(commands) && (group.Len() == 0 || group.Len()+len(commands[said]) <= maxAhead) {
			group.Write(commands[said])
			said++
		}
		return s.wire.sayAhead(group.Bytes())
	}
	if err := turn(0); err != nil {
		return nil, s.refusal("MAIL", err)
	}
	refused := s.refusal("MAIL", s.client.Mail(l.From, options))
	var answered *ServerError
	if refused != nil && !errors.As(refused, &answered) {
		return nil, refused
	}
	for i, to := range l.To {
		if refused != nil && i+1 >= said {
			break // no sender: the answers to what was said ahead are all there is to read
		}
		if err := turn(i + 1); err != nil {
			return nil, s.refusal("RCPT", err)
		}
		err := s.refusal("RCPT", s.client.Rcpt(to, nil))
		var no *ServerError
		switch {
		case err == nil:
			accepted = append(accepted, to)
		case !errors.As(err, &no):
			return nil, err
		default:
			o.Refused[to] = no
		}
	}
	switch {
	case refused != nil:
		clear(o.Refused)
		return nil, refused
	case len(accepted) == 0:
		return nil, ErrNoRecipient
	}
	return accepted, nil
}

// mailCommand is what go-smtp's Mail is going to say.
func (s *Session) mailCommand(l Letter) []byte {
	command := "MAIL FROM:<" + l.From + ">"
	if s.Offers("8BITMIME") {
		command += " BODY=8BITMIME"
	}
	if s.Offers("SIZE") && l.Size != 0 {
		command += fmt.Sprintf(" SIZE=%d", l.Size)
	}
	if l.UTF8 {
		command += " SMTPUTF8"
	}
	return []byte(command + "\r\n")
}

// counted tells how much was read.
type counted struct {
	r    io.Reader
	n    int64
	told int64
	tell func(int64)
}

const tellEach = 64 << 10

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.tell != nil && (c.n-c.told >= tellEach || err != nil && c.n > c.told) {
		c.told = c.n
		c.tell(c.n)
	}
	return n, err
}
