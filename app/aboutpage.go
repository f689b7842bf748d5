package app

import (
	_ "embed"
	"runtime/debug"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/words"
)

// licenceFile is written by scripts/licences.sh.
//
//go:embed licences.txt
var licenceFile string

// licence is the terms of one part of the program that others wrote.
type licence struct{ name, version, text string }

// licences reads the file: "== name version" begins each.
func licences(file string) []licence {
	var list []licence
	for part := range strings.SplitSeq("\n"+file, "\n== ") {
		head, text, _ := strings.Cut(part, "\n")
		if name, version, ok := strings.Cut(head, " "); ok {
			list = append(list, licence{name, version, strings.TrimSpace(text)})
		}
	}
	return list
}

// showAbout says what Satchel is, and whose work is in it.
func showAbout(s *shell) {
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), s.showMail)
	column := container.NewVBox(container.NewHBox(back), heading("Satchel"),
		wrapped(words.T("Your mail at home: collected from your provider, kept on this computer, readable without a connection.")))
	if v := version(); v != "" {
		column.Add(wrapped(words.T("Version %s", v)))
	}
	column.Add(vgap())
	column.Add(subheading(words.T("Work of others that is part of it")))
	for _, l := range licences(licenceFile) {
		show := widgets.NewButton(words.T("Licence"), nil, func() { showLicence(s, l) })
		show.Outlined = true
		column.Add(container.NewBorder(nil, nil, nil, show, wrapped(l.name+" "+l.version)))
	}
	s.showPage(fromTop(column), s.showMail)
	s.win.Canvas().Focus(back)
}

// showLicence shows the terms of one part, as they are written.
func showLicence(s *shell, l licence) {
	leave := func() { showAbout(s) }
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), leave)
	text := widget.NewLabel(l.text)
	text.Wrapping = wrapped("").Wrapping
	s.showPage(fromTop(container.NewVBox(container.NewHBox(back), heading(l.name), text)), leave)
	s.win.Canvas().Focus(back)
}

// version is what the build says of itself, "" for one that says nothing.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return info.Main.Version
}
