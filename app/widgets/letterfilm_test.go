package widgets

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"satchel/htmlview"
)

// movingPicture is an animation of a red and a blue frame.
type movingPicture struct{ pic htmlview.Picture }

func newMovingPicture(t *testing.T) *movingPicture {
	palette := color.Palette{color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}}
	g := &gif.GIF{Config: image.Config{Width: 40, Height: 40, ColorModel: palette}}
	for i := range 2 {
		frame := image.NewPaletted(image.Rect(0, 0, 40, 40), palette)
		for k := range frame.Pix {
			frame.Pix[k] = uint8(i)
		}
		g.Image, g.Delay, g.Disposal = append(g.Image, frame), append(g.Delay, 50), append(g.Disposal, gif.DisposalNone)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		t.Fatal(err)
	}
	pixels := 0
	pic, ok := htmlview.Decode(out.Bytes(), &pixels)
	if !ok {
		t.Fatal("the animation is not read")
	}
	return &movingPicture{pic}
}

func (m *movingPicture) Picture(string) (htmlview.Picture, bool) { return m.pic, true }

func TestAnimatedPicture(t *testing.T) {
	l := page(`<img src="a.gif"><p style="margin-top:900px">below`)
	l.Pictures = newMovingPicture(t)
	r := shown(t, l)
	v := r.view
	if len(v.films.all) != 1 || v.films.timer == nil {
		t.Fatalf("%d animated pictures, timer %v", len(v.films.all), v.films.timer)
	}
	one := v.films.all[0]
	red := func() bool { return one.player.Frame().RGBAAt(20, 20).R == 255 }
	pass := func() { // the time that the frame stays
		one.due = time.Now().Add(-time.Millisecond)
		v.play()
	}
	if !red() {
		t.Error("it does not begin with its first frame")
	}
	if pass(); red() {
		t.Error("the second frame does not come")
	}
	click := func() {
		at := fyne.NewPos((one.picture.X+5)*v.sheet.scale, float32(v.headerH)+(one.picture.Y+5)*v.sheet.scale)
		ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
		v.press.clicks, v.press.at = 0, fyne.NewPos(-99, -99)
		v.MouseDown(ev)
		v.MouseUp(ev)
	}
	click()
	if pass(); red() || v.films.timer != nil {
		t.Error("a click does not stop it")
	}
	click()
	if pass(); !red() {
		t.Error("another click does not let it go on")
	}
	v.Relay()
	r.settle()
	if len(v.films.all) != 1 || v.films.all[0].player != one.player {
		t.Error("a new layout begins it anew")
	}
	one = v.films.all[0]
	v.scroll(v.view.max())
	r.settle()
	v.play()
	if v.films.timer != nil || !one.raster.Hidden {
		t.Error("it plays out of sight")
	}
	r.view.Clear()
	if len(v.films.all) != 0 || v.films.timer != nil {
		t.Error("it outlives its letter")
	}
}

func TestCoveredAnimationStandsStill(t *testing.T) {
	for name, html := range map[string]string{
		"clipped":     `<div style="width:10px;height:10px;overflow:hidden"><img src="a.gif"></div>`,
		"under text":  `<div style="position:relative"><img src="a.gif"><b style="position:absolute;left:0;top:5px">words over it</b></div>`,
		"see-through": `<div style="opacity:.5"><img src="a.gif"></div>`,
	} {
		l := page(html)
		l.Pictures = newMovingPicture(t)
		if r := shown(t, l); len(r.view.films.all) != 0 {
			t.Errorf("%s: it moves", name)
		}
	}
}
