package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// headIndent puts the head's texts above the beginnings of the letter's lines.
const headIndent = widgets.TextMargin - 6

// letterHead is what stands above a letter's text: subject, sender, date, banners and
// attachments. It scrolls along with the text.
type letterHead struct {
	shell    *shell
	avatar   *widgets.Avatar
	subject  *widgets.Words
	name     *widgets.Words
	people   *widgets.Words
	date     *widgets.Words
	server   *widgets.Words
	banners  *fyne.Container
	outgoing *fyne.Container // says what becomes of a letter to be sent
	fate     string          // what it says
	blocked  *fyne.Container // says that pictures are kept back
	files    *fyne.Container
	object   *fyne.Container
}

func newLetterHead(s *shell) *letterHead {
	h := &letterHead{shell: s, avatar: widgets.NewAvatar("", "")}
	h.subject = textLabel(theme.SizeNameHeadingText, widget.MediumImportance)
	h.subject.TextStyle.Bold = true
	h.name = textLabel(theme.SizeNameSubHeadingText, widget.MediumImportance)
	h.name.TextStyle.Bold = true
	h.people = textLabel(theme.SizeNameText, widget.LowImportance)
	h.date = textLabel(theme.SizeNameCaptionText, widget.LowImportance)
	h.server = textLabel(theme.SizeNameCaptionText, widget.LowImportance)
	h.banners = container.NewVBox()
	h.outgoing = container.NewVBox()
	h.outgoing.Hide()
	h.blocked = container.NewVBox()
	h.blocked.Hide()
	h.files = container.NewVBox()
	tight := layout.NewCustomPaddedVBoxLayout(-8)
	when := container.New(&flowLayout{gap: -4}, h.date, h.server)
	who := container.New(tight, h.name, quiet(h.people), quiet(when))
	avatar := container.New(layout.NewCustomPaddedLayout(6, 0, 6, 2), container.NewVBox(h.avatar))
	inside := container.NewVBox(h.subject, container.NewBorder(nil, nil, avatar, nil, who), h.outgoing, h.banners, h.blocked, h.files)
	h.object = newEdges(nil, container.New(layout.NewCustomPaddedLayout(8, 6, headIndent, headIndent), inside), widgets.NewHairline())
	return h
}

// textLabel is a label whose text wraps and can be selected and copied.
func textLabel(size fyne.ThemeSizeName, importance widget.Importance) *widgets.Words {
	l := widgets.NewWords("")
	l.SizeName, l.Importance = size, importance
	return l
}

// show fills the head.
func (h *letterHead) show(l viewmodel.Letter) {
	key := l.Address
	if key == "" {
		key = l.Name
	}
	h.avatar.Set(l.Name, key)
	h.subject.SetText(l.Subject)
	h.name.SetText(l.Name)
	h.people.SetText(joinLines(l.Address, l.To, l.Cc))
	setShown(h.people, h.people.Text != "")
	h.date.SetText(l.When)
	h.server.SetText(l.Server)
	setShown(h.server, l.Server != "")
	h.date.Wrapping, h.server.Wrapping = fyne.TextWrapOff, fyne.TextWrapOff
	h.showBanners(l)
	h.showFiles(l)
	h.object.Refresh()
}

func joinLines(parts ...string) string {
	text := ""
	for _, part := range parts {
		switch {
		case part == "":
		case text == "":
			text = part
		default:
			text += "\n" + part
		}
	}
	return text
}

func (h *letterHead) showBanners(l viewmodel.Letter) {
	h.banners.Objects = nil
	for _, b := range l.Banners {
		kind := widgets.BannerInfo
		if b.Warning {
			kind = widgets.BannerWarning
		}
		var actions []*widgets.Button
		for _, action := range []string{b.Action, b.Other} {
			if do := h.bannerAction(action, l.ID); do != nil {
				actions = append(actions, widgets.NewButton(words.T(action), nil, do))
			}
		}
		h.banners.Add(container.New(layout.NewCustomPaddedLayout(2, 2, 6, 0), widgets.NewBanner(kind, b.Text, actions...)))
	}
	setShown(h.banners, len(l.Banners) > 0)
}

