package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"satchel/htmlview"
	"satchel/mailmsg"
	"satchel/printing"
	"satchel/typeset"
)

func renderCommand() command {
	return command{
		name: "render", does: "draw a letter as the window would, into a picture and a list of its words",
		usage: "FILE.html|FILE.eml [--width 700] [--png P] [--json J] [--pdf P]",
		help: `Lays out the letter in a file and writes it as a picture (--png) and as words, links and
pictures with their places in CSS px (--json), or as pages for a printer (--pdf). Needs no profile, asks nothing of the network:
a grey place of a likely size stands for each remote picture. --pictures names their sizes, or
files to show: {"sizes": {"https://…/a.png": [600, 200]}, "files": {"https://…/b.png": "b.png"}},
with paths relative to that file; pictures it does not name are left out then.`,
		run: runRender,
	}
}

// maxPicture is the highest PNG, in device px; the rest of a longer letter is not drawn.
const maxPicture = 12000

// darkPane is the window's background on a dark desktop.
var darkPane = color.NRGBA{R: 0x1E, G: 0x1E, B: 0x1E, A: 0xFF}

type renderFlags struct {
	width, scale          float64
	png, json, pdf, paper string
	fonts, picture        string
	dark                  bool
}

func runRender(c *call) error {
	var o renderFlags
	// Not newFlags: --json names a file here.
	f := flag.NewFlagSet(c.path, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&c.profile, "profile", c.profile, "`DIR`: not used")
	f.Float64Var(&o.width, "width", 700, "`PX`: width of the pane in CSS px")
	f.Float64Var(&o.scale, "scale", 1, "`N`: device px for each CSS px")
	f.StringVar(&o.png, "png", "", "`FILE`: the picture")
	f.StringVar(&o.json, "json", "", "`FILE`: words, links, pictures and boxes")
	f.StringVar(&o.pdf, "pdf", "", "`FILE`: the letter on pages, to be printed")
	f.StringVar(&o.paper, "paper", "a4", "`SIZE`: of the pages, a4 or letter")
	f.StringVar(&o.fonts, "fonts", "", "`DIR`: fallback fonts, instead of the system's")
	f.StringVar(&o.picture, "pictures", "", "`FILE`: sizes and files for pictures that are not in the letter")
	f.BoolVar(&o.dark, "dark", false, "as on a dark desktop: by the letter's own dark rules, else recoloured")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if _, ok := papers[o.paper]; !ok {
		return usagef("--paper is a4 or letter.")
	}
	if !(o.width >= 50 && o.width <= 10000) || !(o.scale >= 0.25 && o.scale <= 8) {
		return usagef("--width is 50 to 10000, --scale 0.25 to 8.")
	}
	read, err := c.readLetter(words[0], o.picture)
	if err != nil {
		return err
	}
	fonts, err := typeset.NewFonts(typeset.Options{Dir: o.fonts, System: o.fonts == ""})
	if err != nil {
		return usagef("The fonts in %s cannot be read: %v.", clean(o.fonts), reason(err))
	}
	page := read.letter.Layout(htmlview.View{Width: float32(o.width), Dark: o.dark, Fonts: fonts, Pictures: read.pictures, Words: o.json != ""})
	if o.dark && !read.letter.HasDarkRules() {
		page.List, page.Background = htmlview.Darken(page, darkPane), darkPane
	}
	if o.json != "" {
		if err := writeFile(o.json, pageJSON(page)); err != nil {
			return err
		}
	}
	if o.pdf != "" {
		if err := c.writePDF(read, fonts, o); err != nil {
			return err
		}
	}
	if o.png != "" {
		return writeFile(o.png, func(w io.Writer) error { return writePage(w, fonts, page, o) })
	}
	return nil
}

// readFile is what a file holds: a letter, the pictures to show in it, and what a printed page says of it.
type readFile struct {
	letter   *htmlview.Letter
	pictures htmlview.Pictures
	head     printing.Head
}

