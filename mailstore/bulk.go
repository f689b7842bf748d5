package mailstore

import (
	"database/sql"
	"errors"
	"strings"
)

// bulkRows is how many rows go into one statement. Opening a table's indices and crossing into SQLite is most of what
// the insertion of one row costs, and by then it is small beside the rows themselves.
const bulkRows = 32

// bulk gathers rows for one statement over many of them. flush must be called in the end, and before anything reads what
// was added.
type bulk struct {
	tx      *writeTx
	head    string // up to VALUES
	tail    string // behind the rows
	columns int
	args    []any
	rows    int
	many    string // the statement for bulkRows rows, made once
}

func (b *bulk) add(args ...any) error {
	b.args = append(b.args, args...)
	if b.rows++; b.rows < bulkRows {
		return nil
	}
	return b.flush()
}

// flush writes what was gathered. Only two lengths of the statement are used, so that both stay prepared.
func (b *bulk) flush() error {
	args, rows := b.args, b.rows
	b.args, b.rows = b.args[:0], 0
	if rows == bulkRows {
		if b.many == "" {
			b.many = b.statement(bulkRows)
		}
		_, err := b.tx.Exec(b.many, args...)
		return err
	}
	one := ""
	for ; len(args) > 0; args = args[b.columns:] {
		if one == "" {
			one = b.statement(1)
		}
		if _, err := b.tx.Exec(one, args[:b.columns]...); err != nil {
			return err
		}
	}
	return nil
}

func (b *bulk) statement(rows int) string {
	row := "(" + placeholders(b.columns) + ")"
	return b.head + " VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ") + b.tail
}

// nextID is the id which AUTOINCREMENT would give the next row of a table. Who knows it can write rows that name each other,
// and many by one statement.
func nextID[T ~int64](tx *writeTx, table string) (T, error) {
	var last T
	err := tx.QueryRow("SELECT seq FROM sqlite_sequence WHERE name = ?", table).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	return last + 1, nil
}
