package css

import (
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// Decl is one declaration. Prop is in lower case.
type Decl struct {
	Prop      string
	Values    []Value
	Important bool
}

// Rule is a style rule: one list of declarations for several selectors.
type Rule struct {
	Selectors []Selector
	Decls     []Decl
	Media     []Media // all of them must hold
}

// Sheet is a style sheet, its rules in order.
type Sheet struct{ Rules []Rule }

// Limits of a sheet; what goes beyond is not read.
const (
	maxRules     = 20000
	maxSelectors = 200 // of one rule
	maxAtNesting = 8
)

// ParseSheet reads a style sheet.
func ParseSheet(src string) Sheet {
	p := newParser(src)
	var s Sheet
	p.rules(&s, nil, false)
	return s
}

// rules reads rules to the end of the input, or of the block if nested.
func (p *parser) rules(s *Sheet, media []Media, nested bool) {
	for !p.end && len(s.Rules) < maxRules {
		switch {
		case nested && p.kind == css.RightBraceToken:
			p.next()
			return
		case p.kind == css.AtKeywordToken:
			p.atRule(s, media)
		case p.kind == css.RightBraceToken || p.kind == css.SemicolonToken:
			p.next()
		default:
			p.rule(s, media)
		}
	}
}

func (p *parser) atRule(s *Sheet, media []Media) {
	name := strings.ToLower(unescape(string(p.data[1:])))
	p.next()
	var prelude []Value
	for !p.end && p.kind != css.LeftBraceToken && p.kind != css.SemicolonToken {
		if p.kind == css.RightBraceToken {
			return // a stray end: it closes what is around
		}
		prelude = append(prelude, p.value(0))
	}
	if p.end || p.kind == css.SemicolonToken {
		p.next()
		return
	}
	p.next()
	switch {
	case name == "media" && len(media) < maxAtNesting:
		p.rules(s, append(media[:len(media):len(media)], parseMedia(prelude)), true)
	case name == "supports" && len(media) < maxAtNesting:
		p.rules(s, append(media[:len(media):len(media)], Media{}), true)
	default:
		p.skipTo(css.RightBraceToken)
	}
}

func (p *parser) rule(s *Sheet, media []Media) {
	var prelude []Value
	for !p.end && p.kind != css.LeftBraceToken {
		if p.kind == css.RightBraceToken && len(media) > 0 {
			return
		}
		prelude = append(prelude, p.value(0))
	}
	if p.end {
		return
	}
	p.next()
	decls := p.decls(true)
	selectors := ParseSelectors(prelude)
	if len(selectors) > 0 && len(decls) > 0 {
		s.Rules = append(s.Rules, Rule{selectors, decls, media})
	}
}

// ParseDecls reads a style attribute.
func ParseDecls(src string) []Decl {
	return newParser(src).decls(false)
}

// decls reads declarations to the end of the input or, in a block, its closing brace.
func (p *parser) decls(block bool) []Decl {
	var list []Decl
	for !p.end {
		switch p.kind {
		case css.RightBraceToken:
			p.next()
			if block {
				return list
			}
		case css.SemicolonToken:
			p.next()
		default:
			if d, ok := p.decl(); ok {
				list = append(list, d)
			}
		}
	}
	return list
}

// decl reads one declaration up to its semicolon.
func (p *parser) decl() (Decl, bool) {
	var all []Value
	for !p.end && p.kind != css.SemicolonToken && p.kind != css.RightBraceToken {
		all = append(all, p.value(0))
	}
	if len(all) < 3 || all[0].Kind != Ident || all[1].Text != ":" {
		// The lexer joins a custom property's name and value; those are not supported.
		return Decl{}, false
	}
	d := Decl{Prop: all[0].Text, Values: all[2:]}
	if n := len(d.Values); n >= 2 && d.Values[n-1].Is("important") && d.Values[n-2].Text == "!" {
		d.Important, d.Values = true, d.Values[:n-2]
	}
	for _, v := range d.Values {
		if v.Kind == Delim && (v.Text == "!" || v.Text == ":" || v.Text == ";") || v.Kind == Block {
			return Decl{}, false
		}
	}
	return d, len(d.Values) > 0
}
