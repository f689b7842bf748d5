package viewmodel

import (
	"testing"

	"satchel/mailstore"
)

func TestStateWords(t *testing.T) {
	safe := monday.AddDate(0, 0, -5)
	tests := []struct {
		name  string
		entry mailstore.Entry
		head  mailstore.Head
		want  string
	}{
		{"waiting", mailstore.Entry{State: mailstore.Waiting}, mailstore.Head{}, "New, waiting to be fetched"},
		{"head only", mailstore.Entry{State: mailstore.HeadOnly}, mailstore.Head{}, "Too big, only its beginning is here"},
		{"safe", mailstore.Entry{State: mailstore.Safe, SafeAt: safe, Message: 1}, mailstore.Head{ID: 1, RemovalDay: monday.AddDate(0, 0, 9)},
			"Safe here since Wed 18 November, on the server until Wed 2 December"},
		{"safe for good", mailstore.Entry{State: mailstore.Safe, SafeAt: safe, Message: 1}, mailstore.Head{ID: 1}, "Safe here since Wed 18 November"},
		{"pinned", mailstore.Entry{State: mailstore.Safe, SafeAt: safe, Message: 1, Pinned: true}, mailstore.Head{ID: 1}, "Safe here since Wed 18 November, kept there (pinned)"},
		{"due", mailstore.Entry{State: mailstore.Due, SafeAt: safe, Message: 1}, mailstore.Head{ID: 1}, "Safe here since Wed 18 November, leaves the server at the next check"},
		{"deleted here", mailstore.Entry{State: mailstore.Safe, SafeAt: safe}, mailstore.Head{}, "Was safe here, deleted on this computer"},
		{"asked", mailstore.Entry{State: mailstore.Asked, Since: monday}, mailstore.Head{}, "Asked the server to remove it on Mon 23 November"},
		{"removed", mailstore.Entry{State: mailstore.Removed, Since: monday, SafeAt: safe}, mailstore.Head{}, "Removed on Mon 23 November, safe here since Wed 18 November"},
		{"vanished", mailstore.Entry{State: mailstore.Vanished}, mailstore.Head{}, "Disappeared from the server, not by this computer"},
		{"hidden", mailstore.Entry{State: mailstore.Hidden}, mailstore.Head{}, "Hidden by the provider after fetching"},
		{"kept", mailstore.Entry{State: mailstore.KeptByProvider}, mailstore.Head{}, "Your provider keeps it"},
		{"unfetchable", mailstore.Entry{State: mailstore.Unfetchable, Reason: "the server has lost it"}, mailstore.Head{}, "Cannot be fetched: The server has lost it."},
		{"superseded", mailstore.Entry{State: mailstore.Superseded}, mailstore.Head{}, "Known under a new number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := stateWords(tt.entry, tt.head, tt.head.ID != 0, monday); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLedgerPage(t *testing.T) {
	a := mailstore.Account{Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, LastCheck: monday}
	entries := []mailstore.Entry{
		{State: mailstore.Waiting, Size: 1000},
		{State: mailstore.Safe, Size: 500, Message: 7, SafeAt: monday},
		{State: mailstore.Vanished, Size: 9000, GoneSince: monday},
	}
	heads := map[mailstore.MessageID]mailstore.Head{7: {ID: 7, Fields: mailstore.Fields{FromName: "Ann"}}}
	p := NewLedgerPage(a, entries, heads, monday)
	if want := "2 messages, 1.5 kB at your provider, kept there for 14 days. Seen at the check of 15:00."; p.Sum != want {
		t.Errorf("Sum = %q\nwant  %q", p.Sum, want)
	}
	if len(p.Rows) != 3 || p.Rows[1].Title != "Ann: (no subject)" || p.Rows[0].Title != "A message that is not here yet" || p.Rows[0].Size != "1 kB" {
		t.Errorf("rows = %+v", p.Rows)
	}
}
