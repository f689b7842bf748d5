package mailstore

import (
	"fmt"
	"testing"
)

// Whatever messages claim to answer, each stands in the conversation once, and never deeper than one below another.
func FuzzArrange(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3})
	f.Add([]byte{1, 0, 3, 2, 5, 4})
	f.Add([]byte{9, 9, 9})
	f.Fuzz(func(t *testing.T, answers []byte) {
		if len(answers) > 200 {
			t.Skip("longer ones show nothing new")
		}
		list := make([]member, len(answers))
		for i, a := range answers {
			list[i] = member{id: MessageID(i + 1), date: int64(a) % 7, name: fmt.Sprint(i % 50), answers: fmt.Sprint(a)}
		}
		seen := map[MessageID]bool{}
		depth := -1
		for _, s := range arrange(list) {
			if seen[s.ID] || s.Depth > depth+1 || s.Depth < 0 {
				t.Fatalf("message %d at depth %d behind %d", s.ID, s.Depth, depth)
			}
			seen[s.ID], depth = true, s.Depth
		}
		if len(seen) != len(answers) {
			t.Fatalf("%d of %d messages", len(seen), len(answers))
		}
	})
}

func TestArrangeDeep(t *testing.T) {
	list := make([]member, 20_000)
	for i := range list {
		list[i] = member{id: MessageID(i + 1), date: int64(i), name: fmt.Sprint(i), answers: fmt.Sprint(i - 1)}
	}
	spoken := arrange(list)
	if last := spoken[len(spoken)-1]; len(spoken) != len(list) || last.Depth != len(list)-1 {
		t.Errorf("%d messages, the last at depth %d", len(spoken), last.Depth)
	}
}
