package cli

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type rendered struct {
	Height float64
	Words  []struct {
		T          string
		X, Y, W, H float64
		FS         float64
		C          string
		B, I, L    int
	}
	Images []struct {
		Src, Alt   string
		X, Y, W, H float64
		L          int
	}
	Links []struct {
		Href       string
		X, Y, W, H float64
	}
	Boxes []struct {
		X, Y, W, H float64
		BG         string
		BW         [4]float64
	}
}

// render writes a letter to a file, renders it, and reads what came out.
func render(t *testing.T, name, letter string, flags ...string) (j rendered, picture string) {
	t.Helper()
	w, dir := newWorld(t), t.TempDir()
	file, data := filepath.Join(dir, name), filepath.Join(dir, "out.json")
	picture = filepath.Join(dir, "out.png")
	if err := os.WriteFile(file, []byte(letter), 0o600); err != nil {
		t.Fatal(err)
	}
	w.want(exitDone, append([]string{"render", file, "--fonts", dir, "--png", picture, "--json", data}, flags...)...)
	text, err := os.ReadFile(data)
	if err == nil {
		err = json.Unmarshal(text, &j)
	}
	if err != nil {
		t.Fatal(err)
	}
	return j, picture
}

func TestRenderHTML(t *testing.T) {
	j, picture := render(t, "a.html", `<!doctype html><p>Hello <a href="https://t.test/"><b>bold</b></a><img src=x.png alt=pic width=40 height=20></p><div style="background:#ff0000;width:50px;height:10px"></div>`, "--width", "400", "--scale", "2")
	if len(j.Words) != 2 || j.Words[0].T != "Hello" || j.Words[0].L != -1 || j.Words[1].B != 1 || j.Words[1].L != 0 || j.Words[1].C != "#0000ee" {
		t.Errorf("words %+v", j.Words)
	}
	if len(j.Images) != 1 || j.Images[0].Alt != "pic" || j.Images[0].W != 40 || j.Images[0].H != 20 {
		t.Errorf("images %+v", j.Images)
	}
	if len(j.Links) != 1 || j.Links[0].Href != "https://t.test/" || j.Links[0].W <= 0 {
		t.Errorf("links %+v", j.Links)
	}
	if len(j.Boxes) != 1 || j.Boxes[0].BG != "#ff0000" || j.Boxes[0].W != 50 {
		t.Errorf("boxes %+v", j.Boxes)
	}
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if c, err := png.DecodeConfig(f); err != nil || c.Width != 800 || float64(c.Height) != 2*j.Height {
		t.Errorf("picture %+v %v, the page is %v px high", c, err, j.Height)
	}
}

func TestRenderMessages(t *testing.T) {
	tests := []struct{ name, eml, want string }{
		{"HTML", "Content-Type: text/html\r\n\r\n<p>from <b>html</b>", "from html"},
		{"text", "Content-Type: text/plain\r\n\r\nfrom text\r\n> quoted", "from text quoted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j, _ := render(t, "a.eml", tt.eml)
			var words []string
			for _, w := range j.Words {
				words = append(words, w.T)
			}
			if got := strings.Join(words, " "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestRenderPictures(t *testing.T) {
	list := filepath.Join(t.TempDir(), "pictures.json")
	if err := os.WriteFile(list, []byte(`{"sizes": {"https://t.test/a.png": [120, 30]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	letter := `<img src="https://t.test/a.png"><img src="https://t.test/other.png" alt="">`
	j, _ := render(t, "a.html", letter, "--pictures", list)
	if len(j.Images) != 1 || j.Images[0].W != 120 || j.Images[0].H != 30 {
		t.Errorf("with a list: %+v", j.Images)
	}
	if j, _ = render(t, "a.html", letter); len(j.Images) != 2 {
		t.Errorf("without a list: %+v", j.Images)
	}
}

func TestRenderDark(t *testing.T) {
	corner := func(picture string) uint32 {
		f, err := os.Open(picture)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		r, _, _, _ := img.At(690, 140).RGBA()
		return r >> 8
	}
	_, light := render(t, "a.html", "<p>text")
	_, dark := render(t, "a.html", "<p>text", "--dark")
	_, own := render(t, "a.html", "<style>@media (prefers-color-scheme: dark){body{background:#400000}}</style><p>text", "--dark")
	if l, d, o := corner(light), corner(dark), corner(own); l != 0xFF || d != 0x1E || o != 0x40 {
		t.Errorf("the sheet is %#x in light, %#x in dark, %#x by the letter's own rule", l, d, o)
	}
}

func TestRenderRefuses(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{{"none.html"}, {"x.html", "--width", "5"}, {"x.html", "--scale", "NaN"}, {"x.html", "--fonts", "/no/such/folder"}, {"x.html", "--paper", "a3"}, {}} {
		if a := w.run(append([]string{"render"}, args...)...); a.code != exitUsage || a.err == "" {
			t.Errorf("render %v ended with %d: %q", args, a.code, a.err)
		}
	}
}

func TestRenderPDF(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.pdf")
	render(t, "a.eml", "Subject: Hi\r\nFrom: ann@example.org\r\n\r\n"+strings.Repeat("A line of the letter\r\n\r\n", 80), "--pdf", file, "--paper", "letter")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if !strings.HasPrefix(text, "%PDF-1.7") || !strings.HasSuffix(text, "%%EOF\n") || strings.Count(text, "/Type /Page ") < 2 || !strings.Contains(text, "[0 0 612 792]") {
		t.Errorf("%d bytes with %d pages", len(data), strings.Count(text, "/Type /Page "))
	}
}
