package mailsync

import (
	"context"
	"strings"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client"
	"satchel/pop3client/pop3test"
)

func TestRefusedSignIn(t *testing.T) {
	tests := []struct {
		name, reply, want, sentence string
	}{
		{"in use", "[IN-USE] open in another session", Busy, sayInUse},
		{"in use, no code", "Unable to lock maildrop: mailbox is locked by another process", Busy, sayInUse},
		{"blocked is no lock", "this user name is blocked", Busy, "127.0.0.1 did not let Satchel in and gave no reason."},
		{"a fault of theirs", "[SYS/TEMP] storage is down", Busy, "127.0.0.1 has trouble right now."},
		{"wrong password", "[AUTH] no", Auth, "127.0.0.1 did not accept the user name or password."},
		{"wrong password, no code", "authentication failed, try again", Auth, "127.0.0.1 did not accept the user name or password."},
		{"too many", "too many login failures, password login is off", Busy, sayInUse},
		{"later", "please try again later", Busy, "127.0.0.1 has trouble right now."},
		{"login delay", "[LOGIN-DELAY] too often", Busy, "127.0.0.1 allows a check only every so often; next at "},
		{"unclear", "no", Busy, "127.0.0.1 did not let Satchel in and gave no reason."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 2)
			r := newRig(t, clear(mail), "remove")
			r.script.set(func(_ int, command, _ string) *pop3test.Reply {
				if command == "PASS" || command == "AUTH" {
					return &pop3test.Reply{Text: "-ERR " + tt.reply + "\r\n"}
				}
				return nil
			})
			got := r.check(tt.want)
			if !strings.HasPrefix(got.Sentence, tt.sentence) {
				t.Errorf("sentence = %q, want %q", got.Sentence, tt.sentence)
			}
			if tt.want == Busy && strings.Contains(got.Sentence, "enter") {
				t.Errorf("asks for a password: %q", got.Sentence)
			}
			if secret, err := r.secrets.Get(t.Context(), r.get().SecretKey); err != nil || secret != testPassword {
				t.Errorf("the password is %q, %v", secret, err)
			}
			if next := r.get().NextCheck; tt.want == Auth != next.IsZero() {
				t.Errorf("next check at %v", next)
			}
			r.script.set(nil)
			r.pass(3 * time.Minute)
			r.check(OK)
			r.wantHere(mail...)
		})
	}
}

func TestSecondUnclearRefusalIsThePassword(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "PASS" || command == "AUTH" {
			return &pop3test.Reply{Text: "-ERR no\r\n"}
		}
		return nil
	})
	r.check(Busy)
	r.check(Auth)
}

func TestMinimumInterval(t *testing.T) {
	config := clear(letters(1, 2))
	config.Capabilities = []string{"USER", "UIDL", "TOP", "LOGIN-DELAY 900"}
	r := newRig(t, config, "forever")
	got := r.check(OK)
	if want := r.now().Add(15 * time.Minute); !got.Again.Equal(want) || !r.get().NextCheck.Equal(want) {
		t.Errorf("again at %v, next check at %v, want %v", got.Again, r.get().NextCheck, want)
	}
	r.pass(14 * time.Minute)
	connections := len(r.server.Log())
	got = r.check(Busy)
	if len(r.server.Log()) != connections || !strings.Contains(got.Sentence, "next at "+r.now().Add(time.Minute).Local().Format("15:04")) {
		t.Errorf("too early: %+v", got)
	}
	r.pass(time.Minute)
	r.check(OK)
}

func TestBackOff(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	r.script.set(on("PASS", -1, pop3test.Reply{Text: "-ERR [IN-USE] x\r\n"}))
	r.set(func(a *mailstore.Account) { a.Auth = "user" })
	for _, want := range []time.Duration{2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		r.check(Busy)
		next := r.get().NextCheck
		if got := next.Sub(r.now()); got != want {
			t.Fatalf("back-off = %v, want %v", got, want)
		}
		r.pass(want)
	}
	r.script.set(nil)
	r.check(OK)
	r.script.set(on("PASS", -1, pop3test.Reply{Text: "-ERR [IN-USE] x\r\n"}))
	r.check(Busy)
	if got := r.get().NextCheck.Sub(r.now()); got != 2*time.Minute {
		t.Errorf("back-off after a good check = %v", got)
	}
}

