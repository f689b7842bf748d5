package mailsync

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
)

// TestBadpop plays the scenarios of a faulty server and asks its oracle whether
// all mail is here once, and nothing was removed there that is not.
func TestBadpop(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	badpop := buildBadpop(t)
	for _, name := range scenarios(t, badpop) {
		s := describe(t, badpop, name)
		keeps := map[string][]string{"leave": {"forever"}, "delete": {"remove"}, "any": {"forever", "remove"}}[s.Expect.Client]
		for _, keep := range keeps {
			t.Run(name+"/"+keep, func(t *testing.T) {
				t.Parallel()
				playBadpop(t, badpop, name, s, keep)
			})
		}
	}
}

// scenarios are all that the server knows, by name. Names that end in K take a number.
func scenarios(t *testing.T, badpop string) []string {
	t.Helper()
	out, err := exec.Command(badpop, "-list").Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if base, numbered := strings.CutSuffix(name, "-K"); numbered {
			names = append(names, base+"-700", base+"-20000")
		} else if name != "" {
			names = append(names, name)
		}
	}
	if len(names) < 60 {
		t.Fatalf("only %d scenarios: %v", len(names), names)
	}
	return names
}

type scenario struct {
	TLS     string `json:"tls"`
	Options struct {
		Mechanisms []string `json:"mechs"`
		Tokens     []string `json:"tokens"`
	} `json:"options"`
	Expect struct {
		Runs   int    `json:"runs"`
		Client string `json:"client"`
		Text   string `json:"text"`
	} `json:"expect"`
}

func buildBadpop(t *testing.T) string {
	t.Helper()
	source := shared("tools/badpop")
	if source == "" {
		t.Skip("the faulty server is not there")
	}
	binary := filepath.Join(t.TempDir(), "badpop")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the faulty server does not build: %v\n%s", err, out)
	}
	return binary
}

// shared finds a path in the folder "shared" beside the repository; "" where it is absent.
func shared(path string) string {
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			found := filepath.Join(dir, "..", "shared", path)
			if _, missing := os.Stat(found); missing == nil {
				return found
			}
			return ""
		}
	}
	return ""
}

func describe(t *testing.T, badpop, name string) scenario {
	t.Helper()
	out, err := exec.Command(badpop, "-describe", name).Output()
	if err != nil {
		t.Fatalf("describe %s: %v", name, err)
	}
	var s scenario
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatalf("describe %s: %v", name, err)
	}
	return s
}

func playBadpop(t *testing.T, badpop, name string, s scenario, keep string) {
	dir := t.TempDir()
	addr := serveBadpop(t, badpop, "-scenario", name, "-dir", dir, "-timescale", "0.05", "-maxtime", "100s")
	store, err := mailstore.Open(t.Context(), t.TempDir(), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := mailstore.ParseKeep(keep)
	if err != nil {
		t.Fatal(err)
	}
	a := mailstore.Account{Email: "ann@example.org", Host: host, User: "ann", Auth: "auto", TLS: s.TLS, Keep: policy, Interval: time.Minute}
	if a.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	if a.TLS == "" {
		a.TLS = "none"
	} else {
		a.CAFile = filepath.Join(dir, "ca.pem")
	}
	if a, err = store.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	secrets := keychain.Memory()
	if err := secrets.Set(t.Context(), a.SecretKey, "secret"); err != nil {
		t.Fatal(err)
	}
	options := Options{Limits: Limits{Silence: time.Second}}
	if len(s.Options.Tokens) > 0 { // signed in by a token that has run out
		if _, err := store.UpdateAccount(t.Context(), a.ID, func(a *mailstore.Account) { a.Auth = strings.ToLower(s.Options.Mechanisms[0]) }); err != nil {
			t.Fatal(err)
		}
		if err := secrets.Set(t.Context(), a.SecretKey, "tok-good"); err != nil {
			t.Fatal(err)
		}
		options.Refresh = func(context.Context, mailstore.Account) (string, error) { return s.Options.Tokens[0], nil }
	}
	syncer := New(store, secrets, options)
	syncer.breath = 20 * time.Millisecond
	for range s.Expect.Runs {
		r := syncer.Check(t.Context(), a.ID, true, nil)
		t.Logf("%s: listed %d, fetched %d, relabelled %d, asked %d, removed %d, failed %d: %s",
			r.Result, r.Listed, r.Fetched, r.Relabelled, r.AskedToRemove, r.Removed, len(r.Failed), r.Sentence)
	}
	judgeBadpop(t, badpop, dir, store, s)
}

// serveBadpop starts the server and returns its address; it ends with the test.
func serveBadpop(t *testing.T, badpop string, args ...string) string {
	t.Helper()
	server := exec.Command(badpop, args...)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // killed: the error is ours
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "listening "); ok {
			return addr
		}
	}
	t.Fatal("the faulty server did not start")
	return ""
}

func judgeBadpop(t *testing.T, badpop, dir string, store *mailstore.Store, s scenario) {
	t.Helper()
	heads, err := store.Page(t.Context(), mailstore.Query{}, mailstore.Cursor{}, 100000)
	if err != nil {
		t.Fatal(err)
	}
	var have strings.Builder
	for _, h := range heads {
		sum := wireHash(t, store, h.ID)
		if h.MessageID == "" {
			fmt.Fprintf(&have, "%x\n", sum)
		} else {
			fmt.Fprintf(&have, "<%s> %x\n", h.MessageID, sum)
		}
	}
	file := filepath.Join(t.TempDir(), "have.txt")
	if err := os.WriteFile(file, []byte(have.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(badpop, "-report", "-brief", "-dir", dir, "-have", file).CombinedOutput()
	if err == nil {
		return
	}
	var report struct {
		Failures []string `json:"failures"`
	}
	if json.Unmarshal(out, &report) != nil || len(report.Failures) == 0 {
		report.Failures = []string{string(out)}
	}
	t.Errorf("wanted: %s\n%s", s.Expect.Text, strings.Join(report.Failures, "\n"))
}

// wireHash is the hash of a message with CRLF line ends, as the oracle knows it: a
// server that sends bare LF has its bytes kept as they came.
func wireHash(t *testing.T, store *mailstore.Store, id mailstore.MessageID) [32]byte {
	t.Helper()
	r, err := store.Raw(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i, c := range raw {
		if c == '\n' && (i == 0 || raw[i-1] != '\r') {
			b.WriteByte('\r')
		}
		b.WriteByte(c)
	}
	return sha256.Sum256(b.Bytes())
}
