package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jeandeaual/go-locale"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed languages/*.json
var files embed.FS

// Choice is a language that the program speaks.
type Choice struct {
	Tag  string // "de"
	Name string // in the language itself: "Deutsch"
}

// Languages lists what the program speaks, English first.
func Languages() []Choice {
	list := make([]Choice, len(speech))
	for i, s := range speech {
		list[i] = Choice{s.tag, s.name}
	}
	return list
}

// tongue is a language in use. It is immutable.
type tongue struct {
	*manner
	rules language.Tag
	texts map[string]text
}

// text is a translation. Without plural forms only Other is filled.
type text struct {
	One   string `json:"one,omitempty"`
	Other string `json:"other"`
}

// UnmarshalJSON implements json.Unmarshaler: a text without forms is a plain string.
func (t *text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &t.Other)
	}
	type forms text
	return json.Unmarshal(data, (*forms)(t))
}

// present is the language in use. It is the one state of this package: see its doc.
var present atomic.Pointer[tongue]

var english = sync.OnceValue(func() *tongue { return &tongue{manner: speech[0], rules: language.English} })

func inUse() *tongue {
	if t := present.Load(); t != nil {
		return t
	}
	return english()
}

// Use makes a language the one of all texts from now on. "" is the computer's. One that the program does not speak is
// English.
func Use(tag string) {
	if tag == "" {
		tag = System()
	}
	present.Store(load(tag))
}

// Language is the tag of the language in use.
func Language() string { return inUse().tag }

// load reads a language that is in speech; any other gives English.
func load(tag string) *tongue {
	for _, m := range speech[1:] {
		if m.tag != tag {
			continue
		}
		texts, err := read(tag)
		if err != nil {
			panic(err) // an embedded file, which a test reads too
		}
		return &tongue{m, language.Make(tag), texts}
	}
	return english()
}

func read(tag string) (map[string]text, error) {
	data, err := files.ReadFile("languages/" + tag + ".json")
	if err != nil {
		return nil, err
	}
	texts := map[string]text{}
	if err := json.Unmarshal(data, &texts); err != nil {
		return nil, fmt.Errorf("read language %s: %w", tag, err)
	}
	return texts, nil
}

// System is the best of the program's languages for this computer: by LC_ALL, LC_MESSAGES, LANG and LANGUAGE, or by what
// the system was set to on Windows and macOS. English where it says nothing.
func System() string {
	locales, err := locale.GetLocales()
	if err != nil {
		return speech[0].tag
	}
	return best(locales)
}

// best is the first of the wished languages that the program speaks, or comes near. A person who wishes English and German
// gets English.
func best(locales []string) string {
	tags := make([]language.Tag, len(speech))
	for i, m := range speech {
		tags[i] = language.Make(m.tag)
	}
	matcher := language.NewMatcher(tags)
	for _, wish := range locales {
		wish, _, _ = strings.Cut(wish, ".") // de_DE.UTF-8
		tag, err := language.Parse(strings.ReplaceAll(wish, "_", "-"))
		if err != nil {
			continue
		}
		if _, i, sure := matcher.Match(tag); sure >= language.High {
			return speech[i].tag
		}
	}
	return speech[0].tag
}

// one says whether n takes the form for one thing.
func (t *tongue) one(n int) bool {
	return plural.Cardinal.MatchPlural(t.rules, max(n, -n)%10_000_000, 0, 0, 0, 0) == plural.One
}
