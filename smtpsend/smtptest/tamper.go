package smtptest

import (
	"bytes"
	"net"
	"strings"
)

// tampering changes what the server says, as somebody on the line would, or as a server with fewer abilities.
type tampering struct {
	net.Listener
	config Config
}

func (t tampering) Accept() (net.Conn, error) {
	c, err := t.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &tampered{c, t.config}, nil
}

type tampered struct {
	net.Conn
	config Config
}

func (t *tampered) Write(p []byte) (int, error) {
	out := p
	if len(t.config.Hide) > 0 && bytes.HasPrefix(p, []byte("250")) {
		out = t.hide(p)
	}
	if t.config.Inject != "" && bytes.HasPrefix(p, []byte("220 2.0.0 Ready to start TLS")) {
		out = append(bytes.Clone(p), t.config.Inject...)
	}
	if _, err := t.Conn.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// hide leaves a line out of an answer, or puts a harmless one in the place of the last. go-smtp writes each by itself.
func (t *tampered) hide(line []byte) []byte {
	switch {
	case len(line) < 4 || !t.hidden(string(line[4:])):
		return line
	case line[3] == '-':
		return nil
	}
	return []byte("250 HELP\r\n")
}

func (t *tampered) hidden(line string) bool {
	name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	for _, h := range t.config.Hide {
		if strings.EqualFold(name, h) {
			return true
		}
	}
	return false
}
