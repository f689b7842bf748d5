package mailmsg

import "testing"

func TestReflow(t *testing.T) {
	tests := []struct {
		name, in string
		delSp    bool
		want     string
	}{
		{"joined", "one \ntwo\nthree\n", false, "one two\nthree\n"},
		{"DelSp", "Wort \nteil\n", true, "Wortteil\n"},
		{"quotes", "> one \n> two\n>> deep\n", false, "> one two\n>> deep\n"},
		{"depth changes in a flow", "> one \ntwo\n", false, "> one \ntwo\n"},
		{"stuffed", " >no quote\n From here\n", false, ">no quote\nFrom here\n"},
		{"signature", "bye \n-- \nAnn\n", false, "bye \n-- \nAnn\n"},
		{"end in a flow", "one ", false, "one \n"},
		{"empty lines", "one\n\ntwo\n", false, "one\n\ntwo\n"},
		{"empty quote", ">\n> a\n", false, ">\n> a\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := reflow(tt.in, tt.delSp); got != tt.want {
				t.Errorf("reflow(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
	m := parseString(letter("Content-Type: text/plain; format=flowed; delsp=yes\n\nWort \r\nteil\r\n"))
	if m.Text != "Wortteil\n" {
		t.Errorf("flowed letter: %q", m.Text)
	}
}

func TestCleanText(t *testing.T) {
	if got, want := cleanText("a\r\nb\rc\n\x00d\x1b[2J\te\ff\r"), "a\nb\nc\n\uFFFDd\uFFFD[2J\te\nf\n"; got != want {
		t.Errorf("cleanText = %q, want %q", got, want)
	}
}
