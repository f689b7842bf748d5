package journey

import (
	"slices"
	"strings"
	"testing"
)

// TestKeyboardOnly goes through what a person does in a day without once touching the mouse: read, sort into a folder,
// take back, search, answer.
func TestKeyboardOnly(t *testing.T) {
	d := startDisplay(t)
	s := startServer(t, letters(8))
	p := newProfile(t)
	s.addTo(t, p, "--interval", "0")
	p.must(t, "", "fetch")
	d.do(t, "mousemove", "0", "0")
	w := openWindow(t, d, p, []string{"SSL_CERT_FILE=" + s.caFile})
	w.until(t, "the letters are shown", func(s state) bool { return s.Rows == 8 })

	// Read: down the list, into the letter and back by F6.
	w.key(t, "Home")
	first := w.until(t, "the first letter is shown", func(s state) bool { return s.Selected != 0 && s.Letter.Painted })
	w.key(t, "Down")
	w.until(t, "the next one is shown", func(s state) bool {
		return s.Selected != first.Selected && s.Letter.Painted && s.Subject != first.Subject
	})
	w.key(t, "F6", "End", "Home", "shift+F6")

	// A folder, and a letter moved into it by its name.
	w.key(t, "ctrl+shift+n")
	w.until(t, "a name is asked for", func(s state) bool { return s.Dialog == "New folder" })
	w.write(t, "Sorted")
	w.key(t, "Return")
	w.until(t, "the folder is there", func(s state) bool { return slices.Contains(s.Places, "Sorted") && s.Dialog == "" })
	w.key(t, "ctrl+m")
	w.until(t, "a folder is asked for", func(s state) bool { return s.Dialog == "Move 1 message" })
	w.write(t, "sort")
	w.key(t, "Return")
	w.until(t, "the letter is in it", func(s state) bool { return s.Rows == 7 && strings.HasSuffix(s.Toast, "moved to Sorted") })
	w.key(t, "ctrl+z")
	w.until(t, "it is back", func(s state) bool { return s.Rows == 8 })

	// Search, into the hits and out again.
	w.key(t, "ctrl+k")
	w.write(t, "subject:3")
	w.until(t, "one is found", func(s state) bool { return s.Rows == 1 })
	w.key(t, "Return", "Home")
	w.until(t, "it is shown", func(s state) bool { return strings.Contains(s.Subject, "3") })
	w.key(t, "ctrl+k", "Escape")
	w.until(t, "the list is back", func(s state) bool { return s.Rows == 8 })

	// Answer, and leave the draft.
	w.key(t, "Home")
	w.until(t, "a letter is chosen again", func(s state) bool { return s.Selected != 0 })
	w.key(t, "ctrl+r")
	w.until(t, "an answer is begun", func(s state) bool { return len(s.Writing) == 1 && s.Writing[0].Ready })
	w.write(t, "Thank you. ")
	w.until(t, "it is kept", func(s state) bool { return s.Writing[0].Kept && strings.Contains(s.Writing[0].Text, "Thank you.") })
	w.key(t, "ctrl+w")
	w.until(t, "its window is closed", func(s state) bool { return len(s.Writing) == 0 })
	w.quit(t)
}
