package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

// tipDelay is how long the pointer rests before a tooltip comes.
const tipDelay = 500 * time.Millisecond

// tip is the tooltip of one widget: wanted, then shown in the window's Layer unless
// the pointer went away before. Its zero value is ready.
type tip struct {
	text  string
	round int // counts requests, so that a timer of an earlier one does nothing
	layer *Layer
}

// want asks for text near a position on the canvas; "" takes the tooltip away. The
// same text again changes nothing.
func (t *tip) want(owner fyne.CanvasObject, text string, at fyne.Position) {
	if text == t.text {
		return
	}
	t.hide()
	if t.text = text; text == "" {
		return
	}
	round := t.round
	time.AfterFunc(tipDelay, func() {
		fyne.Do(func() {
			if t.round == round {
				t.show(owner, at)
			}
		})
	})
}

func (t *tip) show(owner fyne.CanvasObject, at fyne.Position) {
	if t.layer = layerOf(owner); t.layer != nil {
		t.layer.showTip(t.text, at)
	}
}

// hide takes the tooltip away, also one that is only wanted yet.
func (t *tip) hide() {
	t.round++
	t.text = ""
	if t.layer != nil {
		t.layer.hideTip()
		t.layer = nil
	}
}

// layerOf is the Layer of the window which shows o, or nil.
func layerOf(o fyne.CanvasObject) *Layer {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	layer, _ := c.Content().(*Layer)
	return layer
}
