package mailbox

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// claws reads the settings folder of Claws Mail or Sylpheed, which names the MH folders, or such a folder itself.
func (w *walker) claws() error {
	w.source.Servers = clawsServers(w.source.path)
	dirs := mailDirs(w.source.path)
	if len(dirs) == 0 {
		return w.folder(w.source.path, nil)
	}
	for _, dir := range dirs {
		var names []string
		if len(dirs) > 1 {
			names = []string{filepath.Base(dir)}
		}
		if err := w.folder(dir, names); err != nil {
			return err
		}
	}
	return nil
}

// mailDirs reads folderlist.xml: <folder type="mh" path="Mail">, relative to the home folder, which is where the
// settings folder lies.
func mailDirs(settings string) []string {
	f, err := os.Open(filepath.Join(settings, "folderlist.xml"))
	if err != nil {
		return nil
	}
	defer f.Close()
	var dirs []string
	d := xml.NewDecoder(f)
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 whatever it says
	for {
		token, err := d.Token()
		if err != nil { // the end, or what follows is unreadable
			return dirs
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "folder" || attribute(e, "type") != "mh" {
			continue
		}
		path := filepath.FromSlash(attribute(e, "path"))
		if path == "" {
			continue
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(settings), path)
		}
		dirs = append(dirs, path)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// clawsServers reads the files in uidl, which are named "server-user"; accountrc tells where the one ends and the other
// begins.
func clawsServers(settings string) []*Server {
	entries, err := os.ReadDir(filepath.Join(settings, "uidl"))
	if err != nil {
		return nil
	}
	names := clawsAccounts(filepath.Join(settings, "accountrc"))
	var list []*Server
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(settings, "uidl", e.Name()))
		if e.IsDir() || err != nil {
			continue
		}
		s := &Server{}
		if known, ok := names[e.Name()]; ok {
			s.Host, s.User = known[0], known[1]
		} else if i := strings.LastIndexByte(e.Name(), '-'); i > 0 {
			s.Host, s.User = e.Name()[:i], e.Name()[i+1:]
		} else {
			continue
		}
		s.Fetched = readUIDLs(string(data))
		list = append(list, s)
	}
	return list
}

// readUIDLs reads lines of unique id, time and, in Claws Mail, whether only the beginning was fetched.
func readUIDLs(text string) []Fetched {
	var list []Fetched
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || len(fields) > 2 && fields[2] != "0" {
			continue
		}
		f := Fetched{UIDL: fields[0]}
		if len(fields) > 1 {
			f.At = unixTime(fields[1])
		}
		list = append(list, f)
	}
	return list
}

// clawsAccounts gives server and user by the name of the uidl file, from lines "receive_server=" and "user_id=".
func clawsAccounts(path string) map[string][2]string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	names := map[string][2]string{}
	var server string
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadString('\n')
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch key {
		case "receive_server":
			server = value
		case "user_id":
			names[fileName(server+"-"+value)] = [2]string{server, value}
		}
		if errors.Is(err, io.EOF) || err != nil {
			return names
		}
	}
}

// fileName is a name as these programs make one fit for a file.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
}
