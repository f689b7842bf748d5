package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/viewmodel"
	"satchel/words"
)

// settingsPage is all settings in sections. Each is in force as soon as it is changed.
type settingsPage struct {
	shell    *shell
	find     *widgets.Field
	sections []*settingsSection
	none     *widgets.Words
	column   *fyne.Container
}

// settingsSection is a heading with its rows.
type settingsSection struct {
	title string
	head  fyne.CanvasObject
	rows  []*settingsRow
}

// settingsRow is one setting on the page.
type settingsRow struct {
	viewmodel.Setting
	object fyne.CanvasObject
}

// showSettings shows the page of all settings.
func showSettings(s *shell) {
	if s.session == nil {
		return
	}
	p := &settingsPage{shell: s}
	s.showPage(p.build(), p.leave)
	s.win.Canvas().Focus(p.find)
}

func (p *settingsPage) leave() {
	p.shell.showMail()
	if len(p.shell.places.vm.Rows()) == 0 {
		showWelcome(p.shell)
	}
}

func (p *settingsPage) build() fyne.CanvasObject {
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), p.leave)
	p.find = widgets.NewField(words.T("Find a setting"), widgets.Icon(assets.Search))
	p.find.OnChanged = p.show
	p.find.OnEscape = p.leave
	p.none = wrapped(words.T("No setting is called so. Fewer or other words may find it."))
	p.none.Importance = widget.LowImportance
	p.none.Hide()
	p.column = container.NewVBox(container.NewHBox(back), heading(words.T("Settings")), p.find, p.none)
	p.accounts()
	p.appearance()
	p.reading()
	p.privacy()
	p.storage()
	p.notifications()
	p.language()
	return fromTop(p.column)
}

// section begins a section.
func (p *settingsPage) section(title string) {
	s := &settingsSection{title: title, head: container.NewVBox(vgap(), subheading(title))}
	p.sections = append(p.sections, s)
	p.column.Add(s.head)
}

// row adds a setting to the section begun last. more are words that it is found by too. wide, where not nil, stands below
// the title, and control beside it.
func (p *settingsPage) row(title, hint, more string, control, wide fyne.CanvasObject) {
	s := p.sections[len(p.sections)-1]
	text := container.New(layout.NewCustomPaddedVBoxLayout(-pad()), wrapped(title))
	if hint != "" {
		means := wrapped(hint)
		means.Importance = widget.LowImportance
		text.Add(quiet(means))
	}
	var object fyne.CanvasObject = text
	if wide != nil {
		object = container.NewVBox(text, wide)
	}
	if control != nil {
		object = container.NewBorder(nil, nil, nil, container.NewVBox(control), text)
	}
	r := &settingsRow{Setting: viewmodel.Setting{Section: s.title, Title: title, Hint: hint, Words: more}, object: object}
	s.rows = append(s.rows, r)
	p.column.Add(object)
}

// choice adds a setting that is one of several. now is the number of the one in force.
func (p *settingsPage) choice(title, hint string, options []string, now int, chosen func(int)) {
	c := widgets.NewChoice(options, nil)
	c.SetSelectedIndex(now)
	c.OnChanged = func(string) { chosen(c.SelectedIndex()) }
	more := ""
	for _, o := range options {
		more += " " + o
	}
	p.row(title, hint, more, asWideAs(c, options), nil)
}

// asWideAs gives a choice the room that its longest option needs, within half of the page.
func asWideAs(c *widgets.Choice, options []string) fyne.CanvasObject {
	var widest float32
	for _, o := range options {
		widest = max(widest, fyne.MeasureText(o, theme.TextSize(), fyne.TextStyle{}).Width)
	}
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(min(widest+6*theme.InnerPadding()+theme.IconInlineSize(), columnWidth*textScale()*0.6), 0))
	return container.NewStack(room, c)
}

// check adds a setting that is on or off.
func (p *settingsPage) check(title, hint string, on bool, changed func(bool)) {
	c := widgets.NewCheck(title, nil)
	c.SetChecked(on)
	c.OnChanged = changed
	s := p.sections[len(p.sections)-1]
	box := container.New(layout.NewCustomPaddedVBoxLayout(-pad()), c)
	if hint != "" {
		means := wrapped(hint)
		means.Importance = widget.LowImportance
		box.Add(quiet(means))
	}
	s.rows = append(s.rows, &settingsRow{Setting: viewmodel.Setting{Section: s.title, Title: title, Hint: hint}, object: box})
	p.column.Add(box)
}

// button adds something that leads to a page of its own.
func (p *settingsPage) button(title, hint, text string, f func()) {
	b := widgets.NewButton(text, nil, f)
	b.Outlined = true
	p.row(title, hint, text, b, nil)
}

// show hides what does not answer the query, and sections of which nothing is left.
func (p *settingsPage) show(query string) {
	any := false
	for _, s := range p.sections {
		left := false
		for _, r := range s.rows {
			shown := r.Answers(query)
			setShown(r.object, shown)
			left = left || shown
		}
		setShown(s.head, left)
		any = any || left
	}
	setShown(p.none, !any)
	p.column.Refresh()
}
