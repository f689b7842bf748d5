package app

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// changesShown is how many changes the page lists: more than anybody looks through.
const changesShown = 200

// changesPage lists what the user changed in the last 30 days, each with its undo.
type changesPage struct {
	shell *shell
	list  []viewmodel.ChangeRow
	rows  *fyne.Container
}

// showChanges shows the page of changes.
func showChanges(s *shell) {
	if s.session == nil {
		return
	}
	p := &changesPage{shell: s, rows: container.NewVBox()}
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), s.showMail)
	s.showPage(fromTop(container.NewVBox(container.NewHBox(back), heading(words.T("What was changed")),
		wrapped(words.T("Each change can be taken back for 30 days, in any order. What was changed again since stays as it is.")), p.rows)), s.showMail)
	s.changes = p
	s.win.Canvas().Focus(back)
	p.update()
}

// update reads the changes anew, if the page is shown.
func (p *changesPage) update() {
	if p == nil {
		return
	}
	s := p.shell
	store, names, now := s.session.store, s.names(), s.now()
	background(s.jobs, func(ctx context.Context) ([]viewmodel.ChangeRow, error) {
		list, err := store.TimeLine(ctx, changesShown)
		if err != nil {
			return nil, fmt.Errorf("list changes: %w", err)
		}
		if names.Subjects, err = subjectsOf(ctx, store, list); err != nil {
			return nil, err
		}
		return viewmodel.ChangeRows(list, names, now), nil
	}, func(rows []viewmodel.ChangeRow, err error) {
		switch {
		case err != nil:
			s.trouble(words.T("read what was changed"), err)
		case s.changes == p:
			p.show(rows)
		}
	})
}

// subjectsOf reads the subjects of messages which were changed alone.
func subjectsOf(ctx context.Context, store *mailstore.Store, list []mailstore.Done) (map[mailstore.MessageID]string, error) {
	var ids []mailstore.MessageID
	for _, d := range list {
		if id, one := viewmodel.OneMessage(d); one {
			ids = append(ids, id)
		}
	}
	heads, err := store.Heads(ctx, ids)
	subjects := make(map[mailstore.MessageID]string, len(heads))
	for _, h := range heads {
		subjects[h.ID] = h.Subject
	}
	return subjects, err
}

// show draws the rows under the headings of their days.
func (p *changesPage) show(rows []viewmodel.ChangeRow) {
	p.list = rows
	p.rows.RemoveAll()
	if len(rows) == 0 {
		p.rows.Add(wrapped(words.T("Nothing was changed in the last 30 days.")))
	}
	for i, row := range rows {
		if i == 0 || rows[i-1].Day != row.Day {
			p.rows.Add(vgap())
			p.rows.Add(subheading(row.Day))
		}
		p.rows.Add(p.row(row))
	}
	p.rows.Refresh()
}

func (p *changesPage) row(row viewmodel.ChangeRow) fyne.CanvasObject {
	text := row.Time + "   " + row.Text
	if row.Undone {
		text += " " + words.T("(taken back)")
	}
	words := wrapped(text)
	if row.Undone {
		words.Importance = widget.LowImportance
	}
	var button fyne.CanvasObject
	if row.Action != "" {
		b := widgets.NewButton(row.Action, nil, func() {
			if row.Undone {
				p.shell.actions.redoChange(row.ID)
			} else {
				p.shell.actions.undoChange(row.ID)
			}
		})
		b.Outlined = true
		button = container.NewVBox(b)
	}
	return container.NewBorder(nil, nil, nil, button, words)
}

// lines are the rows in words, for tests on the real program.
func (p *changesPage) lines() []string {
	if p == nil {
		return nil
	}
	lines := make([]string, len(p.list))
	for i, row := range p.list {
		lines[i] = row.Text + " · " + row.Action
	}
	return lines
}
