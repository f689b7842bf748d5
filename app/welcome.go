package app

import (
	"context"
	"os"
	"os/exec"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/viewmodel"
	"satchel/words"
)

// welcomeIcon is the size of the application's icon on the page, at text scale 1.
const welcomeIcon = 88

// showWelcome shows the page of the first start.
func showWelcome(s *shell) {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("satchel.png", assets.AppIcon(256)))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(welcomeIcon * textScale()))
	title := heading(words.T("Welcome to Satchel"))
	what := wrapped(words.T("Satchel brings your mail home: it collects it from your provider and keeps it on this computer, where you can read it without a connection."))
	needs := wrapped(words.T("You need your mail address and its password."))
	needs.Importance = widget.LowImportance
	for _, text := range []*widgets.Words{title, what, needs} {
		text.Alignment = fyne.TextAlignCenter
	}
	setUp := widgets.NewAccentButton(words.T("Set up my mail"), nil, func() { showAccountForm(s, nil) })
	bring := widgets.NewButton(words.T("Bring my mail from another program"), nil, func() { showImport(s) })
	restore := widgets.NewButton(words.T("I have a Satchel backup"), nil, func() { showRestore(s) })
	bring.Outlined, restore.Outlined = true, true
	look := widgets.NewButton(words.T("Look around with sample mail"), nil, func() { startDemo(s) })
	doors := container.New(layout.NewCustomPaddedVBoxLayout(pad()+4), setUp, bring, restore, look)
	s.showPage(centred(container.NewVBox(
		icon, title, what, vgap(), container.NewCenter(doors), vgap(), quiet(needs),
	)), nil)
	s.win.Canvas().Focus(setUp)
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
			tell(s, words.T("The sample mail did not open"), viewmodel.Trouble(words.T("open the sample mail"), err))
		}
	})
}

// centred is a page: a column of comfortable width in the middle, which scrolls where
// the window is too low.
func centred(column fyne.CanvasObject) *container.Scroll { return page(column, 1.0/3) }

// fromTop is a page which begins at the top: one whose height changes in use must not
// move what is above.
func fromTop(column fyne.CanvasObject) *container.Scroll { return page(column, 0) }

// withFoot is a page with a foot that stays in sight however long the page is: what goes on, and the buttons.
func withFoot(scroll *container.Scroll, foot ...fyne.CanvasObject) fyne.CanvasObject {
	inside := container.New(layout.NewCustomPaddedLayout(pad()+4, pad()+8, 16, 16), container.NewVBox(foot...))
	column := container.New(&columnLayout{0}, inside)
	return container.NewBorder(nil, container.NewVBox(widgets.NewHairline(), column), nil, nil, scroll)
}

// scrollOf is the part of a page that scrolls, nil for none.
func scrollOf(page fyne.CanvasObject) *container.Scroll {
	switch p := page.(type) {
	case *container.Scroll:
		return p
	case *fyne.Container:
		for _, o := range p.Objects {
			if scroll, ok := o.(*container.Scroll); ok {
				return scroll
			}
		}
	}
	return nil
}

// holds reports whether an object is in a tree of containers.
func holds(tree, o fyne.CanvasObject) bool {
	if tree == o {
		return true
	}
	switch t := tree.(type) {
	case *fyne.Container:
		return slices.ContainsFunc(t.Objects, func(child fyne.CanvasObject) bool { return holds(child, o) })
	case *container.Scroll:
		return holds(t.Content, o)
	case *container.ThemeOverride:
		return holds(t.Content, o)
	}
	return false
}

func page(column fyne.CanvasObject, above float32) *container.Scroll {
	inside := container.New(layout.NewCustomPaddedLayout(24, 24, 16, 16), column)
	return container.NewVScroll(container.New(&columnLayout{above}, inside))
}

// columnLayout gives its object the width of a column, in the middle from left to right.
type columnLayout struct{ above float32 } // above is the part of the free height above the column

const columnWidth = 520

// MinSize implements fyne.Layout.
func (columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, objects[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (l columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, columnWidth*textScale())
	o := objects[0]
	o.Resize(fyne.NewSize(width, o.Size().Height)) // texts wrap at this width and then know their height
	height := o.MinSize().Height
	o.Resize(fyne.NewSize(width, height))
	o.Move(fyne.NewPos((size.Width-width)/2, max(0, (size.Height-height)*l.above)))
}

// vgap is empty space between groups.
func vgap() fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, pad(), 0, 0), layout.NewSpacer())
}

// bringIntoView scrolls the page in front, if there is one, to a control on it which
// the Tab key has led to.
func (s *shell) bringIntoView(o fyne.CanvasObject) {
	scroll := scrollOf(s.page)
	if scroll == nil || s.win.Canvas().Overlays().Top() != nil || !holds(scroll, o) {
		return
	}
	driver := s.app.Driver()
	y := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	top := y - 4*pad()*textScale() // with the label above it
	below := y + o.Size().Height + pad() - scroll.Size().Height
	offset := scroll.Offset
	switch {
	case top < 0:
		offset.Y += top
	case below > 0:
		offset.Y += below
	default:
		return
	}
	scroll.ScrollToOffset(offset)
}
