package viewmodel

import (
	"strconv"
	"strings"

	"satchel/autoconfig"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/words"
)

// SendingForm is how an account's letters are sent, as a person types it.
type SendingForm struct {
	Server, Port, TLS string
	Own               bool // signs in otherwise than for fetching
	User, Password    string
	before            mailstore.Account
}

// SendingFormOf is the form of an account.
func SendingFormOf(a mailstore.Account) SendingForm {
	f := SendingForm{Server: a.SMTPHost, TLS: a.SMTPTLS, User: a.SMTPUser, Own: a.SMTPUser != "" || a.SMTPSecretKey != "", before: a}
	if f.TLS == "" {
		f.TLS = TLSImplicit
	}
	f.Port = UsualSendingPort(f.TLS)
	if a.SMTPPort != 0 {
		f.Port = strconv.Itoa(a.SMTPPort)
	}
	return f
}

// UsualSendingPort is the port that goes with a way to protect the connection.
func UsualSendingPort(tls string) string {
	if tls == TLSImplicit {
		return "465"
	}
	return "587"
}

// SetTLS chooses the connection; a port that was the usual one follows.
func (f *SendingForm) SetTLS(tls string) {
	if f.Port == "" || f.Port == UsualSendingPort(f.TLS) {
		f.Port = UsualSendingPort(tls)
	}
	f.TLS = tls
}

// Preset takes a server that was found; false where none was. One without encryption is never proposed.
func (f *SendingForm) Preset(found []autoconfig.Server) bool {
	for _, s := range found {
		if s.TLS == TLSNone {
			continue
		}
		f.Server, f.Port, f.TLS = s.Host, strconv.Itoa(s.Port), s.TLS
		if s.User != "" && !strings.EqualFold(s.User, f.before.User) {
			f.Own, f.User = true, s.User
		}
		return true
	}
	return false
}

// Problems are the sentences below the fields.
func (f *SendingForm) Problems() map[FormField]string {
	found := map[FormField]string{}
	server := strings.TrimSpace(f.Server)
	switch {
	case server == "":
		found[FieldServer] = words.T("Please type the name of your provider's server for sending. Its help pages call it \"outgoing mail\" or \"SMTP\".")
	case strings.Contains(server, "://"), strings.ContainsAny(server, " /@\t\r\n"):
		found[FieldServer] = words.T("Only the server's name belongs here, such as smtp.example.org.")
	}
	if n, err := strconv.Atoi(strings.TrimSpace(f.Port)); err != nil || n < 1 || n > 65535 {
		found[FieldPort] = words.T("A port is a number from 1 to 65535. Usual is %s.", UsualSendingPort(f.TLS))
	}
	if f.TLS == TLSNone && !loopback(server) {
		switch {
		case f.before.SMTPTLSSeen && strings.EqualFold(server, f.before.SMTPHost):
			found[FieldTLS] = words.T("This server has worked with encryption, and Satchel never goes below it.")
		case !f.before.AllowClear:
			found[FieldTLS] = words.T("Without encryption others on the way can read your password and your letters. Please choose an encrypted connection.")
		}
	}
	if f.Own && f.Password == "" && f.before.SMTPSecretKey == "" && strings.TrimSpace(f.User) == "" {
		found[FieldPassword] = words.T("Please type the user name or the password for sending, or sign in as for fetching.")
	}
	if strings.ContainsAny(f.User, "\x00\r\n") {
		found[FieldPassword] = words.T("A user name is one line of text.")
	}
	return found
}

// Fill writes the form into an account, but for the password.
func (f *SendingForm) Fill(a *mailstore.Account) {
	server := strings.TrimSpace(f.Server)
	if !strings.EqualFold(server, a.SMTPHost) {
		a.SMTPTLSSeen, a.SMTPAuth = false, "auto"
	}
	a.SMTPHost, a.SMTPTLS = server, f.TLS
	a.SMTPPort, _ = strconv.Atoi(strings.TrimSpace(f.Port))
	a.SMTPUser = ""
	if f.Own {
		a.SMTPUser = strings.TrimSpace(f.User)
	} else {
		a.SMTPSecretKey = ""
	}
}

// SendingLine says in one line how an account's letters go out.
func SendingLine(a mailstore.Account) string {
	if a.SMTPHost == "" {
		return words.T("Sending is not set up yet")
	}
	return words.T("Sending: %s, %s", a.SMTPHost, safety(a.SMTPTLS))
}

// SendingStep says what a sign-in for sending does.
func SendingStep(step mailsend.Step, server string) string {
	if step == mailsend.SigningIn {
		return words.T("Signing in to %s…", server)
	}
	return words.T("Connecting to %s…", server)
}

// NewSending adds to what was said of a new account whether its letters can be sent. known is false where no server is.
func NewSending(said string, tried mailsend.Tried, known bool) string {
	text := words.T("Which server sends your letters is not known yet.")
	switch {
	case known && tried.Result == mailsend.OK:
		text = words.T("Letters can be sent too.")
	case known:
		text = words.T("Sending does not work yet.") + " " + tried.Sentence
	}
	return strings.TrimSpace(said + " " + text)
}
