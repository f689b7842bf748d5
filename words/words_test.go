package words

import (
	"testing"
	"time"
)

// use makes a language with the texts given the present one until the test ends.
func use(t *testing.T, tag string, texts map[string]text) {
	t.Helper()
	lang := *load(tag)
	if texts != nil {
		lang.texts = texts
	}
	present.Store(&lang)
	t.Cleanup(func() { present.Store(nil) })
}

func TestText(t *testing.T) {
	use(t, "de", map[string]text{
		"Get mail": {Other: "Post holen"}, "100 % of it": {Other: "100 % davon"},
		"%s of %s": {Other: "von %[2]s %[1]s"}, "Open | state": {Other: "Offen"}, "Open": {Other: "Öffnen"},
	})
	tests := []struct{ got, want string }{
		{T("Get mail"), "Post holen"},
		{T("Not translated %d", 110), "Not translated 110"},
		{T("100 % of it"), "100 % davon"},
		{T("%s of %s", "a", "b"), "von b a"},
		{C("state", "Open"), "Offen"},
		{C("button", "Open"), "Open"},
		{T("Open"), "Öffnen"},
		{Key("Open"), "Open"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestForms(t *testing.T) {
	letters := map[string]text{"%d letters": {One: "%d lettre", Other: "%d lettres"}, "%d of %s": {One: "une de %[2]s", Other: "%[2]s : %[1]d"},
		"the letters": {One: "la lettre", Other: "les lettres"}}
	tests := []struct {
		tag   string
		texts map[string]text
		n     int
		want  string
	}{
		{"en", nil, 0, "0 letters"}, {"en", nil, 1, "1 letter"}, {"en", nil, 24118, "24\u202f118 letters"}, {"en", nil, -1, "-1 letters"},
		{"fr", letters, 0, "0 lettre"}, {"fr", letters, 1, "1 lettre"}, {"fr", letters, 2, "2 lettres"},
		{"fr", letters, 1_000_000, "1\u202f000\u202f000 lettres"},
	}
	for _, tt := range tests {
		use(t, tt.tag, tt.texts)
		if got := N("%d letter", "%d letters", tt.n); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.tag, got, tt.want)
		}
	}
	use(t, "fr", letters)
	for n, want := range map[int]string{1: "une de Ann", 3: "Ann : 3"} {
		if got := N("%d from %s", "%d of %s", n, "Ann"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := N("the letter", "the letters", 7); got != "les lettres" {
		t.Errorf("without its number: %q", got)
	}
}

func TestManners(t *testing.T) {
	at := time.Date(2026, 12, 1, 14, 20, 0, 0, time.UTC)
	next := at.AddDate(1, 0, 0)
	tests := []struct {
		tag                            string
		number, size, day, long, short string
		year                           string
	}{
		{"en", "24\u202f118", "1.4 GB", "Tue 1 December", "Tuesday 1 December", "1 Dec", "1 Dec 2026"},
		{"de", "24.118", "1,4 GB", "Di, 1. Dezember", "Dienstag, 1. Dezember", "1. Dez.", "1. Dez. 2026"},
		{"fr", "24\u202f118", "1,4 Go", "mar. 1er décembre", "mardi 1er décembre", "1er déc.", "1er déc. 2026"},
		{"es", "24\u202f118", "1,4 GB", "mar 1 de diciembre", "martes 1 de diciembre", "1 dic", "1 dic 2026"},
		{"it", "24.118", "1,4 GB", "mar 1º dicembre", "martedì 1º dicembre", "1º dic", "1º dic 2026"},
	}
	for _, tt := range tests {
		use(t, tt.tag, nil)
		for _, got := range [][2]string{
			{Number(24118), tt.number}, {Number(-24118), "-" + tt.number}, {Number(9999), "9999"}, {Size(1_400_000_000), tt.size},
			{Day(at, at), tt.day}, {LongDay(at, at), tt.long}, {ShortDay(at, at), tt.short}, {ShortDay(at, next), tt.year},
			{When(at, at), "14:20"}, {When(at, at.AddDate(0, 0, 1)), tt.day + ", 14:20"},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %q, want %q", tt.tag, got[0], got[1])
			}
		}
	}
}

func TestBest(t *testing.T) {
	tests := []struct {
		locales []string
		want    string
	}{
		{nil, "en"}, {[]string{"de_AT.UTF-8"}, "de"}, {[]string{"fr-CA"}, "fr"}, {[]string{"es-419"}, "es"}, {[]string{"it"}, "it"},
		{[]string{"C.UTF-8"}, "en"}, {[]string{"pl-PL", "de-DE"}, "de"}, {[]string{"en-GB", "de"}, "en"}, {[]string{"", "$$$", "tlh"}, "en"},
	}
	for _, tt := range tests {
		if got := best(tt.locales); got != tt.want {
			t.Errorf("best(%q) = %q, want %q", tt.locales, got, tt.want)
		}
	}
}

func TestUse(t *testing.T) {
	t.Cleanup(func() { present.Store(nil) })
	t.Setenv("LC_ALL", "fr_FR.UTF-8")
	t.Setenv("LANGUAGE", "")
	for tag, want := range map[string]string{"": "fr", "de": "de", "xx": "en", "en": "en"} {
		if Use(tag); Language() != want {
			t.Errorf("Use(%q): %q, want %q", tag, Language(), want)
		}
	}
	for _, c := range Languages() {
		if Use(c.Tag); Language() != c.Tag || c.Name == "" {
			t.Errorf("%+v is not spoken", c)
		}
	}
}
