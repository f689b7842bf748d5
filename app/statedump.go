package app

import (
	"encoding/json"
	"net"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// stateSocket is the variable that names the socket; without it nothing here runs.
const stateSocket = "SATCHEL_STATE_SOCKET"

// heartbeat is how often the window is asked for a sign of life.
const heartbeat = 10 * time.Millisecond

// State is what tests on the real program read of the window.
type State struct {
	Width, Height   float32
	Title           string
	PaintedMS       float64 `json:"painted_ms"`  // from the start to the first frame
	ListMS          float64 `json:"list_ms"`     // from the start to the first rows
	StallMS         float64 `json:"stall_ms"`    // longest gap of the heartbeat since the last answer
	LongestMS       float64 `json:"longest_ms"`  // the same since the first frame
	BeatP95MS       float64 `json:"beat_p95_ms"` // the gap that 95 of 100 stay below, since the last answer
	FPS             float64 // frames per second since the last answer
	FrameP95MS      float64 `json:"frame_p95_ms"` // time between two frames that 95 of 100 stay below
	Place, PlaceID  string  // "All inboxes", "all"
	ListTitle       string
	Rows            int
	Selected        int64   // the one message selected, 0 for none or several
	Selection       []int64 // all that are
	Subject, Text   string  // of the letter shown; of the text the first words
	Letter          LetterState
	Status, Problem string // the line at the foot; Problem only if it tells one
	Search          string
	Narrow, Reading bool
	Page            bool     // a page covers the panes
	Dialog          string   // title of the dialog in front, "" for none
	Toast           string   // what is said at the foot with an undo, "" for nothing
	Places          []string // the sidebar: each row's title, indented by its level, as far as not folded away
	Changes         []string // the page of changes: each line with its button
	Writing         []WritingState
	Outbox          []string // each letter that waits: its subject and state
	Fate            string   // what is said above the letter in front as one to be sent
}

// WritingState is a window in which a letter is written.
type WritingState struct {
	To, Subject, Text string // of the text the first words
	Dialog            string // title of the dialog in front
	Ready, Kept       bool   // the text can be seen; all of it is in Drafts
	Draft             int64  // the copy in Drafts
}

// LetterState is what is told of how the letter stands on the screen.
type LetterState struct {
	Painted         bool    // all that is in view is painted
	PaintedMS       float64 `json:"painted_ms"` // from choosing the letter until its first words were painted
	Offset, Content float64 // how far it is scrolled, and how much there is
	Scale           float32 // pixels of the window for each CSS px
	Link            string  // the target of the link under the pointer or with the keyboard
	Selected        string  // the selected text, at most firstWords
	FoundAt, Found  int     // which place of the words looked for, and how many there are
	Folded, Plain   bool
	Blocked         int        // pictures of the network that are kept back
	View            [4]float32 // place and size in the window
}

// firstWords is how much of a letter's text is told.
const firstWords = 200

// stateDump answers each connection on a unix socket with the state in JSON.
type stateDump struct {
	shell    *shell
	listener net.Listener
	ended    chan struct{}
	running  sync.WaitGroup

	// on the UI goroutine only
	painted, listed time.Duration
	heart, frames   pace
	ticks           *fyne.Animation // the toolkit calls it before each frame
}

// startDump listens on the socket at path.
func startDump(s *shell, path string) (*stateDump, error) {
	_ = os.Remove(path) // of a run that was killed
	listener, err := new(net.ListenConfig).Listen(s.jobs.ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	d := &stateDump{shell: s, listener: listener, ended: make(chan struct{})}
	d.running.Add(2)
	go d.serve()
	go d.beats()
	d.ticks = fyne.NewAnimation(time.Second, func(float32) { d.frames.beat(time.Now()) })
	d.ticks.RepeatCount = fyne.AnimationRepeatForever
	d.ticks.Start()
	return d, nil
}

// noticePaint notes the first paint.
func (d *stateDump) noticePaint() { d.painted = time.Since(d.shell.born) }

// listShown notes the first rows.
func (d *stateDump) listShown() {
	if d.listed == 0 {
		d.listed = time.Since(d.shell.born)
	}
}

// beats measures how long the UI goroutine takes to answer.
func (d *stateDump) beats() {
	defer d.running.Done()
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-d.ended:
			return
		case <-ticker.C:
		}
		answered := make(chan struct{})
		d.shell.jobs.post(func() { d.alive(); close(answered) })
		select {
		case <-d.ended:
			return
		case <-answered:
		}
	}
}

