package mailbox

import (
	"os"
	"path/filepath"
	"strings"
)

// Program is another program's mail on this computer, at a path that Open reads.
type Program struct{ Name, Path string }

// wellKnown are the places where programs keep their mail, below a home folder, of all systems. With profiles the mail
// lies in the folders in it that have a prefs.js.
var wellKnown = []struct {
	name, path string
	profiles   bool
}{
	{"Thunderbird", ".thunderbird", true},
	{"Thunderbird", ".icedove", true},
	{"Thunderbird", "snap/thunderbird/common/.thunderbird", true},
	{"Thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird", true},
	{"Thunderbird", ".var/app/org.mozilla.thunderbird/.thunderbird", true},
	{"Thunderbird", "AppData/Roaming/Thunderbird/Profiles", true},
	{"Thunderbird", "Library/Thunderbird/Profiles", true},
	{"Claws Mail", ".claws-mail", false},
	{"Claws Mail", "AppData/Roaming/Claws-mail", false},
	{"Sylpheed", ".sylpheed-2.0", false},
	{"Sylpheed", "AppData/Roaming/Sylpheed", false},
	{"Maildir", "Maildir", false},
}

// Installed finds the mail of other programs at their usual places below a home folder. It looks at names only and reads
// no mail.
func Installed(home string) []Program {
	var found []Program
	for _, place := range wellKnown {
		path := filepath.Join(home, filepath.FromSlash(place.path))
		if !place.profiles {
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				found = append(found, Program{place.name, path})
			}
			continue
		}
		settings, err := filepath.Glob(filepath.Join(globbed(path), "*", "prefs.js"))
		if err != nil {
			continue // the pattern is no pattern: there is nothing of that name either
		}
		for _, file := range settings {
			if dir := filepath.Dir(file); hasMail(dir) {
				found = append(found, Program{place.name, dir})
			}
		}
	}
	return found
}

// hasMail reports whether a Thunderbird profile has folders of mail: a new one has none.
func hasMail(dir string) bool {
	for _, name := range []string{"Mail", "ImapMail"} {
		if entries, err := os.ReadDir(filepath.Join(dir, name)); err == nil && len(entries) > 0 {
			return true
		}
	}
	return false
}

// globbed takes the meaning from what filepath.Glob would read as a pattern.
func globbed(path string) string {
	if filepath.Separator == '\\' {
		return path // no escapes there; a home folder with brackets finds nothing
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
