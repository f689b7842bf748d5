package app

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/viewmodel"
	"satchel/words"
)

// Options of Run.
type Options struct {
	Dir    string          // the profile folder; not used for Demo
	Demo   bool            // sample mail in a temp folder
	Driver func() fyne.App // desktop.New; tests hand in another

	wait time.Duration // 0 stands for settingsWait; the loop of the tests' driver ends at once
}

// settingsWait is how long the window waits for its remembered size and look before it
// is shown without them. Opening a store takes a few milliseconds; only a migration or
// a slow disk takes longer.
const settingsWait = 150 * time.Millisecond

// Run shows the window until it is closed, and gives the exit code: 0, or 1 if the
// profile could not be opened. It must be called on the main goroutine.
func Run(o Options) int {
	begun := time.Now()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ask := &asker{dir: o.Dir, post: fyne.Do}
	begin, wait := make(chan struct{}), time.Duration(0)
	if !o.Demo { // making the sample mail would take the time the first picture needs
		close(begin)
		wait = cmp.Or(o.wait, settingsWait)
	}
	open := openLater(ctx, begin, profile{dir: o.Dir, demo: o.Demo, ask: ask.ask})
	a := o.Driver()
	words.Use("") // what goes wrong before the settings are read is said too

	first, there := waitFor(open, wait)
	if there && first.err != nil {
		if raised(ctx, o.Dir, first.err) {
			return 0
		}
		return runTrouble(a, o, first.err)
	}
	p := first.prefs
	if !there {
		p = defaultPrefs()
	}
	words.Use(p.Language)
	s := newShell(a, p, fyne.Do)
	s.born, s.demo = begun, o.Demo
	ask.shell = s
	s.listenForTests()
	if o.Demo {
		s.whenPainted(func() { close(begin) })
	}
	defer quitOnSignal(s)()

	code := 0
	take := func(op opening) {
		switch {
		case op.raised:
			s.quit()
			return
		case op.err != nil:
			code = 1
			page, leave := newTroublePage(viewmodel.StartTitle(op.err), viewmodel.StartTrouble(o.Dir, op.err), s.quit)
			s.showPage(page, s.quit)
			s.win.Canvas().Focus(leave)
			return
		}
		s.opened(op.session, op.prefs)
	}
	if there {
		take(first)
	} else {
		background(s.jobs, func(ctx context.Context) (opening, error) {
			op := <-open
			op.raised = op.err != nil && raised(ctx, o.Dir, op.err)
			if ctx.Err() != nil && op.session != nil {
				_ = op.session.close() // the window was closed meanwhile
			}
			return op, nil
		}, func(op opening, _ error) { take(op) })
	}
	s.win.ShowAndRun()
	cancel()
	s.end()
	closeLate(s, open)
	return code
}

// openLater opens the profile beside the making of the window, once begin is closed.
func openLater(ctx context.Context, begin <-chan struct{}, p profile) <-chan opening {
	ready := make(chan opening, 1)
	go func() {
		select {
		case <-begin:
		case <-ctx.Done():
			ready <- opening{err: ctx.Err(), prefs: defaultPrefs()}
			return
		}
		op, err := guarded(ctx, func(ctx context.Context) (opening, error) { return open(ctx, p), nil })
		if err != nil {
			op = opening{err: err, prefs: defaultPrefs()}
		}
		ready <- op
	}()
	return ready
}

func waitFor(open <-chan opening, atMost time.Duration) (opening, bool) {
	select {
	case op := <-open:
		return op, true
	case <-time.After(atMost):
		return opening{}, false
	}
}

// closeLate closes a profile that was opened only after the window had been closed.
func closeLate(s *shell, open <-chan opening) {
	if s.session != nil {
		return
	}
	select {
	case op := <-open:
		if op.session != nil {
			_ = op.session.close()
		}
	case <-time.After(time.Second):
	}
}

// whenPainted calls f once, when the window is painted first. f must not block.
func (s *shell) whenPainted(f func()) {
	painted := false
	pixel := canvas.NewRaster(func(w, h int) image.Image {
		if !painted {
			painted = true
			f()
		}
		return image.NewNRGBA(image.Rect(0, 0, w, h))
	})
	pixel.SetMinSize(fyne.NewSize(1, 1))
	s.top.object.Add(pixel)
}

// listenForTests starts the state dump if its variable asks for it.
func (s *shell) listenForTests() {
	path := os.Getenv(stateSocket)
	if path == "" {
		return
	}
	dump, err := startDump(s, path)
	if err != nil {
		log.Print(fmt.Errorf("listen on %s: %w", path, err))
		return
	}
	s.dump = dump
	s.whenPainted(dump.noticePaint)
}

// quitOnSignal closes the window on an interrupt or at the end of the desktop session,
// so that nothing is left behind. The function it gives ends that.
func quitOnSignal(s *shell) func() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		select {
		case <-signals:
			fyne.Do(s.quitAtOnce)
		case <-ended:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(ended)
	}
}
