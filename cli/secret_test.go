package cli

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"satchel/pop3client/pop3test"
)

// TestVaultAtTheTerminal has no keyring and no variable: the person chooses a passphrase, and types it at each start.
func TestVaultAtTheTerminal(t *testing.T) {
	keyring.MockInitWithError(errors.New("no bus"))
	t.Cleanup(keyring.MockInit)
	s := startServer(t, pop3test.Config{Messages: letters(2)})
	w := newWorld(t)
	w.env.Secrets = nil
	var answers, asked []string
	w.env.Prompt = func(_ context.Context, question string) (string, error) {
		asked = append(asked, question)
		next := answers[0]
		answers = answers[1:]
		return next, nil
	}
	add := []string{"account", "add", "--id", "ann", "--email", "ann@example.org", "--user", "ann", "--pop3", s.Addr(), "--ca", w.caFile(s)}

	answers = []string{testPassword, "vault one", "vault two"}
	if a := w.run(add...); a.code != exitUsage || !strings.Contains(a.err, "The two passphrases differ.") {
		t.Errorf("two passphrases: %+v", a)
	}
	answers = []string{testPassword, "vault one", "vault one"}
	if a := w.run(add...); a.code != exitDone {
		t.Fatal(a)
	}
	asked, answers = nil, []string{"vault one"}
	w.want(exitDone, "fetch")
	if !slices.Equal(asked, []string{"Passphrase of Satchel's vault: "}) {
		t.Errorf("fetch asked %q", asked)
	}
	answers = []string{"wrong"}
	if a := w.want(exitAuth, "fetch"); !strings.Contains(a.out, "passphrase") {
		t.Errorf("wrong passphrase: %+v", a)
	}
	// The doctor asks nobody.
	asked = nil
	w.want(exitDone, "doctor")
	if len(asked) > 0 {
		t.Errorf("doctor asked %q", asked)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	var s secrets
	s.add("")
	s.add("pass")
	if got := s.hide("the pass, not ***"); got != "the ***, not ***" {
		t.Errorf("hide = %q", got)
	}
}
