package keychain

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// fakeRing is a keyring that answers, refuses with err, or waits for hang.
type fakeRing struct {
	mu      sync.Mutex
	secrets map[string]string
	err     error
	hang    chan struct{} // non-nil: each call waits until it is closed
}

func (r *fakeRing) enter() (unlock func(), err error) {
	if r.hang != nil {
		<-r.hang
	}
	r.mu.Lock()
	return r.mu.Unlock, r.err
}

func (r *fakeRing) get(key string) (string, error) {
	unlock, err := r.enter()
	defer unlock()
	if err != nil {
		return "", err
	}
	if secret, ok := r.secrets[key]; ok {
		return secret, nil
	}
	return "", ErrNotFound
}

func (r *fakeRing) set(key, secret string) error {
	unlock, err := r.enter()
	defer unlock()
	if err == nil {
		r.secrets[key] = secret
	}
	return err
}

func (r *fakeRing) remove(key string) error {
	unlock, err := r.enter()
	defer unlock()
	if _, ok := r.secrets[key]; err == nil && !ok {
		return ErrNotFound
	}
	delete(r.secrets, key)
	return err
}

func answer(passphrase string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return passphrase, nil }
}

func newKeeper(dir string, r ring, ask func(context.Context) (string, error)) *keeper {
	v := newVault(filepath.Join(dir, VaultName), ask)
	v.work = 10
	return &keeper{ring: &limited{ring: r, limit: 50 * time.Millisecond}, vault: v}
}

func wantSecret(t *testing.T, k Keeper, key, want string) {
	t.Helper()
	if got, err := k.Get(t.Context(), key); err != nil || got != want {
		t.Errorf("Get(%q) = %q, %v; want %q", key, got, err, want)
	}
}

func TestKeepersAgree(t *testing.T) {
	keepers := map[string]Keeper{
		"memory":  Memory(),
		"keyring": newKeeper(t.TempDir(), &fakeRing{secrets: map[string]string{}}, nil),
		"vault":   newKeeper(t.TempDir(), &fakeRing{err: ErrUnavailable}, answer("pass phrase")),
	}
	for name, k := range keepers {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if err := k.Delete(ctx, "none"); name != "vault" && err != nil { // no vault yet: the keyring is asked
				t.Errorf("Delete of nothing: %v", err)
			}
			if err := k.Set(ctx, "a", "first"); err != nil {
				t.Fatal(err)
			}
			if err := k.Set(ctx, "a", "zwei ‹ü›\r\n"); err != nil {
				t.Fatal(err)
			}
			wantSecret(t, k, "a", "zwei ‹ü›\r\n")
			if err := k.Delete(ctx, "none"); err != nil {
				t.Errorf("Delete of nothing: %v", err)
			}
			if err := k.Delete(ctx, "a"); err != nil {
				t.Fatal(err)
			}
			if _, err := k.Get(ctx, "a"); !errors.Is(err, ErrNotFound) {
				t.Errorf("Get after Delete: %v, want ErrNotFound", err)
			}
			gone, cancel := context.WithCancel(ctx)
			cancel()
			if err := k.Set(gone, "b", "x"); !errors.Is(err, context.Canceled) {
				t.Errorf("Set with a cancelled context: %v", err)
			}
		})
	}
}

func TestSetFallsBackToTheVault(t *testing.T) {
	dir := t.TempDir()
	k := newKeeper(dir, &fakeRing{err: fmt.Errorf("%w: no bus", ErrUnavailable)}, answer("pass"))
	if got := k.Where(); got != "the system's keyring" {
		t.Errorf("Where() before = %q", got)
	}
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Get without any place = %v, want ErrUnavailable", err)
	}
	if HasVault(dir) {
		t.Fatal("a vault was made by reading")
	}
	if err := k.Set(t.Context(), "a", "secret"); err != nil {
		t.Fatal(err)
	}
	if !HasVault(dir) {
		t.Fatal("no vault file")
	}
	if got, want := k.Where(), "the vault file "+filepath.Join(dir, VaultName); got != want {
		t.Errorf("Where() after = %q, want %q", got, want)
	}
	// The keyring is back: the profile stays with its vault.
	ring := &fakeRing{secrets: map[string]string{}}
	k = newKeeper(dir, ring, answer("pass"))
	wantSecret(t, k, "a", "secret")
	if err := k.Set(t.Context(), "b", "other"); err != nil || len(ring.secrets) != 0 {
		t.Errorf("Set = %v with %d secrets in the keyring, want none there", err, len(ring.secrets))
	}
}

