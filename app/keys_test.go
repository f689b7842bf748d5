package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/app/widgets"
	"satchel/viewmodel"
)

func press(b *bench, keys ...fyne.KeyName) {
	for _, key := range keys {
		b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func TestWelcomeIsReachedByKeyboard(t *testing.T) {
	b := emptyBench(t)
	showWelcome(b.shell)
	first, ok := b.shell.win.Canvas().Focused().(*widgets.Button)
	if !ok || first.Text != "Set up my mail" {
		t.Fatalf("the focus is on %+v", b.shell.win.Canvas().Focused())
	}
	b.shell.win.Canvas().FocusNext()
	if second, ok := b.shell.win.Canvas().Focused().(*widgets.Button); !ok || second == first {
		t.Errorf("Tab does not lead to the second door but to %T", b.shell.win.Canvas().Focused())
	}
	for range 3 { // over the other doors
		b.shell.win.Canvas().FocusNext()
	}
	if b.shell.win.Canvas().Focused() != fyne.Focusable(first) {
		t.Errorf("Tab stops at %T, where nothing shows it", b.shell.win.Canvas().Focused())
	}
	press(b, fyne.KeyReturn)
	if _, ok := b.shell.win.Canvas().Focused().(*widgets.Input); !ok {
		t.Errorf("the form does not begin with its first field but with %T", b.shell.win.Canvas().Focused())
	}
}

func TestFormIsReachedByKeyboard(t *testing.T) {
	b := newBench(t, 0)
	p := newPage(b, nil)
	c := b.shell.win.Canvas()
	c.Focus(p.name)
	want := []fyne.Focusable{p.email, p.password, p.fold, p.server, p.port, p.tls, p.user, p.keep}
	p.openFold(true)
	for i, input := range want {
		c.FocusNext()
		if c.Focused() != input {
			t.Fatalf("stop %d is %T", i, c.Focused())
		}
	}
	press(b, fyne.KeyDown)
	if p.form.Keep != viewmodel.KeepOtherDays {
		t.Errorf("the arrow key chose %d", p.form.Keep)
	}
	press(b, fyne.KeyReturn)
	if c.Focused() != fyne.Focusable(p.email) {
		t.Errorf("Return does not submit: the focus is on %T, not on the first problem", c.Focused())
	}
}

func TestEscapeOnAnyControlLeavesTheForm(t *testing.T) {
	b := newBench(t, 0)
	controls := []func(*accountPage) fyne.Focusable{
		func(p *accountPage) fyne.Focusable { return p.password },
		func(p *accountPage) fyne.Focusable { return p.fold },
		func(p *accountPage) fyne.Focusable { p.openFold(true); return p.tls },
		func(p *accountPage) fyne.Focusable { return p.keep },
		func(p *accountPage) fyne.Focusable { return p.save },
	}
	for i, control := range controls {
		p := newPage(b, nil)
		b.shell.win.Canvas().Focus(control(p))
		press(b, fyne.KeyEscape)
		if b.shell.page != nil {
			t.Errorf("control %d keeps Escape for itself", i)
		}
	}
}

func TestF6GoesRoundThePanes(t *testing.T) {
	b := newBench(t, 3)
	s := b.shell
	c := s.win.Canvas()
	c.Focus(s.places.rows)
	for i, want := range []fyne.Focusable{s.list.list, s.letter.view, s.top.field, s.places.rows} {
		press(b, fyne.KeyF6)
		if c.Focused() != want {
			t.Errorf("step %d leads to %T", i, c.Focused())
		}
	}
	s.nextPane(true)
	if c.Focused() != fyne.Focusable(s.top.field) {
		t.Errorf("backwards leads to %T", c.Focused())
	}
}

// The search may still be on its way when Return is pressed.
func TestReturnInTheSearchGoesToTheFirstResult(t *testing.T) {
	b := newBench(t, 12)
	b.shell.focusSearch()
	test.Type(b.shell.win.Canvas().Focused(), "number 7")
	press(b, fyne.KeyReturn)
	b.until("the result is shown", func() bool { return b.shell.letter.letter.Subject == "Letter 7" })
	if b.shell.win.Canvas().Focused() != fyne.Focusable(b.shell.list.list) {
		t.Errorf("the focus is on %T", b.shell.win.Canvas().Focused())
	}
}

func TestQuestionsAreAnsweredByKeyboard(t *testing.T) {
	b := newBench(t, 1)
	done := false
	askQuestion(b.shell, viewmodel.Question{Title: "Really?", Text: "It is gone then.", Yes: "Do it"}, func() { done = true }, nil)
	press(b, fyne.KeyReturn)
	if done || b.shell.dismiss != nil {
		t.Error("Return at once is not Cancel")
	}
	askQuestion(b.shell, viewmodel.Question{Title: "Really?", Text: "It is gone then.", Yes: "Do it"}, func() { done = true }, nil)
	b.shell.win.Canvas().FocusNext()
	press(b, fyne.KeyReturn)
	if !done {
		t.Error("Tab and Return do not answer with yes")
	}
	tell(b.shell, "Something", "happened.")
	press(b, fyne.KeyEscape)
	if b.shell.dismiss != nil || b.shell.win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close it")
	}
}

func TestTabBringsAControlIntoView(t *testing.T) {
	b := newBench(t, 0)
	b.shell.win.Resize(fyne.NewSize(600, 400))
	p := newPage(b, nil)
	c := b.shell.win.Canvas()
	for _, control := range []fyne.Focusable{p.save, p.name, p.keep} {
		c.Focus(control)
		o := control.(fyne.CanvasObject)
		y := b.shell.app.Driver().AbsolutePositionForObject(o).Y
		if y < 0 || y+o.Size().Height > c.Size().Height {
			t.Errorf("%T is at %v of %v", control, y, c.Size().Height)
		}
	}
}
