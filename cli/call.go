package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
)

// call is one command under way. It is used on one goroutine; fetch's workers only get values out of it.
type call struct {
	Env
	ctx  context.Context
	cmd  command
	path string   // "satchel account add"
	args []string // what follows the command's words

	profile              string // --profile
	json                 bool
	version, demo, check bool
	secrets              secrets // read in this call: never to stand in a report

	store *mailstore.Store
	kept  keychain.Keeper // of keeper
}

func (c *call) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func (c *call) getenv(name string) string {
	if c.Getenv == nil {
		return ""
	}
	return c.Getenv(name)
}

// dir is the profile folder.
func (c *call) dir() string {
	if c.profile != "" {
		return c.profile
	}
	return c.DataDir
}

// openStore opens the profile for a command that changes it. Only account add makes a new one.
func (c *call) openStore() error { return c.open(mailstore.Options{Now: c.Now}) }

// openReadOnly opens the profile beside a window that has it. What an older Satchel wrote must be opened for writing
// once, to be brought up to date.
func (c *call) openReadOnly() error {
	err := c.open(mailstore.Options{Now: c.Now, ReadOnly: true})
	if errors.Is(err, mailstore.ErrReadOnly) {
		return c.openStore()
	}
	return err
}

func (c *call) open(o mailstore.Options) (err error) {
	if err := c.needProfile(); err != nil {
		return err
	}
	store, err := mailstore.Open(c.ctx, c.dir(), o)
	if err != nil {
		return err
	}
	c.store = store
	if store.Newer() {
		fmt.Fprintln(c.Err, "satchel: A later version of Satchel wrote this profile. It is only read here, and nothing in it is changed.")
	}
	return nil
}

// needProfile is a usage error where the folder holds no mail file.
func (c *call) needProfile() error {
	if c.dir() == "" {
		return usagef("There is no place for your mail: neither --profile nor a home folder is set.")
	}
	_, err := os.Stat(filepath.Join(c.dir(), "mail.db"))
	if errors.Is(err, fs.ErrNotExist) {
		if log, err := os.Stat(filepath.Join(c.dir(), "mail.db-wal")); err == nil && log.Size() > 0 {
			return fmt.Errorf("%w: mail.db is gone, its log is still there", mailstore.ErrDamaged)
		}
		return usagef("There is no Satchel profile in %s. Add an account first (satchel account add), or name the right folder with --profile.", c.dir())
	}
	if err != nil { // a file, a folder of somebody else's, a drive that is gone
		return usagef("The profile folder %s cannot be used: %v.", c.dir(), reason(err))
	}
	return nil
}

func (c *call) close() error {
	if c.store == nil {
		return nil
	}
	store := c.store
	c.store = nil
	return store.Close()
}

// abandonLimit is how long a fault waits for the store to close.
const abandonLimit = 2 * time.Second

// abandon closes the store after a fault. The fault may have left it in any state, so it is neither waited for very long
// nor allowed to raise another one.
func (c *call) abandon() {
	store := c.store
	if store == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }()
		_ = store.Close()
	}()
	select {
	case <-done:
	case <-time.After(abandonLimit):
	}
}

// keeper opens the profile's place for secrets, once: its passphrase is asked at most once.
func (c *call) keeper() keychain.Keeper {
	if c.kept == nil {
		c.kept = c.keeperAsking(c.askPassphrase)
	}
	return c.kept
}

func (c *call) keeperAsking(ask func(context.Context) (string, error)) keychain.Keeper {
	if c.Secrets != nil {
		return c.Secrets(c.dir(), ask)
	}
	return keychain.Open(c.dir(), ask)
}

func (c *call) syncer(secrets keychain.Keeper) *mailsync.Syncer {
	return mailsync.New(c.store, secrets, mailsync.Options{Now: c.Now, Limits: c.Limits, Refresh: c.refresher(secrets)})
}

// refresher gets new access tokens for those who fetch or send.
func (c *call) refresher(secrets keychain.Keeper) func(context.Context, mailstore.Account) (string, error) {
	return func(ctx context.Context, a mailstore.Account) (string, error) {
		o := c.SignIn
		o.Now = c.Now
		token, err := signin.Refresh(ctx, secrets, a.SecretKey, o)
		c.secrets.add(token)
		return token, err
	}
}

// account finds an account by the short name a person typed.
func (c *call) account(slug string) (mailstore.Account, error) {
	a, err := c.store.AccountBySlug(c.ctx, slug)
	if errors.Is(err, mailstore.ErrNotFound) {
		return a, usagef("There is no account %q in this profile. See: satchel account list", clean(slug))
	}
	return a, err
}

// accounts gives those named, each once, or all.
func (c *call) accounts(slugs []string) ([]mailstore.Account, error) {
	if len(slugs) == 0 {
		return c.store.Accounts(c.ctx)
	}
	var list []mailstore.Account
	seen := map[mailstore.AccountID]bool{}
	for _, slug := range slugs {
		a, err := c.account(slug)
		if err != nil {
			return nil, err
		}
		if !seen[a.ID] {
			seen[a.ID] = true
			list = append(list, a)
		}
	}
	return list, nil
}

// printJSON writes v as the one document on standard output.
func (c *call) printJSON(v any) error {
	e := json.NewEncoder(c.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return written(e.Encode(v))
}

// printf writes text for people to standard output.
func (c *call) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(c.Out, format, args...)
	return written(err)
}

// written turns a failed write to standard output into its sentence.
func written(err error) error {
	if err == nil {
		return nil
	}
	return &failure{exitStore, "The output could not be written: " + err.Error() + ".", err}
}

func (c *call) printVersion() error { return c.printf("satchel %s\n", c.Version) }
