package svg

import (
	"image"
	"math"
)

// raster turns lines into how much of each pixel they cover.
type raster struct {
	w, h   int
	sum    []float32 // per pixel, two more in each row: what changes there
	top    int       // rows that lines have touched: from top to below bottom
	bottom int
	p      *painter
}

func newRaster(w, h int, p *painter) *raster {
	return &raster{w: w, h: h, sum: make([]float32, (w+2)*h), p: p, top: h}
}

// add adds lines, each closed.
func (r *raster) add(lines []line) {
	for _, l := range lines {
		n := len(l.points)
		for i := range l.points {
			r.edge(l.points[i], l.points[(i+1)%n])
		}
	}
}

// edge adds the signed area between an edge and the right end of the rows it crosses.
func (r *raster) edge(a, b point) {
	dir := float32(1)
	if a.y > b.y {
		a, b, dir = b, a, -1
	}
	if a.y == b.y || b.y <= 0 || a.y >= float64(r.h) {
		return
	}
	slope := (b.x - a.x) / (b.y - a.y)
	if a.y < 0 {
		a.x, a.y = a.x-a.y*slope, 0
	}
	b.y = min(b.y, float64(r.h))
	first, last := int(a.y), int(math.Ceil(b.y))
	r.top, r.bottom = min(r.top, first), max(r.bottom, last)
	x := a.x
	for y := first; y < last; y++ {
		dy := min(float64(y+1), b.y) - max(float64(y), a.y)
		next := x + slope*dy
		r.cover(r.sum[y*(r.w+2):(y+1)*(r.w+2)], x, next, dir*float32(dy))
		x = next
	}
}

// cover adds an edge within one row, from x0 to x1, of height d with its sign.
func (r *raster) cover(row []float32, x0, x1 float64, d float32) {
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	x0, x1 = min(max(x0, 0), float64(r.w)), min(max(x1, 0), float64(r.w))
	i, j := int(x0), int(math.Ceil(x1))
	r.p.take(1 + j - i)
	if j <= i+1 {
		mid := float32((x0+x1)/2 - float64(i))
		row[i] += d * (1 - mid)
		row[i+1] += d * mid
		return
	}
	s := float32(1 / (x1 - x0))
	head := float32(float64(i+1) - x0)
	a0 := 0.5 * s * head * head
	tail := float32(x1 - float64(j-1))
	am := 0.5 * s * tail * tail
	row[i] += d * a0
	if j == i+2 {
		row[i+1] += d * (1 - a0 - am)
	} else {
		a1 := s * (1.5 - float32(x0-float64(i)))
		row[i+1] += d * (a1 - a0)
		for k := i + 2; k < j-1; k++ {
			row[k] += d * s
		}
		a2 := a1 + float32(j-i-3)*s
		row[j-1] += d * (1 - a2 - am)
	}
	row[j] += d * am
}

// mask ends the shape: how much of each pixel it covers. The raster is empty again.
func (r *raster) mask(evenOdd bool) *image.Alpha {
	if r.top >= r.bottom {
		return image.NewAlpha(image.Rectangle{})
	}
	out := image.NewAlpha(image.Rect(0, r.top, r.w, r.bottom))
	r.p.take((r.bottom - r.top) * r.w)
	for y := r.top; y < r.bottom; y++ {
		row := r.sum[y*(r.w+2) : (y+1)*(r.w+2)]
		to := out.Pix[(y-r.top)*out.Stride:]
		sum := float32(0)
		for x := range r.w {
			sum += row[x]
			c := sum
			if c < 0 {
				c = -c
			}
			if evenOdd {
				if c = float32(math.Mod(float64(c), 2)); c > 1 {
					c = 2 - c
				}
			}
			to[x] = uint8(min(c, 1)*255 + .5)
		}
		clear(row)
	}
	r.top, r.bottom = r.h, 0
	return out
}
