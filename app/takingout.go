package app

import (
	"context"
	"path/filepath"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
	"satchel/viewmodel"
	"satchel/words"
)

// backupKey is the setting that holds a viewmodel.LastBackup.
const backupKey = "backup"

// readLastBackup gives what is remembered of the last backup.
func readLastBackup(ctx context.Context, store *mailstore.Store) (viewmodel.LastBackup, error) {
	text, err := store.Setting(ctx, backupKey)
	return viewmodel.ParseLastBackup(text), err
}

// rememberBackup keeps what is known of the last backup. Where that fails, for instance as the disk is full, the next one
// is asked for too early.
func rememberBackup(ctx context.Context, store *mailstore.Store, last viewmodel.LastBackup) {
	_ = store.SetSetting(ctx, backupKey, last.String())
}

// showBackup shows the page that makes a backup, with the file of the last one chosen already.
func showBackup(s *shell) {
	if s.session == nil || s.backToBringing() {
		return
	}
	ses := s.session
	background(s.jobs, func(ctx context.Context) (viewmodel.LastBackup, error) { return readLastBackup(ctx, ses.store) },
		func(last viewmodel.LastBackup, _ error) { // without it the person chooses
			if s.session == ses && !s.backToBringing() {
				newBackupPage(s, last)
			}
		})
}

func newBackupPage(s *shell, last viewmodel.LastBackup) *bringPage {
	ses, now := s.session, s.now
	p := newBringPage(s, bringing{
		title: words.T("Make a backup"), label: words.T("File of the backup"), button: words.T("Make it"), end: words.T("Done"), files: true, save: viewmodel.BackupName,
		intro: viewmodel.BackupIntro(last, now()),
		work: func(ctx context.Context, path string, progress func(string, float64)) ([]string, error) {
			step := ""
			r, err := backup.Write(ctx, ses.store, path, backup.Options{Now: now,
				Step: func(name string) { step = name },
				Progress: func(done, of int64) {
					progress(viewmodel.BackupProgress(step, done, of), float64(done)/float64(max(of, 1)))
				},
			})
			if err != nil {
				return nil, err
			}
			rememberBackup(ctx, ses.store, viewmodel.LastBackup{Path: path, At: r.Finished})
			return viewmodel.BackupLines(path, r, now()), nil
		},
		trouble: viewmodel.BackupTrouble,
	})
	path := last.Path
	if home := homeDir(); path == "" && home != "" {
		path = filepath.Join(home, viewmodel.BackupName)
	}
	p.path.SetText(path)
	return p
}

// showExport shows the page that writes all mail for other programs.
func showExport(s *shell) {
	if s.session == nil || s.backToBringing() {
		return
	}
	ses := s.session
	p := newBringPage(s, bringing{
		title: words.T("Write mail for another program"), label: words.T("New or empty folder"), button: words.T("Write it"), end: words.T("Done"), folders: true,
		intro: words.T("All mail is written into mailbox files (mbox), byte for byte and in its folders, which nearly every mail program reads. Nothing here changes."),
		work: func(ctx context.Context, path string, progress func(string, float64)) ([]string, error) {
			r, err := moving.Export(ctx, ses.store, path, moving.ExportOptions{Format: mailbox.Mbox,
				Progress: func(done, of int64) {
					progress(viewmodel.BackupProgress("", done, of), float64(done)/float64(max(of, 1)))
				},
			})
			if err != nil {
				return nil, err
			}
			return viewmodel.ExportLines(path, r), nil
		},
		trouble: viewmodel.ExportTrouble,
	})
	if home := homeDir(); home != "" {
		p.path.SetText(filepath.Join(home, words.T("Mail from Satchel")))
	}
}

// The reminder comes when the window has settled, and stays long enough to be read by somebody who is busy.
const (
	reminderAfter = 20 * time.Second
	reminderStays = time.Minute
)

// remindOfBackup says once after the start that a backup is missing or old.
func (s *shell) remindOfBackup() {
	ses := s.session
	mail := 0
	for _, f := range s.places.vm.Folders() {
		mail += f.Total
	}
	background(s.jobs, func(ctx context.Context) (viewmodel.LastBackup, error) { return readLastBackup(ctx, ses.store) },
		func(last viewmodel.LastBackup, err error) {
			text := viewmodel.BackupDue(last, mail, s.now())
			if err == nil && text != "" && s.session == ses && s.layer.Said() == "" {
				last.Told = s.now()
				inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
					rememberBackup(ctx, ses.store, last)
					return struct{}{}, nil
				}, func(struct{}, error) {})
				s.layer.Toast(text, words.T("Make a backup…"), func() { showBackup(s) }, reminderStays)
			}
		})
}
