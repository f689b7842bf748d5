package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/viewmodel"
)

// answer types a name into the box in front and accepts it.
func (b *bench) answer(name string) {
	b.Helper()
	field, ok := b.shell.win.Canvas().Focused().(interface {
		SetText(string)
		TypedKey(*fyne.KeyEvent)
	})
	if !ok {
		b.Fatal("no field has the focus")
	}
	field.SetText(name)
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// place is the place of that title.
func (b *bench) place(title string) viewmodel.Place {
	b.Helper()
	for _, row := range b.shell.places.vm.Rows() {
		if row.Title == title {
			return row
		}
	}
	b.Fatalf("there is no place %q in %q", title, b.shell.places.titles())
	return viewmodel.Place{}
}

// held is how many messages the sidebar knows to be in a folder.
func (b *bench) held(title string) int {
	total, _ := viewmodel.HeldBy(b.shell.places.vm.Folders(), b.place(title).Folder)
	return total
}

func (b *bench) hasPlace(title string) bool {
	return slices.ContainsFunc(b.shell.places.vm.Rows(), func(p viewmodel.Place) bool { return p.Title == title })
}

func TestFoldersInTheWindow(t *testing.T) {
	b := newBench(t, 3)
	a := b.shell.actions
	long := strings.Repeat("long / 🌻 ", 34)
	for _, step := range []struct{ in, name string }{{"ann@example.org", "Garden"}, {"Garden", "2026"}, {"2026", long}} {
		a.askNewFolder(b.place(step.in))
		b.answer("  " + step.name + " ")
		name := strings.TrimSpace(step.name)
		b.until(name+" is there", func() bool { return b.hasPlace(name) })
	}
	if got := b.place(strings.TrimSpace(long)).Level; got != 2 {
		t.Errorf("the innermost folder has level %d", got)
	}
	a.askRename(b.place("2026"))
	b.answer("2027")
	b.until("it is renamed", func() bool { return b.hasPlace("2027") && b.toast() == "Folder “2026” renamed to “2027”" })
	a.moveFolder(b.place("2027"), b.place("ann@example.org"))
	b.until("it is moved", func() bool { return b.place("2027").Level == 0 })

	b.open(0, "Letter 3")
	a.moveTo(b.place("2027"))
	b.until("the letter is in it", func() bool { return b.place("2027").Count == 1 })
	a.deleteFolder(b.place("2027"))
	b.until("it is in the Bin", func() bool { return b.place("2027").InBin && b.toast() == "Folder “2027” deleted" })
	for _, step := range []string{"Folder “2027” deleted", "1 message moved to 2027", "Folder “2027” moved to the top", "Folder “2026” renamed to “2027”"} {
		a.undo()
		b.until("taken back: "+step, func() bool { return b.toast() == "Taken back: "+step && !b.shell.reading })
	}
	if p := b.place("2026"); p.Level != 1 || p.Count != 0 || p.InBin {
		t.Errorf("after all undos: %+v", p)
	}
	a.redo()
	b.until("done again", func() bool { return b.hasPlace("2027") })
}

func TestEmptyFoldersFromTheMenu(t *testing.T) {
	b := newBench(t, 4)
	a := b.shell.actions
	a.askEmptyBin(b.place("Bin"))
	if b.shell.boxTitle != "" || b.toast() != "Bin is empty already." {
		t.Errorf("an empty Bin asks %q, says %q", b.shell.boxTitle, b.toast())
	}
	b.open(0, "Letter 4")
	a.junk()
	b.until("it is junk", func() bool { return b.held("Junk") == 1 })
	a.askEmptyJunk(b.place("Junk"))
	b.press("Move to Bin")
	b.until("Junk is empty", func() bool { return b.held("Bin") == 1 && b.held("Junk") == 0 })
	a.askEmptyBin(b.place("Bin"))
	b.press("Delete for good")
	b.until("the Bin is empty", func() bool { return b.folder(mailstore.Bin).Total == 0 && b.toast() == "1 message deleted for good" })
	a.readAll(b.place("All inboxes"))
	b.until("all is read", func() bool { return b.folder(mailstore.Inbox).Unread == 0 && b.toast() == "3 messages marked as read" })
}

// press taps the button of that text in the box in front.
func (b *bench) press(text string) {
	b.Helper()
	var found func(o fyne.CanvasObject) bool
	found = func(o fyne.CanvasObject) bool {
		if button, ok := o.(*widgets.Button); ok && button.Text == text {
			button.Tapped(nil)
			return true
		}
		return slices.ContainsFunc(children(o), found)
	}
	top := b.shell.win.Canvas().Overlays().Top()
	if top == nil || !found(top) {
		b.Fatalf("there is no button %q in front", text)
	}
}

func TestSavedSearchInTheWindow(t *testing.T) {
	b := newBench(t, 8)
	b.shell.top.field.SetText("word7")
	b.until("one is found", func() bool { return b.shell.list.vm.Len() == 1 && b.shell.list.save.Visible() })
	b.shell.actions.askSaveSearch()
	b.answer("Sevens")
	b.until("it is among the places", func() bool { return b.hasPlace("Sevens") })
	b.shell.places.choose(viewmodel.AllInboxes)
	b.until("all are shown", func() bool { return b.shell.list.vm.Len() == 8 })
	b.shell.places.choose(b.place("Sevens").ID)
	b.until("what it finds is shown", func() bool {
		return b.shell.list.vm.Len() == 1 && b.shell.list.title.Text == "Sevens" && !b.shell.list.save.Visible()
	})
	b.open(0, "Letter 7")
	b.shell.actions.archive()
	b.until("it is archived", func() bool { return b.folder(mailstore.Archive).Total == 1 && !b.shell.list.loading })
	if b.shell.list.vm.Len() != 1 {
		t.Error("a letter that was moved is no longer found")
	}
	b.shell.actions.deleteFolder(b.place("Sevens"))
	b.until("it is gone", func() bool { return !b.hasPlace("Sevens") && b.shell.list.place == viewmodel.AllInboxes })
}

func TestDragToAFolder(t *testing.T) {
	b := newBench(t, 3)
	keys := []int64{(listModel{b.shell.list}).Key(0), (listModel{b.shell.list}).Key(1)}
	b.shell.list.list.Select(keys...)
	bin, _ := b.shell.places.vm.Find("folder:" + fmt.Sprint(b.folder(mailstore.Bin).ID))
	rows := b.shell.places.rows.Shown()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.shell.places.rows)
	at := func(id string) fyne.Position {
		for y := float32(0); y < 600; y += 4 {
			if pos := top.AddXY(40, y); b.shell.places.rows.PlaceAt(pos) == id {
				return pos
			}
		}
		t.Fatalf("%s is not in the sidebar %v", id, rows)
		return fyne.Position{}
	}
	b.shell.places.dropped(at(viewmodel.AllInboxes), keys)
	b.shell.places.dragged(at(bin.ID), keys)
	b.shell.places.dropped(at(bin.ID), keys)
	b.until("they are in the Bin", func() bool { return b.folder(mailstore.Bin).Total == 2 && b.shell.list.vm.Len() == 1 })
}

