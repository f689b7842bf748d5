package moving

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"satchel/mailbox"
	"satchel/mailstore"
)

// ExportOptions says what is written; the zero value is all mail.
type ExportOptions struct {
	Format   mailbox.Format       // Mbox, EML or Maildir
	Account  mailstore.AccountID  // 0: all
	Folders  []mailstore.FolderID // nil: all
	Progress func(done, of int64)
}

// ExportResult is what an export wrote.
type ExportResult struct {
	Written, Bytes int64
	Failed         []mailbox.Failure // messages that cannot be read from the store
}

// Export writes the store's messages, every octet as it is, oldest first, into folders as they are here. dir must be
// empty or not there yet. Broken off, it leaves whole letters, and mailbox files that are named as unfinished.
func Export(ctx context.Context, store *mailstore.Store, dir string, o ExportOptions) (ExportResult, error) {
	x := &exporting{ctx: ctx, store: store, o: o}
	err := x.run(dir)
	if err != nil {
		err = fmt.Errorf("export to %s: %w", dir, err)
	}
	return x.result, err
}

type exporting struct {
	ctx    context.Context
	store  *mailstore.Store
	o      ExportOptions
	to     *mailbox.Export
	done   int64
	of     int64
	result ExportResult
}

func (x *exporting) run(dir string) error {
	folders, err := x.store.Folders(x.ctx)
	if err != nil {
		return err
	}
	paths, err := x.paths(folders)
	if err != nil {
		return err
	}
	var wanted []mailstore.Folder
	for _, f := range folders {
		if (x.o.Account == 0 || f.Account == x.o.Account) && (x.o.Folders == nil || slices.Contains(x.o.Folders, f.ID)) {
			wanted = append(wanted, f)
			x.of += int64(f.Total)
		}
	}
	if x.to, err = mailbox.Create(dir, x.o.Format); err != nil {
		return err
	}
	defer x.to.Abort() // does nothing after Close
	for _, f := range wanted {
		if err := x.folder(f.ID, paths[f.ID]); err != nil {
			return err
		}
	}
	return x.to.Close()
}

// paths names the folders from the top: the account's short name, or the address of one that was removed.
func (x *exporting) paths(folders []mailstore.Folder) (map[mailstore.FolderID][]string, error) {
	accounts, err := x.store.Accounts(x.ctx)
	if err != nil {
		return nil, err
	}
	slugs := map[mailstore.AccountID]string{}
	for _, a := range accounts {
		slugs[a.ID] = a.Slug
	}
	byID := map[mailstore.FolderID]mailstore.Folder{}
	for _, f := range folders {
		byID[f.ID] = f
	}
	paths := map[mailstore.FolderID][]string{}
	for _, f := range folders {
		var names []string
		up, ok := f, true
		for depth := 0; ok && depth <= len(byID); depth++ { // bounded: a damaged tree may run in a circle
			names = append(names, up.Name)
			up, ok = byID[up.Parent]
		}
		top := slugs[f.Account]
		if top == "" {
			top = "Kept mail"
		}
		slices.Reverse(names)
		paths[f.ID] = append([]string{top}, names...)
	}
	return paths, nil
}

func (x *exporting) folder(id mailstore.FolderID, names []string) error {
	ids, _, err := x.store.Index(x.ctx, mailstore.Query{Folder: id})
	if err != nil {
		return err
	}
	slices.Reverse(ids)
	for page := range slices.Chunk(ids, 200) {
		heads, err := x.store.Heads(x.ctx, page)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if err := x.message(names, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// message writes one message. One that is damaged in the store is told, and what can be read of it is not written: it
// would look whole.
func (x *exporting) message(names []string, h mailstore.Head) error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	x.done++
	if x.o.Progress != nil {
		x.o.Progress(x.done, x.of)
	}
	if h.Partial { // it would look whole there
		x.result.Failed = append(x.result.Failed, mailbox.Failure{Where: fmt.Sprintf("message %d", h.ID), Why: "only its beginning is here"})
		return nil
	}
	sum, err := x.store.VerifyStored(x.ctx, h.ID)
	switch {
	case errors.Is(err, mailstore.ErrNotFound):
		return nil // destroyed meanwhile
	case errors.Is(err, mailstore.ErrDamaged), err == nil && sum != h.SHA256:
		x.result.Failed = append(x.result.Failed, mailbox.Failure{Where: fmt.Sprintf("message %d", h.ID), Why: "it is damaged here"})
		return nil
	case err != nil:
		return err
	}
	l := mailbox.Letter{
		Number: int64(h.ID), From: h.FromAddress, Subject: h.Subject, Date: h.Date, Arrived: h.Arrived,
		Marks: mailbox.Marks{Unread: h.Unread, Starred: h.Starred, Answered: h.Answered, Forwarded: h.Forwarded},
	}
	err = x.to.Add(names, l, func(w io.Writer) error {
		r, err := x.store.Raw(x.ctx, h.ID)
		if err != nil {
			return err
		}
		defer r.Close()
		_, err = io.Copy(w, r)
		return err
	})
	if err != nil {
		return err
	}
	x.result.Written++
	x.result.Bytes += h.Size
	return nil
}
