package editor

import "slices"

// Edits of one kind that follow one another are undone together.
type editKind uint8

const (
	single editKind = iota // undone by itself
	typed                  // a character that was typed
	erased                 // a character that was deleted
)

// step is one change that can be undone.
type step struct {
	at            int
	old, new      []*Paragraph
	before, after Selection
	kind          editKind
}

// history holds the steps that were done, and those undone that can be done again.
type history struct {
	done, undone []step
	open         bool // the last step may still be joined
	size         int  // runes held by done
}

// The history's limits: the oldest steps go first.
const (
	maxSteps = 2000
	maxRunes = 32 << 20
)

// pause keeps what comes next from being undone together with what was before.
func (h *history) pause() { h.open = false }

// add notes a change. joins says that it may be one with the step before it, if that is of the same kind, at the same
// place and nothing came in between.
func (h *history) add(s step, joins bool) {
	h.undone = nil
	if last := len(h.done) - 1; joins && h.open && last >= 0 {
		prev := &h.done[last]
		if prev.kind == s.kind && prev.at == s.at && slices.Equal(prev.new, s.old) && prev.after == s.before {
			h.size += runes(s.new) - runes(prev.new)
			prev.new, prev.after = s.new, s.after
			return
		}
	}
	h.done = append(h.done, s)
	h.size += s.size()
	h.open = true
	for len(h.done) > 1 && (len(h.done) > maxSteps || h.size > maxRunes) {
		h.size -= h.done[0].size()
		h.done[0] = step{} // the slice's array holds it no longer
		h.done = h.done[1:]
	}
}

func (s *step) size() int { return runes(s.old) + runes(s.new) }

func runes(paras []*Paragraph) int {
	n := 0
	for _, p := range paras {
		n += len(p.text)
	}
	return n
}

// CanUndo says whether there is something to undo.
func (d *Document) CanUndo() bool { return len(d.history.done) > 0 }

// CanRedo says whether there is something to do again.
func (d *Document) CanRedo() bool { return len(d.history.undone) > 0 }

// Undo takes the last change back; false: there is none.
func (d *Document) Undo() bool {
	h := &d.history
	last := len(h.done) - 1
	if last < 0 {
		return false
	}
	s := h.done[last]
	h.done = h.done[:last]
	h.size -= s.size()
	h.undone = append(h.undone, s)
	d.exchange(s.at, s.new, s.old)
	d.selection, d.typing = s.before, nil
	h.pause()
	return true
}

// Redo does again what was undone last; false: there is nothing.
func (d *Document) Redo() bool {
	h := &d.history
	last := len(h.undone) - 1
	if last < 0 {
		return false
	}
	s := h.undone[last]
	h.undone = h.undone[:last]
	h.done = append(h.done, s)
	h.size += s.size()
	d.exchange(s.at, s.old, s.new)
	d.selection, d.typing = s.after, nil
	h.pause()
	return true
}
