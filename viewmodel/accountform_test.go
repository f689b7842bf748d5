package viewmodel

import (
	"reflect"
	"testing"

	"satchel/mailstore"
)

// goodForm is a form without problems.
func goodForm() AccountForm {
	f := NewAccountForm()
	f.Name, f.Email, f.Password, f.Server = " Ann ", " ann@example.org ", "secret", " pop.example.org "
	return f
}

func TestFormProblems(t *testing.T) {
	tests := []struct {
		name   string
		change func(*AccountForm)
		want   []FormField
	}{
		{"good", func(*AccountForm) {}, nil},
		{"no address", func(f *AccountForm) { f.Email = "" }, []FormField{FieldEmail}},
		{"half an address", func(f *AccountForm) { f.Email = "ann@" }, []FormField{FieldEmail}},
		{"address with a name", func(f *AccountForm) { f.Email = "Ann <ann@example.org>" }, []FormField{FieldEmail}},
		{"two addresses", func(f *AccountForm) { f.Email = "a@b.example, c@d.example" }, []FormField{FieldEmail}},
		{"no password", func(f *AccountForm) { f.Password = "" }, []FormField{FieldPassword}},
		{"password stays", func(f *AccountForm) { f.Password, f.Existing = "", true }, nil},
		{"no server", func(f *AccountForm) { f.Server = " " }, []FormField{FieldServer}},
		{"a web address", func(f *AccountForm) { f.Server = "https://example.org" }, []FormField{FieldServer}},
		{"a mail address", func(f *AccountForm) { f.Server = "ann@example.org" }, []FormField{FieldServer}},
		{"line break in the server", func(f *AccountForm) { f.Server = "a\r\nb" }, []FormField{FieldServer}},
		{"port in words", func(f *AccountForm) { f.Port = "pop" }, []FormField{FieldPort}},
		{"port too big", func(f *AccountForm) { f.Port = "70000" }, []FormField{FieldPort}},
		{"clear text unasked", func(f *AccountForm) { f.TLS = TLSNone }, []FormField{FieldTLS}},
		{"clear text wished for", func(f *AccountForm) { f.TLS, f.AllowClear = TLSNone, true }, nil},
		{"clear text inside this computer", func(f *AccountForm) { f.TLS, f.Server = TLSNone, "127.0.0.1" }, nil},
		{"days missing", func(f *AccountForm) { f.Keep = KeepOtherDays }, []FormField{FieldKeep}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := goodForm()
			tt.change(&f)
			got := f.Problems()
			if len(got) != len(tt.want) {
				t.Errorf("problems = %v, want only %v", got, tt.want)
			}
			for _, field := range tt.want {
				if got[field] == "" {
					t.Errorf("no sentence for %s in %v", field, got)
				}
			}
		})
	}
}

func TestFormFillsAnAccount(t *testing.T) {
	f := goodForm()
	var a mailstore.Account
	f.Fill(&a)
	want := mailstore.Account{Name: "Ann", Email: "ann@example.org", Host: "pop.example.org", Port: 995, TLS: TLSImplicit,
		User: "ann@example.org", Auth: "auto", Interval: checkEvery, Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("account = %+v\nwant      %+v", a, want)
	}
}

func TestChangingAnAccountLeavesAddressAndPolicy(t *testing.T) {
	a := mailstore.Account{Email: "ann@example.org", Host: "old", Port: 995, TLS: TLSImplicit, User: "ann",
		Keep: mailstore.Keep{Mode: mailstore.KeepForever}, Auth: "plain"}
	f := FormOf(a)
	f.Email, f.Server, f.Keep = "other@example.org", "new", KeepNothing
	f.Fill(&a)
	if a.Email != "ann@example.org" || a.Keep.Mode != mailstore.KeepForever || a.Auth != "plain" || a.Host != "new" || a.User != "ann" {
		t.Errorf("account = %+v", a)
	}
}

func TestPortFollowsProtection(t *testing.T) {
	tests := []struct{ port, tls, want string }{
		{"995", TLSStart, "110"}, {"", TLSNone, "110"}, {"1995", TLSStart, "1995"},
	}
	for _, tt := range tests {
		f := NewAccountForm()
		f.Port = tt.port
		f.SetTLS(tt.tls)
		if f.Port != tt.want || f.TLS != tt.tls {
			t.Errorf("port %q with %s became %q, want %q", tt.port, tt.tls, f.Port, tt.want)
		}
	}
}

func TestPortTypedBehindTheServer(t *testing.T) {
	tests := []struct{ server, host, port string }{
		{"pop.example.org:1995", "pop.example.org", "1995"}, {"pop.example.org", "pop.example.org", "995"},
		{"[::1]:110", "::1", "110"}, {"::1", "::1", "995"},
	}
	for _, tt := range tests {
		f := NewAccountForm()
		f.Server = tt.server
		f.Tidy()
		if f.host() != tt.host || f.Port != tt.port {
			t.Errorf("%q gave %q and %q, want %q and %q", tt.server, f.host(), f.Port, tt.host, tt.port)
		}
	}
}

func TestFirstTLSChoiceIsTheSafeOne(t *testing.T) {
	if TLSNames()[0] != NewAccountForm().TLS || len(TLSNames()) != len(TLSChoices()) {
		t.Error("names, words and the default of the protection do not fit together")
	}
}
