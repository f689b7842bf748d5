package mailmsg

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const sniffBytes = 1 << 10 // of a file, decoded: all signatures lie in them

// sniff tells the type of a file by its first bytes, "" for none it knows. Where it answers, the bytes are certain.
func sniff(head []byte) string {
	for _, s := range signatures {
		if s.at+len(s.bytes) <= len(head) && string(head[s.at:s.at+len(s.bytes)]) == s.bytes && !s.isWord(head) {
			if s.kind == "application/zip" {
				return sniffZip(head)
			}
			return s.kind
		}
	}
	if bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12 {
		return riffKinds[string(head[8:12])]
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return ftypKind(string(head[8:12]))
	}
	return sniffText(head)
}

type signature struct {
	at          int
	bytes, kind string
}

// isWord tells whether a signature of two or three letters may as well be the beginning of a text: nothing near it is
// beyond what texts have.
func (s signature) isWord(head []byte) bool {
	if len(s.bytes) > 3 || strings.IndexFunc(s.bytes, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 || s.bytes == "#!" {
		return false
	}
	return bytes.IndexFunc(head[:min(len(head), 64)], func(r rune) bool { return r < '\t' || r == utf8.RuneError }) < 0
}

// signatures are compared in this order: the longer of two that begin alike is first.
var signatures = []signature{
	{0, "\x89PNG\r\n\x1a\n", "image/png"}, {0, "\xff\xd8\xff", "image/jpeg"}, {0, "GIF87a", "image/gif"}, {0, "GIF89a", "image/gif"},
	{0, "II*\x00", "image/tiff"}, {0, "MM\x00*", "image/tiff"}, {0, "BM", "image/bmp"}, {0, "\x00\x00\x01\x00", "image/x-icon"},
	{0, "%PDF-", "application/pdf"}, {0, "%!PS", "application/postscript"}, {0, "{\\rtf", "application/rtf"},
	{0, "PK\x03\x04", "application/zip"}, {0, "PK\x05\x06", "application/zip"}, {0, "\x1f\x8b\x08", "application/gzip"}, {0, "BZh", "application/x-bzip2"},
	{0, "\xfd7zXZ\x00", "application/x-xz"}, {0, "\x28\xb5\x2f\xfd", "application/zstd"}, {0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"},
	{0, "Rar!\x1a\x07", "application/vnd.rar"}, {257, "ustar", "application/x-tar"}, {0, "MSCF", "application/vnd.ms-cab-compressed"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"}, {0, "\x78\x9f\x3e\x22", "application/ms-tnef"},
	{0, "MZ", "application/x-msdownload"}, {0, "\x7fELF", "application/x-executable"}, {0, "\xca\xfe\xba\xbe", "application/java-vm"},
	{0, "\xfe\xed\xfa\xce", "application/x-mach-binary"}, {0, "\xfe\xed\xfa\xcf", "application/x-mach-binary"},
	{0, "\xce\xfa\xed\xfe", "application/x-mach-binary"}, {0, "\xcf\xfa\xed\xfe", "application/x-mach-binary"},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"}, {0, "ITSF", "application/vnd.ms-htmlhelp"}, {0, "!<arch>\ndebian", "application/vnd.debian.binary-package"},
	{0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"}, {0, "conectix", "application/x-vhd"}, {0, "vhdxfile", "application/x-vhdx"},
	{0, "\x00asm", "application/wasm"}, {0, "ID3", "audio/mpeg"}, {0, "\xff\xfb", "audio/mpeg"}, {0, "\xff\xf3", "audio/mpeg"},
	{0, "OggS", "audio/ogg"}, {0, "fLaC", "audio/flac"}, {0, "\x1a\x45\xdf\xa3", "video/x-matroska"}, {0, "SQLite format 3\x00", "application/vnd.sqlite3"},
	{0, "#!", "text/x-shellscript"}, {0, "-----BEGIN PGP MESSAGE", "application/pgp-encrypted"}, {0, "-----BEGIN PGP SIGNATURE", "application/pgp-signature"},
	{0, "-----BEGIN PGP PUBLIC KEY", "application/pgp-keys"}, {0, "BEGIN:VCALENDAR", "text/calendar"}, {0, "BEGIN:VCARD", "text/vcard"},
}

var riffKinds = map[string]string{"WEBP": "image/webp", "WAVE": "audio/wav", "AVI ": "video/x-msvideo"}

func ftypKind(brand string) string {
	switch brand {
	case "heic", "heix", "mif1", "msf1":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	case "qt  ":
		return "video/quicktime"
	case "M4A ", "M4B ":
		return "audio/mp4"
	}
	return "video/mp4"
}

// sniffZip tells documents from other archives by the name of their first files.
func sniffZip(head []byte) string {
	const nameAt = 30 // of a local header (APPNOTE.TXT section 4.3.7)
	if len(head) < nameAt {
		return "application/zip"
	}
	if rest, ok := bytes.CutPrefix(head[nameAt:], []byte("mimetypeapplication/")); ok { // OpenDocument and EPUB begin so
		end := bytes.Index(rest, []byte("PK"))
		if kind := string(rest[:max(end, 0)]); kind != "" && len(kind) < 80 && isToken(kind) {
			return "application/" + kind
		}
	}
	for _, inner := range [...]struct{ name, kind string }{
		{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
		{"META-INF/", "application/java-archive"}, {"AndroidManifest.xml", "application/vnd.android.package-archive"},
		{"[Content_Types].xml", "application/vnd.openxmlformats-officedocument"},
	} {
		if bytes.HasPrefix(head[nameAt:], []byte(inner.name)) || bytes.Contains(head, []byte("PK\x03\x04")) && hasZipName(head, inner.name) {
			return inner.kind
		}
	}
	return "application/zip"
}

// hasZipName looks for a file of which the name begins so, in the local headers that head holds.
func hasZipName(head []byte, name string) bool {
	for {
		i := bytes.Index(head, []byte("PK\x03\x04"))
		if i < 0 || len(head) < i+30 {
			return false
		}
		head = head[i+30:]
		if bytes.HasPrefix(head, []byte(name)) {
			return true
		}
	}
}

func isToken(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// sniffText knows pages, pictures and scripts that are text.
func sniffText(head []byte) string {
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head[:min(len(head), 512)], []byte("\xef\xbb\xbf")), " \t\r\n")))
	switch {
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"), strings.HasPrefix(text, "<head"),
		strings.HasPrefix(text, "<script"), strings.HasPrefix(text, "<body"):
		return "text/html"
	case strings.HasPrefix(text, "<svg"), strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg"):
		return "image/svg+xml"
	case strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<html"):
		return "text/html"
	case strings.HasPrefix(text, "[internetshortcut]"):
		return "application/x-url"
	case strings.HasPrefix(text, "[desktop entry]"):
		return "application/x-desktop"
	case strings.HasPrefix(text, "@echo off"):
		return "application/x-bat"
	}
	return ""
}
