package journey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	bigint "math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"satchel/pop3client/pop3test"
)

// alone runs the calling test once more in a network of its own, in which every name and port can be played on loopback
// to the real program, as it is; true: this is that run. Skipped where the system does not allow it.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv("SATCHEL_ALONE") != "" {
		return true
	}
	if testing.Short() {
		t.Skip("journeys need the real program; not with -short")
	}
	need(t, "unshare", "ip", "mount")
	into := []string{"--net", "--mount", "--"}
	if os.Getuid() != 0 {
		into = append([]string{"--map-root-user"}, into...)
	}
	if out, err := exec.CommandContext(t.Context(), "unshare", append(into, "ip", "link", "set", "lo", "up")...).CombinedOutput(); err != nil {
		t.Skipf("no network of one's own here: %v %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", append(into, os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")...)
	cmd.Env = append(os.Environ(), "SATCHEL_ALONE=1")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "--- SKIP") {
		t.Skip("skipped in there")
	}
	return false
}

// town is what a computer sees of the network: names, a provider's POP3 server, and a domain that tells its settings.
type town struct {
	*pop3test.Server
	caFile string
	ca     *x509.Certificate
	key    *ecdsa.PrivateKey
}

// townUser signs in at the provider's; townHouse is the domain with a file of its own.
const (
	townUser  = "ann"
	townHouse = "house.example"
	townPOP3  = "pop3.web.de"
)

func startTown(t *testing.T, letters [][]byte) *town {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	config := filepath.Join(t.TempDir(), "resolv.conf")
	must(t, os.WriteFile(config, []byte("nameserver 127.0.0.1\n"), 0o600))
	if out, err := exec.CommandContext(t.Context(), "mount", "--bind", config, "/etc/resolv.conf").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	c := pop3test.Config{Security: pop3test.Clear, Users: map[string]string{townUser: mailPassword}}
	for i, raw := range letters {
		c.Messages = append(c.Messages, pop3test.Message{UIDL: fmt.Sprint("u", i), Data: raw})
	}
	server, err := pop3test.Start(c)
	must(t, err)
	t.Cleanup(server.Close)
	w := &town{Server: server}
	w.makeAuthority(t)
	w.startDNS(t)
	w.startPOP3(t, server.Addr())
	w.startWeb(t)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) makeAuthority(t *testing.T) {
	var err error
	w.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{SerialNumber: bigint.NewInt(1), Subject: pkix.Name{CommonName: "town"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, w.key.Public(), w.key)
	must(t, err)
	w.ca, err = x509.ParseCertificate(der)
	must(t, err)
	w.caFile = filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(w.caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
}

// tls shows a certificate of whatever name is asked for.
func (w *town) tls() *tls.Config {
	return &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		template := &x509.Certificate{SerialNumber: bigint.NewInt(2), DNSNames: []string{hello.ServerName}, NotBefore: w.ca.NotBefore, NotAfter: w.ca.NotAfter}
		der, err := x509.CreateCertificate(rand.Reader, template, w.ca, w.key.Public(), w.key)
		return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: w.key}, err
	}}
}

// startDNS knows the hosts of the town; all else does not exist.
func (w *town) startDNS(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:53")
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	hosts := map[string]bool{townPOP3 + ".": true, "autoconfig." + townHouse + ".": true, "pop." + townHouse + ".": true}
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return // closed
			}
			if answer := resolve(buf[:n], hosts); answer != nil {
				conn.WriteTo(answer, from)
			}
		}
	}()
}

func resolve(query []byte, hosts map[string]bool) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	switch known := hosts[strings.ToLower(q.Name.String())]; {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
	}
	answer, err := m.Pack()
	if err != nil {
		return nil
	}
	return answer
}

// startPOP3 puts TLS before the server, at the port of real ones.
func (w *town) startPOP3(t *testing.T, addr string) {
	l, err := tls.Listen("tcp", "127.0.0.1:995", w.tls())
	must(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			go func() {
				defer conn.Close()
				inner, err := net.Dial("tcp", addr)
				if err != nil {
					return
				}
				defer inner.Close()
				go func() { io.Copy(inner, conn); inner.Close() }()
				io.Copy(conn, inner)
			}()
		}
	}()
}

// startWeb tells the settings of the house.
func (w *town) startWeb(t *testing.T) {
	l, err := tls.Listen("tcp", "127.0.0.1:443", w.tls())
	must(t, err)
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.Host != "autoconfig."+townHouse || r.URL.Path != "/mail/config-v1.1.xml" {
			http.NotFound(out, r)
			return
		}
		fmt.Fprintf(out, `<clientConfig version="1.1"><emailProvider id="x"><displayName>House Mail</displayName><incomingServer type="pop3"><hostname>pop.%s</hostname><port>995</port>
<socketType>SSL</socketType><username>%%EMAILLOCALPART%%</username><authentication>password-cleartext</authentication></incomingServer></emailProvider></clientConfig>`, townHouse)
	})}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
}
