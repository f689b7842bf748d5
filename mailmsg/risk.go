package mailmsg

import (
	"bytes"
	"path"
	"strings"
)

// Risk is what opening a file could do. The zero value is no known risk.
type Risk int

// The classes of risk, the worst last.
const (
	NoRisk        Risk = iota
	RiskUnknown        // nothing says what the file is
	RiskLocked         // an archive with a password: nothing can look into it
	RiskPage           // a web page or drawing that a browser opens, often a false sign-in page
	RiskMacro          // a document with a program in it
	RiskDiskImage      // a disk image: what is in it loses the mark of coming from elsewhere
	RiskShortcut       // a link to something that is run or fetched
	RiskScript         // a program in text form
	RiskProgram
	RiskDisguise // a name or type that hides one of the above
)

var riskNames = [...]string{"", "unknown", "locked", "page", "macro", "disk-image", "shortcut", "script", "program", "disguise"}

// String is the class as a word for scripts: "program", "disguise", "" for NoRisk.
func (r Risk) String() string {
	if r < 0 || int(r) >= len(riskNames) {
		return ""
	}
	return riskNames[r]
}

// riskByEnding says what a system does with a file of that name. What a file is called decides it, whatever its type.
var riskByEnding = func() map[string]Risk {
	set := map[string]Risk{}
	for risk, words := range map[Risk]string{
		RiskProgram: "exe com scr pif cpl msi msp msix appx appxbundle msixbundle application appref-ms dll sys drv ocx ax gadget jar apk ipa " +
			"deb rpm flatpakref snap appimage run app pkg xbap air jnlp xpi crx action workflow",
		RiskScript: "bat cmd ps1 ps1xml ps2 psc1 psd1 psm1 vb vbe vbs vbscript js jse mjs ws wsf wsc wsh sct hta reg inf sh bash csh ksh zsh fish command tool " +
			"py pyw pyc pyz pl rb php lua tcl ahk au3 scpt scptd osa msh msh1 mst diagcab settingcontent-ms chm hlp msc udl wim",
		RiskShortcut:  "lnk url website webloc inetloc fileloc desktop scf search-ms library-ms rdp iqy slk oqy rqy theme themepack ics-settings",
		RiskMacro:     "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm xll xla wll mdb mde accdb accde mda mdw one onepkg",
		RiskDiskImage: "iso img vhd vhdx dmg toast nrg mdf udf vmdk",
		RiskPage:      "html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt",
	} {
		for word := range strings.FieldsSeq(words) {
			set["."+word] = risk
		}
	}
	return set
}()

// riskByType is for what the bytes say, or failing that the sender.
var riskByType = map[string]Risk{
	"application/x-msdownload": RiskProgram, "application/x-dosexec": RiskProgram, "application/vnd.microsoft.portable-executable": RiskProgram,
	"application/x-executable": RiskProgram, "application/x-mach-binary": RiskProgram, "application/java-archive": RiskProgram, "application/java-vm": RiskProgram,
	"application/x-ms-installer": RiskProgram, "application/x-msi": RiskProgram, "application/vnd.debian.binary-package": RiskProgram,
	"application/vnd.android.package-archive": RiskProgram, "application/wasm": RiskProgram,
	"application/x-sh": RiskScript, "text/x-shellscript": RiskScript, "application/x-shellscript": RiskScript, "application/hta": RiskScript,
	"application/javascript": RiskScript, "text/javascript": RiskScript, "application/x-bat": RiskScript, "application/vnd.ms-htmlhelp": RiskScript,
	"text/vbscript": RiskScript, "application/x-powershell": RiskScript,
	"application/x-ms-shortcut": RiskShortcut, "application/x-url": RiskShortcut, "application/x-desktop": RiskShortcut, "application/internet-shortcut": RiskShortcut,
	"application/onenote": RiskMacro, "application/vnd.ms-word.document.macroenabled.12": RiskMacro, "application/vnd.ms-excel.sheet.macroenabled.12": RiskMacro,
	"application/x-iso9660-image": RiskDiskImage, "application/x-apple-diskimage": RiskDiskImage, "application/x-vhd": RiskDiskImage, "application/x-vhdx": RiskDiskImage,
	"text/html": RiskPage, "application/xhtml+xml": RiskPage, "image/svg+xml": RiskPage, "text/xml": RiskPage,
}

