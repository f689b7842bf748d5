package autoconfig

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/smtp"
	"strconv"
	"time"

	"satchel/pop3client"
)

type protocol string

const (
	pop3Protocol protocol = "pop3"
	smtpProtocol protocol = "smtp"
)

// errClear reports that a server without TLS is not probed: whatever it says proves nothing.
var errClear = errors.New("autoconfig: not probed without TLS")

// probe connects to a server, up to a protected session with a certificate of the host's name, and says nothing about
// the person. nil: such a server is there.
func probe(ctx context.Context, o Options, p protocol, s Server) error {
	if s.TLS == "none" {
		return errClear
	}
	if p == smtpProtocol {
		return probeSMTP(ctx, o, s)
	}
	security := pop3client.Implicit
	if s.TLS == "starttls" {
		security = pop3client.StartTLS
	}
	conn, err := pop3client.Dial(ctx, s.addr(), pop3client.Options{Security: security, TLS: o.TLS, Dial: o.Dial, Timeout: o.limits.step})
	if err != nil {
		return err
	}
	_ = conn.Quit(ctx) // it was there: how it takes leave says nothing more
	return conn.Close()
}

func (s Server) addr() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func probeSMTP(ctx context.Context, o Options, s Server) error {
	conn, err := o.Dial(ctx, "tcp", s.addr())
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	config := o.TLS.Clone()
	config.ServerName = s.Host
	if s.TLS == "implicit" {
		secure := tls.Client(conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return err
		}
		conn = secure
	}
	client, err := smtp.NewClient(conn, s.Host) // reads the greeting
	if err != nil {
		return err
	}
	if s.TLS == "starttls" {
		if err := client.Hello("localhost"); err != nil { // RFC 5321 wants a name, and this computer's is nobody's business
			return err
		}
		if err := client.StartTLS(config); err != nil {
			return err
		}
	}
	_ = client.Quit()
	return nil
}

// firstThere gives the servers that can be reached, in the order given. Probes overlap; it waits only for those before
// the first one that is there.
func firstThere(ctx context.Context, o Options, p protocol, list []Server) (Server, bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	there := make([]chan bool, len(list))
	for i, s := range list {
		there[i] = make(chan bool, 1)
		go func() { there[i] <- probe(ctx, o, p, s) == nil }()
	}
	for i, ch := range there {
		if <-ch {
			return list[i], true
		}
	}
	return Server{}, false
}
