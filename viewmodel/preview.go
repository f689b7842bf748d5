package viewmodel

import (
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
)

// Question is a box that says what will happen before it does.
type Question struct {
	Title, Text string
	Lines       []string // further sentences, one a line
	Yes         string   // the button that does it
	Other       string   // the milder way, "" for none
	Wary        bool     // not doing it is what stands out
}

// KeepQuestion asks before a new policy comes into force. ask is false where nothing
// would be removed that is not removed today: the policy can simply be set.
func KeepQuestion(p mailsync.Preview, k mailstore.Keep, now time.Time) (q Question, ask bool) {
	if len(p.Remove) == 0 && len(p.Later) == 0 {
		return Question{}, false
	}
	q = Question{
		Title: words.T("Keep mail at your provider %s?", KeepWords(k)),
		Text:  p.Sentence,
		Yes:   words.T("Do it"),
		Other: words.T("Only for mail from today on"),
	}
	if q.Text == "" {
		q.Text = removalText(p)
	}
	if n := len(p.Later); n > 0 {
		line := words.N("%d message follows later, each on its day", "%d messages follow later, each on its day", n)
		if day := firstDay(p.Later); !day.IsZero() {
			line += words.T(", the first on %s", Day(day, now))
		}
		q.Lines = append(q.Lines, line+".")
	}
	q.Lines = append(q.Lines, words.T("All of it stays on this computer."))
	return q, true
}

// removalText counts what the next check would remove.
func removalText(p mailsync.Preview) string {
	if len(p.Remove) == 0 {
		return words.T("The next check removes nothing from the server.")
	}
	text := words.N("At the next check %d message (%s) will be removed from the server.", "At the next check %d messages (%s) will be removed from the server.", len(p.Remove), Size(p.Bytes))
	if p.KeepIncomplete > 0 {
		text += " " + words.N("%d is not complete here and stays.", "%d are not complete here and stay.", p.KeepIncomplete)
	}
	return text
}

func firstDay(list []mailsync.Removal) time.Time {
	var first time.Time
	for _, r := range list {
		if first.IsZero() || r.Day.Before(first) {
			first = r.Day
		}
	}
	return first
}

// RemoveQuestion asks before an account is removed: here letters lie on this
// computer, there copies are still at the provider.
func RemoveQuestion(a mailstore.Account, here, there int) Question {
	q := Question{
		Title: words.T("Remove %s from Satchel?", a.Email),
		Text:  words.T("Satchel will no longer fetch mail for this account, and forgets its password."),
		Yes:   words.T("Remove the account"),
	}
	if there > 0 {
		q.Lines = append(q.Lines, words.N("%d message is still at your provider and stays there.", "%d messages are still at your provider and stay there.", there))
	} else {
		q.Lines = append(q.Lines, words.T("As far as Satchel knows, no message is left at your provider."))
	}
	q.Lines = append(q.Lines, words.N("%d letter of this account is on this computer.", "%d letters of this account are on this computer.", here))
	return q
}

// RemoveChoices are what can become of an account's letters; the first is the default.
func RemoveChoices() []string {
	return []string{words.T("Keep the letters on this computer"), words.T("Delete the letters from this computer too")}
}

// DeleteWarning is what to say once more where letters would be gone for good: copies
// at the provider are not promised to be complete.
func DeleteWarning(here, there int) string {
	text := words.N("%d letter will be deleted from this computer for good.", "%d letters will be deleted from this computer for good.", here)
	if there == 0 {
		return text + " " + words.T("There is no other copy that Satchel knows of.")
	}
	return text + " " + words.T("At most %s of them can be fetched again from your provider.", Number(there))
}

// DestroyQuestion asks before messages leave the Bin for good. onServer of them have a
// copy at the provider as far as is known, which leaves the provider too for leaving of
// them, as their account is set to.
func DestroyQuestion(n, onServer, leaving int) Question {
	q := Question{Title: words.N("Delete %d message for good?", "Delete %d messages for good?", n), Yes: words.T("Delete for good"),
		Text: words.T("This cannot be undone.")}
	switch {
	case onServer == 0:
		q.Lines = []string{words.T("There is no copy at your provider.")}
	case leaving == n && n == 1:
		q.Lines = []string{words.T("It is removed at your provider too, at the next check.")}
	case leaving > 0:
		q.Lines = []string{words.N("%d of them is removed at your provider too, at the next check.", "%d of them are removed at your provider too, at the next check.", leaving)}
		if onServer > leaving {
			q.Lines = append(q.Lines, words.N("%d other stays there as long as your settings say.", "%d others stay there as long as your settings say.", onServer-leaving))
		}
	case n == 1:
		q.Lines = []string{words.T("It stays at your provider as long as your settings say.")}
	case onServer == n:
		q.Lines = []string{words.T("They stay at your provider as long as your settings say.")}
	default:
		q.Lines = []string{words.N("%d of them stays at your provider as long as your settings say.", "%d of them stay at your provider as long as your settings say.", onServer)}
	}
	return q
}

// EmptyBinQuestion asks before all in the Bin goes for good; removes says that the
// account is set to remove it at the provider too.
func EmptyBinQuestion(n int, removes bool) Question {
	q := Question{Title: words.T("Empty the Bin?"), Yes: words.T("Delete for good"),
		Text: words.N("%d message is deleted for good. This cannot be undone.", "%d messages are deleted for good. This cannot be undone.", n)}
	if n == 0 {
		q.Text = words.T("The folders in it are removed. This cannot be undone.")
	}
	q.Lines = []string{words.T("Copies at your provider stay there as long as your settings say.")}
	if removes {
		q.Lines = []string{words.T("Copies at your provider are removed too, at the next check.")}
	}
	return q
}

// EmptyJunkQuestion asks before all junk goes to the Bin.
func EmptyJunkQuestion(n int) Question {
	return Question{Title: words.T("Empty Junk?"), Yes: words.T("Move to Bin"),
		Text: words.N("%d message goes to the Bin and can be taken back from there.", "%d messages go to the Bin and can be taken back from there.", n)}
}

// HeldBy counts the messages in a folder and in all folders in it, and those folders.
func HeldBy(all []mailstore.Folder, id mailstore.FolderID) (total, folders int) {
	held := map[mailstore.FolderID]bool{id: true}
	for grown := true; grown; { // as many rounds as it is deep
		grown = false
		for _, f := range all {
			if held[f.Parent] && !held[f.ID] {
				held[f.ID], grown = true, true
				folders++
			}
		}
	}
	for _, f := range all {
		if held[f.ID] {
			total += f.Total
		}
	}
	return total, folders
}
