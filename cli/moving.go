package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
)

func importCommand() command {
	return command{
		name: "import", does: "bring mail of another program in",
		usage: "PATH [--format auto|mbox|eml|maildir|mh|thunderbird|claws|sylpheed] [--account ID] [--folder NAME]",
		help: `Brings the mail of a file, a folder or another program's profile in, with its folders and
marks; what is here already stays as it is. It may be stopped and run again. What the
other program has fetched from a server of one of your accounts is not fetched again.
Nothing is changed there, and nothing is removed from a server before you say yes.`,
		run: runImport,
	}
}

func exportCommand() command {
	return command{
		name: "export", does: "write mail into folders that other programs read",
		usage: "DIR [--format mbox|eml|maildir] [--account ID] [--folder NAME]",
		help: `Writes all mail, or an account's or a folder's, into a new or empty folder, byte for
byte: as mailbox files (mboxrd, the default), as one .eml file each, or as Maildir.`,
		run: runExport,
	}
}

type failureJSON struct {
	Where  string `json:"where"`
	Reason string `json:"reason"`
}

func failuresJSON(list []mailbox.Failure) []failureJSON {
	out := []failureJSON{}
	for _, f := range list {
		out = append(out, failureJSON{f.Where, f.Why})
	}
	return out
}

type importJSON struct {
	Source         string        `json:"source"`
	Format         string        `json:"format"`
	Found          int64         `json:"found"`
	Imported       int64         `json:"imported"`
	AlreadyHere    int64         `json:"already_here"`
	Deleted        int64         `json:"deleted"` // there, and passed over
	Bytes          int64         `json:"bytes"`
	Failed         []failureJSON `json:"failed"`
	UIDLsTakenOver int           `json:"uidls_taken_over"`
}

func runImport(c *call) error {
	f := c.newFlags(c.path)
	format := f.String("format", string(mailbox.Auto), "`F`: what it is (default: what it looks like)")
	slug := f.String("account", "", "`ID`: whose mail it becomes (default: as the other program says, or your only account's)")
	folder := f.String("folder", "", "`NAME`: put all of it into this folder, with / between a folder and one in it")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if !slices.Contains(mailbox.Formats, mailbox.Format(*format)) {
		return usagef("%q is no format. There are: auto, mbox, eml, maildir, mh, thunderbird, claws, sylpheed.", clean(*format))
	}
	// Looked at first: a path that holds no mail makes no profile.
	source, err := mailbox.Open(words[0], mailbox.Format(*format))
	if err != nil {
		return explainImport(words[0], err)
	}
	if err := c.openOrMake(); err != nil {
		return err
	}
	o := moving.ImportOptions{Now: c.Now}
	if *slug != "" {
		a, err := c.account(*slug)
		if err != nil {
			return err
		}
		o.Account = a.ID
	}
	if *folder != "" {
		o.Folder = strings.Split(strings.Trim(*folder, "/"), "/")
	}
	line := newCounting(c)
	line.begin("Importing")
	o.Progress = func(n moving.Counts) { line.progress(n.Found, 0) }
	r, err := moving.Import(c.ctx, c.store, source, o)
	line.clear()
	if err != nil {
		if r.Found > 0 {
			fmt.Fprintf(c.Err, "satchel: %s came in before that. Run it again to go on; nothing comes twice.\n", plural(r.Imported, "message"))
		}
		return explainImport(words[0], err)
	}
	return c.imported(words[0], r)
}