func (c *call) readLetter(name, pictures string) (readFile, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return readFile{}, usagef("The file %s cannot be read: %v.", clean(name), reason(err))
	}
	parts := &htmlview.Parts{Next: greyPlaces{}}
	if pictures != "" {
		if parts.Next, err = readPictures(pictures); err != nil {
			return readFile{}, usagef("The list of pictures %s cannot be read: %v.", clean(pictures), reason(err))
		}
	}
	if ext := strings.ToLower(filepath.Ext(name)); ext == ".html" || ext == ".htm" {
		return readFile{letter: htmlview.Parse(data), pictures: named{parts}}, nil
	}
	m := mailmsg.Parse(bytes.NewReader(data), mailmsg.Options{})
	parts.Attached = func(id string) ([]byte, bool) {
		for i := range m.Attachments {
			if m.Attachments[i].ContentID == id {
				return m.Attachments[i].Data, true
			}
		}
		return nil, false
	}
	r := readFile{pictures: parts, head: printing.HeadOf(m, c.now().Location())}
	if r.letter = htmlview.ParseText(m.Text); m.HTML != "" {
		r.letter = htmlview.Parse([]byte(m.HTML))
	}
	return r, nil
}

// greyPlaces keeps a place for every picture.
type greyPlaces struct{}

func (greyPlaces) Picture(src string) (htmlview.Picture, bool) {
	return htmlview.Picture{}, strings.TrimSpace(src) != ""
}

// named asks the list of pictures before the letter's own parts: in a plain HTML file cid: has no other source.
type named struct{ parts *htmlview.Parts }

func (n named) Picture(src string) (htmlview.Picture, bool) {
	if n.parts.Next != nil && !strings.HasPrefix(src, "data:") {
		return n.parts.Next.Picture(strings.TrimSpace(src))
	}
	return n.parts.Picture(src)
}

// pictureList is the file of --pictures.
type pictureList struct {
	Sizes map[string][2]float32 `json:"sizes"`
	Files map[string]string     `json:"files"`

	dir    string
	loaded map[string]htmlview.Picture
	pixels int
}

func readPictures(name string) (*pictureList, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list := &pictureList{dir: filepath.Dir(name), loaded: map[string]htmlview.Picture{}}
	err = json.Unmarshal(data, list)
	for src, size := range list.Sizes {
		if strings.HasPrefix(src, "//") { // as letters write it; it is asked for as an absolute address
			list.Sizes["https:"+src] = size
		}
	}
	return list, err
}

// Picture implements htmlview.Pictures.
func (l *pictureList) Picture(src string) (htmlview.Picture, bool) {
	if p, ok := l.loaded[src]; ok {
		return p, true
	}
	if file, ok := l.Files[src]; ok {
		if !filepath.IsAbs(file) {
			file = filepath.Join(l.dir, file)
		}
		if data, err := os.ReadFile(file); err == nil {
			if p, ok := htmlview.Decode(data, &l.pixels); ok {
				l.loaded[src] = p
				return p, true
			}
		}
	}
	size, ok := l.Sizes[src]
	return htmlview.Picture{Width: size[0], Height: size[1]}, ok
}

// writeFile writes a file in full or says why not; a file left half would be taken for the whole.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err == nil {
		err = errors.Join(write(f), f.Close())
	}
	if err != nil {
		return usagef("The file %s cannot be written: %v.", clean(name), reason(err))
	}
	return nil
}

// writePage paints the page at its scale.
func writePage(w io.Writer, fonts *typeset.Fonts, page *htmlview.Page, o renderFlags) error {
	width := int(math.Ceil(o.width * o.scale))
	height := min(int(math.Ceil(float64(page.Height)*o.scale)), maxPicture)
	img := image.NewRGBA(image.Rect(0, 0, width, max(height, 1)))
	draw.Draw(img, img.Bounds(), image.NewUniform(page.Background), image.Point{}, draw.Src)
	fonts.Paint(img, page.List, float32(o.scale))
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}

var papers = map[string]printing.Paper{"a4": printing.A4, "letter": printing.USLetter}

func (c *call) writePDF(r readFile, fonts *typeset.Fonts, o renderFlags) error {
	return writeFile(o.pdf, func(w io.Writer) error {
		return printing.Write(c.ctx, w, r.letter, r.head, printing.Options{Paper: papers[o.paper], Fonts: fonts, Pictures: r.pictures})
	})
}
