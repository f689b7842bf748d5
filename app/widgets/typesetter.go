package widgets

import (
	"image"
	"image/draw"
	"log"
	"runtime/debug"
	"sync"

	"satchel/typeset"
)

// Typesetter lays out letters and paints them, on a goroutine of its own, for any number of views. Its fonts and what is
// drawn of them are shared. Whoever makes one must call Close.
type Typesetter struct {
	post    func(func()) // hands a function to the UI goroutine
	options typeset.Options
	done    chan struct{} // closed when the goroutine is gone

	mu     sync.Mutex
	wake   *sync.Cond
	desks  []*desk
	closed bool
}

// desk is what one view wants done: the newest order and no other.
type desk struct {
	setter *Typesetter
	layout *layoutOrder // nil: none
	tiles  []tileOrder  // the most urgent first
}

// layoutOrder asks for a sheet.
type layoutOrder struct {
	serial        int // counts a view's orders
	letter        *shownLetter
	width, height float32 // of the view in Fyne's pixels
	zoom          float32 // Fyne's pixels for each CSS px, before a wide letter is scaled down
	least         float32 // the same at the usual zoom
	device        float32 // device pixels for each of Fyne's
	dark, folded  bool
	reveal        bool
	pane          ground
	from          func(*sheet) float64              // where the view will begin to show it, in Fyne's pixels from the page's top
	done          func(*sheet, map[tilePlace]*tile) // on the UI goroutine; with the tiles of what the view will show first
}

// tileOrder asks for one tile.
type tileOrder struct {
	sheet *sheet
	at    tilePlace
	done  func(*tile) // on the UI goroutine
}

// NewTypesetter starts one. post hands functions to the UI goroutine (fyne.Do).
func NewTypesetter(post func(func()), o typeset.Options) *Typesetter {
	t := &Typesetter{post: post, options: o, done: make(chan struct{})}
	t.wake = sync.NewCond(&t.mu)
	go t.run()
	return t
}

// Close ends the goroutine and waits for it; what was ordered is dropped.
func (t *Typesetter) Close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.wake.Broadcast()
	<-t.done
}

func (t *Typesetter) newDesk() *desk {
	d := &desk{setter: t}
	t.mu.Lock()
	t.desks = append(t.desks, d)
	t.mu.Unlock()
	return d
}

// leave ends the desk of a view that is gone.
func (d *desk) leave() {
	t := d.setter
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, other := range t.desks {
		if other == d {
			t.desks = append(t.desks[:i], t.desks[i+1:]...)
			return
		}
	}
}

// order asks for a layout in place of the one asked for before.
func (d *desk) order(o layoutOrder) {
	d.setter.mu.Lock()
	d.layout = &o
	d.setter.mu.Unlock()
	d.setter.wake.Signal()
}

// want says which tiles are missing, in place of those said before.
func (d *desk) want(tiles []tileOrder) {
	d.setter.mu.Lock()
	d.tiles = tiles
	d.setter.mu.Unlock()
	if len(tiles) > 0 {
		d.setter.wake.Signal()
	}
}

func (t *Typesetter) run() {
	defer close(t.done)
	fonts, err := typeset.NewFonts(t.options)
	if err != nil { // only a folder of fonts can fail
		fonts, _ = typeset.NewFonts(typeset.Options{})
	}
	for {
		layout, tile := t.next()
		switch {
		case layout != nil:
			if !t.guarded(func() { t.layOut(fonts, layout) }) {
				t.post(func() { layout.done(failedSheet(layout), nil) })
			}
		case tile != nil:
			t.guarded(func() {
				done := paintTile(fonts, tile.sheet, tile.at)
				t.post(func() { tile.done(done) })
			})
		default:
			return
		}
	}
}

// next waits for work; nothing once the typesetter is closed. A view's layout comes before its tiles, which would be those
// of a page that is going.
func (t *Typesetter) next() (*layoutOrder, *tileOrder) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for !t.closed {
		for _, d := range t.desks {
			if o := d.layout; o != nil {
				d.layout = nil
				return o, nil
			}
		}
		for _, d := range t.desks {
			if len(d.tiles) > 0 {
				o := d.tiles[0]
				d.tiles = d.tiles[1:]
				return nil, &o
			}
		}
		t.wake.Wait()
	}
	return nil, nil
}

// guarded keeps a mistake in the layout of one letter from ending the program: letters come from anyone.
func (t *Typesetter) guarded(work func()) (done bool) {
	defer func() {
		if p := recover(); p != nil {
			log.Printf("caught: %v\n%s", p, debug.Stack())
		}
	}()
	work()
	return true
}

// layOut makes a sheet and the tiles that are seen first.
func (t *Typesetter) layOut(fonts *typeset.Fonts, o *layoutOrder) {
	s := newSheet(fonts, o)
	tiles := map[tilePlace]*tile{}
	for _, at := range s.tilesFor(o.from(s), float64(o.height), 0, o.width) {
		tiles[at] = paintTile(fonts, s, at)
	}
	t.post(func() { o.done(s, tiles) })
}

// A tile's size in device pixels: large enough that few are drawn with each frame, small enough to be painted within one.
const (
	letterTileWidth  = 1024
	letterTileHeight = 256
)

// tilePlace numbers the tiles of a page from its top left corner.
type tilePlace struct{ column, row int }

// tile is a painted part of a page.
type tile struct{ image *image.RGBA }

func paintTile(fonts *typeset.Fonts, s *sheet, at tilePlace) *tile {
	area := s.tileArea(at)
	img := image.NewRGBA(area)
	draw.Draw(img, area, image.NewUniform(s.ground), image.Point{}, draw.Src)
	fonts.Paint(img, s.list, s.scale*s.device)
	img.Rect = image.Rect(0, 0, area.Dx(), area.Dy())
	return &tile{img}
}
