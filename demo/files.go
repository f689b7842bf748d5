package demo

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// archive is a zip file with one file for each line: its path, then either
// "text" and its words, or what picture takes.
func archive(lines []string, modified time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, line := range lines {
		path, rest, _ := strings.Cut(line, " ")
		kind, arg, _ := strings.Cut(rest, " ")
		data := []byte(arg + "\r\n")
		if kind != "text" {
			var err error
			if data, err = picture(kind, arg); err != nil {
				return nil, err
			}
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: modified})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// page is a PDF file of one A4 page: the title on a coloured band, and the lines
// below it in type of one width, so that columns stand as in the letter file.
func page(title string, lines []string) ([]byte, error) {
	var c bytes.Buffer
	c.WriteString("0.18 0.36 0.34 rg 0 762 595 80 re f\n")
	c.WriteString("1 1 1 rg BT /F1 20 Tf 56 793 Td ")
	if err := pdfShow(&c, title); err != nil {
		return nil, err
	}
	c.WriteString("ET\n0.15 0.15 0.18 rg BT /F2 10.5 Tf 16 TL 56 726 Td\n")
	for _, line := range lines {
		if err := pdfShow(&c, line); err != nil {
			return nil, err
		}
		c.WriteString("T*\n")
	}
	c.WriteString("ET\n")
	font := "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
	return pdfFile([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", c.Len(), c.Bytes()),
		fmt.Sprintf(font, "Helvetica-Bold"),
		fmt.Sprintf(font, "Courier"),
	}), nil
}

// pdfShow writes a string and the operator that draws it (ISO 32000-1, 7.3.4.2).
func pdfShow(c *bytes.Buffer, s string) error {
	text, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		return err
	}
	c.WriteString("(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text) + ") Tj ")
	return nil
}

// pdfFile puts objects 1, 2, … into a file whose first is the catalogue, with the
// table of their places (ISO 32000-1, 7.5.4: twenty bytes an entry).
func pdfFile(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i, object := range objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, place := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

// chorale is the chords of the recording, as semitones above the low C: bass,
// tenor, alto, soprano. Each sounds for two seconds.
var chorale = [][4]int{
	{12, 31, 40, 48}, {17, 33, 41, 48}, {19, 31, 38, 47}, {12, 31, 40, 48},
	{21, 33, 40, 48}, {14, 33, 41, 50}, {19, 31, 41, 50}, {12, 31, 43, 52},
	{17, 33, 45, 53}, {12, 36, 43, 52}, {19, 35, 43, 50}, {12, 36, 40, 48},
}

// recording is a WAV file of that many seconds: 16 bit, one channel, 22 050 Hz,
// 44 kB a second, which is what makes one letter a large one.
func recording(seconds int) []byte {
	const rate = 22050
	const length = 2 * rate // of a chord, in samples
	samples := seconds * rate
	b := make([]byte, 0, 44+2*samples)
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(36+2*samples))
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = binary.LittleEndian.AppendUint32(b, rate)
	b = binary.LittleEndian.AppendUint32(b, 2*rate)
	b = append(b, "\x02\x00\x10\x00data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(2*samples))
	wave := singing()
	var step [4]float64 // how far each voice moves through the wave in one sample
	for i := range samples {
		if i%length == 0 {
			for voice, note := range chorale[i/length%len(chorale)] {
				hertz := 65.406 * math.Exp2(float64(note)/12)
				step[voice] = hertz / rate * float64(len(wave))
			}
		}
		within := float64(i%length) / length
		loud := 3200 * min(1, 12*within, 6*(1-within)) // in softly, out softly
		var sum float64
		for _, s := range step {
			sum += wave[int(s*float64(i))%len(wave)]
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(loud*sum)))
	}
	return b
}

// singing is one period of the sound of a voice.
func singing() *[4096]float64 {
	var wave [4096]float64
	for i := range wave {
		at := 2 * math.Pi * float64(i) / float64(len(wave))
		wave[i] = math.Sin(at) + 0.3*math.Sin(2*at) + 0.1*math.Sin(3*at)
	}
	return &wave
}
