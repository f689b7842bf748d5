package app

import (
	"context"
	"encoding/json"
	"os"

	"satchel/mailstore"
)

// prefsKey is the setting that holds the window's state as one JSON document.
const prefsKey = "window"

// prefs is what the window remembers until the next start. Lengths are in pixels at
// scale 1.
type prefs struct {
	Width, Height float32
	Places, List  float32 // widths of the two panes at the left
	Appearance    string  // "light", "dark", else as the system
	TextSize      int     // percent
	LetterZoom    float32
	Folded        string // viewmodel.Places.FoldState
	SortBy        string // viewmodel.Order.Key
	Reverse       bool   // the list the other way round

	Language string // tag of the window's language, "" as the computer has it
	Close    bool   // rows of the list stand closer together
	ReadMS   int    // how long a letter is looked at before it counts as read; below 0: until it is marked by hand
	Plain    bool   // letters that are web pages are shown as their text
	Notify   string // what is said of new mail while the window is not in front: "" who wrote, notifyCount, notifyNever
}

// What is said of new mail.
const (
	notifyCount = "count" // that it has come, and no more
	notifyNever = "never"
)

// defaultPrefs is the window of a first start.
func defaultPrefs() prefs {
	return prefs{Width: 1200, Height: 780, Places: 220, List: 380, TextSize: 100, LetterZoom: 1, ReadMS: usualReadMS}
}

// usualReadMS lets people walk through a list without marking all of it.
const usualReadMS = 1500

// readPrefs gives the remembered state; what is missing or makes no sense is the default.
func readPrefs(ctx context.Context, store *mailstore.Store) prefs {
	text, err := store.Setting(ctx, prefsKey)
	if err != nil {
		return defaultPrefs() // the window's size is not worth a failed start
	}
	return parsePrefs(text)
}

func parsePrefs(text string) prefs {
	p := defaultPrefs()
	if text != "" && json.Unmarshal([]byte(text), &p) != nil {
		return defaultPrefs()
	}
	d := defaultPrefs()
	p.Width, p.Height = within(p.Width, 480, 8000, d.Width), within(p.Height, 360, 8000, d.Height)
	p.Places, p.List = within(p.Places, 100, 2000, d.Places), within(p.List, 160, 4000, d.List)
	p.LetterZoom = within(p.LetterZoom, 0.5, 3, 1)
	if p.TextSize < 80 || p.TextSize > 200 {
		p.TextSize = 100
	}
	if p.ReadMS > 60_000 {
		p.ReadMS = usualReadMS
	}
	return p
}

func within(v, least, most, otherwise float32) float32 {
	if v >= least && v <= most { // false for a NaN too
		return v
	}
	return otherwise
}

func (p prefs) String() string {
	text, _ := json.Marshal(p) // a struct of numbers and strings always can
	return string(text)
}

// theme is the look the preferences ask for. SATCHEL_THEME=light or dark overrules
// them, for pictures of the window.
func (p prefs) theme() Theme {
	t := Theme{Scale: float32(p.TextSize) / 100}
	appearance := p.Appearance
	if forced := os.Getenv("SATCHEL_THEME"); forced != "" {
		appearance = forced
	}
	switch appearance {
	case "light":
		t.Choice = ThemeLight
	case "dark":
		t.Choice = ThemeDark
	}
	return t
}
