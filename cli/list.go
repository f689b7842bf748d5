package cli

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"satchel/mailstore"
)

func listCommand() command {
	return command{
		name: "list", does: "list messages, newest first",
		usage: "[--account ID] [--folder NAME] [--limit N]",
		help: `Lists the messages here, newest first; all of them without --limit. A folder is inbox,
drafts, sent, archive, junk, bin (of all accounts, or of one with --account), or the
name of a folder of your own, with / between a folder and one in it.`,
		run: runList,
	}
}

// pageRows is how many rows are read at a time.
const pageRows = 500

type rowJSON struct {
	ID          mailstore.MessageID `json:"id"`
	Account     string              `json:"account"`
	Folder      string              `json:"folder"`
	From        string              `json:"from"`
	Subject     string              `json:"subject"`
	Date        *time.Time          `json:"date"`
	Size        int64               `json:"size"`
	Unread      bool                `json:"unread"`
	Starred     bool                `json:"starred"`
	Attachments int                 `json:"attachments"`
	Thread      int64               `json:"thread"`
	MessageID   string              `json:"message_id"`
	SHA256      string              `json:"sha256"`  // of the raw bytes as received; "" for a partial one
	Partial     bool                `json:"partial"` // only its beginning is here
}

func runList(c *call) error {
	f := c.newFlags(c.path)
	slug := f.String("account", "", "`ID`: only this account's")
	folder := f.String("folder", "", "`NAME`: only this folder's")
	limit := f.Int("limit", 0, "`N`: at most so many (default: all)")
	if _, err := c.parse(f, 0, 0); err != nil {
		return err
	}
	if err := checkLimit(f, *limit); err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	places, err := c.places()
	if err != nil {
		return err
	}
	q, err := c.query(places, *slug, *folder)
	if err != nil {
		return err
	}
	out := newArray(c.Out, c.json)
	if err := c.eachHead(q, *limit, func(h mailstore.Head) error {
		if c.json {
			out.add(places.row(h))
		} else {
			listLine(out, h, c.now())
		}
		return out.err
	}); err != nil && out.err == nil {
		return err
	}
	return out.close()
}

// eachHead calls do for each message of a list, newest first, and holds only a page of them. limit 0: all.
func (c *call) eachHead(q mailstore.Query, limit int, do func(mailstore.Head) error) error {
	var after mailstore.Cursor
	for left := limit; limit == 0 || left > 0; {
		n := pageRows
		if limit > 0 {
			n = min(n, left)
		}
		page, err := c.store.Page(c.ctx, q, after, n)
		if err != nil {
			return err
		}
		for _, h := range page {
			if err := do(h); err != nil {
				return err
			}
		}
		if len(page) == 0 {
			return nil
		}
		// A page may be shorter than asked when messages go at this moment, so only an empty one is the end.
		last := page[len(page)-1]
		after, left = mailstore.Cursor{Date: last.Date.Unix(), ID: last.ID}, left-len(page)
	}
	return nil
}

// places names accounts and folders.
type places struct {
	accounts map[mailstore.AccountID]string
	folders  []mailstore.Folder
	paths    map[mailstore.FolderID]string // "Garden/2026"
}

func (c *call) places() (*places, error) {
	list, err := c.store.Accounts(c.ctx)
	if err != nil {
		return nil, err
	}
	p := &places{accounts: map[mailstore.AccountID]string{}, paths: map[mailstore.FolderID]string{}}
	for _, a := range list {
		p.accounts[a.ID] = a.Slug
	}
	if p.folders, err = c.store.Folders(c.ctx); err != nil {
		return nil, err
	}
	byID := map[mailstore.FolderID]mailstore.Folder{}
	for _, f := range p.folders {
		byID[f.ID] = f
	}
	for _, f := range p.folders {
		path := f.Name
		up, ok := byID[f.Parent]
		for depth := 0; ok && depth < len(byID); depth++ { // bounded: a damaged tree may run in a circle
			path = up.Name + "/" + path
			up, ok = byID[up.Parent]
		}
		p.paths[f.ID] = path
	}
	return p, nil
}

// query says what a list covers.
func (c *call) query(p *places, slug, folder string) (mailstore.Query, error) {
	var q mailstore.Query
	if slug != "" {
		a, err := c.account(slug)
		if err != nil {
			return q, err
		}
		q.Account = a.ID
	}
	if folder == "" {
		return q, nil
	}
	switch role := mailstore.Role(strings.ToLower(folder)); role {
	case mailstore.Inbox, mailstore.Drafts, mailstore.Outbox, mailstore.Sent, mailstore.Junk, mailstore.Bin, mailstore.Archive:
		q.Role = role
		return q, nil
	}
	for _, f := range p.folders {
		if !strings.EqualFold(p.paths[f.ID], folder) || q.Account != 0 && f.Account != q.Account {
			continue
		}
		if q.Folder != 0 {
			return q, usagef("Several accounts have a folder %q. Say which with --account ID.", clean(folder))
		}
		q.Folder = f.ID
	}
	if q.Folder == 0 {
		return q, usagef("There is no folder %q.", clean(folder))
	}
	return q, nil
}

func (p *places) row(h mailstore.Head) rowJSON {
	sum := ""
	if !h.Partial {
		sum = hex.EncodeToString(h.SHA256[:])
	}
	return rowJSON{
		ID: h.ID, Account: p.accounts[h.Account], Folder: p.paths[h.Folder], From: sender(h), Subject: h.Subject,
		Date: timeOrNull(h.Date), Size: h.Size, Unread: h.Unread, Starred: h.Starred, Attachments: h.Attachments,
		Thread: h.Thread, MessageID: h.MessageID, SHA256: sum, Partial: h.Partial,
	}
}

// sender is "Ann Hartley <ann@example.org>", or what there is of it.
func sender(h mailstore.Head) string {
	return nameAndAddress(h.FromName, h.FromAddress)
}

func nameAndAddress(name, address string) string {
	switch {
	case name == "":
		return address
	case address == "":
		return name
	}
	return name + " <" + address + ">"
}

func listLine(w io.Writer, h mailstore.Head, now time.Time) {
	mark := " "
	if h.Unread {
		mark = "•"
	}
	name := h.FromName
	if name == "" {
		name = h.FromAddress
	}
	// out keeps the first error of a write; close gives it.
	fmt.Fprintf(w, "%7d %s %s  %s  %s  %8s\n", h.ID, mark, fit(clean(name), 22), fit(clean(h.Subject), 44), fit(moment(h.Date, now), 22), humanSize(h.Size))
}
