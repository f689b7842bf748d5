package viewmodel

import (
	"strconv"
	"time"

	"satchel/mailstore"
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
	folder := func() string { return n.named("Folder", "A folder", n.folder(mailstore.FolderID(d.First))) }
	search := func() string { return n.named("Search", "A search", n.Searches[mailstore.SearchID(d.First)]) }
	switch d.Kind {
	case "unread":
		return n.messages(d) + pickWord(d.Value == "1", " marked as unread", " marked as read")
	case "starred":
		return n.messages(d) + pickWord(d.Value == "1", " starred", " no longer starred")
	case "folder":
		if title := n.folder(number(d.Value)); title != "" {
			return n.messages(d) + " moved to " + title
		}
		return n.messages(d) + " moved to a folder that is gone"
	case "rename":
		return "Folder " + quoted(d.Was) + " renamed to " + quoted(d.Value)
	case "made":
		return folder() + " made"
	case "place":
		into := n.Folders[number(d.Value)]
		switch {
		case into.Role == mailstore.Bin:
			return folder() + " deleted"
		case into.ID == 0:
			return folder() + " moved to the top"
		}
		return folder() + " moved into " + quoted(folderTitle(into))
	case "search":
		return search() + pickWord(d.Value == "1", " removed", " saved")
	case "contact":
		return Count(d.Count, "contact", "contacts") + pickWord(d.Value == "1", " deleted", " added")
	case "contacts":
		return Count(max(2, d.Count-1), "contact", "contacts") + " merged"
	case "search-name":
		return "Search " + quoted(d.Was) + " renamed to " + quoted(d.Value)
	}
	return "Something changed by a newer Satchel"
}

// messages counts them, or names the only one.
func (n Names) messages(d mailstore.Done) string {
	if id, ok := OneMessage(d); ok {
		if subject, known := n.Subjects[id]; known {
			return quoted(subjectOf(subject))
		}
	}
	return Count(d.Count, "message", "messages")
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
		return "This cannot be taken back any more, as it was changed again since: " + what
	case o.Count == 0:
		return "This cannot be done again any more, as it was changed since: " + what
	case o.Done.Undone:
		return "Taken back: " + what
	}
	return "Done again: " + what
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
			rows[i].Action = "Undo"
		case d.Kind != "made":
			rows[i].Action = "Do again"
		}
	}
	return rows
}

func changeDay(t, now time.Time) string {
	switch daysApart(t.In(now.Location()), now) {
	case 0:
		return "Today"
	case 1:
		return "Yesterday"
	}
	return Day(t, now)
}
