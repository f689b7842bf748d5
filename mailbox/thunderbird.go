package mailbox

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// thunderbird reads a profile, its Mail folder, or the folder of one account. Mail of an account lies in a folder named
// after its server, as mbox files "Inbox" with "Inbox.msf" beside them, folders in folders in "Inbox.sbd".
func (w *walker) thunderbird() error {
	accounts := false
	for _, part := range []string{"Mail", "ImapMail"} {
		root := filepath.Join(w.source.path, part)
		entries, err := os.ReadDir(root)
		if err != nil {
			continue
		}
		for _, e := range entries {
			path := filepath.Join(root, e.Name())
			if !isDir(path, e) {
				continue
			}
			accounts = true
			if err := w.thunderbirdAccount(path, e.Name()); err != nil {
				return err
			}
		}
	}
	if accounts {
		return nil
	}
	return w.thunderbirdAccount(w.source.path, "")
}

// thunderbirdAccount reads the folders of one account; name is "" for the whole of the source.
func (w *walker) thunderbirdAccount(dir, name string) error {
	var names []string
	if name != "" {
		names = []string{name}
	}
	return w.folder(dir, names)
}

// enterAccount notes whose mail is in a folder and in those in it, where Thunderbird keeps beside it what it knows of a
// server. Names begin anew there: they are that account's folders.
func (w *walker) enterAccount(dir string, names []string) (below []string, leave func()) {
	before := w.server
	leave = func() { w.server = before }
	if !w.reads(Mbox) {
		return names, leave
	}
	data, err := os.ReadFile(filepath.Join(dir, "popstate.dat"))
	if err != nil {
		return names, leave
	}
	if found := w.source.remember(readPopstate(string(data))); found != nil {
		w.server, names = found, nil
	}
	return names, leave
}

// remember keeps a server, once for each walk's finding of it.
func (s *Source) remember(found *Server) *Server {
	if found == nil {
		return nil
	}
	for i, known := range s.Servers {
		if known.Host == found.Host && known.User == found.User {
			s.Servers[i] = found
			return found
		}
	}
	s.Servers = append(s.Servers, found)
	return found
}

// readPopstate reads what Thunderbird knows of the messages on a server: "*host user", then lines of a letter, the
// unique id and the time. k is fetched and kept there, d fetched and to be deleted; b (too large) and f (to be fetched
// by itself) are not here as a whole, and so are left to be fetched. nil where it names no server.
func readPopstate(text string) *Server {
	var s *Server
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if after, ok := strings.CutPrefix(line, "*"); ok {
			if s != nil {
				break // one file is one account's
			}
			host, user, _ := strings.Cut(after, " ")
			s = &Server{Host: host, User: strings.TrimSpace(user)}
			continue
		}
		fields := strings.Fields(line)
		if s == nil || len(fields) < 2 || fields[0] != "k" && fields[0] != "d" {
			continue
		}
		f := Fetched{UIDL: fields[1]}
		if len(fields) > 2 {
			f.At = unixTime(fields[2])
		}
		s.Fetched = append(s.Fetched, f)
	}
	return s
}

func unixTime(text string) time.Time {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
