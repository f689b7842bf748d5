package viewmodel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"satchel/mailstore"
	"satchel/words"
)

// AllInboxes is the id of the first place: the inboxes of every account together.
const AllInboxes = "all"

// Place is one row of the sidebar.
type Place struct {
	ID      string
	Title   string
	Count   int  // at the right, 0 for none
	Strong  bool // something unread is in it
	Role    mailstore.Role
	Level   int
	Heading bool // an account or the saved searches; its id is "account:3" or "searches"
	Holds   bool // folders are in it: it can be folded
	Folded  bool
	Account mailstore.AccountID // 0: all
	Folder  mailstore.FolderID
	Search  mailstore.SearchID
	InBin   bool // it lies in the Bin, at whatever depth
	Colour  int  // of the account
	Query   mailstore.Query
}

// Places is what the sidebar shows: all inboxes, then each account with its folders, then
// the saved searches.
type Places struct {
	accounts []mailstore.Account
	folders  []mailstore.Folder
	searches []mailstore.SavedSearch
	folded   map[string]bool
	rows     []Place
}

// Set takes accounts, folders and saved searches as the store gives them.
func (p *Places) Set(accounts []mailstore.Account, folders []mailstore.Folder, searches []mailstore.SavedSearch) {
	p.accounts, p.folders, p.searches = accounts, folders, searches
	p.build()
}

// Rows are the places from top to bottom. What is folded away is among them.
func (p *Places) Rows() []Place { return p.rows }

// Accounts are the accounts last set.
func (p *Places) Accounts() []mailstore.Account { return p.accounts }

// Folders are the folders last set.
func (p *Places) Folders() []mailstore.Folder { return p.folders }

// Searches are the saved searches last set.
func (p *Places) Searches() []mailstore.SavedSearch { return p.searches }

// Find is the place of an id.
func (p *Places) Find(id string) (Place, bool) {
	for _, row := range p.rows {
		if row.ID == id {
			return row, true
		}
	}
	return Place{}, false
}

// Fold hides or shows what is below a heading or in a folder.
func (p *Places) Fold(id string, folded bool) {
	if p.folded == nil {
		p.folded = map[string]bool{}
	}
	p.folded[id] = folded
	p.build()
}

