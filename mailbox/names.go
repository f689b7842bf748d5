package mailbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how many octets of a name go into a file's name. Systems allow 255; the path has to fit too.
const maxName = 100

// safeName makes a folder's or a letter's name one that every file system takes: no separators, no signs that Windows
// refuses, nothing hidden, not too long. Names that are cut get a piece of their hash, so that they stay different.
func safeName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if len(clean) > maxName {
		n := maxName
		for !utf8.RuneStart(clean[n]) {
			n--
		}
		sum := sha256.Sum256([]byte(name))
		clean = clean[:n] + "~" + hex.EncodeToString(sum[:4])
	}
	clean = strings.TrimRight(clean, ". ")
	if clean == "" || clean[0] == '.' || clean[0] == ' ' || reserved(clean) {
		clean = "_" + clean
	}
	return clean
}

// reserved names are devices on Windows, with any extension, or the parts of a Maildir.
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CUR", "NEW", "TMP":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '0' && base[3] <= '9'
}

// namer gives each folder a path of its own: two whose names differ only in what files cannot have, or in case, are
// told apart by a number.
type namer struct {
	paths map[string]string // by the folder's names, joined by NUL
	used  map[string]bool   // in lower case
}

func newNamer() *namer { return &namer{paths: map[string]string{}, used: map[string]bool{}} }

// path gives the path of a folder below the top, with slashes.
func (n *namer) path(names []string) string {
	if len(names) == 0 {
		return ""
	}
	key := strings.Join(names, "\x00")
	if path, has := n.paths[key]; has {
		return path
	}
	base := safeName(names[len(names)-1])
	if up := n.path(names[:len(names)-1]); up != "" {
		base = up + "/" + base
	}
	path := base
	for i := 2; n.used[strings.ToLower(path)]; i++ {
		path = fmt.Sprintf("%s (%d)", base, i)
	}
	n.used[strings.ToLower(path)] = true
	n.paths[key] = path
	return path
}
