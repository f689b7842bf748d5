package printing

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// ref is the number of an object in the file.
type ref int

func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

// file writes the objects of a PDF one after the other and remembers where they stand. Its first error stops it.
type file struct {
	w       io.Writer
	at      int64
	offsets []int64 // by object number less one; 0: not written yet
	err     error
}

func newFile(w io.Writer) *file {
	f := &file{w: w}
	f.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return f
}

func (f *file) write(data []byte) {
	if f.err != nil {
		return
	}
	n, err := f.w.Write(data)
	f.at, f.err = f.at+int64(n), err
}

// reserve gives a number to an object that is written later.
func (f *file) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets))
}

// object writes one under its reserved number.
func (f *file) object(r ref, content string) {
	f.offsets[r-1] = f.at
	f.write(fmt.Appendf(nil, "%d 0 obj\n%s\nendobj\n", r, content))
}

// stream writes a stream, compressed, with what else its dictionary says.
func (f *file) stream(r ref, dict string, data []byte) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(data) //nolint:errcheck // a buffer takes everything
	z.Close()     //nolint:errcheck
	f.rawStream(r, dict+" /Filter /FlateDecode", packed.Bytes())
}

func (f *file) rawStream(r ref, dict string, data []byte) {
	f.offsets[r-1] = f.at
	f.write(fmt.Appendf(nil, "%d 0 obj\n<< %s /Length %d >>\nstream\n", r, dict, len(data)))
	f.write(data)
	f.write([]byte("\nendstream\nendobj\n"))
}

// finish writes the table of objects.
func (f *file) finish(root, info ref) error {
	start := f.at
	var table bytes.Buffer
	fmt.Fprintf(&table, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(&table, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&table, "trailer\n<< /Size %d /Root %s /Info %s >>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, root, info, start)
	f.write(table.Bytes())
	return f.err
}

// most is the largest number written: readers may hold numbers in 16 bits.
const most = 32000

// num writes a number, thousandths being enough in points and px.
func num(v float32) string {
	f := float64(v)
	if math.IsNaN(f) {
		f = 0
	}
	f = math.Round(min(max(f, -most), most)*1000) / 1000
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func nums(list ...float32) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = num(v)
	}
	return strings.Join(words, " ")
}

// textString is a string for readers' eyes: UTF-16 in hexadecimal, which needs no escapes.
func textString(s string) string { return "<FEFF" + utf16Hex(s) + ">" }

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
