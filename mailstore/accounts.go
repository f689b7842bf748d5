package mailstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Account is a mailbox at a provider, with what the checks learnt of it.
type Account struct {
	ID          AccountID
	Slug        string // short name for commands, unique, "ann"
	SecretKey   string // random, made by AddAccount; names the secret in the keychain
	Email, Name string // Name is the person's
	Host        string
	Port        int
	TLS         string // "implicit", "starttls", "none"
	AllowClear  bool
	CAFile      string // further trusted authorities (PEM), "" none
	User        string
	Auth        string // "auto", "user", "plain", …
	Keep        Keep
	Interval    time.Duration // between checks, whole seconds; 0: never by itself
	SMTPHost    string
	SMTPPort    int
	SMTPTLS     string
	SMTPUser    string // "": User
	SMTPAuth    string // "auto", "plain", …, "none"
	// SMTPSecretKey names another secret in the keychain; "": the one for fetching serves for sending too.
	SMTPSecretKey string
	Colour        int // index into the window's palette
	Added         time.Time
	MaxSize       int64 // octets; of larger messages only the head is fetched. 0: no limit
	BinRemoves    bool  // what is deleted for good from the Bin is removed from the server too

	// Told is the Mark of the rule whose removals the person was shown, at set-up or in a preview.
	Told string
	// Wary is why many removals wait for a yes though the rule is known; WaryNot: no reason.
	Wary Wary

	// kept by the checks
	TLSSeen      bool      // TLS has worked once: the account never goes below it
	SMTPTLSSeen  bool      // the same for sending
	LastCheck    time.Time // end of the last check that ended well
	LastTry      time.Time
	NextCheck    time.Time
	NotBefore    time.Time // the server asked for a pause (LOGIN-DELAY, IN-USE); also binding for a person's wish
	LastResult   string    // "ok", "partial", "auth", "busy", "network", "tls", "store", "suspicious", "" none yet
	LastText     string    // the sentence of the last check
	ServerCount  int       // messages and octets there at the last full listing
	ServerOctets int64
	ClockSeen    time.Time // the clock at the last session
	ClockDoubt   time.Time // when a jump of the clock was noticed; zero: none
	YesAt        time.Time // when the person said yes to the next check's removals; zero: they did not
	Suspicion    string    // why the listing is not believed, "" none (JSON of mailsync, opaque here)
	ServerSays   string    // what the server said of itself in the last session (JSON of mailsync, opaque here)
}

// Wary is a reason to ask before many messages are removed from the server at once.
type Wary string

const (
	WaryNot      Wary = ""
	WaryRestored Wary = "restored" // the ledger came out of a backup and may not be what it was
	WaryImported Wary = "imported" // the ledger was taken over from another program
	WaryListing  Wary = "listing"  // an odd listing was believed, or the server gave all its messages new ids
)

// beWary has an account's removals wait for a yes, which one given earlier is not.
func beWary(tx *writeTx, a AccountID, why Wary) error {
	_, err := tx.Exec("UPDATE accounts SET wary = ?, brake_yes = 0 WHERE id = ?", why, a)
	return err
}

const accountColumns = `slug, secret_key, email, name, host, port, tls, allow_clear, ca_file, user, auth, keep,
	keep_from, interval, smtp_host, smtp_port, smtp_tls, colour, added, tls_seen, last_check, last_try, next_check,
	not_before, last_result, last_text, server_count, server_octets, clock_seen, clock_doubt, brake_yes, suspicion,
	max_size, bin_removes, told, wary, server_says, smtp_user, smtp_auth, smtp_secret_key, smtp_tls_seen`

// row names the fields in the order of accountColumns, as arguments and as targets alike.
func (a *Account) row() []any {
	return []any{
		&a.Slug, &a.SecretKey, &a.Email, &a.Name, &a.Host, &a.Port, &a.TLS, &a.AllowClear, &a.CAFile, &a.User, &a.Auth, keepWords{&a.Keep},
		stamp{&a.Keep.From}, span{&a.Interval}, &a.SMTPHost, &a.SMTPPort, &a.SMTPTLS, &a.Colour, stamp{&a.Added}, &a.TLSSeen, stamp{&a.LastCheck}, stamp{&a.LastTry}, stamp{&a.NextCheck},
		stamp{&a.NotBefore}, &a.LastResult, &a.LastText, &a.ServerCount, &a.ServerOctets, stamp{&a.ClockSeen}, stamp{&a.ClockDoubt}, stamp{&a.YesAt}, &a.Suspicion,
		&a.MaxSize, &a.BinRemoves, &a.Told, &a.Wary, &a.ServerSays, &a.SMTPUser, &a.SMTPAuth, &a.SMTPSecretKey, &a.SMTPTLSSeen,
	}
}

