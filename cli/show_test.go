package cli

import (
	"fmt"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

// What the provider found of a sender is learnt from the account's letters, and what a letter claims of itself is not.
func TestShowSaysWhoIsChecked(t *testing.T) {
	var mail []pop3test.Message
	for i := range 7 {
		head := fmt.Sprintf("Authentication-Results: mx%d.example.net; dmarc=pass header.from=example.org\r\n", i)
		if i == 6 {
			head = "" // what it brings along counts for nothing
		}
		mail = append(mail, pop3test.Message{UIDL: fmt.Sprint("uid-", i), Data: []byte(head + "Received: from x by mx.example.net; Tue, 10 Mar 2026 10:00:00 +0000\r\n" +
			"Received: from y by z.example.com; Tue, 10 Mar 2026 10:00:00 +0000\r\nAuthentication-Results: mx.example.net; dmarc=pass header.from=example.org\r\n" +
			fmt.Sprintf("From: a%d@example.org\r\nSubject: Letter %d\r\nDate: Tue, 10 Mar 2026 10:0%d:00 +0000\r\n\r\nHi\r\n", i, i, i))})
	}
	w := newWorld(t)
	w.add(startServer(t, pop3test.Config{Messages: mail}), "ann")
	w.want(exitDone, "fetch")
	var rows []map[string]any
	w.decode(&rows, exitDone, "list")
	if len(rows) != 7 {
		t.Fatalf("%d letters", len(rows))
	}
	for i, want := range []bool{false, true} { // newest first
		id := fmt.Sprint(rows[i]["id"])
		var j map[string]any
		w.decode(&j, exitDone, "show", id)
		if by := map[bool]string{true: "example.net"}[want]; j["checked_by"] != by || j["sender_proved"] != want {
			t.Errorf("letter %s: %v, %v", id, j["checked_by"], j["sender_proved"])
		}
		if text := w.want(exitDone, "show", id).out; strings.Contains(text, "Checked:  example.net confirms that this comes from a5@example.org\n") != want {
			t.Errorf("letter %s: %s", id, text)
		}
	}
}
