package app

import "testing"

func TestParsePrefs(t *testing.T) {
	changed := defaultPrefs()
	changed.Width, changed.List, changed.Appearance, changed.TextSize, changed.Folded = 1000, 300, "dark", 150, "account:1"
	small := defaultPrefs()
	small.Folded = "x"
	tests := []struct {
		name, text string
		want       prefs
	}{
		{"first start", "", defaultPrefs()},
		{"round trip", changed.String(), changed},
		{"damaged", "{\"Width\":", defaultPrefs()},
		{"out of bounds", `{"Width":1,"Height":99999,"Places":-4,"List":0,"TextSize":900,"LetterZoom":0,"Folded":"x"}`, small},
		{"from a later version", `{"Something":1}`, defaultPrefs()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parsePrefs(tt.text); got != tt.want {
				t.Errorf("parsePrefs = %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestThemeOfPrefs(t *testing.T) {
	tests := []struct {
		appearance, forced string
		want               ThemeChoice
	}{
		{"", "", ThemeFollow}, {"dark", "", ThemeDark}, {"light", "", ThemeLight}, {"dark", "light", ThemeLight}, {"odd", "", ThemeFollow},
	}
	for _, tt := range tests {
		t.Setenv("SATCHEL_THEME", tt.forced)
		p := defaultPrefs()
		p.Appearance, p.TextSize = tt.appearance, 150
		if got := p.theme(); got.Choice != tt.want || got.Scale != 1.5 {
			t.Errorf("%+v: theme = %+v", tt, got)
		}
	}
}

// The sidebar grows with the text, or its names would be cut to a few letters.
func TestSidebarGrowsWithTheText(t *testing.T) {
	b := newBench(t, 1)
	before := b.shell.panes.narrowLeft()
	b.shell.setLook(func(p *prefs) { p.TextSize = 200 })
	after, width := b.shell.panes.narrowLeft(), b.shell.panes.middle.Size().Width
	if after < before*1.5 || after > width*0.4 {
		t.Errorf("sidebar %v, at 200 %% %v of %v", before, after, width)
	}
	b.shell.setLook(func(p *prefs) { p.TextSize = 100 })
	if got := b.shell.panes.narrowLeft(); got != before {
		t.Errorf("sidebar is %v afterwards, was %v", got, before)
	}
}
