package cli

import (
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// Window is what to open when no command was named.
type Window struct {
	Dir  string
	Demo bool
}

// WantsWindow tells whether the arguments (without the program's name) ask for the window: none, or only --profile and
// --demo. All else, a mistake in the flags too, is for Run.
func WantsWindow(args []string, defaultDir string) (Window, bool) {
	w := Window{Dir: defaultDir}
	f := flag.NewFlagSet("satchel", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&w.Dir, "profile", w.Dir, "")
	f.BoolVar(&w.Demo, "demo", false, "")
	if f.Parse(args) != nil || f.NArg() > 0 {
		return Window{}, false
	}
	return w, true
}

// Open runs the window, which must be on the main goroutine, and gives its exit code. Where there is no display, or the
// window fails altogether, a sentence says so.
func (w Window) Open(env Env, window func() int) (code int) {
	c := &call{Env: env, profile: w.Dir, path: "satchel (window)"}
	if w.Dir == "" && !w.Demo {
		return c.report(c.needProfile())
	}
	if !hasDisplay(runtime.GOOS, c.getenv) {
		return c.report(errNoDisplay)
	}
	defer func() {
		fault := recover()
		switch {
		case fault == nil:
		case strings.Contains(fmt.Sprint(fault), "GLFW"): // the toolkit's way to say that no display answers
			code = c.report(errNoDisplay)
		default:
			code = c.internalFault(fault)
		}
	}()
	return window()
}

var errNoDisplay = usagef("The window cannot be opened: no display answers here. The commands work without one: satchel --help. To try Satchel in the terminal: satchel --demo --check")

// hasDisplay is false where it is certain that no window can be shown.
func hasDisplay(goos string, getenv func(string) string) bool {
	if goos == "windows" || goos == "darwin" {
		return true
	}
	return getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}
