package viewmodel

import (
	"strings"
	"testing"

	"satchel/htmlview"
)

func TestLinkQuestion(t *testing.T) {
	if _, ask := LinkQuestion(htmlview.Link{Target: "https://bank.example/"}); ask {
		t.Error("a link without a warning is asked about")
	}
	for _, w := range []htmlview.Warning{htmlview.WarnTextMismatch, htmlview.WarnHomograph, htmlview.WarnUserInfo, htmlview.WarnIPHost} {
		q, ask := LinkQuestion(htmlview.Link{Target: "https://bank.example.login.evil.example/login", Warnings: []htmlview.Warning{w}})
		if !ask || !q.Wary || len(q.Lines) != 1 || q.Lines[0] == "" {
			t.Errorf("%s: %+v", w, q)
		}
		if !strings.Contains(q.Text, "a page of evil.example:") || !strings.HasSuffix(q.Text, "https://bank.example.login.evil.example/login") {
			t.Errorf("the real target is not told: %q", q.Text)
		}
	}
}
