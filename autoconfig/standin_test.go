package autoconfig

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// standin is a small internet on loopback: names, HTTPS, and mail servers that greet. What is not put in is not there.
type standin struct {
	t    testing.TB
	ca   *x509.Certificate
	key  *ecdsa.PrivateKey
	mx   map[string][]*net.MX
	srv  map[string][]*net.SRV // by "_pop3s._tcp.example.org"
	page map[string]http.HandlerFunc
	mail map[string]bool // "pop.example.org:995"
	hang map[string]bool // connections that are never answered
	fake map[string]bool // hosts that show another's certificate
	dns  error           // every question's answer
	web  net.Listener

	mu    sync.Mutex
	asked []string // connections and questions, in order
}

func newStandin(t testing.TB) *standin {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "stand-in"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	n := &standin{t: t, ca: ca, key: key, mx: map[string][]*net.MX{}, srv: map[string][]*net.SRV{}, page: map[string]http.HandlerFunc{},
		mail: map[string]bool{}, hang: map[string]bool{}, fake: map[string]bool{}}
	n.startWeb()
	return n
}

func (n *standin) startWeb() {
	var err error
	if n.web, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		n.t.Fatal(err)
	}
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.note("GET " + r.Host + r.URL.RequestURI())
		page := n.page[r.Host+r.URL.Path]
		if page == nil {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	})}
	go server.Serve(tls.NewListener(n.web, n.serverTLS("")))
	n.t.Cleanup(func() { server.Close() })
}

// serverTLS shows a certificate for whatever name is asked for, or always for one.
func (n *standin) serverTLS(always string) *tls.Config {
	return &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		name := hello.ServerName
		if always != "" {
			name = always
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{name}, NotBefore: n.ca.NotBefore, NotAfter: n.ca.NotAfter}
		der, err := x509.CreateCertificate(rand.Reader, template, n.ca, n.key.Public(), n.key)
		return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: n.key}, err
	}}
}

func (n *standin) note(what string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked = append(n.asked, what)
}

// wasAsked tells whether any question or connection holds a text.
func (n *standin) wasAsked(text string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.asked {
		if strings.Contains(a, text) {
			return true
		}
	}
	return false
}

// options lead a look-up into the stand-in, with short limits.
func (n *standin) options() Options {
	roots := x509.NewCertPool()
	roots.AddCert(n.ca)
	return Options{
		Resolver: n, Dial: n.dial, TLS: &tls.Config{RootCAs: roots},
		limits: limits{total: 10 * time.Second, step: 5 * time.Second, guessAfter: 1500 * time.Millisecond},
	}
}

// file serves a configuration file.
func (n *standin) file(place, body string) {
	n.page[place] = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func (n *standin) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	name = strings.TrimSuffix(name, ".")
	n.note("MX " + name)
	if n.dns != nil {
		return nil, n.dns
	}
	if list := n.mx[name]; list != nil {
		return list, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (n *standin) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	full := "_" + service + "._" + proto + "." + strings.TrimSuffix(name, ".")
	n.note("SRV " + full)
	if n.dns != nil {
		return "", nil, n.dns
	}
	if list := n.srv[full]; list != nil {
		return full, list, nil
	}
	return "", nil, &net.DNSError{Err: "no such host", Name: full, IsNotFound: true}
}

func (n *standin) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	n.note("dial " + addr)
	if n.dns != nil {
		return nil, n.dns
	}
	host, port, _ := net.SplitHostPort(addr)
	switch {
	case n.hang[host] || n.hang[addr]:
		<-ctx.Done()
		return nil, ctx.Err()
	case port == "443":
		if !n.serves(host) {
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		return new(net.Dialer).DialContext(ctx, network, n.web.Addr().String())
	case n.mail[addr]:
		client, server := net.Pipe()
		always := ""
		if n.fake[host] {
			always = "mail.elsewhere.example"
		}
		go n.greet(server, port, always)
		return client, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (n *standin) serves(host string) bool {
	for place := range n.page {
		if strings.HasPrefix(place, host+"/") {
			return true
		}
	}
	return false
}

// greet is a mail server up to TLS.
func (n *standin) greet(conn net.Conn, port, always string) {
	defer conn.Close()
	secure := func() { conn = tls.Server(conn, n.serverTLS(always)) }
	if port == "995" || port == "465" {
		secure()
	}
	greeting, yes := "+OK ready\r\n", "+OK\r\n"
	if port == "465" || port == "587" {
		greeting, yes = "220 ready\r\n", "250-mail\r\n250 STARTTLS\r\n"
	}
	fmt.Fprint(conn, greeting)
	lines := bufio.NewReader(conn)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		switch word := strings.ToUpper(strings.TrimSpace(line)); word {
		case "CAPA":
			fmt.Fprint(conn, "+OK\r\nSTLS\r\nUSER\r\n.\r\n")
		case "STLS", "STARTTLS":
			if word == "STARTTLS" {
				fmt.Fprint(conn, "220 go on\r\n")
			} else {
				fmt.Fprint(conn, yes)
			}
			secure()
			lines = bufio.NewReader(conn)
		case "QUIT":
			fmt.Fprint(conn, strings.Replace(yes, "250-mail\r\n250 STARTTLS", "221 bye", 1))
			return
		default:
			fmt.Fprint(conn, yes)
		}
	}
}
