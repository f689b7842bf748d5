package keychain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// Keeper keeps secrets by account key (an opaque random string made when the account is added; never reused). Safe for
// concurrent use. Every call ends within 3 s of the system's keyring, or with the context.
type Keeper interface {
	Get(ctx context.Context, key string) (string, error) // ErrNotFound
	Set(ctx context.Context, key, secret string) error
	Delete(ctx context.Context, key string) error // nil where there is none
	Where() string                                // for people: "the system's keyring", "the vault file …"
}

// Errors for errors.Is. No error text of this package holds a secret or a passphrase.
var (
	ErrNotFound    = errors.New("keychain: no secret is kept for this account")
	ErrUnavailable = errors.New("keychain: the system's keyring does not answer")
	ErrLocked      = errors.New("keychain: the vault needs its passphrase")
	ErrPassphrase  = errors.New("keychain: the passphrase does not open the vault")
	ErrDamaged     = errors.New("keychain: the vault file is damaged") // it is left as it is
)

// VaultName is the vault's file name in the profile folder.
const VaultName = "vault.age"

// keyringLimit is how long a keyring may take to answer.
const keyringLimit = 3 * time.Second

// Open gives the keeper of a profile folder: the system's keyring, else the vault file dir/vault.age, whose passphrase is
// asked of ask (nil: ErrLocked when needed) at most once, when first needed. A profile that has a vault file uses it.
func Open(dir string, ask func(context.Context) (string, error)) Keeper {
	return &keeper{
		ring:  &limited{ring: systemRing{}, limit: keyringLimit},
		vault: newVault(filepath.Join(dir, VaultName), ask),
	}
}

// keeper puts the keyring and the vault together. It holds no state: what decides is whether the vault file is there.
type keeper struct {
	ring  *limited
	vault *vault
}

// Get asks the vault where there is one, then the keyring: secrets that were kept before the vault came to be are there.
func (k *keeper) Get(ctx context.Context, key string) (string, error) {
	if !k.vault.exists() {
		return k.ring.get(ctx, key)
	}
	secret, err := k.vault.get(ctx, key)
	if !errors.Is(err, ErrNotFound) {
		return secret, err
	}
	secret, err = k.ring.get(ctx, key)
	if errors.Is(err, ErrUnavailable) {
		return "", ErrNotFound // the vault is this profile's place: a missing keyring is no news
	}
	return secret, err
}

// Set keeps a secret in the vault where there is one, else in the keyring, else in a new vault.
func (k *keeper) Set(ctx context.Context, key, secret string) error {
	if !k.vault.exists() {
		ringErr := k.ring.set(ctx, key, secret)
		if ringErr == nil || ctx.Err() != nil {
			return ringErr
		}
		if err := k.vault.set(ctx, key, secret); err != nil {
			return errors.Join(err, ringErr)
		}
		return nil
	}
	if err := k.vault.set(ctx, key, secret); err != nil {
		return err
	}
	// An older secret of this account may lie in the keyring from before the vault. It is never read again, so a
	// keyring which does not answer is no failure.
	_ = k.ring.remove(ctx, key)
	return nil
}

// Delete removes the secret from wherever it may be.
func (k *keeper) Delete(ctx context.Context, key string) error {
	if !k.vault.exists() {
		return k.ring.remove(ctx, key)
	}
	if err := k.vault.remove(ctx, key); err != nil {
		return err
	}
	if err := k.ring.remove(ctx, key); err != nil && !errors.Is(err, ErrUnavailable) {
		return err
	}
	return nil
}

func (k *keeper) Where() string {
	if k.vault.exists() {
		return "the vault file " + k.vault.path
	}
	return "the system's keyring"
}

// HasVault tells whether the profile folder dir keeps its secrets in a vault file.
func HasVault(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, VaultName))
	return err == nil
}
