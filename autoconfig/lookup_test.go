package autoconfig

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/publicsuffix"
)

// file makes a configuration file with one POP3 and one SMTP server.
func configFile(pop3, socket, auth string) string {
	return fmt.Sprintf(`<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>x</domain>
<displayName>A house with a long name</displayName><displayShortName>House Mail</displayShortName>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="pop3"><hostname>%s</hostname><port>995</port><socketType>%s</socketType><username>%%EMAILLOCALPART%%</username><authentication>%s</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>%[1]s</hostname><port>465</port><socketType>SSL</socketType><username>%%EMAILADDRESS%%</username><authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>`, pop3, socket, auth)
}

// village fills a stand-in with domains of every kind.
func village(t testing.TB) *standin {
	n := newStandin(t)
	n.file("autoconfig.house.example/mail/config-v1.1.xml", configFile("pop.house.example", "SSL", "password-cleartext"))
	n.file("known.example/.well-known/autoconfig/mail/config-v1.1.xml", configFile("pop.known.example", "STARTTLS", "password-encrypted"))
	n.file("autoconfig.template.example/mail/config-v1.1.xml", configFile("pop.%EMAILDOMAIN%", "SSL", "password-cleartext"))
	n.file("autoconfig.token.example/mail/config-v1.1.xml", configFile("pop.token.example", "SSL", "OAuth2"))
	n.file("autoconfig.rented.example/mail/config-v1.1.xml", configFile("pop.landlord.example", "SSL", "password-cleartext"))
	n.file("autoconfig.atgmail.example/mail/config-v1.1.xml", configFile("pop.gmail.com", "SSL", "password-cleartext"))
	n.file("autoconfig.bare.example/mail/config-v1.1.xml", configFile("pop.bare.example", "plain", "password-cleartext"))
	n.file("autoconfig.imaponly.example/mail/config-v1.1.xml", strings.Replace(configFile("pop.imaponly.example", "SSL", "password-cleartext"), `type="pop3"`, `type="imap"`, 1))
	n.file("autoconfig.landlord.example/mail/config-v1.1.xml", configFile("pop.landlord.example", "SSL", "password-cleartext"))
	n.mx["workspace.example"] = []*net.MX{{Host: "aspmx.l.google.com.", Pref: 1}, {Host: "alt1.aspmx.l.google.com.", Pref: 5}}
	n.mx["office.example"] = []*net.MX{{Host: "office-example.mail.protection.outlook.com.", Pref: 0}}
	n.mx["fast.example"] = []*net.MX{{Host: "in2-smtp.messagingengine.com.", Pref: 20}, {Host: "in1-smtp.messagingengine.com.", Pref: 10}}
	n.mx["tenant.example"] = []*net.MX{{Host: "mx1.landlord.example.", Pref: 10}}
	n.mx["apple.example"] = []*net.MX{{Host: "mx01.mail.icloud.com.", Pref: 10}}
	n.srv["_pop3s._tcp.srv.example"] = []*net.SRV{{Target: "mx.srv.example.", Port: 995}}
	n.srv["_submissions._tcp.srv.example"] = []*net.SRV{{Target: "mx.srv.example.", Port: 465}}
	n.srv["_pop3._tcp.srvstart.example"] = []*net.SRV{{Target: "mx.srvstart.example.", Port: 110}}
	n.srv["_pop3s._tcp.srvaway.example"] = []*net.SRV{{Target: "mx.landlord.example.", Port: 995}}
	n.srv["_pop3s._tcp.srvdown.example"] = []*net.SRV{{Target: "mx.srvdown.example.", Port: 995}}
	n.srv["_pop3s._tcp.srvnone.example"] = []*net.SRV{{Target: ".", Port: 0}}
	for _, addr := range []string{"mx.srv.example:995", "mx.srv.example:465", "mx.srvstart.example:110", "mx.landlord.example:995",
		"pop.guess.example:995", "smtp.guess.example:465", "mail.plainguess.example:110", "mail.plainguess.example:587", "pop.liar.example:995",
		"pop.odn.example:995", "pop.old.example:110"} {
		n.mail[addr] = true
	}
	n.fake["pop.liar.example"] = true
	return n
}

