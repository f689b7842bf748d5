package mailindex

import (
	"strings"
	"testing"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
)

func TestFillIn(t *testing.T) {
	head := mailstore.Head{Fields: mailstore.Fields{
		Subject: "Garden", FromName: "Ann", FromAddress: "ann@example.org", MessageID: "1@example.org", Preview: "The roses", Date: time.Unix(1_700_000_000, 0),
	}}
	zeros := strings.Repeat("\x00", 500)
	tests := []struct {
		name, raw, text string
	}{
		{"nothing", "", "The roses …"},
		{"zeros", zeros, "The roses …"},
		{"head alone", "Subject: Garden\r\nFrom: ann@example.org\r\n\r\n", "The roses …"},
		{"half of the text", "Subject: Garden\r\n\r\nThe roses are\r\n", "The roses are\n"},
		{"a head of zeros", zeros + "\r\n\r\n" + zeros + "The roses are", "The roses …"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := mailmsg.Parse(strings.NewReader(tt.raw), mailmsg.Options{})
			fillIn(m, head)
			if m.Text != tt.text || m.Subject != "Garden" || len(m.From) != 1 || m.From[0].Address != "ann@example.org" || !m.Date.Equal(head.Date) || len(m.Defects) != 0 {
				t.Errorf("text %q, subject %q, from %v", m.Text, m.Subject, m.From)
			}
		})
	}
}
