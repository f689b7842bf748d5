package viewmodel

import (
	"slices"
	"strconv"
	"strings"

	"satchel/autoconfig"
	"satchel/autoconfig/providers"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
	"satchel/words"
)

// Setup is what the page of a new account knows of its address's provider. The zero value: nothing yet. It is used on one
// goroutine.
type Setup struct {
	settings autoconfig.Settings
	next     int    // which of settings.POP3 is tried next
	asTyped  string // the address of which the person said that it is right
	agreed   string // the address whose settings of another owner the person confirmed
	asked    bool   // the domain itself was asked, not only the list
	granted  string // the address for which the person signed in through the provider's website
}

// Advice is one thing to tell the person before the first try.
type Advice struct {
	Kind  autoconfig.Kind
	Text  string
	Link  string // https, "" none
	Steps []string
	Grave bool // it hinders, or will
}

// Typed takes the address as it stands, with every letter typed, and reports whether anything is another than before. It
// asks nobody.
func (s *Setup) Typed(email string) bool {
	known := autoconfig.Known(email)
	if known.Address == s.settings.Address {
		return false
	}
	s.settings, s.next, s.asked = known, 0, false
	if s.settings.Suggestion != "" && s.asTyped == known.Address {
		s.settings.Suggestion, s.settings.Notes = "", nil
	}
	return true
}

// Found takes what a look-up found for the address.
func (s *Setup) Found(found autoconfig.Settings) { s.settings, s.next, s.asked = found, 0, true }

// Domain is the address's, "" while it is none.
func (s *Setup) Domain() string { return s.settings.Domain }

// Suggestion is the address that was probably meant, "" for none.
func (s *Setup) Suggestion() string { return s.settings.Suggestion }

// KeepTyped notes that the address is right as it stands.
func (s *Setup) KeepTyped() {
	s.asTyped = s.settings.Address
	s.settings.Suggestion, s.settings.Notes = "", nil
}

// AsTyped reports whether the person said so of the present address.
func (s *Setup) AsTyped() bool { return s.asTyped != "" && s.asTyped == s.settings.Address }

// Final is the sentence why there is no use in trying, "" where there is.
func (s *Setup) Final() string {
	for _, n := range s.settings.Notes {
		switch {
		case n.Kind == autoconfig.NoPOP3:
			return n.Text
		case n.Kind == autoconfig.NeedsOAuth2 && !s.Granted():
			if _, _, ok := s.Website(); ok {
				return words.T("Please sign in with your browser first: the button is above.")
			}
			return n.Text
		}
	}
	return ""
}

// Website is who grants access through a website, and the provider's name; false where Satchel knows none.
func (s *Setup) Website() (issuer signin.Issuer, name string, ok bool) {
	if len(s.settings.POP3) == 0 {
		return signin.Issuer{}, "", false
	}
	p := providers.OfServer(s.settings.POP3[0].Host)
	if issuer, ok = signin.Of(p); !ok {
		return issuer, "", false
	}
	return issuer, p.Name, true
}

// NeedsWebsite reports that no password is taken, and that the person has not yet signed in through the website.
func (s *Setup) NeedsWebsite() bool { return s.settings.Has(autoconfig.NeedsOAuth2) && !s.Granted() }

// Grant notes that the person signed in through the website.
func (s *Setup) Grant() { s.granted = s.settings.Address }

// Granted reports whether the person did so for the present address.
func (s *Setup) Granted() bool { return s.granted != "" && s.granted == s.settings.Address }

// Known reports whether there is a server to try.
func (s *Setup) Known() bool { return len(s.settings.POP3) > 0 && s.Final() == "" }

// Missing is the sentence why a look-up found no server, "" before one and where it did.
func (s *Setup) Missing() string {
	if !s.asked || len(s.settings.POP3) > 0 {
		return ""
	}
	var text []string
	for _, n := range s.settings.Notes {
		if n.Kind == autoconfig.NotFound || n.Kind == autoconfig.Refused {
			text = append(text, n.Text)
		}
	}
	return strings.Join(text, " ")
}

// MayAskMozilla reports whether there is any use in asking a third party.
func (s *Setup) MayAskMozilla() bool {
	return s.Missing() != "" && !s.settings.Offline && s.settings.Source == autoconfig.None
}

// OwnerQuestion asks whether servers of another owner may have the password; false where nothing is to be asked.
func (s *Setup) OwnerQuestion() (Question, bool) {
	if len(s.settings.Confirm) == 0 || s.agreed == s.settings.Address {
		return Question{}, false
	}
	q := Question{Title: words.T("Is this your provider?"), Yes: words.T("Yes, sign in there")}
	for _, n := range s.settings.Notes {
		if n.Kind == autoconfig.OtherOwner {
			q.Text = n.Text
		}
	}
	if len(s.settings.POP3) > 0 {
		q.Lines = []string{words.T("Your mail would come from %s.", s.settings.POP3[0].Host)}
	}
	return q, true
}

// Agree notes that the person confirmed the owner.
func (s *Setup) Agree() { s.agreed = s.settings.Address }

// Preset puts the server to be tried into a form.
func (s *Setup) Preset(f *AccountForm) {
	if !s.Known() {
		f.Server, f.Port, f.TLS, f.User = "", UsualPort(TLSImplicit), TLSImplicit, ""
		f.Found = Found{}
		return
	}
	p := s.settings.POP3[min(s.next, len(s.settings.POP3)-1)]
	f.Server, f.Port, f.TLS, f.User = p.Host, strconv.Itoa(p.Port), p.TLS, p.User
	f.Found = Found{Auth: p.Auth, Every: s.settings.Every, Host: p.Host}
	for _, out := range s.settings.SMTP {
		if out.TLS != TLSNone {
			f.Found.SMTP = out
			break
		}
	}
}

