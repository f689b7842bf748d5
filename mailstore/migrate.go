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
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return sorted(err)
	}
	if version > len(steps) {
		return fmt.Errorf("%w: its version is %d, this Satchel knows %d", ErrNewer, version, len(steps))
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
