package mailstore

import (
	"slices"
	"testing"
)

func TestBeginnings(t *testing.T) {
	for word, want := range map[string][]string{"a": nil, "ab": {"ab"}, "abc": {"ab", "abc"}, "abcd": {"ab", "abc", "abcd"}, "abcdefg": {"ab", "abc", "abcd", "abcde"}, "üöäß": {"üö", "üöä", "üöäß"}} {
		if got := beginnings(word); !slices.Equal(got, want) {
			t.Errorf("beginnings(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestFolded(t *testing.T) {
	for word, want := range map[string]string{"MÜNCHEN": "munchen", "Zoë": "zoe", "ﬁ": "ﬁ", "": ""} {
		if got := folded(word); got != want {
			t.Errorf("folded(%q) = %q, want %q", word, got, want)
		}
	}
}