// want is what a look-up is to come to: first POP3 and SMTP servers as "host:port tls user auth", and kinds of notes.
type want struct {
	address, provider string
	source            Source
	pop3, smtp        string
	notes             string // kinds, with blanks between
	suggestion        string
	confirm           string
}

func TestLookup(t *testing.T) {
	tests := []want{
		// of the list
		{"ann@gmail.com", "Gmail", BuiltIn, "pop.gmail.com:995 implicit ann@gmail.com auto", "smtp.gmail.com:465 implicit", "app-password enable-pop3 hides keeps-deleted", "", ""},
		{" Ann@GMAIL.com ", "Gmail", BuiltIn, "pop.gmail.com:995 implicit Ann@gmail.com auto", "smtp.gmail.com:465 implicit", "app-password enable-pop3 hides keeps-deleted", "", ""},
		{"ann@googlemail.com", "Gmail", BuiltIn, "pop.gmail.com:995 implicit ann@googlemail.com auto", "smtp.gmail.com:465 implicit", "app-password enable-pop3 hides keeps-deleted", "", ""},
		{"ann@outlook.com", "Outlook.com", BuiltIn, "outlook.office365.com:995 implicit ann@outlook.com xoauth2", "smtp-mail.outlook.com:587 starttls", "oauth2 enable-pop3 keeps-deleted", "", ""},
		{"ann@hotmail.co.uk", "Outlook.com", BuiltIn, "outlook.office365.com:995 implicit ann@hotmail.co.uk xoauth2", "smtp-mail.outlook.com:587 starttls", "oauth2 enable-pop3 keeps-deleted", "", ""},
		{"ann@yahoo.com", "Yahoo", BuiltIn, "pop.mail.yahoo.com:995 implicit ann@yahoo.com auto", "smtp.mail.yahoo.com:465 implicit", "app-password", "", ""},
		{"ann@aol.com", "AOL", BuiltIn, "pop.aol.com:995 implicit ann@aol.com auto", "smtp.aol.com:465 implicit", "app-password", "", ""},
		{"ann@icloud.com", "iCloud", BuiltIn, "", "smtp.mail.me.com:587 starttls", "no-pop3", "", ""},
		{"ann@proton.me", "Proton Mail", BuiltIn, "", "", "no-pop3", "", ""},
		{"ann@gmx.de", "GMX", BuiltIn, "pop.gmx.net:995 implicit ann@gmx.de auto", "mail.gmx.net:465 implicit", "app-password enable-pop3", "", ""},
		{"ann@web.de", "WEB.DE", BuiltIn, "pop3.web.de:995 implicit ann auto", "smtp.web.de:465 implicit", "app-password enable-pop3 interval", "", ""},
		{"ann@t-online.de", "T-Online", BuiltIn, "securepop.t-online.de:995 implicit ann@t-online.de auto", "securesmtp.t-online.de:465 implicit", "own-password", "", ""},
		{"ann@free.fr", "Freebox", BuiltIn, "pop.free.fr:995 implicit ann auto", "smtp.free.fr:465 implicit", "", "", ""},
		{"ann@laposte.net", "La Poste", BuiltIn, "pop.laposte.net:995 implicit ann auto", "smtp.laposte.net:465 implicit", "enable-pop3", "", ""},
		{"ann@mail.com", "mail.com", BuiltIn, "pop.mail.com:995 implicit ann@mail.com auto", "smtp.mail.com:465 implicit", "enable-pop3 paid", "", ""},
		{"ann@yandex.ru", "Yandex", BuiltIn, "pop.yandex.com:995 implicit ann@yandex.ru auto", "smtp.yandex.com:465 implicit", "app-password enable-pop3 keeps-deleted", "", ""},
		{"ann@zoho.eu", "Zoho Mail", BuiltIn, "pop.zoho.eu:995 implicit ann@zoho.eu auto", "smtp.zoho.eu:465 implicit", "app-password enable-pop3 paid", "", ""},
		{"ann@fastmail.com", "Fastmail", BuiltIn, "pop.fastmail.com:995 implicit ann@fastmail.com auto", "smtp.fastmail.com:465 implicit", "app-password", "", ""},
		{"ann@comcast.net", "Comcast", BuiltIn, "mail.comcast.net:995 implicit ann@comcast.net auto", "smtp.comcast.net:465 implicit", "enable-pop3 moving", "", ""},
		{"ann@qq.com", "QQ", BuiltIn, "pop.qq.com:995 implicit ann@qq.com auto", "smtp.qq.com:465 implicit", "own-password enable-pop3", "", ""},
		{"ann@orange.fr", "Mail Orange", BuiltIn, "pop.orange.fr:995 implicit ann@orange.fr auto", "smtp.orange.fr:465 implicit", "", "", ""},
		{"ann@peoplepc.com", "PeoplePC", BuiltIn, "pop.peoplepc.com:110 none ann@peoplepc.com auto", "smtpauth.peoplepc.com:587 starttls", "clear-text", "", ""},
		// of the domain's own file
		{"ann@house.example", "House Mail", Autoconfig, "pop.house.example:995 implicit ann auto", "pop.house.example:465 implicit", "", "", ""},
		{"ann@known.example", "House Mail", Autoconfig, "pop.known.example:995 starttls ann auto", "pop.known.example:465 implicit", "", "", ""},
		{"ann@template.example", "House Mail", Autoconfig, "pop.template.example:995 implicit ann auto", "pop.template.example:465 implicit", "", "", ""},
		{"ann@token.example", "House Mail", Autoconfig, "pop.token.example:995 implicit ann xoauth2", "pop.token.example:465 implicit", "oauth2", "", ""},
		{"ann@rented.example", "House Mail", Autoconfig, "pop.landlord.example:995 implicit ann auto", "pop.landlord.example:465 implicit", "other-owner", "", "landlord.example"},
		{"ann@atgmail.example", "House Mail", Autoconfig, "pop.gmail.com:995 implicit ann auto", "pop.gmail.com:465 implicit", "", "", ""},
		{"ann@bare.example", "", None, "", "pop.bare.example:465 implicit", "refused not-found", "", ""},
		{"ann@imaponly.example", "", None, "", "pop.imaponly.example:465 implicit", "not-found", "", ""},
		// of the MX
		{"ann@workspace.example", "Gmail", MX, "pop.gmail.com:995 implicit ann@workspace.example auto", "smtp.gmail.com:465 implicit", "app-password enable-pop3 hides keeps-deleted", "", ""},
		{"ann@office.example", "Microsoft 365", MX, "outlook.office365.com:995 implicit ann@office.example xoauth2", "smtp.office365.com:587 starttls", "oauth2", "", ""},
		{"ann@fast.example", "Fastmail", MX, "pop.fastmail.com:995 implicit ann@fast.example auto", "smtp.fastmail.com:465 implicit", "app-password", "", ""},
		{"ann@apple.example", "iCloud", MX, "", "smtp.mail.me.com:587 starttls", "no-pop3", "", ""},
		{"ann@tenant.example", "House Mail", MX, "pop.landlord.example:995 implicit ann auto", "pop.landlord.example:465 implicit", "other-owner", "", "landlord.example"},
		// of SRV records
		{"ann@srv.example", "", SRV, "mx.srv.example:995 implicit ann@srv.example auto", "mx.srv.example:465 implicit", "", "", ""},
		{"ann@srvstart.example", "", SRV, "mx.srvstart.example:110 starttls ann@srvstart.example auto", "", "", "", ""},
		{"ann@srvaway.example", "", SRV, "mx.landlord.example:995 implicit ann@srvaway.example auto", "", "other-owner", "", "landlord.example"},
		{"ann@srvdown.example", "", None, "", "", "not-found", "", ""},
		{"ann@srvnone.example", "", None, "", "", "not-found", "", ""},
		// guessed
		{"ann@guess.example", "", Guess, "pop.guess.example:995 implicit ann@guess.example auto", "smtp.guess.example:465 implicit", "", "", ""},
		{"ann@plainguess.example", "", Guess, "mail.plainguess.example:110 starttls ann@plainguess.example auto", "mail.plainguess.example:587 starttls", "", "", ""},
		{"ann@liar.example", "", None, "", "", "not-found", "", ""},
		{"ann@nothing.example", "", None, "", "", "not-found", "", ""},
		{"ann@bücher.example", "", None, "", "", "not-found", "", ""},
		// typos
		{"ann@gmial.com", "", None, "", "", "typo", "ann@gmail.com", ""},
		{"ann@gmail.con", "", None, "", "", "typo", "ann@gmail.com", ""},
		{"ann@gmail", "", None, "", "", "typo", "ann@gmail.com", ""},
		{"ann@hotmai.com", "", None, "", "", "typo", "ann@hotmail.com", ""},
		{"ann@yaho.com", "", None, "", "", "typo", "ann@yahoo.com", ""},
		{"ann@outlok.com", "", None, "", "", "typo", "ann@outlook.com", ""},
		{"ann@gxm.de", "", None, "", "", "typo", "ann@gmx.de", ""},
		{"ann@web.ed", "", None, "", "", "typo", "ann@web.de", ""},
	}
	n := village(t)
	for _, tt := range tests {
		t.Run(tt.address, func(t *testing.T) {
			s, err := Lookup(t.Context(), tt.address, n.options())
			if err != nil {
				t.Fatal(err)
			}
			check(t, s, tt)
		})
	}
	if n.wasAsked("gmial") || n.wasAsked("yaho.com") {
		t.Error("somebody was asked about a domain that was probably not meant")
	}
	if n.wasAsked("thunderbird") {
		t.Error("a third party was asked without consent")
	}
	if n.wasAsked("landlord.example/mail/config-v1.1.xml?emailaddress") {
		t.Error("the address was told to another domain")
	}
	if !n.wasAsked("house.example/mail/config-v1.1.xml?emailaddress=ann%40house.example") {
		t.Error("the domain itself was not told the address")
	}
}

