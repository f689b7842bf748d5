package mailstore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"satchel/mailstore"
)

// letters of a conversation: own id, then the ids it refers to, the nearest last.
func speak(t testing.TB, s *mailstore.Store, a mailstore.AccountID, letters ...string) {
	t.Helper()
	rows := list(t, s, a, "t"+fmt.Sprint(rand.Uint32())+"-", len(letters)) //nolint:gosec // a name
	record(t, s, rows, func(i int, d *mailstore.Download) {
		names := strings.Fields(letters[i])
		d.Fields.MessageID, d.Fields.References, d.Fields.InReplyTo = names[0], names[1:], ""
		if n := len(names); n > 1 {
			d.Fields.InReplyTo = names[n-1]
		}
	})
}

// threads gives the ids that are together, sorted: "a b|c".
func threads(t testing.TB, s *mailstore.Store) string {
	t.Helper()
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	by := map[int64][]string{}
	for _, h := range heads {
		by[h.Thread] = append(by[h.Thread], h.MessageID)
	}
	var out []string
	for _, names := range by {
		slices.Sort(names)
		out = append(out, strings.Join(names, " "))
	}
	slices.Sort(out)
	return strings.Join(out, "|")
}

func TestThreadsComeTogether(t *testing.T) {
	for _, tt := range []struct {
		name    string
		letters []string
		want    string
	}{
		{"in order", []string{"a", "b a", "c a b"}, "a b c"},
		{"strangers", []string{"a", "b", "c"}, "a|b|c"},
		{"answers before what they answer", []string{"c a b", "b a", "a"}, "a b c"},
		{"the parent never came", []string{"b a", "c a"}, "b c"},
		{"the missing parent joins two", []string{"b x", "c y", "p x y"}, "b c p"},
		{"it joins three that had answers", []string{"b x", "b2 b", "c y", "c2 c", "d z", "d2 d", "p x y z", "q d2"}, "b b2 c c2 d d2 p q"},
		{"joined twice over", []string{"a x", "b y", "c z", "d x y", "e y z", "f z"}, "a b c d e f"},
		{"a loop", []string{"a b", "b a"}, "a b"},
		{"one that answers itself", []string{"a a"}, "a"},
		{"the same letter twice", []string{"a", "a", "b a"}, "a a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			a := addAccount(t, s, "ann@example.org")
			for _, letter := range tt.letters { // each in a transaction of its own
				speak(t, s, a.ID, letter)
			}
			if got := threads(t, s); got != tt.want {
				t.Errorf("threads %q, want %q", got, tt.want)
			}
		})
	}
}

// However a conversation arrives, it ends as one.
func TestThreadsInAnyOrder(t *testing.T) {
	letters := []string{"a", "b a", "c a b", "d a b c", "e a", "f a e", "g f"}
	for range 20 {
		s := open(t, t.TempDir())
		rand.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
		speak(t, s, addAccount(t, s, "ann@example.org").ID, letters...)
		if got := threads(t, s); got != "a b c d e f g" {
			t.Fatalf("%v makes %q", letters, got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConversationIsInOrderOfReading(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	speak(t, s, a.ID, "a", "b a", "c a", "d a b", "e missing c", "x y", "y x")
	heads, err := s.Page(ctx, mailstore.Query{}, mailstore.Cursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	names := map[mailstore.MessageID]string{}
	var conversations []string
	seen := map[int64]bool{}
	for _, h := range heads {
		names[h.ID] = h.MessageID
	}
	for _, h := range slices.Backward(heads) {
		if seen[h.Thread] {
			continue
		}
		seen[h.Thread] = true
		spoken, err := s.Conversation(ctx, h.Thread)
		if err != nil {
			t.Fatal(err)
		}
		var line []string
		for _, m := range spoken {
			line = append(line, strings.Repeat(">", m.Depth)+names[m.ID])
		}
		conversations = append(conversations, strings.Join(line, " "))
	}
	slices.Sort(conversations)
	if want := []string{"a >b >>d >c >>e", "x >y"}; !slices.Equal(conversations, want) {
		t.Errorf("%q, want %q", conversations, want)
	}
}
