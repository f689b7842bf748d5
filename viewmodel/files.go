package viewmodel

import (
	"net/url"
	"path"
	"strings"

	"satchel/mailmsg"
	"satchel/words"
)

// FileKind chooses the icon of an attachment.
type FileKind string

// The kinds of file.
const (
	PictureFile  FileKind = "picture"
	PDFFile      FileKind = "pdf"
	ArchiveFile  FileKind = "archive"
	AudioFile    FileKind = "audio"
	VideoFile    FileKind = "video"
	DocumentFile FileKind = "document"
	TableFile    FileKind = "table"
	MailFile     FileKind = "mail"
	OtherFile    FileKind = "other"
)

// File is one attachment as a tile shows it. Index is its place in the message's
// attachments.
type File struct {
	Index  int
	Name   string
	Size   string
	Kind   FileKind
	Danger string // why it is not opened without asking, "" for harmless kinds
}

// leastPicture is the size from which a picture within a web page is worth a tile while
// the page is shown as text: a photograph or a poster, no logo and no line.
const leastPicture = 8000

// view says in which form a letter is shown.
type view int

const (
	asText       view = iota // a letter that is plain text
	asPage                   // a web page
	asTextOfPage             // of a web page the text alone
)

// filesOf lists the attachments and sums up their sizes. Pictures that are seen in the letter are left out; large ones of
// a web page of which only the text is shown are not. page is the letter's own.
func filesOf(list []mailmsg.Attachment, page string, v view) (files []File, sum string) {
	var octets int64
	for i, a := range list {
		if a.Hidden || a.Inline && seenInText(a, page, v) {
			continue
		}
		octets += a.Size
		files = append(files, File{Index: i, Name: a.Name, Size: Size(a.Size), Kind: fileKind(a.Name, a.Kind()), Danger: dangerOf(a)})
	}
	if len(files) == 0 {
		return nil, ""
	}
	return files, words.N("%d file, %s", "%d files, %s", len(files), Size(octets))
}

// seenInText says of a picture that belongs to the letter whether it is shown with it.
func seenInText(a mailmsg.Attachment, page string, v view) bool {
	if v == asPage {
		cid := a.ContentID != "" && (strings.Contains(page, "cid:"+a.ContentID) || strings.Contains(page, "cid:"+url.PathEscape(a.ContentID)))
		return cid || a.Location != "" && strings.Contains(page, a.Location)
	}
	return a.ContentID != "" && (v == asText || a.Size < leastPicture)
}

var kindByEnding = map[string]FileKind{
	".pdf": PDFFile,
	".zip": ArchiveFile, ".7z": ArchiveFile, ".rar": ArchiveFile, ".gz": ArchiveFile, ".tar": ArchiveFile, ".xz": ArchiveFile,
	".doc": DocumentFile, ".docx": DocumentFile, ".odt": DocumentFile, ".rtf": DocumentFile, ".txt": DocumentFile, ".md": DocumentFile,
	".xls": TableFile, ".xlsx": TableFile, ".ods": TableFile, ".csv": TableFile,
	".eml": MailFile, ".msg": MailFile,
}

// KindOfFile tells the kind of a file that is to be attached.
func KindOfFile(name, mediaType string) FileKind { return fileKind(name, mediaType) }

func fileKind(name, mediaType string) FileKind {
	switch {
	case strings.HasPrefix(mediaType, "image/"):
		return PictureFile
	case strings.HasPrefix(mediaType, "audio/"):
		return AudioFile
	case strings.HasPrefix(mediaType, "video/"):
		return VideoFile
	case mediaType == "message/rfc822":
		return MailFile
	case mediaType == "application/pdf":
		return PDFFile
	}
	if kind, ok := kindByEnding[fileEnding(name)]; ok {
		return kind
	}
	return OtherFile
}

func fileEnding(name string) string { return strings.ToLower(path.Ext(name)) }

// Endings of files that can do something when opened, by what they are. What a file is
// called decides how a system opens it, and the media type is only the sender's claim:
// both are looked at.
var (
	programEndings = endings("exe com bat cmd msi msp scr pif cpl ps1 vbs vbe js jse wsf wsh hta jar lnk reg inf scf url " +
		"sh bash csh command desktop appimage run bin deb rpm flatpakref snap app dmg pkg apk py pl rb iso img vhd chm msc gadget")
	macroEndings = endings("docm dotm xlsm xltm xlam pptm potm ppam ppsm sldm xll")
	pageEndings  = endings("html htm xhtml shtml mht mhtml svg xml")
)

func endings(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set["."+w] = true
	}
	return set
}

// dangerOf says why a file is not opened without a question, by its content first.
func dangerOf(a mailmsg.Attachment) string {
	if text, ok := riskDangers[a.Risk]; ok {
		return words.T(text)
	}
	return fileDanger(a.Name, a.Type)
}

//words:keys
var riskDangers = map[mailmsg.Risk]string{
	mailmsg.RiskDisguise:  "This file is a program or a web page that passes itself off as something else. Do not open it.",
	mailmsg.RiskProgram:   "This file is a program. If it is not what it says, it can do anything you can do on this computer.",
	mailmsg.RiskScript:    "This file is a program. If it is not what it says, it can do anything you can do on this computer.",
	mailmsg.RiskShortcut:  "This file is a link that can start a program. Open it only if you expected it from this sender.",
	mailmsg.RiskDiskImage: "This file is a disk image, and programs in it start without a warning. Open it only if you expected it from this sender.",
	mailmsg.RiskMacro:     "This document can contain a program. Open it only if you expected it from this sender.",
	mailmsg.RiskLocked:    "This archive has a password, so no virus scanner can look into it. Open it only if you expected it from this sender.",
}

// fileDanger says why a file of which only name and type are known is not opened without a question.
func fileDanger(name, mediaType string) string {
	switch ending := fileEnding(strings.TrimRight(name, ". ")); {
	case programEndings[ending], programTypes[mediaType]:
		return words.T("This file is a program. If it is not what it says, it can do anything you can do on this computer.")
	case macroEndings[ending]:
		return words.T("This document can contain a program. Open it only if you expected it from this sender.")
	case pageEndings[ending]:
		return words.T("This file opens in your web browser and may show a false sign-in page. Never type a password there.")
	case ending == "":
		return words.T("This file does not say what it is. Open it only if you expected it from this sender.")
	}
	return ""
}

var programTypes = map[string]bool{
	"application/x-msdownload": true, "application/x-dosexec": true, "application/x-executable": true,
	"application/x-sh": true, "application/x-shellscript": true, "application/x-ms-installer": true,
	"application/x-msi": true, "application/java-archive": true, "application/x-desktop": true, "application/hta": true,
}
