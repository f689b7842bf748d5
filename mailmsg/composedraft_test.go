package mailmsg

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestADraftMayLackRecipients(t *testing.T) {
	state := strings.Repeat(`{"to":"Zoë <zoe@","caret":7}`, 20)
	d := Draft{From: Address{Address: "ann@example.org"}, Date: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), MessageID: "a@example.org", Text: "half a sen"}
	if err := d.Write(&bytes.Buffer{}, WriteOptions{}); !errors.Is(err, ErrDraft) {
		t.Fatalf("a letter to nobody gives %v", err)
	}
	d.Writing = state
	var raw bytes.Buffer
	if err := d.Write(&raw, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(raw.String()) {
		if len(line) > 80 {
			t.Errorf("a line has %d bytes: %q", len(line), line)
		}
	}
	m := Parse(&raw, Options{})
	if m.Writing != state || len(m.To) != 0 || strings.TrimSpace(m.Text) != "half a sen" {
		t.Errorf("read again: %q to %v, %q", m.Writing, m.To, m.Text)
	}
}

func TestALetterOfAStrangerHasNoDraftState(t *testing.T) {
	m := Parse(strings.NewReader("Subject: x\r\nX-Satchel-Draft: no base64!\r\n\r\n"), Options{})
	if m.Writing != "" {
		t.Errorf("the state is %q", m.Writing)
	}
}
