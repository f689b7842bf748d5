package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/pop3client/pop3test"
)

func TestNoProfile(t *testing.T) {
	for _, args := range [][]string{{"fetch"}, {"ledger"}, {"list"}, {"plan", "ann"}, {"show", "1"}, {"doctor"}, {"account", "list"}, {"account", "set", "ann", "--yes"}, {"account", "remove", "ann"}} {
		w := newWorld(t)
		a := w.want(exitUsage, args...)
		if !strings.Contains(a.err, "There is no Satchel profile in") || a.out != "" {
			t.Errorf("satchel %v says %q %q", args, a.out, a.err)
		}
		if _, err := os.Stat(w.dir); err == nil {
			t.Errorf("satchel %v made a profile", args)
		}
	}
}

func TestProfileIsAFile(t *testing.T) {
	w := newWorld(t)
	if err := os.WriteFile(w.dir, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"list"}, {"fetch"}, {"account", "add", "--email", "ann@example.org", "--pop3", "pop.example.org", "--password-stdin"}} {
		if a := w.typing("x\n", args...); a.code != exitUsage || !strings.Contains(a.err, "profile folder") {
			t.Errorf("satchel %v: %+v", args, a)
		}
	}
	if data, err := os.ReadFile(w.dir); err != nil || string(data) != "mine" {
		t.Errorf("the file was changed: %q, %v", data, err)
	}
}

func TestWrongPasswordAndBack(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(2)})
	w := newWorld(t)
	w.add(s, "ann")
	if a := w.typing("wrong\n", "account", "set", "ann", "--password-stdin"); a.code != exitDone {
		t.Fatal(a)
	}
	var results []resultJSON
	w.decode(&results, exitAuth, "fetch")
	if results[0].Result != "auth" || results[0].Sentence == "" {
		t.Errorf("fetch = %+v", results)
	}
	var findings []finding
	w.decode(&findings, exitDone, "doctor")
	if len(findings) != 1 || !strings.Contains(findings[0].Problem, "ann") || findings[0].Action == "" || findings[0].Cause == "" || findings[0].Doing == "" {
		t.Errorf("doctor = %+v", findings)
	}
	if a := w.typing(testPassword+"\n", "account", "set", "ann", "--password-stdin"); a.code != exitDone {
		t.Fatal(a)
	}
	if w.decode(&results, exitDone, "fetch"); results[0].Fetched != 2 {
		t.Errorf("fetch with the right password = %+v", results)
	}
	if err := w.secrets.Delete(t.Context(), w.accounts()[0].SecretKey); err != nil {
		t.Fatal(err)
	}
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 1 || !strings.Contains(findings[0].Problem, "password of ann is missing") {
		t.Errorf("doctor without the password = %+v", findings)
	}
}

func TestServersInTrouble(t *testing.T) {
	tests := []struct {
		name, result string
		code         int
		hook         func(session int, command, arg string) *pop3test.Reply
	}{
		{"in use", "busy", exitBusy, func(_ int, command, _ string) *pop3test.Reply {
			if command == "PASS" || command == "AUTH" {
				return &pop3test.Reply{Text: "-ERR [IN-USE] somebody is reading\r\n"}
			}
			return nil
		}},
		{"silent from the start", "network", exitNetwork, func(_ int, command, _ string) *pop3test.Reply {
			return &pop3test.Reply{Hang: true}
		}},
		{"hangs up", "network", exitNetwork, func(_ int, command, _ string) *pop3test.Reply {
			return &pop3test.Reply{Drop: true}
		}},
		{"one message refused", "partial", exitPartial, func(_ int, command, arg string) *pop3test.Reply {
			if command == "RETR" && arg == "2" {
				return &pop3test.Reply{Text: "-ERR cannot read it\r\n"}
			}
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := startServer(t, pop3test.Config{Messages: letters(3), Hook: tt.hook})
			w := newWorld(t)
			if tt.name == "silent from the start" {
				w.env.Limits.Silence = 200 * time.Millisecond
			}
			w.add(s, "ann")
			var results []resultJSON
			w.decode(&results, tt.code, "fetch")
			if results[0].Result != tt.result || results[0].Sentence == "" {
				t.Errorf("fetch = %+v", results)
			}
			if tt.result == "partial" && (len(results[0].Failed) != 1 || results[0].Fetched != 2) {
				t.Errorf("fetch = %+v", results)
			}
		})
	}
}

func TestServersOutOfReach(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	refused := closed.Addr().String()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	strange := startServer(t, pop3test.Config{Certificate: pop3test.SelfSigned})
	for name, tt := range map[string]struct{ server, result string }{
		"refused":      {refused, "network"},
		"unknown host": {"pop.nowhere.invalid:995", "network"},
		"certificate":  {strange.Addr(), "tls"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if a := w.typing("x\n", "account", "add", "--email", "ann@example.org", "--pop3", tt.server, "--password-stdin"); a.code != exitDone {
				t.Fatal(a)
			}
			var results []resultJSON
			if w.decode(&results, exitNetwork, "fetch"); results[0].Result != tt.result {
				t.Errorf("fetch = %+v", results)
			}
		})
	}
}

