package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"satchel/backup"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/viewmodel"
	"satchel/words"
)

// examinedSize is the size of a letter in octets up to which it is read back when it is shown: larger ones wait for idle
// time.
const examinedSize = 32 << 20

// examine reads a letter back that is shown: one that the disk has changed may look whole.
func (p *letterPane) examine(ctx context.Context, r read) {
	s := p.shell
	if s.readOnly() || r.head.Size > examinedSize {
		return
	}
	store, id := s.session.store, r.head.ID
	background(s.jobs, func(context.Context) (bool, error) { return store.CheckMessage(ctx, id) },
		func(damaged bool, err error) {
			if err != nil || ctx.Err() != nil || damaged == r.damaged {
				return // what cannot be read is told where it is shown
			}
			p.again(id)
			s.refresh()
		})
}

// again shows a letter anew, if it is the one shown.
func (p *letterPane) again(id mailstore.MessageID) {
	if id != 0 && p.id == id {
		p.stop()
		p.id = 0
		p.show(id)
	}
}

// fetchAgain fetches damaged letters once more from the servers that still have them.
func fetchAgain(s *shell, ids ...mailstore.MessageID) {
	if !s.mayChange() {
		return
	}
	store := s.session.store
	type found struct {
		changes  []mailstore.Change
		accounts []mailstore.AccountID
		no       string
	}
	background(s.jobs, func(ctx context.Context) (f found, err error) {
		for _, id := range ids {
			r, no, err := mailsync.RepairFrom(ctx, store, id)
			if err != nil {
				return f, err
			}
			if f.no = no; no == "" {
				f.changes = append(f.changes, r.Change)
				f.accounts = append(f.accounts, r.Account)
			}
		}
		return f, nil
	}, func(f found, err error) {
		switch {
		case err != nil:
			s.trouble(words.T("fetch the letter again"), err)
		case len(f.changes) == 0:
			tell(s, words.T("It cannot be fetched again"), f.no+" "+words.T("A backup may have it."))
		default:
			applyWish(s, f.changes, func() {
				s.layer.Toast(words.T("Fetching it once more"), "", nil, 0)
				s.checkNow(f.accounts...)
			})
		}
	})
}

// repaired tells what became of letters that were fetched once more.
func (s *shell) repaired(r mailsync.Result) {
	s.layer.Toast(r.Sentence, "", nil, 0)
	if s.letter.shown.damaged {
		s.letter.again(s.letter.id)
	}
	s.doctor.update()
}

// askBackup has a backup chosen from which damaged letters are taken.
func askBackup(s *shell, ids ...mailstore.MessageID) {
	if !s.mayChange() {
		return
	}
	dialog.ShowFileOpen(func(file fyne.URIReadCloser, _ error) {
		if file != nil {
			path := file.URI().Path()
			_ = file.Close() // only its name is wanted
			mendFrom(s, path, ids)
		}
	}, s.win)
}

// mendFrom takes damaged letters from a backup.
func mendFrom(s *shell, path string, ids []mailstore.MessageID) {
	store := s.session.store
	s.layer.Toast(words.T("Looking into the backup"), "", nil, 0)
	background(s.jobs, func(ctx context.Context) (backup.Mended, error) {
		return backup.Mend(ctx, store, path, ids, backup.Options{})
	}, func(m backup.Mended, err error) {
		if err != nil {
			tell(s, words.T("Nothing could be taken from this backup"), viewmodel.MendTrouble(path, err))
		} else {
			s.layer.Toast(viewmodel.MendedWords(m), "", nil, 0)
		}
		for _, id := range m.Whole {
			s.letter.again(id)
		}
		s.doctor.update()
		s.refresh()
	})
}
