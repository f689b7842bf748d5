package viewmodel

import (
	"strings"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/words"
)

// Letter is one message as the reading pane shows it.
type Letter struct {
	ID           mailstore.MessageID
	Subject      string
	Name         string // of the sender, else the address
	Address      string // "" where Name is the address already
	To, Cc       string // "To Ann, bob@example.org", "" for nobody
	When         string // the date in words
	Text         string
	Empty        string // what to say where Text is empty
	Attachments  []File
	Banners      []Banner
	Unread       bool
	Starred      bool
	Server       string // "On the server until Tue 2 December", "" if no copy is there
	InBin        bool
	Partial      bool // only its beginning is here
	RawSize      string
	AttachedSize string // "3 files, 1.2 MB", "" for none
}

// Banner is a sentence above the letter's text. Action names what its button does:
// ActionSource, ActionGetRest, ActionFetchAgain, ActionFromBackup or ""; Other the same of a
// second button.
type Banner struct {
	Warning       bool
	Text          string
	Action, Other string
}

// PicturesBlocked says why a letter lacks pictures.
//
//words:keys
const PicturesBlocked = "Pictures from the internet are not shown, so that the sender does not learn that you read this."

// ActionSource shows the message's source.
//
//words:keys
const ActionSource = "Show the original"

// ActionGetRest fetches all of a message of which only the beginning is here.
//
//words:keys
const ActionGetRest = "Get the rest"

// NewLetter words a message. role is that of the folder it lies in.
func NewLetter(h mailstore.Head, m *mailmsg.Message, role mailstore.Role, now time.Time) Letter {
	sender := firstOf(m.From, mailmsg.Address{Name: h.FromName, Address: h.FromAddress})
	l := Letter{
		ID: h.ID, Subject: subjectOf(m.Subject), Name: personName(sender.Name, sender.Shown()),
		To: peopleLine(words.T("To"), m.To), Cc: peopleLine(words.T("Cc"), m.Cc), When: LetterTime(h.Date, now),
		Text: m.Text, Empty: words.T("This letter has no text."), Unread: h.Unread, Starred: h.Starred,
		Server: serverTip(&h, now), InBin: role == mailstore.Bin, Partial: h.Partial, RawSize: Size(h.Size),
	}
	if sender.Name != "" {
		l.Address = sender.Shown()
	}
	v := asText
	if m.HTML != "" {
		v = asPage
	}
	l.Attachments, l.AttachedSize = filesOf(m.Attachments, m.HTML, v)
	l.Banners = bannersOf(m, now.Location())
	if h.Partial {
		l.Banners = []Banner{partialBanner(h)} // that it ends too early is no fault of the letter
	}
	return l
}

// ShowText words what is different where of a letter that is a web page the text alone is shown.
func (l *Letter) ShowText(m *mailmsg.Message) {
	if m.HTML != "" {
		l.Attachments, l.AttachedSize = filesOf(m.Attachments, m.HTML, asTextOfPage)
	}
}

// partialBanner says why a letter ends early, and what can be done.
func partialBanner(h mailstore.Head) Banner {
	text := words.T("Only the beginning of this letter is here. All of it has %s, more than this account's limit.", Size(h.Size))
	if !h.OnServer {
		return Banner{Warning: true, Text: text + " " + words.T("The rest is no longer at your provider.")}
	}
	return Banner{Text: text, Action: ActionGetRest}
}

func firstOf(list []mailmsg.Address, other mailmsg.Address) mailmsg.Address {
	if len(list) > 0 {
		return list[0]
	}
	return other
}

// mostNamed is how many recipients are named; a letter to a whole club would push its
// own text out of sight.
const mostNamed = 12

func peopleLine(word string, list []mailmsg.Address) string {
	if len(list) == 0 {
		return ""
	}
	var names []string
	for _, a := range list[:min(len(list), mostNamed)] {
		names = append(names, personName(a.Name, a.Shown()))
	}
	line := word + " " + strings.Join(names, ", ")
	if more := len(list) - mostNamed; more > 0 {
		line += " " + words.N("and %d other", "and %d others", more)
	}
	return line
}

// bannersOf says what kind of letter it is and what is wrong with it. local is the reader's time zone.
func bannersOf(m *mailmsg.Message, local *time.Location) []Banner {
	var banners []Banner
	if len(m.From) > 0 && m.From[0].HasLookAlike() {
		banners = append(banners, Banner{Warning: true, Text: words.T("The sender's address could pass for another one: letters of other alphabets in it look like those of a known name. Satchel shows it in its technical form, %s. Check that you know it before you answer or open anything.", m.From[0].Shown())})
	}
	for _, e := range m.Events[:min(3, len(m.Events))] {
		banners = append(banners, Banner{Text: e.Sentence(local)})
	}
	for _, note := range m.Notes[:min(3, len(m.Notes))] {
		banners = append(banners, Banner{Text: words.T(note)})
	}
	if text := defectsText(m.Defects); text != "" {
		banners = append(banners, Banner{Warning: true, Text: text, Action: ActionSource})
	}
	return banners
}

// defectsText names at most three of a letter's defects: the source shows the rest. Each
// is a whole sentence already, so one alone needs no introduction.
func defectsText(defects []string) string {
	if len(defects) == 0 {
		return ""
	}
	var parts []string
	for _, d := range defects[:min(3, len(defects))] {
		parts = append(parts, plainDefect(d))
	}
	text := strings.Join(parts, " ")
	if len(defects) > 1 {
		text = words.T("This letter did not arrive in good order.") + " " + text
	}
	if more := len(defects) - 3; more > 0 {
		text += " " + words.T("And %s more.", Number(more))
	}
	return text
}
