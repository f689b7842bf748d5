package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestRadio(t *testing.T) {
	newTestApp(t)
	var heard []string
	r := NewRadio([]string{"one", "two", "three"}, func(option string) { heard = append(heard, option) })
	win := test.NewTempWindow(t, r)
	win.Resize(fyne.NewSize(300, 200))
	submitted := false
	r.OnSubmitted = func() { submitted = true }
	r.SetSelected("one")
	r.SetSelected("one")
	r.SetSelected("four")
	for _, key := range []fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn} {
		r.TypedKey(&fyne.KeyEvent{Name: key})
	}
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, r.rowHeight()*1.5)})
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, r.rowHeight()*9)})
	if want := []string{"one", "two", "three", "two"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	if !submitted || r.Selected != "two" || !r.focused {
		t.Errorf("submitted %v, selected %q, focused %v", submitted, r.Selected, r.focused)
	}
}

func TestWordsAreNoStopOfTheKeyboardButCanBeSelected(t *testing.T) {
	newTestApp(t)
	w := NewWords("some words to copy")
	win := test.NewTempWindow(t, w)
	win.Resize(fyne.NewSize(300, 100))
	win.Canvas().FocusNext()
	if got := win.Canvas().Focused(); got != nil {
		t.Errorf("Tab stops at %T", got)
	}
	w.MouseIn(nil)
	if !w.Selectable {
		t.Error("it cannot be selected under the pointer")
	}
	w.MouseOut()
	if w.Selectable {
		t.Error("it is still a stop after the pointer has gone")
	}
}
