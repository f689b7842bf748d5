package app

import (
	"bytes"
	"context"
	"net/url"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"satchel/htmlview"
	"satchel/printing"
	"satchel/typeset"
	"satchel/viewmodel"
	"satchel/words"
)

// print writes the letter shown as PDF and hands it to the system's program for such files, which has the printers. The
// file is taken away when Satchel ends.
func (p *letterPane) print() {
	r, plain, files, s := p.shown, p.plain, p.shell.files, p.shell
	if r.message == nil {
		return
	}
	var pictures htmlview.Pictures
	if p.pictures != nil && !plain {
		pictures = p.pictures
	}
	letter := contentOf(r, plain, nil).Parse
	s.layer.Toast(words.T("The pages are being made…"), "", nil, 0)
	background(s.jobs, func(ctx context.Context) (string, error) {
		// Fonts of its own: the window's are in use.
		fonts, err := typeset.NewFonts(typeset.Options{System: true, Emoji: theme.DefaultEmojiFont().Content()})
		if err != nil {
			return "", err
		}
		var out bytes.Buffer
		err = printing.Write(ctx, &out, letter(), printing.HeadOf(r.message, time.Local), printing.Options{Paper: paper(), Fonts: fonts, Pictures: pictures})
		if err != nil {
			return "", err
		}
		return files.write(viewmodel.PrintedName(r.message.Subject), out.Bytes())
	}, func(path string, err error) {
		if err == nil {
			err = s.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
		}
		if err != nil {
			tell(s, words.T("The letter was not printed"), viewmodel.Trouble(words.T("print this letter"), err))
		}
	})
}

// paper is the size that printers hold where the user lives.
func paper() printing.Paper {
	if viewmodel.LetterPaper(lang.SystemLocale().String()) {
		return printing.USLetter
	}
	return printing.A4
}