func TestGravest(t *testing.T) {
	tests := []struct {
		words string
		want  int
	}{
		{"", exitDone}, {"ok", exitDone}, {"ok partial", exitPartial}, {"suspicious", exitPartial},
		{"partial busy", exitBusy}, {"busy network", exitNetwork}, {"busy tls", exitNetwork},
		{"network auth ok", exitAuth}, {"auth store", exitStore},
	}
	for _, tt := range tests {
		var results []mailsync.Result
		for _, word := range strings.Fields(tt.words) {
			results = append(results, mailsync.Result{Result: word})
		}
		if got := gravest(results); got != tt.want {
			t.Errorf("gravest(%q) = %d, want %d", tt.words, got, tt.want)
		}
	}
}

func TestLockedProfile(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(2)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	other, err := mailstore.Open(t.Context(), w.dir, mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"fetch"}, {"account", "set", "ann", "--name", "x"}, {"account", "remove", "ann", "--yes"}, {"account", "add", "--email", "b@example.org", "--pop3", "pop.example.org", "--password-stdin"}} {
		if a := w.typing("x\n", args...); a.code != exitUsage || !strings.Contains(a.err, "Another Satchel has this profile open.") {
			t.Errorf("satchel %v: %+v", args, a)
		}
	}
	var rows []rowJSON
	if w.decode(&rows, exitDone, "list"); len(rows) != 2 {
		t.Errorf("list beside the window has %d rows", len(rows))
	}
	for _, args := range [][]string{{"show", "1"}, {"ledger"}, {"plan", "ann"}, {"account", "list"}} {
		w.want(exitDone, args...)
	}
	var findings []finding
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 1 || !strings.Contains(findings[0].Problem, "Another Satchel") {
		t.Errorf("doctor = %+v", findings)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 0 {
		t.Errorf("doctor = %+v", findings)
	}
	w.want(exitDone, "fetch")
}

func TestDamagedStore(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty": nil, "garbage": []byte(strings.Repeat("no database at all ", 1000)),
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, pop3test.Config{})
			w := newWorld(t)
			w.add(s, "ann")
			file := filepath.Join(w.dir, "mail.db")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"fetch"}, {"list"}, {"ledger"}, {"account", "list"}} {
				if a := w.want(exitStore, args...); !strings.Contains(a.err, "damaged") || strings.Contains(a.err, "goroutine") {
					t.Errorf("satchel %v says %q", args, a.err)
				}
			}
			var findings []finding
			if w.decode(&findings, exitDone, "doctor"); len(findings) == 0 || !strings.Contains(findings[0].Problem, "damaged") {
				t.Errorf("doctor = %+v", findings)
			}
			if now, err := os.ReadFile(file); err != nil || string(now) != string(data) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

// TestStop is Ctrl-C while a server is silent.
func TestStop(t *testing.T) {
	reached := make(chan struct{}, 1)
	s := startServer(t, pop3test.Config{Messages: letters(2), Hook: func(_ int, command, arg string) *pop3test.Reply {
		if command == "RETR" && arg == "1" {
			reached <- struct{}{}
			return &pop3test.Reply{Hang: true}
		}
		return nil
	}})
	w := newWorld(t)
	w.add(s, "ann")
	ctx, stop := context.WithCancel(t.Context())
	w.ctx = ctx
	var stopped time.Time
	go func() {
		<-reached
		stopped = time.Now()
		stop()
	}()
	w.want(exitPartial, "fetch")
	if took := time.Since(stopped); took > 10*time.Second {
		t.Errorf("took %v to stop", took)
	}
}

// brokenKeeper is a mistake in the program, with a secret in reach.
type brokenKeeper struct{ keychain.Keeper }

func (brokenKeeper) Get(context.Context, string) (string, error) {
	panic("index out of range near " + testPassword)
}

func (brokenKeeper) Set(context.Context, string, string) error {
	panic("index out of range near " + testPassword)
}

func TestInternalFault(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(2)})
	w := newWorld(t)
	w.add(s, "ann")
	w.secrets = brokenKeeper{}
	a := w.typing(testPassword+"\n", "account", "set", "ann", "--password-stdin")
	if a.code != exitStore || !strings.Contains(a.err, "Internal fault") || strings.Contains(a.err, "goroutine") {
		t.Errorf("says %+v", a)
	}
	reports, err := filepath.Glob(filepath.Join(w.dir, "crash-*.txt"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports: %v, %v", reports, err)
	}
	text, err := os.ReadFile(reports[0])
	if err != nil || strings.Contains(string(text), testPassword) || !strings.Contains(string(text), "brokenKeeper") {
		t.Errorf("report (%v): %s", err, text)
	}
	// The profile is free again.
	w.secrets = keychain.Memory()
	w.want(exitAuth, "fetch")
}

// failingWriter is standard output on a full disk.
type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutputFails(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(2)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"show", "1"}, {"show", "1", "--raw"}, {"ledger"}, {"doctor"}, {"fetch", "--json"}, {"--help"}} {
		var errs strings.Builder
		env := w.env
		env.In, env.Out, env.Err = strings.NewReader(""), failingWriter{}, &errs
		if code := Run(t.Context(), args, env); code != exitStore || !strings.Contains(errs.String(), "could not be written") {
			t.Errorf("satchel %v ended with %d and says %q", args, code, errs.String())
		}
	}
}
