package keychain

import (
	"crypto/rand"
	"errors"
	"os"
	"testing"
)

// TestRealKeyring runs where a desktop session with an unlocked keyring is there.
func TestRealKeyring(t *testing.T) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		t.Skip("no session bus: DBUS_SESSION_BUS_ADDRESS is not set")
	}
	dir, key := t.TempDir(), "test-"+rand.Text()
	k := Open(dir, nil)
	if err := k.Set(t.Context(), key, "probe"); errors.Is(err, ErrUnavailable) {
		t.Skip("the session's keyring does not answer or is locked: ", err)
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := systemRing.remove(systemRing{}, key); err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("take the test's secret away: %v", err)
		}
	})
	if err := k.Set(t.Context(), key, "Schlüssel 42"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, Open(dir, nil), key, "Schlüssel 42")
	if HasVault(dir) {
		t.Error("a vault was made although the keyring answers")
	}
	if err := k.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Get(t.Context(), key); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get after Delete = %v, want ErrNotFound", err)
	}
}
