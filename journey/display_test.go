package journey

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// display is an X server of the test's own with a window manager.
type display struct{ name string }

// startDisplay runs Xvfb with software OpenGL; skipped where a program is missing.
func startDisplay(tb testing.TB) display {
	tb.Helper()
	if testing.Short() {
		tb.Skip("journeys need the real program; not with -short")
	}
	need(tb, "Xvfb", "openbox", "xdotool", "import")
	read, write, err := os.Pipe()
	if err != nil {
		tb.Fatal(err)
	}
	defer read.Close()
	x := exec.CommandContext(tb.Context(), "Xvfb", "-displayfd", "3", "-screen", "0", "1400x900x24", "+extension", "GLX", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{write}
	startProcess(tb, x)
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n') // written when the server takes connections
	if err != nil {
		tb.Fatalf("Xvfb: %v", err)
	}
	d := display{":" + strings.TrimSpace(number)}
	wm := exec.CommandContext(tb.Context(), "openbox")
	wm.Env = d.environ()
	startProcess(tb, wm)
	return d
}

// startProcess starts a helper program that is ended with the test.
func startProcess(tb testing.TB, cmd *exec.Cmd) {
	tb.Helper()
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

func (d display) environ(more ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1"), more...)
}

// do runs xdotool with one instruction per word list.
func (d display) do(tb testing.TB, words ...string) {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), "xdotool", words...)
	cmd.Env = d.environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("xdotool %v: %v\n%s", words, err, out)
	}
}

func (d display) key(tb testing.TB, keys ...string) {
	tb.Helper()
	d.do(tb, append([]string{"key", "--delay", "60"}, keys...)...)
}

func (d display) write(tb testing.TB, text string) {
	tb.Helper()
	d.do(tb, "type", "--delay", "25", text)
}

// picture takes the whole screen into a PNG file.
func (d display) picture(tb testing.TB, file string) {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), "import", "-window", "root", file)
	cmd.Env = d.environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("import: %v\n%s", err, out)
	}
}

// windowPicture takes the program's window without what the window manager draws around it.
func (d display) windowPicture(tb testing.TB, file string) {
	tb.Helper()
	d.do(tb, "mousemove", "1100", "760", "sleep", "0.3") // over the empty foot of the letter: nothing is hovered
	find := exec.CommandContext(tb.Context(), "xdotool", "getactivewindow")
	find.Env = d.environ()
	id, err := find.Output()
	if err != nil {
		tb.Fatalf("xdotool: %v", err)
	}
	cmd := exec.CommandContext(tb.Context(), "import", "-window", strings.TrimSpace(string(id)), file)
	cmd.Env = d.environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("import: %v\n%s", err, out)
	}
}

// colours counts the different colours of a picture: a blank or broken window has few.
func colours(tb testing.TB, file string) int {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		tb.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

// window is the running program with its window.
type window struct {
	display
	socket string
	cmd    *exec.Cmd
	ended  chan error
}

// state is what the program tells of its window when SATCHEL_STATE_SOCKET asks for it; see app.State.
type state struct {
	PaintedMS  float64 `json:"painted_ms"` // from the start to the first frame
	ListMS     float64 `json:"list_ms"`    // from the start to the first rows
	StallMS    float64 `json:"stall_ms"`   // longest silence of the window since the last answer
	FPS        float64 // frames per second since the last answer
	FrameP95MS float64 `json:"frame_p95_ms"` // time between two frames that 95 of 100 stay below
	Place      string
	Rows       int
	Selected   int64    // the one message selected
	Subject    string   // of the letter shown
	Text       string   // its first words
	Status     string   // the line at the foot
	Problem    string   // the same if it tells a problem
	Page       bool     // a page covers the panes
	Dialog     string   // title of the dialog in front
	Toast      string   // what is said at the foot with an undo
	Places     []string // the sidebar's rows
	Changes    []string // the lines of the page of changes
	Letter     letterState
	Outbox     []string // each letter that waits, with its state
	Writing    []writingState
}

// writingState is a window in which a letter is written; see app.WritingState.
type writingState struct {
	To, Subject, Text, Dialog string
	Ready, Kept               bool
	Draft                     int64
}

// letterState is how the letter stands on the screen; see app.LetterState.
type letterState struct {
	Painted         bool
	PaintedMS       float64 `json:"painted_ms"` // from choosing the letter until its first words were drawn
	Offset, Content float64
	Scale           float64
	Link, Selected  string
	FoundAt, Found  int
	Folded, Plain   bool
	Blocked         int
	View            [4]float64 // x, y, width, height in the window
}

// openWindow starts the program's window on the profile and waits for its first paint.
func openWindow(tb testing.TB, d display, p profile, env []string, args ...string) *window {
	tb.Helper()
	w := &window{display: d, socket: filepath.Join(tb.TempDir(), "state"), ended: make(chan error, 1)}
	w.cmd = exec.CommandContext(context.Background(), binary, append([]string{"--profile", p.dir}, args...)...)
	w.cmd.Env = d.environ(append(append(p.env, env...), "SATCHEL_STATE_SOCKET="+w.socket)...)
	w.cmd.Stderr = os.Stderr
	if err := w.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() { w.ended <- w.cmd.Wait() }()
	tb.Cleanup(func() {
		_ = w.cmd.Process.Kill()
		<-w.ended
	})
	w.until(tb, "the window is painted", func(s state) bool { return s.PaintedMS > 0 })
	return w
}

// ask reads the state once; an error while the window is not there yet.
func (w *window) ask() (state, error) {
	var s state
	conn, err := (&net.Dialer{Timeout: time.Second}).Dial("unix", w.socket)
	if err != nil {
		return s, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return s, err
	}
	return s, json.NewDecoder(conn).Decode(&s)
}

// until waits for the state that a step leads to, at most half a minute.
func (w *window) until(tb testing.TB, what string, ok func(state) bool) state {
	tb.Helper()
	deadline := time.Now().Add(30 * time.Second)
	var last state
	for time.Now().Before(deadline) {
		select {
		case err := <-w.ended:
			w.ended <- err
			tb.Fatalf("waiting until %s: the program has ended: %v", what, err)
		case <-time.After(20 * time.Millisecond):
		}
		s, err := w.ask()
		if err == nil && ok(s) {
			return s
		}
		if err == nil {
			last = s
		}
	}
	file := filepath.Join(os.TempDir(), "satchel-journey-failed.png")
	w.picture(tb, file)
	tb.Fatalf("waiting until %s: it did not come about within 30 s; last state %+v; picture in %s", what, last, file)
	return last
}

// quit closes the window as a person does and wants the program to end cleanly within a few seconds.
func (w *window) quit(tb testing.TB) {
	tb.Helper()
	w.key(tb, "ctrl+q")
	select {
	case err := <-w.ended:
		w.ended <- err
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			tb.Errorf("the program ended with %d", exit.ExitCode())
		}
	case <-time.After(5 * time.Second):
		tb.Error("the program did not end within 5 s")
	}
}
