package mailstore

import (
	"container/heap"
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The first letters of a word begin thousands of words in most of a large mailbox, and FTS5 gathers all their places
// before it gives the first hit: half a second for a million messages. An index for prefixes would cost as much as that
// of words. Instead the most frequent words of such beginnings are known, and they are looked for, and the letters as a
// word of their own. So what a page leaves out while a few letters stand there are rare longer words, which come with the next
// letter; the whole list leaves out nothing. Beginnings that few messages have are asked for as they are.
const (
	shortestPrefix = 2 // letters
	longestPrefix  = 5
	commonPlaces   = 24             // words kept of one beginning
	commonFrom     = 4              // messages a word has to be in
	heavyFrom      = 5_000          // messages with any word of a beginning, from which its words are kept
	settingWords   = "search.words" // the last message when common_words was made
	wordsGrowth    = 8              // it is made again when an eighth has come since
)

// folded is a word as the index has it: lower case, without accents.
func folded(word string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(word) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// shortened puts a last word that is a short beginning as a choice of its most frequent words, where they are known.
func (s *Store) shortened(ctx context.Context, w searchWords) (searchWords, error) {
	if w.beginning == "" || utf8.RuneCountInString(w.beginning) > longestPrefix {
		return w, nil
	}
	rows, err := s.readers.QueryContext(ctx, "SELECT word FROM common_words WHERE prefix = ? ORDER BY place", folded(w.beginning))
	if err != nil {
		return w, sorted(err)
	}
	words, err := collect(rows, func(word *string) []any { return []any{word} })
	if err != nil || len(words) == 0 {
		return w, err
	}
	for i, word := range words {
		words[i] = `"` + strings.ReplaceAll(word, `"`, " ") + `"`
	}
	whole := `"` + strings.ReplaceAll(w.beginning, `"`, " ") + `"`
	choice := "(" + strings.Join(append(words, whole), " OR ") + ")"
	last := len(w.wanted) - 1
	if column, _, ok := strings.Cut(w.wanted[last], " : "); ok {
		choice = column + " : " + choice
	}
	w.wanted = append(w.wanted[:last:last], choice)
	return w, nil
}

// learnWords makes common_words anew when much mail has come since.
func (s *Store) learnWords(ctx context.Context) error {
	last, due, err := s.grown(ctx, settingWords)
	if err != nil || !due {
		return err
	}
	by, err := s.countWords(ctx)
	if err != nil {
		return fmt.Errorf("learn common words: %w", err)
	}
	err = s.writeUncounted(ctx, func(tx *writeTx) error {
		if _, err := tx.Exec("DELETE FROM common_words"); err != nil {
			return err
		}
		for prefix, b := range by {
			words := &b.words
			if b.docs < heavyFrom {
				continue
			}
			for place := len(*words) - 1; place >= 0; place-- { // the least frequent comes off the heap first
				word := heap.Pop(words).(counted).word
				if _, err := tx.Exec("INSERT INTO common_words (prefix, place, word) VALUES (?, ?, ?)", prefix, place, word); err != nil {
					return err
				}
			}
		}
		_, err := tx.Exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", settingWords, fmt.Sprint(last))
		return err
	})
	if err != nil {
		return fmt.Errorf("learn common words: %w", err)
	}
	return nil
}

// counted is a word and the number of messages it is in; a heap of them has the least frequent first.
type counted struct {
	word string
	docs int64
}

type countedHeap []counted

// beginning is what is known of the words that begin alike.
type beginning struct {
	words countedHeap
	docs  int64 // sum over all of them
}

func (h countedHeap) Len() int           { return len(h) }
func (h countedHeap) Less(i, j int) bool { return h[i].docs < h[j].docs }
func (h countedHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *countedHeap) Push(x any)        { *h = append(*h, x.(counted)) }
func (h *countedHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// countWords reads all words of the index and keeps the most frequent by their beginnings.
func (s *Store) countWords(ctx context.Context) (map[string]*beginning, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT term, doc FROM search_words WHERE doc >= ?", commonFrom)
	if err != nil {
		return nil, sorted(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	by := map[string]*beginning{}
	var c counted
	for rows.Next() {
		if err := rows.Scan(&c.word, &c.docs); err != nil {
			return nil, sorted(err)
		}
		for _, prefix := range beginnings(c.word) {
			b := by[prefix]
			if b == nil {
				b = &beginning{}
				by[prefix] = b
			}
			b.docs += c.docs
			if heap.Push(&b.words, c); b.words.Len() > commonPlaces {
				heap.Pop(&b.words)
			}
		}
	}
	return by, sorted(rows.Err())
}

// beginnings are the first letters of a word, from two to five, as far as it has them.
func beginnings(word string) (list []string) {
	n := 0
	for i := range word {
		if n >= shortestPrefix {
			list = append(list, word[:i])
		}
		if n++; n > longestPrefix {
			return list
		}
	}
	if n >= shortestPrefix {
		list = append(list, word)
	}
	return list
}
