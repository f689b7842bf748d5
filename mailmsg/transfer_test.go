package mailmsg

import (
	"bytes"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"strings"
	"testing"
)

func TestTransferDecode(t *testing.T) {
	tests := []struct {
		name     string
		encoding string
		in, want string
		clean    bool
	}{
		{"base64", "base64", "SGVsbG8s\r\nIHdvcmxk\r\n", "Hello, world", true},
		{"padding", "BASE64", "SGVsbG8=\r\n", "Hello", true},
		{"padding missing", "base64", "SGVsbG8", "Hello", true},
		{"one letter too many", "base64", "SGVsbG8sI", "Hello,", true},
		{"blanks in lines", "base64", "SGVs bG8s \n\tIHdvcmxk", "Hello, world", true},
		{"lines of odd length", "base64", "SGVsb\nG8sIH\ndvcm\nxk", "Hello, world", true},
		{"rubbish", "base64", "SGVs!bG8s*IHdvcmxk", "Hello, world", false},
		{"two encodings, one after the other", "base64", "SGVsbG8=\nLCB3b3JsZA==\n", "Hello, world", true},
		{"footer of a mailing list", "base64", "SGVsbG8=\n_____\nSome list\nhttp://list.example/\n", "Hello", false},
		{"footer below an empty line", "base64", "SGVsbG8h\n\n-- \nSome list\n", "Hello!", false},
		{"empty lines within", "base64", "\n\nSGVs\n\nbG8h\n\n", "Hello!", true},
		{"alphabet of URLs", "base64", "--__", "\xfb\xef\xff", true},
		{"with a comment", "base64 (of course)", "SGk=", "Hi", true},
		{"quoted-printable", "quoted-printable", "Gr=C3=BC=\r\n=C3=9Fe =\r\n", "Grüße ", true},
		{"lower case hex", "quoted-printable", "=c3=bc", "ü", true},
		{"blanks at line ends", "Quoted-Printable", "a  \r\nb=  \r\nc", "a\r\nbc", true},
		{"broken escapes", "quoted-printable", "1=2 =zz =4", "1=2 =zz =4", true},
		{"bare LF", "quoted-printable", "a=\nb\nc", "ab\nc", true},
		{"none", "8bit", "=C3 SGk=", "=C3 SGk=", true},
		{"uuencode", "x-uuencode", "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat", true},
		{"uuencode, not the first line", "uue", "\nbegin 644 cat.txt\n#0V%T\nend", "Cat", true},
		{"uuencode below words", "uuencode", "Here it is:\nbegin 644 cat.txt\n#0V%T\n`\nend\n", "Cat", false},
		{"uuencode without an end", "uuencode", "begin 644 cat.txt\n#0V%T\n", "Cat", false},
		{"uuencode with a broken line", "uuencode", "begin 644 cat.txt\nMxx\n#0V%T\nend\n", "Cat", false},
		{"no uuencode at all", "uuencode", "begin with this:\nCat\n", "begin with this:\nCat\n", false},
		{"uuencode of nothing", "uuencode", "", "", true},
		{"empty", "base64", "", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			enc, ok := transferOf(tt.encoding)
			if !ok {
				t.Fatalf("encoding %q is not known", tt.encoding)
			}
			got, clean := enc.bytes([]byte(tt.in))
			if string(got) != tt.want || clean != tt.clean {
				t.Errorf("decoded %q, %v; want %q, %v", got, clean, tt.want, tt.clean)
			}
		})
	}
}

// Sizes around the block size, with line lengths that fall out of step with it, come back as they were.
func TestTransferRoundTrip(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 3, 100, base64Block - 1, base64Block, base64Block + 1, 3 * base64Block, 100_003} {
		for _, width := range []int{1, 75, 76, 1000} {
			raw := make([]byte, size)
			for i := range raw {
				raw[i] = byte(source.UintN(256))
			}
			if got, clean := base64Lines.bytes(foldBase64(raw, width)); !bytes.Equal(got, raw) || !clean {
				t.Errorf("base64 of %d bytes in lines of %d: not the same", size, width)
			}
		}
		text := strings.Repeat("Grüße = 100 %\r\n", size/16)
		var quoted bytes.Buffer
		w := quotedprintable.NewWriter(&quoted)
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got, _ := quotedPrintable.bytes(quoted.Bytes()); string(got) != text {
			t.Errorf("quoted-printable of %d bytes: not the same", len(text))
		}
	}
}

func foldBase64(raw []byte, width int) []byte {
	text := base64.StdEncoding.EncodeToString(raw)
	var out bytes.Buffer
	for len(text) > 0 {
		n := min(width, len(text))
		out.WriteString(text[:n])
		out.WriteString("\r\n")
		text = text[n:]
	}
	return out.Bytes()
}

func FuzzTransfer(f *testing.F) {
	f.Add([]byte("SGVsbG8="), uint8(76))
	f.Add([]byte("=\r\n=C3"), uint8(1))
	f.Add([]byte("begin 644 cat.txt\n#0V%T\n`\nend\n"), uint8(3))
	f.Fuzz(func(t *testing.T, raw []byte, width uint8) {
		if got, _ := base64Lines.bytes(foldBase64(raw, int(width)+1)); !bytes.Equal(got, raw) {
			t.Fatalf("base64 of %q came back as %q", raw, got)
		}
		for _, enc := range []transfer{identity, quotedPrintable, base64Lines} {
			if got, _ := enc.bytes(raw); len(got) > len(raw) {
				t.Fatalf("decoding %d bytes gave %d", len(raw), len(got))
			}
		}
		whole, _ := uuLines.bytes(raw)
		if len(whole) > 3*len(raw) { // a line may lack the blanks at its end
			t.Fatalf("decoding %d bytes of uuencode gave %d", len(raw), len(whole))
		}
		var pieces []byte
		d := uuLines.decoder(func(b []byte) { pieces = append(pieces, b...) })
		for rest := raw; len(rest) > 0; rest = rest[min(len(rest), int(width)+1):] {
			d.write(rest[:min(len(rest), int(width)+1)])
		}
		d.close()
		if !bytes.Equal(pieces, whole) {
			t.Fatalf("in pieces of %d it is %q, whole %q", int(width)+1, pieces, whole)
		}
	})
}
