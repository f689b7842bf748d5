package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"satchel/addressbook"
	"satchel/mailstore"
)

func contactsCommands() command {
	return command{
		name: "contacts", does: "list, find, import and export the address book",
		sub: []command{
			{
				name: "list", does: "all contacts by name", usage: "[--group NAME]",
				help: "Lists the address book.", run: runContactsList,
			},
			{
				name: "find", does: "whom a letter may be meant for", usage: "WORDS [--limit N]",
				help: "Suggests people and groups as the window does while an address is typed: those whose name\nor address has words that begin so, the likeliest first.", run: runContactsFind,
			},
			{
				name: "import", does: "bring contacts in from a vCard file", usage: "FILE.vcf",
				help: "Reads a vCard file (2.1, 3.0 or 4.0). A contact that is here gets what it lacks, and nothing\nis taken away. satchel undo takes back what was added.", run: runContactsImport,
			},
			{
				name: "export", does: "write the address book into a vCard file", usage: "FILE.vcf [--version 3|4] [--group NAME]",
				help: "Writes all contacts into a new file.", run: runContactsExport,
			},
		},
	}
}

type bookJSON struct {
	ID        mailstore.ContactID `json:"id"`
	UID       string              `json:"uid"`
	Name      string              `json:"name"`
	Addresses []string            `json:"addresses"`
	Groups    []string            `json:"groups"`
	Notes     string              `json:"notes"`
	Changed   time.Time           `json:"changed"`
}

// contactsIn gives all contacts, or those of a group.
func (c *call) contactsIn(group string) ([]mailstore.Contact, error) {
	list, err := c.store.Contacts(c.ctx)
	if err != nil || group == "" {
		return list, err
	}
	var in []mailstore.Contact
	for _, one := range list {
		for _, g := range one.Groups {
			if strings.EqualFold(g, group) {
				in = append(in, one)
			}
		}
	}
	if len(in) == 0 {
		return nil, usagef("There is no group %q. See: satchel contacts list", clean(group))
	}
	return in, nil
}

func runContactsList(c *call) error {
	f := c.newFlags(c.path)
	group := f.String("group", "", "`NAME`: only those of this group")
	if _, err := c.parse(f, 0, 0); err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.contactsIn(*group)
	if err != nil {
		return err
	}
	if c.json {
		out := make([]bookJSON, len(list))
		for i, one := range list {
			out[i] = bookJSON{one.ID, one.UID, one.Name, notNull(one.Addresses), notNull(one.Groups), one.Notes, one.Changed}
		}
		return c.printJSON(out)
	}
	for _, one := range list {
		if err := c.printf("%7d  %s  %s  %s\n", one.ID, fit(clean(one.Shown()), 28), fit(clean(strings.Join(one.Addresses, ", ")), 48), clean(strings.Join(one.Groups, ", "))); err != nil {
			return err
		}
	}
	return nil
}

type suggestionJSON struct {
	Name    string              `json:"name"`
	Address string              `json:"address"`
	Contact mailstore.ContactID `json:"contact"` // 0: known from letters only
	Group   string              `json:"group"`
	Members []recipientOfJSON   `json:"members"` // of a group
}

type recipientOfJSON struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

func runContactsFind(c *call) error {
	const usual = 10
	f := c.newFlags(c.path)
	limit := f.Int("limit", usual, "`N`: at most so many")
	words, err := c.parse(f, 1, 20)
	if err != nil {
		return err
	}
	if err := checkLimit(f, *limit); err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.store.Complete(c.ctx, strings.Join(words, " "), *limit)
	if err != nil {
		return err
	}
	out := make([]suggestionJSON, len(list))
	for i, s := range list {
		out[i] = suggestionJSON{s.Name, s.Address, s.Contact, s.Group, []recipientOfJSON{}}
		for _, m := range s.Members {
			out[i].Members = append(out[i].Members, recipientOfJSON{m.Name, m.Address})
		}
	}
	if c.json {
		return c.printJSON(out)
	}
	for _, s := range out {
		line := s.Name + " <" + s.Address + ">"
		switch {
		case s.Group != "":
			line = fmt.Sprintf("%s (%s)", s.Group, plural(len(s.Members), "contact"))
		case s.Name == "":
			line = s.Address
		}
		if err := c.printf("%s\n", clean(line)); err != nil {
			return err
		}
	}
	return nil
}

type contactsTakenJSON struct {
	Found   int `json:"found"`
	Added   int `json:"added"`
	Updated int `json:"updated"`
	Known   int `json:"already_here"`
}

func runContactsImport(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 1, 1)
	if err != nil {
		return err
	}
	file, err := os.Open(words[0])
	if err != nil {
		return usagef("%s cannot be read: %v.", clean(words[0]), reason(err))
	}
	defer file.Close()
	list, err := addressbook.Read(file)
	switch {
	case errors.Is(err, addressbook.ErrNoCards):
		return usagef("%s is no vCard file: there are no contacts in it.", clean(words[0]))
	case err != nil:
		return usagef("%s cannot be read: %v.", clean(words[0]), reason(err))
	}
	if err := c.openOrMake(); err != nil {
		return err
	}
	taken, err := c.store.AddContacts(c.ctx, list)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(contactsTakenJSON{len(list), taken.Added, taken.Updated, taken.Known})
	}
	return c.printf("%s in the file: %d new here, %d got something more, %d were here already.\n", plural(len(list), "contact"), taken.Added, taken.Updated, taken.Known)
}

func runContactsExport(c *call) error {
	f := c.newFlags(c.path)
	version := f.Int("version", 3, "`3|4`: of vCard; nearly every program reads 3")
	group := f.String("group", "", "`NAME`: only those of this group")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	v, known := map[int]addressbook.Version{3: addressbook.V3, 4: addressbook.V4}[*version]
	if !known {
		return usagef("--version is 3 or 4.")
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.contactsIn(*group)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(words[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s is there already; name a new file.", clean(words[0]))
	} else if err != nil {
		return usagef("%s cannot be written: %v.", clean(words[0]), reason(err))
	}
	if err := errors.Join(addressbook.Write(file, list, v), file.Sync(), file.Close()); err != nil {
		os.Remove(words[0]) //nolint:errcheck // half a file is of no use to anybody
		return usagef("%s cannot be written: %v.", clean(words[0]), reason(err))
	}
	if c.json {
		return c.printJSON(map[string]int{"written": len(list)})
	}
	return c.printf("%s written to %s.\n", plural(len(list), "contact"), clean(words[0]))
}
