package viewmodel

import (
	"slices"

	"satchel/htmlview"
	"satchel/words"
)

// LayoutNote says at the end of a letter what is missing of it, "" for nothing.
func LayoutNote(notes []string) string {
	switch {
	case slices.Contains(notes, htmlview.NoteTooLong):
		return words.T("This letter goes on, but it is longer than any letter needs to be. Satchel shows its beginning; the original has all of it.")
	case slices.Contains(notes, htmlview.NoteTooDeep), slices.Contains(notes, htmlview.NoteTooComplex):
		return words.T("This letter is made in a way that would take too long to lay out. Satchel shows its words; their places may differ.")
	}
	return ""
}

// HiddenWords says how much hidden text a letter has, once it is shown.
func HiddenWords(pieces int) string {
	switch pieces {
	case 0:
		return words.T("This letter hides no text.")
	case 1:
		return words.T("One piece of hidden text is marked in the letter.")
	}
	return words.T("%s pieces of hidden text are marked in the letter.", Number(pieces))
}
