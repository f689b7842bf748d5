package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// firstScreen is how many heads are read along with a list, so that no row of the
// first screen appears empty.
const firstScreen = 60

// listPane is the message list with its head.
type listPane struct {
	shell  *shell
	vm     *viewmodel.MessageList
	list   *widgets.List
	title  *widget.Label
	object fyne.CanvasObject

	save     *widgets.Button // keeps the search shown
	filters  []*filterButton
	filter   viewmodel.Filter
	sort     *widgets.Button // opens the menu of orders
	order    viewmodel.Order
	place    string // id of the place shown
	query    mailstore.Query
	search   string // "": the place itself
	load     int    // counts loads: the outcome of an older one is dropped
	loading  bool
	counting bool               // of a search the first hits are shown, and the rest is not here yet
	unwanted context.CancelFunc // ends the reading under way; nil: none was begun
	entering bool               // the first message is wanted once the list is there
}

func newListPane(s *shell) *listPane {
	p := &listPane{shell: s, list: widgets.NewList(nil), title: widget.NewLabel("")}
	p.vm = viewmodel.NewMessageList(p.readHeads)
	p.vm.Now = func() time.Time { return s.now() }
	p.list.OnSelect = p.selected
	p.list.OnActivate = func(int64) { p.open() }
	p.list.OnMark = func(key int64) { s.actions.toggleStar([]mailstore.MessageID{mailstore.MessageID(key)}) }
	p.list.OnMenu = func(at fyne.Position, _ []int64) { s.actions.showMenu(at) }
	p.list.OnDrag = func(at fyne.Position, keys []int64) { s.places.dragged(at, keys) }
	p.list.OnDrop = func(at fyne.Position, keys []int64) { s.places.dropped(at, keys) }
	p.list.OnKey = s.typedKey
	p.list.OnRune = s.typedRune
	p.list.SetModel(listModel{p})
	p.title.TextStyle.Bold = true
	p.title.Truncation = fyne.TextTruncateEllipsis
	p.object = newEdges(newEdges(nil, p.newHead(), widgets.NewHairline()), p.list, nil)
	return p
}

// filterButton switches one part of the filter.
type filterButton struct {
	button *widgets.Button
	on     func(*viewmodel.Filter) *bool
}

// newHead is the line above the list: what it shows, and the filters.
func (p *listPane) newHead() fyne.CanvasObject {
	add := func(text, tip string, icon assets.Name, on func(*viewmodel.Filter) *bool) fyne.CanvasObject {
		f := &filterButton{on: on}
		f.button = widgets.NewButton(text, widgets.Icon(icon), func() { p.toggle(f) })
		f.button.Tip = tip
		p.filters = append(p.filters, f)
		return f.button
	}
	p.save = widgets.NewButton(words.T("Save this search"), nil, func() { p.shell.actions.askSaveSearch() })
	p.save.Tip = words.T("Keep it among your folders")
	p.save.Hide()
	p.sort = widgets.NewIconButton(widgets.Icon(assets.Sort), "", nil)
	p.sort.OnTapped = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.sort)
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", p.orderItems()...), p.shell.win.Canvas(), at.AddXY(0, p.sort.Size().Height))
	}
	p.setOrder(viewmodel.Order{})
	buttons := container.NewHBox(
		p.save, p.sort,
		add("", words.T("Only unread"), assets.MarkUnread, func(f *viewmodel.Filter) *bool { return &f.Unread }),
		add("", words.T("Only starred"), assets.Star, func(f *viewmodel.Filter) *bool { return &f.Starred }),
		add("", words.T("Only with attachments"), assets.Paperclip, func(f *viewmodel.Filter) *bool { return &f.Attachments }),
	)
	return container.New(layout.NewCustomPaddedLayout(3, 3, 6, 4), container.NewBorder(nil, nil, nil, buttons, p.title))
}

// orderItems is the menu of orders with the one in force ticked.
func (p *listPane) orderItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	add := func(text string, on bool, order viewmodel.Order) {
		i := fyne.NewMenuItem(text, func() { p.sortBy(order) })
		i.Checked = on
		items = append(items, i)
	}
	for _, c := range viewmodel.OrderChoices() {
		add(c.Title, c.By == p.order.By, viewmodel.Order{By: c.By})
	}
	items = append(items, fyne.NewMenuItemSeparator())
	add(words.T("The other way round"), p.order.Reverse, viewmodel.Order{By: p.order.By, Reverse: !p.order.Reverse})
	return items
}

// sortBy shows the list in another order, and keeps that until the next start.
func (p *listPane) sortBy(order viewmodel.Order) {
	if order == p.order {
		return
	}
	p.setOrder(order)
	p.reload(true)
	p.shell.savePrefs()
}

// setOrder takes the order for the next list.
func (p *listPane) setOrder(order viewmodel.Order) {
	p.order = order
	p.sort.Tip = order.Words()
	p.sort.SetOn(order != viewmodel.Order{})
	if p.shell.menu != nil { // the list is made before it
		p.shell.menu.setOrder()
	}
}

