package pop3client

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// unstuffAll runs unstuff over wire and returns the message and what is left.
func unstuffAll(r io.Reader, bareLF bool) (message, rest string, err error) {
	in := bufio.NewReaderSize(r, 16)
	var out strings.Builder
	err = unstuff(in, &out, bareLF)
	left, _ := io.ReadAll(in)
	return out.String(), string(left), err
}

func TestUnstuff(t *testing.T) {
	tests := []struct {
		name   string
		wire   string
		bareLF bool
		want   string
		rest   string
		err    error
	}{
		{"plain", "a\r\nb\r\n.\r\n", false, "a\r\nb\r\n", "", nil},
		{"nothing", ".\r\n", false, "", "", nil},
		{"next answer is left", "a\r\n.\r\n+OK\r\n", false, "a\r\n", "+OK\r\n", nil},
		{"dots", "..\r\n..b\r\n...\r\n.\r\n", false, ".\r\n.b\r\n..\r\n", "", nil},
		{"dots not doubled", ".b\r\n.\r\n", false, "b\r\n", "", nil},
		{"long lines", strings.Repeat("x", 50) + "\r\n" + strings.Repeat(".", 50) + "\r\n.\r\n", false, strings.Repeat("x", 50) + "\r\n" + strings.Repeat(".", 49) + "\r\n", "", nil},
		{"bare LF before the end", "a\nb\n.\r\n", false, "a\nb\n", "", nil},
		{"bare LF dot line is content", "a\n.\nb\r\n.\r\n", false, "a\n\nb\r\n", "", nil},
		{"bare LF server", "a\n.\n+OK\n", true, "a\n", "+OK\n", nil},
		{"CR and dot are content", "a\r.\r\nb\r\n.\r\n", false, "a\r.\r\nb\r\n", "", nil},
		{"dot CR is content", ".\rb\r\n.\r\n", false, "\rb\r\n", "", nil},
		{"NUL", "\x00\r\n.\r\n", false, "\x00\r\n", "", nil},
		{"cut in text", "a\r\nb", false, "a\r\nb", "", io.EOF},
		{"cut after a line", "a\r\n", false, "a\r\n", "", io.EOF},
		{"cut after the dot", "a\r\n.", false, "a\r\n", ".", io.EOF},
		{"cut within the end", "a\r\n.\r", false, "a\r\n", ".\r", io.EOF},
		{"glued to the last line", "a.\r\n", false, "a.\r\n", "", io.EOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(tt.wire), iotest.OneByteReader(strings.NewReader(tt.wire)), iotest.HalfReader(strings.NewReader(tt.wire))} {
				got, rest, err := unstuffAll(r, tt.bareLF)
				if got != tt.want || rest != tt.rest || !errors.Is(err, tt.err) {
					t.Errorf("unstuff = %q, rest %q, %v, want %q, %q, %v", got, rest, err, tt.want, tt.rest, tt.err)
				}
			}
		})
	}
}

// TestUnstuffNeedsNoMore: a client that waits for a byte behind the end waits for ever.
func TestUnstuffNeedsNoMore(t *testing.T) {
	for _, wire := range []string{"a\r\n.\r\n", ".\r\n", "..\r\n.\r\n"} {
		r := io.MultiReader(strings.NewReader(wire), iotest.ErrReader(errors.New("read behind the end")))
		if err := unstuff(bufio.NewReader(r), io.Discard, false); err != nil {
			t.Errorf("%q: %v", wire, err)
		}
	}
}

func TestUnstuffWriterFails(t *testing.T) {
	full := errors.New("disk full")
	r, w := io.Pipe()
	r.CloseWithError(full)
	if err := unstuff(bufio.NewReader(strings.NewReader("a\r\n.\r\n")), w, false); !errors.Is(err, full) {
		t.Errorf("unstuff = %v, want the error of the writer", err)
	}
}

// stuff is what a server does, line by line as the standard tells it.
func stuff(message []byte) []byte {
	var wire bytes.Buffer
	for line := range bytes.Lines(message) {
		if line[0] == '.' {
			wire.WriteByte('.')
		}
		wire.Write(line)
	}
	wire.WriteString(".\r\n")
	return wire.Bytes()
}

func FuzzUnstuff(f *testing.F) {
	f.Add([]byte("one\r\n.two\r\n..\r\n"), uint8(1))
	f.Add([]byte("..."), uint8(3))
	f.Add([]byte("a\n.\r\n\r\r\n.\r"), uint8(20))
	f.Fuzz(func(t *testing.T, message []byte, chunk uint8) {
		message = append(message, "\r\n"...)
		wire := append(stuff(message), "+OK next\r\n"...)
		got, rest, err := unstuffAll(&chunkReader{wire, int(chunk) + 1}, false)
		if got != string(message) || rest != "+OK next\r\n" || err != nil {
			t.Fatalf("unstuff(stuff(%q)) = %q, rest %q, %v", message, got, rest, err)
		}
	})
}

// chunkReader gives at most size bytes a read.
type chunkReader struct {
	data []byte
	size int
}

func (r *chunkReader) Read(p []byte) (int, error) {
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data[:min(r.size, len(r.data))])
	r.data = r.data[n:]
	return n, nil
}

func benchmarkUnstuff(b *testing.B, line string) {
	wire := stuff(bytes.Repeat([]byte(line), 4<<20/len(line)))
	source := bytes.NewReader(wire)
	in := bufio.NewReaderSize(source, bufferSize)
	out := bufio.NewWriterSize(io.Discard, bufferSize)
	b.SetBytes(int64(len(wire)))
	for b.Loop() {
		source.Reset(wire)
		in.Reset(source)
		out.Reset(io.Discard)
		if err := unstuff(in, out, false); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnstuffText(b *testing.B) {
	benchmarkUnstuff(b, "A line of a letter, as long as most of them are: 76 characters in all here.\r\n")
}

func BenchmarkUnstuffDots(b *testing.B) { benchmarkUnstuff(b, "....\r\n") }
