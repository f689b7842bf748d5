package mailstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
	"github.com/mattn/go-sqlite3"
)

const (
	dbName   = "mail.db"
	newName  = "mail.db.new" // a database being made; it gets its real name when it is whole
	lockName = "lock"
	tmpName  = "tmp"

	pageSize = 16384 // measured: see doc.go
	readers  = 4
)

// Options of Open.
type Options struct {
	ReadOnly bool             // no lock, no migration, no writes: for list, show and ledger while another Satchel has the profile
	Now      func() time.Time // nil: time.Now
}

// Open opens (and makes, 0700) the profile folder dir: dir/mail.db, dir/lock, dir/tmp. ErrLocked when another
// Satchel has it, ErrNewer when a later version wrote it, ErrDamaged when it is no readable database; nothing that
// is there is ever overwritten. With ReadOnly the profile has to exist (ErrNotFound); one of a later version is read as far
// as all that is known here is in it (Newer), else it is ErrNewer.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open profile: %w", err)
	}
	s := &Store{dir: abs, now: o.Now, turn: make(chan struct{}, 1)}
	if s.now == nil {
		s.now = time.Now
	}
	s.blocks.New = func() any { return new([blockSize]byte) }
	s.small.New = func() any { return new([smallBlock]byte) }
	s.pieces.New = func() any { return new([]byte) }
	if s.packer, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(chunkSize), zstd.WithEncoderCRC(false)); err != nil {
		return nil, err
	}
	if s.opener, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(2*chunkSize), zstd.WithDecoderConcurrency(readers)); err != nil {
		return nil, err
	}
	open := s.openForWriting
	if o.ReadOnly {
		open = s.openForReading
	}
	if err := open(ctx); err != nil {
		s.opener.Close()
		return nil, fmt.Errorf("open profile %s: %w", dir, sorted(err))
	}
	return s, nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

func (s *Store) openForWriting(ctx context.Context) (err error) {
	if err := os.MkdirAll(s.path(tmpName), 0o700); err != nil {
		return err
	}
	if err := sorted(probe(s.dir)); errors.Is(err, fs.ErrPermission) {
		return err // SQLite would say that the file is not there
	}
	lock := flock.New(s.path(lockName), flock.SetPermissions(0o600))
	if ok, err := lock.TryLock(); err != nil {
		return err
	} else if !ok {
		return ErrLocked
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeQuietly(), lock.Unlock())
		}
	}()
	s.lock = lock
	s.clearTemporary()
	steps, err := loadMigrations(migrations)
	if err != nil {
		return err
	}
	if err := s.ensureDatabase(ctx, steps); err != nil {
		return err
	}
	// First looked at for reading only: a connection that may write moves the WAL when it closes, and what a later
	// version wrote is its own to change.
	s.readers = connect(s.path(dbName), "ro", readers)
	if err := checkOurs(ctx, s.readers); err != nil {
		return err
	}
	if err := refuseNewer(ctx, s.readers, steps); err != nil {
		return err
	}
	s.writer = connect(s.path(dbName), "rw", 1)
	if err := migrate(ctx, s.writer, steps); err != nil {
		return err
	}
	if err := s.recoverOutbox(ctx); err != nil {
		return err
	}
	s.house = startHouse(s) //nolint:contextcheck // it lives until Close and not as long as the call
	return nil
}

// openForReading works beside another process which writes. A folder which cannot be written to (a copy on a
// read-only disk) is read as a file that nobody changes.
func (s *Store) openForReading(ctx context.Context) error {
	info, err := os.Stat(s.path(dbName))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: there is no %s", ErrNotFound, dbName)
	} else if err != nil {
		return err
	} else if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: %s is not a file", ErrDamaged, dbName)
	}
	mode := "ro"
	if s.walSize() == 0 && !writable(s.dir) {
		mode = "ro&immutable=1"
	}
	s.readers = connect(s.path(dbName), mode, readers)
	if err := s.checkReadable(ctx); err != nil {
		return errors.Join(err, s.closeQuietly())
	}
	return nil
}

