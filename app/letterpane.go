package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/htmlview"
	"satchel/mailindex"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// headAfter is how long a letter may take to be read before its head is shown alone:
// most are there long before, and drawing twice would only flicker.
const headAfter = 120 * time.Millisecond

// letterPane is the reading pane.
type letterPane struct {
	shell   *shell
	view    *widgets.LetterView
	find    *findBar
	head    *letterHead
	back    *widgets.Button
	goOn    *widgets.Button // of a draft
	answers *fyne.Container // of other letters
	filing  *fyne.Container // of those that are not in the Outbox
	unread  *widgets.Button
	star    *widgets.Button
	toolbar fyne.CanvasObject
	object  fyne.CanvasObject

	id       mailstore.MessageID // the letter shown or on its way, 0 for none
	letter   viewmodel.Letter
	shown    read               // what it was made of
	pictures *letterPictures    // of the letter shown; nil: none
	plain    bool               // of a web page the text is shown
	unhidden bool               // the next layout tells what text was hidden
	chosen   time.Time          // when the letter was chosen
	painted  time.Duration      // from then until its text was drawn
	cancel   context.CancelFunc // of the load under way
	timer    *time.Timer        // shows the head alone, then marks as read
}

func newLetterPane(s *shell) *letterPane {
	p := &letterPane{shell: s, view: widgets.NewLetterView(s.setter), cancel: func() {}}
	p.head = newLetterHead(s)
	p.find = newFindBar(p)
	p.view.OnKey = p.typedKey
	p.view.OnRune = s.typedRune
	p.view.OnLink = s.followLink
	p.view.OnZoom = func(float32) { s.savePrefs() }
	p.view.OnShown = p.laidOut
	p.view.Note = func(page *htmlview.Page) string { return viewmodel.LayoutNote(page.Notes) }
	p.view.SavePicture = p.savePicture
	p.view.More = p.moreItems
	p.toolbar = p.newToolbar()
	p.object = newEdges(container.New(&stacked{}, p.toolbar, p.find.object), p.view, nil)
	p.clear()
	return p
}

// newToolbar is the line of actions above the letter.
func (p *letterPane) newToolbar() fyne.CanvasObject {
	a := p.shell.actions
	icon := func(name assets.Name, tip string, f func()) *widgets.Button {
		return widgets.NewIconButton(widgets.Icon(name), tip, f)
	}
	p.back = widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), p.goBack)
	p.unread = icon(assets.MarkUnread, words.T("Mark as unread (Ctrl T)"), a.toggleUnread)
	p.star = icon(assets.Star, words.T("Star (Ctrl D)"), func() { a.toggleStar(p.shell.list.selection()) })
	p.goOn = widgets.NewButton(words.T("Go on writing"), widgets.Icon(assets.Write), func() { p.shell.goOn(p.id) })
	p.goOn.Hide()
	p.answers = container.NewHBox(
		icon(assets.Reply, words.T("Reply (Ctrl R)"), func() { a.answer(viewmodel.Reply) }),
		icon(assets.ReplyAll, words.T("Reply to all (Ctrl Shift R)"), func() { a.answer(viewmodel.ReplyAll) }),
		icon(assets.Forward, words.T("Forward (Ctrl L)"), func() { a.answer(viewmodel.Forward) }),
	)
	p.filing = container.NewHBox(
		icon(assets.Archive, words.T("Archive (Ctrl E)"), a.archive),
		icon(assets.Junk, words.T("Junk (Ctrl J)"), a.junk),
	)
	line := container.NewHBox(
		p.back, p.goOn, p.answers, p.filing,
		icon(assets.Bin, words.T("Move to Bin (Delete)"), a.bin),
		p.unread, p.star,
	)
	more := widgets.NewIconButton(widgets.Icon(assets.More), words.T("More"), nil)
	more.OnTapped = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(more)
		a.showMenu(at.AddXY(0, more.Size().Height))
	}
	bar := container.New(layout.NewCustomPaddedLayout(3, 3, 8, 8), container.NewBorder(nil, nil, line, more))
	return newEdges(nil, bar, widgets.NewHairline())
}

// setBack shows the way back to the list, in a narrow window.
func (p *letterPane) setBack(narrow bool) { setShown(p.back, narrow) }

