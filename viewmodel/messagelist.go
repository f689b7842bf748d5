package viewmodel

import (
	"sort"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/words"
)

const (
	headsKept = 2000 // heads in memory: some forty screens
	headsPage = 50   // heads asked for at once
)

// Row is one card of the list, ready to draw.
type Row struct {
	From, When, Subject, Preview string
	Unread, Starred, Attachment  bool
	Answered, Forwarded          bool
	OnServer                     bool
	ServerTip                    string // "On the server until Tue 2 December"
	Account                      mailstore.AccountID
	Loading                      bool // not read yet: only the row's place is known
	Partial                      bool // only its beginning is here
}

// MessageList is what the message list shows: ids and dates of a whole list, and the
// heads of the part in view. It never waits: what it lacks it asks for, and shows once
// Deliver has been called.
type MessageList struct {
	// Now is the clock of all wordings; nil is time.Now.
	Now func() time.Time

	want    func([]mailstore.MessageID)
	query   mailstore.Query
	ids     []mailstore.MessageID
	dates   []int64
	heads   *headCache
	pending map[mailstore.MessageID]bool
	roles   map[mailstore.FolderID]mailstore.Role
	loaded  bool
}

// NewMessageList makes an empty list. want is called with the ids whose heads are to
// be read in the background; the answer goes to Deliver.
func NewMessageList(want func([]mailstore.MessageID)) *MessageList {
	return &MessageList{want: want, heads: newHeadCache(headsKept), pending: map[mailstore.MessageID]bool{}}
}

// Show exchanges the list: ids and dates as mailstore.Index gives them, and the heads
// that are known already (the first screen, so that no row appears empty).
func (l *MessageList) Show(q mailstore.Query, ids []mailstore.MessageID, dates []int64, heads []mailstore.Head) {
	l.query, l.ids, l.dates, l.loaded = q, ids, dates, true
	clear(l.pending)
	for _, h := range heads {
		l.heads.put(h)
	}
}

// SetRoles tells which folder has which role, for lists over all accounts.
func (l *MessageList) SetRoles(folders []mailstore.Folder) {
	l.roles = make(map[mailstore.FolderID]mailstore.Role, len(folders))
	for _, f := range folders {
		l.roles[f.ID] = f.Role
	}
}

// RoleOf is the role of a folder, "" for one of the user's own.
func (l *MessageList) RoleOf(f mailstore.FolderID) mailstore.Role { return l.roles[f] }

// Query is what the list shows now.
func (l *MessageList) Query() mailstore.Query { return l.query }

// Loaded is false until the first Show: "nothing here" would be a guess before it.
func (l *MessageList) Loaded() bool { return l.loaded }

// Len is the number of rows.
func (l *MessageList) Len() int { return len(l.ids) }

// ID is the message of a row.
func (l *MessageList) ID(row int) mailstore.MessageID { return l.ids[row] }

// Groups are the headings, by date; none where the list is in another order.
func (l *MessageList) Groups() []Group {
	if !newestFirst(l.query) {
		return nil
	}
	return groupsOf(l.dates, l.now())
}

// Row is a row in its final wording. If its head is not here yet, its page is asked
// for once and the row is Loading.
func (l *MessageList) Row(row int) Row {
	h := l.heads.get(l.ids[row])
	if h == nil {
		l.ask(row)
		return Row{Loading: true, When: ListTime(time.Unix(l.dates[row], 0), l.now())}
	}
	r := rowOf(h, l.now())
	switch l.roles[h.Folder] {
	case mailstore.Sent, mailstore.Drafts, mailstore.Outbox:
		r.From = toWhom(h.To)
	case mailstore.Inbox, mailstore.Junk, mailstore.Bin, mailstore.Archive:
	}
	return r
}

// toWhom words the recipients of a letter of one's own, whose sender everybody knows. list is as in mailstore.Fields: names
// with their addresses in <>, which are left out.
func toWhom(list string) string {
	var b strings.Builder
	for list != "" {
		name, rest, _ := strings.Cut(list, " <")
		b.WriteString(name)
		_, list, _ = strings.Cut(rest, ">")
	}
	if b.Len() == 0 {
		return words.T("To nobody yet")
	}
	return words.T("To %s", b.String())
}

// rowOf words a head.
func rowOf(h *mailstore.Head, now time.Time) Row {
	return Row{
		From:       personName(h.FromName, h.FromAddress),
		When:       ListTime(h.Date, now),
		Subject:    subjectOf(h.Subject),
		Preview:    h.Preview,
		Unread:     h.Unread,
		Starred:    h.Starred,
		Attachment: h.Attachments > 0,
		Answered:   h.Answered,
		Forwarded:  h.Forwarded,
		OnServer:   h.OnServer,
		ServerTip:  serverTip(h, now),
		Account:    h.Account,
		Partial:    h.Partial,
	}
}

func personName(name, address string) string {
	switch {
	case name != "":
		return name
	case address != "":
		return address
	}
	return words.T("(no sender)")
}

func subjectOf(s string) string {
	if s == "" {
		return words.T("(no subject)")
	}
	return s
}

// serverTip says how long a copy stays at the provider.
func serverTip(h *mailstore.Head, now time.Time) string {
	switch {
	case !h.OnServer:
		return ""
	case h.Partial:
		return words.T("Too big, only its beginning is here")
	case h.RemovalDay.IsZero():
		return words.T("Stays on the server")
	case daysApart(h.RemovalDay.In(now.Location()), now) >= 0:
		return words.T("Leaves the server at the next check")
	}
	return words.T("On the server until %s", Day(h.RemovalDay, now))
}

// ask requests the page around a row, without what is here or under way.
func (l *MessageList) ask(row int) {
	var ids []mailstore.MessageID
	first := row / headsPage * headsPage
	for _, id := range l.ids[first:min(first+headsPage, len(l.ids))] {
		if !l.heads.has(id) && !l.pending[id] {
			l.pending[id] = true
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 && l.want != nil {
		l.want(ids)
	}
}

// Deliver takes the answer to a request: messages which were asked for and are not
// among heads are no longer there, and their rows go.
func (l *MessageList) Deliver(asked []mailstore.MessageID, heads []mailstore.Head) {
	there := make(map[mailstore.MessageID]bool, len(heads))
	for _, h := range heads {
		there[h.ID] = true
		l.heads.put(h)
	}
	var gone []mailstore.MessageID
	for _, id := range asked {
		delete(l.pending, id)
		if !there[id] {
			gone = append(gone, id)
		}
	}
	l.Remove(gone)
}

// Head is what is known of a message; ok is false where it has not been read yet.
func (l *MessageList) Head(id mailstore.MessageID) (h mailstore.Head, ok bool) {
	if p := l.heads.get(id); p != nil {
		return *p, true
	}
	return mailstore.Head{}, false
}

// Index is the row of a message, or -1.
func (l *MessageList) Index(id mailstore.MessageID) int {
	if e, ok := l.heads.byID[id]; ok && newestFirst(l.query) {
		date := e.Value.(*mailstore.Head).Date.Unix()
		if row := l.place(date, id); row < len(l.ids) && l.ids[row] == id {
			return row
		}
	}
	for row, other := range l.ids {
		if other == id {
			return row
		}
	}
	return -1
}

// place is the row where a message of that date belongs: newest first, and of one
// second the higher id first.
func (l *MessageList) place(date int64, id mailstore.MessageID) int {
	return sort.Search(len(l.ids), func(i int) bool {
		return l.dates[i] < date || l.dates[i] == date && l.ids[i] <= id
	})
}

func (l *MessageList) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}
