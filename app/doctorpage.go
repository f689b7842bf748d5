package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// damagedShown is how many damaged letters the page names; buttons for all of them stand above.
const damagedShown = 100

// doctorPage says what is wrong now, and what can be done.
type doctorPage struct {
	shell *shell
	page  viewmodel.DoctorPage
	ids   []mailstore.MessageID // all that are damaged
	body  *fyne.Container
}

// showDoctor shows the Doctor's page.
func showDoctor(s *shell) {
	if s.session == nil {
		return
	}
	p := &doctorPage{shell: s, body: container.NewVBox()}
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), s.showMail)
	s.showPage(fromTop(container.NewVBox(container.NewHBox(back), heading(words.T("Doctor")), p.body)), s.showMail)
	s.doctor = p
	s.win.Canvas().Focus(back)
	p.update()
}

// update reads what is wrong anew, if the page is shown.
func (p *doctorPage) update() {
	if p == nil {
		return
	}
	s := p.shell
	store, now := s.session.store, s.now()
	type state struct {
		page viewmodel.DoctorPage
		ids  []mailstore.MessageID
	}
	background(s.jobs, func(ctx context.Context) (st state, err error) {
		if st.ids, err = store.Damaged(ctx); err != nil {
			return st, err
		}
		heads, err := store.Heads(ctx, st.ids[:min(len(st.ids), damagedShown)])
		if err != nil {
			return st, err
		}
		accounts, err := store.Accounts(ctx)
		if err != nil {
			return st, err
		}
		free := int64(-1)
		if n, _, err := mailstore.DiskSpace(store.Dir()); err == nil {
			free = n
		}
		st.page = viewmodel.NewDoctorPage(heads, accounts, free, now)
		return st, nil
	}, func(st state, err error) {
		switch {
		case err != nil:
			s.trouble(words.T("look what is wrong"), err)
		case s.doctor == p:
			p.page, p.ids = st.page, st.ids
			p.show()
		}
	})
}

func (p *doctorPage) show() {
	s := p.shell
	p.body.RemoveAll()
	if p.page.Well != "" {
		p.body.Add(wrapped(p.page.Well))
	}
	if len(p.page.Damaged) > 0 {
		p.body.Add(subheading(words.N("%d letter is damaged", "%d letters are damaged", len(p.ids))))
		p.body.Add(wrapped(p.page.Hint))
		fromBackup, fetch := words.T("Take them from a backup…"), words.T("Fetch them again")
		if len(p.ids) == 1 {
			fromBackup, fetch = words.T(viewmodel.ActionFromBackup), words.T(viewmodel.ActionFetchAgain)
		}
		backup := widgets.NewButton(fromBackup, nil, func() { askBackup(s, p.ids...) })
		backup.Outlined = true
		actions := container.NewHBox(backup)
		if there := p.atProvider(); len(there) > 0 {
			again := widgets.NewAccentButton(fetch, nil, func() { fetchAgain(s, there...) })
			actions.Objects = []fyne.CanvasObject{again, backup}
		}
		p.body.Add(actions)
		for _, row := range p.page.Damaged {
			show := widgets.NewButton(words.T("Show"), nil, func() {
				s.showMail()
				s.letter.show(row.ID)
				s.panes.read()
			})
			show.Outlined = true
			p.body.Add(container.NewBorder(nil, nil, nil, container.NewVBox(show), wrapped(row.Text)))
		}
		p.body.Add(vgap())
	}
	for _, f := range p.page.Findings {
		p.body.Add(subheading(f.Title))
		p.body.Add(wrapped(f.Text))
		p.body.Add(vgap())
	}
	p.body.Refresh()
}

// atProvider are the damaged letters named of which the provider still has a copy.
func (p *doctorPage) atProvider() []mailstore.MessageID {
	var ids []mailstore.MessageID
	for _, row := range p.page.Damaged {
		if row.OnServer {
			ids = append(ids, row.ID)
		}
	}
	return ids
}
