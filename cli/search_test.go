package cli

import (
	"testing"

	"satchel/pop3client/pop3test"
)

func TestSearchCommand(t *testing.T) {
	mail := letters(3)
	mail = append(mail, pop3test.Message{UIDL: "x", Data: []byte("From: Bob <bob@example.org>\r\nSubject: Garten in M\xfcnchen\r\nDate: Mon, 2 Nov 2026 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nWir sehen uns im Café an der Brücke.\r\n")})
	s := startServer(t, pop3test.Config{Messages: mail})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	var hits []map[string]any
	w.decode(&hits, exitDone, "search", "bruck")
	if len(hits) != 1 {
		t.Fatalf("%v", hits)
	}
	wantKeys(t, "hit", hits[0], "id account folder from subject date size unread starred attachments thread message_id sha256 snippet")
	snippet, marks := hits[0]["snippet"].(string), hits[0]["marks"].([]any)
	if len(marks) != 1 {
		t.Fatalf("snippet %q with marks %v", snippet, marks)
	}
	mark := marks[0].([]any)
	if got := string([]rune(snippet)[int(mark[0].(float64)):int(mark[1].(float64))]); got != "Brück" {
		t.Errorf("marked is %q in %q", got, snippet)
	}
	w.decode(&hits, exitDone, "search", "from:ann", "letter", "--limit", "2")
	if len(hits) != 2 {
		t.Errorf("%d hits, want the 2 asked for", len(hits))
	}
	w.decode(&hits, exitDone, "search", "--", "-from:ann")
	if len(hits) != 1 {
		t.Errorf("without Ann %d hits", len(hits))
	}
	w.decode(&hits, exitDone, "search", `is:"`)
	if len(hits) != 0 {
		t.Errorf("%v", hits)
	}
	w.want(exitUsage, "search")
	w.want(exitUsage, "search", "x", "--limit", "0")
}
