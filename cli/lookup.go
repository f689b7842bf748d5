package cli

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"satchel/autoconfig"
)

func lookupCommand() command {
	return command{
		name: "lookup", does: "find out how a mail address is to be set up",
		usage: "ADDRESS [--offline] [--as-typed] [--ask-mozilla]",
		help: `Tells the servers of an address and what must be known first: from Satchel's own list
of providers, else from the domain itself (its autoconfig file, where its mail goes,
its SRV records), else by trying usual names. Nothing is changed, no password is
needed, and nobody else learns the address.`,
		run: runLookup,
	}
}

// lookupFlags are those which lookup and account add share.
type lookupFlags struct{ offline, asTyped, mozilla bool }

type lookupServerJSON struct {
	Host string `json:"host"`
	Port int    `json:"port"`
	TLS  string `json:"tls"`
	User string `json:"user"`
	Auth string `json:"auth"`
}

type noteJSON struct {
	Kind  string   `json:"kind"`
	Text  string   `json:"text"`
	Link  string   `json:"link"`
	Steps []string `json:"steps"`
}

type lookupJSON struct {
	Provider   string             `json:"provider"`
	Source     string             `json:"source"`
	POP3       []lookupServerJSON `json:"pop3"`
	SMTP       []lookupServerJSON `json:"smtp"`
	Sentences  []string           `json:"sentences"`
	Suggestion string             `json:"suggestion"` // the address that was probably meant
	Confirm    []string           `json:"confirm"`    // owners of servers that are not the address's own
	Notes      []noteJSON         `json:"notes"`      // the sentences, with their kinds and links
	Minutes    int                `json:"every_minutes"`
}

func runLookup(c *call) error {
	f := c.newFlags(c.path)
	var flags lookupFlags
	f.BoolVar(&flags.offline, "offline", false, "ask nobody: Satchel's own list only")
	f.BoolVar(&flags.asTyped, "as-typed", false, "the domain is right, though it looks like a slip of the finger")
	f.BoolVar(&flags.mozilla, "ask-mozilla", false, "ask Mozilla's directory too, which tells Mozilla the address's domain")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	s, err := c.lookup(words[0], flags)
	if err != nil {
		return err
	}
	if c.json {
		err = c.printJSON(lookupOf(s))
	} else {
		err = c.printf("%s", lookupText(s))
	}
	if err == nil && s.Offline {
		err = silent(exitNetwork)
	}
	return err
}

func (c *call) lookup(address string, flags lookupFlags) (autoconfig.Settings, error) {
	o := c.Lookup
	o.Offline, o.AsTyped, o.Directory = o.Offline || flags.offline, flags.asTyped, flags.mozilla
	s, err := autoconfig.Lookup(c.ctx, address, o)
	if errors.Is(err, autoconfig.ErrAddress) {
		return s, usagef("%q is no e-mail address. Write it as ann@example.org.", clean(address))
	}
	return s, err
}

func lookupOf(s autoconfig.Settings) lookupJSON {
	j := lookupJSON{
		Provider: s.Provider, Source: string(s.Source), POP3: lookupServers(s.POP3), SMTP: lookupServers(s.SMTP),
		Sentences: sentencesOf(s), Suggestion: s.Suggestion, Confirm: append([]string{}, s.Confirm...), Notes: []noteJSON{}, Minutes: int(s.Every.Minutes()),
	}
	for _, n := range s.Notes {
		j.Notes = append(j.Notes, noteJSON{string(n.Kind), n.Text, n.Link, append([]string{}, n.Steps...)})
	}
	return j
}

func lookupServers(list []autoconfig.Server) []lookupServerJSON {
	out := []lookupServerJSON{}
	for _, s := range list {
		out = append(out, lookupServerJSON(s))
	}
	return out
}

// sentencesOf are the notes as sentences with their links.
func sentencesOf(s autoconfig.Settings) []string {
	list := []string{}
	for _, n := range s.Notes {
		text := n.Text
		if n.Link != "" {
			text += " " + n.Link
		}
		list = append(list, text)
	}
	return list
}