func check(t *testing.T, s Settings, w want) {
	t.Helper()
	got := want{address: w.address, provider: s.Provider, source: s.Source, suggestion: s.Suggestion, confirm: strings.Join(s.Confirm, " ")}
	if len(s.POP3) > 0 {
		p := s.POP3[0]
		got.pop3 = fmt.Sprintf("%s:%d %s %s %s", p.Host, p.Port, p.TLS, p.User, p.Auth)
	}
	if len(s.SMTP) > 0 {
		got.smtp = fmt.Sprintf("%s:%d %s", s.SMTP[0].Host, s.SMTP[0].Port, s.SMTP[0].TLS)
	}
	var kinds []string
	for _, n := range s.Notes {
		kinds = append(kinds, string(n.Kind))
		if n.Text == "" || !strings.HasSuffix(n.Text, ".") || strings.Contains(n.Text, "  ") {
			t.Errorf("a note is no sentence: %q", n.Text)
		}
		if n.Link != "" && !strings.HasPrefix(n.Link, "https://") {
			t.Errorf("link %q", n.Link)
		}
	}
	got.notes = strings.Join(kinds, " ")
	if got != w {
		t.Errorf("\n got %+v\nwant %+v", got, w)
	}
	if s.Source != None && s.Offline {
		t.Error("found, and yet offline")
	}
}

