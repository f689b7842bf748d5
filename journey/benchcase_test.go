//go:build linux

package journey

import (
	"fmt"
	"regexp"
	"slices"
)

// What is done in a case.
const (
	fetching = "fetch"  // everything, and then once more with nothing new
	removing = "remove" // everything, and each letter off the server once it is safe
	checking = "check"  // nothing new in a mailbox that was fetched before the clock starts
)

// benchCase is one line of the table (two for fetching) and all that runs in it.
type benchCase struct {
	corpus   string
	tls      bool
	distant  bool
	op       string
	programs []string
}

func (c benchCase) name() string {
	return fmt.Sprintf("%s %s %s %s", c.corpus, map[bool]string{false: "plain", true: "TLS"}[c.tls],
		map[bool]string{false: "0ms", true: "40ms"}[c.distant], c.op)
}

// runners are the programs in the order in which they take turns.
var runners = []string{rawName, satchelName, maildirName, mboxName, fetchmailName, getmailName}

const (
	rawName       = "raw"
	satchelName   = "satchel"
	maildirName   = "mpop-maildir"
	mboxName      = "mpop-mbox"
	fetchmailName = "fetchmail"
	getmailName   = "getmail"
)

// benchCases gives the cases of a setting, "quick" or "full", whose names match.
func benchCases(setting string, match *regexp.Regexp) []benchCase {
	fast := []string{rawName, satchelName, maildirName, mboxName}
	var all []benchCase
	for _, corpus := range []string{"real-1k", "tiny-10k"} {
		for _, distant := range []bool{false, true} {
			for _, tls := range []bool{false, true} {
				programs := fast
				if setting == "full" && !distant && !tls {
					programs = runners
				}
				all = append(all, benchCase{corpus, tls, distant, fetching, programs},
					benchCase{corpus, tls, distant, removing, []string{rawName, satchelName, maildirName}})
			}
		}
	}
	for _, distant := range []bool{false, true} {
		all = append(all, benchCase{"tiny-50k", false, distant, checking, []string{rawName, satchelName}})
	}
	if setting == "quick" {
		all = []benchCase{
			{"real-1k", true, false, fetching, []string{rawName, satchelName, maildirName}},
			{"tiny-10k", false, false, fetching, []string{rawName, satchelName, mboxName}},
			{"tiny-10k", false, true, fetching, []string{rawName, satchelName}},
			{"tiny-10k", true, true, removing, []string{rawName, satchelName}},
			{"real-1k", true, true, removing, []string{rawName, satchelName}},
		}
	}
	return slices.DeleteFunc(all, func(c benchCase) bool { return !match.MatchString(c.name()) })
}
