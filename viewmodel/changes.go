package viewmodel

import (
	"strconv"
	"time"

	"satchel/mailstore"
	"satchel/words"
)

// Names are what the time line of changes needs to say what its numbers stand for. What is not among them is gone, or
// not worth naming.
type Names struct {
	Folders  map[mailstore.FolderID]mailstore.Folder
	Searches map[mailstore.SearchID]string
	Subjects map[mailstore.MessageID]string // for changes of a single message
}

// NewNames takes folders and saved searches as the store gives them.
func NewNames(folders []mailstore.Folder, searches []mailstore.SavedSearch) Names {
	n := Names{Folders: map[mailstore.FolderID]mailstore.Folder{}, Searches: map[mailstore.SearchID]string{}}
	for _, f := range folders {
		n.Folders[f.ID] = f
	}
	for _, f := range searches {
		n.Searches[f.ID] = f.Name
	}
	return n
}

// OneMessage is the message of a change of just one; ok is false for others.
func OneMessage(d mailstore.Done) (id mailstore.MessageID, ok bool) {
	switch d.Kind {
	case "unread", "starred", "folder":
		return mailstore.MessageID(d.First), d.Count == 1
	}
	return 0, false
}

// ChangeWords says what was done: "3 messages moved to Bin", "Folder “Garden” deleted".
func ChangeWords(d mailstore.Done, n Names) string {
	folder := func() string {
		return n.named(words.T("Folder"), words.T("A folder"), n.folder(mailstore.FolderID(d.First)))
	}
	search := func() string {
		return n.named(words.T("Search"), words.T("A search"), n.Searches[mailstore.SearchID(d.First)])
	}
	switch d.Kind {
	case "unread":
		return pickWord(d.Value == "1", words.T("%s marked as unread", n.messages(d)), words.T("%s marked as read", n.messages(d)))
	case "starred":
		return pickWord(d.Value == "1", words.T("%s starred", n.messages(d)), words.T("%s no longer starred", n.messages(d)))
	case "folder":
		if title := n.folder(number(d.Value)); title != "" {
			return words.T("%s moved to %s", n.messages(d), title)
		}
		return words.T("%s moved to a folder that is gone", n.messages(d))
	case "rename":
		return words.T("Folder %s renamed to %s", quoted(d.Was), quoted(d.Value))
	case "made":
		return words.T("%s made", folder())
	case "place":
		into := n.Folders[number(d.Value)]
		switch {
		case into.Role == mailstore.Bin:
			return words.T("%s deleted", folder())
		case into.ID == 0:
			return words.T("%s moved to the top", folder())
		}
		return words.T("%s moved into %s", folder(), quoted(folderTitle(into)))
	case "search":
		return pickWord(d.Value == "1", words.T("%s removed", search()), words.T("%s saved", search()))
	case "contact":
		return pickWord(d.Value == "1", words.N("%d contact deleted", "%d contacts deleted", d.Count), words.N("%d contact added", "%d contacts added", d.Count))
	case "contacts":
		return words.N("%d contact merged", "%d contacts merged", max(2, d.Count-1))
	case "search-name":
		return words.T("Search %s renamed to %s", quoted(d.Was), quoted(d.Value))
	}
	return words.T("Something changed by a newer Satchel")
}

// messages counts them, or names the only one.
func (n Names) messages(d mailstore.Done) string {
	if id, ok := OneMessage(d); ok {
		if subject, known := n.Subjects[id]; known {
			return quoted(subjectOf(subject))
		}
	}
	return words.N("%d message", "%d messages", d.Count)
}

func (n Names) folder(id mailstore.FolderID) string {
	if f, ok := n.Folders[id]; ok {
		return Shortened(folderTitle(f))
	}
	return ""
}

func (n Names) named(word, otherwise, name string) string {
	if name == "" {
		return otherwise
	}
	return word + " " + quoted(name)
}

func number(text string) mailstore.FolderID {
	n, _ := strconv.ParseInt(text, 10, 64) // unreadable: no folder has the number 0
	return mailstore.FolderID(n)
}

func pickWord(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}

func quoted(name string) string { return "“" + Shortened(name) + "”" }

// longestName is how many characters of a name are said in a sentence or a menu; folders may have any.
const longestName = 60

// Shortened is a name for a sentence or a menu.
func Shortened(name string) string {
	r := []rune(name)
	if len(r) <= longestName {
		return name
	}
	return string(r[:longestName-1]) + "…"
}

// UndoWords says what an undo came to, or doing again what was undone.
func UndoWords(o mailstore.Outcome, n Names) string {
	what := ChangeWords(o.Done, n)
	switch {
	case o.Count == 0 && o.Done.Undone:
		return words.T("This cannot be taken back any more, as it was changed again since: %s", what)
	case o.Count == 0:
		return words.T("This cannot be done again any more, as it was changed since: %s", what)
	case o.Done.Undone:
		return words.T("Taken back: %s", what)
	}
	return words.T("Done again: %s", what)
}

// ChangeRow is a line of the page of changes.
type ChangeRow struct {
	ID     mailstore.ChangeID
	Day    string // "Today", "Yesterday", "Mon 23 November": the heading it stands under
	Time   string // "14:20"
	Text   string
	Action string // the button: "Undo", "Do again", "" for none
	Undone bool
}

// ChangeRows words the time line.
func ChangeRows(list []mailstore.Done, n Names, now time.Time) []ChangeRow {
	rows := make([]ChangeRow, len(list))
	for i, d := range list {
		rows[i] = ChangeRow{ID: d.ID, Day: changeDay(d.At, now), Time: Clock(d.At.In(now.Location())), Text: ChangeWords(d, n), Undone: d.Undone}
		switch {
		case !d.Undone:
			rows[i].Action = words.T("Undo")
		case d.Kind != "made":
			rows[i].Action = words.T("Do again")
		}
	}
	return rows
}

func changeDay(t, now time.Time) string {
	switch daysApart(t.In(now.Location()), now) {
	case 0:
		return words.T("Today")
	case 1:
		return words.T("Yesterday")
	}
	return Day(t, now)
}
