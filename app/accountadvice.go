package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/app/widgets"
	"satchel/autoconfig"
	"satchel/viewmodel"
	"satchel/words"
)

// showAdvice shows what the provider of the address wants to be known or done first.
func (p *accountPage) showAdvice() {
	p.advice.RemoveAll()
	for _, a := range p.setup.Advice() {
		p.advice.Add(p.adviceBanner(a))
	}
	setShown(p.advice, len(p.advice.Objects) > 0)
	if p.column != nil {
		p.column.Refresh() // the page is as high as what is on it
	}
}

func (p *accountPage) adviceBanner(a viewmodel.Advice) fyne.CanvasObject {
	kind := widgets.BannerInfo
	if a.Grave {
		kind = widgets.BannerWarning
	}
	var actions []*widgets.Button
	var steps *widgets.Words
	switch {
	case a.Kind == autoconfig.Typo:
		actions = append(actions,
			widgets.NewButton(words.T("Yes, change it"), nil, func() { p.email.SetText(p.setup.Suggestion()) }),
			widgets.NewButton(words.T("No, it is right"), nil, p.keepTyped))
	case a.Kind == autoconfig.NeedsOAuth2:
		if _, _, ok := p.setup.Website(); ok && !p.setup.Granted() {
			actions = append(actions, widgets.NewButton(words.T("Sign in with your browser…"), nil, p.signInThroughWebsite))
		}
	case len(a.Steps) > 0:
		steps = stepsOf(a.Steps)
		actions = append(actions, widgets.NewButton(words.T("How?"), nil, func() {
			setShown(steps, !steps.Visible())
			p.column.Refresh()
		}))
	}
	if a.Link != "" {
		open := widgets.NewButton(words.T("Open the page"), nil, func() { p.shell.openLink(a.Link) })
		open.Tip = a.Link
		actions = append(actions, open)
	}
	banner := widgets.NewBanner(kind, a.Text, actions...)
	if steps == nil {
		return banner
	}
	return container.NewVBox(banner, steps)
}

func stepsOf(list []string) *widgets.Words {
	text := ""
	for i, step := range list {
		if i > 0 {
			text += "\n"
		}
		text += fmt.Sprintf("%d.  %s", i+1, words.T(step))
	}
	words := wrapped(text)
	words.Hide()
	return words
}

// keepTyped goes on with an address that looks like a slip of the finger.
func (p *accountPage) keepTyped() {
	p.setup.KeepTyped()
	p.showAdvice()
	p.showServerLine()
}