func (p *listPane) toggle(f *filterButton) {
	on := f.on(&p.filter)
	*on = !*on
	f.button.Accent = *on
	f.button.Refresh()
	p.reload(true)
}

// wanted is true once a place was chosen.
func (p *listPane) wanted() bool { return p.place != "" }

// show lists a place from its top.
func (p *listPane) show(place viewmodel.Place) {
	p.place, p.query, p.search = place.ID, place.Query, ""
	p.reload(true)
}

// find lists what answers a search over everything; "" goes back to the place.
func (p *listPane) find(text string) {
	if text == p.search {
		return
	}
	p.search = text
	p.shell.panes.list()
	p.reload(true)
}

// currentQuery is the place or the search, with the filter.
func (p *listPane) currentQuery() mailstore.Query {
	q := p.query
	if p.search != "" {
		q = mailstore.Query{Text: p.search}
	}
	return p.order.Apply(p.filter.Apply(q))
}

// searching is true where rows are kept that were moved: a message found is still found
// in another folder.
func (p *listPane) searching() bool { return p.currentQuery().Text != "" }

// loaded is a list as it came from the store.
type loaded struct {
	ids   []mailstore.MessageID
	dates []int64
	heads []mailstore.Head
}

// reload reads the list anew. fresh begins at the top with nothing selected, else
// place and selection stay; messages named in choose are selected then.
//
// The newest hits of a search come first: of a frequent word among a million messages
// they take some milliseconds, and all hits a second.
func (p *listPane) reload(fresh bool, choose ...mailstore.MessageID) {
	if p.shell.session == nil {
		return
	}
	if p.unwanted != nil {
		p.unwanted()
	}
	var wanted context.Context
	wanted, p.unwanted = context.WithCancel(context.Background())
	p.load++
	p.loading, p.counting = true, false
	q := p.currentQuery()
	if fresh && q.Text != "" && q.Sort == mailstore.ByDate && !q.Reverse {
		p.readFirst(wanted, q)
		return
	}
	p.readWhole(wanted, q, fresh, choose)
}

// while gives a context that ends with either of two.
func while(ctx, wanted context.Context) (context.Context, context.CancelFunc) {
	both, cancel := context.WithCancel(ctx)
	context.AfterFunc(wanted, cancel)
	return both, cancel
}

// readFirst shows the first screen of a search, then all of it.
func (p *listPane) readFirst(wanted context.Context, q mailstore.Query) {
	load, store := p.load, p.shell.session.store
	background(p.shell.jobs, func(ctx context.Context) (l loaded, err error) {
		ctx, cancel := while(ctx, wanted)
		defer cancel()
		l.heads, err = store.Page(ctx, q, mailstore.Cursor{}, firstScreen)
		for _, h := range l.heads {
			l.ids, l.dates = append(l.ids, h.ID), append(l.dates, h.Date.Unix())
		}
		return l, err
	}, func(l loaded, err error) {
		switch {
		case load != p.load:
			return // somebody wanted another list meanwhile
		case err != nil || len(l.ids) < firstScreen:
			p.take(q, l, err, true, nil)
		default:
			p.counting = true
			p.vm.Show(q, l.ids, l.dates, l.heads)
			p.draw(true)
			p.readWhole(wanted, q, false, nil)
		}
	})
}

// readWhole reads all of a list, and the heads of its first screen.
func (p *listPane) readWhole(wanted context.Context, q mailstore.Query, fresh bool, choose []mailstore.MessageID) {
	load, store := p.load, p.shell.session.store
	background(p.shell.jobs, func(ctx context.Context) (l loaded, err error) {
		ctx, cancel := while(ctx, wanted)
		defer cancel()
		if l.ids, l.dates, err = store.Index(ctx, q); err != nil {
			return l, err
		}
		l.heads, err = store.Heads(ctx, l.ids[:min(len(l.ids), firstScreen)])
		return l, err
	}, func(l loaded, err error) {
		if load == p.load { // else somebody wanted another list meanwhile
			p.take(q, l, err, fresh, choose)
		}
	})
}

// take shows a list that was read whole.
func (p *listPane) take(q mailstore.Query, l loaded, err error, fresh bool, choose []mailstore.MessageID) {
	p.loading, p.counting = false, false
	if err != nil {
		p.shell.trouble(words.T("read this list"), err)
		return
	}
	p.vm.Show(q, l.ids, l.dates, l.heads)
	p.draw(fresh)
	if p.entering {
		p.enter()
	}
	if there := p.vm.Present(choose); len(there) > 0 {
		p.choose(there...)
	}
}

// stamp is the state of loading before something is changed ahead of the store; settle
// takes it once the store has followed. A list read in between may be from before the
// change, and is then read again.
func (p *listPane) stamp() int {
	if p.loading {
		return -1
	}
	return p.load
}

func (p *listPane) settle(stamp int) {
	if stamp != p.load || p.loading {
		p.reload(false)
	}
}

