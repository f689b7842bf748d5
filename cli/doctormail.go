package cli

import (
	"strconv"

	"satchel/mailstore"
)

// examineMail tells of messages which the reading back in idle time found damaged, each with its subject.
func (c *call) examineMail() ([]finding, error) {
	ids, err := c.store.Damaged(c.ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	heads, err := c.store.Heads(c.ctx, ids[:min(len(ids), 5)])
	if err != nil {
		return nil, err
	}
	return []finding{damagedMail(len(ids), heads)}, nil
}

func damagedMail(n int, heads []mailstore.Head) finding {
	which := ""
	for i, h := range heads {
		if i > 0 {
			which += ", "
		}
		which += strconv.FormatInt(int64(h.ID), 10) + " (" + clean(h.Subject) + ")"
	}
	if n > len(heads) {
		which += " and others"
	}
	return finding{
		Problem: plural(n, "message") + " here cannot be read as they came: " + which + ".",
		Cause:   "The disk, or another program, changed a part of mail.db.",
		Doing:   "Satchel leaves them as they are, and removes no copy of them from a server.",
		Action:  "Bring them back from a backup: satchel restore FILE – or fetch them from your provider's webmail. And have the disk checked.",
	}
}
