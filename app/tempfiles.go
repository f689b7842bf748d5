package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"satchel/mailmsg"
)

// tempFiles holds attachments that were opened, each in a folder of its own, until
// Satchel ends; and it remembers where others were saved. Safe for concurrent use.
type tempFiles struct {
	mu   sync.Mutex
	root string
	last string // the folder something was saved in last, "" for none
}

// saveDir is the folder to save files in: the one used last, else that of downloads.
func (t *tempFiles) saveDir() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last != "" {
		return t.last
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return os.TempDir()
	}
	if downloads := filepath.Join(home, "Downloads"); isFolder(downloads) {
		return downloads
	}
	return home
}

func (t *tempFiles) setSaveDir(dir string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = dir
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// write puts data into a new file that nobody else on this computer can read, and
// gives its path. It is read-only for the program that opens it too: changes made
// there would be lost at the end.
func (t *tempFiles) write(name string, data []byte) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.root == "" {
		root, err := os.MkdirTemp("", "satchel-open-")
		if err != nil {
			return "", fmt.Errorf("make a folder for opened files: %w", err)
		}
		t.root = root
	}
	dir, err := os.MkdirTemp(t.root, "")
	if err != nil {
		return "", fmt.Errorf("make a folder for an opened file: %w", err)
	}
	path := filepath.Join(dir, mailmsg.SafeName(name))
	if err := os.WriteFile(path, data, 0o400); err != nil {
		return "", fmt.Errorf("write an opened file: %w", err)
	}
	return path, nil
}

// removeAll takes the files away.
func (t *tempFiles) removeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.root != "" {
		_ = os.RemoveAll(t.root) // a file another program holds open may stay; it is in the temp folder
		t.root = ""
	}
}

// freeName is name in dir, or "name (2)" and so on where that exists already.
func freeName(dir, name string) string {
	path := filepath.Join(dir, name)
	ending := filepath.Ext(name)
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); os.IsNotExist(err) {
			return path
		}
		path = filepath.Join(dir, fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ending), n, ending))
	}
}
