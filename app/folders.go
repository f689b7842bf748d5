package app

import (
	"context"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// folderWork does something with folders or saved searches in the store, in order with
// all other changes, then says what was done with the way back.
func (a *actions) folderWork(doing string, write func(context.Context, *mailstore.Store) error) {
	s := a.shell
	if !s.mayChange() {
		return
	}
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (made, error) {
		d, err := changing(ctx, store, func() error { return write(ctx, store) })
		if err != nil {
			return made{}, err
		}
		inv, err := readInventory(ctx, store) // the words name what may be new
		return made{d, inv}, err
	}, func(m made, err error) {
		if err != nil {
			s.trouble(doing, err)
			s.refresh()
			return
		}
		s.showInventory(m.inventory)
		a.tell(m.done)
		s.list.reload(false)
	})
}

// made is what a change of the folders came to.
type made struct {
	done      done
	inventory inventory
}

// askNewFolder asks for the name of a folder to make in a place.
func (a *actions) askNewFolder(in viewmodel.Place) {
	if in.Account == 0 {
		return
	}
	text := words.T("It is made in %s.", viewmodel.Shortened(in.Title))
	askName(a.shell, words.T("New folder"), text, "", words.T("Make the folder"), func(name string) {
		a.folderWork(words.T("make the folder"), func(ctx context.Context, store *mailstore.Store) error {
			_, err := store.NewFolder(ctx, in.Account, in.Folder, name)
			return err
		})
		if in.Folder != 0 {
			a.shell.places.fold(in.ID, false) // what was made is to be seen
		}
	})
}

// askRename asks for another name of a folder or a saved search.
func (a *actions) askRename(place viewmodel.Place) {
	switch {
	case place.Search != 0:
		askName(a.shell, words.T("Rename the search"), "", place.Title, words.T("Rename"), func(name string) {
			a.folderWork(words.T("rename the search"), func(ctx context.Context, store *mailstore.Store) error {
				return store.RenameSearch(ctx, place.Search, name)
			})
		})
	case place.Own():
		askName(a.shell, words.T("Rename the folder"), "", place.Title, words.T("Rename"), func(name string) {
			a.folderWork(words.T("rename the folder"), func(ctx context.Context, store *mailstore.Store) error {
				return store.RenameFolder(ctx, place.Folder, name)
			})
		})
	default:
		a.shell.layer.Toast(words.T("Only folders of your own and saved searches can be renamed. Choose one first."), "", nil, 0)
	}
}

// moveFolder puts a folder into another place of its account.
func (a *actions) moveFolder(place, into viewmodel.Place) {
	a.folderWork(words.T("move the folder"), func(ctx context.Context, store *mailstore.Store) error {
		return store.MoveFolder(ctx, place.Folder, into.Folder)
	})
}

// deleteFolder puts a folder into the Bin, or takes a saved search out of the list. Both
// can be undone, so neither is asked about.
func (a *actions) deleteFolder(place viewmodel.Place) {
	switch {
	case place.Search != 0:
		a.folderWork(words.T("remove the search"), func(ctx context.Context, store *mailstore.Store) error {
			return store.RemoveSearch(ctx, place.Search)
		})
	case place.Own() && !place.InBin:
		a.folderWork(words.T("delete the folder"), func(ctx context.Context, store *mailstore.Store) error {
			return store.DeleteFolder(ctx, place.Folder)
		})
	default:
		a.shell.layer.Toast(words.T("Only folders of your own and saved searches can be deleted. Choose one first."), "", nil, 0)
	}
}

// readAll marks all in a folder, or in all inboxes, as read.
func (a *actions) readAll(place viewmodel.Place) {
	if place.Folder == 0 && place.ID != viewmodel.AllInboxes {
		a.shell.layer.Toast(words.T("Choose a folder first."), "", nil, 0)
		return
	}
	a.folderWork(words.T("mark all as read"), func(ctx context.Context, store *mailstore.Store) error {
		_, err := store.ReadAll(ctx, place.Query)
		return err
	})
}

// askEmptyJunk moves all junk to the Bin after a question.
func (a *actions) askEmptyJunk(place viewmodel.Place) {
	s := a.shell
	total, ok := a.total(place)
	if !ok {
		return
	}
	askQuestion(s, viewmodel.EmptyJunkQuestion(total), func() {
		a.folderWork(words.T("empty Junk"), func(ctx context.Context, store *mailstore.Store) error {
			bin, err := store.FolderByRole(ctx, place.Account, mailstore.Bin)
			if err != nil {
				return err
			}
			_, err = store.MoveAll(ctx, place.Folder, bin.ID)
			return err
		})
	}, nil)
}

// askEmptyBin destroys what lies in a Bin after a question.
func (a *actions) askEmptyBin(place viewmodel.Place) {
	s := a.shell
	total, ok := a.total(place)
	if !ok {
		return
	}
	removes := false
	for _, account := range s.places.vm.Accounts() {
		removes = removes || account.ID == place.Account && account.BinRemoves
	}
	askQuestion(s, viewmodel.EmptyBinQuestion(total, removes), func() {
		s.layer.HideToast()
		store, before := s.session.store, s.now().Add(time.Second) // times are kept in whole seconds
		inOrder(s.jobs, func(ctx context.Context) (int, error) {
			return store.EmptyBin(ctx, place.Account, before)
		}, func(n int, err error) {
			if err != nil {
				s.trouble(words.T("empty the Bin"), err)
			} else {
				s.layer.Toast(words.N("%d message deleted for good", "%d messages deleted for good", n), "", nil, 0)
			}
			s.list.reload(false)
			s.refresh()
		})
	}, nil)
}

// total counts what lies in a folder and in the folders in it; ok is false, and it is
// said, where that is nothing.
func (a *actions) total(place viewmodel.Place) (total int, ok bool) {
	if !a.shell.mayChange() {
		return 0, false
	}
	total, folders := viewmodel.HeldBy(a.shell.places.vm.Folders(), place.Folder)
	if total == 0 && folders == 0 {
		a.shell.layer.Toast(words.T("%s is empty already.", viewmodel.Shortened(place.Title)), "", nil, 0)
		return 0, false
	}
	return total, true
}

// askSaveSearch asks for a name under which the search shown is kept among the places.
func (a *actions) askSaveSearch() {
	s := a.shell
	query := strings.TrimSpace(s.list.search)
	if query == "" {
		s.layer.Toast(words.T("Search for something first; then the search can be saved."), "", nil, 0)
		return
	}
	askName(s, words.T("Save this search"), words.T("It stands among your folders from then on, and finds new mail too."), query, words.T("Save"), func(name string) {
		a.folderWork(words.T("save the search"), func(ctx context.Context, store *mailstore.Store) error {
			_, err := store.SaveSearch(ctx, name, query)
			return err
		})
	})
}
