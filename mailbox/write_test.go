package mailbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

var odd = []string{
	"From: a\r\nSubject: x\r\n\r\nFrom me\r\n>From you\r\n>>From them\r\n\r\n\r\n",
	"From x Tue Mar 10 12:00:00 2026\nSubject: y\n\nA From line first of all\n",
	"Subject: z\n\n\x00\x00\xff\n\nFrom - Tue Mar 10 12:00:00 2026\nSubject: no\n\n",
	"Subject: empty\r\n\r\n",
	"Subject: long\n\n" + strings.Repeat(">", 70000) + "From \n" + strings.Repeat("From ", 70000) + "\n",
}

// What is written is read again, octet for octet, with its folder.
func TestExportRoundTrip(t *testing.T) {
	folders := [][]string{{"Inbox"}, {"Garden", "2026/27"}, {"Garden", "2026_27"}, {".hidden"}, {"🌻 " + strings.Repeat("ü", 300)}, {"cur"}, {"a:b", "CON"}}
	for _, format := range []Format{Mbox, EML, Maildir} {
		t.Run(string(format), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			e, err := Create(dir, format)
			if err != nil {
				t.Fatal(err)
			}
			n := int64(0)
			var want []string
			for _, folder := range folders {
				for _, body := range odd {
					n++
					want = append(want, body)
					l := Letter{Number: n, From: "ann@example.org", Subject: "A/b: c\x00", Date: noon, Arrived: noon, Marks: Marks{Starred: n%2 == 0, Unread: n%3 == 0}}
					if err := e.Add(folder, l, func(w io.Writer) error { _, err := io.WriteString(w, body); return err }); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			got, failures, _ := read(t, dir, Auto)
			if len(failures) > 0 {
				t.Errorf("%v", failures)
			}
			sorted := bodies(got)
			slices.Sort(sorted)
			slices.Sort(want)
			if !slices.Equal(sorted, want) {
				t.Errorf("%d messages came back, %d went out, or not as they were", len(got), len(want))
			}
			in := map[string]int{}
			for _, m := range got {
				in[m.folder]++
				if m.Arrived.Unix() != noon.Unix() {
					t.Errorf("%s arrived %v", m.Where, m.Arrived)
				}
			}
			if len(in) != len(folders) {
				t.Errorf("folders %v", in)
			}
			if format == Maildir && !slices.ContainsFunc(got, func(m read1) bool { return m.Marks.Starred }) {
				t.Error("no star came back")
			}
			if _, err := Create(dir, format); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("into a full folder: %v", err)
			}
		})
	}
}

// Export leaves nothing that looks whole when it breaks off.
func TestExportBrokenOff(t *testing.T) {
	for _, format := range []Format{Mbox, EML, Maildir} {
		dir := filepath.Join(t.TempDir(), "out")
		e, err := Create(dir, format)
		if err != nil {
			t.Fatal(err)
		}
		off := errors.New("off")
		err = e.Add([]string{"a"}, Letter{Number: 1, Arrived: noon}, func(w io.Writer) error { io.WriteString(w, "Subject: x\n"); return off })
		if !errors.Is(err, off) {
			t.Errorf("%s: %v", format, err)
		}
		e.Abort()
		filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if !d.IsDir() && !strings.HasSuffix(path, ".part") {
				t.Errorf("%s: %s is left", format, path)
			}
			return nil
		})
	}
}

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"Garden": "Garden", "a/b": "a_b", "..": "_", "": "_", ".x": "_.x", "con": "_con", "Lpt1.txt": "_Lpt1.txt", "end. ": "end", "a\x00\n": "a__", "\xff": "_",
	} {
		if got := safeName(name); got != want {
			t.Errorf("safeName(%q) = %q, want %q", name, got, want)
		}
	}
	long := safeName(strings.Repeat("🌻", 300))
	if len(long) > maxName+10 || long == safeName(strings.Repeat("🌻", 299)) {
		t.Errorf("%d octets: %s", len(long), long)
	}
}

// FuzzQuoting: quoted in any pieces, a message is read back as it was.
func FuzzQuoting(f *testing.F) {
	for _, body := range odd[:4] {
		f.Add([]byte(body), 3)
	}
	f.Fuzz(func(t *testing.T, body []byte, step int) {
		if step < 1 || len(body) == 0 || body[len(body)-1] != '\n' || !bytes.Contains(body, []byte("\n\n")) || bytes.Contains(bytes.ToLower(body), []byte("content-length")) {
			t.Skip("not a message a mailbox file can hold as it is")
		}
		var file bytes.Buffer
		w := bufio.NewWriter(&file)
		w.WriteString(fromLine(Letter{Arrived: noon}))
		q := &quoter{w: w, start: true}
		for rest := body; len(rest) > 0; {
			n := min(step, len(rest))
			q.Write(rest[:n])
			rest = rest[n:]
		}
		q.end()
		w.Flush()
		r := newMboxReader(bytes.NewReader(file.Bytes()))
		if _, err := r.next(); err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := r.copy(&got); err != nil || !bytes.Equal(got.Bytes(), body) {
			t.Fatalf("%q came back as %q, %v", body, got.Bytes(), err)
		}
	})
}
