package cli

import (
	"net"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

func TestSplitServer(t *testing.T) {
	tests := []struct {
		text, host string
		port       int // -1: refused
	}{
		{"pop.example.org:995", "pop.example.org", 995},
		{"pop.example.org", "pop.example.org", 0},
		{"pop.example.org.:995", "pop.example.org.", 995},
		{"localhost:1", "localhost", 1},
		{"127.0.0.1:1100", "127.0.0.1", 1100},
		{"[::1]:995", "::1", 995},
		{"[::1]", "::1", 0},
		{"::1", "::1", 0},
		{"2001:db8::7", "2001:db8::7", 0},
		{"[fe80::1%eth0]:110", "fe80::1%eth0", 110},
		{"post.münchen.example:995", "post.münchen.example", 995},
		{"", "", -1},
		{":995", "", -1},
		{"host:", "", -1},
		{"host:0", "", -1},
		{"host:65536", "", -1},
		{"host:+995", "", -1},
		{"host:pop3s", "", -1},
		{"[::1]995", "", -1},
		{"[::1]:", "", -1},
		{"[::1", "", -1},
		{"[pop.example.org]:995", "", -1},
		{"-x:995", "", -1},
		{"a..b:995", "", -1},
		{"pop3://pop.example.org", "", -1},
		{"user@pop.example.org:995", "", -1},
		{"pop.example.org :995", "", -1},
		{"pop\r\nQUIT:995", "", -1},
	}
	for _, tt := range tests {
		host, port, err := splitServer("pop3", tt.text)
		if tt.port < 0 {
			if err == nil {
				t.Errorf("splitServer(%q) = %q, %d; want it refused", tt.text, host, port)
			}
		} else if err != nil || host != tt.host || port != tt.port {
			t.Errorf("splitServer(%q) = %q, %d, %v", tt.text, host, port, err)
		}
	}
}

// What is accepted says the same when it is put together again.
func FuzzSplitServer(f *testing.F) {
	f.Add("pop.example.org:995")
	f.Add("[fe80::1%eth0]:110")
	f.Fuzz(func(t *testing.T, text string) {
		host, port, err := splitServer("pop3", text)
		if err != nil || port == 0 {
			return
		}
		again, portAgain, err := splitServer("pop3", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil || again != host || portAgain != port {
			t.Errorf("%q is %q, %d, and then %q, %d, %v", text, host, port, again, portAgain, err)
		}
	})
}

func TestCheckEmail(t *testing.T) {
	for text, good := range map[string]bool{
		"ann@example.org":             true,
		"ann+tag@mail.example.org":    true,
		"o'hara@example.org":          true,
		"jörg@münchen.example":        true,
		`"two words"@example.org`:     true,
		"ann@localhost":               true,
		"":                            false,
		"ann":                         false,
		"ann@":                        false,
		"@example.org":                false,
		"ann@example..org":            false,
		"ann@exam ple.org":            false,
		"Ann <ann@example.org>":       false,
		"<ann@example.org>":           false,
		"ann@example.org, b@x.org":    false,
		" ann@example.org":            false,
		"ann@example.org\r\nBcc: x@y": false,
	} {
		if err := checkEmail(text); (err == nil) != good {
			t.Errorf("checkEmail(%q) = %v", text, err)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST.": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"localhost.example.org": false, "10.0.0.1": false, "0.0.0.0": false, "pop.example.org": false, "": false,
	} {
		if got := isLoopback(host); got != want {
			t.Errorf("isLoopback(%q) = %v", host, got)
		}
	}
}

func TestDefaultDir(t *testing.T) {
	data := t.TempDir() // an absolute path on every platform
	tests := []struct {
		name, goos, home string
		env              map[string]string
		want             string
	}{
		{"linux", "linux", "/home/ann", nil, "/home/ann/.local/share/satchel"},
		{"no home", "linux", "", nil, ""},
		{"XDG_DATA_HOME", "linux", "/home/ann", map[string]string{"XDG_DATA_HOME": data}, filepath.Join(data, "satchel")},
		{"relative XDG_DATA_HOME", "freebsd", "/home/ann", map[string]string{"XDG_DATA_HOME": "data"}, "/home/ann/.local/share/satchel"},
		{"macOS", "darwin", "/Users/ann", map[string]string{"XDG_DATA_HOME": data}, "/Users/ann/Library/Application Support/Satchel"},
		{"Windows", "windows", "/Users/ann", map[string]string{"LOCALAPPDATA": data}, filepath.Join(data, "Satchel")},
		{"Windows without its variable", "windows", "/Users/ann", nil, "/Users/ann/AppData/Local/Satchel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := defaultDir(tt.goos, func(name string) string { return tt.env[name] }, tt.home)
			if got != filepath.FromSlash(tt.want) {
				t.Errorf("defaultDir = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWantsWindow(t *testing.T) {
	tests := []struct {
		args []string
		want Window
		ok   bool
	}{
		{nil, Window{"/default", false}, true},
		{[]string{"--profile", "/p"}, Window{"/p", false}, true},
		{[]string{"--profile=/p", "--demo"}, Window{"/p", true}, true},
		{[]string{"--demo", "--check"}, Window{}, false},
		{[]string{"--profile", "/p", "fetch"}, Window{}, false},
		{[]string{"--json"}, Window{}, false},
		{[]string{"--help"}, Window{}, false},
		{[]string{"--profile"}, Window{}, false},
	}
	for _, tt := range tests {
		if got, ok := WantsWindow(tt.args, "/default"); got != tt.want || ok != tt.ok {
			t.Errorf("WantsWindow(%q) = %+v, %v", tt.args, got, ok)
		}
	}
}

func TestWindowOpen(t *testing.T) {
	display := func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] }
	tests := []struct {
		name   string
		dir    string
		getenv func(string) string
		window func() int
		code   int
		says   string
	}{
		{"all is well", "/none", display, func() int { return 0 }, exitDone, ""},
		{"its own trouble", "/none", display, func() int { return 1 }, exitUsage, ""},
		{"no home", "", display, func() int { return 0 }, exitUsage, "There is no place for your mail"},
		{"no display answers", "/none", display, func() int { panic("The GLFW library is not ready") }, exitUsage, "no display answers"},
		{"a mistake", "/none", display, func() int { panic("index out of range") }, exitStore, "Internal fault"},
	}
	if runtime.GOOS == "linux" {
		tests = append(tests, tests[0])
		last := &tests[len(tests)-1]
		last.name, last.getenv, last.code, last.says = "no display", func(string) string { return "" }, exitUsage, "no display answers"
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var errs strings.Builder
			code := Window{Dir: tt.dir}.Open(Env{Err: &errs, Getenv: tt.getenv}, tt.window)
			if code != tt.code || !strings.Contains(errs.String(), tt.says) || tt.says == "" && errs.Len() > 0 {
				t.Errorf("ended with %d and says %q", code, errs.String())
			}
		})
	}
}
