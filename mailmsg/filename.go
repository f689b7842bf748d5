package mailmsg

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxName      = 120 // bytes; leaves room for a folder in Windows' 260 characters and for " (2)"
	maxExtension = 20
)

// SafeName makes any name safe as a file name on Linux, Windows and macOS; never empty.
//
// Path parts go, so do characters that Windows refuses, that control something, or that turn the writing direction
// ("invoice_fdp.exe" shown as "invoice_exe.pdf"). A name too long keeps its extension.
func SafeName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		if last := strings.TrimSpace(name[i+1:]); last != "" {
			name = last
		}
	}
	name = strings.Map(safeRune, name)
	name = strings.Join(strings.Fields(name), " ")
	name = trimDots(shorten(trimDots(name)))
	if name == "" {
		return "attachment"
	}
	if isReserved(name) {
		return shorten("_" + name)
	}
	return name
}

// safeRune returns what stands for a character in a file name, -1 for nothing.
func safeRune(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r < ' ' || unicode.IsControl(r) || isBidiControl(r) || isInvisible(r):
		return -1
	case strings.ContainsRune(`<>:"/\|?*`, r):
		return '_'
	}
	return r
}

// isBidiControl is true for the marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
func isBidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C
}

// isInvisible is true for characters that only make two names look alike.
func isInvisible(r rune) bool {
	return r == 0x200B || r == 0x2060 || r == 0xFEFF || r == 0x00AD || r == 0x2028 || r == 0x2029 ||
		r >= 0xE0000 && r <= 0xE007F || r >= 0xFFF9 && r <= 0xFFFB
}

// trimDots takes off dots and blanks: at the end Windows drops them, at the start Unix hides the file.
func trimDots(s string) string {
	return strings.TrimSpace(strings.TrimLeft(strings.TrimRight(s, ". "), ". "))
}

func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	stem, extension := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= maxExtension {
		stem, extension = name[:dot], name[dot:]
	}
	return strings.TrimRight(CutBytes(stem, maxName-len(extension)), ". ") + extension
}

// isReserved is true for the names of devices on Windows, with any extension.
func isReserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimSpace(stem))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	rest, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		if rest, ok = strings.CutPrefix(stem, "LPT"); !ok {
			return false
		}
	}
	r, n := utf8.DecodeRuneInString(rest)
	return n == len(rest) && n > 0 && strings.ContainsRune("0123456789¹²³", r)
}
