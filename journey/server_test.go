package journey

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"testing"

	"satchel/pop3client/dovecottest"
)

// server is a private Dovecot with one mailbox.
type server struct {
	dovecot *dovecottest.Server
	caFile  string
	port    string // of POP3 over TLS
}

const mailUser, mailPassword = "reader", "a secret of the journey"

// startServer runs Dovecot with the messages in its mailbox; the test is skipped where it is not installed.
func startServer(tb testing.TB, msgs [][]byte) server {
	tb.Helper()
	if testing.Short() {
		tb.Skip("journeys need the real program; not with -short")
	}
	s := server{dovecot: dovecottest.Start(tb, dovecottest.Options{Users: map[string]string{mailUser: mailPassword}})}
	for _, raw := range msgs {
		s.dovecot.Deliver(tb, mailUser, raw)
	}
	s.caFile = s.dovecot.CAFile
	_, port, err := net.SplitHostPort(s.dovecot.TLSAddr)
	if err != nil {
		tb.Fatal(err)
	}
	s.port = port
	return s
}

// addTo adds the mailbox to a profile, over TLS from the first byte.
func (s server) addTo(tb testing.TB, p profile, flags ...string) {
	tb.Helper()
	p.must(tb, mailPassword+"\n", append([]string{"account", "add", "--email", "reader@example.org", "--id", "home",
		"--pop3", "localhost:" + s.port, "--tls", "implicit", "--user", mailUser,
		"--password-stdin", "--ca", s.caFile}, flags...)...)
}

// left gives the hashes (of the CRLF form) of what is on the server, counted.
func (s server) left(tb testing.TB) map[string]int {
	tb.Helper()
	m := map[string]int{}
	for _, sub := range []string{"new", "cur"} {
		files, err := filepath.Glob(filepath.Join(s.dovecot.Maildir(mailUser), sub, "*"))
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				tb.Fatal(err)
			}
			sum := sha256.Sum256(toCRLF(raw))
			m[hex.EncodeToString(sum[:])]++
		}
	}
	return m
}
