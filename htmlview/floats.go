package htmlview

// floatSet holds the floats of a block formatting context, in its coordinates.
type floatSet struct {
	left, right             []floatBox // those that can still be beside something
	leftBottom, rightBottom float32
	lastTop                 float32 // no float starts above one before it
	anyOne                  bool
}

type floatBox struct{ x, y, r, b float32 }

// bottom is where a box with this clear may start.
func (f *floatSet) bottom(clear floatSide) float32 {
	switch clear {
	case floatLeft:
		return f.leftBottom
	case floatRight:
		return f.rightBottom
	case clearBoth:
		return max(f.leftBottom, f.rightBottom)
	default:
	}
	return 0
}

// band gives the room between lo and hi that floats leave for a box from y to y+h.
func (f *floatSet) band(y, h, lo, hi float32) (float32, float32) {
	for _, b := range f.left {
		if b.y < y+h && b.b > y {
			lo = max(lo, b.r)
		}
	}
	for _, b := range f.right {
		if b.y < y+h && b.b > y {
			hi = min(hi, b.x)
		}
	}
	return lo, hi
}

// nextBottom is the nearest lower edge of a float below y; false where there is none.
func (f *floatSet) nextBottom(y float32) (float32, bool) {
	best, ok := float32(0), false
	for _, list := range [][]floatBox{f.left, f.right} {
		for _, b := range list {
			if b.b > y && (!ok || b.b < best) {
				best, ok = b.b, true
			}
		}
	}
	return best, ok
}

// fit finds the first y, not above from, where a box of this size has room, and the room there.
func (f *floatSet) fit(from, w, h, lo, hi float32) (y, l, r float32) {
	y = from
	for {
		l, r = f.band(y, max(h, 1), lo, hi)
		if r-l >= w-0.02 || l <= lo && r >= hi {
			return y, l, r
		}
		next, ok := f.nextBottom(y)
		if !ok {
			return y, l, r
		}
		y = next
	}
}

// add places a float's margin box of size w, h and gives its place.
func (f *floatSet) add(side floatSide, from, w, h, lo, hi float32) (x, y float32) {
	if f.anyOne {
		from = max(from, f.lastTop)
	}
	y, l, r := f.fit(from, w, 1, lo, hi)
	x = l
	if side == floatRight {
		x = r - w
	}
	f.lastTop, f.anyOne = y, true
	f.prune(y)
	if h > 0 && w > 0 {
		b := floatBox{x, y, x + w, y + h}
		if side == floatRight {
			f.right = append(f.right, b)
		} else {
			f.left = append(f.left, b)
		}
	}
	if side == floatRight {
		f.rightBottom = max(f.rightBottom, y+h)
	} else {
		f.leftBottom = max(f.leftBottom, y+h)
	}
	return x, y
}

// prune forgets floats that end above y: nothing will stand beside them any more.
func (f *floatSet) prune(y float32) {
	keep := func(list []floatBox) []floatBox {
		out := list[:0]
		for _, b := range list {
			if b.b > y {
				out = append(out, b)
			}
		}
		return out
	}
	f.left, f.right = keep(f.left), keep(f.right)
}
