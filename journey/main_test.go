package journey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var shots = flag.Bool("shots", false, "write the README's pictures to docs/pictures")

// binary is the program under test, built by TestMain.
var binary string

// keyring tells whether a real Secret Service answers; without one the vault file is used.
var keyring bool

const passphrase = "journey vault passphrase"

// TestMain builds the program and then runs everything once more inside a message bus of its own with an unlocked
// keyring, so that neither the person's keyring nor their folders are touched.
func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if testing.Short() {
		return m.Run()
	}
	if os.Getenv("SATCHEL_JOURNEY") != "" { // the inner run
		binary = os.Getenv("SATCHEL_BINARY")
		keyring = startKeyring()
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "satchel-journey-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	if binary, err = build(dir); err != nil {
		return fail(err)
	}
	runtime := filepath.Join(dir, "run")
	if err := os.MkdirAll(runtime, 0o700); err != nil {
		return fail(err)
	}
	inner := append([]string{os.Args[0]}, os.Args[1:]...)
	if bus, err := exec.LookPath("dbus-run-session"); err == nil {
		inner = append([]string{bus, "--"}, inner...)
	}
	cmd := exec.CommandContext(context.Background(), inner[0], inner[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("GOCACHE") == "" {
		cmd.Env = []string{"GOCACHE=" + filepath.Join(cache, "go-build")} // HOME is another one in there
	}
	cmd.Env = append(append(cmd.Env, os.Environ()...), "SATCHEL_JOURNEY=1", "SATCHEL_BINARY="+binary, "LANG=C.UTF-8",
		"HOME="+dir, "XDG_RUNTIME_DIR="+runtime, "XDG_DATA_HOME="+filepath.Join(dir, "data"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"))
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		return fail(err)
	}
	return 0
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// build makes the program with the flags of every build, or takes the one that SATCHEL_BINARY names.
func build(dir string) (string, error) {
	if b := os.Getenv("SATCHEL_BINARY"); b != "" {
		return b, nil
	}
	out := filepath.Join(dir, "satchel")
	cmd := exec.CommandContext(context.Background(), "go", "build", "-tags", "sqlite_fts5", "-o", out, "satchel")
	if msg, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, msg)
	}
	return out, nil
}

// startKeyring unlocks a Secret Service on this run's own bus, in place of one that runs there.
func startKeyring() bool {
	daemon, err := exec.LookPath("gnome-keyring-daemon")
	if err != nil || os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return false
	}
	cmd := exec.CommandContext(context.Background(), daemon, "--replace", "--unlock", "--components=secrets")
	cmd.Stdin = strings.NewReader("journey")
	return cmd.Run() == nil
}

// profile is one profile folder and the commands run on it.
type profile struct {
	dir string
	env []string
}

func newProfile(tb testing.TB, env ...string) profile {
	tb.Helper()
	if testing.Short() {
		tb.Skip("journeys need the real program; not with -short")
	}
	p := profile{dir: filepath.Join(tb.TempDir(), "profile"), env: env}
	if !keyring {
		p.env = append(p.env, "SATCHEL_PASSPHRASE="+passphrase)
	}
	return p
}

// command prepares a call of the program; input goes to its standard input.
func (p profile) command(input string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), binary, append([]string{"--profile", p.dir}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = append(os.Environ(), p.env...)
	return cmd
}

// result is what a call gave.
type result struct {
	out, err string
	code     int
	took     time.Duration
}

// call runs the program to its end, whatever its exit code.
func (p profile) call(tb testing.TB, input string, args ...string) result {
	tb.Helper()
	var out, errs bytes.Buffer
	cmd := p.command(input, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	err := cmd.Run()
	r := result{out: out.String(), err: errs.String(), took: time.Since(start)}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		r.code = exit.ExitCode()
	case err != nil:
		tb.Fatalf("satchel %v: %v", args, err)
	}
	for _, s := range []string{r.out, r.err} {
		if strings.Contains(s, "goroutine ") || strings.Contains(s, "panic:") {
			tb.Errorf("satchel %v shows a stack trace:\n%s", args, s)
		}
	}
	return r
}

// must runs the program and wants exit code 0.
func (p profile) must(tb testing.TB, input string, args ...string) string {
	tb.Helper()
	r := p.call(tb, input, args...)
	if r.code != 0 {
		tb.Fatalf("satchel %v ended with %d\n%s%s", args, r.code, r.out, r.err)
	}
	return r.out
}

// decode runs the program with --json and reads what it prints into v.
func (p profile) decode(tb testing.TB, v any, args ...string) {
	tb.Helper()
	out := p.must(tb, "", append([]string{"--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), v); err != nil {
		tb.Fatalf("satchel %v: %v\n%s", args, err, out)
	}
}

// The JSON that the tests read (more may be there).
type (
	fetchJSON struct {
		Account, Result, Sentence string
		Listed, Fetched           int
		Bytes                     int64
		AskedToRemove             int `json:"asked_to_remove"`
		Removed                   int
	}
	listJSON struct {
		ID            int64
		From, Subject string
		Size          int64
		Unread        bool
		MessageID     string `json:"message_id"`
		SHA256        string
	}
)
