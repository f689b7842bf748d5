package editor

import "slices"

// Format is how what is selected looks, or what is typed next: what all of it has in common.
func (d *Document) Format() Format {
	if d.selection.Empty() {
		return d.nextFormat()
	}
	from, to := d.selection.Bounds()
	var common *Format
	d.each(from, to, func(p *Paragraph, a, b int) {
		p.Runs(func(start, end int, f Format) {
			if max(start, a) >= min(end, b) {
				return
			}
			if common == nil {
				common = &f
				return
			}
			common.Bold = common.Bold && f.Bold
			common.Italic = common.Italic && f.Italic
			common.Underline = common.Underline && f.Underline
			common.Strike = common.Strike && f.Strike
			if common.Link != f.Link {
				common.Link = ""
			}
		})
	})
	if common == nil {
		return Format{}
	}
	return *common
}

// each calls f for the part of every paragraph between two places.
func (d *Document) each(from, to Pos, f func(p *Paragraph, a, b int)) {
	for n := from.Para; n <= to.Para; n++ {
		a, b := 0, d.paras[n].Len()
		if n == from.Para {
			a = from.At
		}
		if n == to.Para {
			b = to.At
		}
		f(d.paras[n], a, b)
	}
}

// SetFormat changes how what is selected looks, or what is typed next.
func (d *Document) SetFormat(change func(Format) Format) {
	if d.selection.Empty() {
		f := change(d.nextFormat())
		d.typing = &f
		return
	}
	from, to := d.selection.Bounds()
	var other []*Paragraph
	d.each(from, to, func(p *Paragraph, a, b int) { other = append(other, p.reformatted(a, b, change)) })
	d.change(from.Para, other)
}

// change puts paragraphs of the same text in the place of others; the selection stays.
func (d *Document) change(at int, other []*Paragraph) {
	old := d.paras[at : at+len(other)]
	if slices.EqualFunc(old, other, (*Paragraph).equal) {
		return
	}
	d.apply(at, old, other, d.selection, single, false)
}

// ToggleBold makes what is selected bold, or not if all of it is; likewise the others.
func (d *Document) ToggleBold() {
	on := !d.Format().Bold
	d.SetFormat(func(f Format) Format { f.Bold = on; return f })
}

// ToggleItalic: see ToggleBold.
func (d *Document) ToggleItalic() {
	on := !d.Format().Italic
	d.SetFormat(func(f Format) Format { f.Italic = on; return f })
}

// ToggleUnderline: see ToggleBold.
func (d *Document) ToggleUnderline() {
	on := !d.Format().Underline
	d.SetFormat(func(f Format) Format { f.Underline = on; return f })
}

// ToggleStrike: see ToggleBold.
func (d *Document) ToggleStrike() {
	on := !d.Format().Strike
	d.SetFormat(func(f Format) Format { f.Strike = on; return f })
}

// SetLink makes what is selected a link, none where target is "".
func (d *Document) SetLink(target string) {
	if !d.selection.Empty() {
		d.SetFormat(func(f Format) Format { f.Link = target; return f })
	}
}

// Block is how the first selected paragraph looks.
func (d *Document) Block() Block {
	from, _ := d.selection.Bounds()
	return d.paras[from.Para].block
}

// SetBlock changes the selected paragraphs. A quote is kept within what is told apart.
func (d *Document) SetBlock(change func(Block) Block) {
	from, to := d.selection.Bounds()
	var other []*Paragraph
	for _, p := range d.paras[from.Para : to.Para+1] {
		b := change(p.block)
		b.Quote = min(b.Quote, maxQuote)
		other = append(other, p.with(b))
	}
	d.change(from.Para, other)
}

// ToggleKind makes the selected paragraphs of one kind, or plain text again if the first one is.
func (d *Document) ToggleKind(k Kind) {
	if d.Block().Kind == k {
		k = Body
	}
	d.SetBlock(func(b Block) Block { b.Kind = k; return b })
}

// Number is the number of an item in its list, from 1: how many numbered items of one quote end with it.
func (d *Document) Number(para int) int {
	block := d.paras[para].block
	n := 1
	for i := para - 1; i >= 0 && d.paras[i].block == block; i-- {
		n++
	}
	return n
}
