package viewmodel

import (
	"testing"

	"satchel/autoconfig"
	"satchel/mailstore"
)

func TestSendingFormProblems(t *testing.T) {
	tests := []struct {
		name   string
		change func(*SendingForm, *mailstore.Account)
		want   FormField // "": none
	}{
		{"all is there", func(*SendingForm, *mailstore.Account) {}, ""},
		{"no server", func(f *SendingForm, _ *mailstore.Account) { f.Server = " " }, FieldServer},
		{"an address as the server", func(f *SendingForm, _ *mailstore.Account) { f.Server = "ann@example.org" }, FieldServer},
		{"no port", func(f *SendingForm, _ *mailstore.Account) { f.Port = "x" }, FieldPort},
		{"without encryption", func(f *SendingForm, _ *mailstore.Account) { f.TLS = TLSNone }, FieldTLS},
		{"without encryption, on this computer", func(f *SendingForm, _ *mailstore.Account) { f.TLS, f.Server = TLSNone, "127.0.0.1" }, ""},
		{"without encryption, agreed to", func(f *SendingForm, a *mailstore.Account) { f.TLS, a.AllowClear = TLSNone, true }, ""},
		{"below what has worked", func(f *SendingForm, a *mailstore.Account) { f.TLS, a.AllowClear, a.SMTPTLSSeen = TLSNone, true, true }, FieldTLS},
		{"otherwise, but how", func(f *SendingForm, _ *mailstore.Account) { f.Own = true }, FieldPassword},
		{"another user", func(f *SendingForm, _ *mailstore.Account) { f.Own, f.User = true, "ann-out" }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := mailstore.Account{User: "ann", SMTPHost: "smtp.example.org", SMTPPort: 465, SMTPTLS: TLSImplicit}
			f := SendingFormOf(a)
			tt.change(&f, &f.before)
			found := f.Problems()
			if tt.want == "" && len(found) != 0 || tt.want != "" && (len(found) != 1 || found[tt.want] == "") {
				t.Errorf("problems %v, want one at %q", found, tt.want)
			}
		})
	}
}

func TestSendingFormFill(t *testing.T) {
	a := mailstore.Account{User: "ann", SMTPSecretKey: "key", SMTPUser: "out", SMTPTLSSeen: true, SMTPHost: "old.example.org", SMTPPort: 465, SMTPTLS: TLSImplicit, SMTPAuth: "login"}
	f := SendingFormOf(a)
	if !f.Own || f.User != "out" || f.Port != "465" {
		t.Errorf("form %+v", f)
	}
	f.SetTLS(TLSStart)
	f.Server, f.Own = " new.example.org ", false
	f.Fill(&a)
	if a.SMTPHost != "new.example.org" || a.SMTPPort != 587 || a.SMTPTLS != TLSStart || a.SMTPUser != "" || a.SMTPSecretKey != "" || a.SMTPTLSSeen || a.SMTPAuth != "auto" {
		t.Errorf("account %+v", a)
	}
}

func TestSendingFormPreset(t *testing.T) {
	f := SendingFormOf(mailstore.Account{User: "ann"})
	if f.Preset([]autoconfig.Server{{Host: "x", Port: 25, TLS: TLSNone}}) || f.Server != "" {
		t.Errorf("a server without encryption is proposed: %+v", f)
	}
	if !f.Preset([]autoconfig.Server{{Host: "x", Port: 25, TLS: TLSNone}, {Host: "smtp.example.org", Port: 587, TLS: TLSStart, User: "ann"}}) || f.Server != "smtp.example.org" || f.Port != "587" || f.Own {
		t.Errorf("form %+v", f)
	}
}
