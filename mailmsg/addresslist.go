package mailmsg

import (
	"strings"
)

// mailbox is one entry of an address list, cut into what stands where. Texts may hold encoded words.
type mailbox struct {
	phrase  string // outside of <> and ()
	angle   string // inside <>
	hasAddr bool   // there are <>
	comment string // inside the last ()
	group   bool   // the name of a group without members
}

// maxAddresses of one field; nobody reads more, and a mail server takes some hundreds.
const maxAddresses = 20_000

// splitAddresses cuts a list at commas and semicolons that stand outside of quotes, brackets and encoded words.
func splitAddresses(s string) []mailbox {
	var sc addressScanner
	for s != "" && len(sc.list) < maxAddresses {
		s = s[sc.step(s):]
	}
	sc.endBox()
	sc.endGroup()
	return sc.list
}

// addressScanner goes through a list once. It never looks for the same missing end twice: else a field of nothing but
// beginnings would take quadratic time.
type addressScanner struct {
	list    []mailbox
	box     mailbox
	phrase  strings.Builder // of box
	at      bool            // the phrase has an @ in it
	group   string          // the name of the group under way, "" outside of one
	members int             // of the group

	noQuote, noAngle, noComment bool // what follows holds no further end of these
}

// step takes one sign or one closed piece off the front of s and returns its length.
func (sc *addressScanner) step(s string) int {
	switch c := s[0]; {
	case c == '"' && !sc.noQuote:
		text, rest, ok := quoted(s)
		if !ok {
			sc.noQuote = true
			return 1
		}
		sc.phrase.WriteString(text)
		return len(s) - len(rest)
	case c == '(' && !sc.noComment:
		text, n := comment(s)
		if n == 0 {
			sc.noComment = true
			return 1
		}
		sc.box.comment = text
		sc.phrase.WriteByte(' ')
		return n
	case c == '<':
		return sc.angle(s)
	case c == '=':
		if _, n := wordAt(s); n > 0 {
			sc.phrase.WriteString(s[:n])
			return n
		}
		sc.phrase.WriteByte(c)
	case c == '>' || c == '"': // one too many
	case c == ',':
		sc.endBox()
	case c == ';':
		sc.endBox()
		sc.endGroup()
	case c == ':' && sc.group == "" && !sc.box.hasAddr && !sc.at && !strings.EqualFold(sc.phrase.String(), "mailto"):
		sc.group, sc.members = strings.TrimSpace(sc.phrase.String()), 0
		sc.phrase.Reset()
		sc.box = mailbox{}
	default:
		sc.at = sc.at || c == '@'
		sc.phrase.WriteByte(c)
	}
	return 1
}

// angle reads what is in <>; without an end it reaches to the next comma.
func (sc *addressScanner) angle(s string) int {
	end := -1
	if !sc.noAngle {
		end = strings.IndexByte(s, '>')
	}
	if end < 0 {
		sc.noAngle = true
		if end = strings.IndexAny(s, ",;"); end < 0 {
			end = len(s)
		}
	}
	if inner := s[1:end]; !sc.box.hasAddr || strings.Contains(inner, "@") {
		sc.box.angle, sc.box.hasAddr = inner, true
	}
	if end < len(s) && s[end] == '>' {
		end++
	}
	return end
}

func (sc *addressScanner) endBox() {
	sc.box.phrase = strings.TrimSpace(sc.phrase.String())
	sc.phrase.Reset()
	if sc.box.phrase != "" || sc.box.hasAddr || sc.box.comment != "" {
		sc.list = append(sc.list, sc.box)
		sc.members++
	}
	sc.box, sc.at = mailbox{}, false
}

// endGroup keeps the name of a group without members, as in "undisclosed-recipients:;".
func (sc *addressScanner) endGroup() {
	if sc.group != "" && sc.members == 0 {
		sc.list = append(sc.list, mailbox{phrase: sc.group, group: true})
	}
	sc.group = ""
}

// comment reads the comment s starts with, nested ones with it; n is 0 where it has no end.
func comment(s string) (text string, n int) {
	var out strings.Builder
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			out.WriteByte(s[i])
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				return out.String(), i + 1
			}
		}
		out.WriteByte(s[i])
	}
	return "", 0
}
