package printing

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// pictureSet writes each picture once.
type pictureSet struct {
	byImage map[image.Image]ref
}

// object writes a picture where it is not in the file yet. shown is its size on paper in px; what has far more pixels than
// a printer can show is made smaller. Zero: as it is.
func (s *pictureSet) object(f *file, img image.Image, shown image.Point) ref {
	if r, ok := s.byImage[img]; ok {
		return r
	}
	r := f.reserve()
	s.byImage[img] = r
	img = reduced(img, shown)
	if photo, ok := img.(*image.YCbCr); ok { // it came as JPEG or the like: nothing is gained by keeping every pixel
		var b bytes.Buffer
		if jpeg.Encode(&b, photo, &jpeg.Options{Quality: 92}) == nil {
			f.rawStream(r, imageDict(img.Bounds(), "DeviceRGB")+" /Filter /DCTDecode", b.Bytes())
			return r
		}
	}
	rgb, alpha := planes(img)
	dict := imageDict(img.Bounds(), "DeviceRGB")
	if alpha != nil {
		mask := f.reserve()
		f.stream(mask, imageDict(img.Bounds(), "DeviceGray"), alpha)
		dict += fmt.Sprintf(" /SMask %s", mask)
	}
	f.stream(r, dict, rgb)
	return r
}

func imageDict(b image.Rectangle, space string) string {
	return fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8", b.Dx(), b.Dy(), space)
}

// finest is how many pixels one px of paper gets at most: 300 to the inch.
const finest = 3.125

func reduced(img image.Image, shown image.Point) image.Image {
	b := img.Bounds()
	w, h := int(float32(shown.X)*finest), int(float32(shown.Y)*finest)
	if w < 1 || h < 1 || b.Dx() <= 2*w || b.Dy() <= 2*h {
		return img
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
	return small
}

// planes gives the colours of a picture, and its opacity where it is not opaque throughout.
func planes(img image.Image) (rgb, alpha []byte) {
	b := img.Bounds()
	rgb, alpha = make([]byte, 0, 3*b.Dx()*b.Dy()), make([]byte, 0, b.Dx()*b.Dy())
	opaque := true
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c, _ := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			rgb, alpha = append(rgb, c.R, c.G, c.B), append(alpha, c.A)
			opaque = opaque && c.A == 255
		}
	}
	if opaque {
		alpha = nil
	}
	return rgb, alpha
}
