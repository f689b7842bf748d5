package cli

import (
	"slices"
	"strconv"

	"satchel/backup"
	"satchel/mailstore"
	"satchel/mailsync"
)

func repairCommand() command {
	return command{
		name: "repair", does: "give damaged messages their bytes back, from the server or a backup",
		usage: "[ID…]",
		help: `For messages that are not what they were when they came, as a disk has changed them:
those named, or all that were found (see doctor, and verify, which reads all of them).
They are fetched once more where their server still has them, or taken out of a backup,
and put in their place if they are, octet for octet, what came. Nothing else of the
backup is brought in.`,
		run: runRepair,
	}
}

type repairJSON struct {
	ID      mailstore.MessageID `json:"id"`
	Subject string              `json:"subject"`
	Whole   bool                `json:"whole"` // it is what it was
	Reason  string              `json:"reason"`
}

func runRepair(c *call) error {
	f := c.newFlags(c.path)
	file := f.String("backup", "", "take them out of this backup")
	words, err := c.parse(f, 0, -1)
	if err != nil {
		return err
	}
	if err := c.openStore(); err != nil {
		return err
	}
	rows, err := c.damagedRows(words)
	if err != nil {
		return err
	}
	var wanted []mailstore.MessageID
	for _, r := range rows {
		if !r.Whole {
			wanted = append(wanted, r.ID)
		}
	}
	code := exitDone
	switch {
	case len(wanted) == 0:
	case *file != "":
		err = c.repairFromBackup(*file, wanted, rows)
	default:
		code, err = c.repairFromServer(wanted, rows)
	}
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !r.Whole && code == exitDone {
			code = exitPartial
		}
	}
	if c.json {
		err = c.printJSON(notNull(rows))
	} else {
		err = c.printf("%s", repairText(rows))
	}
	if err != nil {
		return err
	}
	return silent(code)
}

// damagedRows are the messages named, read back now, or without names those known to be damaged.
func (c *call) damagedRows(words []string) ([]repairJSON, error) {
	ids, err := c.store.Damaged(c.ctx)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		ids = nil
	}
	for _, word := range words {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil || n <= 0 {
			return nil, usagef("%q is no message id; satchel list shows them.", word)
		}
		ids = append(ids, mailstore.MessageID(n))
	}
	var rows []repairJSON
	for _, id := range ids {
		head, err := c.store.Head(c.ctx, id)
		if err != nil {
			return nil, err
		}
		damaged, err := c.store.CheckMessage(c.ctx, id)
		if err != nil {
			return nil, err
		}
		row := repairJSON{ID: id, Subject: head.Subject, Whole: !damaged}
		if !damaged {
			row.Reason = "It reads as it came."
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (c *call) repairFromBackup(file string, wanted []mailstore.MessageID, rows []repairJSON) error {
	line := newCounting(c)
	line.begin("Looking into the backup")
	m, err := backup.Mend(c.ctx, c.store, file, wanted, backup.Options{Progress: line.progress})
	line.clear()
	if err != nil {
		return c.explainBackup(file, err)
	}
	for i := range rows {
		switch {
		case slices.Contains(m.Whole, rows[i].ID):
			rows[i].Whole = true
		case !rows[i].Whole:
			rows[i].Reason = "This backup does not have it whole."
		}
	}
	return nil
}

// repairFromServer checks the accounts whose servers have the messages.
func (c *call) repairFromServer(wanted []mailstore.MessageID, rows []repairJSON) (code int, err error) {
	var changes []mailstore.Change
	var accounts []mailstore.Account
	asked := map[mailstore.MessageID]mailstore.AccountID{}
	for i, row := range rows {
		if !slices.Contains(wanted, row.ID) {
			continue
		}
		e, no, err := mailsync.RepairFrom(c.ctx, c.store, row.ID)
		if err != nil {
			return 0, err
		}
		if no != "" {
			rows[i].Reason = no
			continue
		}
		changes = append(changes, e.Change)
		asked[row.ID] = e.Account
		if !slices.ContainsFunc(accounts, func(a mailstore.Account) bool { return a.ID == e.Account }) {
			a, err := c.store.Account(c.ctx, e.Account)
			if err != nil {
				return 0, err
			}
			accounts = append(accounts, a)
		}
	}
	if len(changes) == 0 {
		return exitDone, nil
	}
	if err := c.store.ApplyChanges(c.ctx, 0, changes, c.now()); err != nil {
		return 0, err
	}
	results := c.checkAll(accounts)
	for i := range rows {
		account, was := asked[rows[i].ID]
		if !was {
			continue
		}
		damaged, err := c.store.CheckMessage(c.ctx, rows[i].ID)
		if err != nil {
			return 0, err
		}
		if rows[i].Whole = !damaged; damaged {
			at := slices.IndexFunc(results, func(r mailsync.Result) bool { return r.Account == account })
			rows[i].Reason = results[at].Sentence
		}
	}
	return gravest(results), nil
}

func repairText(rows []repairJSON) string {
	if len(rows) == 0 {
		return "No message is known to be damaged. To read all of them back: satchel verify\n"
	}
	text, left := "", 0
	for _, r := range rows {
		word := "whole again"
		if r.Reason != "" {
			word = r.Reason
		}
		if !r.Whole {
			left++
		}
		text += fit(strconv.FormatInt(int64(r.ID), 10), 8) + "  " + fit(clean(r.Subject), 40) + "  " + clean(word) + "\n"
	}
	if left > 0 {
		text += "What can be read of the others stays as it is. From a backup: satchel repair --backup FILE\n"
	}
	return text
}