func (a *Account) rowWithID() []any { return append([]any{&a.ID}, a.row()...) }

// AddAccount keeps a new account and makes its folders, in one transaction. It fills ID, SecretKey, Added if zero
// and Slug if empty (from the address, made unique). ErrExists when the slug asked for is taken. Its rule counts as
// told: nobody sets up an account without choosing one.
func (s *Store) AddAccount(ctx context.Context, a Account) (Account, error) {
	a.SecretKey = rand.Text()
	if a.Told == "" {
		a.Told = a.Keep.Mark()
	}
	if a.Added.IsZero() {
		a.Added = s.now()
	}
	if a.SMTPAuth == "" {
		a.SMTPAuth = "auto"
	}
	err := s.write(ctx, func(tx *writeTx) error {
		if a.Slug == "" {
			slug, err := freeSlug(tx, a.Email)
			if err != nil {
				return err
			}
			a.Slug = slug
		}
		res, err := tx.Exec("INSERT INTO accounts ("+accountColumns+") VALUES ("+placeholders(len(a.row()))+")", a.row()...)
		if isUnique(err) {
			return fmt.Errorf("%w: %s", ErrExists, a.Slug)
		} else if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		a.ID = AccountID(id)
		if err := addFolders(tx, a.ID); err != nil {
			return err
		}
		a, err = readAccount(ctx, tx, "id = ?", id) // as it is stored: whole seconds, UTC
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("add account %s: %w", a.Email, err)
	}
	return a, nil
}

func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// freeSlug makes a short name of the part before the @: "ann", then "ann2", "ann3" …
func freeSlug(tx *writeTx, email string) (string, error) {
	local, _, _ := strings.Cut(email, "@")
	base := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r == '.', r == '_', r == '+':
			return '-'
		}
		return -1
	}, strings.ToLower(local)), "-")
	if base == "" {
		base = "account"
	}
	for slug, n := base, 2; ; n++ {
		var taken bool
		err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM accounts WHERE slug = ? AND removed = 0)", slug).Scan(&taken)
		if err != nil || !taken {
			return slug, err
		}
		slug = base + strconv.Itoa(n)
	}
}

// querier is what *sql.DB and *writeTx have in common.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readAccount(ctx context.Context, q querier, where string, arg any) (a Account, err error) {
	err = q.QueryRowContext(ctx, "SELECT id, "+accountColumns+" FROM accounts WHERE removed = 0 AND "+where, arg).Scan(a.rowWithID()...)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, ErrNotFound
	}
	return a, sorted(err)
}

// Accounts gives all accounts in order of adding, removed ones left out.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT id, "+accountColumns+" FROM accounts WHERE removed = 0 ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", sorted(err))
	}
	list, err := collect(rows, (*Account).rowWithID)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	return list, nil
}

// Account gives one account; ErrNotFound also for a removed one.
func (s *Store) Account(ctx context.Context, id AccountID) (Account, error) {
	a, err := readAccount(ctx, s.readers, "id = ?", id)
	if err != nil {
		return Account{}, fmt.Errorf("read account %d: %w", id, err)
	}
	return a, nil
}

// AccountBySlug gives the account with that short name.
func (s *Store) AccountBySlug(ctx context.Context, slug string) (Account, error) {
	a, err := readAccount(ctx, s.readers, "slug = ?", slug)
	if err != nil {
		return Account{}, fmt.Errorf("read account %q: %w", slug, err)
	}
	return a, nil
}

// UpdateAccount reads, changes and writes an account in one transaction. change must not use the store. ID and
// SecretKey stay as they are whatever change does: the secret in the keyring could not be found again.
func (s *Store) UpdateAccount(ctx context.Context, id AccountID, change func(*Account)) (a Account, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		if a, err = readAccount(ctx, tx, "id = ?", id); err != nil {
			return err
		}
		key := a.SecretKey
		change(&a)
		a.ID, a.SecretKey = id, key
		_, err := tx.Exec("UPDATE accounts SET ("+accountColumns+") = ("+placeholders(len(a.row()))+") WHERE id = ?",
			append(a.row(), id)...)
		if isUnique(err) {
			return fmt.Errorf("%w: %s", ErrExists, a.Slug)
		} else if err != nil {
			return err
		}
		a, err = readAccount(ctx, tx, "id = ?", id)
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("update account %d: %w", id, err)
	}
	return a, nil
}
