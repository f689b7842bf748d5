package app

import (
	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/viewmodel"
)

// listModel shows a viewmodel.MessageList to the list widget.
type listModel struct{ pane *listPane }

// Len implements widgets.ListModel.
func (m listModel) Len() int { return m.pane.vm.Len() }

// Key implements widgets.ListModel.
func (m listModel) Key(i int) int64 { return int64(m.pane.vm.ID(i)) }

// Index implements widgets.ListIndexer.
func (m listModel) Index(key int64) int { return m.pane.vm.Index(mailstore.MessageID(key)) }

// Groups implements widgets.ListModel.
func (m listModel) Groups() []widgets.Group {
	groups := m.pane.vm.Groups()
	list := make([]widgets.Group, len(groups))
	for i, g := range groups {
		list[i] = widgets.Group(g)
	}
	return list
}

// Row implements widgets.ListModel.
func (m listModel) Row(i int) widgets.Row {
	r := m.pane.vm.Row(i)
	row := widgets.Row{
		Title: r.From, Aside: r.When, Line: r.Subject, Preview: r.Preview, Strong: r.Unread, Marked: r.Starred,
		Clip: r.Attachment, Answered: r.Answered, Forwarded: r.Forwarded, Cloud: r.OnServer, CloudTip: r.ServerTip, Dimmed: r.Loading || r.Partial,
	}
	if o, waits := m.pane.shell.status.Outbox.Of(m.pane.vm.ID(i)); waits {
		row.Preview = m.pane.shell.status.Outbox.Words(o, m.pane.shell.now())
	}
	accounts := m.pane.shell.places.vm.Accounts()
	if len(accounts) > 1 && (m.pane.searching() || m.pane.place == viewmodel.AllInboxes) {
		for _, a := range accounts {
			if a.ID == r.Account {
				row.Colour = accountColour(a.Colour)
			}
		}
	}
	return row
}
