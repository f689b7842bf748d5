package app

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTempFiles(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var files tempFiles
	one, err := files.write("../../evil.txt", []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	two, err := files.write("../../evil.txt", []byte("two"))
	if err != nil {
		t.Fatal(err)
	}
	if one == two {
		t.Error("two files of one name share a path")
	}
	if !strings.HasPrefix(one, files.root+string(filepath.Separator)) {
		t.Errorf("%s lies outside %s", one, files.root)
	}
	if data, err := os.ReadFile(two); err != nil || string(data) != "two" {
		t.Errorf("read %q, %v", data, err)
	}
	if info, err := os.Stat(one); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	files.removeAll()
	if _, err := os.Stat(one); !os.IsNotExist(err) {
		t.Errorf("after removeAll: %v", err)
	}
	files.removeAll()
}

func TestFreeName(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"a.txt", "a (2).txt", "a (3).txt"} {
		got := freeName(dir, "a.txt")
		if got != filepath.Join(dir, want) {
			t.Errorf("freeName = %q, want %q", got, want)
		}
		if err := os.WriteFile(got, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
