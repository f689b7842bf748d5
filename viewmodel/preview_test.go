package viewmodel

import (
	"reflect"
	"testing"

	"satchel/mailstore"
	"satchel/mailsync"
)

func TestKeepChoicesGoBothWays(t *testing.T) {
	tests := []struct {
		choice  int
		days    string
		want    mailstore.Keep
		problem bool
		words   string
	}{
		{KeepTwoWeeks, "", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, false, "for 14 days"},
		{KeepOtherDays, " 30 ", mailstore.Keep{Mode: mailstore.KeepDays, Days: 30}, false, "for 30 days"},
		{KeepOtherDays, "1", mailstore.Keep{Mode: mailstore.KeepDays, Days: 1}, false, "for 1 day"},
		{KeepOtherDays, "0", mailstore.Keep{}, true, ""},
		{KeepOtherDays, "4000", mailstore.Keep{}, true, ""},
		{KeepOtherDays, "a week", mailstore.Keep{}, true, ""},
		{KeepAll, "", mailstore.Keep{Mode: mailstore.KeepForever}, false, "for good"},
		{KeepNothing, "", mailstore.Keep{Mode: mailstore.KeepRemove}, false, "only until it is safe here"},
	}
	for _, tt := range tests {
		k, problem := KeepFor(tt.choice, tt.days)
		if k != tt.want || (problem != "") != tt.problem {
			t.Errorf("KeepFor(%d, %q) = %+v, %q", tt.choice, tt.days, k, problem)
		}
		if tt.problem {
			continue
		}
		if choice, days := ChoiceOf(k); choice != tt.choice || (tt.choice == KeepOtherDays) != (days != "") {
			t.Errorf("ChoiceOf(%+v) = %d, %q, want %d", k, choice, days, tt.choice)
		}
		if got := KeepWords(k); got != tt.words {
			t.Errorf("KeepWords = %q, want %q", got, tt.words)
		}
	}
	if n := len(KeepChoices()); n != 4 {
		t.Errorf("%d choices", n)
	}
}

func TestKeepQuestion(t *testing.T) {
	fortnight := mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}
	later := []mailsync.Removal{{Day: monday.AddDate(0, 0, 9)}, {Day: monday.AddDate(0, 0, 8)}}
	tests := []struct {
		name    string
		preview mailsync.Preview
		ask     bool
		text    string
		lines   []string
	}{
		{"nothing goes", mailsync.Preview{KeepIncomplete: 3}, false, "", nil},
		{"the sync's own words", mailsync.Preview{Remove: make([]mailsync.Removal, 2), Sentence: "Two go."}, true, "Two go.", []string{"All of it stays on this computer."}},
		{"counted here", mailsync.Preview{Remove: make([]mailsync.Removal, 1), Bytes: 2000, KeepIncomplete: 1}, true,
			"At the next check 1 message (2 kB) will be removed from the server. 1 is not complete here and stays.", []string{"All of it stays on this computer."}},
		{"only later", mailsync.Preview{Later: later}, true, "The next check removes nothing from the server.",
			[]string{"2 messages follow later, each on its day, the first on Tue 1 December.", "All of it stays on this computer."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, ask := KeepQuestion(tt.preview, fortnight, monday)
			if ask != tt.ask || q.Text != tt.text || !reflect.DeepEqual(q.Lines, tt.lines) {
				t.Errorf("got %v %+v", ask, q)
			}
		})
	}
}

func TestRemoveQuestion(t *testing.T) {
	q := RemoveQuestion(mailstore.Account{Email: "ann@example.org"}, 1, 12)
	want := []string{"12 messages are still at your provider and stay there.", "1 letter of this account is on this computer."}
	if q.Title != "Remove ann@example.org from Satchel?" || !reflect.DeepEqual(q.Lines, want) {
		t.Errorf("question = %+v", q)
	}
	if got, want := DeleteWarning(1, 0), "1 letter will be deleted from this computer for good. There is no other copy that Satchel knows of."; got != want {
		t.Errorf("warning = %q", got)
	}
	if got, want := DeleteWarning(5, 2), "5 letters will be deleted from this computer for good. At most 2 of them can be fetched again from your provider."; got != want {
		t.Errorf("warning = %q", got)
	}
}

func TestDestroyQuestion(t *testing.T) {
	tests := []struct {
		n, onServer, leaving int
		line                 string
	}{
		{1, 0, 0, "There is no copy at your provider."},
		{1, 1, 0, "It stays at your provider as long as your settings say."},
		{3, 3, 0, "They stay at your provider as long as your settings say."},
		{3, 1, 0, "1 of them stays at your provider as long as your settings say."},
		{1, 1, 1, "It is removed at your provider too, at the next check."},
		{3, 3, 3, "3 of them are removed at your provider too, at the next check."},
		{3, 2, 1, "1 of them is removed at your provider too, at the next check."},
	}
	for _, tt := range tests {
		if q := DestroyQuestion(tt.n, tt.onServer, tt.leaving); q.Lines[0] != tt.line {
			t.Errorf("DestroyQuestion(%d, %d, %d) = %+v", tt.n, tt.onServer, tt.leaving, q)
		}
	}
}