// Next goes on to another server of the provider after a sign-in that did not come about; false where there is none, or
// where another one would not help.
func (s *Setup) Next(r mailsync.Result) bool {
	if r.Result != mailsync.Network || !s.Known() || s.next+1 >= len(s.settings.POP3) {
		return false
	}
	if s.settings.POP3[s.next+1].TLS == TLSNone { // never by itself
		return false
	}
	s.next++
	return true
}

// Advice is what to tell before the first try: what hinders most first, and nothing that can wait.
func (s *Setup) Advice() []Advice {
	var list []Advice
	for _, n := range s.settings.Notes {
		switch n.Kind {
		case autoconfig.NoPOP3, autoconfig.NeedsOAuth2, autoconfig.Typo, autoconfig.ClearText:
			a := Advice{Kind: n.Kind, Text: n.Text, Link: n.Link, Steps: n.Steps, Grave: true}
			if n.Kind == autoconfig.NeedsOAuth2 {
				return append(list, s.websiteAdvice(a)) // nothing else matters there
			}
			list = append(list, a)
		case autoconfig.AppPassword, autoconfig.OwnPassword, autoconfig.EnablePOP3, autoconfig.Paid, autoconfig.Moving:
			list = append(list, Advice{Kind: n.Kind, Text: n.Text, Link: n.Link, Steps: n.Steps})
		default: // told elsewhere, or of no use before the first try
		}
	}
	return list
}

// websiteAdvice says what can be done where no password is taken.
func (s *Setup) websiteAdvice(a Advice) Advice {
	switch _, _, ok := s.Website(); {
	case s.Granted():
		a.Text, a.Grave = words.T("You are signed in through the website, so no password is needed here."), false
	case !ok:
		a.Text += " " + words.T("Satchel does not know how to do that there, so it cannot fetch this mail.")
	}
	return a
}

// Refused is what to say where the provider did not accept user name or password: what it is known to want goes first.
func (s *Setup) Refused(server string) string {
	text := words.T("%s did not accept the user name or the password.", server)
	hints := []autoconfig.Kind{autoconfig.AppPassword, autoconfig.OwnPassword, autoconfig.EnablePOP3, autoconfig.Paid, autoconfig.Moving}
	known := false
	for _, n := range s.settings.Notes {
		if slices.Contains(hints, n.Kind) {
			text, known = text+" "+n.Text, true
		}
	}
	if !known {
		return SignInTrouble(mailsync.Result{Result: mailsync.Auth}, server)
	}
	return text
}

// ServerLine says in one line which server will be used and how safe that is.
func (s *Setup) ServerLine(f AccountForm) string {
	switch {
	case strings.TrimSpace(f.Server) != "":
		return strings.TrimSpace(f.Server) + ", " + safety(f.TLS)
	case s.NeedsWebsite() && len(s.settings.POP3) > 0:
		return s.settings.POP3[0].Host + ", " + safety(s.settings.POP3[0].TLS)
	case s.Final() != "":
		return words.T("none that Satchel could use")
	case s.Domain() != "" && strings.Contains(s.Domain(), "."):
		return words.T("Satchel looks for that of %s", s.Domain())
	}
	return words.T("found by your address")
}

func safety(tls string) string {
	if tls == TLSNone {
		return words.T("not encrypted")
	}
	return words.T("encrypted")
}

// SignedInWords says what a new account's rule means for the mailbox as it is now.
func SignedInWords(messages int, octets int64, keep mailstore.Keep) string {
	if messages == 0 {
		return words.T("Signed in. There is no mail at your provider now.")
	}
	text := words.N("Signed in. %d message, %s, is at your provider", "Signed in. %d messages, %s, are at your provider", messages, Size(octets))
	if keep.Mode == mailstore.KeepRemove {
		return words.T("%s, and will be removed there once safe here.", text)
	}
	return words.T("%s, and copies stay there %s.", text, KeepWords(keep))
}

// StepWords says what a look-up does.
func StepWords(step autoconfig.Source, domain string) string {
	switch step {
	case autoconfig.Autoconfig:
		return words.T("Asking %s for its settings…", domain)
	case autoconfig.Directory:
		return words.T("Asking Mozilla's directory…")
	case autoconfig.MX:
		return words.T("Looking who receives the mail of %s…", domain)
	case autoconfig.SRV:
		return words.T("Looking for the mail servers that %s names…", domain)
	case autoconfig.Guess:
		return words.T("Trying the usual names of mail servers…")
	default:
		return words.T("Looking whether the server can be reached safely…")
	}
}

// fill writes what was found beyond the form's fields into a new account.
func (f Found) fill(a *mailstore.Account) {
	if f.Host == "" || !strings.EqualFold(f.Host, a.Host) {
		return // the person named another server
	}
	if f.Auth != "" {
		a.Auth = f.Auth
	}
	a.Interval = max(a.Interval, f.Every)
	if f.SMTP.Host != "" {
		a.SMTPHost, a.SMTPPort, a.SMTPTLS = f.SMTP.Host, f.SMTP.Port, f.SMTP.TLS
	}
}