func TestProtectedConnections(t *testing.T) {
	tests := []struct {
		name     string
		config   pop3test.Config
		edit     func(*mailstore.Account)
		want     string
		sentence string
	}{
		{"implicit", pop3test.Config{}, nil, OK, ""},
		{"STLS", pop3test.Config{Security: pop3test.StartTLS}, nil, OK, ""},
		{"another server's certificate", pop3test.Config{Certificate: pop3test.WrongHost}, nil, TLS, "not 127.0.0.1. Satchel did not sign in."},
		{"nobody's certificate", pop3test.Config{Certificate: pop3test.SelfSigned}, nil, TLS, "comes from nobody this computer trusts"},
		{"expired", pop3test.Config{Certificate: pop3test.Expired}, nil, TLS, "has run out on "},
		{"unknown authority", pop3test.Config{}, func(a *mailstore.Account) { a.CAFile = "" }, TLS, "comes from nobody this computer trusts"},
		{"file of authorities gone", pop3test.Config{}, func(a *mailstore.Account) { a.CAFile += "x" }, TLS, sayAuthorities},
		{"STLS taken away", pop3test.Config{Security: pop3test.Clear}, func(a *mailstore.Account) { a.TLS = "starttls" }, TLS, "offers no protected connection"},
		{"not TLS at all", pop3test.Config{Security: pop3test.Clear}, func(a *mailstore.Account) { a.TLS = "implicit" }, TLS, "does not speak TLS on port"},
		{"TLS worked before", pop3test.Config{Security: pop3test.Clear}, func(a *mailstore.Account) { a.TLSSeen = true }, TLS, "offers no protected connection"},
		{"clear beyond this computer", pop3test.Config{Security: pop3test.Clear}, func(a *mailstore.Account) { a.Host = "mail.example.org" }, TLS, "would not be protected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.config.Messages = letters(1, 2)
			r := newRig(t, tt.config, "forever")
			if tt.edit != nil {
				r.set(tt.edit)
			}
			got := r.check(tt.want)
			if !strings.Contains(got.Sentence, tt.sentence) {
				t.Errorf("sentence = %q, want %q in it", got.Sentence, tt.sentence)
			}
			if seen := r.get().TLSSeen; tt.want == OK && !seen {
				t.Error("TLS worked, and that is not kept")
			}
			if n := r.server.Count("PASS") + r.server.Count("AUTH"); tt.want != OK && n != 0 {
				t.Errorf("%d sign-ins were tried", n)
			}
		})
	}
}

func TestSecretOutOfReach(t *testing.T) {
	r := newRig(t, clear(letters(1, 2)), "forever")
	if err := r.secrets.Delete(t.Context(), r.get().SecretKey); err != nil {
		t.Fatal(err)
	}
	if got := r.check(Auth); got.Sentence != sayNoPassword {
		t.Errorf("sentence = %q", got.Sentence)
	}
}

func TestNobodyListens(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	r.server.Close()
	if got := r.check(Network); !strings.Contains(got.Sentence, "accepts no mail connection on port") {
		t.Errorf("sentence = %q", got.Sentence)
	}
}

func TestSilentServer(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	r.sync.options.Limits.Silence = 100 * time.Millisecond
	r.script.set(on("CONNECT", -1, pop3test.Reply{Hang: true}))
	if got := r.check(Network); !strings.Contains(got.Sentence, "does not answer") {
		t.Errorf("sentence = %q", got.Sentence)
	}
}

func TestTestSignIn(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "remove")
	got := r.sync.TestSignIn(t.Context(), r.get(), testPassword)
	if got.Result != OK || got.Listed != 3 || got.Bytes == 0 || !strings.HasPrefix(got.Sentence, "Signed in to 127.0.0.1. There are 3 messages, ") {
		t.Errorf("result = %+v", got)
	}
	if got := r.sync.TestSignIn(t.Context(), r.get(), "wrong"); got.Result != Auth {
		t.Errorf("wrong password: %+v", got)
	}
	if a := r.get(); a.LastResult != "" || !a.LastTry.IsZero() || r.server.Count("RETR")+r.server.Count("DELE") != 0 {
		t.Errorf("it touched the account or the mailbox: %+v", a)
	}
}

func TestAccountThatIsGone(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	if err := r.store.RemoveAccount(t.Context(), r.account, false); err != nil {
		t.Fatal(err)
	}
	if got := r.check(StoreFault); got.Sentence != sayNoAccount {
		t.Errorf("sentence = %q", got.Sentence)
	}
}

// lockedKeeper is a vault that is not open.
type lockedKeeper struct {
	keychain.Keeper
	err error
}

