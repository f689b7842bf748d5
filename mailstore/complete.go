package mailstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

// Suggestion is whom a letter may be meant for: a person, or all of a group.
type Suggestion struct {
	Name, Address string
	Contact       ContactID // 0: known from letters only
	Group         string    // the group's name; then Members are its people and the fields above are empty
	Members       []Person
}

// people is what Complete searches: in memory, as each key asks for the best of thousands. Some 20 MB for 50,000 people; it is
// read when somebody first writes, and again after a change.
type people struct {
	changes atomic.Int64 // of contacts and people since the start

	mu    sync.Mutex
	at    int64 // of changes, when what follows was read, plus 1; 0: never
	all   []knownPerson
	words []peopleWord // in order
}

// knownPerson is an entry of people.
type knownPerson struct {
	Suggestion
	words []string // as they are compared
	rank  float64
}

type peopleWord struct {
	word string
	of   int32 // index in all
}

// Complete gives those whose name or address has words that begin with the words of prefix, without regard to case and
// accents, the likeliest first. It reads nothing where nothing has changed.
func (s *Store) Complete(ctx context.Context, prefix string, limit int) ([]Suggestion, error) {
	s.people.mu.Lock()
	defer s.people.mu.Unlock()
	if now := s.people.changes.Load() + 1; s.people.at != now {
		if err := s.people.read(ctx, s); err != nil {
			return nil, fmt.Errorf("complete an address: %w", err)
		}
		s.people.at = now
	}
	return s.people.complete(prefix, limit), nil
}

func (p *people) complete(prefix string, limit int) []Suggestion {
	asked := nameWords(prefix)
	if len(asked) == 0 || limit < 1 {
		return nil
	}
	longest := slices.MaxFunc(asked, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	first, _ := slices.BinarySearchFunc(p.words, longest, func(w peopleWord, word string) int { return cmp.Compare(w.word, word) })
	var best []int32 // ordered, at most limit
	for _, w := range p.words[first:] {
		if !strings.HasPrefix(w.word, longest) {
			break
		}
		if len(best) == limit && !p.before(w.of, best[limit-1]) || slices.Contains(best, w.of) || !matches(p.all[w.of].words, asked) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, w.of, func(a, b int32) int {
			if p.before(a, b) {
				return -1
			}
			return 1
		})
		if best = slices.Insert(best, at, w.of); len(best) > limit {
			best = best[:limit]
		}
	}
	out := make([]Suggestion, len(best))
	for i, n := range best {
		out[i] = p.all[n].Suggestion
	}
	return out
}

func (p *people) before(a, b int32) bool {
	if x, y := p.all[a].rank, p.all[b].rank; x != y {
		return x > y
	}
	return a < b
}

func matches(words, asked []string) bool {
	for _, a := range asked {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, a) }) {
			return false
		}
	}
	return true
}

// nameWords are the words of what was typed, and of a name.
func nameWords(text string) []string {
	return strings.FieldsFunc(plain(text), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"',;()<>`, r)
	})
}

// addressWords are the beginnings by which an address is found: itself, its parts, and its domain.
func addressWords(address string) []string {
	words := []string{plain(address)}
	local, domain, _ := strings.Cut(words[0], "@")
	parts := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) })
	if len(parts) > 1 {
		words = append(words, parts[1:]...)
	}
	if domain != "" {
		words = append(words, domain, "@"+domain)
	}
	return words
}

// letters are those that have no accent to be left out, but are typed as others.
var letters = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "ı", "i")

// plain is a text as it is compared.
func plain(text string) string { return letters.Replace(folded(text)) }

// read reads all anew.
func (p *people) read(ctx context.Context, s *Store) error {
	contacts, err := contactsOf(ctx, s.readers)
	if err != nil {
		return err
	}
	letters, err := s.People(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	use := make(map[string]*Person, len(letters))
	for i := range letters {
		use[strings.ToLower(letters[i].Address)] = &letters[i]
	}
	p.all, p.words = make([]knownPerson, 0, len(letters)+len(contacts)), nil
	taken := map[string]bool{}
	groups := map[string]*knownPerson{}
	for _, c := range contacts {
		for i, a := range c.Addresses {
			key := strings.ToLower(a)
			one := knownPerson{Suggestion: Suggestion{Name: c.Name, Address: a, Contact: c.ID}, rank: 1 / float64(2+i)}
			if u := use[key]; u != nil {
				one.rank += u.rank(now)
			}
			taken[key] = true
			p.add(one, c.Name)
		}
		for _, g := range c.Groups {
			if len(c.Addresses) > 0 {
				group := groups[plain(g)]
				if group == nil {
					group = &knownPerson{Suggestion: Suggestion{Group: g}, rank: 1}
					groups[plain(g)] = group
				}
				group.Members = append(group.Members, Person{Name: c.Name, Address: c.Addresses[0]})
			}
		}
	}
	for _, u := range letters {
		if key := strings.ToLower(u.Address); !taken[key] {
			p.add(knownPerson{Suggestion: Suggestion{Name: u.Name, Address: u.Address}, rank: u.rank(now)}, u.Name)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		p.add(*groups[key], groups[key].Group)
	}
	slices.SortFunc(p.words, func(a, b peopleWord) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.of, b.of)) })
	return nil
}

func (p *people) add(one knownPerson, name string) {
	one.words = nameWords(name)
	if one.Address != "" {
		one.words = append(one.words, addressWords(one.Address)...)
	}
	n := int32(len(p.all)) //nolint:gosec // as many people as there are
	p.all = append(p.all, one)
	for i, w := range one.words {
		if !slices.Contains(one.words[:i], w) {
			p.words = append(p.words, peopleWord{w, n})
		}
	}
}

// rank is higher for who is written to often and lately: a letter of today counts as four of last year's.
func (p *Person) rank(now time.Time) float64 {
	const fade = 120 * 24 * time.Hour
	age := max(0, now.Sub(p.Last))
	return float64(p.Uses) / (1 + float64(age)/float64(fade))
}

func byUse(list []Person, now time.Time) {
	slices.SortFunc(list, func(a, b Person) int {
		return cmp.Or(cmp.Compare(b.rank(now), a.rank(now)), cmp.Compare(a.Address, b.Address))
	})
}
