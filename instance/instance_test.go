package instance

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSecondStart(t *testing.T) {
	for name, dir := range map[string]string{
		"profile":         t.TempDir(),
		"a path too long": filepath.Join(t.TempDir(), strings.Repeat("long", 40)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := Ask(t.Context(), dir, Request{Raise: true}); !errors.Is(err, ErrNobody) {
				t.Errorf("nobody is there: %v", err)
			}
			got := make(chan Request, 2)
			s, err := Listen(dir, func(_ context.Context, r Request) error { got <- r; return nil })
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := Ask(t.Context(), dir, Request{Raise: true}); err != nil {
					t.Fatal(err)
				}
				if r := <-got; !r.Raise {
					t.Errorf("got %+v", r)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if err := Ask(t.Context(), dir, Request{Raise: true}); !errors.Is(err, ErrNobody) {
				t.Errorf("it is gone: %v", err)
			}
			for _, left := range []string{dir, os.Getenv("TMPDIR")} {
				if files, err := os.ReadDir(left); err != nil || len(files) > 0 {
					t.Errorf("left behind: %v, %v", files, err)
				}
			}
		})
	}
}

// What a killed run left is no hindrance.
func TestAfterAKill(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{addressFile, socketName} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(filepath.Join(dir, socketName)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Ask(t.Context(), dir, Request{}); !errors.Is(err, ErrNobody) {
		t.Errorf("nobody is there: %v", err)
	}
	s, err := Listen(dir, func(context.Context, Request) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := Ask(t.Context(), dir, Request{}); err != nil {
		t.Error(err)
	}
}

// A window that hangs is no answer, and keeps nobody waiting for ever.
func TestAWindowThatHangs(t *testing.T) {
	dir := t.TempDir()
	s, err := Listen(dir, func(ctx context.Context, _ Request) error { <-ctx.Done(); return ctx.Err() })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begun := time.Now()
	if err := Ask(t.Context(), dir, Request{}); !errors.Is(err, ErrNobody) {
		t.Errorf("a window that hangs: %v", err)
	}
	if took := time.Since(begun); took > 2*timeout {
		t.Errorf("it took %v", took)
	}
}

// What is no request is not handed on, and does no harm.
func FuzzRequest(f *testing.F) {
	f.Add([]byte(`{"raise":true}` + "\n"))
	f.Add([]byte(`{"raise":1}`))
	f.Add([]byte(`{"later":{"a":[]}}`))
	f.Add([]byte("\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		here, there := net.Pipe()
		handled := false
		done := make(chan struct{})
		go func() {
			defer close(done)
			answerOne(t.Context(), there, func(context.Context, Request) error { handled = true; return nil })
			there.Close()
		}()
		go func() {
			_, _ = here.Write(data) // the other end may be content with less
		}()
		_ = here.SetReadDeadline(time.Now().Add(20 * time.Millisecond)) // incomplete JSON waits for more
		line := make([]byte, 100)
		n, _ := here.Read(line)
		here.Close()
		<-done
		if answered := n > 0; answered != handled {
			t.Errorf("%q: handled %v, answered %q", data, handled, line[:n])
		}
	})
}
