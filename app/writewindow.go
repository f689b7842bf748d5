package app

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/editor"
	"satchel/mailstore"
	"satchel/typeset"
	"satchel/viewmodel"
	"satchel/words"
)

// writer is a window in which a letter is written. What it holds is kept in Drafts at every pause.
type writer struct {
	shell    *shell
	win      fyne.Window
	layer    *widgets.Layer
	accounts []mailstore.Account

	from          *widgets.Choice
	to, cc, bcc   *widgets.Chips
	subject       *widgets.Input
	more          *widgets.Button // shows Cc and Bcc
	ccRow, bccRow *fyne.Container
	editor        *widgets.Editor
	find          *writeFind
	fileRow       *fyne.Container
	says          *widget.Label // what becomes of the letter
	files         []writtenFile
	begun         viewmodel.Writing
	messageID     string
	dismiss       func() // closes the dialog in front; nil: none
	boxTitle      string // of that dialog
	yes           func() // answers its question; nil: none was asked yet

	draft    mailstore.MessageID // the copy in Drafts; 0: none yet
	changed  bool                // since the last save began
	saving   bool
	handing  bool          // it is being put into the outbox
	saved    []func(error) // to be called when the save under way has ended
	dirtyAt  time.Time     // of the oldest change that is not saved
	timer    *time.Timer
	filling  bool // the fields are filled by the program
	closed   bool
	tellOnce bool // a save has failed and was told of
}

// The size of a new window.
const (
	writeWidth  = 760
	writeHeight = 640
)

// newWriter opens a window for a letter. draft is its copy in Drafts, 0 for none.
func newWriter(s *shell, accounts []mailstore.Account, begun viewmodel.Writing, files []writtenFile, draft mailstore.MessageID) *writer {
	if s.pens == nil {
		s.pens = widgets.NewEditorFonts(s.jobs.post, typeset.Options{System: true, Emoji: theme.DefaultEmojiFont().Content()})
	}
	w := &writer{shell: s, accounts: accounts, begun: begun, files: files, draft: draft, win: s.app.NewWindow(words.T("New letter"))}
	w.filling = true
	w.makeFields()
	w.editor = widgets.NewEditor(s.pens)
	w.editor.Hint = words.T("Write here.")
	w.editor.OnKey = func(ev *fyne.KeyEvent, _ fyne.KeyModifier) { w.typedKey(ev) }
	w.editor.SetDocument(newText(begun))
	w.editor.OnChanged = w.noteChange
	w.layer = widgets.NewLayer(w.build())
	w.layer.Post = s.jobs.post
	w.layer.OnKey = func(ev *fyne.KeyEvent, _ fyne.KeyModifier) { w.typedKey(ev) }
	w.win.SetPadded(false)
	w.win.SetContent(w.layer)
	w.win.SetCloseIntercept(w.close)
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { w.attach(uris) })
	w.addKeys()
	w.showFiles()
	w.filling = false
	w.title()
	w.win.Resize(fyne.NewSize(writeWidth*textScale(), writeHeight*textScale()))
	s.writers = append(s.writers, w)
	w.win.Show()
	if w.to.Text() == "" {
		w.win.Canvas().Focus(w.to.FocusTarget())
	} else {
		w.win.Canvas().Focus(w.editor)
	}
	return w
}

// newText is the text as the letter begins.
func newText(b viewmodel.Writing) *editor.Document {
	var parts []editor.Fragment
	if b.Above != "" {
		parts = append(parts, editor.FromPlain(b.Above, 0))
	}
	if b.Quote != "" {
		parts = append(parts, editor.FromPlain(b.Quote, 1))
	}
	if b.Forwarded != "" {
		parts = append(parts, editor.FromPlain(b.Forwarded, 0))
	}
	d := editor.NewFrom(parts...)
	caret := editor.Pos{Para: b.Caret.Paragraph, At: b.Caret.Rune}
	d.Select(editor.Selection{Anchor: caret, Caret: caret})
	return d
}

func (w *writer) makeFields() {
	input := func(text, hint string) *widgets.Input {
		i := widgets.NewInput(text, hint)
		i.OnChanged = func(string) { w.noteChange() }
		return i
	}
	w.to = w.recipients(w.begun.To, words.T("Name or address"))
	w.cc, w.bcc = w.recipients(w.begun.Cc, words.T("Who gets a copy")), w.recipients(w.begun.Bcc, words.T("Who gets a copy that nobody else knows of"))
	w.subject = input(w.begun.Subject, "")
	w.subject.OnChanged = func(string) {
		w.noteChange()
		w.title()
	}
	names := make([]string, len(w.accounts))
	for i, a := range w.accounts {
		names[i] = a.Email
		if a.Name != "" {
			names[i] = a.Name + " <" + a.Email + ">"
		}
	}
	w.from = widgets.NewChoice(names, func(string) { w.noteChange() })
	w.from.SetSelectedIndex(0)
	for i, a := range w.accounts {
		if a.ID == w.begun.Account {
			w.from.SetSelectedIndex(i)
		}
	}
	w.says = widget.NewLabel("")
	w.says.SizeName, w.says.Importance, w.says.Truncation = theme.SizeNameCaptionText, widget.LowImportance, fyne.TextTruncateEllipsis
}

// account is whose letter it is.
func (w *writer) account() mailstore.Account {
	return w.accounts[max(0, w.from.SelectedIndex())]
}

