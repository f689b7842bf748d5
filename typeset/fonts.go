package typeset

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"
)

// Family names one group of up to four faces. The first three are always there.
type Family int

// The bundled families, metric-compatible with Arial, Times New Roman and Courier New.
const (
	Sans Family = iota
	Serif
	Mono
)

// Font is a face at a size, as text asks for it.
type Font struct {
	Family       Family
	Bold, Italic bool
	Size         float32 // CSS px
}

// Metrics are a font's vertical distances in CSS px, whole numbers but for XHeight, as browsers round them.
type Metrics struct {
	Ascent, Descent float32 // of the content area, both positive
	LineGap         float32
	XHeight         float32
}

// LineHeight is the distance of two baselines where nothing else is asked.
func (m Metrics) LineHeight() float32 { return m.Ascent + m.Descent + m.LineGap }

// Options say where fonts come from beside the bundled ones.
type Options struct {
	// Dir is a folder whose .ttf and .otf files are the only fallback, those for many scripts first. Empty: none.
	Dir string
	// System asks the operating system's fonts for characters that no other font has. The first such character
	// costs a scan of the fonts, which is kept below CacheDir.
	System   bool
	CacheDir string
	// Emoji is a font of coloured pictures for emoji that no other font has in colour. Nil: none.
	Emoji []byte
}

// Fonts finds faces and caches what is shaped and drawn with them. One goroutine at a time.
type Fonts struct {
	families []family
	byName   map[string]Family
	fallback []*face // from Options.Dir; folderFaces puts them in order
	ordered  bool
	faces    []*face // all faces by their index

	emoji *face // of Options.Emoji; nil: none

	options Options
	system  *fontscan.FontMap
	found   map[fallbackKey]*face
	owned   map[*font.Face]*face // faces that the system gave

	shaped  map[shapeKey][]unitGlyph
	scratch []Glyph  // of latin
	joined  [][2]int // the same
	metrics map[Font]Metrics
	glyphs  glyphCache
}

type family struct {
	name  string
	faces [4]*face // by styleIndex; nil where the family lacks it
}

func styleIndex(bold, italic bool) int {
	i := 0
	if bold {
		i |= 1
	}
	if italic {
		i |= 2
	}
	return i
}

// NewFonts opens the fonts. It fails only where Options.Dir cannot be read.
func NewFonts(o Options) (*Fonts, error) {
	f := &Fonts{
		options: o, byName: map[string]Family{}, found: map[fallbackKey]*face{}, owned: map[*font.Face]*face{},
		shaped: map[shapeKey][]unitGlyph{}, metrics: map[Font]Metrics{},
	}
	for _, name := range []string{"Sans", "Serif", "Mono"} {
		f.addBundled(name)
	}
	if o.Emoji != nil {
		f.emoji = f.newFace(func() ([]byte, error) { return o.Emoji, nil })
	}
	if o.Dir != "" {
		if err := f.addDir(o.Dir); err != nil {
			return nil, fmt.Errorf("read the fonts of a folder: %w", err)
		}
	}
	return f, nil
}

func (f *Fonts) addBundled(name string) {
	fam := family{name: "Liberation " + name}
	for i, style := range []string{"Regular", "Bold", "Italic", "BoldItalic"} {
		file := "fonts/Liberation" + name + "-" + style + ".ttf"
		fam.faces[i] = f.newFace(func() ([]byte, error) { return bundled.ReadFile(file) })
		fam.faces[i].bundled = true
	}
	f.addFamily(fam)
}

func (f *Fonts) addFamily(fam family) {
	f.byName[strings.ToLower(fam.name)] = Family(len(f.families))
	f.families = append(f.families, fam)
}

func (f *Fonts) newFace(read func() ([]byte, error)) *face {
	fc := &face{index: len(f.faces), read: read}
	f.faces = append(f.faces, fc)
	return fc
}

// addDir adds the faces of a folder and its subfolders as families of their own names and as fallback. Families that are
// bundled are skipped.
func (f *Fonts) addDir(dir string) error {
	byFamily := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		ext := strings.ToLower(filepath.Ext(path))
		if err != nil || d.IsDir() || ext != ".ttf" && ext != ".otf" {
			return err
		}
		if desc, ok := describe(path); ok {
			f.addFile(path, desc, byFamily)
		}
		return nil // no font: another file with its name
	})
	return err
}

// describe reads of a font file only what it is called and how it looks: most files of a folder are never needed.
func describe(path string) (font.Description, bool) {
	file, err := os.Open(path)
	if err != nil {
		return font.Description{}, false
	}
	defer file.Close()
	loader, err := opentype.NewLoader(file)
	if err != nil {
		return font.Description{}, false
	}
	desc, _ := font.Describe(loader, nil)
	return desc, desc.Family != ""
}

// addFile adds one face to the family of its name; byFamily holds those of the folder.
func (f *Fonts) addFile(path string, desc font.Description, byFamily map[string]int) {
	name := strings.ToLower(desc.Family)
	if known, ok := f.byName[name]; ok && known <= Mono {
		return
	}
	fc := f.newFace(func() ([]byte, error) { return os.ReadFile(path) })
	at, ok := byFamily[name]
	if !ok {
		at = len(f.families)
		byFamily[name] = at
		f.addFamily(family{name: desc.Family})
	}
	style := styleIndex(desc.Aspect.Weight >= 600, desc.Aspect.Style == font.StyleItalic)
	if f.families[at].faces[style] == nil {
		f.families[at].faces[style] = fc
	}
	f.fallback = append(f.fallback, fc)
}

// Family finds the first known name of a CSS font-family list; names are compared without regard to case. Sans where
// none is known.
func (f *Fonts) Family(names []string) Family {
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if fam, ok := f.byName[name]; ok {
			return fam
		}
		if fam, ok := alias[name]; ok {
			return fam
		}
	}
	return Sans
}

// face gives the family's face for a style, the nearest one where it lacks it.
func (f *Fonts) face(ft Font) *face {
	fam := Sans
	if ft.Family >= 0 && int(ft.Family) < len(f.families) {
		fam = ft.Family
	}
	faces := f.families[fam].faces
	want := styleIndex(ft.Bold, ft.Italic)
	for _, style := range []int{want, want &^ 2, want &^ 1, 0, 1, 2, 3} {
		if fc := faces[style]; fc != nil && fc.open() {
			return fc
		}
	}
	fc := f.families[Sans].faces[0]
	fc.open()
	return fc
}

// Metrics gives a font's vertical distances.
func (f *Fonts) Metrics(ft Font) Metrics {
	if m, ok := f.metrics[ft]; ok {
		return m
	}
	m := f.face(ft).metrics(ft.Size)
	f.metrics[ft] = m
	return m
}

// RunMetrics gives the distances of the face that a run is drawn with; false where it is the one asked for.
func (f *Fonts) RunMetrics(p *Paragraph, run int) (Metrics, bool) {
	r := &p.Runs[run]
	if r.face == f.face(p.Spans[r.Span].Font) {
		return Metrics{}, false
	}
	return r.face.metrics(r.Size), true
}

func round(v float64) float32 { return float32(math.Floor(v + 0.5)) }
