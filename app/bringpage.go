package app

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
	"satchel/viewmodel"
	"satchel/words"
)

// bringing is one way to bring mail in from a file or a folder, or out into one.
type bringing struct {
	title, intro, label, button string
	end                         string // on the button that leaves the page when all is done
	folders, files              bool   // what is chosen may be a folder; a file
	save                        string // the name that a new file gets; "": the file chosen is read
	// work does it, away from the UI goroutine, and gives the lines to show in the end. progress may be called as
	// often as one likes.
	work func(ctx context.Context, path string, progress func(text string, part float64)) ([]string, error)
	// trouble puts an error into words.
	trouble func(path string, err error) string
}

// bringPage chooses what is brought in or where mail goes, shows how far it is, and the outcome.
type bringPage struct {
	shell       *shell
	way         bringing
	path        *widgets.Input
	state       *widgets.Words
	bar         *widgets.Bar
	start, back *widgets.Button
	choosers    *fyne.Container
	body        *fyne.Container
	page        fyne.CanvasObject
	totals      map[mailstore.FolderID]int // letters in each folder before
	stop        context.CancelFunc         // of the work under way, nil for none
	done        bool
}

// showImport shows the page that brings the mail of another program in.
func showImport(s *shell) {
	if s.session == nil || s.backToBringing() {
		return
	}
	ses, now := s.session, s.now
	p := newBringPage(s, bringing{
		title: words.T("Bring your mail from another program"), label: words.T("Folder or file of the other program"), button: words.T("Bring it in"), end: words.T("Show my mail"), folders: true, files: true,
		intro: words.T("Satchel reads the mail of Thunderbird, Claws Mail, Sylpheed and of files of the kinds mbox, .eml, Maildir and MH, with its folders and marks. It changes nothing there."),
		work: func(ctx context.Context, path string, progress func(string, float64)) ([]string, error) {
			source, err := mailbox.Open(path, mailbox.Auto)
			if err != nil {
				return nil, err
			}
			r, err := moving.Import(ctx, ses.store, source, moving.ImportOptions{Now: now, Progress: func(c moving.Counts) { progress(viewmodel.ImportProgress(c), -1) }})
			if err != nil {
				return nil, err
			}
			return viewmodel.ImportLines(r), nil
		},
		trouble: viewmodel.ImportTrouble,
	})
	if len(s.places.vm.Accounts()) == 0 {
		hint := wrapped(words.T("If you want to go on at the same provider, set up your mail first: then Satchel knows what the other program has fetched, and fetches nothing twice."))
		hint.Importance = widget.LowImportance
		p.body.Add(quiet(hint))
	}
	background(s.jobs, func(context.Context) ([]mailbox.Program, error) { return mailbox.Installed(homeDir()), nil },
		func(found []mailbox.Program, _ error) { p.offer(found) })
}

// showRestore shows the page that brings a backup in.
func showRestore(s *shell) {
	if s.session == nil || s.backToBringing() {
		return
	}
	ses, now := s.session, s.now
	newBringPage(s, bringing{
		title: words.T("Bring a Satchel backup in"), label: words.T("File of the backup"), button: words.T("Bring it in"), end: words.T("Show my mail"), files: true,
		intro: words.T("All mail, folders and accounts of the backup come here. What is here already stays as it is, and nothing comes twice. Your provider is told nothing."),
		work: func(ctx context.Context, path string, progress func(string, float64)) ([]string, error) {
			if _, err := backup.Look(path); err != nil {
				return nil, err
			}
			r, err := backup.Restore(ctx, ses.store, path, backup.Options{Now: now, Progress: func(done, of int64) {
				progress(viewmodel.RestoreProgress(done, of), float64(done)/float64(max(of, 1)))
			}})
			if err != nil {
				return nil, err
			}
			ses.reload() // accounts have come too
			return viewmodel.RestoreLines(r, now()), nil
		},
		trouble: viewmodel.RestoreTrouble,
	})
}

// out says that mail is written to what is chosen.
func (w bringing) out() bool { return w.save != "" || !w.files }

// missing is said where nothing was chosen.
func (w bringing) missing() string {
	if w.out() {
		return words.T("Please choose first where it shall be written.")
	}
	return words.T("Please choose first what is to be brought in.")
}

func newBringPage(s *shell, way bringing) *bringPage {
	p := &bringPage{shell: s, way: way, path: widgets.NewInput("", ""), state: wrapped(""), bar: widgets.NewBar(), body: container.NewVBox()}
	p.path.OnSubmitted = func(string) { p.begin() }
	p.state.Hide()
	p.bar.Hide()
	p.start = widgets.NewAccentButton(way.button, nil, p.begin)
	p.back = widgets.NewButton(words.T("Cancel"), nil, p.cancel)
	p.back.Outlined = true
	p.choosers = container.NewHBox()
	choose := func(can bool, text string, f func()) {
		if can {
			b := widgets.NewButton(text, nil, f)
			b.Outlined = true
			p.choosers.Add(b)
		}
	}
	choose(way.folders, words.T("Choose a folder…"), p.chooseFolder)
	choose(way.files, words.T("Choose a file…"), p.chooseFile)
	column := container.NewVBox(heading(way.title), wrapped(way.intro), vgap(),
		container.New(layout.NewCustomPaddedVBoxLayout(0), widget.NewLabel(way.label), p.path), p.choosers, vgap(), p.body)
	p.totals = map[mailstore.FolderID]int{}
	for _, f := range s.places.vm.Folders() {
		p.totals[f.ID] = f.Total
	}
	p.page = withFoot(fromTop(column), p.bar, p.state, container.NewHBox(layout.NewSpacer(), p.back, p.start))
	s.bringing = p
	s.showPage(p.page, p.cancel)
	s.win.Canvas().Focus(p.path)
	return p
}

