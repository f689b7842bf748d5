package widgets

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"satchel/htmlview"
	"satchel/typeset"
)

// films are the animated pictures of a letter. They play while they can be seen and the reader has not stopped them.
type films struct {
	all   []*film
	timer *time.Timer // nil: none plays
}

// film is one animated picture on the page.
type film struct {
	picture *typeset.Picture
	player  *htmlview.Player
	moving  *htmlview.Animation
	raster  *canvas.Raster // nil until it is seen first
	due     time.Time      // of the next frame; zero: not begun
	paused  bool
}

// take looks for the animated pictures of a sheet; those that were there before go on where they are.
func (f *films) take(s *sheet) {
	f.stop()
	before := f.all
	f.all = nil
	if s == nil {
		return
	}
	for i, item := range s.list.Items {
		pic, ok := item.(*typeset.Picture)
		if !ok || pic.Tile != (typeset.Box{}) { // no patterns: those are grounds
			continue
		}
		moving, ok := pic.Image.(*htmlview.Animation)
		if !ok || len(f.all) == mostFilms || !uncovered(s.list, i) {
			continue
		}
		one := &film{picture: pic, moving: moving}
		for i, old := range before {
			if old.moving == moving {
				*one = *old
				one.picture = pic
				before = append(before[:i:i], before[i+1:]...)
				break
			}
		}
		if one.player == nil {
			one.player = moving.Play()
		}
		f.all = append(f.all, one)
	}
}

// mostFilms is how many pictures of a letter move; more are no letter.
const mostFilms = 20

// uncovered says whether an item is seen as a whole: no clip or opacity around it, nothing painted over it. Others would be
// wrong with a picture laid over them.
func uncovered(l *typeset.List, at int) bool {
	box := l.Items[at].Bounds()
	var around []*typeset.Push
	for _, item := range l.Items[:at] {
		switch item := item.(type) {
		case *typeset.Push:
			around = append(around, item)
		case *typeset.Pop:
			around = around[:max(0, len(around)-1)]
		}
	}
	for _, p := range around {
		if p.Opacity < 1 || p.Radii != (typeset.Radii{}) || p.Intersect(box) != box {
			return false
		}
	}
	for _, item := range l.Items[at+1:] {
		over := item.Bounds()
		if text, ok := item.(*typeset.Text); ok {
			over = text.Box
		}
		if _, group := item.(*typeset.Push); !group && over.Intersect(box).W > 1 && over.Intersect(box).H > 1 {
			return false
		}
	}
	return true
}

func (f *films) stop() {
	if f.timer != nil {
		f.timer.Stop()
		f.timer = nil
	}
}

// play shows the frames that are due of what can be seen, and waits for the next one.
func (v *LetterView) play() {
	f := &v.films
	f.stop()
	now := time.Now()
	next := time.Time{}
	for _, one := range f.all {
		if one.raster == nil || one.raster.Hidden || one.paused {
			one.due = time.Time{}
			continue
		}
		delay, more := one.player.Delay()
		if more && one.due.IsZero() {
			one.due = now.Add(delay)
		}
		if more && !one.due.After(now) {
			one.player.Next()
			canvas.Refresh(one.raster)
			delay, more = one.player.Delay()
			one.due = now.Add(delay)
		}
		if more && (next.IsZero() || one.due.Before(next)) {
			next = one.due
		}
	}
	if next.IsZero() {
		return
	}
	f.timer = time.AfterFunc(time.Until(next), func() {
		v.desk.setter.post(func() {
			if f.timer != nil {
				v.play()
			}
		})
	})
}

// filmAt gives the animated picture at a point of the view; nil: none.
func (v *LetterView) filmAt(at fyne.Position) *film {
	if v.sheet == nil || !v.inText(at) {
		return nil
	}
	x, y := v.toPage(at)
	for _, one := range v.films.all {
		if one.picture.Contains(x, y) {
			return one
		}
	}
	return nil
}

// pauseAt stops the animated picture at a point, or lets it go on.
func (v *LetterView) pauseAt(at fyne.Position) {
	if one := v.filmAt(at); one != nil {
		one.paused = !one.paused
		v.play()
	}
}

// placeFilms shows the animated pictures that are in view.
func (r *letterRenderer) placeFilms(y float32) {
	v := r.view
	r.moving.Objects = r.moving.Objects[:0]
	for _, one := range v.films.all {
		s, b := v.sheet, one.picture.Box
		top := y + b.Y*s.scale
		seen := top < v.Size().Height && top+b.H*s.scale > 0
		if one.raster == nil && seen {
			one.raster = canvas.NewRaster(func(int, int) image.Image { return one.player.Frame() })
		}
		if one.raster == nil {
			continue
		}
		one.raster.Hidden = !seen
		place(one.raster, b.X*s.scale-r.toDevice(v.side.offset), top, b.W*s.scale, b.H*s.scale)
		r.moving.Objects = append(r.moving.Objects, one.raster)
	}
	if len(v.films.all) > 0 && v.films.timer == nil {
		v.play()
	}
}
