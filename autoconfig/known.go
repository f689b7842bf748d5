package autoconfig

import (
	"slices"

	"satchel/autoconfig/providers"
)

// ofProvider is how an address at a provider of the list is set up.
func ofProvider(p *providers.Provider, a address, source Source) Settings {
	s := Settings{Address: a.String(), Domain: a.domain, Provider: p.Name, Source: source, POP3: serversOf(p.POP3, a), SMTP: serversOf(p.SMTP, a), Every: p.Every}
	s.Notes = notesOf(p, s)
	return s
}

func serversOf(list []providers.Server, a address) []Server {
	var servers []Server
	for _, l := range list {
		host, user := l.For(a.local, a.domain)
		servers = append(servers, Server{Host: host, Port: l.Port, TLS: l.TLS, User: user, Auth: accountAuth(l)})
	}
	return servers
}

// accountAuth is the account's way to sign in: with a password wherever one is taken, and the session then chooses how it
// goes by what the server offers.
func accountAuth(s providers.Server) string {
	if s.Has("oauth2") && !slices.ContainsFunc(s.Auth, func(a string) bool { return a != "oauth2" }) {
		return "xoauth2"
	}
	return "auto"
}

// notesOf are what must be known before the first try, what hinders most first.
func notesOf(p *providers.Provider, s Settings) []Note {
	if p.NoPOP3 {
		return []Note{noPOP3Note(p.Name)}
	}
	var notes []Note
	add := func(when bool, n Note) {
		if when {
			notes = append(notes, n)
		}
	}
	add(!takesPassword(s.POP3), oauthNote(p.Name))
	if p.AppPassword != nil {
		notes = append(notes, appPasswordNote(p))
	}
	if p.OwnPassword != nil {
		notes = append(notes, Note{Kind: OwnPassword, Text: ownPasswordText(p.Name), Link: p.OwnPassword.URL, Steps: p.Steps})
	}
	if p.Enable != nil {
		notes = append(notes, Note{Kind: EnablePOP3, Text: enableText(p.Name), Link: p.Enable.URL})
	}
	add(p.Paid, Note{Kind: Paid, Text: paidText(p.Name)})
	add(p.Moving != "", Note{Kind: Moving, Text: movingText(p.Name, p.Moving)})
	add(len(s.POP3) > 0 && s.POP3[0].TLS == "none", Note{Kind: ClearText, Text: clearText(p.Name)})
	add(p.Every > 0, Note{Kind: Interval, Text: intervalText(p.Name, p.Every)})
	add(p.Hides, Note{Kind: Hides, Text: hidesText(p.Name)})
	add(p.KeepsDeleted, Note{Kind: KeepsDeleted, Text: keepsText(p.Name)})
	return notes
}