// backToBringing shows the page whose work is still under way, if there is one: two at a time could bring a letter twice.
func (s *shell) backToBringing() bool {
	p := s.bringing
	if p == nil || p.stop == nil {
		return false
	}
	s.showPage(p.page, p.cancel)
	return true
}

// offer lists the mail of other programs that was found on this computer.
func (p *bringPage) offer(found []mailbox.Program) {
	if len(found) == 0 || p.done || p.stop != nil {
		return
	}
	p.body.Add(subheading(words.T("Found on this computer")))
	for _, program := range found {
		choose := widgets.NewButton(viewmodel.ProgramLine(program), nil, func() { p.path.SetText(program.Path) })
		choose.Tip, choose.Outlined = program.Path, true
		p.body.Add(container.NewHBox(choose))
	}
	if p.path.Text == "" {
		p.path.SetText(found[0].Path)
	}
}

func (p *bringPage) chooseFolder() {
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, _ error) {
		if folder != nil {
			p.path.SetText(folder.Path())
		}
	}, p.shell.win)
}

func (p *bringPage) chooseFile() {
	if p.way.save != "" {
		p.chooseNewFile()
		return
	}
	dialog.ShowFileOpen(func(file fyne.URIReadCloser, _ error) {
		if file != nil {
			p.path.SetText(file.URI().Path())
			_ = file.Close() // only its name is wanted
		}
	}, p.shell.win)
}

// chooseNewFile makes the file, empty: what is written into it begins anew.
func (p *bringPage) chooseNewFile() {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, _ error) {
		if file != nil {
			p.path.SetText(file.URI().Path())
			_ = file.Close()
		}
	}, p.shell.win)
	d.SetFileName(p.way.save)
	d.Show()
}

// begin does it with what is named.
func (p *bringPage) begin() {
	if p.stop != nil {
		return
	}
	if p.done {
		p.leave()
		return
	}
	path := p.path.Text
	if path == "" {
		p.say(p.way.missing(), false)
		return
	}
	s := p.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	p.stop = cancel
	p.back.SetText(words.T("Stop"))
	p.say(words.T("Looking what is there…"), true)
	progress := p.progress(ctx)
	background(s.jobs, func(context.Context) ([]string, error) { return p.way.work(ctx, path, progress) },
		func(lines []string, err error) {
			cancel()
			p.stop = nil
			p.back.SetText(words.T("Cancel"))
			s.refresh() // also of what came in before it was stopped
			s.list.reload(false)
			if err != nil {
				p.say(p.way.trouble(path, err), false)
				return
			}
			p.showOutcome(lines)
		})
}

// progressPause is the shortest time between two updates of the page.
const progressPause = 100 * time.Millisecond

// progress gives the function that a worker reports to.
func (p *bringPage) progress(ctx context.Context) func(string, float64) {
	var last atomic.Int64
	return func(text string, part float64) {
		now := time.Now().UnixNano()
		if before := last.Load(); now-before < int64(progressPause) || !last.CompareAndSwap(before, now) {
			return
		}
		p.shell.jobs.post(func() {
			if ctx.Err() == nil && p.stop != nil {
				p.say(text, true)
				p.bar.Set(part)
			}
		})
	}
}

func (p *bringPage) say(text string, working bool) {
	p.state.SetText(text)
	setShown(p.state, text != "")
	if working && !p.bar.Visible() {
		p.bar.Set(-1)
	}
	setShown(p.bar, working)
	setEnabled(p.start, !working)
}

// showOutcome sets the counts side by side and leads to the mail.
func (p *bringPage) showOutcome(lines []string) {
	p.done = true
	p.say("", false)
	p.body.RemoveAll()
	p.body.Add(subheading(words.T("Done")))
	for _, line := range lines {
		p.body.Add(wrapped(line))
	}
	p.path.Disable()
	p.choosers.Hide()
	p.back.Hide()
	p.start.SetText(p.way.end)
	if p.shell.page == p.page {
		p.shell.win.Canvas().Focus(p.start)
	}
}

// cancel stops work under way, else leaves the page.
func (p *bringPage) cancel() {
	if p.stop != nil {
		p.stop() // the outcome says what came in before
		return
	}
	p.leave()
}

func (p *bringPage) leave() {
	s := p.shell
	s.showMail()
	s.refresh()
	switch {
	case p.done && !p.way.out():
		s.places.choose(p.grown())
	case len(s.places.vm.Rows()) == 0:
		showWelcome(s)
	}
}

// grown is the place to which most letters have come, so that they are seen; "" where none came.
func (p *bringPage) grown() (place string) {
	most := 0
	for _, f := range p.shell.places.vm.Folders() {
		if n := f.Total - p.totals[f.ID]; n > most {
			most, place = n, fmt.Sprint("folder:", f.ID)
			if f.Role == mailstore.Inbox {
				place = viewmodel.AllInboxes
			}
		}
	}
	return place
}

// homeDir is where other programs keep their mail, "" unknown: then nothing is found there.
func homeDir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}
