package htmlview

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"time"
)

// Limits of an animation; beyond them its first frame is shown.
const (
	maxFrames      = 2000
	maxFramePixels = 24 << 20 // of all frames, one byte each
	maxFilmPixels  = 4 << 20  // of the picture, four bytes each
)

// leastDelay is what browsers take for delays so short that nobody means them.
const leastDelay = 100 * time.Millisecond

// Animation is a picture of several frames. As an image it is the first of them. It is immutable.
type Animation struct {
	image.Image
	film *gif.GIF
}

// Still is the first frame, of a type that is quick to paint.
func (a *Animation) Still() image.Image { return a.Image }

// decodeAnimation reads all frames of a GIF that has more than one and is within the limits.
func decodeAnimation(data []byte) (*Animation, bool) {
	if frames, pixels := countFrames(data); frames < 2 || frames > maxFrames || pixels > maxFramePixels {
		return nil, false
	}
	if size, err := gif.DecodeConfig(bytes.NewReader(data)); err != nil || size.Width*size.Height > maxFilmPixels {
		return nil, false
	}
	film, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil || len(film.Image) < 2 {
		return nil, false
	}
	a := &Animation{film: film}
	a.Image = a.Play().Frame()
	return a, true
}

// countFrames reads a GIF's blocks without decoding one: how many frames there are and how many pixels they have together.
func countFrames(data []byte) (frames, pixels int) {
	const head, descriptor = 13, 9
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	if len(data) < head || string(data[:3]) != "GIF" {
		return 0, 0
	}
	at := head + table(data[10])
	skip := func() { // the sub-blocks
		for at < len(data) && data[at] != 0 {
			at += int(data[at]) + 1
		}
		at++
	}
	for at < len(data) {
		switch data[at] {
		case 0x21: // an extension
			at += 2
			skip()
		case 0x2C:
			if at+descriptor >= len(data) {
				return frames, pixels
			}
			d := data[at+1:]
			frames++
			pixels += (int(d[4]) | int(d[5])<<8) * (int(d[6]) | int(d[7])<<8)
			at += 1 + descriptor + table(d[8]) + 1
			skip()
		default:
			return frames, pixels
		}
	}
	return frames, pixels
}

// Player shows an animation frame by frame.
type Player struct {
	film   *gif.GIF
	canvas *image.RGBA
	before []uint8 // the canvas before a frame that is to be taken away again
	at     int
	rounds int
}

// Play begins with the first frame.
func (a *Animation) Play() *Player {
	size := image.Rect(0, 0, a.film.Config.Width, a.film.Config.Height)
	p := &Player{film: a.film, canvas: image.NewRGBA(size)}
	p.paint()
	return p
}

// Frame is what is to be seen now. Next changes it.
func (p *Player) Frame() *image.RGBA { return p.canvas }

// Delay is how long the frame stays; ok is false where it stays for good.
func (p *Player) Delay() (d time.Duration, ok bool) {
	last := p.at == len(p.film.Image)-1
	// LoopCount: 0 for ever, -1 once, else that many repetitions.
	if last && (p.film.LoopCount < 0 || p.film.LoopCount > 0 && p.rounds >= p.film.LoopCount) {
		return 0, false
	}
	d = time.Duration(p.film.Delay[p.at]) * 10 * time.Millisecond
	if d < 2*10*time.Millisecond {
		d = leastDelay
	}
	return d, true
}

// Next goes on to the next frame.
func (p *Player) Next() {
	frame := p.film.Image[p.at]
	switch p.film.Disposal[p.at] {
	case gif.DisposalBackground:
		draw.Draw(p.canvas, frame.Bounds(), image.Transparent, image.Point{}, draw.Src)
	case gif.DisposalPrevious:
		copy(p.canvas.Pix, p.before)
	}
	if p.at++; p.at == len(p.film.Image) {
		p.at = 0
		p.rounds++
		clear(p.canvas.Pix)
	}
	p.paint()
}

func (p *Player) paint() {
	frame := p.film.Image[p.at]
	if p.film.Disposal[p.at] == gif.DisposalPrevious {
		p.before = append(p.before[:0], p.canvas.Pix...)
	}
	draw.Draw(p.canvas, frame.Bounds(), frame, frame.Bounds().Min, draw.Over)
}
