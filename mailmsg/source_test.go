package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// sourceOf is a source that gives b, in pieces of uneven size.
func sourceOf(b []byte) Source {
	return func() (io.ReadCloser, error) { return io.NopCloser(&dribble{b: b}), nil }
}

type dribble struct {
	b []byte
	n int
}

func (d *dribble) Read(b []byte) (int, error) {
	if len(d.b) == 0 {
		return 0, io.EOF
	}
	d.n = (d.n*7 + 12345) % 100_003
	n := copy(b[:min(len(b), d.n+1)], d.b)
	d.b = d.b[n:]
	return n, nil
}

// bigLetter has attachments long enough for gaps, in every encoding, between short parts.
func bigLetter() []byte {
	source := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 700_001)
	for i := range noise {
		noise[i] = byte(source.UintN(256))
	}
	var out bytes.Buffer
	out.WriteString(letter("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n"))
	part := func(head string, body []byte) {
		out.WriteString("\n--b\n" + head + "\n\n")
		out.Write(body)
	}
	part("Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64", foldBase64(noise, 76))
	part("Content-Type: image/png; name=oneline.png\nContent-Transfer-Encoding: base64", foldBase64(noise, 1<<30))
	var quoted strings.Builder
	for i, c := range noise[:300_000] {
		fmt.Fprintf(&quoted, "=%02X", c)
		if i%25 == 24 {
			quoted.WriteString("=\r\n")
		}
		if i%100 == 1 {
			quoted.WriteString("  \r\n")
		}
	}
	part("Content-Type: application/x-q; name=q.bin\nContent-Transfer-Encoding: quoted-printable", []byte(quoted.String()))
	part("Content-Type: application/x-q; name=long.bin\nContent-Transfer-Encoding: quoted-printable", bytes.ReplaceAll([]byte(quoted.String()), []byte("\r\n"), []byte(" =3D ")))
	part("Content-Type: application/x-b; name=raw.bin\nContent-Transfer-Encoding: 8bit", bytes.ReplaceAll(noise, []byte("-"), nil))
	part("Content-Type: text/html; charset=utf-8", []byte(strings.Repeat("<p>A long text\n\n", 30_000)+"</p>\n"))
	part("Content-Type: message/rfc822", []byte("Subject: inner\n\n"+strings.Repeat("All work and no play\n", 20_000)))
	out.WriteString("--b--\n")
	return out.Bytes()
}

