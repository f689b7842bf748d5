package viewmodel

import (
	"strconv"
	"strings"

	"satchel/mailstore"
	"satchel/words"
)

// KeepChoice is one answer to "What stays at your provider?".
type KeepChoice struct {
	Title string
	Means string // what will happen, in a sentence
}

// The answers, in the order of KeepChoices.
const (
	KeepTwoWeeks = iota
	KeepOtherDays
	KeepAll
	KeepNothing
)

// twoWeeks is the default: long enough to notice that something is wrong with this
// computer, short enough that a usual mailbox does not fill up.
const twoWeeks = 14

// KeepChoices are the four answers in words; the first is the default.
func KeepChoices() []KeepChoice {
	return []KeepChoice{
		KeepTwoWeeks:  {words.T("Keep there for 14 days"), words.T("A copy stays at your provider for two weeks. Then Satchel removes it there, once it is safe here.")},
		KeepOtherDays: {words.T("Keep there for another number of days"), words.T("The same, with your own number of days.")},
		KeepAll:       {words.T("Keep everything there"), words.T("Satchel never removes anything at your provider. The mailbox there can fill up.")},
		KeepNothing:   {words.T("Keep nothing there"), words.T("Satchel removes each message there as soon as it is safe here. Other devices no longer find it.")},
	}
}

// KeepFor is the policy of an answer; days is what was typed for KeepOtherDays.
// The problem is a sentence, "" if all is well.
func KeepFor(choice int, days string) (k mailstore.Keep, problem string) {
	switch choice {
	case KeepAll:
		return mailstore.Keep{Mode: mailstore.KeepForever}, ""
	case KeepNothing:
		return mailstore.Keep{Mode: mailstore.KeepRemove}, ""
	case KeepOtherDays:
		n, err := strconv.Atoi(strings.TrimSpace(days))
		if err != nil || n < 1 || n > 3650 {
			return mailstore.Keep{}, words.T("Please give the number of days, from 1 to 3650.")
		}
		return mailstore.Keep{Mode: mailstore.KeepDays, Days: n}, ""
	}
	return mailstore.Keep{Mode: mailstore.KeepDays, Days: twoWeeks}, ""
}

// ChoiceOf is the answer that fits a policy, and the text for its number of days.
func ChoiceOf(k mailstore.Keep) (choice int, days string) {
	switch {
	case k.Mode == mailstore.KeepForever:
		return KeepAll, ""
	case k.Mode == mailstore.KeepRemove:
		return KeepNothing, ""
	case k.Days == twoWeeks:
		return KeepTwoWeeks, ""
	}
	return KeepOtherDays, strconv.Itoa(k.Days)
}

// KeepWords says a policy in a few words: "for 14 days".
func KeepWords(k mailstore.Keep) string {
	switch k.Mode {
	case mailstore.KeepForever:
		return words.T("for good")
	case mailstore.KeepRemove:
		return words.T("only until it is safe here")
	case mailstore.KeepDays:
	}
	return words.N("for %d day", "for %d days", k.Days)
}

// limits are the sizes in octets that belong to LimitChoices; 0: none.
func limits() []int64 {
	return []int64{0, 5_000_000, 10_000_000, 25_000_000, 50_000_000}
}

// LimitChoices say of which messages all is fetched, in words; the first is the default.
func LimitChoices() []string {
	var list []string
	for _, limit := range limits() {
		if limit == 0 {
			list = append(list, words.T("Fetch all of every message (usual)"))
		} else {
			list = append(list, words.T("Over %s fetch only the beginning", Size(limit)))
		}
	}
	return list
}

// limitOf is the choice for a size: the nearest, should it be none of them.
func limitOf(octets int64) int {
	if octets <= 0 {
		return 0
	}
	nearest := 1
	for i, limit := range limits() {
		if i > 0 && limit <= octets {
			nearest = i
		}
	}
	return nearest
}

// BinMeans says what deleting a letter here means at the provider.
func BinMeans(removes bool) string {
	if removes {
		return words.T("A letter that you delete for good from the Bin is removed at your provider too, at the next check. Moving it to the Bin changes nothing there.")
	}
	return words.T("Deleting a letter here never deletes it there.")
}
