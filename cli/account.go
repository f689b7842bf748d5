package cli

import (
	"flag"
	"slices"
	"strconv"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/pop3client"
	"satchel/smtpsend"
)

func accountCommands() command {
	return command{
		name: "account", does: "add, list, change or remove mail accounts",
		sub: []command{accountAddCommand(), accountListCommand(), accountSetCommand(), accountSignInCommand(), accountRemoveCommand()},
	}
}

// accountFlags are the flags that add and set share.
type accountFlags struct {
	set *flag.FlagSet

	email, name, pop3, tls, user, auth, ca string
	keep, maxSize, smtp, smtpTLS           string
	smtpUser, smtpAuth                     string
	smtpPasswordStdin                      bool // of set only
	interval                               int
	lookup                                 lookupFlags // of add only
	signIn                                 signInFlags // of add only
	binRemoves, allowClear, passwordStdin  bool
}

func newAccountFlags(f *flag.FlagSet) *accountFlags {
	a := &accountFlags{set: f}
	f.StringVar(&a.email, "email", "", "`ADDRESS`: your e-mail address")
	f.StringVar(&a.name, "name", "", "`NAME`: your own name, as others see it")
	f.StringVar(&a.pop3, "pop3", "", "`HOST:PORT`: the server that has your mail")
	f.StringVar(&a.tls, "tls", "", "`HOW`: implicit (the default), starttls or none")
	f.StringVar(&a.user, "user", "", "`NAME`: the name to sign in with (default: the address)")
	f.StringVar(&a.auth, "auth", "", "`HOW`: how to sign in: auto (the default, the safest that is offered), or one way alone: "+strings.Join(pop3client.Mechanisms()[1:], ", "))
	f.StringVar(&a.ca, "ca", "", "`FILE`: trust the certificates in this PEM file as well")
	f.StringVar(&a.keep, "keep", "", "`HOW`: what stays on the server: forever, 14d (14 days after it is safe here) or remove")
	f.StringVar(&a.maxSize, "max-size", "", "`SIZE`: of larger messages fetch only the beginning, such as 10MB; none: fetch all of every message")
	f.BoolVar(&a.binRemoves, "bin-removes", false, "what is deleted for good from the Bin leaves the server too (--bin-removes=false: it stays there)")
	f.IntVar(&a.interval, "interval", 0, "`MIN`: minutes between checks while the window is open, 0: never by itself")
	f.StringVar(&a.smtp, "smtp", "", "`HOST:PORT`: the server that sends your mail")
	f.StringVar(&a.smtpTLS, "smtp-tls", "", "`HOW`: implicit, starttls or none")
	f.StringVar(&a.smtpUser, "smtp-user", "", "`NAME`: the name to sign in with for sending (default: the one for fetching)")
	f.StringVar(&a.smtpAuth, "smtp-auth", "", "`HOW`: how to sign in for sending: auto (the default), or one way alone: "+strings.Join(smtpsend.Mechanisms()[1:], ", "))
	f.BoolVar(&a.allowClear, "allow-clear-text", false, "allow --tls none: anyone on the way can read password and mail")
	f.BoolVar(&a.passwordStdin, "password-stdin", false, "read the password from standard input, one line")
	return a
}

// apply checks what was typed and puts it into an account. It changes nothing but acc.
func (a *accountFlags) apply(acc *mailstore.Account) error {
	typed := given(a.set)
	if typed["email"] {
		if err := checkEmail(a.email); err != nil {
			return err
		}
		acc.Email = a.email
	}
	if typed["name"] {
		acc.Name = strings.TrimSpace(clean(a.name))
	}
	if typed["user"] {
		if a.user == "" || strings.ContainsAny(a.user, "\x00\r\n") {
			return usagef("--user must be one line of text.")
		}
		acc.User = a.user
	}
	if typed["auth"] {
		if err := checkAuth(a.auth); err != nil {
			return err
		}
		acc.Auth = a.auth
	}
	if typed["ca"] {
		path := ""
		if a.ca != "" { // --ca "": no further authorities any more
			var err error
			if path, err = checkCA(a.ca); err != nil {
				return err
			}
		}
		acc.CAFile = path
	}
	if typed["max-size"] {
		size, err := parseSize(a.maxSize)
		if err != nil {
			return err
		}
		acc.MaxSize = size
	}
	if typed["bin-removes"] {
		acc.BinRemoves = a.binRemoves
	}
	if typed["interval"] {
		if a.interval < 0 || a.interval > 7*24*60 {
			return usagef("--interval is in minutes, 0 (never by itself) to 10080 (a week).")
		}
		acc.Interval = time.Duration(a.interval) * time.Minute
	}
	if err := a.applyPOP3(acc, typed); err != nil {
		return err
	}
	return a.applySMTP(acc, typed)
}

