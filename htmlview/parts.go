package htmlview

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/gif" // the formats that letters carry
	_ "image/jpeg"
	_ "image/png"
	"net/url"
	"strings"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/webp"
)

// Parts are the pictures that a letter brings along: data: addresses, and attachments by cid:. It decodes at once and
// keeps what it has decoded; nothing is asked of anybody. One goroutine at a time.
type Parts struct {
	// Attached gives the bytes of the attachment with this content id. nil: none.
	Attached func(contentID string) ([]byte, bool)
	// Next is asked for all other addresses. nil: they are not shown.
	Next Pictures

	decoded map[string]Picture
	pixels  int // of all pictures so far
}

// maxAllPixels bounds the pictures of one letter together.
const maxAllPixels = 64 << 20

// Picture implements Pictures.
func (p *Parts) Picture(src string) (Picture, bool) {
	src = strings.TrimSpace(src)
	scheme := strings.ToLower(src[:min(len(src), 5)])
	if !strings.HasPrefix(scheme, "data:") && !strings.HasPrefix(scheme, "cid:") {
		if p.Next == nil {
			return Picture{}, false
		}
		return p.Next.Picture(src)
	}
	if pic, ok := p.decoded[src]; ok {
		return pic, pic.Image != nil
	}
	if p.decoded == nil {
		p.decoded = map[string]Picture{}
	}
	var pic Picture
	if data, ok := p.Bytes(src); ok {
		pic, _ = Decode(data, &p.pixels)
	}
	p.decoded[src] = pic
	return pic, pic.Image != nil
}

// Bytes gives the encoded picture of a data: or cid: address.
func (p *Parts) Bytes(src string) ([]byte, bool) {
	if len(src) >= 4 && strings.EqualFold(src[:4], "cid:") {
		if p.Attached == nil {
			return nil, false
		}
		id, err := url.PathUnescape(src[4:])
		if err != nil {
			id = src[4:]
		}
		return p.Attached(id)
	}
	return dataURL(src)
}

// maxDataURL is the longest data: address that is decoded.
const maxDataURL = 8 << 20

// dataURL gives the bytes of a data: address (RFC 2397).
func dataURL(src string) ([]byte, bool) {
	head, body, ok := strings.Cut(src, ",")
	if !ok || len(body) > maxDataURL {
		return nil, false
	}
	if !strings.HasSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64") {
		text, err := url.PathUnescape(body)
		return []byte(text), err == nil
	}
	body = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '=':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, body)
	data, err := base64.RawStdEncoding.DecodeString(body)
	return data, err == nil
}

// Measure gives the size of a picture of any kind that letters use, without decoding it. Pictures beyond 16 million
// pixels are refused.
func Measure(data []byte) (picture Picture, ok bool) {
	defer func() {
		if recover() != nil { // a decoder's fault costs the picture, not the program
			picture, ok = Picture{}, false
		}
	}()
	kind := PictureKind(data)
	if kind == "" || kind == "jpeg" && tooManyScans(data) {
		return Picture{}, false
	}
	if kind == "svg" {
		d, ok := readDrawing(data)
		if !ok {
			return Picture{}, false
		}
		w, h := naturalSize(d)
		return Picture{Width: w, Height: h}, w*h <= maxPixels
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return Picture{}, false
	}
	return Picture{Width: float32(config.Width), Height: float32(config.Height)}, true
}

// Decode reads a picture that Measure takes. It refuses pictures beyond 64 million pixels together with those counted in
// pixels.
func Decode(data []byte, pixels *int) (picture Picture, ok bool) {
	defer func() {
		if recover() != nil {
			picture, ok = Picture{}, false
		}
	}()
	picture, ok = Measure(data)
	if !ok {
		return Picture{}, false
	}
	if PictureKind(data) == "svg" {
		picture.Image, ok = decodeDrawing(data, picture.Width, picture.Height, pixels)
		return picture, ok && *pixels <= maxAllPixels
	}
	if *pixels += int(picture.Width) * int(picture.Height); *pixels > maxAllPixels {
		return Picture{}, false
	}
	if a, ok := decodeAnimation(data); ok {
		picture.Image = a
		return picture, true
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, false
	}
	picture.Image = img
	return picture, true
}
