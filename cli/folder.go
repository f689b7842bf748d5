package cli

import (
	"strconv"
	"strings"

	"satchel/mailstore"
)

func folderCommands() command {
	return command{
		name: "folder", does: "list, make, rename, move and remove folders",
		sub: []command{
			{
				name: "list", does: "all folders with their messages", usage: "[--account ID]",
				help: "Lists the folders by account, each with its number, path, messages and unread ones.", run: runFolderList,
			},
			{
				name: "new", does: "make a folder", usage: "NAME --account ID [--in FOLDER]",
				help: "Makes a folder of your own, at the top of the account or in another folder." + folderHelp, run: runFolderNew,
			},
			{
				name: "rename", does: "give a folder another name", usage: "FOLDER NAME [--account ID]",
				help: "Gives a folder of your own another name." + folderHelp, run: runFolderRename,
			},
			{
				name: "move", does: "put a folder into another one", usage: "FOLDER INTO [--account ID]",
				help: "Puts a folder of your own, with all that is in it, into another one of its account;\n/ is the top." + folderHelp, run: runFolderMove,
			},
			{
				name: "remove", does: "put a folder into the Bin", usage: "FOLDER [--account ID]",
				help: "Puts a folder of your own into the Bin, with all that is in it. Nothing is removed from\na server, and satchel undo takes it back." + folderHelp, run: runFolderRemove,
			},
		},
	}
}

const folderHelp = " A folder is named by its path or its\nnumber, as satchel folder list shows them."

type folderJSON struct {
	ID      mailstore.FolderID `json:"id"`
	Account string             `json:"account"`
	Parent  mailstore.FolderID `json:"parent"` // 0: top
	Role    mailstore.Role     `json:"role"`   // "" for folders of the user's own
	Path    string             `json:"path"`
	Total   int                `json:"total"`
	Unread  int                `json:"unread"`
}

func runFolderList(c *call) error {
	f := c.newFlags(c.path)
	slug := f.String("account", "", "`ID`: only this account's")
	if _, err := c.parse(f, 0, 0); err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	p, err := c.places()
	if err != nil {
		return err
	}
	var only mailstore.AccountID
	if *slug != "" {
		a, err := c.account(*slug)
		if err != nil {
			return err
		}
		only = a.ID
	}
	var list []folderJSON
	for _, f := range p.asTree() {
		if only == 0 || f.Account == only {
			list = append(list, folderJSON{f.ID, p.accounts[f.Account], f.Parent, f.Role, p.paths[f.ID], f.Total, f.Unread})
		}
	}
	if c.json {
		return c.printJSON(notNull(list))
	}
	for _, f := range list {
		if err := c.printf("%7d  %s  %s  %s\n", f.ID, fit(clean(f.Account), 12), fit(clean(f.Path), 50), plural(f.Total, "message")+", "+strconv.Itoa(f.Unread)+" unread"); err != nil {
			return err
		}
	}
	return nil
}

// changeFolders reads the flags of a command that changes folders, and opens the profile. n is how many words follow it.
func (c *call) changeFolders(n int, flags ...func(*string)) (words []string, p *places, account mailstore.AccountID, err error) {
	f := c.newFlags(c.path)
	slug := f.String("account", "", "`ID`: the account, where several have such a folder")
	in := f.String("in", "", "`FOLDER`: make it in this one")
	if words, err = c.parse(f, n, n); err != nil {
		return nil, nil, 0, err
	}
	if len(flags) == 0 && *in != "" {
		return nil, nil, 0, usagef("--in is for satchel folder new.")
	}
	for _, set := range flags {
		set(in)
	}
	if err = c.openStore(); err != nil {
		return nil, nil, 0, err
	}
	if p, err = c.places(); err != nil {
		return nil, nil, 0, err
	}
	if *slug != "" {
		a, err := c.account(*slug)
		if err != nil {
			return nil, nil, 0, err
		}
		account = a.ID
	}
	return words, p, account, nil
}

