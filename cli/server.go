package cli

import (
	"crypto/x509"
	"net"
	"net/mail"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"satchel/pop3client"
)

// The words for protection, as in mailstore.Account.TLS.
const (
	tlsImplicit = "implicit"
	tlsStart    = "starttls"
	tlsNone     = "none"
)

// checkAuth accepts the ways to sign in that the client knows.
func checkAuth(auth string) error {
	usable := pop3client.Mechanisms()
	if slices.Contains(usable, auth) {
		return nil
	}
	last := len(usable) - 1
	return usagef("--auth %s is unknown. Use %s or %s.", clean(auth), strings.Join(usable[:last], ", "), usable[last])
}

func checkTLS(flag, word string) error {
	if word == tlsImplicit || word == tlsStart || word == tlsNone {
		return nil
	}
	return usagef("--%s %s is unknown. Use implicit (TLS from the start), starttls or none.", flag, clean(word))
}

// defaultTLS is what a port is for when nobody says how it is protected: TLS in any case.
func defaultTLS(port int) string {
	switch port {
	case 110, 587, 25:
		return tlsStart
	}
	return tlsImplicit
}

// splitServer reads HOST, HOST:PORT, [IPv6] or [IPv6]:PORT. port is 0 where none is named.
func splitServer(flag, text string) (host string, port int, err error) {
	bad := usagef("--%s %s is no server. Write host:port, such as pop.example.org:995 or [2001:db8::1]:995.", flag, clean(text))
	host, portText := text, ""
	if bare, ok := strings.CutPrefix(text, "["); ok {
		host, portText, ok = strings.Cut(bare, "]")
		if _, err := netip.ParseAddr(host); !ok || err != nil || portText != "" && portText[0] != ':' {
			return "", 0, bad
		}
		portText = strings.TrimPrefix(portText, ":")
		if portText == "" && strings.HasSuffix(text, ":") {
			return "", 0, bad
		}
	} else if addr, err := netip.ParseAddr(text); err == nil && addr.Is6() {
		return text, 0, nil
	} else if i := strings.LastIndexByte(text, ':'); i >= 0 {
		host, portText = text[:i], text[i+1:]
		if portText == "" {
			return "", 0, bad
		}
	}
	if !validHost(host) {
		return "", 0, bad
	}
	if portText != "" {
		port, err = strconv.Atoi(portText)
		if err != nil || port < 1 || port > 65535 || portText[0] == '+' {
			return "", 0, bad
		}
	}
	return host, port, nil
}

// validHost accepts what a name server or a dialer may make sense of, and nothing that could end a line or an argument.
func validHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	if host == "" || len(host) > 253 || strings.HasPrefix(host, "-") {
		return false
	}
	for _, label := range strings.Split(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return r <= ' ' || r == 0x7F || strings.ContainsRune(`/\:@[]<>"'?#%`, r)
	})
}

// isLoopback tells whether a connection to host stays inside this computer.
func isLoopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// checkEmail accepts one bare address: something, one @ outside quotes, a domain.
func checkEmail(text string) error {
	bad := usagef("%q is no e-mail address. Write it as ann@example.org.", clean(text))
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" || parsed.Address != text && parsed.String() != "<"+text+">" || len(text) > 254 {
		return bad
	}
	if domain := text[strings.LastIndexByte(text, '@')+1:]; !strings.HasPrefix(domain, "[") && !validHost(domain) {
		return bad
	}
	return nil
}

// checkCA gives the absolute path of a file that holds at least one certificate.
func checkCA(path string) (string, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return "", usagef("The certificate file %s cannot be read: %v.", clean(path), reason(err))
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		return "", usagef("%s holds no certificate. It must be a PEM file with -----BEGIN CERTIFICATE-----.", clean(path))
	}
	return filepath.Abs(path)
}

// reason is the bare cause of a file error: its text names the path a second time otherwise.
func reason(err error) error {
	for {
		inner, ok := err.(interface{ Unwrap() error })
		if !ok || inner.Unwrap() == nil {
			return err
		}
		err = inner.Unwrap()
	}
}
