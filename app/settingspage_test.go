package app

import (
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/container"

	"satchel/mailstore"
	"satchel/words"
)

// openSettings shows the page on a window with mail, and gives the page's parts.
func openSettings(b *bench) *settingsPage {
	p := &settingsPage{shell: b.shell}
	b.shell.showPage(p.build(), p.leave)
	return p
}

func (p *settingsPage) shown() []string {
	var list []string
	for _, s := range p.sections {
		for _, r := range s.rows {
			if r.object.Visible() {
				list = append(list, r.Title)
			}
		}
	}
	return list
}

func TestSettingsAreFound(t *testing.T) {
	b := newBench(t, 1)
	p := openSettings(b)
	all := len(p.shown())
	tests := map[string]string{"dark": "Light or dark", "zoom": "", "200": "Text size", "ann@": "ann@example.org", "passphrase": "Your passwords",
		"sprache": "Language of this window", "marked": "", "i mark": "A letter counts as read"}
	for query, want := range tests {
		p.find.SetText(query)
		if got := strings.Join(p.shown(), ", "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
		if p.none.Visible() != (want == "") {
			t.Errorf("%q: says that there is none: %v", query, p.none.Visible())
		}
	}
	p.find.SetText("")
	if got := len(p.shown()); got != all || all < 15 {
		t.Errorf("%d of %d settings are back", got, all)
	}
}

func TestSettingsActAtOnce(t *testing.T) {
	b := newBench(t, 2)
	s := b.shell
	s.setPrefs(func(p *prefs) { p.Close, p.ReadMS, p.Plain = true, 0, true })
	if !s.list.list.Close {
		t.Error("the list stays as it was")
	}
	b.open(0, "Letter 2")
	b.until("the letter counts as read", func() bool { return !s.letter.letter.Unread })
	if !s.letter.plain {
		t.Error("the letter is no plain text")
	}
	s.setPrefs(func(p *prefs) { p.ReadMS = -1 })
	b.open(1, "Letter 1")
	if s.letter.timer != nil && s.letter.timer.Stop() {
		t.Error("the letter would be marked by itself")
	}
	b.until("they are kept", func() bool { p := readPrefs(t.Context(), s.session.store); return p.Close && p.Plain && p.ReadMS == -1 })
}

func TestTakePicturesBack(t *testing.T) {
	b := newBench(t, 1)
	store := b.shell.session.store
	b.check(store.TrustPictures(t.Context(), mailstore.PictureTrust{Address: "news@example.net", Since: time.Now()}))
	p := openSettings(b)
	list := container.NewWithoutLayout()
	p.readTrusts(list)
	b.until("the sender is listed", func() bool { return len(list.Objects) == 1 })
	p.takeTrustBack(list, "news@example.net")
	b.until("the word is taken back", func() bool {
		_, given, err := store.PicturesTrusted(t.Context(), "news@example.net")
		return err == nil && !given
	})
}

func TestLanguageChangesAtOnce(t *testing.T) {
	t.Cleanup(func() { words.Use("en") })
	b := newBench(t, 2)
	s := b.shell
	place := s.places.selected()
	s.places.choose("folder:1")
	chosen := s.places.selected()
	if chosen == "" || chosen == place {
		t.Fatalf("place %q", chosen)
	}
	old := s.foot
	s.speak("de")
	if got := len(s.places.vm.Accounts()); got != 1 {
		t.Errorf("%d accounts are known", got)
	}
	b.until("the list is back", func() bool { return s.list.vm.Loaded() && s.list.vm.Len() == 2 })
	if words.Language() != "de" || s.places.selected() != chosen || s.foot == old {
		t.Errorf("language %q, place %q", words.Language(), s.places.selected())
	}
	b.until("it is kept", func() bool { return readPrefs(t.Context(), s.session.store).Language == "de" })
	b.open(0, "Letter 2")
}

func TestKeysOfTheMenus(t *testing.T) {
	b := newBench(t, 1)
	keys := map[string]string{}
	for _, section := range b.shell.menu.keys() {
		for _, line := range section.lines {
			keys[line.action] = line.key
		}
	}
	for action, want := range map[string]string{"Get mail": "F5", "Reply to all": "Ctrl Shift R", "Move to Bin": "Delete key", "Larger letter": "Ctrl +", "Undo": "Ctrl Z"} {
		if keys[action] != want {
			t.Errorf("%s: %q, want %q", action, keys[action], want)
		}
	}
	b.shell.typedRune('?')
	if b.shell.page == nil {
		t.Error("no page of keys")
	}
}

// TestLicences keeps the list of licences what the program is made of.
func TestLicences(t *testing.T) {
	known := map[string]string{}
	for _, l := range licences(licenceFile) {
		known[l.name] = l.version
		if len(l.text) < 200 {
			t.Errorf("%s: the licence has no text", l.name)
		}
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || known[fields[0]] == "" {
			continue
		}
		found++
		if known[fields[0]] != fields[1] {
			t.Errorf("%s is %s, its licence of %s: run scripts/licences.sh", fields[0], fields[1], known[fields[0]])
		}
	}
	if found < 20 {
		t.Errorf("only %d modules are listed", found)
	}
	b := newBench(t, 1)
	showAbout(b.shell)
	showLicence(b.shell, licences(licenceFile)[0])
	b.shell.pageBack()
	if b.shell.page == nil {
		t.Error("back from a licence the page is gone")
	}
}
