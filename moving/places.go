package moving

import (
	"context"
	"fmt"
	"strings"

	"satchel/mailbox"
	"satchel/mailstore"
)

// keptName names the place for mail of no account.
const keptName = "Imported mail"

// places knows where messages of a source go.
type places struct {
	o        ImportOptions
	source   *mailbox.Source
	accounts []mailstore.Account
	fallback mailstore.AccountID
	uidls    map[*mailbox.Server]map[string]bool
}

// findPlaces settles where mail goes that is nobody's: the account asked for, the only one, or a place of its own.
func findPlaces(ctx context.Context, store *mailstore.Store, source *mailbox.Source, o ImportOptions) (p places, err error) {
	p = places{o: o, source: source, fallback: o.Account, uidls: map[*mailbox.Server]map[string]bool{}}
	if p.accounts, err = store.Accounts(ctx); err != nil {
		return p, err
	}
	if p.fallback == 0 && len(p.accounts) == 1 {
		p.fallback = p.accounts[0].ID
	}
	if p.fallback == 0 {
		p.fallback, err = store.KeptPlace(ctx, keptName)
	}
	return p, err
}

// of gives the account and the folder of a message.
func (p *places) of(m *mailbox.Message) (mailstore.AccountID, []string) {
	account, names := p.fallback, m.Folder
	switch {
	case p.source.Single && len(p.o.Folder) > 0:
		names = nil // the folder asked for, and none in it that is named after the file
	case len(names) == 0 && p.source.Format != mailbox.Maildir && len(p.o.Folder) == 0:
		names = []string{p.source.Name}
	}
	if m.Server != nil && p.o.Account == 0 {
		if own := p.server(m.Server); own != 0 {
			account = own
		} else {
			names = append([]string{m.Server.Host}, names...)
		}
	}
	if len(p.o.Folder) > 0 {
		names = append(append([]string(nil), p.o.Folder...), names...)
	}
	return account, names
}

// server gives the account here of another program's account; 0 where there is none. Without a doubt it is the one with
// the same server and user; an account that was asked for is taken at the person's word if its user is the same, or the
// host.
func (p *places) server(s *mailbox.Server) mailstore.AccountID {
	if s == nil {
		return 0
	}
	for _, a := range p.accounts {
		if strings.EqualFold(a.Host, s.Host) && sameUser(a, s.User) && (p.o.Account == 0 || p.o.Account == a.ID) {
			return a.ID
		}
	}
	for _, a := range p.accounts {
		if a.ID == p.o.Account && (strings.EqualFold(a.Host, s.Host) || sameUser(a, s.User)) {
			return a.ID
		}
	}
	return 0
}

// sameUser also takes "ann" for "ann@example.org": programs differ in what they keep.
func sameUser(a mailstore.Account, user string) bool {
	if strings.EqualFold(a.User, user) || strings.EqualFold(a.Email, user) {
		return true
	}
	mine, _, _ := strings.Cut(a.User, "@")
	theirs, _, _ := strings.Cut(user, "@")
	return strings.EqualFold(mine, theirs) && (strings.Contains(a.User, "@") != strings.Contains(user, "@"))
}

// fetched tells whether the other program counts a unique id as fetched.
func (p *places) fetched(s *mailbox.Server, uidl string) bool {
	set, known := p.uidls[s]
	if !known {
		set = make(map[string]bool, len(s.Fetched))
		for _, f := range s.Fetched {
			set[f.UIDL] = true
		}
		p.uidls[s] = set
	}
	return set[uidl]
}

// roles are names under which programs keep what Satchel has a folder of its own for.
var roles = map[string]mailstore.Role{
	"inbox": mailstore.Inbox, "posteingang": mailstore.Inbox,
	"sent": mailstore.Sent, "sent items": mailstore.Sent, "sent messages": mailstore.Sent, "sent mail": mailstore.Sent, "gesendet": mailstore.Sent,
	"drafts": mailstore.Drafts, "draft": mailstore.Drafts, "entwürfe": mailstore.Drafts,
	"junk": mailstore.Junk, "spam": mailstore.Junk,
	"trash": mailstore.Bin, "deleted items": mailstore.Bin, "deleted messages": mailstore.Bin, "bin": mailstore.Bin, "papierkorb": mailstore.Bin,
	"archive": mailstore.Archive, "archives": mailstore.Archive, "archiv": mailstore.Archive,
}

// folder finds or makes the folder for a path. The first name may be that of a folder with a use; a place of no account
// has none of these.
func (p *places) folder(ctx context.Context, store *mailstore.Store, account mailstore.AccountID, names []string) (mailstore.FolderID, error) {
	if len(names) == 0 {
		names = []string{"Inbox"}
	}
	role, has := roles[strings.ToLower(strings.TrimSpace(names[0]))]
	if !has || !p.isAccount(account) {
		return store.EnsureFolder(ctx, account, 0, names)
	}
	top, err := store.FolderByRole(ctx, account, role)
	if err != nil {
		return 0, fmt.Errorf("folder %q: %w", names[0], err)
	}
	return store.EnsureFolder(ctx, account, top.ID, names[1:])
}

func (p *places) isAccount(id mailstore.AccountID) bool {
	for _, a := range p.accounts {
		if a.ID == id {
			return true
		}
	}
	return false
}