func TestChangesPage(t *testing.T) {
	b := newBench(t, 3)
	b.open(0, "Letter 3")
	b.shell.actions.archive()
	b.until("it is archived", func() bool { return b.folder(mailstore.Archive).Total == 1 && b.toast() != "" })
	b.shell.list.list.Select((listModel{b.shell.list}).Key(0), (listModel{b.shell.list}).Key(1))
	b.shell.actions.setUnread(false)
	b.until("two are read", func() bool { return b.folder(mailstore.Inbox).Unread == 0 })
	showChanges(b.shell)
	want := []string{"2 messages marked as read · Undo", "“Letter 3” moved to Archive · Undo"}
	b.until("both are listed", func() bool { return slices.Equal(b.shell.changes.lines(), want) })
	b.shell.actions.undoChange(b.shell.changes.list[1].ID)
	want[1] = "“Letter 3” moved to Archive · Do again"
	b.until("the older one is taken back", func() bool {
		return slices.Equal(b.shell.changes.lines(), want) && b.folder(mailstore.Inbox).Total == 3
	})
	b.shell.showMail()
	if b.shell.changes != nil {
		t.Error("the page is still kept up to date")
	}
}

// What was done before the last start is undone as well.
func TestUndoAfterARestart(t *testing.T) {
	b := newBench(t, 2)
	b.open(0, "Letter 2")
	b.shell.actions.bin()
	b.until("it lies in the Bin", func() bool { return b.folder(mailstore.Bin).Total == 1 })
	dir := b.shell.session.store.Dir()
	b.check(b.shell.session.close())
	op := open(t.Context(), profile{dir: dir})
	b.check(op.err)
	b.shell.opened(op.session, op.prefs)
	b.shell.actions.undo()
	b.until("it is back", func() bool { return b.folder(mailstore.Inbox).Total == 2 && b.shell.list.vm.Len() == 2 })
}

func TestMoveByName(t *testing.T) {
	b := newBench(t, 3)
	a := b.shell.actions
	a.askNewFolder(b.place("ann@example.org"))
	b.answer("Gärten")
	b.until("the folder is there", func() bool { return b.hasPlace("Gärten") })
	a.askMove()
	if b.shell.boxTitle != "" {
		t.Errorf("with nothing selected it asks %q", b.shell.boxTitle)
	}
	b.open(0, "Letter 3")
	a.askMove()
	if b.shell.boxTitle != "Move 1 message" {
		t.Fatalf("the box is %q", b.shell.boxTitle)
	}
	field, ok := b.shell.win.Canvas().Focused().(*findField)
	if !ok {
		t.Fatalf("the keyboard is on %T", b.shell.win.Canvas().Focused())
	}
	field.SetText("no such")
	field.OnSubmitted("no such") // does nothing
	field.SetText("gart")
	field.OnSubmitted("gart")
	b.until("the letter is there", func() bool { return b.held("Gärten") == 1 && b.toast() == "1 message moved to Gärten" })
	if b.shell.boxTitle != "" {
		t.Error("the box is still there")
	}
	b.open(0, "Letter 2")
	a.askMove()
	field = b.shell.win.Canvas().Focused().(*findField)
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	field.OnSubmitted("")
	b.until("the second letter went to the second folder", func() bool { return b.shell.list.vm.Len() == 1 && b.held("Gärten") == 1 })
}
