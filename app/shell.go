package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"satchel/app/widgets"
	"satchel/autoconfig"
	"satchel/htmlview"
	"satchel/instance"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
	"satchel/typeset"
	"satchel/viewmodel"
	"satchel/webpicture"
	"satchel/words"
)

// shell is the main window: it holds the panes and passes on between them. What a pane
// shows is the pane's own business.
type shell struct {
	app      fyne.App
	win      fyne.Window
	layer    *widgets.Layer
	jobs     *jobs
	events   *events
	session  *session // nil until the profile is open
	setter   *widgets.Typesetter
	remote   remotePictures
	lookup   autoconfig.Options // how servers are found; zero but in tests
	signIn   signin.Options     // how websites grant access; zero but in tests
	prefs    prefs
	demo     bool
	checked  bool // a check has ended since the start
	welcomed bool // demo: the first letter was shown
	now      func() time.Time
	born     time.Time

	undoTime time.Duration // in which a letter can be taken back; mailsend.UndoTime but in tests

	status  *viewmodel.Status
	places  *placesPane
	list    *listPane
	letter  *letterPane
	foot    *foot
	top     *topBar
	actions *actions
	panes   *panes
	files   *tempFiles
	dump    *stateDump       // nil unless asked for
	seconds *instance.Server // nil for sample mail
	menu    *menus
	changes *changesPage // the page of changes while it is shown, else nil
	doctor  *doctorPage  // the same of the Doctor's page
	damaged int          // letters that are not what they were when they came

	bringing *bringPage // the last page that brought mail in, nil for none

	page     fyne.CanvasObject // what covers the panes, nil for the panes
	pageBack func()            // what Escape does on the page, nil for nothing
	dismiss  func()            // closes the dialog in front, nil for none
	boxTitle string            // of that dialog
	writers  []*writer
	gone     *goneLetter          // the letter sent last, while that can be undone; nil: none
	pens     *widgets.EditorFonts // nil until the first letter is written
	running  bool                 // the runner has been started
	reading  bool                 // a refresh of accounts and folders is under way
	readMore bool                 // and another is wanted after it
	leaving  bool                 // the program ends once the letters that wait are sent
	quitting bool
	known    inventory
	wish     string // the place to show once the folders are read, "" the usual one
	away     bool   // another window is in front
}

// newShell builds the window with its panes empty: it can be shown at once. post hands
// functions to the UI goroutine (fyne.Do).
func newShell(a fyne.App, p prefs, post func(func())) *shell {
	s := &shell{app: a, prefs: p, jobs: newJobs(post), now: time.Now, born: time.Now(), undoTime: mailsend.UndoTime, status: viewmodel.NewStatus()}
	s.events = &events{post: post, show: s.showNews}
	s.files = &tempFiles{}
	fetcher := webpicture.New(webpicture.Options{})
	s.remote = func(ctx context.Context, arrived func()) htmlview.Pictures { return fetcher.Letter(ctx, arrived) }
	s.setter = widgets.NewTypesetter(post, typeset.Options{System: true, Emoji: theme.DefaultEmojiFont().Content()})
	a.Settings().SetTheme(p.theme())
	s.win = a.NewWindow("Satchel")
	s.win.SetMaster()
	s.win.SetPadded(false)
	s.actions = &actions{shell: s}
	s.build()
	s.layer = widgets.NewLayer(s.panes.whole)
	s.layer.OnKey, s.layer.OnFocus, s.layer.Post = s.typedKey, s.bringIntoView, post
	s.win.SetContent(s.layer)
	s.win.SetMainMenu(s.menu.main)
	s.watchFront()
	s.addZoomKeys()
	s.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { s.typedKey(ev, 0) })
	s.win.Resize(fyne.NewSize(p.Width, p.Height))
	s.win.SetCloseIntercept(s.quit)
	s.win.CenterOnScreen()
	return s
}

// opened takes the profile once it is open. The runner starts only after the first
// list has been shown: mail that is here comes before mail that is not.
func (s *shell) opened(ses *session, p prefs) {
	s.session = ses
	if !s.readOnly() && !s.demo && s.seconds == nil {
		s.listenForSeconds(ses.store.Dir())
	}
	if p != s.prefs {
		other := p.Language != s.prefs.Language
		s.prefs = p
		s.app.Settings().SetTheme(p.theme())
		if other { // the window was shown before this was known
			words.Use(p.Language)
			s.rebuild()
		}
		s.win.Resize(fyne.NewSize(p.Width, p.Height))
		s.panes.width(p.Width)
		s.panes.restore()
	}
	if !s.demo && !s.readOnly() {
		s.jobs.later(reminderAfter, s.remindOfBackup)
	}
	s.letter.view.SetZoom(p.LetterZoom)
	s.applyPrefs()
	s.places.vm.SetFoldState(p.Folded)
	s.list.setOrder(viewmodel.OrderOf(p.SortBy, p.Reverse))
	s.refresh()
}

