package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Format is a way to keep mail in files.
type Format string

const (
	Auto        Format = "auto" // whatever is found
	Mbox        Format = "mbox" // dialect by what is in the file
	EML         Format = "eml"
	Maildir     Format = "maildir"
	MH          Format = "mh"
	Thunderbird Format = "thunderbird"
	Claws       Format = "claws"
	Sylpheed    Format = "sylpheed"
)

// Formats are those that can be asked for.
var Formats = []Format{Auto, Mbox, EML, Maildir, MH, Thunderbird, Claws, Sylpheed}

// ErrNoMail says that nothing at a path looks like mail of the format asked for.
var ErrNoMail = errors.New("mailbox: there is no mail in it")

// Marks are what the other program knows of a message. Where it knows nothing a message counts as read: nobody wants
// twenty years of mail unread.
type Marks struct{ Unread, Starred, Answered, Forwarded bool }

// Message is one message of a source.
type Message struct {
	Folder  []string // names from the top
	Where   string   // for people: file, and place in it
	Marks   Marks
	Arrived time.Time // as the other program tells; zero: it does not
	UIDL    string    // the server's unique id; "" unknown
	Server  *Server   // whose folder it is in; nil: nobody's
	copy    func(w io.Writer) error
}

// CopyTo writes the message's bytes, once, while the function it was given to has not returned. An error of w comes
// back as it is; any other means that this message cannot be read as a whole.
func (m *Message) CopyTo(w io.Writer) error { return m.copy(w) }

// Failure is something that looks like mail and could not be read.
type Failure struct{ Where, Why string }

// Server is an account of the other program, with the messages it has fetched from there.
type Server struct {
	Host, User string // User "" where the program does not tell it apart from the host
	Fetched    []Fetched
}

// Fetched is a message which another program has fetched and may have left on the server.
type Fetched struct {
	UIDL string
	At   time.Time // zero: unknown
}

// Source is mail in files. One goroutine uses it.
type Source struct {
	Format  Format // what it was found to be
	Servers []*Server
	Name    string // of the file or folder, without what tells its kind
	Single  bool   // it is one file
	path    string
	deleted int64
}

// Deleted is how many messages Walk passed over because they are deleted there and wait for being compacted away.
func (s *Source) Deleted() int64 { return s.deleted }

// Open looks at what is at a path. fs.ErrNotExist or ErrNoMail where there is nothing to read.
func Open(path string, format Format) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	if format == Auto {
		if format, err = detect(path, info.IsDir()); err != nil {
			return nil, err
		}
	}
	s := &Source{Format: format, path: path, Single: !info.IsDir(), Name: filepath.Base(path)}
	if s.Single {
		s.Name = strings.TrimSuffix(s.Name, filepath.Ext(s.Name))
	}
	switch format {
	case Thunderbird, Claws, Sylpheed:
		if !info.IsDir() {
			return nil, fmt.Errorf("%w: %s is a file, and %s keeps folders", ErrNoMail, path, format)
		}
	default:
	}
	return s, nil
}

// detect tells a program's own folders by its settings, others by what the first files look like.
func detect(path string, dir bool) (Format, error) {
	if !dir {
		return detectFile(path)
	}
	has := func(name string) bool { _, err := os.Stat(filepath.Join(path, name)); return err == nil }
	switch {
	case has("clawsrc"), has("folderlist.xml") && !has("sylpheedrc"):
		return Claws, nil
	case has("sylpheedrc"):
		return Sylpheed, nil
	case has("prefs.js"), has("popstate.dat"), has("Mail") && has("ImapMail"), has("Inbox.msf"):
		return Thunderbird, nil
	case has("cur") && has("new"):
		return Maildir, nil
	}
	return Auto, nil
}

func detectFile(path string) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if head = head[:n]; strings.EqualFold(filepath.Ext(path), ".eml") && !startsMbox(head) {
		return EML, nil
	}
	return Mbox, nil
}

// Walk calls each for every message, in the order the other program keeps them, and failed for what cannot be read. It
// ends with the first error of each, or with ctx.
func (s *Source) Walk(ctx context.Context, each func(*Message) error, failed func(Failure)) error {
	w := &walker{ctx: ctx, source: s, each: each, failed: failed, seen: map[string]bool{}}
	s.deleted = 0
	info, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return w.file()
	}
	switch s.Format {
	case Thunderbird:
		return w.thunderbird()
	case Claws, Sylpheed:
		return w.claws()
	default:
	}
	if err := w.folder(s.path, nil); err != nil {
		return err
	}
	if !w.found {
		return fmt.Errorf("%w: %s", ErrNoMail, s.path)
	}
	return nil
}

// file reads a source that is one file.
func (w *walker) file() error {
	if w.source.Format == EML {
		return w.emlFile(w.source.path, nil)
	}
	return w.mbox(w.source.path, []string{w.source.Name})
}