func lookupText(s autoconfig.Settings) string {
	var b strings.Builder
	if len(s.POP3) > 0 {
		name := s.Provider
		if name == "" {
			name = s.Domain
		}
		fmt.Fprintf(&b, "%s (%s)\n", clean(name), sourceWords(s.Source))
	}
	for _, list := range []struct {
		name    string
		servers []autoconfig.Server
	}{{"POP3", s.POP3}, {"SMTP", s.SMTP}} {
		for _, server := range list.servers {
			fmt.Fprintf(&b, "  %s  %s, %s, user %s\n", list.name, serverAddress(server), tlsWords(server.TLS), clean(server.User))
		}
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "%s\n", clean(n.Text))
		for i, step := range n.Steps {
			fmt.Fprintf(&b, "  %d. %s\n", i+1, step)
		}
		if n.Link != "" {
			fmt.Fprintf(&b, "  %s\n", n.Link)
		}
	}
	if s.Source != autoconfig.None && len(s.POP3) > 0 && !s.Final() {
		fmt.Fprintf(&b, "Add it: satchel account add %s\n", clean(s.Address))
	}
	return b.String()
}

func serverAddress(s autoconfig.Server) string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func tlsWords(tls string) string {
	switch tls {
	case tlsImplicit:
		return "encrypted from the start"
	case tlsStart:
		return "encrypted after the greeting"
	}
	return "not encrypted"
}

func sourceWords(s autoconfig.Source) string {
	switch s {
	case autoconfig.BuiltIn:
		return "from Satchel's own list"
	case autoconfig.Autoconfig:
		return "its own settings for mail programs"
	case autoconfig.Directory:
		return "from Mozilla's directory"
	case autoconfig.MX:
		return "by where its mail goes"
	case autoconfig.SRV:
		return "by its DNS records"
	case autoconfig.Guess:
		return "found by trying usual names"
	default:
		return "not found"
	}
}

// findServers fills in the flags that name servers by what a look-up found; those typed stay. Where the person has to
// decide something first, it is a usage error that says what.
func (c *call) findServers(a *accountFlags) error {
	s, err := c.lookup(a.email, a.lookup)
	if err != nil {
		return err
	}
	typed := given(a.set)
	notes := strings.Join(sentencesOf(s), " ")
	switch {
	case s.Suggestion != "":
		return usagef("%s If the address is right, add --as-typed.", notes)
	case s.Has(autoconfig.NoPOP3):
		return usagef("%s The account was not added.", notes)
	case s.Has(autoconfig.NeedsOAuth2) && !typed["auth"] && !a.signIn.wanted:
		return usagef("%s The account was not added. With --sign-in Satchel opens the provider's page; that needs a client id.", notes)
	case len(s.POP3) == 0:
		code := exitUsage
		if s.Offline {
			code = exitNetwork
		}
		return &failure{code: code, sentence: notes + " Then name it: --pop3 pop.example.org:995"}
	case len(s.Confirm) > 0:
		p := s.POP3[0]
		return usagef("%s If it is: --pop3 %s --tls %s --user %s", notes, serverAddress(p), p.TLS, clean(p.User))
	}
	found := map[string]string{"pop3": serverAddress(s.POP3[0]), "tls": s.POP3[0].TLS, "user": s.POP3[0].User}
	if s.POP3[0].Auth != "auto" {
		found["auth"] = s.POP3[0].Auth
	}
	if len(s.SMTP) > 0 && s.SMTP[0].TLS != tlsNone {
		found["smtp"], found["smtp-tls"] = serverAddress(s.SMTP[0]), s.SMTP[0].TLS
	}
	if s.Every > defaultInterval {
		found["interval"] = strconv.Itoa(int(s.Every.Minutes()))
	}
	for name, value := range found {
		if typed[name] || name == "smtp-tls" && typed["smtp"] {
			continue
		}
		if err := a.set.Set(name, value); err != nil {
			return err
		}
	}
	for _, n := range s.Notes {
		done := n.Kind == autoconfig.NeedsOAuth2 || n.Kind == autoconfig.AppPassword && a.signIn.wanted
		if !done { // what is being done needs no telling
			fmt.Fprintf(c.Err, "satchel: %s\n", clean(strings.TrimSpace(n.Text+" "+n.Link)))
		}
	}
	return nil
}