func TestNoAddress(t *testing.T) {
	for _, text := range []string{"", "ann", "ann@", "@example.org", "Ann <ann@example.org>", "ann@[127.0.0.1]", "ann@127.0.0.1", "ann@exa mple.org", "a@b@c d", "ann@-x.org",
		"ann@example.org\r\nX: y", "ann@" + strings.Repeat("a", 300)} {
		if _, err := Lookup(t.Context(), text, Options{Offline: true}); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestOfflineAsksNobody(t *testing.T) {
	n := village(t)
	o := n.options()
	o.Offline = true
	for _, a := range []string{"ann@house.example", "ann@gmail.com", "ann@peoplepc.com", "ann@gmial.com"} {
		if _, err := Lookup(t.Context(), a, o); err != nil {
			t.Error(err)
		}
	}
	if len(n.asked) > 0 {
		t.Errorf("asked: %v", n.asked)
	}
}

func TestThirdPartyOnlyWithConsent(t *testing.T) {
	n := village(t)
	n.file("autoconfig.thunderbird.net/v1.1/nothing.example", configFile("pop.nothing.example", "SSL", "password-cleartext"))
	o := n.options()
	o.Directory = true
	s, err := Lookup(t.Context(), "ann@nothing.example", o)
	if err != nil || s.Source != Directory || s.POP3[0].Host != "pop.nothing.example" {
		t.Errorf("%+v, %v", s, err)
	}
	if n.wasAsked("thunderbird.net/v1.1/nothing.example?") {
		t.Error("more than the domain was told")
	}
}

func TestAsTyped(t *testing.T) {
	n := village(t)
	n.file("autoconfig.gmial.com/mail/config-v1.1.xml", configFile("pop.gmial.com", "SSL", "password-cleartext"))
	o := n.options()
	o.AsTyped = true
	if s, err := Lookup(t.Context(), "ann@gmial.com", o); err != nil || s.Source != Autoconfig {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestListedWithoutTLS: a provider that is listed without encryption may have learnt better.
func TestListedWithoutTLS(t *testing.T) {
	n := village(t)
	n.mail["pop.peoplepc.com:995"] = true
	n.mail["smtpauth.peoplepc.com:587"] = true
	s, err := Lookup(t.Context(), "ann@peoplepc.com", n.options())
	if err != nil {
		t.Fatal(err)
	}
	check(t, s, want{"", "PeoplePC", BuiltIn, "pop.peoplepc.com:995 implicit ann@peoplepc.com auto", "smtpauth.peoplepc.com:587 starttls", "", "", ""})
	for _, p := range append(s.POP3, s.SMTP...) {
		if p.TLS == "none" {
			t.Errorf("a server without TLS is still preset: %+v", p)
		}
	}
}

func TestNetworkIsAway(t *testing.T) {
	n := village(t)
	n.dns = &net.DNSError{Err: "server misbehaving", IsTemporary: true}
	s, err := Lookup(t.Context(), "ann@house.example", n.options())
	if err != nil || s.Source != None || !s.Offline || !strings.Contains(s.Notes[0].Text, "network") {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestStopped(t *testing.T) {
	n := village(t)
	n.hang["autoconfig.slow.example"] = true
	ctx, cancel := context.WithCancel(t.Context())
	o := n.options()
	o.Report = func(Source) { cancel() }
	if _, err := Lookup(ctx, "ann@slow.example", o); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

// silence is an internet in which nothing is ever answered.
type silence struct{}

func (silence) LookupMX(ctx context.Context, _ string) ([]*net.MX, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (silence) LookupSRV(ctx context.Context, _, _, _ string) (string, []*net.SRV, error) {
	<-ctx.Done()
	return "", nil, ctx.Err()
}

func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestLimits runs on a clock of the test's own: what is never answered ends in time.
func TestLimits(t *testing.T) {
	publicsuffix.EffectiveTLDPlusOne("warm.example") // its tables are made once, outside the bubble
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var steps []Source
		s, err := Lookup(t.Context(), "ann@silent.example", Options{
			Resolver: silence{}, Transport: silence{}, Report: func(s Source) { steps = append(steps, s) },
			Dial: func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() },
		})
		if took := time.Since(begun); took > 10*time.Second || err != nil {
			t.Errorf("took %v, %v", took, err)
		}
		if !s.Offline || fmt.Sprint(steps) != "[autoconfig mx srv guess]" {
			t.Errorf("settings %+v, steps %v", s, steps)
		}
	})
}

// TestSlowBeforeQuick: what is believed more wins though it comes later, within its limit.
func TestSlowBeforeQuick(t *testing.T) {
	n := village(t)
	n.mail["pop.slow.example:995"] = true
	n.page["autoconfig.slow.example/mail/config-v1.1.xml"] = func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(300 * time.Millisecond) // stands for a slow server, and is no wait of the test
		fmt.Fprint(w, configFile("file.slow.example", "SSL", "password-cleartext"))
	}
	o := n.options()
	o.limits.guessAfter = time.Millisecond
	s, err := Lookup(t.Context(), "ann@slow.example", o)
	if err != nil || s.Source != Autoconfig || s.POP3[0].Host != "file.slow.example" {
		t.Errorf("%+v, %v", s, err)
	}
}
