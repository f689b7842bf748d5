package mailstore

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// searchWords is a search as typed, in the language of FTS5.
type searchWords struct {
	wanted      []string // all of these
	unwanted    []string // none of these
	attachments bool     // has:attachment
}

func (w searchWords) any() bool { return len(w.wanted) > 0 || len(w.unwanted) > 0 || w.attachments }

// fields are the prefixes which ask for a word in one place only.
var fields = map[string]string{"from": "sender", "to": "recipients", "subject": "subject", "body": "body", "file": "attachments"}

// parseSearch reads words (all of them are wanted), "exact phrases", -unwanted words and from:, to:, subject:,
// body:, file: and has:attachment. The last word may be unfinished and so finds what begins with it, from its second
// character on. What is none of this is read as words; what holds no letter or digit is left out.
func parseSearch(text string) searchWords {
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
		w.add(t, rest == "")
	}
	return w
}

// searchTerm is one word or phrase with its signs.
type searchTerm struct {
	not    bool
	column string // "" all
	text   string
	quoted bool
}

// cutTerm takes the first term off text, which begins with no space.
func cutTerm(text string) (t searchTerm, rest string) {
	if strings.HasPrefix(text, "-") {
		t.not, text = true, text[1:]
	}
	if name, after, ok := strings.Cut(text, ":"); ok {
		if column, known := fields[strings.ToLower(name)]; known && after != "" {
			t.column, text = column, after
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

func (w *searchWords) add(t searchTerm, last bool) {
	if !t.quoted && !t.not && strings.EqualFold(t.text, "has:attachment") {
		w.attachments = true
		return
	}
	if !strings.ContainsFunc(t.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return
	}
	term := `"` + strings.ReplaceAll(t.text, `"`, " ") + `"`
	if end, _ := utf8.DecodeLastRuneInString(t.text); last && !t.quoted && !t.not && utf8.RuneCountInString(t.text) > 1 &&
		(unicode.IsLetter(end) || unicode.IsNumber(end)) {
		term += "*"
	}
	if t.column != "" {
		term = t.column + ":" + term
	}
	if t.not {
		w.unwanted = append(w.unwanted, term)
	} else {
		w.wanted = append(w.wanted, term)
	}
}

// searchQuery looks the words up first and then reads the date of each message found; conditions narrow it down.
func searchQuery(w searchWords, column string, runs []int64, conditions string, conditionArgs []any) (string, []any, error) {
	var b strings.Builder
	var args []any
	b.WriteString("SELECT id, date FROM ")
	if len(w.wanted) > 0 {
		b.WriteString("(SELECT rowid AS found FROM search WHERE search MATCH ?) CROSS JOIN messages ON id = found")
		args = append(args, strings.Join(w.wanted, " AND "))
	} else {
		b.WriteString("messages")
	}
	b.WriteString(" WHERE " + column + " IN (SELECT value FROM json_each(?))")
	args = append(args, idList(runs))
	b.WriteString(conditions)
	args = append(args, conditionArgs...)
	if w.attachments {
		b.WriteString(" AND attached = 1")
	}
	if len(w.unwanted) > 0 {
		b.WriteString(" AND id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)")
		args = append(args, strings.Join(w.unwanted, " OR "))
	}
	b.WriteString(" ORDER BY date DESC, id DESC")
	return b.String(), args, nil
}