// alive runs on the UI goroutine with each beat.
func (d *stateDump) alive() {
	if d.painted > 0 {
		d.heart.beat(time.Now())
	}
}

func (d *stateDump) serve() {
	defer d.running.Done()
	for {
		conn, err := d.listener.Accept()
		if err != nil {
			return // closed
		}
		state := make(chan State, 1)
		d.shell.jobs.post(func() { state <- d.state() })
		select {
		case <-d.ended:
		case st := <-state:
			_ = conn.SetDeadline(time.Now().Add(time.Second))
			_ = json.NewEncoder(conn).Encode(st) // the reader is gone: so be it
		}
		_ = conn.Close()
	}
}

// state reads the window. It runs on the UI goroutine.
func (d *stateDump) state() State {
	s := d.shell
	size := s.win.Canvas().Size()
	place := s.places.current()
	text := s.letter.view.Text()
	st := State{
		Width: size.Width, Height: size.Height, Title: s.win.Title(), Place: place.Title, PlaceID: place.ID,
		ListTitle: s.list.title.Text, Rows: s.list.vm.Len(), Selection: s.list.list.Selected(),
		Subject: s.letter.letter.Subject, Text: text[:min(len(text), firstWords)], Status: s.foot.line.Text, Search: s.list.search,
		Narrow: s.panes.narrow, Reading: s.panes.reading, Page: s.page != nil, Dialog: s.boxTitle,
		Toast: s.layer.Said(), Places: s.places.titles(), Changes: s.changes.lines(),
		PaintedMS: ms(d.painted), ListMS: ms(d.listed), LongestMS: ms(d.heart.longest),
	}
	st.Letter, st.Fate = s.letter.state(), s.letter.head.fate
	st.Outbox = s.status.Outbox.Lines(s.now())
	for _, w := range s.writers {
		text := w.editor.Document().Text()
		st.Writing = append(st.Writing, WritingState{
			To: w.to.Text(), Subject: w.subject.Text, Text: text[:min(len(text), firstWords)], Dialog: w.boxTitle,
			Ready: w.editor.Ready(), Kept: !w.unsaved(), Draft: int64(w.draft),
		})
	}
	if len(st.Selection) == 1 {
		st.Selected = st.Selection[0]
	}
	if s.foot.line.Problem {
		st.Problem = s.foot.line.Text
	}
	_, p95, stall := d.heart.summary()
	st.BeatP95MS, st.StallMS = ms(p95), ms(stall)
	fps, p95, _ := d.frames.summary()
	st.FPS, st.FrameP95MS = fps, ms(p95)
	return st
}

// state tells how the letter stands on the screen.
func (p *letterPane) state() LetterState {
	v := p.view
	selected := v.SelectedText()
	l := LetterState{
		Painted: v.Painted(), PaintedMS: ms(p.painted), Scale: v.Scale(), Link: v.Hovered(), Selected: selected[:min(len(selected), firstWords)],
		Folded: v.Folded(), Plain: p.plain, Blocked: p.blockedPictures(),
	}
	l.Offset, l.Content = v.Place()
	l.FoundAt, l.Found = v.Found()
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(v), v.Size()
	l.View = [4]float32{at.X, at.Y, size.Width, size.Height}
	return l
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// close ends the answers and returns once both goroutines are gone. It must not be
// called on the UI goroutine while that still runs.
func (d *stateDump) close() {
	close(d.ended)
	_ = d.listener.Close()
	d.running.Wait()
}
