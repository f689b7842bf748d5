package demo

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"strconv"
	"strings"
	"testing"
)

func TestPicturesCanBeSeen(t *testing.T) {
	for name := range scenes() {
		for _, kind := range []string{"png", "jpeg"} {
			data, err := picture(kind, name+" 120x80")
			if err != nil {
				t.Fatal(name, err)
			}
			m, format, err := image.Decode(bytes.NewReader(data))
			if err != nil || format != kind || m.Bounds().Dx() != 120 || m.Bounds().Dy() != 80 {
				t.Fatalf("%s: %s %v (%v), want %s 120x80", name, format, m.Bounds(), err, kind)
			}
			colours := map[any]bool{}
			for i := range 80 {
				colours[m.At(i, i)] = true
			}
			if len(colours) < 4 {
				t.Errorf("%s is nearly empty: %d colours across it", name, len(colours))
			}
		}
	}
}

func TestPictureRefuses(t *testing.T) {
	for _, arg := range []string{"", "dawn", "dawn 0x10", "dawn 10x-1", "dawn ten", "nowhere 10x10"} {
		if data, err := picture("png", arg); err == nil {
			t.Errorf("picture(%q) = %d bytes and no error", arg, len(data))
		}
	}
}

// Readers find the objects of a PDF file by the table at its end, so every place in
// that table must be right.
func TestPageHasRightPlaces(t *testing.T) {
	data, err := page("Invoice (1)", []string{`For: Zoë \ Müller`, "Total £7, or 8 €"})
	if err != nil {
		t.Fatal(err)
	}
	file := string(data)
	if !strings.Contains(file, "(Invoice \\(1\\)) Tj") || !strings.Contains(file, "(For: Zo\xeb \\\\ M\xfcller) Tj") {
		t.Errorf("the words are not in the page: %q", file)
	}
	_, tail, _ := strings.Cut(file, "startxref\n")
	at, err := strconv.Atoi(strings.TrimSuffix(tail, "\n%%EOF\n"))
	if err != nil || !strings.HasPrefix(file[at:], "xref\n0 7\n") {
		t.Fatalf("no table at %d (%v)", at, err)
	}
	entries := strings.Split(file[at:], "\n")[3:9]
	for i, entry := range entries {
		place, err := strconv.Atoi(strings.TrimSuffix(entry, " 00000 n "))
		if err != nil || len(entry) != 19 || !strings.HasPrefix(file[place:], fmt.Sprintf("%d 0 obj\n", i+1)) {
			t.Errorf("object %d is not where %q says (%v)", i+1, entry, err)
		}
	}
	var length int
	_, stream, _ := strings.Cut(file, "4 0 obj\n<< /Length ")
	if _, err := fmt.Sscan(stream, &length); err != nil {
		t.Fatal(err)
	}
	_, stream, _ = strings.Cut(stream, "stream\n")
	if !strings.HasPrefix(stream[length:], "endstream") {
		t.Errorf("the stream is not %d bytes long", length)
	}
}

func TestPageRefusesWhatItsTypeLacks(t *testing.T) {
	if data, err := page("写真", nil); err == nil {
		t.Errorf("page = %d bytes and no error", len(data))
	}
}

func TestArchiveOpens(t *testing.T) {
	data, err := archive([]string{"a/one.png png day 30x20", "a/two.txt text Hello there."}, afternoon)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "a/one.png a/two.txt" {
		t.Errorf("the archive holds %q", got)
	}
	if _, err := archive([]string{"one.png png nowhere 3x3"}, afternoon); err == nil {
		t.Error("a picture of nowhere was packed")
	}
}

func TestRecordingHasItsLength(t *testing.T) {
	data := recording(3)
	if want := 44 + 3*22050*2; len(data) != want || int(binary.LittleEndian.Uint32(data[40:])) != want-44 {
		t.Fatalf("%d bytes, the header says %d; want %d", len(data), binary.LittleEndian.Uint32(data[40:]), want)
	}
	loudest := 0
	for i := 44; i < len(data); i += 2 {
		loudest = max(loudest, int(int16(binary.LittleEndian.Uint16(data[i:]))))
	}
	if loudest < 6000 || loudest > 32000 {
		t.Errorf("the loudest sample is %d", loudest)
	}
}

func TestStoryIsLongAndFitsTheLine(t *testing.T) {
	text := story(100_000)
	if len(text) < 100_000 || len(text) > 102_000 {
		t.Errorf("%d bytes", len(text))
	}
	for line := range strings.Lines(text) {
		if len(line) > 73 || strings.Contains(line, "%!") {
			t.Errorf("line %q", line)
		}
	}
	days := strings.Split(text, "\nDay ")
	seen := map[string]bool{}
	for _, day := range days {
		_, told, _ := strings.Cut(day, ". ")
		if seen[told] {
			t.Errorf("two days alike: %q", told)
		}
		seen[told] = true
	}
}
