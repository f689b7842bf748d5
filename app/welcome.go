package app

import (
	"context"
	"os"
	"os/exec"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/viewmodel"
)

// newWelcome is the page of the first start.
func newWelcome(s *shell) fyne.CanvasObject {
	title := widget.NewLabel("Welcome to Satchel")
	title.SizeName = theme.SizeNameHeadingText
	title.TextStyle.Bold = true
	setUp := widgets.NewAccentButton("Set up my mail", nil, func() { showAccountForm(s, nil) })
	look := widgets.NewButton("Look around with sample mail", nil, func() { startDemo(s) })
	look.Outlined = true
	return centred(container.NewVBox(
		title,
		wrapped("Satchel brings your mail home: it collects it from your provider and keeps it on this computer, where you can read it without a connection."),
		wrapped("You need your mail address, its password, and the name of your provider's POP3 server."),
		vgap(), container.NewHBox(setUp, look),
	))
}

// startDemo opens the sample mail in a window of its own, beside this one.
func startDemo(s *shell) {
	background(s.jobs, func(ctx context.Context) (struct{}, error) {
		self, err := os.Executable()
		if err != nil {
			return struct{}{}, err
		}
		cmd := exec.CommandContext(context.WithoutCancel(ctx), self, "--demo") // it outlives this window
		if err := cmd.Start(); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, cmd.Process.Release()
	}, func(_ struct{}, err error) {
		if err != nil {
			tell(s, "The sample mail did not open", viewmodel.Trouble("open the sample mail", err))
		}
	})
}

// centred is a page: a column of comfortable width in the middle, which scrolls where
// the window is too low.
func centred(column fyne.CanvasObject) fyne.CanvasObject {
	inside := container.New(layout.NewCustomPaddedLayout(24, 24, 16, 16), column)
	return container.NewVScroll(container.New(&columnLayout{}, inside))
}

// columnLayout gives its object the width of a column, in the middle and a little above
// it.
type columnLayout struct{}

const columnWidth = 520

// MinSize implements fyne.Layout.
func (columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, objects[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, columnWidth*textScale())
	o := objects[0]
	o.Resize(fyne.NewSize(width, o.Size().Height)) // texts wrap at this width and then know their height
	height := o.MinSize().Height
	o.Resize(fyne.NewSize(width, height))
	o.Move(fyne.NewPos((size.Width-width)/2, max(0, (size.Height-height)/3)))
}

// vgap is empty space between groups.
func vgap() fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, pad(), 0, 0), layout.NewSpacer())
}
