package htmlview

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"testing"
	"time"
)

var filmPalette = color.Palette{color.NRGBA{}, color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}}

// film is a GIF of frames of one colour each: the whole picture, then its right half.
func film(t testing.TB, disposal byte, loops int) []byte {
	t.Helper()
	frame := func(index uint8, r image.Rectangle) *image.Paletted {
		f := image.NewPaletted(r, filmPalette)
		for i := range f.Pix {
			f.Pix[i] = index
		}
		return f
	}
	g := &gif.GIF{Image: []*image.Paletted{frame(1, image.Rect(0, 0, 8, 4)), frame(2, image.Rect(4, 0, 8, 4)), frame(0, image.Rect(0, 0, 8, 4))},
		Delay: []int{0, 20, 5}, Disposal: []byte{gif.DisposalNone, disposal, gif.DisposalNone}, LoopCount: loops, Config: image.Config{Width: 8, Height: 4, ColorModel: filmPalette}}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAnimation(t *testing.T) {
	red, blue, none := color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}, color.RGBA{}
	tests := []struct {
		name     string
		disposal byte
		third    color.RGBA // of the right half in the third frame, which is transparent
	}{
		{"stays", gif.DisposalNone, blue}, {"becomes background", gif.DisposalBackground, none}, {"is taken back", gif.DisposalPrevious, red},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pixels := 0
			pic, ok := Decode(film(t, tt.disposal, 0), &pixels)
			a, moves := pic.Image.(*Animation)
			if !ok || !moves || pic.Width != 8 || pic.Height != 4 {
				t.Fatalf("decoded %+v, %v", pic, ok)
			}
			p := a.Play()
			right := func() color.RGBA { return p.Frame().RGBAAt(6, 1) }
			if d, ok := p.Delay(); right() != red || !ok || d != leastDelay {
				t.Errorf("first frame %v for %v", right(), d)
			}
			p.Next()
			if d, _ := p.Delay(); right() != blue || p.Frame().RGBAAt(1, 1) != red || d != 200*time.Millisecond {
				t.Errorf("second frame %v for %v", right(), d)
			}
			p.Next()
			if right() != tt.third {
				t.Errorf("third frame %v, want %v", right(), tt.third)
			}
			p.Next()
			if right() != red || a.Image.(*image.RGBA).RGBAAt(6, 1) != red {
				t.Errorf("the first frame again: %v", right())
			}
		})
	}
}

func TestAnimationEnds(t *testing.T) {
	for loops, want := range map[int]int{-1: 1, 1: 2, 2: 3} {
		pixels, rounds := 0, 1
		pic, _ := Decode(film(t, gif.DisposalNone, loops), &pixels)
		p := pic.Image.(*Animation).Play()
		for {
			if _, ok := p.Delay(); !ok || rounds > 10 {
				break
			}
			if p.Next(); p.at == 0 {
				rounds++
			}
		}
		if rounds != want {
			t.Errorf("loop count %d plays %d times, want %d", loops, rounds, want)
		}
	}
}

// TestAnimationBomb: a small file of many large frames is not decoded but for its first.
func TestAnimationBomb(t *testing.T) {
	big := image.NewPaletted(image.Rect(0, 0, 2000, 2000), filmPalette)
	g := &gif.GIF{Config: image.Config{Width: 2000, Height: 2000, ColorModel: filmPalette}}
	for range 10 {
		g.Image, g.Delay, g.Disposal = append(g.Image, big), append(g.Delay, 5), append(g.Disposal, gif.DisposalNone)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		t.Fatal(err)
	}
	if frames, pixels := countFrames(out.Bytes()); frames != 10 || pixels != 10*4_000_000 {
		t.Errorf("counted %d frames of %d pixels", frames, pixels)
	}
	pixels := 0
	pic, ok := Decode(out.Bytes(), &pixels)
	if _, moves := pic.Image.(*Animation); !ok || moves {
		t.Errorf("decoded %T, %v", pic.Image, ok)
	}
}

func FuzzAnimation(f *testing.F) {
	f.Add(film(f, gif.DisposalPrevious, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		frames, pixels := countFrames(data)
		if frames < 0 || pixels < 0 {
			t.Fatalf("%d frames, %d pixels", frames, pixels)
		}
		if len(data) > 10_000 || pixels > 1<<20 {
			return
		}
		total := 0
		pic, ok := Decode(data, &total)
		if a, moves := pic.Image.(*Animation); ok && moves {
			p := a.Play()
			for range 2 * frames {
				if _, ok := p.Delay(); ok {
					p.Next()
				}
			}
		}
	})
}
