package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/klauspost/compress/zstd"

	"satchel/mailstore"
)

// rowPage is how many octets of lines are packed together.
const rowPage = 256 << 10

// Columns of messages that are the file's own: where the first chunk lies, and how many octets all of them take.
const (
	columnAt     = "at"
	columnPacked = "packed"
)

// shape is the line that says what the rows of one table look like. Rows name it by its number.
type shape struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// rowWriter turns rows into pages of the log.
type rowWriter struct {
	log    *logWriter
	packer *zstd.Encoder
	shapes map[string]int
	page   []byte
	packed []byte
	start  int64 // where the first page lies; 0: none yet
}

// add writes a row as ["number of its shape", value …], and its shape before the first one.
func (w *rowWriter) add(t *mailstore.Table, row []any, extra ...string) error {
	number, has := w.shapes[t.Name]
	if !has {
		number = len(w.shapes)
		w.shapes[t.Name] = number
		line, err := json.Marshal(shape{t.Name, slices.Concat(t.Columns, extra)})
		if err != nil {
			return err
		}
		w.page = append(append(w.page, line...), '\n')
	}
	w.page = append(w.page, '[')
	w.page = strconv.AppendInt(w.page, int64(number), 10)
	for _, value := range row {
		w.page = append(w.page, ',')
		var err error
		if w.page, err = appendValue(w.page, value); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	w.page = append(w.page, "]\n"...)
	if len(w.page) >= rowPage {
		return w.flush()
	}
	return nil
}

func (w *rowWriter) flush() error {
	if len(w.page) == 0 {
		return nil
	}
	if w.start == 0 {
		w.start = w.log.at
	}
	w.packed = w.packer.EncodeAll(w.page, w.packed[:0])
	w.page = w.page[:0]
	return w.log.record(kindRows, codecZstd, 0, w.packed)
}

// appendValue writes a number or a text as JSON has them, octets as a list of one text in base64.
func appendValue(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case string:
		text, err := json.Marshal(v)
		return append(b, text...), err
	case []byte:
		b = append(b, `["`...)
		b = base64.StdEncoding.AppendEncode(b, v)
		return append(b, `"]`...), nil
	}
	return b, fmt.Errorf("a value of type %T", value)
}

// rowReader turns lines back into rows.
type rowReader struct{ shapes []shape }

// line reads a line: a new shape (row is nil) or a row of a known one.
func (r *rowReader) line(line []byte) (table string, row mailstore.SnapshotRow, err error) {
	damaged := func(why string) error { return fmt.Errorf("%w: a row %s", ErrDamaged, why) }
	if len(line) > 0 && line[0] == '{' {
		var s shape
		if err := json.Unmarshal(line, &s); err != nil {
			return "", nil, damaged("has no shape")
		}
		r.shapes = append(r.shapes, s)
		return s.Table, nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) == 0 {
		return "", nil, damaged("is unreadable")
	}
	number, ok := integer(values[0])
	if !ok || number < 0 || number >= int64(len(r.shapes)) || len(values)-1 != len(r.shapes[number].Columns) {
		return "", nil, damaged("has another shape")
	}
	s := r.shapes[number]
	row = make(mailstore.SnapshotRow, len(s.Columns))
	for i, name := range s.Columns {
		if row[name], ok = plainValue(values[i+1]); !ok {
			return "", nil, damaged("holds what no column can")
		}
	}
	return s.Table, row, nil
}

func integer(v any) (int64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.ParseInt(string(n), 10, 64)
	return i, err == nil
}

// plainValue undoes appendValue.
func plainValue(v any) (any, bool) {
	switch v := v.(type) {
	case json.Number:
		n, ok := integer(v)
		return n, ok
	case string:
		return v, true
	case []any:
		if len(v) != 1 {
			return nil, false
		}
		text, ok := v[0].(string)
		if !ok {
			return nil, false
		}
		b, err := base64.StdEncoding.DecodeString(text)
		return b, err == nil
	}
	return nil, false
}
