package htmlview

import "bytes"

// KindBytes is how many of its first bytes tell what kind a picture is: an SVG file may begin with a comment.
const KindBytes = 1024

// PictureKind tells by its first bytes what kind of picture data is, of those that letters may show: "png", "jpeg",
// "gif", "webp", "bmp" or "svg". Empty: none of them. What a server or a letter says of it does not count. KindBytes are
// enough.
func PictureKind(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return "gif"
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "webp"
	case len(data) >= 14 && string(data[:2]) == "BM" && data[6]|data[7]|data[8]|data[9] == 0:
		return "bmp"
	case isDrawing(data):
		return "svg"
	}
	return ""
}

// maxScans is how many passes over the whole picture a JPEG may ask for. Progressive ones have about ten; each costs as
// much time as a picture, and only a few bytes.
const maxScans = 100

// tooManyScans tells a JPEG made to keep a decoder busy.
func tooManyScans(data []byte) bool {
	return bytes.Count(data, []byte("\xff\xda")) > maxScans
}
