package cli

import (
	"errors"
	"strconv"
	"time"

	"satchel/mailstore"
)

func changesCommand() command {
	return command{
		name: "changes", does: "what was changed in the last 30 days, newest first", usage: "[--limit N]",
		help: "Lists what was marked, moved and renamed, here or in the window, each with its number\nfor satchel undo.",
		run:  runChanges,
	}
}

func undoCommand() command {
	return command{
		name: "undo", does: "take a change back", usage: "[NUMBER]",
		help: "Takes back the change of that number, as satchel changes shows it, or the last one. What\nwas changed again since stays as it is.",
		run:  runUndo,
	}
}

type changeJSON struct {
	ID     mailstore.ChangeID `json:"id"`
	At     time.Time          `json:"at"`
	Kind   string             `json:"kind"`
	Value  string             `json:"value"`
	Was    string             `json:"was"`
	Count  int                `json:"count"`
	Undone bool               `json:"undone"`
}

func runChanges(c *call) error {
	f := c.newFlags(c.path)
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
	n := *limit
	if n == 0 {
		n = -1 // SQL's word for all
	}
	list, err := c.store.TimeLine(c.ctx, n)
	if err != nil {
		return err
	}
	out := make([]changeJSON, len(list))
	for i, d := range list {
		out[i] = changeJSON{d.ID, d.At, d.Kind, d.Value, d.Was, d.Count, d.Undone}
	}
	if c.json {
		return c.printJSON(out)
	}
	p, err := c.places()
	if err != nil {
		return err
	}
	for _, d := range list {
		undone := ""
		if d.Undone {
			undone = " (taken back)"
		}
		if err := c.printf("%7d  %s  %s%s\n", d.ID, fit(moment(d.At, c.now()), 22), clean(p.change(d)), undone); err != nil {
			return err
		}
	}
	return nil
}

// change says what was done.
func (p *places) change(d mailstore.Done) string {
	folder := func(number string) string {
		id, _ := strconv.ParseInt(number, 10, 64) // unreadable: no folder has the number 0
		if path := p.paths[mailstore.FolderID(id)]; path != "" {
			return path
		}
		return "folder " + number
	}
	switch d.Kind {
	case "unread":
		return plural(d.Count, "message") + " marked as " + map[string]string{"1": "unread", "0": "read"}[d.Value]
	case "starred":
		return plural(d.Count, "message") + map[string]string{"1": " starred", "0": " no longer starred"}[d.Value]
	case "folder":
		return plural(d.Count, "message") + " moved to " + folder(d.Value)
	case "rename", "search-name":
		return d.Was + " renamed to " + d.Value
	case "place":
		if d.Value == "0" {
			return folder(strconv.FormatInt(d.First, 10)) + " moved to the top"
		}
		return folder(strconv.FormatInt(d.First, 10)) + " moved into " + folder(d.Value)
	case "made":
		return folder(strconv.FormatInt(d.First, 10)) + " made"
	case "contact":
		return plural(d.Count, "contact") + map[string]string{"1": " deleted", "0": " added"}[d.Value]
	case "contacts":
		return "contacts merged"
	case "search":
		return "a search " + map[string]string{"1": "removed", "0": "saved"}[d.Value]
	}
	return d.Kind
}

func runUndo(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 0, 1)
	if err != nil {
		return err
	}
	var id int64
	if len(words) == 1 {
		if id, err = strconv.ParseInt(words[0], 10, 64); err != nil {
			return usagef("%q is no number of a change. See: satchel changes", clean(words[0]))
		}
	}
	if err := c.openStore(); err != nil {
		return err
	}
	undo := func() (mailstore.Outcome, error) { return c.store.UndoLast(c.ctx) }
	if len(words) == 1 {
		undo = func() (mailstore.Outcome, error) { return c.store.Undo(c.ctx, mailstore.ChangeID(id)) }
	}
	o, err := undo()
	switch {
	case errors.Is(err, mailstore.ErrNotFound):
		return usagef("There is no such change to take back. See: satchel changes")
	case err != nil:
		return err
	case c.json:
		return c.printJSON(map[string]int64{"id": int64(o.Done.ID), "count": int64(o.Count)})
	case o.Count == 0:
		return c.printf("Nothing was left to take back: it was changed again since, or is gone.\n")
	}
	p, err := c.places()
	if err != nil {
		return err
	}
	return c.printf("Taken back: %s\n", clean(p.change(o.Done)))
}

// ownFolders gives the refusal of a change of a folder its sentence.
func ownFolders(err error) error {
	if errors.Is(err, mailstore.ErrFolder) {
		return usagef("This folder cannot be changed so: only folders of your own can, and none can lie in itself or in another account.")
	}
	return err
}