// bannerAction is what a banner's button does, nil for none.
func (h *letterHead) bannerAction(action string, id mailstore.MessageID) func() {
	s := h.shell
	switch action {
	case viewmodel.ActionSource:
		return func() { showSource(s) }
	case viewmodel.ActionGetRest:
		return func() { getRest(s, id) }
	case viewmodel.ActionFetchAgain:
		return func() { fetchAgain(s, id) }
	case viewmodel.ActionFromBackup:
		return func() { askBackup(s, id) }
	}
	return nil
}

// showPictures says that n pictures of the network are kept back.
func (h *letterHead) showPictures(n int) {
	if (n > 0) == h.blocked.Visible() {
		return
	}
	h.blocked.Objects = nil
	if n > 0 {
		show := widgets.NewButton(words.T("Show pictures"), nil, h.shell.letter.loadPictures)
		always := widgets.NewButton(words.T("Always for this sender"), nil, h.shell.letter.trustSender)
		h.blocked.Add(container.New(layout.NewCustomPaddedLayout(2, 2, 6, 0), widgets.NewBanner(widgets.BannerInfo, words.T(viewmodel.PicturesBlocked), show, always)))
	}
	setShown(h.blocked, n > 0)
	h.object.Refresh()
	h.shell.letter.view.HeaderChanged()
}

// showFiles draws a tile for each attachment.
func (h *letterHead) showFiles(l viewmodel.Letter) {
	h.files.Objects = nil
	setShown(h.files, len(l.Attachments) > 0)
	if len(l.Attachments) == 0 {
		return
	}
	row := container.New(&flowLayout{gap: pad()})
	for _, f := range l.Attachments {
		tile := widgets.NewTile(widgets.Icon(fileIcon(f.Kind)), f.Name, f.Size, func() { openFile(h.shell, l.ID, f) })
		tile.OnMenu = func(at fyne.Position) { fileMenu(h.shell, l.ID, f, at) }
		row.Add(tile)
	}
	if len(l.Attachments) > 1 {
		row.Add(widgets.NewButton(words.T("Save all (%s)", l.AttachedSize), widgets.Icon(assets.Save), func() { saveAll(h.shell, l) }))
	}
	h.files.Add(container.New(layout.NewCustomPaddedLayout(4, 6, 6, 0), row))
}

func fileIcon(kind viewmodel.FileKind) assets.Name {
	switch kind {
	case viewmodel.PictureFile:
		return assets.FilePicture
	case viewmodel.PDFFile:
		return assets.FilePDF
	case viewmodel.ArchiveFile:
		return assets.FileArchive
	case viewmodel.AudioFile:
		return assets.FileAudio
	case viewmodel.VideoFile:
		return assets.FileVideo
	case viewmodel.DocumentFile:
		return assets.FileDocument
	case viewmodel.TableFile:
		return assets.FileTable
	case viewmodel.MailFile:
		return assets.FileMail
	case viewmodel.OtherFile:
	}
	return assets.FileGeneric
}

// flowLayout sets objects side by side and goes on in the next line where the width
// ends.
type flowLayout struct {
	gap   float32
	width float32 // of the last layout: the height depends on it
}

// Layout implements fyne.Layout.
func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// MinSize implements fyne.Layout.
func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	height := l.place(objects, func(_ fyne.CanvasObject, _ fyne.Position, size fyne.Size) { widest = max(widest, size.Width) })
	return fyne.NewSize(widest, height)
}

// place walks through the objects in lines and gives the height of all.
func (l *flowLayout) place(objects []fyne.CanvasObject, set func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	var x, y, line float32
	for _, o := range objects {
		size := o.MinSize()
		if x > 0 && x+size.Width > l.width {
			x, y, line = 0, y+line+l.gap, 0
		}
		set(o, fyne.NewPos(x, y), size)
		x += size.Width + l.gap
		line = max(line, size.Height)
	}
	return y + line
}