func (a *accountFlags) applyPOP3(acc *mailstore.Account, typed map[string]bool) error {
	port := acc.Port
	if typed["pop3"] {
		var err error
		if acc.Host, port, err = splitServer("pop3", a.pop3); err != nil {
			return err
		}
	}
	switch {
	case typed["tls"]:
		if err := checkTLS("tls", a.tls); err != nil {
			return err
		}
		acc.TLS = a.tls
	case typed["pop3"] && acc.TLS == "":
		acc.TLS = defaultTLS(port)
	}
	if port == 0 {
		port = 110
		if acc.TLS == tlsImplicit {
			port = 995
		}
	}
	acc.Port = port
	if typed["allow-clear-text"] {
		acc.AllowClear = a.allowClear
	}
	if acc.TLS == tlsNone && !acc.AllowClear && !isLoopback(acc.Host) {
		return usagef("With --tls none anyone on the way to %s can read your password and your mail. Use --tls implicit or starttls; if it must be, add --allow-clear-text.", clean(acc.Host))
	}
	return nil
}

func (a *accountFlags) applySMTP(acc *mailstore.Account, typed map[string]bool) error {
	if typed["smtp-tls"] {
		if err := checkTLS("smtp-tls", a.smtpTLS); err != nil {
			return err
		}
		if !typed["smtp"] && acc.SMTPHost == "" {
			return usagef("--smtp-tls needs --smtp HOST:PORT.")
		}
		acc.SMTPTLS = a.smtpTLS
	}
	if typed["smtp-user"] {
		if strings.ContainsAny(a.smtpUser, "\x00\r\n") {
			return usagef("--smtp-user must be one line of text.")
		}
		acc.SMTPUser = a.smtpUser
	}
	if typed["smtp-auth"] {
		if !slices.Contains(smtpsend.Mechanisms(), a.smtpAuth) {
			return usagef("--smtp-auth %s is unknown. Use %s.", clean(a.smtpAuth), strings.Join(smtpsend.Mechanisms(), ", "))
		}
		acc.SMTPAuth = a.smtpAuth
	}
	if typed["smtp"] && a.smtp == "" {
		acc.SMTPHost, acc.SMTPPort, acc.SMTPTLS = "", 0, ""
		return nil
	}
	if typed["smtp"] {
		host, port, err := splitServer("smtp", a.smtp)
		if err != nil {
			return err
		}
		if !typed["smtp-tls"] {
			acc.SMTPTLS = defaultTLS(port)
		}
		if port == 0 {
			port = 587
			if acc.SMTPTLS == tlsImplicit {
				port = 465
			}
		}
		acc.SMTPHost, acc.SMTPPort = host, port
	}
	if acc.SMTPTLS == tlsNone && !acc.AllowClear && !isLoopback(acc.SMTPHost) {
		return usagef("With --smtp-tls none anyone on the way to %s can read your password and your mail. Use implicit or starttls; if it must be, add --allow-clear-text.", clean(acc.SMTPHost))
	}
	return nil
}

// leastMaxSize keeps a slip of the finger ("10" for 10 MB) from fetching heads only for ever.
const leastMaxSize = 10_000

// parseSize reads a limit in the person's words: "10MB", "800 kB", "none".
func parseSize(word string) (int64, error) {
	text := strings.ToLower(strings.ReplaceAll(word, " ", ""))
	if text == "none" || text == "0" {
		return 0, nil
	}
	unit := int64(1)
	for _, u := range []struct {
		name string
		size int64
	}{{"kb", 1_000}, {"mb", 1_000_000}, {"gb", 1_000_000_000}} {
		if digits, ok := strings.CutSuffix(text, u.name); ok {
			text, unit = digits, u.size
		}
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n <= 0 || n*unit < leastMaxSize {
		return 0, usagef("--max-size %s cannot be used. Give a size of at least 10kB such as 500kB, 10MB or 1GB, or none.", clean(word))
	}
	return n * unit, nil
}

// parseKeep reads a policy in the person's words.
func parseKeep(word string) (mailstore.Keep, error) {
	keep, err := mailstore.ParseKeep(word)
	if err != nil {
		return keep, usagef("--keep %s is unknown. Use forever, remove, or days such as 14d (1d to 3650d).", clean(word))
	}
	return keep, nil
}

// keepWords says a policy to a person.
func keepWords(k mailstore.Keep, now time.Time) string {
	var words string
	switch k.Mode {
	case mailstore.KeepRemove:
		words = "Mail is removed from the server once it is safe here"
	case mailstore.KeepDays:
		words = "Mail is removed from the server " + plural(k.Days, "day") + " after it is safe here"
	default:
		return "Mail stays on the server."
	}
	if !k.From.IsZero() {
		words += ", beginning with mail of " + day(k.From, now)
	}
	return words + "."
}
