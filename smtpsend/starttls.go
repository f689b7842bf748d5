package smtpsend

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"

	"github.com/emersion/go-smtp"
)

// upgrade asks for TLS on a clear connection (RFC 3207) and shakes hands. Nothing that was said before counts afterwards.
//
// It is done here and not by go-smtp, as that throws text behind the server's answer away unseen: whoever sits on the
// line and puts some there shall be noticed.
func (s *Session) upgrade(ctx context.Context, nc net.Conn) (net.Conn, error) {
	clear := &wire{Conn: nc, silence: s.opts.timeout()}
	if err := s.askTLS(ctx, clear); err != nil {
		return nil, err
	}
	layer, err := s.startTLS(ctx, nc)
	if err != nil {
		return nil, err
	}
	return &greeted{Conn: layer, rest: "220 greeted\r\n"}, nil
}

func (s *Session) askTLS(ctx context.Context, clear *wire) error {
	defer clear.during(ctx)()
	s.wire = clear
	in := bufio.NewReader(clear)
	talk := textproto.NewReader(in)
	ask := func(command string, expect int) (string, error) {
		if command != "greeting" {
			if _, err := clear.Write([]byte(command + "\r\n")); err != nil {
				return "", s.refusal(command, err)
			}
		}
		_, text, err := talk.ReadResponse(expect)
		var answered *textproto.Error
		if errors.As(err, &answered) {
			err = &smtp.SMTPError{Code: answered.Code, Message: answered.Msg}
		}
		name, _, _ := strings.Cut(command, " ")
		return text, s.refusal(name, err)
	}
	if _, err := ask("greeting", 220); err != nil {
		return err
	}
	offers, err := ask("EHLO "+helloName, 250)
	if err != nil {
		return noTLS(err)
	}
	if !offersTLS(offers) {
		return ErrNoStartTLS
	}
	if _, err := ask("STARTTLS", 220); err != nil {
		return noTLS(err)
	}
	if in.Buffered() > 0 {
		return fmt.Errorf("%w: text in clear after STARTTLS", ErrProtocol)
	}
	return nil
}

func noTLS(err error) error {
	var refused *ServerError
	if errors.As(err, &refused) && !refused.Temporary() {
		return fmt.Errorf("%w: %w", ErrNoStartTLS, err)
	}
	return err
}

func offersTLS(offers string) bool {
	for _, line := range strings.Split(offers, "\n")[1:] {
		if strings.EqualFold(strings.TrimSpace(line), "STARTTLS") {
			return true
		}
	}
	return false
}

// greeted gives go-smtp the greeting that the server has no reason to repeat under TLS.
type greeted struct {
	net.Conn
	rest string
}

func (g *greeted) Read(p []byte) (int, error) {
	if g.rest != "" {
		n := copy(p, g.rest)
		g.rest = g.rest[n:]
		return n, nil
	}
	return g.Conn.Read(p)
}
