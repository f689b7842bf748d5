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
	steps := []migration{{number: 1, name: "one", script: "CREATE TABLE one (a)"}, {number: 2, name: "two", script: "CREATE TABLE two (a); CREATE TABLE one (a)"}}
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

// An index without words in it is made anew.
func TestMigrateMakesAnEmptyIndexAnew(t *testing.T) {
	db := scratch(t, "new")
	if err := migrate(t.Context(), db, migrationsOf(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO search (rowid, subject, body) VALUES (1, 'one', 'two')"); err != nil {
		t.Fatal(err)
	}
	var first string
	if err := db.QueryRow("SELECT name FROM pragma_table_info('search') WHERE cid = 0").Scan(&first); err != nil || first != "body" {
		t.Errorf("the first column is %q, %v", first, err)
	}
	var found int
	if err := db.QueryRow("SELECT rowid FROM search WHERE search MATCH 'subject : one AND body : two'").Scan(&found); err != nil || found != 1 {
		t.Errorf("found %d, %v", found, err)
	}
}

// What a profile of the first version holds is there in the last one.
func TestMigrateKeepsData(t *testing.T) {
	steps := migrationsOf(t)
	db := scratch(t, "old")
	if err := migrate(t.Context(), db, steps[:1]); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO accounts VALUES (1, 'ann', 'key', 'ann@example.org', '', '', 0, '', 0, '', '', '', 'forever', 0, 0, '', 0, '', 0, 5, 0, 0, 0, 0, 0, '', '', 0, 0, 0, 0, 0, '', 0)`,
		"INSERT INTO folders (account_id, parent, role, name) VALUES (1, 0, 'inbox', 'Inbox'), (1, 0, 'bin', 'Bin')",
		`INSERT INTO messages (account_id, folder_id, thread_id, date, arrived, size, sha256, unread, attachments, attached, defects, from_name, from_address, recipients, subject, preview, message_id, in_reply_to)
			VALUES (1, 1, 1, 5, 5, 3, x'00', 1, 0, 0, 0, '', '', '', 'kept', '', '', ''), (1, 2, 2, 5, 5, 3, x'00', 0, 0, 0, 0, '', '', '', 'binned', '', '', '')`,
		"INSERT INTO chunks (id, codec, data) VALUES (65536, 0, x'726177')",
		"INSERT INTO search (rowid, subject, sender, recipients, body, attachments) VALUES (1, 'kept', '', '', '', '')",
		"INSERT INTO ledger (account_id, uidl, incarnation, size, first_seen, state, since, message_id) VALUES (1, x'41', 1, 3, 5, 'safe', 5, 1)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := migrate(t.Context(), db, steps); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"SELECT subject FROM messages WHERE binned = 0":                                                         "kept",
		"SELECT subject FROM messages WHERE binned > 0":                                                         "binned",
		"SELECT data FROM chunks":                                                                               "raw",
		"SELECT rowid FROM search WHERE search MATCH 'kept'":                                                    "1",
		"SELECT rowid FROM search WHERE search MATCH 'subject : kept'":                                          "1",
		"SELECT sql LIKE '%fts5 (%subject, sender, recipients, body%' FROM sqlite_schema WHERE name = 'search'": "1", // an index in use stays as it is
		"SELECT state FROM ledger":                                                                              "safe",
		"SELECT email FROM accounts":                                                                            "ann@example.org",
		"SELECT total || ' ' || unread FROM folders WHERE role = 'inbox'":                                       "1 1",
		"SELECT count(*) FROM settings WHERE key = 'profile.id' AND value <> ''":                                "1",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s gives %q, %v; want %q", query, got, err, want)
		}
	}
}
