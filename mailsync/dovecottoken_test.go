package mailsync

import (
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/dovecottest"
)

// TestDovecotTokens signs in with access tokens that a real server checks: fetch, nothing new, a token that has run
// out, and removal by age with the next one.
func TestDovecotTokens(t *testing.T) {
	for _, auth := range []string{"xoauth2", "oauthbearer"} {
		for _, security := range []string{"implicit", "starttls"} {
			t.Run(auth+" "+security, func(t *testing.T) {
				r, server := dovecotRig(t, dovecottest.Options{Tokens: true}, security, "7d")
				r.set(func(a *mailstore.Account) { a.Auth, a.CAFile = auth, server.CAFile })
				deliver(t, server, letters(1, 12))
				r.token(server.Token(t, testUser, time.Hour))
				if got := r.check(OK); got.Fetched != 12 {
					t.Errorf("result = %+v", got)
				}
				if got := r.check(OK); got.Fetched != 0 || got.Listed != 12 {
					t.Errorf("second result = %+v", got)
				}
				r.token(server.Token(t, testUser, -time.Hour))
				if got := r.check(Auth); got.AskedToRemove != 0 || strings.Contains(got.Sentence, "eyJ") {
					t.Errorf("with a token that has run out: %+v", got)
				}
				r.token(server.Token(t, testUser, time.Hour))
				for day := 1; day <= 7; day++ { // one by one, as a jump of the clock removes nothing
					r.pass(24 * time.Hour)
					if got, want := r.check(OK), map[int]int{7: 12}[day]; got.AskedToRemove != want {
						t.Errorf("day %d: asked to remove %d, want %d", day, got.AskedToRemove, want)
					}
				}
				if got := r.check(OK); got.Listed != 0 || got.Removed != 12 {
					t.Errorf("last result = %+v", got)
				}
				r.wantHere(letters(1, 12)...)
			})
		}
	}
}

// token replaces the account's secret.
func (r *rig) token(secret string) {
	r.t.Helper()
	if err := r.secrets.Set(r.t.Context(), r.get().SecretKey, secret); err != nil {
		r.t.Fatal(err)
	}
}
