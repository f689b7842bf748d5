package css

import "strings"

// Selector is one complex selector, its parts from right to left.
type Selector struct {
	parts       []compound
	Specificity uint32
	Pseudo      string // "before", "after", "first-letter" or nothing: the element itself
}

// compound is a sequence of simple selectors, and how it is bound to the part on its left.
type compound struct {
	tag     string // empty: any
	id      string
	classes []string
	attrs   []attrTest
	pseudos []pseudo
	comb    byte // ' ', '>', '+', '~': the combinator before this part
	never   bool // can match nothing
}

type attrTest struct {
	name, value string
	op          byte // 0: present, '=', '~', '|', '^', '$', '*'
	fold        bool
}

type pseudo struct {
	name string
	a, b int        // nth
	not  []compound // of :not, :is, :where: any of them
}

// maxParts bounds a selector's length.
const maxParts = 64

// ParseSelectors reads a list of selectors. One that cannot be read spoils the list (selectors 3, section 5); selectors
// for states that a letter never has (:hover) are kept out alone.
func ParseSelectors(list []Value) []Selector {
	var out []Selector
	start := 0
	for i := 0; i <= len(list); i++ {
		if i < len(list) && (list[i].Kind != Delim || list[i].Text != ",") {
			continue
		}
		s, ok := parseSelector(list[start:i])
		if !ok {
			return nil
		}
		start = i + 1
		if len(out) < maxSelectors && !s.impossible() {
			out = append(out, s)
		}
	}
	return out
}

func (s Selector) impossible() bool {
	for _, part := range s.parts {
		if part.never {
			return true
		}
	}
	return false
}

func parseSelector(list []Value) (Selector, bool) {
	var s Selector
	var parts []compound
	comb := byte(' ')
	for i := 0; i < len(list); {
		if isCombinator(list[i]) {
			if len(parts) == 0 || comb != ' ' {
				return s, false
			}
			comb = list[i].Text[0]
			i++
			continue
		}
		end := i + 1
		for end < len(list) && !isCombinator(list[end]) && (!list[end].Space || joined(list[end-1])) {
			end++
		}
		c, ok := s.compound(list[i:end])
		if !ok || len(parts) >= maxParts {
			return s, false
		}
		c.comb = comb
		comb = ' '
		parts = append(parts, c)
		i = end
	}
	if len(parts) == 0 || comb != ' ' {
		return s, false
	}
	for i := len(parts) - 1; i >= 0; i-- {
		s.parts = append(s.parts, parts[i])
	}
	return s, true
}

func isCombinator(v Value) bool {
	return v.Kind == Delim && (v.Text == ">" || v.Text == "+" || v.Text == "~")
}

// joined says that the value after v belongs to the same compound even with white space between: never so, but for the
// parts of a broken selector, which then fails as a whole.
func joined(v Value) bool { return v.Kind == Delim && (v.Text == "." || v.Text == ":") }

const (
	specID    = 1 << 20
	specClass = 1 << 10
)

// compound reads simple selectors that stand together and adds their weight.
func (s *Selector) compound(list []Value) (compound, bool) {
	var c compound
	for i := 0; i < len(list); i++ {
		v := list[i]
		switch {
		case i == 0 && v.Kind == Ident:
			c.tag = v.Text
			s.Specificity++
		case i == 0 && v.Kind == Delim && v.Text == "*":
		case v.Kind == Hash:
			c.id = v.Text
			s.Specificity += specID
		case v.Kind == Delim && v.Text == "." && i+1 < len(list) && list[i+1].Kind == Ident:
			i++
			c.classes = append(c.classes, list[i].Raw)
			s.Specificity += specClass
		case v.Kind == Block && v.Text == "[":
			t, ok := parseAttr(v.Args)
			if !ok {
				return c, false
			}
			c.attrs = append(c.attrs, t)
			s.Specificity += specClass
		case v.Kind == Delim && v.Text == ":":
			n, ok := s.pseudo(&c, list[i+1:])
			if !ok {
				return c, false
			}
			i += n
		default:
			return c, false
		}
	}
	return c, true
}