// FoldState is what is folded in one line, to be kept until the next start.
func (p *Places) FoldState() string {
	var ids []string
	for id, folded := range p.folded {
		if folded {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// SetFoldState restores what FoldState gave.
func (p *Places) SetFoldState(state string) {
	p.folded = map[string]bool{}
	for _, id := range strings.Fields(state) {
		p.folded[id] = true
	}
	p.build()
}

// Title is the window's title at a place: "Inbox (2) – ann@example.org – Satchel".
func (p *Places) Title(id string) string {
	place, ok := p.Find(id)
	if !ok {
		return "Satchel"
	}
	title := place.Title
	if place.Count > 0 {
		title += fmt.Sprintf(" (%s)", Number(place.Count))
	}
	for _, a := range p.accounts {
		if a.ID == place.Account {
			title += " – " + a.Email
		}
	}
	return words.T("%s – Satchel", title)
}

// Targets are the folders of an account into which a message can be moved; a move to
// another account would need a name for it and is left to a later version.
func (p *Places) Targets(account mailstore.AccountID) []Place {
	var targets []Place
	for _, row := range p.rows {
		if row.Account == account && row.Takes() {
			targets = append(targets, row)
		}
	}
	return targets
}

// Takes is true for a folder that messages can be moved to.
func (at Place) Takes() bool {
	return at.Folder != 0 && at.Role != mailstore.Drafts && at.Role != mailstore.Sent && at.Role != mailstore.Outbox
}

// Own is true for a folder of the user's own, which can be renamed, moved and deleted.
func (at Place) Own() bool { return at.Folder != 0 && at.Role == "" }

// MayHold is true for what a folder can be made in: an account, a folder of the user's
// own, the Inbox and the Archive.
func (at Place) MayHold() bool {
	return at.Account != 0 && !at.InBin && (at.Heading || at.Role == "" || at.Role == mailstore.Inbox || at.Role == mailstore.Archive)
}

// FolderTargets are the places a folder can be moved to, its account for the top. Where
// it is already and what is in it are none.
func (p *Places) FolderTargets(folder Place) []Place {
	var targets []Place
	parents := map[mailstore.FolderID]mailstore.FolderID{}
	for _, f := range p.folders {
		parents[f.ID] = f.Parent
	}
	for _, row := range p.rows {
		if row.Account != folder.Account || !row.MayHold() || row.Folder == parents[folder.Folder] {
			continue
		}
		inside := false
		for at, depth := row.Folder, 0; at != 0 && depth < deepest; at, depth = parents[at], depth+1 {
			inside = inside || at == folder.Folder
		}
		if !inside {
			targets = append(targets, row)
		}
	}
	return targets
}

func (p *Places) build() {
	p.rows = nil
	if len(p.accounts) == 0 && len(p.folders) == 0 {
		return
	}
	all := Place{ID: AllInboxes, Title: words.T("All inboxes"), Query: mailstore.Query{Role: mailstore.Inbox}}
	for _, f := range p.folders {
		if f.Role == mailstore.Inbox {
			all.Count += f.Unread
		}
	}
	all.Strong = all.Count > 0
	p.rows = append(p.rows, all)
	for _, a := range p.accounts {
		p.addAccount(a.ID, a.Email, a.Colour)
	}
	p.addKept()
	p.addSearches()
}

// SearchesID is the id of the heading above the saved searches.
const SearchesID = "searches"

// addSearches adds the saved searches. They carry no number: counting what a search
// finds means to search.
func (p *Places) addSearches() {
	if len(p.searches) == 0 {
		return
	}
	p.rows = append(p.rows, Place{ID: SearchesID, Title: words.T("Saved searches"), Heading: true, Folded: p.folded[SearchesID]})
	for _, f := range p.searches {
		p.rows = append(p.rows, Place{
			ID: "search:" + strconv.FormatInt(int64(f.ID), 10), Title: f.Name, Search: f.ID, Query: mailstore.Query{Text: f.Query},
		})
	}
}

// addAccount adds the heading and the folders of one account.
func (p *Places) addAccount(id mailstore.AccountID, title string, colour int) {
	heading := Place{ID: "account:" + strconv.FormatInt(int64(id), 10), Title: title, Heading: true, Account: id, Colour: colour}
	heading.Folded = p.folded[heading.ID]
	p.rows = append(p.rows, heading)
	p.addFolders(id, 0, 1, false)
}

// deepest is how many levels are shown: a damaged tree with a circle in it must not hang
// the window.
const deepest = 20

// addFolders adds the folders below parent with all that is below them, and gives how
// many unread messages those which count hold.
func (p *Places) addFolders(account mailstore.AccountID, parent mailstore.FolderID, level int, inBin bool) (unread int) {
	for _, f := range p.folders {
		if f.Account != account || f.Parent != parent || f.ID == parent || level > deepest {
			continue
		}
		if f.Role == mailstore.Drafts || f.Role == mailstore.Outbox || f.Role == mailstore.Sent {
			if f.Total == 0 {
				continue // nothing is written here yet, so an empty place would only puzzle
			}
		}
		at := len(p.rows)
		p.rows = append(p.rows, placeOf(f, level, inBin))
		inside := p.addFolders(account, f.ID, level+1, inBin || f.Role == mailstore.Bin)
		row := &p.rows[at]
		row.Holds = len(p.rows) > at+1
		row.Folded = row.Holds && p.folded[row.ID]
		unread += row.Count + inside
		if row.Folded { // what is hidden is told by what hides it
			row.Count += inside
			row.Strong = row.Strong || inside > 0
		}
	}
	return unread
}

func placeOf(f mailstore.Folder, level int, inBin bool) Place {
	place := Place{
		ID: "folder:" + strconv.FormatInt(int64(f.ID), 10), Title: folderTitle(f), Role: f.Role, Level: level - 1,
		Account: f.Account, Folder: f.ID, InBin: inBin, Query: mailstore.Query{Folder: f.ID},
	}
	if f.Role == mailstore.Outbox { // they are one's own: what counts is that they are here
		place.Count = f.Total
	} else if f.Role != mailstore.Bin && f.Role != mailstore.Sent && !inBin {
		place.Count = f.Unread
		place.Strong = f.Unread > 0 && f.Role != mailstore.Junk
	}
	return place
}

// folderTitle words the folders every account has; the user's own keep their names.
func folderTitle(f mailstore.Folder) string {
	switch f.Role {
	case mailstore.Inbox:
		return words.T("Inbox")
	case mailstore.Drafts:
		return words.T("Drafts")
	case mailstore.Outbox:
		return words.T("Outbox")
	case mailstore.Sent:
		return words.T("Sent")
	case mailstore.Junk:
		return words.C("folder", "Junk")
	case mailstore.Bin:
		return words.T("Bin")
	case mailstore.Archive:
		return words.C("folder", "Archive")
	}
	return f.Name
}

// addKept adds the mail of accounts that were removed while their mail stayed.
func (p *Places) addKept() {
	known := map[mailstore.AccountID]bool{}
	for _, a := range p.accounts {
		known[a.ID] = true
	}
	for _, f := range p.folders {
		if !known[f.Account] {
			known[f.Account] = true
			p.addAccount(f.Account, words.T("Kept mail"), 0)
		}
	}
}
