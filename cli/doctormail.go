package cli

import (
	"strconv"

	"satchel/mailstore"
)

// namedDamaged is how many damaged messages the doctor names in its sentence; all of them are in the JSON.
const namedDamaged = 5

// damagedJSON is a message that is not what it was when it came.
type damagedJSON struct {
	ID       mailstore.MessageID `json:"id"`
	Subject  string              `json:"subject"`
	OnServer bool                `json:"on_server"` // its provider still has a copy, as far as the last check tells
}

// examineMail tells of messages which the reading back in idle time found damaged, each with its subject.
func (c *call) examineMail() ([]finding, error) {
	ids, err := c.store.Damaged(c.ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	heads, err := c.store.Heads(c.ctx, ids)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	return []finding{damagedMail(heads)}, nil
}

func damagedMail(heads []mailstore.Head) finding {
	f := finding{
		Cause: "The disk, or another program, changed a part of mail.db.",
		Doing: "Satchel shows of them what can be read, and removes no copy of them from a server.",
	}
	which, there := "", 0
	for i, h := range heads {
		f.Messages = append(f.Messages, damagedJSON{h.ID, h.Subject, h.OnServer})
		if h.OnServer {
			there++
		}
		if i >= namedDamaged {
			continue
		}
		if i > 0 {
			which += ", "
		}
		which += strconv.FormatInt(int64(h.ID), 10) + " (" + clean(h.Subject) + ")"
	}
	if len(heads) > namedDamaged {
		which += " and others"
	}
	f.Problem = plural(len(heads), "message") + " here cannot be read as they came: " + which + "."
	if len(heads) == 1 {
		f.Problem = "1 message here cannot be read as it came: " + which + "."
		f.Doing = "Satchel shows of it what can be read, and removes no copy of it from a server."
	}
	const fromBackup, check = "satchel repair --backup FILE", ". And have the disk checked."
	switch {
	case there == len(heads):
		f.Action = "Your provider still has it all. Fetch it once more: satchel repair – or take it from a backup: " + fromBackup + check
	case there > 0:
		f.Action = "Your provider still has " + strconv.Itoa(there) + " of them. Fetch those once more: satchel repair – and take the others from a backup: " + fromBackup + check
	default:
		f.Action = "Take it from a backup: " + fromBackup + check
	}
	return f
}
