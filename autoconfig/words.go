package autoconfig

import (
	"errors"
	"strings"
	"time"

	"satchel/autoconfig/providers"
	"satchel/words"
)

// The sentences for people: what is so, and what can be done about it.

func noPOP3Note(name string) Note {
	return Note{Kind: NoPOP3, Text: words.T("%s offers no POP3, so Satchel cannot fetch mail from there. Please use an address at another provider, or read this one on %s's own website.", name, name)}
}

func oauthNote(name string) Note {
	if name == "" {
		name = words.T("Your provider")
	}
	return Note{Kind: NeedsOAuth2, Text: words.T("%s takes no passwords from mail programs any more, only a sign-in through its website (OAuth2). An app password does not help there either.", name)}
}

func appPasswordNote(p *providers.Provider) Note {
	n := Note{Kind: AppPassword, Link: p.AppPassword.URL, Steps: p.Steps}
	if p.OnlyTwoSteps {
		n.Text = words.T("If signing in to %s takes you two steps, Satchel needs an app password: one that %s makes for this program alone. Your usual password is refused then.", p.Name, p.Name)
	} else {
		n.Text = words.T("%s needs an app password: one that it makes for this program alone. Your usual password is refused.", p.Name)
	}
	return n
}

func ownPasswordText(name string) string {
	return words.T("%s wants a password of its own for mail programs. The password of its website does not work here.", name)
}

func enableText(name string) string {
	return words.T("Switch on POP3 in the settings of %s first; until then signing in is refused.", name)
}

func paidText(name string) string {
	return words.T("%s may allow POP3 only to customers who pay. If signing in is refused, please look there.", name)
}

func movingText(name, to string) string {
	return words.T("%s is moving its mailboxes to %s. If signing in is refused, yours may have moved: then its servers are those of %s.", name, to, to)
}

func clearText(name string) string {
	return words.T("%s is only known to offer POP3 without encryption: others on the way could read your password and your mail. Satchel does that only if you allow it.", name)
}

func intervalText(name string, every time.Duration) string {
	return words.T("%s allows a check every %d minutes, so Satchel checks no more often.", name, int(every.Minutes()))
}

func hidesText(name string) string {
	return words.T("%s hides a message from POP3 once it was fetched. To fetch with several computers, put recent: before your address as the user name.", name)
}

func keepsText(name string) string {
	return words.T("Whether a message that Satchel removes really leaves %s is decided in its own settings.", name)
}

func ownerNote(domain string, owners []string) Note {
	return Note{Kind: OtherOwner, Text: words.T("The mail of %s would be fetched from or sent by servers of %s. Your password goes there, so go on only if you know that this is your provider.", domain, strings.Join(owners, " and "))}
}

func typoNote(typed, meant string) Note {
	return Note{Kind: Typo, Text: words.T("Did you mean %s? You typed %s.", meant, typed)}
}

func offlineNote(domain string) Note {
	return Note{Kind: NotFound, Text: words.T("%s is not in Satchel's own list of providers, and nobody else was asked.", domain)}
}

func networkNote(domain string) Note {
	return Note{Kind: NotFound, Text: words.T("The network does not answer, so Satchel could not look for the servers of %s. Please check the connection and try again.", domain)}
}

func notFoundNote(domain string) Note {
	return Note{Kind: NotFound, Text: words.T("Satchel found no POP3 server for %s. Please look in your provider's help pages for \"POP3\" or \"incoming mail server\" and type its name.", domain)}
}

func notOfferedNote(domain string) Note {
	return Note{Kind: NotFound, Text: words.T("%s tells mail programs how to read its mail, and names no POP3 server, so it seems to have none. If you know one, please type its name.", domain)}
}

// refusedNote says what was wrong with an answer that was not to be trusted; false for a plain "there is nothing".
func refusedNote(domain string, err error) (Note, bool) {
	switch {
	case errors.Is(err, errInsecure):
		return Note{Kind: Refused, Text: words.T("%s sends Satchel to an unprotected page for its settings, where others could change them. Satchel did not follow.", domain)}, true
	case errors.Is(err, errNoTLS):
		return Note{Kind: Refused, Text: words.T("The settings that %s gives are without encryption: others on the way could read your password. Satchel does not use them by itself.", domain)}, true
	}
	return Note{}, false
}
