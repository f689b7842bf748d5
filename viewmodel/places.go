package viewmodel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"satchel/mailstore"
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
	Heading bool // an account; its id is "account:3"
	Folded  bool
	Account mailstore.AccountID // 0: all
	Folder  mailstore.FolderID
	Colour  int // of the account
	Query   mailstore.Query
}

// Places is what the sidebar shows: all inboxes, then each account with its folders.
type Places struct {
	accounts []mailstore.Account
	folders  []mailstore.Folder
	folded   map[string]bool
	rows     []Place
}

// Set takes accounts and folders as the store gives them.
func (p *Places) Set(accounts []mailstore.Account, folders []mailstore.Folder) {
	p.accounts, p.folders = accounts, folders
	p.build()
}

// Rows are the places from top to bottom. Folders of a folded account are among them.
func (p *Places) Rows() []Place { return p.rows }

// Accounts are the accounts last set.
func (p *Places) Accounts() []mailstore.Account { return p.accounts }

// Folders are the folders last set.
func (p *Places) Folders() []mailstore.Folder { return p.folders }

// Find is the place of an id.
func (p *Places) Find(id string) (Place, bool) {
	for _, row := range p.rows {
		if row.ID == id {
			return row, true
		}
	}
	return Place{}, false
}

// Fold hides or shows the folders of a heading.
func (p *Places) Fold(id string, folded bool) {
	if p.folded == nil {
		p.folded = map[string]bool{}
	}
	p.folded[id] = folded
	p.build()
}

// FoldState is the folded headings in one line, to be kept until the next start.
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
	return title + " – Satchel"
}

// Targets are the folders of an account into which a message can be moved; a move to
// another account would need a name for it and is left to a later version.
func (p *Places) Targets(account mailstore.AccountID) []Place {
	var targets []Place
	for _, row := range p.rows {
		if row.Account == account && !row.Heading && row.Role != mailstore.Drafts && row.Role != mailstore.Sent {
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
	all := Place{ID: AllInboxes, Title: "All inboxes", Query: mailstore.Query{Role: mailstore.Inbox}}
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
}

// addAccount adds the heading and the folders of one account.
func (p *Places) addAccount(id mailstore.AccountID, title string, colour int) {
	heading := Place{ID: "account:" + strconv.FormatInt(int64(id), 10), Title: title, Heading: true, Account: id, Colour: colour}
	heading.Folded = p.folded[heading.ID]
	p.rows = append(p.rows, heading)
	p.addFolders(id, 0, 1)
}

// addFolders adds the folders below parent with all that is below them.
func (p *Places) addFolders(account mailstore.AccountID, parent mailstore.FolderID, level int) {
	const deepest = 20 // a damaged tree with a circle in it must not hang the window
	for _, f := range p.folders {
		if f.Account != account || f.Parent != parent || f.ID == parent || level > deepest {
			continue
		}
		if f.Role == mailstore.Drafts || f.Role == mailstore.Sent {
			if f.Total == 0 {
				continue // nothing is written here yet, so an empty place would only puzzle
			}
		}
		p.rows = append(p.rows, placeOf(f, level))
		p.addFolders(account, f.ID, level+1)
	}
}

func placeOf(f mailstore.Folder, level int) Place {
	place := Place{
		ID: "folder:" + strconv.FormatInt(int64(f.ID), 10), Title: folderTitle(f), Role: f.Role, Level: level - 1,
		Account: f.Account, Folder: f.ID, Query: mailstore.Query{Folder: f.ID},
	}
	if f.Role != mailstore.Bin && f.Role != mailstore.Sent {
		place.Count = f.Unread
		place.Strong = f.Unread > 0 && f.Role != mailstore.Junk
	}
	return place
}

// folderTitle words the folders every account has; the user's own keep their names.
func folderTitle(f mailstore.Folder) string {
	switch f.Role {
	case mailstore.Inbox:
		return "Inbox"
	case mailstore.Drafts:
		return "Drafts"
	case mailstore.Sent:
		return "Sent"
	case mailstore.Junk:
		return "Junk"
	case mailstore.Bin:
		return "Bin"
	case mailstore.Archive:
		return "Archive"
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
			p.addAccount(f.Account, "Kept mail", 0)
		}
	}
}
