package mailbox

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// walker goes through a source once.
type walker struct {
	ctx    context.Context
	source *Source
	each   func(*Message) error
	failed func(Failure)
	server *Server         // of the folder it is in
	found  bool            // something that looks like mail
	seen   map[string]bool // folders read, without links
}

// reads tells whether the source's format, or the search for any, covers a kind of folder.
func (w *walker) reads(kind Format) bool {
	switch w.source.Format {
	case Auto:
		return true
	case Thunderbird:
		return kind == Mbox || kind == Maildir
	case Claws, Sylpheed:
		return kind == MH
	default:
		return w.source.Format == kind
	}
}

// give hands a message over. Errors of each end the walk; a message that cannot be read is a failure.
func (w *walker) give(m *Message) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	w.found = true
	m.Server = w.server
	return w.each(m)
}

func (w *walker) fail(where string, err error) {
	w.found = true
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	w.failed(Failure{where, err.Error()})
}

// folder reads a folder, whatever kinds of mail are in it, then the folders in it.
func (w *walker) folder(dir string, names []string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		w.fail(dir, err)
		return nil
	}
	if w.seen[resolved] {
		return nil // a link that leads back, or to what was read already
	}
	w.seen[resolved] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.fail(dir, err)
		return nil
	}
	names, leave := w.enterAccount(dir, names)
	defer leave()
	maildir := w.reads(Maildir) && hasDir(entries, "cur")
	if maildir {
		if err := w.maildir(dir, names); err != nil {
			return err
		}
	}
	if err := w.files(dir, names, entries); err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !isDir(path, e) || maildir && slices.Contains([]string{"cur", "new", "tmp"}, e.Name()) {
			continue
		}
		below, ok := w.below(e.Name(), names, maildir)
		if !ok {
			continue
		}
		if err := w.folder(path, below); err != nil {
			return err
		}
	}
	return nil
}

func hasDir(entries []fs.DirEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name && e.IsDir() })
}

// isDir follows links, as mail folders are linked to other disks now and then.
func isDir(path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// below names the folder in a directory within a folder; false: it is none of the mail's.
func (w *walker) below(name string, names []string, maildir bool) ([]string, bool) {
	names = slices.Clip(names)
	switch {
	case maildir && strings.HasPrefix(name, ".") && len(name) > 1: // Maildir++: ".Garden.2026" in the top folder
		for _, part := range strings.Split(name[1:], ".") {
			names = append(names, decodeUTF7(part))
		}
		return names, true
	case strings.HasPrefix(name, "."):
		return nil, false
	case strings.HasSuffix(name, ".sbd"): // Thunderbird: the folders in "Garden" lie in "Garden.sbd"
		return append(names, strings.TrimSuffix(name, ".sbd")), true
	case strings.HasSuffix(name, ".mozmsgs"): // copies of the messages for the system's search
		return nil, false
	}
	return append(names, name), true
}

// files reads what lies in a folder itself: numbered files as MH, *.eml, and mbox files.
func (w *walker) files(dir string, names []string, entries []fs.DirEntry) error {
	var numbers []int
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if isDir(path, e) {
			continue
		}
		switch n, err := strconv.Atoi(e.Name()); {
		case err == nil && n > 0 && w.reads(MH):
			numbers = append(numbers, n)
			continue
		case strings.EqualFold(filepath.Ext(e.Name()), ".eml") && w.reads(EML):
			if err := w.emlFile(path, names); err != nil {
				return err
			}
			continue
		case !w.reads(Mbox) || !mayBeMbox(e.Name()):
			continue
		}
		switch is, err := isMbox(path); {
		case err != nil:
			w.fail(path, err)
		case is:
			name := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".mbox"), ".mbx")
			if err := w.mbox(path, append(slices.Clip(names), name)); err != nil {
				return err
			}
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	slices.Sort(numbers)
	return w.mh(dir, names, numbers)
}

// mayBeMbox leaves out what programs keep beside their mail.
func mayBeMbox(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".msf", ".dat", ".html", ".json", ".js", ".sqlite", ".log", ".ini", ".xml", ".lock", ".db":
		return false
	}
	return !strings.HasPrefix(name, ".")
}

func isMbox(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return startsMbox(head[:n]), nil
}

// emlFile reads a file that is one message.
func (w *walker) emlFile(path string, names []string) error {
	return w.wholeFile(path, &Message{Folder: names})
}

// wholeFile hands over the message that a file is.
func (w *walker) wholeFile(path string, m *Message) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		w.fail(path, err)
		return nil
	case !info.Mode().IsRegular():
		return nil
	case info.Size() == 0:
		w.fail(path, errors.New("the file is empty"))
		return nil
	}
	m.Where = path
	if m.Arrived.IsZero() {
		m.Arrived = info.ModTime()
	}
	m.copy = func(to io.Writer) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(to, f)
		return err
	}
	return w.give(m)
}
