package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
)

// rgb is a colour, each part from 0 to 1.
type rgb struct{ r, g, b float64 }

// hex is the colour 0xRRGGBB.
func hex(v uint32) rgb {
	return rgb{float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

// mix is a where share is 0 and b where it is 1.
func mix(a, b rgb, share float64) rgb {
	s := min(1, max(0, share))
	return rgb{a.r + (b.r-a.r)*s, a.g + (b.g-a.g)*s, a.b + (b.b-a.b)*s}
}

// scene gives the colour of each point. x runs from 0 to the picture's width divided
// by its height, y from 0 at the top to 1; edge is the size of a pixel, for soft edges.
type scene func(x, y, wide, edge float64) rgb

// scenes are the pictures that a letter can ask for.
func scenes() map[string]scene {
	return map[string]scene{
		"dawn": dawn.paint, "day": day.paint, "dusk": dusk.paint, "night": night.paint,
		"sea": sea.paint, "harbour": harbour.paint,
		"garden": garden, "plan": bedPlan,
		"leaf": leafTile, "bulb": bulbTile, "flower": flowerTile,
	}
}

// picture is an image file of a scene; kind is "png" or "jpeg", arg is such as
// "dawn 640x480".
func picture(kind, arg string) ([]byte, error) {
	name, size, _ := strings.Cut(arg, " ")
	paint, ok := scenes()[name]
	if !ok {
		return nil, fmt.Errorf("no scene %q", name)
	}
	var w, h int
	if _, err := fmt.Sscanf(size, "%dx%d", &w, &h); err != nil || w < 1 || h < 1 {
		return nil, fmt.Errorf("no size %q", size)
	}
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	edge := 1 / float64(h)
	for y := range h {
		for x := range w {
			c := paint((float64(x)+0.5)*edge, (float64(y)+0.5)*edge, float64(w)*edge, edge)
			copy(m.Pix[m.PixOffset(x, y):], []uint8{eight(c.r), eight(c.g), eight(c.b), 255})
		}
	}
	var b bytes.Buffer
	if kind == "png" {
		err := png.Encode(&b, m)
		return b.Bytes(), err
	}
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 84})
	return b.Bytes(), err
}

func eight(v float64) uint8 { return uint8(min(1, max(0, v))*255 + 0.5) }

// inside is 1 where d is well below zero, 0 well above, and soft over one pixel.
func inside(d, edge float64) float64 { return min(1, max(0, 0.5-d/edge)) }

// distance from a point to the centre of an ellipse, less its size: below zero inside.
func ellipse(x, y, cx, cy, rx, ry float64) float64 {
	return (math.Hypot((x-cx)/rx, (y-cy)/ry) - 1) * min(rx, ry)
}

// frac is the part of v behind the point, from 0 to 1 also below zero.
func frac(v float64) float64 { return v - math.Floor(v) }
