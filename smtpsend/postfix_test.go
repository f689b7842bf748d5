//go:build linux

package smtpsend

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/dovecottest"
)

// postfix is a private Postfix with Dovecot's sign-in, on loopback.
type postfix struct {
	implicit, startTLS string // addresses
	dovecot            *dovecottest.Server
	mail               string // folder of the mailboxes
}

const postfixMain = `
compatibility_level = 3.6
queue_directory = %[1]s/spool
data_directory = %[1]s/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.net
mydestination =
local_recipient_maps =
virtual_mailbox_domains = example.net
virtual_mailbox_base = %[1]s/mail
virtual_mailbox_maps = inline:{ { bo@example.net = bo/ }, { di@example.net = di/ } }
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = %[2]s/auth-client
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = %[3]s/server.pem
smtpd_tls_key_file = %[3]s/server.pem
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_sender_restrictions = check_sender_access inline:{ { later@example.org = 450 4.7.1 come back in 5 minutes } }
message_size_limit = 200000
virtual_mailbox_limit = 0
`

const postfixMaster = `
%[1]s inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
%[2]s inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

// startPostfix runs one until the test ends; it needs root, as Postfix does.
func startPostfix(t *testing.T) *postfix {
	t.Helper()
	if testing.Short() {
		t.Skip("a server of its own takes seconds; not with -short")
	}
	if _, err := os.Stat("/usr/sbin/postfix"); err != nil || os.Getuid() != 0 {
		t.Skip("needs Postfix (Debian package postfix), and root to run it")
	}
	dir := dovecottest.OpenDir(t)
	sockets := filepath.Join(dir, "sasl")
	must(t, os.Mkdir(sockets, 0o755))
	p := &postfix{mail: filepath.Join(dir, "mail")}
	p.dovecot = dovecottest.Start(t, dovecottest.Options{
		Mechanisms: []string{"plain", "login", "cram-md5", "scram-sha-256"}, Tokens: true,
		Extra: fmt.Sprintf("service auth {\n unix_listener %s/auth-client {\n mode = 0666\n }\n}\n", sockets),
	})
	for _, sub := range []string{"conf", "spool", "data", "mail"} {
		must(t, os.Mkdir(filepath.Join(dir, sub), 0o755))
	}
	must(t, exec.CommandContext(t.Context(), "chown", "postfix", filepath.Join(dir, "data")).Run())
	must(t, os.Chown(p.mail, 65534, 65534))
	p.implicit, p.startTLS = freeAddress(t), freeAddress(t)
	main := fmt.Sprintf(postfixMain, dir, sockets, filepath.Dir(p.dovecot.CAFile))
	must(t, os.WriteFile(filepath.Join(dir, "conf", "main.cf"), []byte(main), 0o644))
	master := fmt.Sprintf(postfixMaster, p.implicit, p.startTLS)
	must(t, os.WriteFile(filepath.Join(dir, "conf", "master.cf"), []byte(strings.TrimSpace(master)+"\n"), 0o644))
	run := func(ctx context.Context, verb string) error {
		out, err := exec.CommandContext(ctx, "/usr/sbin/postfix", "-c", filepath.Join(dir, "conf"), verb).CombinedOutput()
		if err != nil {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return fmt.Errorf("postfix %s: %w\n%s\n%s", verb, err, out, log)
		}
		return nil
	}
	must(t, run(t.Context(), "start"))
	t.Cleanup(func() {
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Logf("Postfix says:\n%s", log)
		}
		if err := run(context.Background(), "stop"); err != nil {
			t.Error(err)
		}
	})
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("private Postfix: %v", err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// dial connects, for as long as the server may need to come up.
func (p *postfix) dial(t *testing.T, how Security) *Session {
	t.Helper()
	addr := p.implicit
	if how == StartTLS {
		addr = p.startTLS
	}
	o := Options{Security: how, TLS: &tls.Config{RootCAs: p.dovecot.CAPool, MinVersion: tls.VersionTLS12}, Timeout: 30 * time.Second}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		x, err := Dial(t.Context(), addr, o)
		if err == nil {
			t.Cleanup(x.Close)
			return x
		}
		var refused *net.OpError
		if !errors.As(err, &refused) || refused.Op != "dial" || time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// delivered waits until a mailbox holds n letters and gives them.
func (p *postfix) delivered(t *testing.T, who string, n int) []string {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(p.mail, who, "new", "*"))
		if len(files) == n || time.Now().After(deadline) {
			var letters []string
			for _, f := range files {
				raw, err := os.ReadFile(f)
				must(t, err)
				letters = append(letters, string(raw))
			}
			if len(letters) != n {
				t.Errorf("%s has %d letters, want %d", who, len(letters), n)
			}
			return letters
		}
	}
}

// TestPostfix signs in by every way, on both kinds of port, and what was sent is in the mailbox once.
func TestPostfix(t *testing.T) {
	p := startPostfix(t)
	sent := 0
	for _, how := range []Security{Implicit, StartTLS} {
		for _, word := range Mechanisms() {
			if word == None {
				continue
			}
			t.Run(fmt.Sprint(how, " ", word), func(t *testing.T) {
				right, wrong := "secret", "not it"
				if strings.Contains(word, "oauth") {
					right, wrong = p.dovecot.Token(t, "ann", time.Hour), p.dovecot.Token(t, "ann", -time.Hour)
				}
				x := p.dial(t, how)
				for _, extension := range []string{"PIPELINING", "8BITMIME", "SIZE", "SMTPUTF8"} {
					if !x.Offers(extension) {
						t.Errorf("Postfix does not offer %s", extension)
					}
				}
				err := x.Login(t.Context(), Credentials{word, "ann", wrong})
				var refused *ServerError
				if !errors.As(err, &refused) || refused.Meaning() != MeansWrongPassword {
					t.Errorf("wrong password: %v", err)
				}
				if err := x.Login(t.Context(), Credentials{word, "ann", right}); err != nil {
					t.Fatalf("Login: %v", err)
				}
				if _, err := x.Send(t.Context(), letter("bo@example.net")); err != nil {
					t.Fatalf("Send: %v", err)
				}
				sent++
				x.Quit(t.Context())
			})
		}
	}
	for _, got := range p.delivered(t, "bo", sent) {
		if want := strings.ReplaceAll(text[strings.Index(text, "\r\n\r\n"):], "\r\n", "\n"); !strings.HasSuffix(got, want) {
			t.Errorf("arrived as\n%s", got)
		}
	}
}

// TestPostfixRefuses is what a real server says.
func TestPostfixRefuses(t *testing.T) {
	p := startPostfix(t)
	x := p.dial(t, Implicit)
	_, err := x.Send(t.Context(), letter("bo@example.net"))
	if !errors.Is(err, ErrNoRecipient) {
		t.Errorf("without signing in: %v", err)
	}
	x = p.dial(t, Implicit)
	if err := x.Login(t.Context(), Credentials{"", "ann", "secret"}); err != nil {
		t.Fatal(err)
	}
	o, err := x.Send(t.Context(), letter("bo@example.net", "nobody@example.net", "di@example.net"))
	if err != nil || len(o.Refused) != 1 || o.Refused["nobody@example.net"].Meaning() != MeansUnknownUser {
		t.Errorf("one of three: %+v, %v", o.Refused, err)
	}
	l := letter("bo@example.net")
	l.From = "later@example.org"
	o, err = x.Send(t.Context(), l)
	if no := o.Refused["bo@example.net"]; !errors.Is(err, ErrNoRecipient) || no == nil || no.Meaning() != MeansGreylisted || no.Wait() != 5*time.Minute {
		t.Errorf("greylisted: %+v, %v", no, err)
	}
	l = letter("bo@example.net")
	l.Size = 300_000
	var large *TooLargeError
	if _, err := x.Send(t.Context(), l); !errors.As(err, &large) || large.Limit != 200_000 {
		t.Errorf("too large as said: %v", err)
	}
	l = letter("bo@example.net")
	l.Size, l.Body = 0, strings.NewReader(text+strings.Repeat("a line of a letter that is too long\r\n", 10_000))
	_, err = x.Send(t.Context(), l)
	var refused *ServerError
	if !errors.As(err, &refused) || refused.Meaning() != MeansTooLarge {
		t.Errorf("too large in truth: %v", err)
	}
	l = letter("bo@example.net")
	l.BeforeEnd = func([]string) error { return errors.New("held back") }
	if _, err := x.Send(t.Context(), l); err == nil {
		t.Error("an end that was held back went out")
	}
	p.delivered(t, "bo", 1)
	p.delivered(t, "di", 1)
}