// inventory is what the sidebar and the status know of the store.
type inventory struct {
	accounts []mailstore.Account
	folders  []mailstore.Folder
	searches []mailstore.SavedSearch
	outbox   []mailstore.Outgoing
	damaged  int // letters that are not what they were when they came
}

func readInventory(ctx context.Context, store *mailstore.Store) (inv inventory, err error) {
	if inv.accounts, err = store.Accounts(ctx); err != nil {
		return inv, err
	}
	if inv.folders, err = store.Folders(ctx); err != nil {
		return inv, err
	}
	if inv.searches, err = store.SavedSearches(ctx); err != nil {
		return inv, err
	}
	if inv.outbox, err = store.Outbox(ctx, false); err != nil {
		return inv, err
	}
	damaged, err := store.Damaged(ctx)
	inv.damaged = len(damaged)
	return inv, err
}

// refresh reads accounts and folders anew. Calls during a refresh become one more.
func (s *shell) refresh() {
	if s.session == nil {
		return
	}
	if s.reading {
		s.readMore = true
		return
	}
	s.reading = true
	store := s.session.store
	background(s.jobs, func(ctx context.Context) (inventory, error) { return readInventory(ctx, store) }, func(inv inventory, err error) {
		s.reading = false
		if err != nil {
			s.trouble(words.T("read the folders"), err)
		} else {
			s.showInventory(inv)
		}
		if s.readMore {
			s.readMore = false
			s.refresh()
		}
	})
}

func (s *shell) showInventory(inv inventory) {
	s.known = inv
	s.status.SetAccounts(inv.accounts)
	s.damaged = inv.damaged
	s.status.Outbox.Set(inv.outbox)
	s.places.set(inv)
	s.sayState()
	s.list.vm.SetRoles(inv.folders)
	if s.list.vm.Loaded() && !s.list.loading {
		s.list.retitle()
	}
	s.outboxChanged()
	s.foot.update()
	s.menu.setAccounts(inv.accounts)
	s.title()
	switch {
	case len(inv.accounts) == 0 && len(s.places.vm.Rows()) == 0:
		if s.page == nil {
			showWelcome(s)
		}
	case !s.list.wanted():
		s.places.choose(viewmodel.AllInboxes)
		if s.wish != "" {
			s.places.choose(s.wish)
			s.wish = ""
		}
		if s.page == nil {
			s.win.Canvas().Focus(s.list.list)
		}
	}
	s.startChecks()
}

// startChecks starts the runner, once.
func (s *shell) startChecks() {
	if s.running || s.session == nil || s.readOnly() {
		return
	}
	s.running = true
	ses := s.session
	// In order, so that it is done before the first change of an account.
	inOrder(s.jobs, func(context.Context) (struct{}, error) {
		ses.startRunner(s.events.report, s.events.reportSent)
		return struct{}{}, nil
	}, func(_ struct{}, err error) {
		if err != nil {
			s.trouble(words.T("start to check for mail"), err)
		}
	})
}

// withRunner calls f once the runner is there, away from the UI goroutine.
func (s *shell) withRunner(f func(*mailsync.Runner)) {
	ses := s.session
	if ses == nil {
		return
	}
	inOrder(s.jobs, func(context.Context) (struct{}, error) {
		if r := ses.checks(); r != nil {
			f(r)
		}
		return struct{}{}, nil
	}, func(struct{}, error) {})
}

// checkNow fetches mail, of all accounts when none is named.
func (s *shell) checkNow(accounts ...mailstore.AccountID) {
	if !s.mayChange() {
		return
	}
	s.withRunner(func(r *mailsync.Runner) { r.CheckNow(accounts...) })
}

// showNews brings what the workers report into the window: at most 15 times a second.
func (s *shell) showNews(n news) {
	ended := false
	for _, ev := range n.events {
		s.status.Apply(ev, s.now())
		ended = ended || ev.Phase == mailsync.Ended
		if ev.Result != nil && ev.Result.Repair != (mailsync.Repaired{}) {
			s.repaired(*ev.Result)
		}
	}
	s.showSent(n.sent)
	s.foot.update()
	if len(n.stored) > 0 {
		s.list.arrived(n.stored)
		s.notify(n.stored)
		s.letter.arrived(n.stored)
	}
	if ended || len(n.stored) > 0 {
		s.refresh()
	}
	if ended {
		s.checked = true
		s.list.showFirst()
	}
}

