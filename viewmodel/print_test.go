package viewmodel

import (
	"strings"
	"testing"
)

func TestLetterPaper(t *testing.T) {
	for locale, want := range map[string]bool{"en-US": true, "en_US.UTF-8": true, "es-MX": true, "fr-CA": true, "en-Latn-US": true,
		"de-DE": false, "en-GB": false, "en": false, "US": false, "C": false, "": false} {
		if got := LetterPaper(locale); got != want {
			t.Errorf("%q: %v", locale, got)
		}
	}
}

func TestPrintedName(t *testing.T) {
	for subject, want := range map[string]string{"Garden party": "Garden party.pdf", "Part 1/2": "Part 1-2.pdf", " ": "Letter.pdf",
		strings.Repeat("ä", 200): strings.Repeat("ä", 80) + ".pdf"} {
		if got := PrintedName(subject); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}