func (w *writer) build() fyne.CanvasObject {
	send := widgets.NewAccentButton(words.T("Send"), widgets.Icon(assets.Sent), w.send)
	send.Tip = words.T("Send (Ctrl Return)")
	attach := widgets.NewButton(words.T("Attach…"), widgets.Icon(assets.Paperclip), w.chooseFile)
	attach.Tip = words.T("Attach a file; files can be dropped on the window too")
	discard := widgets.NewIconButton(widgets.Icon(assets.Bin), words.T("Move the draft to the Bin"), w.discard)
	line := container.NewBorder(nil, nil, container.NewHBox(send, w.laterButton(), attach), discard, quiet(w.says))
	bar := container.NewStack(newGround(), newEdges(nil, container.New(layout.NewCustomPaddedLayout(5, 5, 8, 8), line), widgets.NewHairline()))

	w.more = widgets.NewButton(words.T("Cc, Bcc"), nil, w.showCopies)
	w.ccRow, w.bccRow = row(words.T("Cc"), w.cc), row(words.T("Bcc"), w.bcc)
	setShown(w.ccRow, w.begun.Cc != "")
	setShown(w.bccRow, w.begun.Bcc != "")
	setShown(w.more, w.begun.Cc == "" || w.begun.Bcc == "")
	fields := container.New(layout.NewCustomPaddedVBoxLayout(4),
		row(words.T("From"), w.from), row(words.T("To"), container.NewBorder(nil, nil, nil, w.more, w.to)), w.ccRow, w.bccRow, row(words.T("Subject"), w.subject))
	if len(w.accounts) == 1 {
		fields.Objects[0].Hide()
	}
	w.fileRow = container.NewVBox()
	head := container.NewVBox(container.New(layout.NewCustomPaddedLayout(8, 8, 18, 18), fields))
	w.find = newWriteFind(w)
	top := container.New(&stacked{}, bar, head, w.fileRow, w.find.object, widgets.NewHairline())
	return newEdges(top, w.editor, nil)
}

// rowLabel is the width of a field's name.
const rowLabel = 64

// row is a field with its name at its left.
func row(name string, field fyne.CanvasObject) *fyne.Container {
	label := widget.NewLabel(name)
	label.Importance = widget.LowImportance
	box := container.NewGridWrap(fyne.NewSize(rowLabel*textScale(), label.MinSize().Height), label)
	return container.NewBorder(nil, nil, quiet(box), nil, field)
}

func (w *writer) showCopies() {
	setShown(w.ccRow, true)
	setShown(w.bccRow, true)
	setShown(w.more, false)
	w.layer.Refresh()
	w.win.Canvas().Focus(w.cc.FocusTarget())
}

func (w *writer) addKeys() {
	for _, k := range []struct {
		key  fyne.KeyName
		mods fyne.KeyModifier
		do   func()
	}{
		{fyne.KeyReturn, ctrl, w.send},
		{fyne.KeyEnter, ctrl, w.send},
		{fyne.KeyW, ctrl, w.close},
		{fyne.KeyS, ctrl, func() { w.save(func(error) {}) }},
		{fyne.KeyF, ctrl, w.find.open},
		{fyne.KeyG, ctrl, func() { w.find.find(1) }},
		{fyne.KeyG, ctrl | fyne.KeyModifierShift, func() { w.find.find(-1) }},
	} {
		w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.mods}, func(fyne.Shortcut) {
			if w.dismiss == nil {
				k.do()
			}
		})
	}
	w.win.Canvas().SetOnTypedKey(w.typedKey)
}

// typedKey gets the keys that no field has a use for.
func (w *writer) typedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape && w.dismiss != nil {
		w.dismiss()
	}
}

// title is the window's: the subject, so that several are told apart.
func (w *writer) title() {
	if subject := strings.TrimSpace(w.subject.Text); subject != "" {
		w.win.SetTitle(words.T("%s – Satchel", subject))
		return
	}
	w.win.SetTitle(words.T("New letter – Satchel"))
}

// say tells at the top what becomes of the letter.
func (w *writer) say(text string) { w.says.SetText(text) }

// close keeps the letter in Drafts and closes the window; where it cannot be kept it stays.
func (w *writer) close() {
	w.save(func(err error) {
		if err == nil {
			w.leave()
			return
		}
		w.ask(viewmodel.Question{Title: words.T("Close without keeping it?"), Text: viewmodel.Trouble(words.T("keep this letter in Drafts"), err), Yes: words.T("Lose the letter")}, w.leave)
	})
}

// leave closes the window. What is not kept by now is lost.
func (w *writer) leave() {
	if w.closed {
		return
	}
	w.closed = true
	if w.timer != nil {
		w.timer.Stop()
	}
	s := w.shell
	for i, other := range s.writers {
		if other == w {
			s.writers = append(s.writers[:i:i], s.writers[i+1:]...)
			break
		}
	}
	w.win.Close()
}

// discard moves the draft to the Bin, where it can be found again, after a question.
func (w *writer) discard() {
	if w.draft == 0 && !w.changed && !w.saving {
		w.leave()
		return
	}
	w.ask(viewmodel.Question{Title: words.T("Move this letter to the Bin?"), Text: words.T("The window closes. The letter can be found in the Bin for a while."), Yes: words.T("Move to Bin")}, func() {
		w.save(func(err error) {
			if err != nil {
				w.tell(words.T("The letter was not moved"), viewmodel.Trouble(words.T("keep this letter"), err))
				return
			}
			s, id := w.shell, w.draft
			if id == 0 {
				w.leave()
				return
			}
			store := s.session.store
			inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, store.MoveToRole(ctx, []mailstore.MessageID{id}, mailstore.Bin)
			}, func(_ struct{}, err error) {
				if err != nil {
					w.tell(words.T("The letter was not moved"), viewmodel.Trouble(words.T("move this letter to the Bin"), err))
					return
				}
				w.leave()
				s.draftsChanged()
			})
		})
	})
}
