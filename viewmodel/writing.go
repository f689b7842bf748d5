package viewmodel

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/words"
)

// Writing is a letter being written, as its window begins.
type Writing struct {
	Account     mailstore.AccountID // whose letter it is
	To, Cc, Bcc string              // as in the fields, a line for each entry, or several with commas
	Subject     string
	Above       string // text at its start
	Quote       string // the text quoted below it
	Forwarded   string // the text passed on below it, not marked as a quote
	InReplyTo   string
	References  []string
	Caret       Caret
	Answers     mailstore.MessageID // the letter it answers, 0 for none
	PassesOn    mailstore.MessageID // the one it forwards
}

// Caret is a place in the text: a paragraph, and runes of it.
type Caret struct{ Paragraph, Rune int }

// Answer says what a letter is answered with.
type Answer int

// Answers.
const (
	Reply Answer = iota
	ReplyAll
	Forward
)

// NewAnswer begins an answer to a letter of an account. own are the addresses of the person's accounts, to whom nothing is
// sent.
func NewAnswer(kind Answer, account mailstore.AccountID, m *mailmsg.Message, own []string, now time.Time) Writing {
	w := Writing{Account: account}
	if kind == Forward {
		w.Subject = prefixed("Fwd: ", m.Subject, "fwd", "fw", "wg", "tr", "rv", "vs", "i")
		w.Forwarded = forwarded(m, now)
		_, w.References = mailmsg.ReplyReferences(m)
		return w
	}
	w.Subject = prefixed("Re: ", m.Subject, "re", "aw", "sv", "antw", "odp", "res", "ref")
	w.InReplyTo, w.References = mailmsg.ReplyReferences(m)
	to, cc := answerTo(m, own, kind == ReplyAll)
	w.To, w.Cc = typedAddresses(to), typedAddresses(cc)
	w.Above = "\n\n" + attribution(m, now)
	w.Quote = strings.TrimRight(m.Text, "\n ")
	return w
}

// answerTo says who gets an answer: whom the letter asks to answer to, else its sender; of an own letter its recipients.
func answerTo(m *mailmsg.Message, own []string, all bool) (to, cc []mailmsg.Address) {
	seen := map[string]bool{}
	for _, address := range own {
		seen[strings.ToLower(address)] = true
	}
	add := func(list, more []mailmsg.Address) []mailmsg.Address {
		for _, a := range more {
			if key := strings.ToLower(a.Address); a.Address != "" && !seen[key] {
				seen[key] = true
				list = append(list, a)
			}
		}
		return list
	}
	back := m.ReplyTo
	if len(back) == 0 {
		back = m.From
	}
	to = add(nil, back)
	if mine := len(m.From) > 0 && slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(o, m.From[0].Address) }); mine {
		to = add(to, m.To)
	}
	if all {
		cc = add(nil, slices.Concat(m.To, m.Cc))
	}
	if len(to) == 0 { // a letter to oneself
		to = back
	}
	return to, cc
}

// prefixed puts Re: or the like before a subject, unless it is there already in whatever language.
func prefixed(prefix, subject string, known ...string) string {
	if head, _, found := strings.Cut(subject, ":"); found {
		head, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(head)), "[") // Re[2]:
		if slices.Contains(known, strings.TrimSpace(head)) {
			return subject
		}
	}
	return prefix + subject
}

// attribution is the line above a quote.
func attribution(m *mailmsg.Message, now time.Time) string {
	who := words.T("Somebody")
	if len(m.From) > 0 {
		who = personName(m.From[0].Name, m.From[0].Shown())
	}
	if m.Date.IsZero() {
		return words.T("%s wrote:", who)
	}
	return words.T("On %s, %s wrote:", words.Moment(m.Date.In(now.Location())), who)
}

// forwarded is what is passed on: who wrote what to whom, and the text.
func forwarded(m *mailmsg.Message, now time.Time) string {
	var b strings.Builder
	b.WriteString("\n\n---------- Forwarded message ----------\n")
	line := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	line(words.T("From"), typedAddresses(m.From))
	if !m.Date.IsZero() {
		line(words.T("Date"), words.Moment(m.Date.In(now.Location())))
	}
	line(words.T("Subject"), m.Subject)
	line(words.T("To"), typedAddresses(m.To))
	line(words.T("Cc"), typedAddresses(m.Cc))
	b.WriteString("\n" + strings.TrimRight(m.Text, "\n "))
	return b.String()
}

