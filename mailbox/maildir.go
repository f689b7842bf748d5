package mailbox

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maildir reads cur and new of a Maildir in order of their names, which begin with the time of delivery.
func (w *walker) maildir(dir string, names []string) error {
	for _, part := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(dir, part))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			w.fail(filepath.Join(dir, part), err)
			continue
		}
		for _, e := range entries {
			if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
				continue
			}
			m := &Message{Folder: slices.Clone(names), Marks: maildirMarks(e.Name(), part == "new")}
			if err := w.wholeFile(filepath.Join(dir, part, e.Name()), m); err != nil {
				return err
			}
		}
	}
	return nil
}

// maildirMarks reads the letters behind ":2,". Where a colon is not allowed in names, programs use other signs. A
// message marked as trashed is there until somebody expunges it, and is read as any other.
func maildirMarks(name string, isNew bool) Marks {
	i := strings.LastIndex(name, "2,")
	if i < 1 || !strings.ContainsRune(":;!-", rune(name[i-1])) {
		return Marks{Unread: isNew}
	}
	flags := name[i+2:]
	return Marks{
		Unread: !strings.Contains(flags, "S"), Starred: strings.Contains(flags, "F"),
		Answered: strings.Contains(flags, "R"), Forwarded: strings.Contains(flags, "P"),
	}
}
