package autoconfig

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"satchel/autoconfig/providers"
)

// The sentences for people: what is so, and what can be done about it.

func noPOP3Note(name string) Note {
	return Note{Kind: NoPOP3, Text: name + " offers no POP3, so Satchel cannot fetch mail from there. Please use an address at another provider, or read this one on " + name + "'s own website."}
}

func oauthNote(name string) Note {
	if name == "" {
		name = "Your provider"
	}
	return Note{Kind: NeedsOAuth2, Text: name + " takes no passwords from mail programs any more, only a sign-in through its website (OAuth2). An app password does not help there either."}
}

func appPasswordNote(p *providers.Provider) Note {
	n := Note{Kind: AppPassword, Link: p.AppPassword.URL, Steps: p.Steps}
	if p.OnlyTwoSteps {
		n.Text = "If signing in to " + p.Name + " takes you two steps, Satchel needs an app password: one that " + p.Name + " makes for this program alone. Your usual password is refused then."
	} else {
		n.Text = p.Name + " needs an app password: one that it makes for this program alone. Your usual password is refused."
	}
	return n
}

func ownPasswordText(name string) string {
	return name + " wants a password of its own for mail programs. The password of its website does not work here."
}

func enableText(name string) string {
	return "Switch on POP3 in " + possessive(name) + " settings first; until then signing in is refused."
}

func paidText(name string) string {
	return name + " may allow POP3 only to customers who pay. If signing in is refused, please look there."
}

func movingText(name, to string) string {
	return name + " is moving its mailboxes to " + to + ". If signing in is refused, yours may have moved: then its servers are those of " + to + "."
}

func clearText(name string) string {
	return name + " is only known to offer POP3 without encryption: others on the way could read your password and your mail. Satchel does that only if you allow it."
}

func intervalText(name string, every time.Duration) string {
	return fmt.Sprintf("%s allows a check every %d minutes, so Satchel checks no more often.", name, int(every.Minutes()))
}

func hidesText(name string) string {
	return name + " hides a message from POP3 once it was fetched. To fetch with several computers, put recent: before your address as the user name."
}

func keepsText(name string) string {
	return "Whether a message that Satchel removes really leaves " + name + " is decided in " + possessive(name) + " own settings."
}

func ownerNote(domain string, owners []string) Note {
	return Note{Kind: OtherOwner, Text: fmt.Sprintf("The mail of %s would be fetched from or sent by servers of %s. Your password goes there, so go on only if you know that this is your provider.", domain, strings.Join(owners, " and "))}
}

func typoNote(typed, meant string) Note {
	return Note{Kind: Typo, Text: "Did you mean " + meant + "? You typed " + typed + "."}
}

func offlineNote(domain string) Note {
	return Note{Kind: NotFound, Text: domain + " is not in Satchel's own list of providers, and nobody else was asked."}
}

func networkNote(domain string) Note {
	return Note{Kind: NotFound, Text: "The network does not answer, so Satchel could not look for the servers of " + domain + ". Please check the connection and try again."}
}

func notFoundNote(domain string) Note {
	return Note{Kind: NotFound, Text: "Satchel found no POP3 server for " + domain + ". Please look in your provider's help pages for \"POP3\" or \"incoming mail server\" and type its name."}
}

func notOfferedNote(domain string) Note {
	return Note{Kind: NotFound, Text: domain + " tells mail programs how to read its mail, and names no POP3 server, so it seems to have none. If you know one, please type its name."}
}

// refusedNote says what was wrong with an answer that was not to be trusted; false for a plain "there is nothing".
func refusedNote(domain string, err error) (Note, bool) {
	switch {
	case errors.Is(err, errInsecure):
		return Note{Kind: Refused, Text: domain + " sends Satchel to an unprotected page for its settings, where others could change them. Satchel did not follow."}, true
	case errors.Is(err, errNoTLS):
		return Note{Kind: Refused, Text: "The settings that " + domain + " gives are without encryption: others on the way could read your password. Satchel does not use them by itself."}, true
	}
	return Note{}, false
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}
