package viewmodel

import (
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

// Question is a box that says what will happen before it does.
type Question struct {
	Title, Text string
	Lines       []string // further sentences, one a line
	Yes         string   // the button that does it
	Other       string   // the milder way, "" for none
}

// KeepQuestion asks before a new policy comes into force. ask is false where nothing
// would be removed that is not removed today: the policy can simply be set.
func KeepQuestion(p mailsync.Preview, k mailstore.Keep, now time.Time) (q Question, ask bool) {
	if len(p.Remove) == 0 && len(p.Later) == 0 {
		return Question{}, false
	}
	q = Question{
		Title: "Keep mail at your provider " + KeepWords(k) + "?",
		Text:  p.Sentence,
		Yes:   "Do it",
		Other: "Only for mail from today on",
	}
	if q.Text == "" {
		q.Text = removalText(p)
	}
	if n := len(p.Later); n > 0 {
		line := Count(n, "message follows", "messages follow") + " later, each on its day"
		if day := firstDay(p.Later); !day.IsZero() {
			line += ", the first on " + Day(day, now)
		}
		q.Lines = append(q.Lines, line+".")
	}
	q.Lines = append(q.Lines, "All of it stays on this computer.")
	return q, true
}

// removalText counts what the next check would remove.
func removalText(p mailsync.Preview) string {
	if len(p.Remove) == 0 {
		return "The next check removes nothing from the server."
	}
	text := "At the next check " + Count(len(p.Remove), "message", "messages") + " (" + Size(p.Bytes) + ") will be removed from the server."
	if p.KeepIncomplete > 0 {
		text += " " + Count(p.KeepIncomplete, "is not complete here and stays.", "are not complete here and stay.")
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
		Title: "Remove " + a.Email + " from Satchel?",
		Text:  "Satchel will no longer fetch mail for this account, and forgets its password.",
		Yes:   "Remove the account",
	}
	if there > 0 {
		q.Lines = append(q.Lines, Count(there, "message is still at your provider and stays there.", "messages are still at your provider and stay there."))
	} else {
		q.Lines = append(q.Lines, "As far as Satchel knows, no message is left at your provider.")
	}
	q.Lines = append(q.Lines, Count(here, "letter of this account is on this computer.", "letters of this account are on this computer."))
	return q
}

// RemoveChoices are what can become of an account's letters; the first is the default.
func RemoveChoices() []string {
	return []string{"Keep the letters on this computer", "Delete the letters from this computer too"}
}

// DeleteWarning is what to say once more where letters would be gone for good: copies
// at the provider are not promised to be complete.
func DeleteWarning(here, there int) string {
	text := Count(here, "letter", "letters") + " will be deleted from this computer for good."
	if there == 0 {
		return text + " There is no other copy that Satchel knows of."
	}
	return text + " At most " + Number(there) + " of them can be fetched again from your provider."
}

// DestroyQuestion asks before messages leave the Bin for good. onServer of them have a
// copy at the provider as far as is known, which leaves the provider too for leaving of
// them, as their account is set to.
func DestroyQuestion(n, onServer, leaving int) Question {
	q := Question{Title: "Delete " + Count(n, "message", "messages") + " for good?", Yes: "Delete for good",
		Text: "This cannot be undone."}
	switch {
	case onServer == 0:
		q.Lines = []string{"There is no copy at your provider."}
	case leaving == n && n == 1:
		q.Lines = []string{"It is removed at your provider too, at the next check."}
	case leaving > 0:
		q.Lines = []string{Count(leaving, "of them is removed", "of them are removed") + " at your provider too, at the next check."}
		if onServer > leaving {
			q.Lines = append(q.Lines, Count(onServer-leaving, "other stays", "others stay")+" there as long as your settings say.")
		}
	case n == 1:
		q.Lines = []string{"It stays at your provider as long as your settings say."}
	case onServer == n:
		q.Lines = []string{"They stay at your provider as long as your settings say."}
	default:
		q.Lines = []string{Count(onServer, "of them stays", "of them stay") + " at your provider as long as your settings say."}
	}
	return q
}

// EmptyBinQuestion asks before all in the Bin goes for good; removes says that the
// account is set to remove it at the provider too.
func EmptyBinQuestion(n int, removes bool) Question {
	q := Question{Title: "Empty the Bin?", Yes: "Delete for good",
		Text: Count(n, "message is", "messages are") + " deleted for good. This cannot be undone."}
	if n == 0 {
		q.Text = "The folders in it are removed. This cannot be undone."
	}
	q.Lines = []string{"Copies at your provider stay there as long as your settings say."}
	if removes {
		q.Lines = []string{"Copies at your provider are removed too, at the next check."}
	}
	return q
}

// EmptyJunkQuestion asks before all junk goes to the Bin.
func EmptyJunkQuestion(n int) Question {
	return Question{Title: "Empty Junk?", Yes: "Move to Bin",
		Text: Count(n, "message goes", "messages go") + " to the Bin and can be taken back from there."}
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
