package htmlview

import (
	"slices"

	"satchel/htmlview/css"
)

// flexItem is one child of a flex container on the way to its place.
type flexItem struct {
	b        *box
	e        edges
	base     float32 // hypothetical size of the border box along the main axis
	least    float32
	size     float32
	grow, sh float32
	off      float32 // how far a limit moved it from its share
}

// main is the size with margins along the main axis.
func (it *flexItem) main(column bool) float32 {
	if column {
		return it.size + it.e.margin[top] + it.e.margin[bottom]
	}
	return it.size + it.e.marginWidth()
}

// flex lays out a flex container: rows and columns, wrapping, growing and shrinking, and the alignments (CSS flexbox),
// without baselines and without automatic margins across.
func (l *layouter) flex(b *box, e *edges, in space) {
	w := max(0, b.w-e.horizontal())
	cbH := float32(-1)
	fixed, isFixed := l.definiteHeight(b, e, in)
	if isFixed {
		cbH = max(0, fixed-e.vertical())
	}
	items := l.flexItems(b, w)
	var h float32
	if b.st.flex.column {
		h = l.flexColumn(b, items, w, cbH)
	} else {
		h = l.flexRows(b, items, w, cbH)
	}
	for _, it := range items {
		it.b.x += e.inner(left)
		it.b.y += e.inner(top)
	}
	h += e.vertical()
	if isFixed {
		h = fixed
	}
	b.h = l.clampHeight(b, e, h, in)
}

func (l *layouter) flexItems(b *box, w float32) []*flexItem {
	var items []*flexItem
	for _, c := range b.children {
		if c.st.position == positionAbsolute {
			c.x, c.y = 0, 0
			l.pending = append(l.pending, c)
			continue
		}
		it := &flexItem{b: c, e: l.edgesOf(c, w), grow: c.st.flex.grow, sh: c.st.flex.shrink}
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(a, b *flexItem) int { return a.b.st.flex.order - b.b.st.flex.order })
	if b.st.flex.reverse {
		slices.Reverse(items)
	}
	return items
}

// flexBase finds the size that an item starts from along a row.
func (l *layouter) flexBase(it *flexItem, w float32) {
	st := it.b.st
	least, most := l.intrinsic(it.b)
	it.base, it.least = most, least
	if it.b.kind == boxImage {
		l.image(it.b, space{cbW: w, cbH: -1})
		it.base, it.least = it.b.w, min(least, it.b.w)
	} else if st.width.Unit == css.Fixed || st.width.Unit == css.Relative {
		it.base = l.toBorderBox(st, &it.e, st.width.Of(w))
		it.least = min(it.least, it.base)
	}
	if f := st.flex.basis; f.Unit == css.Fixed || f.Unit == css.Relative {
		it.base = l.toBorderBox(st, &it.e, f.Of(w))
	}
	if st.overflow {
		it.least = it.e.horizontal()
	}
	if v := st.minWidth; v.Unit == css.Fixed || v.Unit == css.Relative {
		it.least = l.toBorderBox(st, &it.e, v.Of(w))
	}
	it.base = max(l.clampWidth(it.b, &it.e, it.base, w), it.e.horizontal())
	it.size = max(it.base, it.least)
}

func (l *layouter) flexRows(b *box, items []*flexItem, w, cbH float32) float32 {
	st := b.st
	gap := st.flex.gap[1]
	for _, it := range items {
		l.flexBase(it, w)
	}
	y := float32(0)
	for start := 0; start < len(items); {
		end, used := start, float32(0)
		for end < len(items) {
			next := items[end].main(false)
			if end > start {
				next += gap
			}
			if end > start && st.flex.wrap && used+next > w+slack {
				break
			}
			used += next
			end++
		}
		if start > 0 {
			y += st.flex.gap[0]
		}
		line := items[start:end]
		l.flexShare(line, w-gap*float32(len(line)-1), w)
		y += l.flexLine(b, line, w, cbH, y, end-start == len(items))
		start = end
	}
	return y
}

// flexShare grows or shrinks the items of a line to fill it (CSS flexbox 9.7): those that reach a limit keep it, and
// the others share the rest.
func (l *layouter) flexShare(line []*flexItem, room, w float32) {
	used := float32(0)
	for _, it := range line {
		used += it.main(false)
	}
	growing := used < room
	frozen := make([]bool, len(line))
	for range line {
		free, weight := room, float32(0)
		for k, it := range line {
			if frozen[k] {
				free -= it.main(false)
				continue
			}
			free -= it.base + it.e.marginWidth()
			weight += it.weight(growing)
		}
		if weight == 0 {
			return
		}
		if growing && weight < 1 {
			free *= weight
		}
		over := float32(0) // how much the limits ask for beyond the shares
		for k, it := range line {
			if frozen[k] {
				continue
			}
			share := it.base + free*it.weight(growing)/weight
			it.size = max(l.clampWidth(it.b, &it.e, share, w), it.least)
			over += it.size - share
			it.off = it.size - share
		}
		done := true
		for k, it := range line {
			if !frozen[k] && (over >= -slack && over <= slack || over > 0 && it.off > 0 || over < 0 && it.off < 0) {
				frozen[k] = true
			}
			done = done && frozen[k]
		}
		if done {
			return
		}
	}
}

