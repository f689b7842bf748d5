package mailbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// ErrNotEmpty says that there is something where an export should go.
var ErrNotEmpty = errors.New("mailbox: the folder is not empty")

// Letter is what an export needs to know of a message beside its bytes.
type Letter struct {
	Number        int64 // different for each
	From, Subject string
	Date, Arrived time.Time
	Marks         Marks
}

// Export writes messages into folders below a directory. A mailbox file being written, and a letter, has another name
// until it is whole.
type Export struct {
	dir    string
	format Format
	names  *namer
	made   map[string]bool // directories

	folder string // of the open mailbox file
	part   *os.File
	box    *bufio.Writer
}

// Create begins an export into a folder that is empty or not there yet. Format is Mbox (mboxrd), EML or Maildir.
func Create(dir string, format Format) (*Export, error) {
	switch format {
	case Mbox, EML, Maildir:
	default:
		return nil, fmt.Errorf("no export as %s", format)
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return nil, ErrNotEmpty
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Export{dir: dir, format: format, names: newNamer(), made: map[string]bool{}}, nil
}

// Add writes a message, whose bytes body writes. All messages of a folder come one after another.
func (e *Export) Add(names []string, l Letter, body func(io.Writer) error) error {
	path := filepath.Join(e.dir, filepath.FromSlash(e.names.path(names)))
	switch e.format {
	case Mbox:
		return e.addToBox(path, l, body)
	case Maildir:
		return e.addToMaildir(path, l, body)
	default:
		return e.addFile(path, emlName(l), l, body)
	}
}

// Close ends the mailbox file that is open.
func (e *Export) Close() error { return e.endBox(true) }

// Abort leaves the mailbox file that is open under its name for unfinished ones.
func (e *Export) Abort() { e.endBox(false) } //nolint:errcheck // what led here is told already

func (e *Export) mkdir(dir string) error {
	if e.made[dir] {
		return nil
	}
	e.made[dir] = true
	return os.MkdirAll(dir, 0o700)
}

// addFile writes one letter as a file of its own, under its name only once it is whole.
func (e *Export) addFile(dir, name string, l Letter, body func(io.Writer) error) (err error) {
	if err := e.mkdir(dir); err != nil {
		return err
	}
	part := filepath.Join(dir, name+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(part) //nolint:errcheck // its name says that it is not whole
		}
	}()
	if err := errors.Join(body(f), f.Close()); err != nil {
		return err
	}
	os.Chtimes(part, l.Arrived, l.Arrived) //nolint:errcheck // a nicety
	return os.Rename(part, filepath.Join(dir, name))
}

// emlName is "2026-03-10 1200 Subject 17.eml".
func emlName(l Letter) string {
	subject := safeName(l.Subject)
	if l.Subject == "" {
		subject = "-"
	}
	return fmt.Sprintf("%s %s %d.eml", l.Date.UTC().Format("2006-01-02 1504"), subject, l.Number)
}

func (e *Export) addToMaildir(dir string, l Letter, body func(io.Writer) error) error {
	for _, part := range []string{"cur", "new", "tmp"} {
		if err := e.mkdir(filepath.Join(dir, part)); err != nil {
			return err
		}
	}
	sub, flags := "cur", infoSign+"2,"
	for _, f := range []struct {
		on   bool
		flag string
	}{{l.Marks.Starred, "F"}, {l.Marks.Forwarded, "P"}, {l.Marks.Answered, "R"}, {!l.Marks.Unread, "S"}} {
		if f.on {
			flags += f.flag
		}
	}
	if l.Marks == (Marks{Unread: true}) {
		sub, flags = "new", ""
	}
	name := fmt.Sprintf("%d.M%d.satchel", l.Arrived.Unix(), l.Number)
	tmp := filepath.Join(dir, "tmp")
	if err := e.addFile(tmp, name, l, body); err != nil {
		return err
	}
	return os.Rename(filepath.Join(tmp, name), filepath.Join(dir, sub, name+flags))
}

// infoSign stands between a Maildir name and its flags.
var infoSign = map[bool]string{true: ";", false: ":"}[runtime.GOOS == "windows"]

func (e *Export) addToBox(path string, l Letter, body func(io.Writer) error) error {
	if e.part == nil || e.folder != path {
		if err := e.endBox(true); err != nil {
			return err
		}
		if err := e.mkdir(filepath.Dir(path)); err != nil {
			return err
		}
		f, err := os.OpenFile(path+".mbox.part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		e.folder, e.part, e.box = path, f, bufio.NewWriterSize(f, mboxBuffer)
	}
	if _, err := e.box.WriteString(fromLine(l)); err != nil {
		return err
	}
	q := &quoter{w: e.box, start: true}
	if err := body(q); err != nil {
		return err
	}
	return q.end()
}

// endBox gives the open mailbox file its name, or leaves it as it is where it is not whole.
func (e *Export) endBox(whole bool) error {
	if e.part == nil {
		return nil
	}
	f, path := e.part, e.folder+".mbox"
	e.part = nil
	err := e.box.Flush()
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil || !whole {
		return err
	}
	return os.Rename(path+".part", path)
}

// fromLine is the line before a message, in the form every reader takes.
func fromLine(l Letter) string {
	from := strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f {
			return -1
		}
		return r
	}, l.From)
	if from == "" {
		from = "MAILER-DAEMON"
	}
	return "From " + from + " " + l.Arrived.UTC().Format(time.ANSIC) + "\n"
}

// quoter writes a message as mboxrd has it: a line of any number of > and then "From " gets one > more, so that taking
// one off gives back every octet. Lines may be of any length and come in any pieces.
type quoter struct {
	w       *bufio.Writer
	start   bool // at the start of a line, or only > since
	matched int  // octets of "From " seen there and held back
	last    byte
}

const fromWord = "From "

func (q *quoter) Write(b []byte) (int, error) {
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case q.start && c == '>' && q.matched == 0:
			q.w.WriteByte(c) //nolint:errcheck // the last call tells
		case q.start && c == fromWord[q.matched]:
			if q.matched++; q.matched == len(fromWord) {
				q.w.WriteString(">" + fromWord) //nolint:errcheck // the last call tells
				q.start, q.matched = false, 0
			}
		default:
			q.release()
			// All up to the end of the line goes through in one piece.
			end := len(b)
			if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
				end = i + n + 1
				q.start = true
			}
			if _, err := q.w.Write(b[i:end]); err != nil {
				return i, err
			}
			q.last = b[end-1]
			i = end
			continue
		}
		q.last = c
		i++
	}
	return len(b), nil
}

// release writes what was held back: it is no From line.
func (q *quoter) release() {
	q.w.WriteString(fromWord[:q.matched]) //nolint:errcheck // the last call tells
	q.start, q.matched = false, 0
}

// end writes the empty line which ends a message. One whose last line has no end gets it: a mailbox file cannot do
// without.
func (q *quoter) end() error {
	q.release()
	if q.last != '\n' {
		q.w.WriteByte('\n') //nolint:errcheck // the last call tells
	}
	return q.w.WriteByte('\n')
}