// asTree gives the folders as the sidebar has them: each with those in it right behind.
func (p *places) asTree() []mailstore.Folder {
	within := map[mailstore.FolderID][]mailstore.Folder{}
	there := map[mailstore.FolderID]bool{}
	for _, f := range p.folders {
		there[f.ID] = true
	}
	for _, f := range p.folders {
		up := f.Parent
		if !there[up] {
			up = 0
		}
		within[up] = append(within[up], f)
	}
	list := make([]mailstore.Folder, 0, len(p.folders))
	seen := map[mailstore.FolderID]bool{}
	var add func(f mailstore.Folder)
	add = func(f mailstore.Folder) {
		if seen[f.ID] {
			return
		}
		seen[f.ID] = true
		list = append(list, f)
		for _, below := range within[f.ID] {
			add(below)
		}
	}
	for _, f := range within[0] {
		add(f)
	}
	for _, f := range p.folders { // of a damaged tree, which runs in a circle
		add(f)
	}
	return list
}

// folder finds one by its path or its number.
func (p *places) folder(name string, account mailstore.AccountID) (found mailstore.Folder, err error) {
	for _, f := range p.folders {
		if !strings.EqualFold(p.paths[f.ID], name) || account != 0 && f.Account != account {
			continue
		}
		if found.ID != 0 {
			return found, usagef("There are several folders %q. Give the number that satchel folder list shows, or --account ID.", clean(name))
		}
		found = f
	}
	if n, err := strconv.ParseInt(name, 10, 64); err == nil && found.ID == 0 {
		for _, f := range p.folders {
			if int64(f.ID) == n && (account == 0 || f.Account == account) {
				found = f
			}
		}
	}
	if found.ID == 0 {
		return found, usagef("There is no folder %q.", clean(name))
	}
	return found, nil
}

// onlyAccount is the account a new folder goes to where none is named: the one there is, or what keeps imported mail.
func (p *places) onlyAccount() (only mailstore.AccountID, err error) {
	for _, f := range p.folders {
		switch {
		case only == 0:
			only = f.Account
		case only != f.Account:
			return 0, usagef("Say in which account, with --account ID.")
		}
	}
	if only == 0 {
		return 0, usagef("There is neither an account nor any mail yet. Begin with satchel account add, or satchel import.")
	}
	return only, nil
}

func runFolderNew(c *call) error {
	var in string
	words, p, account, err := c.changeFolders(1, func(s *string) { in = *s })
	if err != nil {
		return err
	}
	if strings.TrimSpace(words[0]) == "" {
		return usagef("A folder needs a name.")
	}
	var into mailstore.Folder
	if in != "" {
		if into, err = p.folder(in, account); err != nil {
			return err
		}
		account = into.Account
	}
	if account == 0 {
		if account, err = p.onlyAccount(); err != nil {
			return err
		}
	}
	id, err := c.store.NewFolder(c.ctx, account, into.ID, words[0])
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(map[string]mailstore.FolderID{"id": id})
	}
	return c.printf("Made the folder %q (number %d).\n", clean(words[0]), id)
}

func runFolderRename(c *call) error {
	words, p, account, err := c.changeFolders(2)
	if err != nil {
		return err
	}
	f, err := p.folder(words[0], account)
	if err == nil {
		err = ownFolders(c.store.RenameFolder(c.ctx, f.ID, words[1]))
	}
	return err
}

func runFolderMove(c *call) error {
	words, p, account, err := c.changeFolders(2)
	if err != nil {
		return err
	}
	f, err := p.folder(words[0], account)
	if err != nil {
		return err
	}
	var into mailstore.Folder
	if words[1] != "/" {
		if into, err = p.folder(words[1], f.Account); err != nil {
			return err
		}
	}
	return ownFolders(c.store.MoveFolder(c.ctx, f.ID, into.ID))
}

func runFolderRemove(c *call) error {
	words, p, account, err := c.changeFolders(1)
	if err != nil {
		return err
	}
	f, err := p.folder(words[0], account)
	if err == nil {
		err = ownFolders(c.store.DeleteFolder(c.ctx, f.ID))
	}
	return err
}