func TestSourceGivesWhatMemoryGives(t *testing.T) {
	raw := bigLetter()
	for _, o := range []Options{{}, {NoData: true}, {NamesOnly: true}} {
		want := Parse(bytes.NewReader(raw), o)
		got, err := ParseSource(sourceOf(raw), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(want.Attachments) != 6 {
			t.Fatalf("%d attachments: %q", len(want.Attachments), listing(want))
		}
		for i := range got.Attachments {
			if g, w := got.Attachments[i], want.Attachments[i]; g.Size != w.Size || g.SHA256 != w.SHA256 || !bytes.Equal(g.Data, w.Data) {
				t.Errorf("%+v: attachment %s differs", o, g.Name)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: differs in something else; defects %q, %q", o, got.Defects, want.Defects)
		}
	}
}

func TestExtract(t *testing.T) {
	raw := bigLetter()
	for i, want := range Parse(bytes.NewReader(raw), Options{}).Attachments {
		var out bytes.Buffer
		got, err := Extract(sourceOf(raw), i, &out)
		if err != nil || got.Name != want.Name || !bytes.Equal(out.Bytes(), want.Data) {
			t.Errorf("%d: %s, %d bytes, %v; want %s, %d", i, got.Name, out.Len(), err, want.Name, want.Size)
		}
	}
	if _, err := Extract(sourceOf(raw), 99, io.Discard); !errors.Is(err, ErrNoAttachment) {
		t.Errorf("attachment 99: %v", err)
	}
	if _, err := Extract(sourceOf(raw), 0, brokenWriter{}); !errors.Is(err, errBroken) {
		t.Errorf("a full disk: %v", err)
	}
}

var errBroken = errors.New("broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

// TestSourceThatFails states that an error is told, with whatever could be read.
func TestSourceThatFails(t *testing.T) {
	raw := bigLetter()
	opened := 0
	failing := func() (io.ReadCloser, error) {
		if opened++; opened == 1 {
			return io.NopCloser(bytes.NewReader(raw)), nil
		}
		return io.NopCloser(io.MultiReader(bytes.NewReader(raw[:400_000]), brokenReader{})), nil
	}
	m, err := ParseSource(failing, Options{NoData: true})
	if !errors.Is(err, errBroken) || m.Subject != "test" || len(m.Attachments) != 6 || len(m.Defects) == 0 {
		t.Errorf("failing the second time: %v, %q, %q", err, listing(m), m.Defects)
	}
	m, err = ParseSource(func() (io.ReadCloser, error) { return nil, errBroken }, Options{})
	if !errors.Is(err, errBroken) || len(m.Defects) == 0 {
		t.Errorf("failing at once: %v, %q", err, m.Defects)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errBroken }

// endless is a message with one attachment of n bytes, made as it is read.
func endless(n int64) Source {
	return func() (io.ReadCloser, error) {
		line := []byte(strings.Repeat("QUJD", 19) + "\r\n")
		return io.NopCloser(io.MultiReader(
			strings.NewReader(letter("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b\nContent-Type: video/mp4; name=v.mp4\nContent-Transfer-Encoding: base64\n\n")),
			io.LimitReader(&repeat{line: line}, n/57*int64(len(line))), strings.NewReader("--b--\n"))), nil
	}
}

type repeat struct {
	line []byte
	at   int
}

func (r *repeat) Read(b []byte) (n int, _ error) {
	for n < len(b) {
		c := copy(b[n:], r.line[r.at:])
		n, r.at = n+c, (r.at+c)%len(r.line)
	}
	return n, nil
}

// TestHugeMessageStreams reads 200 MB in a heap of a few.
func TestHugeMessageStreams(t *testing.T) {
	size := int64(150 << 20 / 57 * 57) // 200 MB in base64
	if testing.Short() {
		size /= 10
	}
	peak := peakHeap(func() {
		m, err := ParseSource(endless(size), Options{NoData: true})
		if err != nil || len(m.Attachments) != 1 || m.Attachments[0].Size != size || m.Text != "Hello." {
			t.Errorf("%q, %v", listing(m), err)
		}
		hash := sha256.New()
		if _, err := Extract(endless(size), 0, hash); err != nil || [32]byte(hash.Sum(nil)) != m.Attachments[0].SHA256 {
			t.Errorf("extracted something else: %v", err)
		}
	})
	t.Logf("peak of the heap: %d kB", peak>>10)
	if peak > 16<<20 {
		t.Errorf("peak of the heap: %d MB", peak>>20)
	}
}

// TestDataTakesTheRoomOfThePart states that even with its data in memory a message takes little more than that.
func TestDataTakesTheRoomOfThePart(t *testing.T) {
	const size = 20 << 20 / 57 * 57
	peak := peakHeap(func() {
		m, err := ParseSource(endless(size), Options{})
		if err != nil || len(m.Attachments) != 1 || len(m.Attachments[0].Data) != size {
			t.Errorf("%q, %v", listing(m), err)
		}
	})
	t.Logf("peak of the heap: %d MB", peak>>20)
	if peak > 2*size {
		t.Errorf("peak of the heap: %d MB", peak>>20)
	}
}

// peakHeap is by how much the heap in use grew at most while work ran, garbage included.
func peakHeap(work func()) uint64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
			}
		}
	}()
	work()
	close(done)
	most := <-peak
	return most - min(most, before.HeapInuse)
}

// stretch puts long runs where a fuzzed message has the bytes 1 to 4, so that it gets gaps.
func stretch(raw []byte) []byte {
	runs := map[byte]string{
		1: strings.Repeat("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\r\n", 2000), 2: strings.Repeat("a=20b=\r\n", 9000),
		3: strings.Repeat("no line end ", 6000), 4: strings.Repeat("QUJD", 20000) + "\n",
	}
	var out []byte
	for _, c := range raw {
		if run, ok := runs[c]; ok && len(out) < 1<<20 {
			out = append(out, run...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// difference shows where two texts part.
func difference(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(0, at-60)
	return fmt.Sprintf("from byte %d of %d and %d on: got %.200q, want %.200q", at, len(got), len(want), got[from:], want[from:])
}

// FuzzSource states that a message is read the same whether it is held in memory or left where it is.
func FuzzSource(f *testing.F) {
	f.Add([]byte(letter("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\x03\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n\x01\x04\n--b\nContent-Type: a/b\nContent-Transfer-Encoding: quoted-printable\n\n\x02x\x03\n--b--\n")))
	f.Add([]byte("From: a\n\n\x01\n--b\n\x02"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = stretch(raw)
		o := Options{NoData: true, MaxText: 1 << 20}
		want := Parse(bytes.NewReader(raw), o)
		got, err := ParseSource(sourceOf(raw), o)
		if err != nil {
			t.Fatal(err)
		}
		// A boundary is guessed from what lies in the first 64 kB, which a gap makes shorter.
		if strings.Contains(strings.Join(got.Defects, ""), "guessed") {
			return
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s", difference(fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want)))
		}
	})
}
