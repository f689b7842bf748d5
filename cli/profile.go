package cli

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// DefaultDir is where this platform keeps a program's data: $XDG_DATA_HOME/satchel or ~/.local/share/satchel,
// %LOCALAPPDATA%\Satchel, ~/Library/Application Support/Satchel.
func DefaultDir() (string, error) {
	home, err := os.UserHomeDir()
	dir := defaultDir(runtime.GOOS, os.Getenv, home)
	if dir == "" {
		return "", errors.Join(errors.New("no place for the data folder"), err)
	}
	return dir, nil
}

// defaultDir is "" where neither the variable nor a home is known. XDG's variable counts only with an absolute path, as
// its specification says.
func defaultDir(goos string, getenv func(string) string, home string) string {
	under := func(base string, rest ...string) string {
		if base == "" {
			return ""
		}
		return filepath.Join(append([]string{base}, rest...)...)
	}
	switch goos {
	case "windows":
		if dir := getenv("LOCALAPPDATA"); dir != "" {
			return under(dir, "Satchel")
		}
		return under(home, "AppData", "Local", "Satchel")
	case "darwin":
		return under(home, "Library", "Application Support", "Satchel")
	}
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return under(dir, "satchel")
	}
	return under(home, ".local", "share", "satchel")
}
