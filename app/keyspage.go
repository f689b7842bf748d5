package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/words"
)

// keyLine is an action with its key in words.
type keyLine struct{ action, key string }

// keySection is the keys of one menu.
type keySection struct {
	title string
	lines []keyLine
}

// typedRune gets the letters that nobody else has a use for.
func (s *shell) typedRune(r rune) {
	if r == '?' && s.page == nil {
		showKeys(s)
	}
}

// showKeys shows the page of all keys.
func showKeys(s *shell) {
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), s.showMail)
	column := container.NewVBox(container.NewHBox(back), heading(words.T("Keys")))
	for _, section := range s.menu.keys() {
		column.Add(vgap())
		column.Add(subheading(section.title))
		for _, line := range section.lines {
			column.Add(container.NewBorder(nil, nil, nil, widget.NewLabel(line.key), wrapped(line.action)))
		}
	}
	s.showPage(fromTop(column), s.showMail)
	s.win.Canvas().Focus(back)
}

// keys lists what the menus have keys for, and the keys of the panes.
func (m *menus) keys() []keySection {
	var list []keySection
	for _, menu := range m.main.Items {
		section := keySection{title: menu.Label}
		for _, i := range menu.Items {
			if i.Shortcut != nil {
				section.lines = append(section.lines, keyLine{strings.TrimSuffix(i.Label, "…"), keyWords(i.Shortcut)})
			}
		}
		if len(section.lines) > 0 {
			list = append(list, section)
		}
	}
	return append(list, keySection{words.T("Moving about"), []keyLine{
		{words.T("From folders to list, letter and search"), "F6"},
		{words.T("The next or the previous letter"), "↓  ↑"},
		{words.T("Open the letter"), words.T("Return")},
		{words.T("Several letters"), words.T("Shift") + " ↓  ↑"},
		{words.T("Back, or close what is in front"), words.T("Esc")},
		{words.T("This page"), "?"},
	}})
}

// keyWords is a shortcut as it stands on the keys: "Ctrl Shift R".
func keyWords(s fyne.Shortcut) string {
	custom, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	var parts []string
	for _, mod := range []struct {
		is   fyne.KeyModifier
		name string
	}{
		{fyne.KeyModifierControl, words.T("Ctrl")}, {fyne.KeyModifierSuper, "⌘"},
		{fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, words.T("Shift")},
	} {
		if custom.Mod()&mod.is != 0 {
			parts = append(parts, mod.name)
		}
	}
	return strings.Join(append(parts, keyName(custom.Key())), " ")
}

// keyName is a key as people call it.
func keyName(key fyne.KeyName) string {
	switch key {
	case fyne.KeyDelete:
		return words.T("Delete key")
	case fyne.KeyPlus:
		return "+"
	case fyne.KeyMinus:
		return "−"
	default:
		return string(key)
	}
}
