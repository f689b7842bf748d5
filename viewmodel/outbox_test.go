package viewmodel

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailsend"
	"satchel/mailstore"
)

var outboxNow = time.Date(2026, 3, 10, 12, 0, 0, 0, time.Local)

// outgoingTo is a letter that stands so with each recipient.
func outgoingTo(state mailstore.OutgoingState, text string, notBefore time.Duration, recipients ...mailstore.RecipientState) mailstore.Outgoing {
	o := mailstore.Outgoing{ID: 1, Message: 7, State: state, Text: text, Subject: "Tea", Octets: 2_000_000}
	if notBefore >= 0 {
		o.NotBefore = outboxNow.Add(notBefore)
	}
	for i, r := range recipients {
		o.Recipients = append(o.Recipients, mailstore.Recipient{Address: string(rune('a'+i)) + "@example.net", State: r})
	}
	return o
}

func TestOutboxWords(t *testing.T) {
	const never = -1
	tests := []struct {
		name    string
		o       mailstore.Outgoing
		words   string
		actions string
		line    string // at the foot
		quit    string
	}{
		{"just sent off", outgoingTo(mailstore.Queued, "", 9*time.Second, mailstore.ToGo), "Goes out in a moment.", "Send now, Edit again, Remove", "", "1 letter waits in the Outbox and goes out only while Satchel is open."},
		{"for this evening", outgoingTo(mailstore.Queued, "", 6*time.Hour, mailstore.ToGo), "Goes out at 18:00.", "Send now, Edit again, Remove", "", ""},
		{"on its way", outgoingTo(mailstore.Sending, "", 0, mailstore.ToGo), "Is being sent: 500 kB of 2 MB.", "", "Sending “Tea” · 500 kB of 2 MB", "1 letter is being sent at this moment."},
		{"waits for the password", outgoingTo(mailstore.Queued, "No password.", never, mailstore.ToGo), "No password.", "Send now, Edit again, Remove", "1 letter in the Outbox needs you.", ""},
		{"refused", outgoingTo(mailstore.Refused, "Too large.", never, mailstore.TurnedDown), "Too large.", "Edit again, Send again, Remove", "1 letter in the Outbox needs you.", ""},
		{"perhaps sent", outgoingTo(mailstore.MaybeSent, "", never, mailstore.MaybeTaken), "May have been sent. Satchel does not send it again by itself.", "It has gone, Send again, Remove", "1 letter in the Outbox needs you.", ""},
		{"sent", outgoingTo(mailstore.SentOut, "", never, mailstore.Taken), "Was sent.", "", "", ""},
		{"sent to one of two", outgoingTo(mailstore.SentOut, "Sent to 1 of 2.", never, mailstore.Taken, mailstore.TurnedDown), "Sent to 1 of 2.", "Send to the others again", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b Outbox
			b.Apply(mailsend.Event{Letter: tt.o, Sent: 500_000})
			var actions []string
			for _, a := range OutboxActions(tt.o) {
				actions = append(actions, string(a))
			}
			line, _ := b.Line(outboxNow)
			if got := b.Words(tt.o, outboxNow); got != tt.words {
				t.Errorf("words %q, want %q", got, tt.words)
			}
			if got := strings.Join(actions, ", "); got != tt.actions {
				t.Errorf("actions %q, want %q", got, tt.actions)
			}
			if line.Text != tt.line {
				t.Errorf("line %q, want %q", line.Text, tt.line)
			}
			if got := b.Waiting(outboxNow); got != tt.quit {
				t.Errorf("on quitting %q, want %q", got, tt.quit)
			}
		})
	}
}

func TestRecipientLines(t *testing.T) {
	o := outgoingTo(mailstore.SentOut, "", -1, mailstore.Taken, mailstore.TurnedDown, mailstore.ToGo)
	o.Recipients[1].Text = "the mailbox is full."
	want := []string{"a@example.net: sent.", "b@example.net: not sent. The mailbox is full.", "c@example.net: waits."}
	if got := RecipientLines(o); !slices.Equal(got, want) {
		t.Errorf("lines %q", got)
	}
	if got := RecipientLines(outgoingTo(mailstore.SentOut, "", -1, mailstore.Taken, mailstore.Taken)); got != nil {
		t.Errorf("alike %q", got)
	}
}

func TestToWhom(t *testing.T) {
	for list, want := range map[string]string{
		"":                        "To nobody yet",
		"bo@example.net":          "To bo@example.net",
		"Bo <bo@example.net>, di": "To Bo, di",
		"Lee, Ann <a@b>, Bo <b@c": "To Lee, Ann, Bo", // cut off
	} {
		if got := toWhom(list); got != want {
			t.Errorf("toWhom(%q) = %q, want %q", list, got, want)
		}
	}
}

func TestLeaveOut(t *testing.T) {
	w := Writing{To: "Bo <bo@example.net>, di@example.net", Cc: "Cy <cy@example.net>"}
	if !LeaveOut(&w, map[string]bool{"bo@example.net": true, "cy@example.net": true}) || w.To != "di@example.net" || w.Cc != "" {
		t.Errorf("left %+v", w)
	}
	w = Writing{To: "half an addr"}
	if LeaveOut(&w, nil) || w.To != "half an addr" {
		t.Errorf("changed %+v", w)
	}
}