func (s *Store) checkReadable(ctx context.Context) error {
	if err := checkOurs(ctx, s.readers); err != nil {
		return err
	}
	steps, err := loadMigrations(migrations)
	if err != nil {
		return err
	}
	var version int
	if err := s.readers.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > len(steps):
		s.newer = true
		return readsNewer(ctx, s.readers, steps)
	case version < len(steps):
		return fmt.Errorf("%w: an older Satchel wrote this profile; open it once for writing", ErrReadOnly)
	}
	return nil
}

func (s *Store) closeQuietly() error {
	var errs []error
	for _, db := range []*sql.DB{s.readers, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

func writable(dir string) bool { return probe(dir) == nil }

func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// clearTemporary removes what a crash left in dir/tmp; none of it was promised to anybody.
func (s *Store) clearTemporary() {
	left, _ := os.ReadDir(s.path(tmpName)) // a folder that cannot be read shows at the first spool
	for _, f := range left {
		if strings.HasPrefix(f.Name(), spoolPrefix) {
			os.Remove(s.path(filepath.Join(tmpName, f.Name()))) //nolint:errcheck // tried again at the next start
		}
	}
}

// ensureDatabase makes mail.db where there is none. It is made under another name: what is called mail.db was whole
// once, and an empty or foreign file of that name is damage and never a reason to begin anew.
func (s *Store) ensureDatabase(ctx context.Context, steps []migration) error {
	info, err := os.Stat(s.path(dbName))
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is not a file", ErrDamaged, dbName)
	case err == nil && info.Size() == 0:
		return fmt.Errorf("%w: %s is empty", ErrDamaged, dbName)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	case s.walSize() > 0:
		return fmt.Errorf("%w: %s is gone, %s-wal is still there", ErrDamaged, dbName, dbName)
	}
	for _, leftover := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(s.path(newName + leftover)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := s.makeDatabase(ctx, steps); err != nil {
		return err
	}
	if err := os.Rename(s.path(newName), s.path(dbName)); err != nil {
		return err
	}
	return SyncDir(s.dir)
}

func (s *Store) makeDatabase(ctx context.Context, steps []migration) error {
	f, err := os.OpenFile(s.path(newName), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	// Page size and vacuum mode can be chosen only before the first table and before WAL.
	first := fmt.Sprintf("PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = %d; "+fullFlush, pageSize, applicationID)
	db := sql.OpenDB(connector{dsn: location(s.path(newName)) + "?mode=rw&_synchronous=FULL", pragmas: first})
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, steps); err != nil {
		return errors.Join(err, db.Close())
	}
	return db.Close()
}

// fullFlush has macOS flush the disk's own cache too: its fsync alone returns while a power cut can still lose what was
// written. Other systems pass over it.
const fullFlush = "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1"

// applicationID marks the file as ours for programs like file(1): "Stch".
const applicationID = 0x53746368

// checkOurs refuses a sound database of another program before anything is added to it.
func checkOurs(ctx context.Context, db *sql.DB) error {
	var id, version int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return sorted(err)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return sorted(err)
	}
	if id != applicationID || version == 0 {
		return fmt.Errorf("%w: %s is not Satchel's", ErrDamaged, dbName)
	}
	return nil
}

// connector opens connections with pragmas the DSN has no word for.
type connector struct{ dsn, pragmas string }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		// What the index is given as words; see cjk.go.
		if err := conn.RegisterFunc("spaced", spaced, true); err != nil {
			return err
		}
		_, err := conn.Exec(c.pragmas, nil)
		return err
	}}
	return d.Open(c.dsn)
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// connect makes a pool of at most n connections; mode is "rw" or "ro".
func connect(path, mode string, n int) *sql.DB {
	dsn := location(path) + "?mode=" + mode + "&_busy_timeout=10000&_foreign_keys=1&_stmt_cache_size=64&_mutex=no"
	if mode == "rw" {
		dsn += "&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_cache_size=-32768"
	} else {
		dsn += "&_query_only=1&_cache_size=-8192"
	}
	// No mutex within a connection: database/sql lets one goroutine at a time use it.
	//
	// The house decides when pages move from the WAL to the database, so that no commit has to wait for it. A WAL
	// begun anew is cut down to the limit.
	db := sql.OpenDB(connector{dsn: dsn, pragmas: fmt.Sprintf(
		"PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = %d; "+fullFlush, keptWAL)})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// location is a file's path as SQLite's URI, with %, ? and # escaped.
func location(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… becomes file:///C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
