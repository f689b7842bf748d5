package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/autoconfig"
	"satchel/keychain"
	"satchel/mailsync"
	"satchel/pop3client/pop3test"
)

const testPassword = "Grüße-7731 secret"

// world is one profile, and what its commands see.
type world struct {
	t       *testing.T
	ctx     context.Context
	dir     string
	env     Env
	secrets keychain.Keeper
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, ctx: t.Context(), dir: filepath.Join(t.TempDir(), "profile"), secrets: keychain.Memory()}
	w.env = Env{
		Getenv: func(string) string { return "" }, Now: time.Now, DataDir: w.dir, Version: "v0.0.0-test",
		Secrets: func(string, func(context.Context) (string, error)) keychain.Keeper { return w.secrets },
		Lookup:  autoconfig.Options{Offline: true},
		Limits:  mailsync.Limits{Silence: 5 * time.Second},
	}
	return w
}

// answer is what a command gave.
type answer struct {
	out, err string
	code     int
}

func (w *world) typing(input string, args ...string) answer {
	w.t.Helper()
	var out, errs bytes.Buffer
	env := w.env
	env.In, env.Out, env.Err = strings.NewReader(input), &out, &errs
	code := Run(w.ctx, args, env)
	if strings.Contains(out.String()+errs.String(), testPassword) {
		w.t.Errorf("satchel %v shows the password", args)
	}
	return answer{out.String(), errs.String(), code}
}

func (w *world) run(args ...string) answer {
	w.t.Helper()
	return w.typing("", args...)
}

// want runs a command and checks its exit code.
func (w *world) want(code int, args ...string) answer {
	w.t.Helper()
	a := w.run(args...)
	if a.code != code {
		w.t.Fatalf("satchel %v ended with %d, want %d\n%s%s", args, a.code, code, a.out, a.err)
	}
	return a
}

// decode runs a command with --json and reads its document into v.
func (w *world) decode(v any, code int, args ...string) {
	w.t.Helper()
	a := w.want(code, append([]string{"--json"}, args...)...)
	if err := json.Unmarshal([]byte(a.out), v); err != nil {
		w.t.Fatalf("satchel %v: %v\n%s", args, err, a.out)
	}
}

// add adds an account on the test server.
func (w *world) add(s *pop3test.Server, id string, more ...string) {
	w.t.Helper()
	args := append([]string{"account", "add", "--id", id, "--email", "ann@example.org", "--pop3", s.Addr(), "--tls", "implicit", "--ca", w.caFile(s), "--user", "ann", "--password-stdin"}, more...)
	if a := w.typing(testPassword+"\r\nmore\r\n", args...); a.code != exitDone {
		w.t.Fatalf("account add ended with %d\n%s%s", a.code, a.out, a.err)
	}
}

func (w *world) caFile(s *pop3test.Server) string {
	w.t.Helper()
	path, err := s.CAFile(w.t.TempDir())
	if err != nil {
		w.t.Fatal(err)
	}
	return path
}

// letters makes n messages with different bytes.
func letters(n int) []pop3test.Message {
	list := make([]pop3test.Message, n)
	for i := range list {
		list[i] = pop3test.Message{UIDL: fmt.Sprintf("uid-%d", i+1), Data: fmt.Appendf(nil,
			"From: Ann Hartley <ann@example.org>\r\nTo: me@example.org\r\nSubject: Letter %d\r\nDate: Mon, 2 Nov 2026 10:%02d:00 +0000\r\nMessage-ID: <%d@example.org>\r\n\r\n.dots\r\nGr\xfc\xdfe %d\r\n", i+1, i%60, i+1, i+1)}
	}
	return list
}

func startServer(t *testing.T, config pop3test.Config) *pop3test.Server {
	t.Helper()
	if config.Users == nil {
		config.Users = map[string]string{"ann": testPassword}
	}
	s := pop3test.NewServer(config)
	t.Cleanup(s.Close)
	return s
}

// wantKeys checks that a JSON object has these keys; more may come with time.
func wantKeys(t *testing.T, name string, object map[string]any, keys string) {
	t.Helper()
	for _, key := range strings.Fields(keys) {
		if _, ok := object[key]; !ok {
			t.Errorf("%s has no key %q: %v", name, key, object)
		}
	}
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// sums gives the hashes of messages, sorted.
func sums(list []pop3test.Message) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = hexSum(m.Data)
	}
	slices.Sort(out)
	return out
}
