package css

import (
	"slices"
	"strings"
)

// Index finds the rules of several sheets that match an element.
type Index struct {
	byID, byClass, byTag map[string][]entry
	rest                 []entry
	fold                 bool
	order                int

	// Positional: some selector asks for an element's place among its siblings, so that two alike ones may differ.
	Positional bool
	// Href: some selector asks where a link leads.
	Href bool
}

type entry struct {
	sel   *Selector
	decls []Decl
	order int
}

// Match is a rule that matches.
type Match struct {
	Decls       []Decl
	Specificity uint32
	Pseudo      string
	order       int
}

// NewIndex makes an index over the rules whose media conditions hold in env. fold: quirks mode, names of classes and ids
// without regard to case.
func NewIndex(sheets []Sheet, env Env, fold bool) *Index {
	x := &Index{byID: map[string][]entry{}, byClass: map[string][]entry{}, byTag: map[string][]entry{}, fold: fold}
	for i := range sheets {
		for j := range sheets[i].Rules {
			x.add(&sheets[i].Rules[j], env)
		}
	}
	return x
}

func (x *Index) add(r *Rule, env Env) {
	for _, m := range r.Media {
		if !m.Matches(env) {
			return
		}
	}
	x.order++
	for i := range r.Selectors {
		s := &r.Selectors[i]
		e := entry{s, r.Decls, x.order}
		x.Positional = x.Positional || s.positional()
		x.Href = x.Href || s.asksFor("href")
		switch key := &s.parts[0]; {
		case key.id != "":
			k := strings.ToLower(key.id)
			x.byID[k] = append(x.byID[k], e)
		case len(key.classes) > 0:
			k := strings.ToLower(key.classes[0])
			x.byClass[k] = append(x.byClass[k], e)
		case key.tag != "":
			x.byTag[key.tag] = append(x.byTag[key.tag], e)
		default:
			x.rest = append(x.rest, e)
		}
	}
}

// Match appends the rules that match e to out, the weakest first.
func (x *Index) Match(e *Element, b *Budget, out []Match) []Match {
	start := len(out)
	try := func(list []entry) {
		for i := range list {
			if list[i].sel.matches(e, b, x.fold) {
				out = append(out, Match{list[i].decls, list[i].sel.Specificity, list[i].sel.Pseudo, list[i].order})
			}
		}
	}
	if e.ID != "" {
		try(x.byID[strings.ToLower(e.ID)])
	}
	for i, class := range e.Classes {
		if !slices.Contains(e.Classes[:i], class) {
			try(x.byClass[strings.ToLower(class)])
		}
	}
	try(x.byTag[e.Tag])
	try(x.rest)
	slices.SortStableFunc(out[start:], func(a, b Match) int {
		if a.Specificity != b.Specificity {
			return int(a.Specificity) - int(b.Specificity)
		}
		return a.order - b.order
	})
	return out
}

// positional says whether the selector looks at siblings.
func (s *Selector) positional() bool {
	for i := range s.parts {
		if c := s.parts[i].comb; c == '+' || c == '~' {
			return true
		}
		for _, p := range s.parts[i].pseudos {
			if p.name != "link" && p.name != "any-link" {
				return true
			}
		}
	}
	return false
}

// asksFor says whether the selector looks at an attribute's value. What stands in :not and the like need not be looked at:
// it is positional.
func (s *Selector) asksFor(attr string) bool {
	for i := range s.parts {
		for _, t := range s.parts[i].attrs {
			if t.name == attr && t.op != 0 {
				return true
			}
		}
	}
	return false
}
