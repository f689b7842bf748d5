package viewmodel

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/search"
)

// MoveTarget is a folder to move messages to, with the folders it lies in: "Garden › 2026".
type MoveTarget struct {
	Place
	Path string
}

// MoveTargets are the folders of an account that messages can be moved to, in the order of the sidebar.
func MoveTargets(targets []Place) []MoveTarget {
	list := make([]MoveTarget, len(targets))
	var above []string // titles of the folders that the present one lies in, by level
	for i, t := range targets {
		above = append(above[:min(t.Level, len(above))], Shortened(t.Title))
		list[i] = MoveTarget{t, strings.Join(above, " › ")}
	}
	return list
}

// FindTargets are those whose path has every word typed, whatever its case and accents, in the same order.
func FindTargets(targets []MoveTarget, typed string) []MoveTarget {
	m := search.New(language.Und, search.Loose)
	var found []MoveTarget
	for _, t := range targets {
		if hasWords(m, t.Path, strings.Fields(typed)) {
			found = append(found, t)
		}
	}
	return found
}

func hasWords(m *search.Matcher, text string, words []string) bool {
	for _, w := range words {
		if at, _ := m.IndexString(text, w); at < 0 {
			return false
		}
	}
	return true
}
