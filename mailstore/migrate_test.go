package mailstore

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

func migrationsOf(t *testing.T) []migration {
	t.Helper()
	steps, err := loadMigrations(migrations)
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

func scratch(t *testing.T, name string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(connector{dsn: location(filepath.Join(t.TempDir(), name)) + "?_synchronous=FULL"})
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // it goes with its folder
	return db
}

func schema(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rows, err := db.Query("SELECT name || ': ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := collect(rows, func(line *string) []any { return []any{line} })
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// From whichever version a profile comes, it ends with the schema a new one has.
func TestMigrateFromEveryVersion(t *testing.T) {
	steps := migrationsOf(t)
	fresh := scratch(t, "fresh")
	if err := migrate(t.Context(), fresh, steps); err != nil {
		t.Fatal(err)
	}
	want := schema(t, fresh)
	for version := range len(steps) + 1 {
		db := scratch(t, fmt.Sprint(version))
		if err := migrate(t.Context(), db, steps[:version]); err != nil {
			t.Fatal(err)
		}
		if err := migrate(t.Context(), db, steps); err != nil {
			t.Fatalf("from version %d: %v", version, err)
		}
		if got := schema(t, db); !slices.Equal(got, want) {
			t.Errorf("from version %d the schema is %q, want %q", version, got, want)
		}
		if version == len(steps) {
			continue
		}
		if err := migrate(t.Context(), db, steps[:version]); !errors.Is(err, ErrNewer) {
			t.Errorf("version %d opened by version %d: %v", len(steps), version, err)
		}
	}
}

func TestMigrationThatFailsLeavesNothing(t *testing.T) {
	db := scratch(t, "db")
	steps := []migration{{1, "one", "CREATE TABLE one (a)"}, {2, "two", "CREATE TABLE two (a); CREATE TABLE one (a)"}}
	if err := migrate(t.Context(), db, steps); err == nil {
		t.Fatal("a table was made twice")
	}
	if got := schema(t, db); len(got) != 1 {
		t.Errorf("schema = %q, want table one only", got)
	}
	if err := migrate(t.Context(), db, steps[:1]); err != nil {
		t.Errorf("the version before: %v", err)
	}
}

func TestMigrationsAreNumbered(t *testing.T) {
	gap := fstest.MapFS{"migrations/0001_a.sql": {}, "migrations/0003_c.sql": {}}
	if list, err := loadMigrations(gap); err == nil {
		t.Errorf("a gap is read as %v", list)
	}
}
