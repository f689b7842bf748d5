package viewmodel

import (
	"strings"
	"testing"
	"time"

	"satchel/autoconfig"
	"satchel/mailstore"
	"satchel/mailsync"
)

// typed is a set-up for an address, and the form it presets.
func typed(email string) (*Setup, AccountForm) {
	s, f := &Setup{}, NewAccountForm()
	s.Typed(email)
	s.Preset(&f)
	return s, f
}

func TestKnownProviderIsPreset(t *testing.T) {
	s, f := typed("ann@web.de")
	f.Email, f.Password = "ann@web.de", "secret"
	if problems := f.Problems(); len(problems) > 0 || !s.Known() {
		t.Fatalf("problems %v", problems)
	}
	if got, want := s.ServerLine(f), "pop3.web.de, encrypted"; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
	var a mailstore.Account
	f.Fill(&a)
	if a.Host != "pop3.web.de" || a.Port != 995 || a.User != "ann" || a.Auth != "auto" || a.Interval != 15*time.Minute || a.SMTPHost != "smtp.web.de" || a.SMTPPort != 465 || a.SMTPTLS != TLSImplicit {
		t.Errorf("account %+v", a)
	}
	f.Server = "pop.example.org" // by hand: nothing of the provider's holds any more
	var b mailstore.Account
	f.Fill(&b)
	if b.SMTPHost != "" || b.Interval != checkEvery {
		t.Errorf("account at another server %+v", b)
	}
}

func TestAdviceComesBeforeTheFailure(t *testing.T) {
	tests := []struct {
		email string
		kinds string
		final bool
	}{
		{"ann@gmail.com", "app-password enable-pop3", false},
		{"ann@gmx.de", "app-password enable-pop3", false},
		{"ann@icloud.com", "no-pop3", true},
		{"ann@outlook.com", "oauth2", true},
		{"ann@gmial.com", "typo", false},
		{"ann@orange.fr", "", false},
		{"ann@example.org", "", false},
		{"ann@peoplepc.com", "clear-text", false},
		{"ann@t-online.de", "own-password", false},
		{"ann@", "", false}, {"", "", false},
	}
	for _, tt := range tests {
		s, f := typed(tt.email)
		var kinds []string
		for _, a := range s.Advice() {
			kinds = append(kinds, string(a.Kind))
		}
		if got := strings.Join(kinds, " "); got != tt.kinds || (s.Final() != "") != tt.final {
			t.Errorf("%s: advice %q, final %q", tt.email, got, s.Final())
		}
		if tt.final && f.Server != "" {
			t.Errorf("%s: %s is preset and cannot work", tt.email, f.Server)
		}
	}
}

func TestTypedTellsChanges(t *testing.T) {
	var s Setup
	if !s.Typed("ann@gmial.com") || s.Typed("ann@gmial.com") || s.Suggestion() != "ann@gmail.com" {
		t.Errorf("suggestion %q", s.Suggestion())
	}
	s.KeepTyped()
	if s.Suggestion() != "" || !s.AsTyped() || len(s.Advice()) > 0 {
		t.Error("the question is asked again")
	}
	s.Typed("ann@gmail.com")
	s.Typed("ann@gmial.com")
	if s.Suggestion() != "" {
		t.Error("the question is asked again when the address is typed again")
	}
	if s.Typed("bob@gmail.con"); s.AsTyped() || s.Suggestion() == "" {
		t.Error("the answer for one address holds for another")
	}
}

func TestOwnerIsAskedOnce(t *testing.T) {
	s, f := typed("ann@rented.example")
	s.Found(autoconfig.Settings{Address: "ann@rented.example", Domain: "rented.example", Source: autoconfig.Autoconfig, Confirm: []string{"landlord.example"},
		POP3:  []autoconfig.Server{{Host: "pop.landlord.example", Port: 995, TLS: TLSImplicit, User: "ann", Auth: "auto"}},
		Notes: []autoconfig.Note{{Kind: autoconfig.OtherOwner, Text: "Servers of landlord.example."}}})
	q, ask := s.OwnerQuestion()
	if !ask || !strings.Contains(q.Text, "landlord.example") {
		t.Errorf("question %+v, %v", q, ask)
	}
	s.Agree()
	if _, again := s.OwnerQuestion(); again {
		t.Error("asked again")
	}
	if s.Preset(&f); f.Server != "pop.landlord.example" {
		t.Errorf("form %+v", f)
	}
}

func TestNothingFound(t *testing.T) {
	s, f := typed("ann@nothing.example")
	if s.Missing() != "" || s.Known() {
		t.Error("told before anybody was asked")
	}
	if got, want := s.ServerLine(f), "Satchel looks for that of nothing.example"; got != want {
		t.Errorf("line %q, want %q", got, want)
	}
	s.Found(autoconfig.Settings{Address: "ann@nothing.example", Domain: "nothing.example", Source: autoconfig.None,
		Notes: []autoconfig.Note{{Kind: autoconfig.NotFound, Text: "Nothing there."}}})
	if s.Missing() != "Nothing there." || !s.MayAskMozilla() {
		t.Errorf("missing %q", s.Missing())
	}
	s.Found(autoconfig.Settings{Address: "ann@nothing.example", Source: autoconfig.None, Offline: true, Notes: []autoconfig.Note{{Kind: autoconfig.NotFound, Text: "No network."}}})
	if s.MayAskMozilla() {
		t.Error("a third party is offered without a network")
	}
}

func TestNextServer(t *testing.T) {
	s, f := typed("ann@gmx.de") // 995 with TLS, then 110 with STARTTLS
	if s.Next(mailsync.Result{Result: mailsync.Auth}) {
		t.Error("a refused password is tried at another server")
	}
	if !s.Next(mailsync.Result{Result: mailsync.Network}) {
		t.Fatal("no second server")
	}
	if s.Preset(&f); f.Port != "110" || f.TLS != TLSStart {
		t.Errorf("form %+v", f)
	}
	if s.Next(mailsync.Result{Result: mailsync.Network}) {
		t.Error("there are only two")
	}
}

func TestRefusedSaysWhatTheProviderWants(t *testing.T) {
	s, _ := typed("ann@gmail.com")
	if text := s.Refused("pop.gmail.com"); !strings.Contains(text, "Gmail needs an app password") || !strings.Contains(text, "Switch on POP3") {
		t.Error(text)
	}
	s, _ = typed("ann@orange.fr")
	if text := s.Refused("pop.orange.fr"); !strings.Contains(text, "Please check both") {
		t.Error(text)
	}
}

func TestSignedInWords(t *testing.T) {
	for want, got := range map[string]string{
		"Signed in. 812 messages, 1.4 GB, are at your provider, and copies stay there for 14 days.":    SignedInWords(812, 1_400_000_000, mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}),
		"Signed in. 1 message, 2 kB, is at your provider, and copies stay there for good.":             SignedInWords(1, 2000, mailstore.Keep{Mode: mailstore.KeepForever}),
		"Signed in. 2 messages, 2 kB, are at your provider, and will be removed there once safe here.": SignedInWords(2, 2000, mailstore.Keep{Mode: mailstore.KeepRemove}),
		"Signed in. There is no mail at your provider now.":                                            SignedInWords(0, 0, mailstore.Keep{}),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
