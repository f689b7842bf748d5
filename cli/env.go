package cli

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/term"
)

// SystemEnv is this process's environment.
func SystemEnv() Env {
	dir, _ := DefaultDir() // "" is told by the first command which needs a profile
	env := Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, IsTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Getenv: os.Getenv, Now: time.Now, DataDir: dir, Version: Version(),
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		env.Prompt = promptTerminal
	}
	return env
}

// Version is what the build says of itself: the module's version, or the commit it was made from.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown version)"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "commit " + s.Value[:min(len(s.Value), 12)]
		}
	}
	return "(development)"
}

// promptTerminal reads a line without showing it. Reading cannot be broken off, so the goroutine stays until the process
// ends when ctx does; the terminal is put right again at once.
func promptTerminal(ctx context.Context, question string) (string, error) {
	stdin := int(os.Stdin.Fd())
	before, err := term.GetState(stdin)
	if err != nil {
		return "", err
	}
	fmt.Fprint(os.Stderr, question)
	type answer struct {
		line []byte
		err  error
	}
	read := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(stdin)
		read <- answer{line, err}
	}()
	select {
	case a := <-read:
		fmt.Fprintln(os.Stderr)
		return string(a.line), a.err
	case <-ctx.Done():
		fmt.Fprintln(os.Stderr)
		_ = term.Restore(stdin, before) // nothing else can be done about a terminal that is gone
		return "", ctx.Err()
	}
}
