package assets

import "embed"

// Name names an icon of the set: a file in icons/ without its ending.
type Name string

// The icons. All are drawn on a 20-pixel grid with a stroke of 1.5.
const (
	AllInboxes   Name = "all-inboxes"
	Inbox        Name = "inbox"
	Drafts       Name = "drafts"
	Outbox       Name = "outbox"
	Sent         Name = "sent"
	Junk         Name = "junk"
	Bin          Name = "bin"
	Folder       Name = "folder"
	GetMail      Name = "get-mail"
	Write        Name = "write"
	Reply        Name = "reply"
	ReplyAll     Name = "reply-all"
	Forward      Name = "forward"
	Archive      Name = "archive"
	Star         Name = "star"
	StarFilled   Name = "star-filled"
	Paperclip    Name = "paperclip"
	Cloud        Name = "cloud"
	Server       Name = "server"
	Search       Name = "search"
	Filter       Name = "filter"
	Sort         Name = "sort"
	More         Name = "more"
	Close        Name = "close"
	Add          Name = "add"
	Settings     Name = "settings"
	Account      Name = "account"
	Undo         Name = "undo"
	Lock         Name = "lock"
	Calendar     Name = "calendar"
	Download     Name = "download"
	Open         Name = "open"
	Save         Name = "save"
	Print        Name = "print"
	Copy         Name = "copy"
	MarkRead     Name = "mark-read"
	MarkUnread   Name = "mark-unread"
	Warning      Name = "warning"
	Info         Name = "info"
	Check        Name = "check"
	ChevronRight Name = "chevron-right"
	ChevronDown  Name = "chevron-down"
	ChevronLeft  Name = "chevron-left"
	ChevronUp    Name = "chevron-up"
	FilePicture  Name = "file-picture"
	FilePDF      Name = "file-pdf"
	FileArchive  Name = "file-archive"
	FileAudio    Name = "file-audio"
	FileVideo    Name = "file-video"
	FileDocument Name = "file-document"
	FileTable    Name = "file-table"
	FileMail     Name = "file-mail"
	FileGeneric  Name = "file-generic"
)

//go:embed icons/*.svg
var icons embed.FS

// SVG is the drawing of an icon. An unknown name is a mistake in the program and
// gives the generic file's drawing, so that it is seen and nothing breaks.
func SVG(name Name) []byte {
	data, err := icons.ReadFile("icons/" + string(name) + ".svg")
	if err != nil {
		data, _ = icons.ReadFile("icons/" + string(FileGeneric) + ".svg")
	}
	return data
}