// parseAttr reads the inside of [name op "value" i].
func parseAttr(args []Value) (attrTest, bool) {
	if len(args) == 0 || args[0].Kind != Ident {
		return attrTest{}, false
	}
	t := attrTest{name: args[0].Text}
	if len(args) == 1 {
		return t, true
	}
	op := args[1].Text
	if args[1].Kind != Delim || op == "" || len(args) < 3 || !strings.Contains("= ~= |= ^= $= *=", op) {
		return t, false
	}
	t.op = op[0]
	switch args[2].Kind {
	case String:
		t.value = args[2].Text
	case Ident:
		t.value = args[2].Raw
	default:
		return t, false
	}
	t.fold = len(args) > 3 && args[3].Is("i")
	return t, true
}

// pseudo reads what stands after a colon and says how many values it took.
func (s *Selector) pseudo(c *compound, list []Value) (int, bool) {
	if len(list) == 0 {
		return 0, false
	}
	n := 1
	if list[0].Kind == Delim && list[0].Text == ":" {
		if len(list) < 2 {
			return 0, false
		}
		list, n = list[1:], 2
	}
	v := list[0]
	switch v.Kind {
	case Ident:
		s.plainPseudo(c, v.Text)
	case Function:
		if !s.functionPseudo(c, v) {
			return 0, false
		}
	default:
		return 0, false
	}
	return n, true
}

func (s *Selector) plainPseudo(c *compound, name string) {
	switch name {
	case "before", "after", "first-letter":
		s.Pseudo = name
		s.Specificity++
		return
	case "first-child":
		c.pseudos = append(c.pseudos, pseudo{name: "nth-child", b: 1})
	case "last-child":
		c.pseudos = append(c.pseudos, pseudo{name: "nth-last-child", b: 1})
	case "only-child":
		c.pseudos = append(c.pseudos, pseudo{name: "nth-child", b: 1}, pseudo{name: "nth-last-child", b: 1})
	case "first-of-type":
		c.pseudos = append(c.pseudos, pseudo{name: "nth-of-type", b: 1})
	case "last-of-type":
		c.pseudos = append(c.pseudos, pseudo{name: "nth-last-of-type", b: 1})
	case "link", "any-link", "root", "empty":
		c.pseudos = append(c.pseudos, pseudo{name: name})
	default: // :hover, :visited, ::selection, what an engine of another maker knows
		c.never = true
	}
	s.Specificity += specClass
}

func (s *Selector) functionPseudo(c *compound, v Value) bool {
	switch v.Text {
	case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type":
		a, b, ok := parseNth(v.Args)
		if !ok {
			return false
		}
		c.pseudos = append(c.pseudos, pseudo{name: v.Text, a: a, b: b})
		s.Specificity += specClass
	case "not", "is", "where", "matches":
		p := pseudo{name: v.Text}
		var weight uint32
		for _, part := range splitCommas(v.Args) {
			var inner Selector
			one, ok := inner.compound(part)
			if !ok {
				return false
			}
			weight = max(weight, inner.Specificity)
			p.not = append(p.not, one)
		}
		if v.Text != "where" {
			s.Specificity += weight
		}
		c.pseudos = append(c.pseudos, p)
	default:
		c.never = true
	}
	return true
}

func splitCommas(list []Value) [][]Value {
	var out [][]Value
	start := 0
	for i := 0; i <= len(list); i++ {
		if i == len(list) || list[i].Kind == Delim && list[i].Text == "," {
			out = append(out, list[start:i])
			start = i + 1
		}
	}
	return out
}

// parseNth reads an+b, odd, even (selectors 3, 6.6.5.2).
func parseNth(args []Value) (a, b int, ok bool) {
	var text strings.Builder
	for _, v := range args {
		switch v.Kind {
		case Number:
			text.WriteString(signed(v.Num, text.Len() > 0))
		case Dimension:
			text.WriteString(signed(v.Num, text.Len() > 0) + v.Unit)
		case Ident, Delim:
			text.WriteString(v.Text)
		default:
			return 0, 0, false
		}
	}
	return nth(text.String())
}