// weight is an item's share of what is to be given or taken.
func (it *flexItem) weight(growing bool) float32 {
	if growing {
		return it.grow
	}
	return it.sh * it.base
}

// flexLine lays out and places the items of one row, and gives its height.
func (l *layouter) flexLine(b *box, line []*flexItem, w, cbH, y float32, only bool) float32 {
	height, used := float32(0), b.st.flex.gap[1]*float32(len(line)-1)
	for _, it := range line {
		l.place(it.b, space{cbW: w, cbH: cbH, forced: true, forcedW: it.size})
		height = max(height, it.b.h+it.e.margin[top]+it.e.margin[bottom])
		used += it.main(false)
	}
	if only && cbH >= 0 {
		height = cbH
	}
	x, between := spreadFlex(b.st.flex.justify, w-used, len(line))
	autos := 0
	for _, it := range line {
		for _, i := range []int{left, right} {
			if it.e.autoMargin[i] {
				autos++
			}
		}
	}
	if autos > 0 {
		x, between = 0, 0
	}
	share := float32(0)
	if autos > 0 {
		share = max(0, w-used) / float32(autos)
	}
	for k, it := range line {
		if k > 0 {
			x += between + b.st.flex.gap[1]
		}
		if it.e.autoMargin[left] {
			x += share
		}
		it.b.x = x + it.e.margin[left]
		l.flexCross(b, it, w, cbH, y, height)
		x += it.main(false)
		if it.e.autoMargin[right] {
			x += share
		}
	}
	return height
}

// flexCross places an item across the row, stretched where nothing else is asked.
func (l *layouter) flexCross(b *box, it *flexItem, w, cbH, y, height float32) {
	how := it.b.st.flex.self
	if how == flexAuto {
		how = b.st.flex.items
	}
	outer := it.b.h + it.e.margin[top] + it.e.margin[bottom]
	it.b.y = y + it.e.margin[top]
	switch how {
	case flexCenter:
		it.b.y += (height - outer) / 2
	case flexEnd:
		it.b.y += height - outer
	case flexAuto, flexStretch:
		if it.b.st.height.IsAuto() && outer < height && it.b.kind != boxImage {
			l.place(it.b, space{cbW: w, cbH: cbH, forced: true, forcedW: it.size, forcedH: it.b.h + height - outer})
		}
	default:
	}
}

// spreadFlex gives the start and the space between items of a line.
func spreadFlex(how flexAlign, free float32, n int) (start, between float32) {
	switch how {
	case flexEnd:
		return free, 0
	case flexCenter:
		return free / 2, 0
	case flexBetween:
		if n > 1 && free > 0 {
			return 0, free / float32(n-1)
		}
	case flexAround:
		if free > 0 {
			return free / float32(n) / 2, free / float32(n)
		}
	case flexEvenly:
		if free > 0 {
			return free / float32(n+1), free / float32(n+1)
		}
	default:
	}
	return 0, 0
}

func (l *layouter) flexColumn(b *box, items []*flexItem, w, cbH float32) float32 {
	used := b.st.flex.gap[0] * float32(max(0, len(items)-1))
	for _, it := range items {
		how := it.b.st.flex.self
		if how == flexAuto {
			how = b.st.flex.items
		}
		in := space{cbW: w, cbH: cbH}
		if how != flexAuto && how != flexStretch && it.b.st.width.IsAuto() && it.b.kind != boxImage {
			least, most := l.intrinsic(it.b)
			in.forced, in.forcedW = true, min(max(least, w-it.e.marginWidth()), most)
		}
		l.place(it.b, in)
		it.size = it.b.h
		used += it.main(true)
		free := w - it.b.w - it.e.marginWidth()
		it.b.x = it.e.margin[left]
		switch {
		case it.e.autoMargin[left] && it.e.autoMargin[right] || how == flexCenter:
			it.b.x += free / 2
		case how == flexEnd || it.e.autoMargin[left]:
			it.b.x += free
		}
	}
	y, between := float32(0), float32(0)
	if cbH >= 0 {
		y, between = spreadFlex(b.st.flex.justify, cbH-used, len(items))
	}
	for k, it := range items {
		if k > 0 {
			y += between + b.st.flex.gap[0]
		}
		it.b.y = y + it.e.margin[top]
		y += it.main(true)
	}
	return y
}

// flexIntrinsic measures a flex container's content.
func (l *layouter) flexIntrinsic(b *box) (least, most float32) {
	n := 0
	for _, c := range b.children {
		if c.st.position == positionAbsolute {
			continue
		}
		cl, cm := l.outerWidths(c)
		if b.st.flex.column {
			least, most = max(least, cl), max(most, cm)
			continue
		}
		if n > 0 {
			most += b.st.flex.gap[1]
		}
		n++
		most += cm
		if b.st.flex.wrap {
			least = max(least, cl)
		} else {
			least += cl
		}
	}
	return least, most
}
