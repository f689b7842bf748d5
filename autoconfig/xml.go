package autoconfig

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html/charset"
)

// Bounds of a configuration file; real ones have 2 kB and a handful of servers.
const (
	maxFile    = 128 << 10
	maxServers = 8 // of a kind, of which the first ones are kept
	maxName    = 60
)

var (
	errNoConfig = errors.New("autoconfig: not a configuration file")
	errNoTLS    = errors.New("autoconfig: only servers without encryption")
	errNoPOP3   = errors.New("autoconfig: no POP3 server in it")
)

// clientConfig is Mozilla's format, version 1.1, as far as it is used. Nothing in it is shown to the person but the
// provider's name: instructions and links could lead anywhere.
type clientConfig struct {
	XMLName  xml.Name `xml:"clientConfig"`
	Provider struct {
		Name     string      `xml:"displayName"`
		Short    string      `xml:"displayShortName"`
		Incoming []xmlServer `xml:"incomingServer"`
		Outgoing []xmlServer `xml:"outgoingServer"`
	} `xml:"emailProvider"`
}

type xmlServer struct {
	Type   string   `xml:"type,attr"`
	Host   string   `xml:"hostname"`
	Port   string   `xml:"port"`
	Socket string   `xml:"socketType"`
	User   string   `xml:"username"`
	Auth   []string `xml:"authentication"`
}

// config is what a file comes to.
type config struct {
	name       string
	pop3, smtp []Server
}

// parseConfig reads a configuration file for an address. Servers without TLS are left out: errNoTLS where that leaves no
// POP3 server, errNoPOP3 where there was none at all, errNoConfig for anything that is no such file. Entities of a DTD are
// not expanded: encoding/xml refuses them.
func parseConfig(data []byte, a address) (config, error) {
	if len(data) > maxFile {
		return config{}, fmt.Errorf("%w: larger than %d bytes", errNoConfig, maxFile)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	var file clientConfig
	if err := d.Decode(&file); err != nil {
		return config{}, fmt.Errorf("%w: %w", errNoConfig, err)
	}
	c := config{name: plainName(file.Provider.Short)}
	if c.name == "" {
		c.name = plainName(fill(file.Provider.Name, a))
	}
	var clear bool
	c.pop3, clear = usable(file.Provider.Incoming, "pop3", a)
	c.smtp, _ = usable(file.Provider.Outgoing, "smtp", a)
	switch {
	case len(c.pop3) > 0:
		return c, nil
	case clear:
		return c, errNoTLS
	}
	return c, errNoPOP3
}

// usable gives the servers of a type that can be used, and whether any was left out because it has no TLS.
func usable(list []xmlServer, kind string, a address) (servers []Server, clear bool) {
	for _, x := range list {
		if !strings.EqualFold(x.Type, kind) || len(servers) == maxServers {
			continue
		}
		s, err := x.server(a)
		switch {
		case errors.Is(err, errNoTLS):
			clear = true
		case err == nil:
			servers = append(servers, s)
		}
	}
	return servers, clear
}

func (x xmlServer) server(a address) (Server, error) {
	s := Server{Host: strings.ToLower(strings.TrimSpace(fill(x.Host, a))), User: strings.TrimSpace(fill(x.User, a))}
	switch strings.ToUpper(strings.TrimSpace(x.Socket)) {
	case "SSL", "TLS":
		s.TLS = "implicit"
	case "STARTTLS":
		s.TLS = "starttls"
	default:
		return s, errNoTLS
	}
	port, err := strconv.Atoi(strings.TrimSpace(x.Port))
	if err != nil || port < 1 || port > 65535 || !validHost(s.Host) {
		return s, errNoConfig
	}
	s.Port = port
	if s.User == "" {
		s.User = a.String()
	}
	if len(s.User) > 254 || strings.ContainsFunc(s.User, unicode.IsControl) {
		return s, errNoConfig
	}
	if s.Auth = authOf(x.Auth); s.Auth == "" {
		return s, errNoConfig
	}
	return s, nil
}

// authOf turns the file's ways to sign in into the account's, "" where none can be used. Which way a password goes is for
// the session to choose by what the server offers.
func authOf(ways []string) string {
	token := false
	for _, w := range ways {
		switch strings.ToLower(strings.TrimSpace(w)) {
		case "password-cleartext", "plain", "password-encrypted", "secure":
			return "auto"
		case "oauth2":
			token = true
		}
	}
	if token {
		return "xoauth2"
	}
	if len(ways) == 0 {
		return "auto"
	}
	return ""
}

// fill puts the address into a file's placeholders.
func fill(text string, a address) string {
	return strings.NewReplacer("%EMAILADDRESS%", a.String(), "%EMAILLOCALPART%", a.local, "%EMAILDOMAIN%", a.domain).Replace(text)
}

// plainName is a provider's name as it may be shown: one short line without anything invisible.
func plainName(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxName {
		text = strings.TrimSpace(string(runes[:maxName])) + "…"
	}
	return text
}