// typedAddresses is a list as a person types it.
func typedAddresses(list []mailmsg.Address) string {
	var out []string
	for _, a := range list {
		name := strings.TrimSpace(strings.Map(printable, a.Name))
		switch {
		case a.Address == "":
			continue
		case name == "" || strings.EqualFold(name, a.Address):
			out = append(out, a.Address)
		case strings.ContainsAny(name, `()<>[]:;@\,."`):
			out = append(out, `"`+strings.NewReplacer(`\`, ``, `"`, `'`).Replace(name)+`" <`+a.Address+">")
		default:
			out = append(out, name+" <"+a.Address+">")
		}
	}
	return strings.Join(out, ", ")
}

func printable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// Recipients reads a field of addresses, each line by itself. wrong are the entries that are none, as they were typed.
func Recipients(text string) (list []mailmsg.Address, wrong []string) {
	for line := range strings.Lines(text) {
		for _, a := range mailmsg.ParseAddresses(line) {
			if isTypedAddress(a.Address) {
				list = append(list, a)
			} else if said := strings.TrimSpace(a.Name + " " + a.Address); said != "" {
				wrong = append(wrong, said)
			}
		}
	}
	return list, wrong
}

// isTypedAddress asks mailmsg, which will have to write it.
func isTypedAddress(address string) bool {
	d := mailmsg.Draft{From: mailmsg.Address{Address: address}, Date: time.Unix(1, 0), MessageID: "a@b", Writing: "-"}
	return address != "" && d.Check() == nil
}

// draftState is what is kept of a letter beside its message: what a message could not hold, or would write otherwise.
type draftState struct {
	To, Cc, Bcc, Subject string
	Caret                Caret
	Answers              mailstore.MessageID `json:",omitempty"`
	PassesOn             mailstore.MessageID `json:",omitempty"`
}

// State is what the copy in Drafts remembers (mailmsg.Draft.Writing).
func (w Writing) State() string {
	text, err := json.Marshal(draftState{w.To, w.Cc, w.Bcc, w.Subject, w.Caret, w.Answers, w.PassesOn})
	if err != nil {
		return "{}" // strings and numbers: it cannot fail
	}
	return string(text)
}

// DraftText is a text as the copy in Drafts holds it: a message's text ends with a line end, and one of the letter's own at its
// end would be taken for that.
func DraftText(text string) string { return text + "\n" }

// FromDraft goes on with a letter out of Drafts, one of another program's too.
func FromDraft(account mailstore.AccountID, m *mailmsg.Message) Writing {
	w := Writing{
		Account: account, To: typedAddresses(m.To), Cc: typedAddresses(m.Cc), Bcc: typedAddresses(m.Bcc), Subject: m.Subject,
		Above: strings.TrimSuffix(m.SentText, "\n"), InReplyTo: m.InReplyTo, References: m.References,
	}
	if m.SentText == "" {
		w.Above = strings.TrimSuffix(m.Text, "\n")
	}
	var state draftState
	if m.Writing != "" && json.Unmarshal([]byte(m.Writing), &state) == nil {
		w.To, w.Cc, w.Bcc, w.Subject, w.Caret = state.To, state.Cc, state.Bcc, state.Subject, state.Caret
		w.Answers, w.PassesOn = state.Answers, state.PassesOn
	}
	return w
}

// AsNew is a letter that begins like this one and answers nothing.
func (w Writing) AsNew() Writing {
	return Writing{Account: w.Account, To: w.To, Cc: w.Cc, Bcc: w.Bcc, Subject: w.Subject, Above: w.Above}
}

// attachmentWords say in some languages that something is enclosed. They are looked for as beginnings of words.
var attachmentWords = []string{
	"attach", "enclosed", "anhang", "angehängt", "anhängend", "anbei", "beigefügt", "beiliegend", "anlage", "pièce jointe", "pièces jointes", "ci-joint",
	"adjunt", "allegat", "bijlage", "bijgevoegd", "bifoga", "vedhæft", "vedlagt", "liite", "załącz", "em anexo", "příloh", "melléklet",
}

// SpeaksOfAttachment says whether a text announces an attachment.
func SpeaksOfAttachment(text string) bool {
	text = strings.ToLower(text)
	for _, word := range attachmentWords {
		from := 0
		for {
			at := strings.Index(text[from:], word)
			if at < 0 {
				break
			}
			if before, _ := utf8.DecodeLastRuneInString(text[:from+at]); !unicode.IsLetter(before) { // none: RuneError
				return true
			}
			from += at + len(word)
		}
	}
	return false
}

// BeforeSending are the questions to be asked before a letter goes out, in order.
func BeforeSending(subject, text string, files int) (questions []Question) {
	if strings.TrimSpace(subject) == "" {
		questions = append(questions, Question{Title: words.T("Send without a subject?"), Text: words.T("The letter has no subject. Whoever gets it sees an empty line in their list."), Yes: words.T("Send it so")})
	}
	if files == 0 && SpeaksOfAttachment(subject+"\n"+text) {
		questions = append(questions, Question{Title: words.T("Is a file missing?"), Text: words.T("The letter speaks of an attachment, but no file is attached."), Yes: words.T("Send it so")})
	}
	return questions
}
