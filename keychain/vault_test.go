package keychain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
)

func testVault(t *testing.T, ask func(context.Context) (string, error)) *vault {
	t.Helper()
	v := newVault(filepath.Join(t.TempDir(), VaultName), ask)
	v.work = 10
	return v
}

// reopened is a second program start on the same file.
func reopened(v *vault, passphrase string) *vault {
	again := newVault(v.path, answer(passphrase))
	again.work = v.work
	return again
}

func TestVaultOutlivesTheProgram(t *testing.T) {
	v := testVault(t, answer("Grüße, Vault"))
	if err := v.set(t.Context(), "a", "hunter2 secret"); err != nil {
		t.Fatal(err)
	}
	got, err := reopened(v, "Grüße, Vault").get(t.Context(), "a")
	if err != nil || got != "hunter2 secret" {
		t.Errorf("after a new start: %q, %v", got, err)
	}
	sealed, err := os.ReadFile(v.path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("hunter2")) || bytes.Contains(sealed, []byte("Vault")) {
		t.Error("the file shows a secret")
	}
	if info, err := os.Stat(v.path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestVaultIsNeverOverwrittenUnopened(t *testing.T) {
	good := testVault(t, answer("right"))
	if err := good.set(t.Context(), "a", "secret"); err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(good.path)
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal(map[string]string{}, "right", 10)
	if err != nil {
		t.Fatal(err)
	}
	noList, err := sealText("null", "right")
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	tests := []struct {
		name, passphrase string
		file             []byte
		want             error
	}{
		{"wrong passphrase", "wrong", sealed, ErrPassphrase},
		{"empty passphrase", "", sealed, ErrLocked},
		{"empty file", "right", nil, ErrDamaged},
		{"no vault", "right", []byte("[mail]\npassword=x\n"), ErrDamaged},
		{"cut short", "right", sealed[:len(sealed)-5], ErrDamaged},
		{"last byte changed", "right", flipped, ErrDamaged},
		{"two in one", "right", append(bytes.Clone(other), sealed...), ErrDamaged},
		{"not a list", "right", noList, ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := testVault(t, answer(tt.passphrase))
			if err := os.WriteFile(v.path, tt.file, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := v.get(t.Context(), "a"); !errors.Is(err, tt.want) {
				t.Errorf("get = %v, want %v", err, tt.want)
			}
			if err := v.set(t.Context(), "b", "new"); !errors.Is(err, tt.want) {
				t.Errorf("set = %v, want %v", err, tt.want)
			}
			if err := v.remove(t.Context(), "a"); !errors.Is(err, tt.want) {
				t.Errorf("remove = %v, want %v", err, tt.want)
			}
			if after, err := os.ReadFile(v.path); err != nil || !bytes.Equal(after, tt.file) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

func TestVaultOfAnotherKind(t *testing.T) {
	v := testVault(t, answer("right"))
	if err := os.Mkdir(v.path, 0o700); err != nil {
		t.Fatal(err)
	}
	if !v.exists() {
		t.Error("a folder in the vault's place is not seen")
	}
	if err := v.set(t.Context(), "a", "x"); err == nil {
		t.Error("set over a folder = nil")
	}
}

func TestVaultAsksOnce(t *testing.T) {
	asked := 0
	v := testVault(t, func(context.Context) (string, error) {
		asked++
		return "right", nil
	})
	for i := range 3 {
		if err := v.set(t.Context(), fmt.Sprint(i), "x"); err != nil {
			t.Fatal(err)
		}
	}
	v.ask = func(context.Context) (string, error) { asked++; return "wrong", nil }
	v.secrets, v.asked = nil, false
	for range 3 {
		if _, err := v.get(t.Context(), "0"); !errors.Is(err, ErrPassphrase) {
			t.Errorf("get = %v, want ErrPassphrase", err)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times, want 2", asked)
	}
}

func TestVaultAsksAgainAfterACancelledQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	v := testVault(t, func(ctx context.Context) (string, error) {
		cancel()
		return "right", ctx.Err()
	})
	if err := v.set(ctx, "a", "x"); !errors.Is(err, context.Canceled) {
		t.Fatalf("set = %v, want context.Canceled", err)
	}
	v.ask = answer("right")
	if err := v.set(t.Context(), "a", "x"); err != nil {
		t.Errorf("set = %v", err)
	}
}

// A crash in the middle must find the old file whole: it is never written to, and what cannot be finished is taken away.
func TestVaultWritesBesideTheOldFile(t *testing.T) {
	v := testVault(t, answer("right"))
	if err := v.set(t.Context(), "a", "first"); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(v.path)
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "old")
	if err := os.Link(v.path, old); err != nil {
		t.Skip("no hard links here: ", err)
	}
	if err := v.set(t.Context(), "a", "second"); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(old); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the old file was written to (%v)", err)
	}
	// A path that cannot be renamed over: the write fails, the secrets stay, nothing is left behind.
	if err := os.Remove(v.path); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(v.path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := v.set(t.Context(), "a", "third"); err == nil {
		t.Error("set onto a folder = nil")
	}
	if got, err := v.get(t.Context(), "a"); err != nil || got != "second" {
		t.Errorf("after the failure: %q, %v; want the last secret that was written", got, err)
	}
	entries, err := os.ReadDir(filepath.Dir(v.path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func TestVaultUsedAtOnce(t *testing.T) {
	v := testVault(t, answer("right"))
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			key := fmt.Sprint("key ", i)
			if err := v.set(t.Context(), key, key); err != nil {
				t.Error(err)
			}
			if got, err := v.get(t.Context(), key); err != nil || got != key {
				t.Errorf("get(%q) = %q, %v", key, got, err)
			}
			if i%3 == 0 {
				if err := v.remove(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	again := reopened(v, "right")
	for i := range 12 {
		_, err := again.get(t.Context(), fmt.Sprint("key ", i))
		if gone := errors.Is(err, ErrNotFound); gone != (i%3 == 0) {
			t.Errorf("key %d after a new start: %v", i, err)
		}
	}
}

// Whatever lies in the vault's place, opening it ends with secrets or an error that holds none.
func FuzzUnseal(f *testing.F) {
	sealed, err := seal(map[string]string{"k": "s"}, "right", 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data, []byte("-> scrypt")) && !bytes.Equal(data, sealed) {
			return // a high work factor only costs time
		}
		secrets, err := unseal(data, "right")
		if (secrets == nil) == (err == nil) {
			t.Fatalf("unseal = %v, %v", secrets, err)
		}
		if err == nil && (len(secrets) != 1 || secrets["k"] != "s") {
			t.Fatalf("unseal made up %v", secrets)
		}
	})
}

// BenchmarkUnseal is what a program start pays; workFactor was chosen by it.
func BenchmarkUnseal(b *testing.B) {
	for work := 15; work <= 18; work++ {
		b.Run(fmt.Sprint(work), func(b *testing.B) {
			sealed, err := seal(map[string]string{"key": "secret"}, "passphrase", work)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := unseal(sealed, "passphrase"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sealText seals anything, also what is no list of secrets.
func sealText(text, passphrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	recipient.SetWorkFactor(10)
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return nil, err
	}
	err = w.Close()
	return sealed.Bytes(), err
}
