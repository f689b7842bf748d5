package mailsync

import (
	"testing"
	"time"

	"satchel/mailstore"
)

func TestAmended(t *testing.T) {
	later := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	before := mailstore.Account{Host: "pop.example.org", Port: 995, TLS: "implicit", User: "ann", Auth: "auto",
		LastResult: Auth, LastText: "refused", NotBefore: later, TLSSeen: true}
	tests := []struct {
		name                 string
		change               func(*mailstore.Account)
		password             bool
		due, waits, tlsKnown bool
	}{
		{"nothing that matters", func(a *mailstore.Account) { a.Name = "Ann" }, false, false, true, true},
		{"password", func(*mailstore.Account) {}, true, true, true, true},
		{"user", func(a *mailstore.Account) { a.User = "ann@example.org" }, false, true, true, true},
		{"kind of sign-in", func(a *mailstore.Account) { a.Auth = "plain" }, false, true, true, true},
		{"encryption", func(a *mailstore.Account) { a.TLS = "starttls" }, false, true, true, true},
		{"port of the same server", func(a *mailstore.Account) { a.Port = 110 }, false, true, false, true},
		{"the same server in capitals", func(a *mailstore.Account) { a.Host = "POP.example.org" }, false, true, false, true},
		{"another server", func(a *mailstore.Account) { a.Host = "mail.example.net" }, false, true, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := before
			tt.change(&a)
			Amended(&a, before, tt.password)
			if due := a.LastResult == ""; due != tt.due {
				t.Errorf("due at once: %v, want %v", due, tt.due)
			}
			if waits := !a.NotBefore.IsZero(); waits != tt.waits {
				t.Errorf("still waits for the server's interval: %v, want %v", waits, tt.waits)
			}
			if a.TLSSeen != tt.tlsKnown {
				t.Errorf("TLSSeen = %v, want %v", a.TLSSeen, tt.tlsKnown)
			}
		})
	}
}