func (p *letterPane) goBack() {
	p.shell.panes.list()
	p.shell.win.Canvas().Focus(p.shell.list.list)
}

// stop ends what is under way.
func (p *letterPane) stop() {
	p.cancel()
	if p.timer != nil {
		p.timer.Stop()
	}
}

// clear shows no letter.
func (p *letterPane) clear() { p.showText(words.T("Choose a letter to read it here.")) }

// showMany stands for a letter while several messages are selected.
func (p *letterPane) showMany(n int) {
	if n == 0 {
		p.clear()
		return
	}
	p.showText(words.N("%d message selected", "%d messages selected", n))
	setShown(p.toolbar, true)
}

// showText says one sentence instead of a letter.
func (p *letterPane) showText(text string) {
	p.stop()
	p.id, p.letter, p.shown, p.pictures = 0, viewmodel.Letter{}, read{}, nil
	p.find.close()
	p.view.SetHeader(nil)
	p.view.Empty = text
	p.view.Clear()
	setShown(p.toolbar, false)
}

// read is a letter as it came from the store.
type read struct {
	head     mailstore.Head
	outgoing mailstore.Outgoing // what became of it as a letter of one's own; zero: nothing is known
	message  *mailmsg.Message
	damaged  bool                 // it is not what it was when it came
	attached []mailmsg.Attachment // with their data, where the page shows some
	word     pictureWord
	textTail int // where the quoted letter begins in the text; -1: there is none
	pageTail int // the same in the page
}

// newRead looks for the quoted letter at the end of a message.
func newRead(h mailstore.Head, m *mailmsg.Message) read {
	r := read{head: h, message: m, textTail: -1, pageTail: -1}
	if at, ok := mailmsg.TextTail(m.Text); ok {
		r.textTail = at
	}
	if at, ok := mailmsg.HTMLTail(m.HTML); ok {
		r.pageTail = at
	}
	return r
}

// show reads a letter and shows it, first its head where the text takes a while. The
// outcome of an earlier call is dropped.
func (p *letterPane) show(id mailstore.MessageID) {
	if id == p.id {
		return
	}
	p.stop()
	p.id, p.plain, p.chosen = id, p.shell.prefs.Plain, time.Now()
	setShown(p.toolbar, true)
	p.timer = p.shell.jobs.later(headAfter, func() { p.drawHead(id) })
	ctx, cancel := context.WithCancel(p.shell.jobs.ctx)
	p.cancel = cancel
	ses := p.shell.session
	background(p.shell.jobs, func(context.Context) (read, error) { return ses.readLetter(ctx, id) },
		func(r read, err error) {
			if id != p.id || ctx.Err() != nil {
				return
			}
			p.timer.Stop()
			if err != nil {
				p.showText(viewmodel.Trouble(words.T("open this letter"), err))
				return
			}
			p.draw(r, ctx, func() { p.markLater(r.head) })
			p.examine(ctx, r)
		})
}

// arrived shows the letter anew once the rest of it has come.
func (p *letterPane) arrived(ids []mailstore.MessageID) {
	if id := p.id; id != 0 && p.letter.Partial && slices.Contains(ids, id) {
		p.stop()
		p.id = 0
		p.show(id)
	}
}

// drawHead shows what the list knows of a letter whose text is still on its way.
func (p *letterPane) drawHead(id mailstore.MessageID) {
	if h, ok := p.shell.list.vm.Head(id); ok && id == p.id && id != p.letter.ID {
		p.drawHeadOf(h, &mailmsg.Message{Subject: h.Subject}, words.T("One moment…"))
		p.view.Blank()
	}
}

// readLetter reads a letter and what the user said on its sender's pictures.
func (s *session) readLetter(ctx context.Context, id mailstore.MessageID) (read, error) {
	r, err := readLetter(ctx, s.store, id)
	if err == nil {
		r.word = s.pictureWord(ctx, r.head.Account, r.message)
	}
	return r, err
}

