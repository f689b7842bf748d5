package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

func TestAccountAddRefuses(t *testing.T) {
	noPEM := filepath.Join(t.TempDir(), "no.pem")
	if err := os.WriteFile(noPEM, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := []string{"--email", "ann@example.org", "--pop3", "pop.example.org:995", "--password-stdin"}
	tests := []struct {
		name, says string
		args       []string
	}{
		{"no address", "--email is missing", []string{"--pop3", "pop.example.org:995", "--password-stdin"}},
		{"no server", "Then name it: --pop3", []string{"--email", "ann@example.org", "--password-stdin"}},
		{"address", "no e-mail address", append([]string{"--email", "ann"}, good[2:]...)},
		{"tls", "--tls ssl is unknown", append(good, "--tls", "ssl")},
		{"clear text", "--allow-clear-text", append(good, "--tls", "none")},
		{"smtp clear text", "--allow-clear-text", append(good, "--smtp", "smtp.example.org:25", "--smtp-tls", "none")},
		{"smtp-tls alone", "needs --smtp", append(good, "--smtp-tls", "implicit")},
		{"auth", "--auth magic is unknown. Use auto, user, apop, plain, login, cram-md5, scram-sha-256, xoauth2 or oauthbearer.", append(good, "--auth", "magic")},
		{"keep", "--keep 0d is unknown", append(good, "--keep", "0d")},
		{"interval", "--interval", append(good, "--interval", "-1")},
		{"id", "--id A B", append(good, "--id", "A B")},
		{"ca missing", "cannot be read", append(good, "--ca", noPEM+".none")},
		{"ca empty", "holds no certificate", append(good, "--ca", noPEM)},
		{"user", "--user must", append(good, "--user", "")},
		{"unknown flag", "--help", append(good, "--pasword", "x")},
		{"word", "Usage: satchel account add", append(good, "ann")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			a := w.typing(testPassword+"\n", append([]string{"account", "add"}, tt.args...)...)
			if a.code != exitUsage || !strings.Contains(a.err, tt.says) || a.out != "" {
				t.Errorf("ended with %d, says %q %q; want %q", a.code, a.out, a.err, tt.says)
			}
			if _, err := os.Stat(w.dir); err == nil {
				t.Error("a profile was made")
			}
		})
	}
}