func (l lockedKeeper) Get(context.Context, string) (string, error) { return "", l.err }

func TestSecretsOutOfReach(t *testing.T) {
	tests := []struct {
		name         string
		err          error
		want         string
		sentence     string
		goesOnItself bool
	}{
		{"vault is locked", keychain.ErrLocked, Auth, sayVaultLocked, true},
		{"wrong passphrase", keychain.ErrPassphrase, Auth, sayPassphrase, true},
		{"vault is damaged", keychain.ErrDamaged, StoreFault, sayVaultDamaged, true},
		{"keyring is silent", keychain.ErrUnavailable, Busy, sayNoKeyring, true},
		{"no password", keychain.ErrNotFound, Auth, sayNoPassword, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, clear(letters(1, 2)), "forever")
			r.sync.secrets = lockedKeeper{r.secrets, tt.err}
			if got := r.check(tt.want); got.Sentence != tt.sentence {
				t.Errorf("sentence = %q, want %q", got.Sentence, tt.sentence)
			}
			// What Satchel does at its next start, with the vault open or the keyring back.
			r.pass(time.Hour)
			r.sync.secrets = r.secrets
			next := r.sync.next(t.Context(), r.account)
			if goesOn := !next.IsZero() && !next.After(r.now()); goesOn != tt.goesOnItself {
				t.Errorf("an hour later the next check is at %v, now is %v", next, r.now())
			}
		})
	}
}

// TestEveryWayToSignIn: what the account is set to is what the server sees.
func TestEveryWayToSignIn(t *testing.T) {
	const token = "an access token"
	for _, way := range pop3client.Mechanisms() {
		t.Run(way, func(t *testing.T) {
			mail := letters(1, 2)
			config := clear(mail)
			config.Greeting = "ready <1@example.org>"
			config.Mechanisms = []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"}
			config.Tokens = map[string]string{testUser: token}
			r := newRig(t, config, "forever")
			r.set(func(a *mailstore.Account) { a.Auth = way })
			right := testPassword
			if strings.Contains(way, "oauth") {
				right = token
			}
			key := r.get().SecretKey
			if err := r.secrets.Set(t.Context(), key, "wrong"); err != nil {
				t.Fatal(err)
			}
			r.check(Auth)
			if n := r.server.Count("PASS") + r.server.Count("AUTH") + r.server.Count("APOP"); n != 1 {
				t.Errorf("%d sign-ins with a wrong password", n)
			}
			if err := r.secrets.Set(t.Context(), key, right); err != nil {
				t.Fatal(err)
			}
			r.check(OK)
			r.wantHere(mail...)
		})
	}
}

// TestMinimumIntervalOfTheUser: before signing in it is that of the slowest user.
func TestMinimumIntervalOfTheUser(t *testing.T) {
	config := clear(letters(1, 2))
	r := newRig(t, config, "forever")
	asked := 0
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command != "CAPA" {
			return nil
		}
		asked++
		delay := "LOGIN-DELAY 900 USER"
		if asked > 1 {
			delay = "LOGIN-DELAY 0 USER"
		}
		return &pop3test.Reply{Text: "+OK\r\nUSER\r\nUIDL\r\nTOP\r\n" + delay + "\r\n.\r\n"}
	})
	if got := r.check(OK); !got.Again.IsZero() {
		t.Errorf("again at %v, want no pause", got.Again)
	}
}

// A new password must not be forgotten because a check with the old one ends after it.
func TestPasswordChangedDuringTheCheck(t *testing.T) {
	r := newRig(t, clear(letters(1, 2)), "forever")
	refuse := func(_ int, command, _ string) *pop3test.Reply {
		if command == "PASS" || command == "AUTH" {
			return &pop3test.Reply{Text: "-ERR [AUTH] no\r\n"}
		}
		return nil
	}
	r.script.set(refuse)
	r.check(Auth)
	if next := r.sync.next(t.Context(), r.account); !next.IsZero() {
		t.Errorf("after a refusal the next check is at %v", next)
	}
	r.script.set(func(session int, command, arg string) *pop3test.Reply {
		reply := refuse(session, command, arg)
		if reply != nil {
			r.set(func(a *mailstore.Account) { Amended(a, *a, true) })
		}
		return reply
	})
	r.check(Auth)
	if next := r.sync.next(t.Context(), r.account); !next.Equal(r.now()) {
		t.Errorf("with a new password the next check is at %v, now is %v", next, r.now())
	}
}
