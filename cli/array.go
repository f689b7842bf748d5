package cli

import (
	"bufio"
	"encoding/json"
	"io"
)

// array writes the rows of a list one by one, so that a million of them need no room: as the elements of one JSON array,
// or as plain text through Write. The first error ends the output and is what close gives.
type array struct {
	w    *bufio.Writer
	json bool
	rows int
	err  error
}

func newArray(w io.Writer, asJSON bool) *array {
	a := &array{w: bufio.NewWriterSize(w, 64<<10), json: asJSON}
	if asJSON {
		a.text("[")
	}
	return a
}

// add writes one element of the JSON array.
func (a *array) add(v any) {
	if a.err != nil {
		return
	}
	if a.rows > 0 {
		a.text(",")
	}
	a.rows++
	a.text("\n")
	e := json.NewEncoder(trimNewline{a})
	e.SetEscapeHTML(false)
	if err := e.Encode(v); a.err == nil {
		a.err = err
	}
}

// Write takes plain text.
func (a *array) Write(b []byte) (int, error) {
	if a.err == nil {
		_, a.err = a.w.Write(b)
	}
	return len(b), a.err
}

func (a *array) text(s string) { _, _ = a.Write([]byte(s)) }

// close ends the array. What stands on standard output after an error is no whole JSON document, on purpose.
func (a *array) close() error {
	if a.json {
		a.text("\n]\n")
	}
	if a.err == nil {
		a.err = a.w.Flush()
	}
	return written(a.err)
}

// trimNewline leaves out the line end that an encoder puts after its value, which it writes in one piece.
type trimNewline struct{ to *array }

func (t trimNewline) Write(b []byte) (int, error) {
	n := len(b)
	if n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	_, err := t.to.Write(b)
	return n, err
}
