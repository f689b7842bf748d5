package demo

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

//go:embed letters/*.eml
var files embed.FS

// later is how the names of those letters begin that arrive while one watches.
const later = "later-"

// Letter is one message as the server holds it.
type Letter struct {
	UIDL string    // the same at every start: a profile kept from an earlier one fetches nothing twice
	Raw  []byte    // whole message, CRLF line ends
	Date time.Time // when it was written, also where the message has no Date field
}

// Letters is the mail that is there at the start, newest last. The same now gives
// the same bytes; no date is later than now.
func Letters(now time.Time) []Letter {
	made, _ := makeAll(now, func(name string) bool { return !strings.HasPrefix(name, later) })
	return made
}

// Trickle is the mail that arrives one by one afterwards, as it would be if all of
// it arrived at now. Every letter of it is newer than those of Letters.
func Trickle(now time.Time) []Letter {
	made, _ := makeAll(now, func(name string) bool { return strings.HasPrefix(name, later) })
	return made
}

// makeAll makes the letters whose file names are wanted, oldest first. A file that
// cannot be made into a letter is left out and told in the error: the sample mail
// is no reason to keep the window shut.
func makeAll(now time.Time, wanted func(name string) bool) ([]Letter, error) {
	names, err := letterNames()
	if err != nil {
		return nil, err
	}
	var letters []Letter
	var failed []error
	for _, name := range names {
		if !wanted(name) {
			continue
		}
		letter, err := makeLetter(name, now)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		letters = append(letters, letter)
	}
	slices.SortFunc(letters, byDate)
	return letters, errors.Join(failed...)
}

// byDate orders letters, the oldest first.
func byDate(a, b Letter) int {
	return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.UIDL, b.UIDL))
}

// letterNames lists the files without folder and ending, in alphabetical order.
func letterNames() ([]string, error) {
	entries, err := fs.ReadDir(files, "letters")
	if err != nil {
		return nil, fmt.Errorf("list sample letters: %w", err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".eml"))
	}
	return names, nil
}

// makeLetter makes the letter of one file as it is at now.
func makeLetter(name string, now time.Time) (Letter, error) {
	text, err := fs.ReadFile(files, "letters/"+name+".eml")
	if err != nil {
		return Letter{}, fmt.Errorf("read sample letter: %w", err)
	}
	t, err := parseTemplate(name, string(text), now)
	if err != nil {
		return Letter{}, fmt.Errorf("sample letter %s: %w", name, err)
	}
	raw, err := t.render()
	if err != nil {
		return Letter{}, fmt.Errorf("sample letter %s: %w", name, err)
	}
	return Letter{UIDL: "demo-" + name, Raw: raw, Date: t.date}, nil
}