func TestSecretsFromBeforeTheVault(t *testing.T) {
	ring := &fakeRing{secrets: map[string]string{}}
	k := newKeeper(t.TempDir(), ring, answer("pass"))
	for _, key := range []string{"old", "older"} {
		if err := k.Set(t.Context(), key, "kept in the keyring"); err != nil {
			t.Fatal(err)
		}
	}
	ring.err = ErrUnavailable
	if err := k.Set(t.Context(), "new", "kept in the vault"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Get(t.Context(), "old"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get with the keyring gone = %v, want ErrNotFound", err)
	}
	ring.err = nil
	wantSecret(t, k, "old", "kept in the keyring")
	wantSecret(t, k, "new", "kept in the vault")
	if err := k.Set(t.Context(), "old", "moved"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, k, "old", "moved")
	for _, key := range []string{"old", "older"} {
		if err := k.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if len(ring.secrets) != 0 {
		t.Errorf("%d secrets left in the keyring", len(ring.secrets))
	}
}

func TestNoPlaceAtAll(t *testing.T) {
	dir := t.TempDir()
	k := newKeeper(dir, &fakeRing{err: ErrUnavailable}, nil)
	err := k.Set(t.Context(), "a", "secret")
	if !errors.Is(err, ErrLocked) || !errors.Is(err, ErrUnavailable) {
		t.Errorf("Set = %v, want ErrLocked and ErrUnavailable", err)
	}
	if HasVault(dir) {
		t.Error("a vault was made without a passphrase")
	}
}

func TestHangingKeyring(t *testing.T) {
	ring := &fakeRing{secrets: map[string]string{"a": "secret"}, hang: make(chan struct{})}
	k := newKeeper(t.TempDir(), ring, nil)
	for range mostAbandoned {
		start := time.Now()
		if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("Get = %v, want ErrUnavailable", err)
		}
		if took := time.Since(start); took < k.ring.limit || took > 40*k.ring.limit {
			t.Errorf("took %v with a limit of %v", took, k.ring.limit)
		}
	}
	if n := k.ring.abandoned.Load(); n != mostAbandoned {
		t.Fatalf("%d calls abandoned, want %d", n, mostAbandoned)
	}
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Get = %v, want ErrUnavailable at once", err)
	}
	if n := k.ring.abandoned.Load(); n != mostAbandoned {
		t.Errorf("%d calls abandoned, want no more than %d", n, mostAbandoned)
	}
	close(ring.hang)
	for k.ring.abandoned.Load() > 0 { // they end one by one; the test's own limit ends a failure
		time.Sleep(time.Millisecond)
	}
	wantSecret(t, k, "a", "secret")
}

func TestHangingKeyringEndsWithTheContext(t *testing.T) {
	ring := &fakeRing{secrets: map[string]string{}, hang: make(chan struct{})}
	defer close(ring.hang)
	k := newKeeper(t.TempDir(), ring, nil)
	k.ring.limit = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := k.Set(ctx, "a", "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Set = %v, want the context's error", err)
	}
	if k.vault.exists() {
		t.Error("a cancelled Set made a vault")
	}
}

func TestSystemRingErrors(t *testing.T) {
	t.Cleanup(keyring.MockInit)
	keyring.MockInit()
	k := Open(t.TempDir(), nil)
	if err := k.Set(t.Context(), "a", "secret"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, k, "a", "secret")
	if stored, err := keyring.Get("Satchel", "a"); err != nil || stored != "secret" {
		t.Errorf("the keyring holds %q, %v under the service Satchel", stored, err)
	}
	if err := k.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get = %v, want ErrNotFound", err)
	}
	if err := k.Delete(t.Context(), "a"); err != nil {
		t.Errorf("second Delete = %v", err)
	}
	keyring.MockInitWithError(errors.New("no bus"))
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Get = %v, want ErrUnavailable", err)
	}
	if err := k.Delete(t.Context(), "a"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Delete = %v, want ErrUnavailable", err)
	}
}