// readLetter reads and parses a message, without its attachments' data.
func readLetter(ctx context.Context, store *mailstore.Store, id mailstore.MessageID) (read, error) {
	head, err := store.Head(ctx, id)
	if err != nil {
		return read{}, err
	}
	message, damaged, err := parseNoting(ctx, store, id, mailmsg.Options{NoData: true})
	if err != nil {
		return read{}, err
	}
	r := newRead(head, message)
	r.damaged = damaged
	if r.outgoing, err = store.OutgoingOf(ctx, id); err != nil && !errors.Is(err, mailstore.ErrNotFound) {
		return read{}, err
	}
	if !wantsAttachments(message) {
		return r, nil
	}
	whole, err := parse(ctx, store, id, mailmsg.Options{})
	if err != nil {
		return read{}, err
	}
	for _, a := range whole.Attachments {
		if ofThePage(a) {
			r.attached = append(r.attached, a)
		}
	}
	return r, nil
}

// parse reads a message, of a damaged one what can be read.
func parse(ctx context.Context, store *mailstore.Store, id mailstore.MessageID, o mailmsg.Options) (*mailmsg.Message, error) {
	m, _, err := parseNoting(ctx, store, id, o)
	return m, err
}

// parseNoting also says whether it is damaged, as far as is known or seen.
func parseNoting(ctx context.Context, store *mailstore.Store, id mailstore.MessageID, o mailmsg.Options) (m *mailmsg.Message, damaged bool, err error) {
	if damaged, err = store.IsDamaged(ctx, id); err != nil {
		return nil, false, err
	}
	if !damaged {
		m, err = mailmsg.ParseSource(func() (io.ReadCloser, error) { return store.Raw(ctx, id) }, o)
		if damaged = errors.Is(err, mailstore.ErrDamaged); err != nil && !damaged {
			return nil, false, cmp.Or(ctx.Err(), err)
		}
	}
	if damaged {
		m, err = mailindex.Readable(ctx, store, id, o)
	}
	return m, damaged, cmp.Or(err, ctx.Err())
}

// drawHeadOf shows all of a letter but its text. empty, if not "", is said in place of a text on its way.
func (p *letterPane) drawHeadOf(h mailstore.Head, m *mailmsg.Message, empty string) {
	role := p.shell.list.vm.RoleOf(h.Folder)
	p.letter = viewmodel.NewLetter(h, m, role, p.shell.now())
	if p.plain {
		p.letter.ShowText(m)
	}
	if p.shown.damaged && p.shown.head.ID == h.ID {
		p.letter.SetDamaged(h)
	}
	setShown(p.goOn, role == mailstore.Drafts)
	setShown(p.answers, role != mailstore.Drafts && role != mailstore.Outbox)
	setShown(p.filing, role != mailstore.Outbox)
	p.outgoingChanged()
	p.head.show(p.letter)
	p.view.Empty = p.letter.Empty
	if empty != "" {
		p.view.Empty = empty
	}
	p.view.SetHeader(p.head.object)
	p.drawMarks(h.Unread, h.Starred)
}

// drawMarks shows unread and star in the toolbar.
func (p *letterPane) drawMarks(unread, starred bool) {
	p.letter.Unread, p.letter.Starred = unread, starred
	icon, tip := assets.MarkUnread, words.T("Mark as unread (Ctrl T)")
	if unread {
		icon, tip = assets.MarkRead, words.T("Mark as read (Ctrl T)")
	}
	p.unread.Tip = tip
	p.unread.SetIcon(widgets.Icon(icon))
	if starred {
		p.star.SetIcon(widgets.IconIn(assets.StarFilled, widgets.ColorNameStar))
	} else {
		p.star.SetIcon(widgets.Icon(assets.Star))
	}
}

// markLater marks the letter as read once it has been looked at for a while.
func (p *letterPane) markLater(h mailstore.Head) {
	after := time.Duration(p.shell.prefs.ReadMS) * time.Millisecond
	if !h.Unread || after < 0 {
		return
	}
	p.timer = p.shell.jobs.later(after, func() {
		if p.id == h.ID && p.letter.Unread {
			p.shell.actions.markRead(h.ID)
		}
	})
}

// zoom changes the size of the letter's text by steps of a tenth; 0 goes back to 1.
func (p *letterPane) zoom(steps float32) {
	if steps == 0 {
		p.view.SetZoom(1)
	} else {
		p.view.SetZoom(p.view.Zoom() + steps/10)
	}
	p.shell.savePrefs()
}