// draw shows the model.
func (p *listPane) draw(fresh bool) {
	p.retitle()
	if fresh {
		p.list.SetModel(listModel{p})
		p.shell.letter.clear()
	}
	p.drawRows()
}

// retitle says what the list shows.
func (p *listPane) retitle() {
	place, _ := p.shell.places.vm.Find(p.place)
	p.list.Empty, p.list.EmptyHint = viewmodel.EmptyList(place, p.filter, p.currentQuery().Text)
	setShown(p.save, p.search != "")
	title := place.Title
	switch {
	case p.search != "" && p.counting:
		title = words.T("Messages found, counting …")
	case p.search != "":
		title = words.N("%d message found", "%d messages found", p.vm.Len())
	}
	if p.title.Text != title {
		p.title.SetText(title)
	}
}

// drawRows draws the rows after a change that leaves title and place as they are.
func (p *listPane) drawRows() {
	p.list.Refresh()
	if p.shell.dump != nil && p.vm.Len() > 0 {
		p.shell.dump.listShown()
	}
	p.showFirst()
}

// readHeads fetches the heads of rows that came into view.
func (p *listPane) readHeads(ids []mailstore.MessageID) {
	if p.shell.session == nil {
		return
	}
	store := p.shell.session.store
	background(p.shell.jobs, func(ctx context.Context) ([]mailstore.Head, error) {
		return store.Heads(ctx, ids)
	}, func(heads []mailstore.Head, err error) {
		if err != nil {
			p.shell.trouble(words.T("read this list"), err)
			return
		}
		p.vm.Deliver(ids, heads)
		p.list.Refresh()
	})
}

// arrived takes new messages into the list. Place and selection stay.
func (p *listPane) arrived(ids []mailstore.MessageID) {
	if p.vm.NeedsReload() {
		if !p.loading {
			p.reload(false)
		}
		return
	}
	store, load := p.shell.session.store, p.load
	background(p.shell.jobs, func(ctx context.Context) ([]mailstore.Head, error) {
		return store.Heads(ctx, ids)
	}, func(heads []mailstore.Head, err error) {
		switch {
		case err != nil:
			p.shell.trouble(words.T("show the new mail"), err)
		case load != p.load || p.loading:
			p.reload(false) // the list read meanwhile may be from before
		case p.vm.Insert(heads):
			p.drawRows()
		}
	})
}

// selected is called when the user changed the selection.
func (p *listPane) selected(keys []int64, _ int64) {
	ids := messageIDs(keys)
	if len(ids) == 1 {
		p.shell.letter.show(ids[0])
		p.shell.panes.read()
		return
	}
	p.shell.letter.showMany(len(ids))
}

// open brings the letter to the front, on Return or a double click.
func (p *listPane) open() {
	if ids := messageIDs(p.list.Selected()); len(ids) == 1 {
		if h, ok := p.vm.Head(ids[0]); ok && p.vm.RoleOf(h.Folder) == mailstore.Drafts {
			p.shell.goOn(ids[0])
			return
		}
		p.shell.panes.read()
		p.shell.win.Canvas().Focus(p.shell.letter.view)
	}
}

// enter brings the keyboard into the list, on the first message if none is selected. A
// list on its way does so once it is there.
func (p *listPane) enter() {
	p.shell.win.Canvas().Focus(p.list)
	p.entering = p.loading
	// In a narrow window selecting would open the letter in the list's place.
	if !p.loading && !p.shell.panes.narrow && p.vm.Len() > 0 && len(p.list.Selected()) == 0 {
		p.list.SelectAt(0)
	}
}

// choose selects messages as if the user had.
func (p *listPane) choose(ids ...mailstore.MessageID) {
	keys := make([]int64, len(ids))
	for i, id := range ids {
		keys[i] = int64(id)
	}
	p.list.Select(keys...)
	if len(ids) == 1 {
		p.list.ScrollTo(keys[0])
		p.shell.letter.show(ids[0])
		return
	}
	p.shell.letter.showMany(len(ids))
}

// selection is the selected messages; none while a page or a dialog covers them.
func (p *listPane) selection() []mailstore.MessageID {
	if p.shell.page != nil || p.shell.dismiss != nil {
		return nil
	}
	return messageIDs(p.list.Selected())
}

// takeOut removes rows at once and goes on to the next one, unless the list is a search.
func (p *listPane) takeOut(ids []mailstore.MessageID) {
	if p.searching() {
		return
	}
	next := p.vm.Neighbour(ids)
	p.vm.Remove(ids)
	p.draw(false)
	if next == 0 {
		p.list.Select()
		p.shell.letter.clear()
		p.shell.panes.list()
		return
	}
	p.choose(next)
}

func messageIDs(keys []int64) []mailstore.MessageID {
	ids := make([]mailstore.MessageID, len(keys))
	for i, k := range keys {
		ids[i] = mailstore.MessageID(k)
	}
	return ids
}
