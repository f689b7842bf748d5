package mailstore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"satchel/mailstore"
)

// Whatever the groups and the order in which a conversation's letters are recorded, they end up together, apart from the
// other conversations.
func TestConversationsWhateverTheGroups(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := open(t, t.TempDir())
		a := addAccount(t, s, "ann@example.org")
		const conversations, each = 5, 7
		rows := list(t, s, a.ID, fmt.Sprint("s", seed, "-"), conversations*each)
		type letter struct{ conversation, number int }
		var letters []letter
		for c := range conversations {
			for n := range each {
				letters = append(letters, letter{c, n})
			}
		}
		r.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
		of := map[mailstore.MessageID]int{}
		for at := 0; at < len(letters); {
			size := min(1+r.IntN(12), len(letters)-at)
			ids := record(t, s, rows[at:at+size], func(i int, d *mailstore.Download) {
				l := letters[at+i]
				d.Fields.MessageID = fmt.Sprintf("%d.%d@example.org", l.conversation, l.number)
				if l.number > 0 { // answers the one before, or any earlier one
					d.Fields.InReplyTo = fmt.Sprintf("%d.%d@example.org", l.conversation, r.IntN(l.number))
				}
			})
			for i, id := range ids {
				of[id] = letters[at+i].conversation
			}
			at += size
		}
		threads := map[int][]int64{}
		for id, c := range of {
			h, err := s.Head(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(threads[c], h.Thread) {
				threads[c] = append(threads[c], h.Thread)
			}
		}
		seen := map[int64]bool{}
		for c, list := range threads {
			if len(list) != 1 || seen[list[0]] {
				t.Fatalf("seed %d: conversation %d has the threads %v", seed, c, list)
			}
			seen[list[0]] = true
		}
	}
}
