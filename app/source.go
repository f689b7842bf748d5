package app

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/app/widgets"
	"satchel/htmlview"
	"satchel/viewmodel"
	"satchel/words"
)

// mostSource is how much of a message's source is shown: its head and more text than
// anybody reads. The attachments behind it are lines of letters and digits.
const mostSource = 1 << 20

// showSource opens a window with the letter as it came from the provider.
func showSource(s *shell) {
	id := s.letter.id
	if id == 0 || s.session == nil {
		return
	}
	store, subject := s.session.store, s.letter.letter.Subject
	background(s.jobs, func(ctx context.Context) (string, error) {
		raw, err := store.Raw(ctx, id)
		if err != nil {
			return "", err
		}
		defer raw.Close()
		data, err := io.ReadAll(io.LimitReader(raw, mostSource))
		return sourceText(string(data), len(data) == mostSource), err
	}, func(text string, err error) {
		if err != nil {
			tell(s, words.T("The original cannot be shown"), viewmodel.Trouble(words.T("read the original"), err))
			return
		}
		win := s.app.NewWindow(words.T("Original of %s", subject))
		view := widgets.NewLetterView(s.setter)
		view.Alone = true
		view.OnKey = func(ev *fyne.KeyEvent, _ fyne.KeyModifier) {
			if ev.Name == fyne.KeyEscape {
				win.Close()
			}
		}
		view.SetLetter(widgets.Letter{Parse: func() *htmlview.Letter { return htmlview.ParseSource(text) }}, nil)
		win.SetOnClosed(view.Close)
		win.SetPadded(false)
		win.SetContent(widgets.NewLayer(container.NewStack(view)))
		win.Resize(fyne.NewSize(760, 620))
		win.Show()
		win.Canvas().Focus(view)
	})
}

// sourceText makes raw bytes printable.
func sourceText(raw string, cut bool) string {
	text := strings.ToValidUTF8(strings.ReplaceAll(raw, "\r\n", "\n"), "\uFFFD")
	if cut {
		text += "\n\n(The rest is not shown.)"
	}
	return text
}
