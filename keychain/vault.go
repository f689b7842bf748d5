package keychain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"

	"filippo.io/age"
)

// workFactor is the base-2 logarithm of scrypt's cost. A command that signs in pays it once, before anything else happens,
// so it must stay below a quarter of a second on a small machine. Measured there, best and worst of seven: 2^15
// 76–116 ms, 2^16 165–228 ms, 2^17 324–417 ms, 2^18 633–692 ms. Each step up doubles the price of guessing as well, so the
// largest that fits is taken.
const workFactor = 16

// mostWork refuses a vault which would keep a program start busy for longer than a few seconds. A vault written again
// with the age tool (2^18) still opens.
const mostWork = 20

// mostVault bounds what is read: a thousand accounts fit many times over.
const mostVault = 16 << 20

// vault is a file of secrets. The plain map stays in memory after the first opening, since each opening costs the
// passphrase's scrypt again.
type vault struct {
	path string
	ask  func(context.Context) (string, error)
	work int // workFactor, less in tests

	turn chan struct{} // holds one token: who has it may use the fields below; a channel, so that waiting ends with a context

	asked      bool // ask has been answered; it is never called again
	passphrase string
	refused    error             // the answer did not help: kept, or each account would cost its scrypt in vain
	secrets    map[string]string // nil: not opened yet; never changed in place
}

func newVault(path string, ask func(context.Context) (string, error)) *vault {
	v := &vault{path: path, ask: ask, work: workFactor, turn: make(chan struct{}, 1)}
	v.turn <- struct{}{}
	return v
}

// exists is true for anything that lies at the vault's path, also for what is no readable vault: it must not be overwritten.
func (v *vault) exists() bool {
	_, err := os.Lstat(v.path)
	return !errors.Is(err, fs.ErrNotExist)
}

func (v *vault) get(ctx context.Context, key string) (secret string, err error) {
	err = v.use(ctx, func() error {
		var ok bool
		if secret, ok = v.secrets[key]; !ok {
			return ErrNotFound
		}
		return nil
	})
	return secret, err
}

func (v *vault) set(ctx context.Context, key, secret string) error {
	return v.use(ctx, func() error {
		changed := maps.Clone(v.secrets)
		changed[key] = secret
		return v.store(changed)
	})
}

func (v *vault) remove(ctx context.Context, key string) error {
	return v.use(ctx, func() error {
		if _, ok := v.secrets[key]; !ok {
			return nil
		}
		changed := maps.Clone(v.secrets)
		delete(changed, key)
		return v.store(changed)
	})
}

// use opens the vault if it is not open yet and runs do, one caller at a time.
func (v *vault) use(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err // select picks either when both are ready
	}
	select {
	case <-v.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { v.turn <- struct{}{} }()
	if err := v.open(ctx); err != nil {
		return err
	}
	return do()
}

// open asks for the passphrase and reads the file; a file that is not there is an empty vault.
func (v *vault) open(ctx context.Context) error {
	if v.secrets != nil {
		return nil
	}
	if v.refused != nil {
		return v.refused
	}
	if err := v.askOnce(ctx); err != nil {
		return err
	}
	sealed, err := readVault(v.path)
	if errors.Is(err, fs.ErrNotExist) {
		v.secrets = map[string]string{}
		return nil
	}
	if err != nil {
		return err // the disk's trouble, perhaps gone at the next call
	}
	v.secrets, v.refused = unseal(sealed, v.passphrase)
	return v.refused
}

func (v *vault) askOnce(ctx context.Context) error {
	if v.asked {
		return nil
	}
	if v.ask == nil {
		return ErrLocked
	}
	passphrase, err := v.ask(ctx)
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // nobody answered yet: the next call may ask
	}
	v.asked = true
	switch {
	case errors.Is(err, ErrLocked):
		v.refused = err
	case err != nil:
		v.refused = fmt.Errorf("%w: %w", ErrLocked, err)
	case passphrase == "":
		v.refused = ErrLocked
	}
	v.passphrase = passphrase
	return v.refused
}

// store writes the file and only then takes secrets for the vault's: after a failure both are as before.
func (v *vault) store(secrets map[string]string) error {
	sealed, err := seal(secrets, v.passphrase, v.work)
	if err != nil {
		return err
	}
	if err := replaceFile(v.path, sealed); err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	v.secrets = secrets
	return nil
}

func readVault(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the vault: %w", err)
	}
	defer f.Close()
	sealed, err := io.ReadAll(io.LimitReader(f, mostVault+1))
	if err != nil {
		return nil, fmt.Errorf("read the vault: %w", err)
	}
	if len(sealed) > mostVault {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrDamaged, mostVault)
	}
	return sealed, nil
}

func seal(secrets map[string]string, passphrase string, work int) ([]byte, error) {
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("seal the vault: %w", err)
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("seal the vault: %w", err)
	}
	recipient.SetWorkFactor(work)
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return nil, fmt.Errorf("seal the vault: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("seal the vault: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal the vault: %w", err)
	}
	return sealed.Bytes(), nil
}

// unseal gives the secrets in a vault: ErrPassphrase, or ErrDamaged for what no passphrase opens.
func unseal(sealed []byte, passphrase string) (map[string]string, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLocked, err)
	}
	identity.SetMaxWorkFactor(mostWork)
	r, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	secrets := map[string]string{}
	if json.Unmarshal(plain, &secrets) != nil || secrets == nil {
		// The decoder's error could quote the contents.
		return nil, fmt.Errorf("%w: its contents are not a list of secrets", ErrDamaged)
	}
	return secrets, nil
}
