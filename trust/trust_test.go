package trust

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestConfig(t *testing.T) {
	if c, err := Config(""); c != nil || err != nil {
		t.Errorf("without a file: %v, %v", c, err)
	}
	if _, err := Config(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrAuthorities) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte("no certificate\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := Config(file); c != nil || !errors.Is(err, ErrAuthorities) {
		t.Errorf("a file without a certificate: %v, %v", c, err)
	}
}
