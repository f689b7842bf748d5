package mailstore

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// searchWords is a search as typed: what the full text index is asked, and the rest of what is wanted.
type searchWords struct {
	wanted   []string // all of these, in the language of FTS5
	unwanted []string // none of these
	exact    []string // wanted, as whole words of subject or sender: hits that come first
	filters  []filter
	marks    []string // the words as typed, for marking them

	beginning string // the last word as typed where it may be unfinished; it is the last of wanted
}

// filter is a condition on the row of a message.
type filter struct {
	not  bool
	text string // SQL
	args []any
}

func (w searchWords) any() bool { return len(w.wanted)+len(w.unwanted)+len(w.filters) > 0 }

// names gives what a query may name: folders and accounts.
type names interface {
	folders(name string) []FolderID   // nil: there is none of that name
	accounts(name string) []AccountID // the same
}

// columns are the prefixes which ask for a word in one place only.
var columns = map[string]string{"from": "sender", "to": "recipients", "subject": "subject", "body": "body", "file": "attachments"}

// flags are what may stand behind is: and has:.
var flags = map[string]string{
	"is:unread": "unread = 1", "is:read": "unread = 0", "is:starred": "starred = 1", "is:flagged": "starred = 1",
	"is:answered": "answered = 1", "is:forwarded": "forwarded = 1",
	"has:attachment": "attached = 1", "has:attachments": "attached = 1", "has:star": "starred = 1",
}

// parseSearch reads what people type: words (all of them are wanted), "exact phrases", -unwanted words, from:, to:,
// subject:, body: and file: with a word or phrase, has:attachment, is:unread, read, starred, answered and forwarded,
// before: and after: with a year, month or day, in: with a folder, account: with an account.
//
// The last word may be unfinished and so finds what begins with it, from its second character on. No query is wrong:
// what is none of this is read as words, and what holds no letter or digit is left out.
func parseSearch(text string, known names, zone *time.Location) searchWords {
	var w searchWords
	// FTS5 reads its query as a C string: nothing may come through that ends one early.
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	for rest := strings.TrimLeftFunc(text, unicode.IsSpace); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		var t searchTerm
		t, rest = cutTerm(rest)
		if f, ok := t.filter(known, zone); ok {
			w.filters = append(w.filters, f)
		} else {
			w.add(t, rest == "")
		}
	}
	return w
}

// searchTerm is one word or phrase with its signs.
type searchTerm struct {
	not    bool
	name   string // what stands before a colon, in lower case, where it is a name that queries know; "" none
	text   string
	quoted bool
}

// cutTerm takes the first term off text, which begins with no space.
func cutTerm(text string) (t searchTerm, rest string) {
	if strings.HasPrefix(text, "-") {
		t.not, text = true, text[1:]
	}
	if name, after, ok := strings.Cut(text, ":"); ok && after != "" {
		switch name = strings.ToLower(name); name {
		case "from", "to", "subject", "body", "file", "has", "is", "before", "after", "in", "account":
			t.name, text = name, after
		}
	}
	if strings.HasPrefix(text, `"`) {
		t.quoted = true
		t.text, rest, _ = strings.Cut(text[1:], `"`)
		return t, rest
	}
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
	if end < 0 {
		end = len(text)
	}
	t.text = text[:end]
	return t, text[end:]
}

// filter reads a term as a condition on the message's row; false: it is words.
func (t searchTerm) filter(known names, zone *time.Location) (filter, bool) {
	f := filter{not: t.not}
	switch t.name {
	case "is", "has":
		text, ok := flags[t.name+":"+strings.ToLower(t.text)]
		f.text = text
		return f, ok
	case "before", "after":
		day, ok := readDay(t.text, zone)
		f.text, f.args = "date < ?", []any{day.Unix()}
		if t.name == "after" {
			f.text = "date >= ?"
		}
		return f, ok
	case "in":
		ids := known.folders(t.text)
		f.text, f.args = "folder_id IN (SELECT value FROM json_each(?))", []any{idList(ids)}
		return f, len(ids) > 0
	case "account":
		ids := known.accounts(t.text)
		f.text, f.args = "account_id IN (SELECT value FROM json_each(?))", []any{idList(ids)}
		return f, len(ids) > 0
	}
	return f, false
}

// readDay reads 2024, 2024-05 or 2024-05-17 as the moment at which it begins.
func readDay(text string, zone *time.Location) (time.Time, bool) {
	text = strings.NewReplacer("/", "-", ".", "-").Replace(text)
	for _, layout := range []string{"2006", "2006-1", "2006-1-2"} {
		if day, err := time.ParseInLocation(layout, text, zone); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// add takes a term as words.
func (w *searchWords) add(t searchTerm, last bool) {
	column, inColumn := columns[t.name]
	if t.name != "" && !inColumn { // is:late, in:nowhere
		t.text = t.name + ":" + t.text
	}
	if !strings.ContainsFunc(t.text, isWord) {
		return
	}
	term := `"` + strings.ReplaceAll(spaced(t.text), `"`, " ") + `"`
	exact := `{subject sender} : ` + term
	end, _ := utf8.DecodeLastRuneInString(t.text)
	if last && !t.quoted && !t.not && utf8.RuneCountInString(t.text) > 1 && isWord(end) && !isCJK(end) {
		term += "*"
		w.beginning = t.text
	}
	if inColumn {
		term = column + " : " + term
		exact = term
	}
	if t.not {
		w.unwanted = append(w.unwanted, term)
		return
	}
	w.wanted, w.exact, w.marks = append(w.wanted, term), append(w.exact, exact), append(w.marks, t.text)
}

// SearchMarks gives the words and phrases of a query that a hit is to be marked at. A last word that may be unfinished
// is among them.
func SearchMarks(text string) []string {
	return parseSearch(text, nobody{}, time.UTC).marks
}

// nobody knows no names.
type nobody struct{}

func (nobody) folders(string) []FolderID   { return []FolderID{0} }
func (nobody) accounts(string) []AccountID { return []AccountID{0} }
