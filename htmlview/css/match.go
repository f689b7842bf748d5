package css

import (
	"slices"
	"strings"
)

// Element is what selectors see of a document's element. All names are in lower case but for ID and Classes.
type Element struct {
	Tag     string
	ID      string
	Classes []string
	Attrs   []Attr
	Parent  *Element
	Prev    *Element // the element before it below the same parent
	Empty   bool

	Index, Count         int32 // place among its siblings from 1, and how many there are
	TypeIndex, TypeCount int32 // the same among those of its tag
}

// Attr is one attribute of an element.
type Attr struct{ Name, Value string }

// Attr gives an attribute's value.
func (e *Element) Attr(name string) (string, bool) {
	for i := range e.Attrs {
		if e.Attrs[i].Name == name {
			return e.Attrs[i].Value, true
		}
	}
	return "", false
}

// Budget bounds the work of matching one document: when it is used up, selectors with combinators match nothing more.
type Budget struct{ steps int }

// NewBudget gives a budget of so many compared elements.
func NewBudget(steps int) *Budget { return &Budget{steps} }

// Spent says whether the work was cut short.
func (b *Budget) Spent() bool { return b.steps <= 0 }

func (b *Budget) take() bool {
	b.steps--
	return b.steps > 0
}

// matches says whether the selector matches e; classes and ids are compared without regard to case if fold, as in quirks
// mode.
func (s *Selector) matches(e *Element, b *Budget, fold bool) bool {
	return s.from(0, e, b, fold)
}

func (s *Selector) from(k int, e *Element, b *Budget, fold bool) bool {
	if !b.take() || !s.parts[k].matches(e, fold) {
		return false
	}
	if k+1 == len(s.parts) {
		return true
	}
	switch s.parts[k].comb {
	case '>':
		return e.Parent != nil && s.from(k+1, e.Parent, b, fold)
	case '+':
		return e.Prev != nil && s.from(k+1, e.Prev, b, fold)
	case '~':
		for q := e.Prev; q != nil && b.steps > 0; q = q.Prev {
			if s.from(k+1, q, b, fold) {
				return true
			}
		}
	default:
		for q := e.Parent; q != nil && b.steps > 0; q = q.Parent {
			if s.from(k+1, q, b, fold) {
				return true
			}
		}
	}
	return false
}

func (c *compound) matches(e *Element, fold bool) bool {
	if c.tag != "" && c.tag != e.Tag || c.never {
		return false
	}
	if c.id != "" && c.id != e.ID && (!fold || !strings.EqualFold(c.id, e.ID)) {
		return false
	}
	for _, class := range c.classes {
		if !e.hasClass(class, fold) {
			return false
		}
	}
	for i := range c.attrs {
		if !c.attrs[i].matches(e) {
			return false
		}
	}
	for i := range c.pseudos {
		if !c.pseudos[i].matches(e, fold) {
			return false
		}
	}
	return true
}

// hasClass compares as written, but for the lexer's names, which are in lower case.
func (e *Element) hasClass(class string, fold bool) bool {
	for _, have := range e.Classes {
		if have == class || fold && strings.EqualFold(have, class) {
			return true
		}
	}
	return false
}

func (t *attrTest) matches(e *Element) bool {
	have, ok := e.Attr(t.name)
	if !ok || t.op == 0 {
		return ok
	}
	want := t.value
	if t.fold {
		have, want = strings.ToLower(have), strings.ToLower(want)
	}
	switch t.op {
	case '=':
		return have == want
	case '~':
		return want != "" && slices.Contains(strings.Fields(have), want)
	case '|':
		return have == want || strings.HasPrefix(have, want+"-")
	case '^':
		return want != "" && strings.HasPrefix(have, want)
	case '$':
		return want != "" && strings.HasSuffix(have, want)
	}
	return want != "" && strings.Contains(have, want)
}

func (p *pseudo) matches(e *Element, fold bool) bool {
	switch p.name {
	case "nth-child":
		return nthMatches(p.a, p.b, int(e.Index))
	case "nth-last-child":
		return nthMatches(p.a, p.b, int(e.Count-e.Index+1))
	case "nth-of-type":
		return nthMatches(p.a, p.b, int(e.TypeIndex))
	case "nth-last-of-type":
		return nthMatches(p.a, p.b, int(e.TypeCount-e.TypeIndex+1))
	case "link", "any-link":
		_, ok := e.Attr("href")
		return ok && (e.Tag == "a" || e.Tag == "area")
	case "root":
		return e.Parent == nil
	case "empty":
		return e.Empty
	}
	any := false
	for i := range p.not {
		any = any || p.not[i].matches(e, fold)
	}
	return any != (p.name == "not")
}
