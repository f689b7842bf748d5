package css

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// Kind of a Value.
type Kind uint8

// Kinds of values.
const (
	Ident     Kind = iota // Text in lower case
	Number                // Num
	Percent               // Num
	Dimension             // Num, Unit in lower case
	String                // Text
	URL                   // Text
	Hash                  // Text without the #
	Function              // Text in lower case, Args
	Delim                 // Text: one character, as , or /
	Block                 // Text is the opening bracket, Args
	atKeyword
)

// Value is one component of a declaration.
type Value struct {
	Kind  Kind
	Text  string
	Raw   string // of an Ident: as written
	Num   float64
	Unit  string
	Args  []Value
	Space bool // white space stands before it
}

// Is says whether the value is this keyword.
func (v Value) Is(word string) bool { return v.Kind == Ident && v.Text == word }

// maxNesting bounds functions and blocks within one another; deeper ones are empty.
const maxNesting = 32

// parser reads tokens with one token of look-ahead.
type parser struct {
	lex   *css.Lexer
	kind  css.TokenType
	data  []byte
	space bool // white space or a comment stood before the token
	end   bool
}

func newParser(src string) *parser {
	p := &parser{lex: css.NewLexer(parse.NewInputString(src))}
	p.next()
	return p
}

// next goes to the next token, past white space and comments.
func (p *parser) next() {
	p.space = false
	for !p.end {
		p.kind, p.data = p.lex.Next()
		switch p.kind {
		case css.ErrorToken:
			p.end = true
		case css.WhitespaceToken:
			p.space = true
		case css.CommentToken, css.CDOToken, css.CDCToken:
		default:
			return
		}
	}
}

// value reads one component value with all that is inside it.
func (p *parser) value(depth int) Value {
	v := Value{Space: p.space}
	text := string(p.data)
	switch p.kind {
	case css.IdentToken, css.CustomPropertyNameToken:
		v.Raw = unescape(text)
		v.Kind, v.Text = Ident, strings.ToLower(v.Raw)
	case css.HashToken:
		v.Kind, v.Text = Hash, unescape(text[1:])
	case css.StringToken:
		v.Kind, v.Text = String, unquote(text)
	case css.URLToken:
		v.Kind, v.Text = URL, urlText(text)
	case css.NumberToken:
		v.Kind, v.Num = Number, number(text)
	case css.PercentageToken:
		v.Kind, v.Num = Percent, number(strings.TrimSuffix(text, "%"))
	case css.DimensionToken:
		n := parse.Number(p.data)
		v.Kind, v.Num, v.Unit = Dimension, number(text[:n]), strings.ToLower(unescape(text[n:]))
	case css.FunctionToken:
		return p.function(v, text, depth)
	case css.LeftParenthesisToken, css.LeftBracketToken, css.LeftBraceToken:
		v.Kind, v.Text = Block, text
		p.next()
		v.Args = p.until(closerOf(text), depth)
		return v
	case css.AtKeywordToken:
		v.Kind, v.Text = atKeyword, strings.ToLower(unescape(text[1:]))
	default:
		v.Kind, v.Text = Delim, text
	}
	p.next()
	return v
}

func (p *parser) function(v Value, text string, depth int) Value {
	v.Kind, v.Text = Function, strings.ToLower(unescape(strings.TrimSuffix(text, "(")))
	p.next()
	v.Args = p.until(css.RightParenthesisToken, depth)
	if v.Text == "url" { // a quoted address, or a name in disguise, whose address the lexer has cut to pieces
		v.Kind, v.Text = URL, ""
		if len(v.Args) == 1 && v.Args[0].Kind == String {
			v.Text = v.Args[0].Text
		}
		v.Args = nil
	}
	return v
}

func closerOf(open string) css.TokenType {
	switch open {
	case "(":
		return css.RightParenthesisToken
	case "[":
		return css.RightBracketToken
	}
	return css.RightBraceToken
}

// until reads values up to a closing token, which it takes. Beyond maxNesting it keeps nothing.
func (p *parser) until(closer css.TokenType, depth int) []Value {
	if depth >= maxNesting {
		p.skipTo(closer)
		return nil
	}
	var list []Value
	for !p.end && p.kind != closer {
		list = append(list, p.value(depth+1))
	}
	p.next()
	return list
}

// skipTo passes over everything to the matching closing token without recursion.
func (p *parser) skipTo(closer css.TokenType) {
	closers := []css.TokenType{closer}
	for !p.end && len(closers) > 0 {
		switch p.kind {
		case closers[len(closers)-1]:
			closers = closers[:len(closers)-1]
		case css.FunctionToken, css.LeftParenthesisToken:
			closers = append(closers, css.RightParenthesisToken)
		case css.LeftBracketToken:
			closers = append(closers, css.RightBracketToken)
		case css.LeftBraceToken:
			closers = append(closers, css.RightBraceToken)
		default:
		}
		p.next()
	}
}

// maxNumber bounds numbers, so that no sum of a few of them overflows.
const maxNumber = 1e7

func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && f == 0 || f != f {
		return 0
	}
	return min(max(f, -maxNumber), maxNumber)
}

// unescape resolves backslashes (CSS syntax 4.3.7).
func unescape(s string) string {
	if !strings.Contains(s, "\\") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if i >= len(s) {
			break
		}
		end := i
		for end < len(s) && end < i+6 && isHex(s[end]) {
			end++
		}
		if end == i {
			if s[i] != '\n' {
				b.WriteByte(s[i])
			}
			continue
		}
		n, _ := strconv.ParseUint(s[i:end], 16, 32)
		if n == 0 || n > utf8.MaxRune {
			n = utf8.RuneError
		}
		b.WriteRune(rune(n))
		i = end - 1
		if end < len(s) && strings.IndexByte(" \t\n\r\f", s[end]) >= 0 {
			i = end
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unquote(s string) string {
	if len(s) >= 2 && s[len(s)-1] == s[0] {
		return unescape(s[1 : len(s)-1])
	}
	if s == "" {
		return s
	}
	return unescape(s[1:])
}

// urlText takes the address out of url(…).
func urlText(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		s = strings.TrimSuffix(s[i+1:], ")")
	}
	s = strings.TrimSpace(s)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		return unquote(s)
	}
	return unescape(s)
}