// mayChange is false while no profile is open, and for one that is only read, which it
// says: what the eye sees must not change ahead of a store that will not follow.
func (s *shell) mayChange() bool {
	if s.readOnly() {
		s.layer.Toast(words.T(viewmodel.NewerNotice), "", nil, 0)
	}
	return s.session != nil && !s.readOnly()
}

// sayState tells what is to be known of the whole profile.
func (s *shell) sayState() {
	switch {
	case s.readOnly():
		s.panes.say(words.T(viewmodel.NewerNotice))
	case s.session.store.Tight():
		s.panes.say(words.T(viewmodel.TightNotice))
	default:
		s.panes.say(viewmodel.DamageNotice(s.damaged))
	}
}

// readOnly is true for a profile that a later version wrote.
func (s *shell) readOnly() bool { return s.session != nil && s.session.store.Newer() }

// trouble shows a failure as a calm line at the foot.
func (s *shell) trouble(doing string, err error) {
	s.status.Trouble(viewmodel.Trouble(doing, err))
	s.foot.update()
}

// title follows the place and its unread mail.
func (s *shell) title() {
	title := s.places.vm.Title(s.places.selected())
	if s.demo {
		title = words.T("Sample mail – %s", title)
	}
	s.win.SetTitle(title)
}

// showPage covers the panes with a page, such as the form of an account. back is what
// Escape does, nil for nothing.
func (s *shell) showPage(page fyne.CanvasObject, back func()) {
	s.page, s.pageBack, s.changes, s.doctor = page, back, nil, nil
	s.win.Canvas().Focus(nil)
	s.layer.SetContent(container.NewStack(page))
}

// showMail takes the page away.
func (s *shell) showMail() {
	s.page, s.pageBack, s.changes, s.doctor = nil, nil, nil, nil
	s.layer.SetContent(s.panes.whole)
	s.win.Canvas().Focus(s.list.list)
}

// setLook changes appearance or text size, at once.
func (s *shell) setLook(change func(*prefs)) {
	change(&s.prefs)
	s.app.Settings().SetTheme(s.prefs.theme())
	s.panes.width(s.panes.middle.Size().Width)
	s.panes.restore()
	s.menu.setLook(s.prefs)
	s.savePrefs()
}

// savePrefs keeps the window's state in the background.
func (s *shell) savePrefs() {
	if s.session == nil {
		return
	}
	ses, p := s.session, s.currentPrefs()
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, ses.saveWindow(ctx, p) },
		func(struct{}, error) {}) // losing the window's size is no reason to speak up
}

// currentPrefs are the preferences with the window as it is now.
func (s *shell) currentPrefs() prefs {
	p := s.prefs
	if size := s.win.Canvas().Size(); size.Width > 0 && size.Height > 0 && !s.win.FullScreen() {
		p.Width, p.Height = size.Width, size.Height
	}
	p.Folded = s.places.vm.FoldState()
	p.SortBy, p.Reverse = s.list.order.Key(), s.list.order.Reverse
	p.LetterZoom = s.letter.view.Zoom()
	return p
}

// quit closes the window; Run does the rest. What would not be sent then is said first.
func (s *shell) quit() {
	if !s.quitting {
		s.saveLetters(func() { s.askUnsent(s.leave) })
	}
}

// quitAtOnce is quit where nobody is there to answer: the desktop's session ends.
func (s *shell) quitAtOnce() {
	if !s.quitting {
		s.saveLetters(s.leave)
	}
}

// leave ends the program, once all letters are kept.
func (s *shell) leave() {
	s.quitting = true
	s.prefs = s.currentPrefs()
	s.events.close()
	s.app.Quit()
}

// end stops everything, once the window is gone.
func (s *shell) end() {
	s.events.close()
	if s.dump != nil {
		s.dump.close()
	}
	if s.seconds != nil {
		_ = s.seconds.Close() // what it may leave behind is no hindrance for the next start
	}
	s.letter.stop()
	s.jobs.stop()
	s.setter.Close()
	if s.pens != nil {
		s.pens.Close()
	}
	if s.session != nil {
		_ = s.session.saveWindow(context.Background(), s.prefs)
		_ = s.session.close() // the store has said before what it could not write
	}
	s.files.removeAll()
}

// textScale is the size of texts in relation to the design.
func textScale() float32 { return theme.TextSize() / 13 }
