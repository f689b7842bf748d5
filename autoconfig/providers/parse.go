package providers

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// parse reads the texts in turn into one list. An unknown or broken line is an error: the texts are part of the program.
func parse(texts ...string) ([]*Provider, error) {
	var all []*Provider
	byID := map[string]*Provider{}
	for _, text := range texts {
		var p *Provider
		for n, line := range strings.Split(text, "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, rest, _ := strings.Cut(line, " ")
			if key == "provider" {
				if p = byID[rest]; p == nil {
					p = &Provider{ID: rest, Name: rest}
					byID[rest] = p
					all = append(all, p)
				}
				continue
			}
			if p == nil {
				return nil, fmt.Errorf("line %d: %q before any provider", n+1, key)
			}
			if err := p.take(key, rest); err != nil {
				return nil, fmt.Errorf("line %d, %s: %w", n+1, p.ID, err)
			}
		}
	}
	return all, nil
}

// take reads one fact.
func (p *Provider) take(key, rest string) (err error) {
	words := strings.Fields(rest)
	switch key {
	case "name":
		p.Name = rest
	case "domains":
		p.Domains = append(p.Domains, words...)
	case "pop3":
		p.POP3, err = addServer(p.POP3, words)
	case "smtp":
		p.SMTP, err = addServer(p.SMTP, words)
	case "also":
		p.Also = append(p.Also, words...)
	case "oauth2":
		if len(words) != 3 {
			return fmt.Errorf("oauth2 with %d words", len(words))
		}
		p.OAuth2 = OAuth2{words[0], words[1], words[2]}
	case "enable":
		p.Enable, err = place(rest)
	case "app-password", "app-password-2fa":
		p.AppPassword, err = place(rest)
		p.OnlyTwoSteps = key == "app-password-2fa"
	case "own-password":
		p.OwnPassword, err = place(rest)
	case "step":
		p.Steps = append(p.Steps, rest)
	case "no-pop3":
		p.NoPOP3 = true
	case "paid":
		p.Paid = true
	case "hides":
		p.Hides = true
	case "keeps-deleted":
		p.KeepsDeleted = true
	case "every":
		var minutes int
		minutes, err = strconv.Atoi(rest)
		p.Every = time.Duration(minutes) * time.Minute
	case "moving":
		p.Moving = rest
	default:
		return fmt.Errorf("unknown fact %q", key)
	}
	return err
}

func addServer(list []Server, words []string) ([]Server, error) {
	if len(words) != 5 {
		return nil, fmt.Errorf("server with %d words", len(words))
	}
	port, err := strconv.Atoi(words[1])
	if err != nil {
		return nil, err
	}
	return append(list, Server{Host: words[0], Port: port, TLS: words[2], Auth: strings.Split(words[3], ","), User: words[4]}), nil
}

// place reads an address that a person may open: nothing but https.
func place(text string) (*Place, error) {
	if text == "-" {
		return &Place{}, nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no https address", text)
	}
	return &Place{URL: text}, nil
}
