package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"math"
)

// filmFrames is how many pictures one turn of the lamp has, filmDelay how long each stays, in hundredths of a second.
const (
	filmFrames = 18
	filmDelay  = 12
)

// filmShades is how many steps there are from the night's colour to the lamp's.
const filmShades = 48

// film is a lighthouse whose lamp turns, as an animated GIF. arg is its size, "320x180".
func film(arg string) ([]byte, error) {
	var w, h int
	if _, err := fmt.Sscanf(arg, "%dx%d", &w, &h); err != nil || w <= 0 || h <= 0 {
		return nil, fmt.Errorf("no size: %q", arg)
	}
	night, lamp := hex(0x101a33), hex(0xffe9a8)
	palette := make(color.Palette, 0, filmShades)
	for i := range filmShades {
		c := mix(night, lamp, float64(i)/(filmShades-1))
		palette = append(palette, color.NRGBA{R: eight(c.r), G: eight(c.g), B: eight(c.b), A: 255})
	}
	out := &gif.GIF{Config: image.Config{Width: w, Height: h, ColorModel: palette}}
	for n := range filmFrames {
		frame := image.NewPaletted(image.Rect(0, 0, w, h), palette)
		turn := 2 * math.Pi * float64(n) / filmFrames
		for y := range h {
			for x := range w {
				light := lighthouse(float64(x)/float64(w), float64(y)/float64(h), float64(w)/float64(h), turn)
				frame.Pix[y*frame.Stride+x] = uint8(light * (filmShades - 1))
			}
		}
		out.Image, out.Delay, out.Disposal = append(out.Image, frame), append(out.Delay, filmDelay), append(out.Disposal, gif.DisposalNone)
	}
	var b bytes.Buffer
	err := gif.EncodeAll(&b, out)
	return b.Bytes(), err
}

// lighthouse gives the light at a point of the picture, 0 to 1, when the lamp looks in a direction. x and y run from 0 to 1;
// the beam is seen from the side, so that it is short when it points at the eye.
func lighthouse(x, y, wide, turn float64) float64 {
	const lampX, lampY, sea = 0.3, 0.3, 0.78
	dx, dy := (x-lampX)*wide, y-lampY
	reach := math.Cos(turn) // to the right: 1
	light := 0.9 * math.Exp(-(dx*dx+dy*dy)/0.0006)
	light += 0.5 * max(0, math.Sin(turn)) * math.Exp(-(dx*dx+dy*dy)/0.02) // into the eye
	if dx*reach > 0 {
		along := math.Abs(dx) / (2 * math.Abs(reach))
		spread := 0.02 + 0.12*math.Abs(dx)
		light += 0.6 * math.Exp(-dy*dy/(spread*spread)) * max(0, 1-along)
	}
	if y > sea { // the water takes up some of it
		light = 0.35*light + 0.05 + 0.04*math.Sin(90*y+8*math.Sin(12*x))
	}
	tower := math.Abs(x-lampX) < 0.012+0.03*(y-lampY) && y > lampY && y < sea
	if tower {
		light = 0.16 + 0.1*math.Floor(math.Mod(y*14, 2))
	}
	return min(1, max(0, light))
}