// imported sets the counts side by side.
func (c *call) imported(path string, r moving.ImportResult) error {
	code := exitDone
	if len(r.Failed) > 0 {
		code = exitPartial
	}
	var err error
	if c.json {
		err = c.printJSON(importJSON{
			Source: path, Format: string(r.Format), Found: r.Found, Imported: r.Imported, AlreadyHere: r.AlreadyHere, Deleted: r.Deleted,
			Bytes: r.Bytes, Failed: failuresJSON(r.Failed), UIDLsTakenOver: r.UIDLsTakenOver,
		})
	} else {
		err = c.printf("%s found, %s = %s new here + %s here already\n", plural(r.Found, "message"), thousands(r.Found-r.FailedMessages()), thousands(r.Imported), thousands(r.AlreadyHere))
		if r.Deleted > 0 && err == nil {
			err = c.printf("%s deleted there: left out here too.\n", plural(r.Deleted, "message"))
		}
		if r.UIDLsTakenOver > 0 && err == nil {
			err = c.printf("%s on the server will not be fetched again.\n", plural(int64(r.UIDLsTakenOver), "message"))
		}
		for _, f := range r.Failed {
			if err == nil {
				err = c.printf("  not read: %s: %s\n", clean(f.Where), clean(f.Why))
			}
		}
	}
	if err != nil {
		return err
	}
	return silent(code)
}

func runExport(c *call) error {
	f := c.newFlags(c.path)
	format := f.String("format", string(mailbox.Mbox), "`F`: mbox (one file for each folder), eml or maildir")
	slug := f.String("account", "", "`ID`: only this account's")
	folder := f.String("folder", "", "`NAME`: only this folder's")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	o := moving.ExportOptions{Format: mailbox.Format(*format)}
	switch o.Format {
	case mailbox.Mbox, mailbox.EML, mailbox.Maildir:
	default:
		return usagef("%q is no format of an export. There are: mbox, eml, maildir.", clean(*format))
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	if err := c.exportWhat(&o, *slug, *folder); err != nil {
		return err
	}
	line := newCounting(c)
	line.begin("Exporting")
	o.Progress = line.progress
	r, err := moving.Export(c.ctx, c.store, words[0], o)
	line.clear()
	switch {
	case errors.Is(err, mailbox.ErrNotEmpty):
		return usagef("There is something in %s already, and an export writes over nothing. Name a new or an empty folder.", clean(words[0]))
	case errors.Is(err, syscall.ENOSPC):
		return &failure{exitStore, "The disk is full. " + plural(r.Written, "message") + " were written; what ends in .part is not whole. Free some space and export into a new folder.", err}
	case err != nil:
		return err
	}
	code := exitDone
	if len(r.Failed) > 0 {
		code = exitPartial
	}
	if c.json {
		err = c.printJSON(struct {
			Written int64         `json:"written"`
			Bytes   int64         `json:"bytes"`
			Failed  []failureJSON `json:"failed"`
		}{r.Written, r.Bytes, failuresJSON(r.Failed)})
	} else {
		err = c.printf("%s, %s, written to %s\n", plural(r.Written, "message"), humanSize(r.Bytes), clean(words[0]))
	}
	if err != nil {
		return err
	}
	return silent(code)
}

// exportWhat narrows an export down to an account and to a folder, with the folders in it.
func (c *call) exportWhat(o *moving.ExportOptions, slug, folder string) error {
	p, err := c.places()
	if err != nil {
		return err
	}
	q, err := c.query(p, slug, folder)
	if err != nil {
		return err
	}
	o.Account = q.Account
	if folder == "" {
		return nil
	}
	o.Folders = []mailstore.FolderID{}
	for _, f := range p.folders {
		if f.ID == q.Folder || q.Role != "" && f.Role == q.Role || slices.Contains(o.Folders, f.Parent) && f.Parent != 0 {
			o.Folders = append(o.Folders, f.ID)
		}
	}
	return nil
}

// explainImport turns an error about another program's mail into its sentence.
func explainImport(path string, err error) error {
	name := clean(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &failure{exitUsage, "There is no file or folder " + name + ".", err}
	case errors.Is(err, mailbox.ErrNoMail):
		return &failure{exitUsage, "Satchel finds no mail in " + name + ". Nothing was changed. Name the folder the other program keeps its mail in, or say what it is with --format.", err}
	case errors.Is(err, context.Canceled):
		return &failure{exitPartial, "Stopped. What came in is whole.", err}
	}
	return err
}
