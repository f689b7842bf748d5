package cli

import (
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

func TestServerWants(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(5)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	var ids []string
	for _, m := range s.Messages("ann") {
		ids = append(ids, m.UIDL)
	}

	var rows []wantJSON
	w.decode(&rows, exitDone, "server", "remove", "ann", ids[0], ids[1])
	if len(rows) != 2 || rows[0].Done || rows[0].Reason != "" || rows[0].Message == nil || rows[0].Size == 0 {
		t.Errorf("without --yes: %+v", rows)
	}
	w.want(exitDone, "fetch")
	if n := len(s.Messages("ann")); n != 5 {
		t.Fatalf("%d messages are left without a yes", n)
	}
	if text := w.want(exitDone, "server", "remove", "ann", ids[0]).out; !strings.Contains(text, "With --yes") {
		t.Errorf("the preview says %q", text)
	}
	w.decode(&rows, exitDone, "server", "remove", "ann", ids[0], ids[1], "--yes")
	if len(rows) != 2 || !rows[0].Done || !rows[1].Done {
		t.Errorf("with --yes: %+v", rows)
	}
	w.decode(&rows, exitDone, "server", "pin", "ann", ids[1])
	var results []resultJSON
	w.decode(&results, exitDone, "fetch")
	if results[0].AskedToRemove != 1 || len(s.Messages("ann")) != 4 {
		t.Errorf("fetch = %+v", results)
	}

	w.decode(&rows, exitPartial, "server", "get", "ann", ids[2], "unheard-of")
	if len(rows) != 2 || rows[0].Done || rows[0].Reason == "" || rows[1].Reason == "" {
		t.Errorf("get = %+v", rows)
	}
	w.want(exitUsage, "server", "pin", "ann")
	w.want(exitUsage, "server", "shred", "ann", ids[2])
	w.want(exitUsage, "server", "pin", "bob", ids[2])
}

func TestSizeLimit(t *testing.T) {
	large := pop3test.Message{UIDL: "large", Data: []byte("Subject: Pictures\r\n\r\n" + strings.Repeat("a line of a large letter\r\n", 2000))}
	s := startServer(t, pop3test.Config{Messages: append(letters(2), large)})
	w := newWorld(t)
	w.add(s, "ann", "--max-size", "20kB", "--bin-removes")
	var accounts []accountJSON
	w.decode(&accounts, exitDone, "account", "list")
	if accounts[0].MaxSize != 20_000 || !accounts[0].BinRemoves || accounts[0].ExpireDays != nil {
		t.Errorf("account = %+v", accounts[0])
	}
	var results []resultJSON
	w.decode(&results, exitDone, "fetch")
	if results[0].Fetched != 2 || results[0].TooLarge != 1 || !strings.Contains(results[0].Sentence, "larger than this account's limit") {
		t.Errorf("fetch = %+v", results[0])
	}
	var list []rowJSON
	w.decode(&list, exitDone, "list")
	var here rowJSON
	for _, row := range list {
		if row.Partial {
			here = row
		}
	}
	if len(list) != 3 || here.Subject != "Pictures" || here.Size != int64(len(large.Data)) {
		t.Errorf("list = %+v", list)
	}
	w.want(exitDone, "server", "get", "ann", "large")
	w.decode(&results, exitDone, "fetch")
	w.decode(&list, exitDone, "list")
	if results[0].Fetched != 1 || len(list) != 3 {
		t.Errorf("fetch = %+v, list = %+v", results[0], list)
	}
	w.want(exitDone, "account", "set", "ann", "--max-size", "none", "--bin-removes=false")
	if a := w.accounts()[0]; a.MaxSize != 0 || a.BinRemoves {
		t.Errorf("account = %+v", a)
	}
}

func TestParseSize(t *testing.T) {
	tests := []struct {
		word string
		want int64
		ok   bool
	}{
		{"10MB", 10_000_000, true}, {"10 mb", 10_000_000, true}, {"500kB", 500_000, true}, {"1GB", 1_000_000_000, true},
		{"12345", 12345, true}, {"none", 0, true}, {"0", 0, true},
		{"10", 0, false}, {"9kB", 0, false}, {"-5MB", 0, false}, {"", 0, false}, {"MB", 0, false}, {"1.5MB", 0, false}, {"99999999999MB", 0, false},
	}
	for _, tt := range tests {
		if got, err := parseSize(tt.word); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("parseSize(%q) = %d, %v, want %d", tt.word, got, err, tt.want)
		}
	}
}

// A server that removes mail sooner than the rule says is told of, and one that does not is not.
func TestDoctorOfExpire(t *testing.T) {
	a := mailstore.Account{Slug: "ann", Host: "h", Port: 1, TLS: "implicit",
		ServerSays: `{"host":"h","port":1,"tls":"implicit","before":{"UIDL":[]},"after":{"EXPIRE":["10"]}}`}
	for keep, want := range map[string]int{"forever": 1, "14d": 1, "10d": 0, "remove": 0} {
		var err error
		if a.Keep, err = mailstore.ParseKeep(keep); err != nil {
			t.Fatal(err)
		}
		if got := expiring(a); len(got) != want {
			t.Errorf("keep %s: %+v", keep, got)
		}
	}
}

func TestDoctorOfTakenMail(t *testing.T) {
	now := time.Date(2026, 3, 20, 10, 0, 0, 0, time.UTC)
	gone := func(n int, ago time.Duration, m mailstore.MessageID) (list []mailstore.Entry) {
		for range n {
			list = append(list, mailstore.Entry{State: mailstore.Vanished, GoneSince: now.Add(-ago), Message: m})
		}
		return list
	}
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name    string
		entries []mailstore.Entry
		want    string // in the finding; "": there is none
	}{
		{"a few", gone(4, day, 1), ""},
		{"long ago", gone(9, 30*day, 1), ""},
		{"many", gone(9, day, 1), "all of them here"},
		{"unseen", append(gone(5, day, 1), gone(1, day, 0)...), "1 was gone before"},
		{"removed by Satchel", []mailstore.Entry{{State: mailstore.Removed}, {State: mailstore.Removed}, {State: mailstore.Removed}, {State: mailstore.Removed}, {State: mailstore.Removed}}, ""},
	} {
		got := taken(mailstore.Account{Slug: "ann"}, tt.entries, now)
		if (len(got) > 0) != (tt.want != "") || len(got) > 0 && !strings.Contains(got[0].Doing, tt.want) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
