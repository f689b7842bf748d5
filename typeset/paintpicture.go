package typeset

import (
	"image"
	"image/draw"

	xdraw "golang.org/x/image/draw"
)

// maxTiles bounds how often one pattern is drawn.
const maxTiles = 4096

func (p *painter) picture(pic *Picture) {
	top := p.top()
	area := p.snap(pic.Box).Intersect(top.clip)
	if area.Empty() {
		return
	}
	dst := top.img
	if pic.Radii != (Radii{}) {
		dst = image.NewRGBA(area)
	}
	switch {
	case pic.Image != nil:
		p.tiles(dst, area, pic, still(pic.Image))
	case pic.HasPlaceholder:
		draw.Draw(dst, area, image.NewUniform(pic.Placeholder), image.Point{}, draw.Over)
	}
	if pic.Radii != (Radii{}) {
		draw.DrawMask(top.img, area, dst, area.Min, p.roundMask(area, pic.Box, pic.Radii, 1), area.Min, draw.Over)
	}
}

// still gives the frame of a picture that has several.
func still(img image.Image) image.Image {
	if moving, ok := img.(interface{ Still() image.Image }); ok {
		return moving.Still()
	}
	return img
}

func (p *painter) tiles(dst *image.RGBA, area image.Rectangle, pic *Picture, img image.Image) {
	tile := pic.Tile
	if tile == (Box{}) {
		tile = pic.Box
	}
	if tile.W <= 0 || tile.H <= 0 {
		return
	}
	x0, x1, y0, y1 := 0, 0, 0, 0
	if pic.RepeatX {
		x0, x1 = tileRange(area.Min.X, area.Max.X, tile.X*p.scale, tile.W*p.scale)
	}
	if pic.RepeatY {
		y0, y1 = tileRange(area.Min.Y, area.Max.Y, tile.Y*p.scale, tile.H*p.scale)
	}
	if (x1-x0+1)*(y1-y0+1) > maxTiles {
		return // a pattern of single pixels over a large area: a colour would have been asked for otherwise
	}
	one := p.scaled(img, tile)
	for j := y0; j <= y1; j++ {
		for i := x0; i <= x1; i++ {
			at := p.snap(Box{tile.X + float32(i)*tile.W, tile.Y + float32(j)*tile.H, tile.W, tile.H})
			part := at.Intersect(area)
			if part.Empty() {
				continue
			}
			if one != nil {
				draw.Draw(dst, part, one, one.Bounds().Min.Add(part.Min.Sub(at.Min)), draw.Over)
				continue
			}
			clipped := dst.SubImage(area).(*image.RGBA)
			xdraw.ApproxBiLinear.Scale(clipped, at, img, img.Bounds(), xdraw.Over, nil)
		}
	}
}

// scaled gives the image itself where it is drawn pixel for pixel; nil where it must be scaled.
func (p *painter) scaled(img image.Image, tile Box) image.Image {
	r := p.snap(tile)
	if b := img.Bounds(); b.Dx() == r.Dx() && b.Dy() == r.Dy() {
		return img
	}
	return nil
}

// tileRange gives the first and last tile that touch lo to hi.
func tileRange(lo, hi int, start, size float32) (int, int) {
	if size < 1 {
		size = 1
	}
	first := int((float32(lo)-start)/size) - 1
	last := int((float32(hi)-start)/size) + 1
	return first, last
}