// risk judges a file by name, declared type and content. named is the name as the sender wrote it.
func (a *Attachment) risk(named string, found contentWatch) Risk {
	ending := endingOf(a.Name)
	worst := max(riskByEnding[ending], riskByType[a.Content])
	if a.Content == "" {
		worst = max(worst, riskByType[a.Type])
	}
	if found.macro {
		worst = max(worst, RiskMacro)
	}
	if found.locked {
		worst = max(worst, RiskLocked)
	}
	if worst >= RiskPage && disguised(named, ending, a.Content, worst) {
		return RiskDisguise
	}
	if worst == NoRisk && ending == "" && a.Content == "" && a.Type != "message/rfc822" && !strings.HasPrefix(a.Type, "text/") {
		return RiskUnknown
	}
	return worst
}

func endingOf(name string) string {
	return strings.ToLower(path.Ext(strings.TrimRight(name, ". ")))
}

// disguised tells whether a risky file passes itself off as something harmless: "invoice.pdf.exe", a name that changes
// its writing direction or has a long gap in it, a program called .jpg.
func disguised(named, ending, content string, risk Risk) bool {
	if strings.ContainsFunc(named, isBidiControl) || strings.Contains(named, "      ") {
		return true
	}
	before := strings.TrimSuffix(strings.TrimRight(strings.ToLower(named), ". "), ending)
	if harmless[endingOf(before)] && risk != RiskMacro {
		return true
	}
	return harmless[ending] && riskByEnding[ending] < risk && riskByType[content] >= RiskShortcut
}

// harmless are endings that people open without a thought.
var harmless = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq("pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png gif bmp tif tiff webp heic mp3 wav mp4 mov avi zip eml ics vcf") {
		set["."+word] = true
	}
	return set
}()

// contentWatch looks for a few marks while a file is decoded piece by piece.
type contentWatch struct {
	head          []byte // the first sniffBytes
	tail          []byte // the end of the last piece
	kind          string // by the head
	sniffed       bool
	macro, locked bool
}

// Marks of programs inside documents: the name of the part in a new one, of the storage in an old one, in UTF-16.
var macroMarks = [...][]byte{[]byte("vbaProject.bin"), []byte("_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00"), []byte("M\x00a\x00c\x00r\x00o\x00s\x00\x00\x00"), []byte("xl/macrosheets/")}

const longestMark = 24

func (w *contentWatch) write(piece []byte) {
	if !w.sniffed {
		w.head = append(w.head, piece[:min(len(piece), sniffBytes-len(w.head))]...)
		if len(w.head) < sniffBytes {
			w.tail = append(w.tail, piece...)
			return
		}
		w.sniff()
	}
	if !w.isDocument() || w.macro {
		return
	}
	w.search(append(w.tail, piece[:min(len(piece), longestMark)]...))
	w.search(piece)
	w.tail = append(w.tail[:0], piece[max(0, len(piece)-longestMark):]...)
}

// close judges files shorter than the head too.
func (w *contentWatch) close() {
	if !w.sniffed {
		w.sniff()
		if w.isDocument() {
			w.search(w.tail)
		}
	}
}

func (w *contentWatch) sniff() {
	w.sniffed, w.kind = true, sniff(w.head)
	const flagsAt = 6 // of a zip's local header; bit 0: encrypted
	w.locked = bytes.HasPrefix(w.head, []byte("PK\x03\x04")) && len(w.head) > flagsAt && w.head[flagsAt]&1 != 0
}

func (w *contentWatch) isDocument() bool {
	return w.kind == "application/x-ole-storage" || strings.HasPrefix(w.kind, "application/vnd.openxml") || w.kind == "application/zip"
}

func (w *contentWatch) search(b []byte) {
	for _, mark := range macroMarks {
		w.macro = w.macro || bytes.Contains(b, mark)
	}
}
