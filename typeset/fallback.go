package typeset

import (
	"io"
	"log"
	"slices"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

type fallbackKey struct {
	r            rune
	bold, italic bool
	emoji        bool
}

// resolve gives the face that draws r: the font's own, else one of the fallback faces, else the font's own with its
// box for missing characters. emoji asks for a coloured picture.
func (f *Fonts) resolve(own *face, ft Font, r rune, emoji bool) *face {
	if own.has(r) && !emoji || invisible(r) {
		return own
	}
	key := fallbackKey{r, ft.Bold, ft.Italic, emoji}
	fc, ok := f.found[key]
	if !ok {
		if fc = f.search(ft, r, emoji); emoji && (fc == nil || !fc.inColor(r)) {
			if own := f.emojiFace(r); own != nil {
				fc = own
			}
		}
		f.found[key] = fc
	}
	if fc == nil {
		return own
	}
	return fc
}

func (f *Fonts) search(ft Font, r rune, emoji bool) *face {
	for fam := Sans; fam <= Mono; fam++ {
		if fc := f.face(Font{Family: fam, Bold: ft.Bold, Italic: ft.Italic}); fc.has(r) {
			return fc
		}
	}
	var any *face
	for _, fc := range f.folderFaces() {
		if !fc.has(r) {
			continue
		}
		if f.styled(fc, ft) {
			return fc
		}
		if any == nil {
			any = fc
		}
	}
	if any != nil || !f.options.System {
		return any
	}
	return f.searchSystem(ft, r, emoji)
}

// folderFaces gives the faces of Options.Dir, those for many scripts first. They are opened when a character is first
// looked for in them: letters in Latin, Greek and Cyrillic need none.
func (f *Fonts) folderFaces() []*face {
	if !f.ordered {
		f.ordered = true
		f.fallback = slices.DeleteFunc(f.fallback, func(fc *face) bool { return !fc.open() })
		coverage := map[*face]int{}
		for _, fc := range f.fallback {
			coverage[fc] = fc.coverage()
		}
		slices.SortStableFunc(f.fallback, func(a, b *face) int { return coverage[b] - coverage[a] })
	}
	return f.fallback
}

// styled says whether a fallback face has the weight and slant asked for.
func (f *Fonts) styled(fc *face, ft Font) bool {
	for _, fam := range f.families {
		if fam.faces[styleIndex(ft.Bold, ft.Italic)] == fc {
			return true
		}
	}
	return false
}

func (f *Fonts) searchSystem(ft Font, r rune, emoji bool) *face {
	if f.system == nil {
		f.system = fontscan.NewFontMap(log.New(io.Discard, "", 0))
		if f.system.UseSystemFonts(f.options.CacheDir) != nil {
			f.options.System = false // no fonts to be had: do not ask again
			return nil
		}
	}
	aspect := font.Aspect{Weight: font.WeightNormal, Style: font.StyleNormal, Stretch: font.StretchNormal}
	if ft.Bold {
		aspect.Weight = font.WeightBold
	}
	if ft.Italic {
		aspect.Style = font.StyleItalic
	}
	families := []string{"sans-serif"}
	if emoji {
		families = []string{"emoji", "sans-serif"}
	}
	f.system.SetQuery(fontscan.Query{Families: families, Aspect: aspect})
	f.system.SetScript(language.LookupScript(r))
	got := f.system.ResolveFace(r)
	if got == nil {
		return nil
	}
	if _, ok := got.NominalGlyph(r); !ok {
		return nil
	}
	fc, ok := f.owned[got]
	if !ok {
		fc = f.newFace(nil)
		fc.set(got)
		f.owned[got] = fc
	}
	return fc
}

// invisible characters are drawn by no font: joiners, marks of direction, variation selectors.
func invisible(r rune) bool {
	switch {
	case r < 0x20, r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF, r == 0xFFFC,
		r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}
