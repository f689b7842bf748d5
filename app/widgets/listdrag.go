package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

// dragFrom is how far the pointer must go with the button held before it drags: a hand
// that trembles must not move mail.
const dragFrom = 6

// listDrag is a press on a row that may become a drag.
type listDrag struct {
	from    fyne.Position // where the button went down, on the canvas
	at      fyne.Position
	row     int   // pressed, -1 for none
	alone   int64 // the key to select alone when the button goes up without a drag, 0 for none
	dragged bool
}

// Dragged implements fyne.Draggable: the selected rows go along.
func (l *List) Dragged(ev *fyne.DragEvent) {
	if l.drag.row < 0 || l.OnDrag == nil {
		return
	}
	l.drag.at = ev.AbsolutePosition
	if d := l.drag.at.Subtract(l.drag.from); !l.drag.dragged && d.X*d.X+d.Y*d.Y < dragFrom*dragFrom {
		return
	}
	l.drag.dragged = true
	l.tip.hide()
	l.OnDrag(l.drag.at, l.Selected())
}

// DragEnd implements fyne.Draggable.
func (l *List) DragEnd() {
	dragged := l.drag.dragged
	l.drag = listDrag{at: l.drag.at, row: -1}
	if dragged && l.OnDrop != nil {
		l.clicked.when = time.Time{} // a press after it is no double click
		l.OnDrop(l.drag.at, l.Selected())
	}
}

// released selects alone the row of a selection that was pressed and not dragged.
func (l *List) released() {
	if key := l.drag.alone; key != 0 && !l.drag.dragged {
		if row := l.IndexOf(key); row >= 0 {
			l.picks.only(l.model, row)
			l.changed()
		}
	}
	if !l.drag.dragged { // else DragEnd comes after this
		l.drag.row = -1
	}
	l.drag.alone = 0
}
