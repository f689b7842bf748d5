package viewmodel

import "testing"

func TestRecipientChips(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Doe, Di <di@example.org>", `"Doe, Di" <di@example.org>|Doe, Di|`},
		{"bob", "bob|bob|“bob” is no mail address: there is no @ in it."},
		{"bob\nAnn <ann@example.org>", "bob|bob|“bob” is no mail address: there is no @ in it.;Ann <ann@example.org>|Ann|"},
		{"a@example.org; b@example.org", "a@example.org|a@example.org|;b@example.org|b@example.org|"},
		{"דוד כהן <d@example.org>", "דוד כהן <d@example.org>|דוד כהן|"},
	} {
		got := ""
		for i, c := range RecipientChips(tt.text) {
			if i > 0 {
				got += ";"
			}
			got += c.Typed + "|" + c.Label + "|" + c.Wrong
		}
		if got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.text, got, tt.want)
		}
	}
	for text, want := range map[string]bool{"Doe": false, `"Doe`: false, "a@example.org": true, "Doe, Di <di@example.org>": true, "": false} {
		if got := EndsRecipient(text); got != want {
			t.Errorf("a comma ends %q: %v", text, got)
		}
	}
}