func TestPasswordStdin(t *testing.T) {
	tests := []struct {
		name, in, want string
		code           int
	}{
		{"LF", "abc\nnext\n", "abc", exitDone},
		{"CRLF", "abc\r\n", "abc", exitDone},
		{"no line end", "abc", "abc", exitDone},
		{"spaces and UTF-8 stay", "  Grüße €  \n", "  Grüße €  ", exitDone},
		{"empty", "", "", exitUsage},
		{"empty line", "\r\nabc\n", "", exitUsage},
		{"no UTF-8", "gr\xfc\xdfe\n", "", exitUsage},
		{"NUL", "a\x00b\n", "", exitUsage},
		{"bare CR", "a\rb\n", "", exitUsage},
		{"too long", strings.Repeat("x", longestPassword+1), "", exitUsage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			a := w.typing(tt.in, "account", "add", "--email", "ann@example.org", "--pop3", "127.0.0.1:1", "--password-stdin")
			if a.code != tt.code {
				t.Fatalf("ended with %d: %s", a.code, a.err)
			}
			list := w.accounts()
			if tt.code != exitDone {
				if len(list) != 0 {
					t.Error("the account is there")
				}
				return
			}
			if got, err := w.secrets.Get(t.Context(), list[0].SecretKey); err != nil || got != tt.want {
				t.Errorf("the secret is %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// accounts reads the rows behind the commands.
func (w *world) accounts() []mailstore.Account {
	w.t.Helper()
	s, err := mailstore.Open(w.t.Context(), w.dir, mailstore.Options{ReadOnly: true})
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Accounts(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestAccountAddDefaults(t *testing.T) {
	w := newWorld(t)
	if a := w.typing("x\n", "account", "add", "--email", "ann@example.org", "--pop3", "pop.example.org", "--password-stdin"); a.code != exitDone {
		t.Fatal(a)
	}
	a := w.accounts()[0]
	if a.Port != 995 || a.TLS != "implicit" || a.User != "ann@example.org" || a.Auth != "auto" || a.Keep.Mode != mailstore.KeepForever || a.Interval != 10*time.Minute || a.Slug == "" {
		t.Errorf("account = %+v", a)
	}
	if again := w.typing("x\n", "account", "add", "--id", a.Slug, "--email", "bob@example.org", "--pop3", "pop.example.org", "--password-stdin"); again.code != exitUsage {
		t.Errorf("a second account %q: %+v", a.Slug, again)
	}
	same := w.typing("x\n", "account", "add", "--id", "twin", "--email", "ann@example.org", "--pop3", "POP.example.org", "--password-stdin")
	if same.code != exitDone || !strings.Contains(same.err, "fetches from the same mailbox") {
		t.Errorf("the same mailbox again: %+v", same)
	}
}

func TestAccountAddAsksAtTheTerminal(t *testing.T) {
	w := newWorld(t)
	args := []string{"account", "add", "--email", "ann@example.org", "--pop3", "pop.example.org"}
	if a := w.typing("x\n", args...); a.code != exitUsage || !strings.Contains(a.err, "--password-stdin") {
		t.Errorf("without a terminal: %+v", a)
	}
	var questions []string
	w.env.Prompt = func(_ context.Context, question string) (string, error) {
		questions = append(questions, question)
		return testPassword, nil
	}
	if a := w.run(args...); a.code != exitDone || len(questions) != 1 || questions[0] != "Password of ann@example.org: " {
		t.Errorf("with a terminal: %+v, asked %q", a, questions)
	}
}

func TestAccountAddCheck(t *testing.T) {
	s := startServer(t, pop3test.Config{})
	w := newWorld(t)
	args := []string{"account", "add", "--email", "ann@example.org", "--user", "ann", "--pop3", s.Addr(), "--ca", w.caFile(s), "--check", "--password-stdin"}
	if a := w.typing("wrong\n", args...); a.code != exitAuth || !strings.Contains(a.err, "was not added") {
		t.Errorf("wrong password: %+v", a)
	}
	if a := w.typing(testPassword+"\n", append(args, "--tls", "starttls")...); a.code != exitNetwork {
		t.Errorf("wrong kind of TLS: %+v", a)
	}
	if list := w.accounts(); len(list) != 0 {
		t.Fatalf("an account was added: %+v", list)
	}
	if a := w.typing(testPassword+"\n", args...); a.code != exitDone {
		t.Errorf("right password: %+v", a)
	}
	if list := w.accounts(); len(list) != 1 {
		t.Errorf("%d accounts", len(list))
	}
}

func TestAccountSetPreviewsRemovals(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(6)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	keep := func() string { return w.accounts()[0].Keep.String() }

	var plan struct {
		planJSON
		Changed bool
	}
	w.decode(&plan.planJSON, exitDone, "plan", "ann")
	if len(plan.Remove) != 0 || plan.NeedsYes {
		t.Errorf("plan by the policy of now = %+v", plan)
	}
	w.decode(&plan.planJSON, exitDone, "plan", "ann", "--keep", "remove")
	if len(plan.Remove) != 6 || !plan.NeedsYes || plan.Bytes == 0 || plan.Remove[0].Why == "" || plan.Remove[0].Message == nil {
		t.Errorf("plan --keep remove = %+v", plan)
	}
	for _, stricter := range []string{"remove", "7d"} {
		w.decode(&plan, exitDone, "account", "set", "ann", "--keep", stricter, "--name", "New Name")
		if !plan.NeedsYes || plan.Changed || keep() != "forever" || w.accounts()[0].Name != "" {
			t.Errorf("set --keep %s = %+v, keep is %s", stricter, plan, keep())
		}
	}
	if text := w.want(exitDone, "account", "set", "ann", "--keep", "remove").out; !strings.Contains(text, "6 messages") || !strings.Contains(text, "Nothing was changed") {
		t.Errorf("the preview says %q", text)
	}

	w.decode(&plan, exitDone, "account", "set", "ann", "--keep", "7d", "--yes")
	if !plan.Changed || keep() != "7d" || w.accounts()[0].YesAt.IsZero() {
		t.Errorf("set --yes = %+v, keep is %s", plan, keep())
	}
	// Longer needs no yes: to wait for one would remove the mail meanwhile.
	w.decode(&plan, exitDone, "account", "set", "ann", "--keep", "30d")
	if !plan.Changed || keep() != "30d" {
		t.Errorf("a longer time = %+v, keep is %s", plan, keep())
	}
	later := time.Now().Add(time.Minute)
	w.env.Now = func() time.Time { return later }
	w.decode(&plan, exitDone, "account", "set", "ann", "--keep", "remove", "--only-new")
	if a := w.accounts()[0]; !plan.Changed || a.Keep.Mode != mailstore.KeepRemove || a.Keep.From.IsZero() || len(plan.Remove) != 0 {
		t.Errorf("--only-new = %+v, keep is %+v", plan, a.Keep)
	}
	var results []resultJSON
	w.decode(&results, exitDone, "fetch")
	if results[0].AskedToRemove != 0 || s.Count("DELE") != 0 {
		t.Errorf("--only-new removed what was there: %+v", results)
	}
	// The same without --only-new removes it, after a yes.
	w.want(exitDone, "account", "set", "ann", "--keep", "remove", "--yes")
	w.decode(&results, exitDone, "fetch")
	if results[0].AskedToRemove != 6 || len(s.Messages("ann")) != 0 {
		t.Errorf("after the yes: %+v", results)
	}
}

func TestAccountSetChangesOnlyWhatIsNamed(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(1)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	w.want(exitDone, "account", "set", "--interval", "30", "ann", "--name", "Ann\x1b[31m Hartley")
	a := w.accounts()[0]
	if a.Interval != 30*time.Minute || a.Name != "Ann[31m Hartley" || a.Host != "127.0.0.1" || a.User != "ann" || a.LastResult != "ok" || !a.TLSSeen {
		t.Errorf("account = %+v", a)
	}
	if below := w.want(exitUsage, "account", "set", "ann", "--tls", "none"); !strings.Contains(below.err, "never goes below") {
		t.Errorf("to clear text: %+v", below)
	}
	// Nor by way of another port, which is the same server.
	w.want(exitDone, "account", "set", "ann", "--pop3", "127.0.0.1:11110")
	w.want(exitUsage, "account", "set", "ann", "--tls", "none", "--allow-clear-text")
	w.want(exitUsage, "account", "set", "ann")
	w.want(exitUsage, "account", "set", "bob", "--name", "Bob")
	w.want(exitUsage, "account", "set", "--name", "Bob")
	w.want(exitDone, "account", "set", "ann", "--yes")
	if w.accounts()[0].YesAt.IsZero() {
		t.Error("--yes alone does not answer the brake")
	}
}

func TestAccountRemove(t *testing.T) {
	s := startServer(t, pop3test.Config{Users: map[string]string{"ann": testPassword, "bob": testPassword}, Messages: letters(4)})
	w := newWorld(t)
	w.add(s, "ann")
	w.add(s, "bob", "--user", "bob")
	w.want(exitDone, "fetch")
	key := w.accounts()[0].SecretKey

	var removal accountRemovalJSON
	w.decode(&removal, exitDone, "account", "remove", "ann")
	if removal.Removed || !removal.NeedsYes || removal.Messages != 4 || removal.OnServer != 4 || len(w.accounts()) != 2 {
		t.Errorf("without --yes = %+v", removal)
	}
	w.want(exitUsage, "account", "remove", "ann", "--keep-mail", "--delete-mail")
	w.want(exitDone, "account", "remove", "ann", "--yes")
	if _, err := w.secrets.Get(t.Context(), key); err == nil {
		t.Error("the password stayed")
	}
	var rows []rowJSON
	if w.decode(&rows, exitDone, "list"); len(rows) != 8 || len(w.accounts()) != 1 {
		t.Errorf("%d messages, %d accounts; want the mail to stay", len(rows), len(w.accounts()))
	}
	w.want(exitDone, "account", "remove", "bob", "--yes", "--delete-mail")
	if w.decode(&rows, exitDone, "list"); len(rows) != 4 {
		t.Errorf("%d messages, want those of bob to be gone", len(rows))
	}
	if n := len(s.Messages("ann")) + len(s.Messages("bob")); n != 8 {
		t.Errorf("%d messages on the server, want all", n)
	}
}
