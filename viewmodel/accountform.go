package viewmodel

import (
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"satchel/autoconfig"
	"satchel/mailstore"
	"satchel/words"
)

// The ways to protect the connection, as AccountForm.TLS and mailstore.Account.TLS
// name them.
const (
	TLSImplicit = "implicit"
	TLSStart    = "starttls"
	TLSNone     = "none"
)

// checkEvery is how often a new account is checked.
const checkEvery = 10 * time.Minute

// AccountForm is what somebody types to set up an account, or to change one.
type AccountForm struct {
	Name, Email, Password string
	Server, Port          string
	TLS                   string
	AllowClear            bool // "I know that my password travels unprotected"
	User                  string
	Keep                  int    // one of KeepChoices
	KeepDays              string // for KeepOtherDays
	Limit                 int    // one of LimitChoices
	BinRemoves            bool   // what is deleted for good here leaves the provider too
	Existing              bool   // an account is changed: its address stays, an empty password too
	Found                 Found  // what a look-up found besides, for a new account
}

// Found is what is known of a provider beyond the fields; it holds for the server Host alone.
type Found struct {
	Host  string
	Auth  string
	Every time.Duration // least time between two checks
	SMTP  autoconfig.Server
}

// NewAccountForm is an empty form with the safe choices made.
func NewAccountForm() AccountForm {
	return AccountForm{TLS: TLSImplicit, Port: "995", Keep: KeepTwoWeeks}
}

// FormOf is the form of an account that is here.
func FormOf(a mailstore.Account) AccountForm {
	f := AccountForm{Name: a.Name, Email: a.Email, Server: a.Host, Port: strconv.Itoa(a.Port), TLS: a.TLS,
		AllowClear: a.AllowClear, User: a.User, Existing: true}
	f.Keep, f.KeepDays = ChoiceOf(a.Keep)
	f.Limit, f.BinRemoves = limitOf(a.MaxSize), a.BinRemoves
	return f
}

// FormField names the field a problem belongs to.
type FormField string

// The fields of the form.
const (
	FieldEmail    FormField = "email"
	FieldPassword FormField = "password"
	FieldServer   FormField = "server"
	FieldPort     FormField = "port"
	FieldTLS      FormField = "tls"
	FieldKeep     FormField = "keep"
)

// Problems are the sentences to show below fields; none means the form can be used.
func (f AccountForm) Problems() map[FormField]string {
	found := map[FormField]string{}
	note := func(field FormField, text string) {
		if text != "" {
			found[field] = text
		}
	}
	note(FieldEmail, f.emailProblem())
	if f.Password == "" && !f.Existing {
		note(FieldPassword, words.T("Please type the password of your mailbox."))
	}
	note(FieldServer, serverProblem(f.Server))
	if n, err := strconv.Atoi(strings.TrimSpace(f.Port)); err != nil || n < 1 || n > 65535 {
		note(FieldPort, words.T("A port is a number from 1 to 65535. Usual is %s.", UsualPort(f.TLS)))
	}
	if f.TLS == TLSNone && !f.AllowClear && !loopback(f.host()) {
		note(FieldTLS, words.T("Without encryption others on the way can read your password and your mail. Tick the box if you want it all the same."))
	}
	_, keep := KeepFor(f.Keep, f.KeepDays)
	note(FieldKeep, keep)
	return found
}

func (f AccountForm) emailProblem() string {
	email := strings.TrimSpace(f.Email)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || strings.HasSuffix(email, "@") {
		return words.T("Please type your whole address, such as ann@example.org.")
	}
	return ""
}

func serverProblem(server string) string {
	server = strings.TrimSpace(server)
	switch {
	case server == "":
		return words.T("Please type the name of your provider's POP3 server. Its help pages call it \"incoming mail\".")
	case strings.Contains(server, "://"), strings.ContainsAny(server, " /@\t\r\n"):
		return words.T("Only the server's name belongs here, such as pop.example.org.")
	}
	return ""
}

// host is the server's name; some type or paste it with the port behind it.
func (f AccountForm) host() string {
	host, _ := splitPort(f.Server)
	return host
}

func splitPort(server string) (host, port string) {
	server = strings.TrimSpace(server)
	if host, port, err := net.SplitHostPort(server); err == nil {
		return host, port
	}
	return strings.Trim(server, "[]"), ""
}

// Tidy moves a port typed behind the server's name to its own field.
func (f *AccountForm) Tidy() {
	if host, port := splitPort(f.Server); port != "" {
		f.Server, f.Port = host, port
	}
}

// SetTLS chooses the protection. The port goes along unless somebody chose his own.
func (f *AccountForm) SetTLS(tls string) {
	if f.Port == "" || f.Port == UsualPort(f.TLS) {
		f.Port = UsualPort(tls)
	}
	f.TLS = tls
}

// UsualPort is the port of RFC 8314 and RFC 1939 for a protection.
func UsualPort(tls string) string {
	if tls == TLSImplicit {
		return "995"
	}
	return "110"
}

// TLSChoices are the protections in words, in the order of TLSNames.
func TLSChoices() []string {
	return []string{words.T("Encrypted from the start (usual)"), words.T("Encrypted after the greeting (STARTTLS)"), words.T("Not encrypted")}
}

// TLSNames are the values which belong to TLSChoices.
func TLSNames() []string { return []string{TLSImplicit, TLSStart, TLSNone} }

// Fill writes the form into an account. It must have no Problems. The policy is left
// alone where the account exists: a change of it is previewed first.
func (f AccountForm) Fill(a *mailstore.Account) {
	a.Name = strings.TrimSpace(f.Name)
	a.Host = f.host()
	a.Port, _ = strconv.Atoi(strings.TrimSpace(f.Port))
	a.TLS = f.TLS
	a.AllowClear = f.TLS == TLSNone && f.AllowClear
	a.User = strings.TrimSpace(f.User)
	a.BinRemoves = f.BinRemoves
	if f.Limit != limitOf(a.MaxSize) { // a size set in a terminal may be none of the choices
		a.MaxSize = limits()[f.Limit]
	}
	if !f.Existing {
		a.Email = strings.TrimSpace(f.Email)
		a.Auth = "auto"
		a.Interval = checkEvery
		a.Keep, _ = KeepFor(f.Keep, f.KeepDays)
		f.Found.fill(a)
	}
	if a.User == "" {
		a.User = a.Email // what most providers want
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
