package mailstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration brings a database from version number-1 to number.
type migration struct {
	number int
	name   string
	script string
	where  string // gives 0 in a profile that is to stay as it is; "": none is
}

// onlyWhere are the migrations that not every profile gets, with what they ask first.
var onlyWhere = map[int]string{7: "SELECT NOT EXISTS (SELECT 1 FROM search_docsize)"}

// loadMigrations reads migrations/NNNN_name.sql in order. The numbers have to be 1, 2, 3 …
func loadMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var list []migration
	for i, name := range names {
		number, err := strconv.Atoi(name[len("migrations/"):][:4])
		if err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s: its number should be %04d", name, i+1)
		}
		script, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list = append(list, migration{number: number, name: name, script: string(script), where: onlyWhere[number]})
	}
	return list, nil
}

// migrate brings the database to the version of the last step, each step in its own transaction: a crash in
// between leaves an older version, never half of a newer one. ErrNewer when the database is ahead of the steps.
func migrate(ctx context.Context, db *sql.DB, steps []migration) error {
	if err := refuseNewer(ctx, db, steps); err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return sorted(err)
	}
	for _, step := range steps[version:] {
		if err := migrateOne(ctx, db, step); err != nil {
			return fmt.Errorf("migrate with %s: %w", step.name, sorted(err))
		}
	}
	return nil
}

func migrateOne(ctx context.Context, db *sql.DB, step migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	wanted := true
	if step.where != "" {
		if err := tx.QueryRowContext(ctx, step.where).Scan(&wanted); err != nil {
			return err
		}
	}
	if wanted {
		if _, err := tx.ExecContext(ctx, step.script); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", step.number)); err != nil {
		return err
	}
	return tx.Commit()
}

// refuseNewer is ErrNewer for a database that is ahead of the steps.
func refuseNewer(ctx context.Context, db *sql.DB, steps []migration) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return sorted(err)
	}
	if version > len(steps) {
		return fmt.Errorf("%w: its version is %d, this Satchel knows %d", ErrNewer, version, len(steps))
	}
	return nil
}

// readsNewer tells whether a database of a later version still has all tables and columns that are known here: ErrNewer
// where it lacks one. What they mean may have changed all the same, so it is read and never written.
func readsNewer(ctx context.Context, db *sql.DB, steps []migration) error {
	ours := sql.OpenDB(connector{dsn: ":memory:"})
	defer ours.Close() //nolint:errcheck // it was only in memory
	ours.SetMaxOpenConns(1)
	if err := migrate(ctx, ours, steps); err != nil {
		return err
	}
	known, err := columnsOfAll(ctx, ours)
	if err != nil {
		return err
	}
	there, err := columnsOfAll(ctx, db)
	if err != nil {
		return err
	}
	for name := range known {
		if !there[name] {
			return fmt.Errorf("%w: it has no %s", ErrNewer, name)
		}
	}
	return nil
}

// columnsOfAll names the columns of all tables, as "messages.subject". SQLite's own tables and those the search index
// is made of are left out.
func columnsOfAll(ctx context.Context, db *sql.DB) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
		WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		return nil, sorted(err)
	}
	list, err := collect(rows, func(name *string) []any { return []any{name} })
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool, len(list))
	for _, name := range list {
		names[name] = true
	}
	return names, nil
}
