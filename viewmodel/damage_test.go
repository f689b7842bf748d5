package viewmodel

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/backup"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/mailsync"
)

func TestSetDamaged(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, there := range []bool{true, false} {
		h := mailstore.Head{ID: 7, OnServer: there}
		l := NewLetter(h, &mailmsg.Message{Defects: []string{"The picture ends too early."}}, mailstore.Inbox, now)
		l.SetDamaged(h)
		if len(l.Banners) != 1 || !l.Banners[0].Warning {
			t.Fatalf("banners %+v", l.Banners)
		}
		b := l.Banners[0]
		if there && (b.Action != ActionFetchAgain || b.Other != ActionFromBackup) || !there && (b.Action != ActionFromBackup || b.Other != "") {
			t.Errorf("on the server %v: %+v", there, b)
		}
	}
}

func TestDoctorPage(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	head := func(id mailstore.MessageID, there bool) mailstore.Head {
		return mailstore.Head{ID: id, OnServer: there, Fields: mailstore.Fields{Subject: "Garden", FromName: "Ann", Date: now}}
	}
	tests := []struct {
		name     string
		damaged  []mailstore.Head
		accounts []mailstore.Account
		free     int64
		want     string
	}{
		{"well", nil, []mailstore.Account{{LastResult: mailsync.OK}, {}}, 1 << 40, "All is well"},
		{"unknown space", nil, nil, -1, "All is well"},
		{"one there", []mailstore.Head{head(1, true)}, nil, 1 << 40, "Your provider still has it"},
		{"all there", []mailstore.Head{head(1, true), head(2, true)}, nil, 1 << 40, "Your provider still has all of them"},
		{"some there", []mailstore.Head{head(1, true), head(2, false)}, nil, 1 << 40, "Your provider still has 1; a backup may have the others"},
		{"none there", []mailstore.Head{head(2, false)}, nil, 1 << 40, "A backup may have it whole"},
		{"full", nil, nil, 1000, "The disk is nearly full"},
		{"account", nil, []mailstore.Account{{Email: "ann@example.org", LastResult: mailsync.Network, LastText: "it does not answer"}}, 1 << 40, "It does not answer."},
		{"clock", nil, []mailstore.Account{{Email: "ann@example.org", ClockDoubt: now}}, 1 << 40, "clock is in doubt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := NewDoctorPage(tt.damaged, tt.accounts, tt.free, now)
			if text := fmt.Sprint(p); !strings.Contains(text, tt.want) || len(p.Damaged) != len(tt.damaged) {
				t.Errorf("page %q, want %q in it", text, tt.want)
			}
		})
	}
}

func TestMendedWords(t *testing.T) {
	ids := []mailstore.MessageID{1, 2, 3}
	tests := []struct {
		m    backup.Mended
		want string
	}{
		{backup.Mended{}, "No letter is damaged any more."},
		{backup.Mended{Whole: ids[:1]}, "1 letter is whole again."},
		{backup.Mended{Whole: ids}, "3 letters are whole again."},
		{backup.Mended{Left: ids[:1]}, "This backup does not have the letter whole. An older one may."},
		{backup.Mended{Left: ids}, "This backup does not have the letters whole. An older one may."},
		{backup.Mended{Whole: ids[:2], Left: ids[2:]}, "2 letters are whole again. 1 other is not whole in this backup; an older one may have it."},
	}
	for _, tt := range tests {
		if got := MendedWords(tt.m); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.m, got, tt.want)
		}
	}
}

func TestMendTrouble(t *testing.T) {
	for _, err := range []error{backup.ErrForeign, backup.ErrNewer, backup.ErrCut, backup.ErrDamaged, mailstore.ErrDamaged, mailstore.ErrFull, errors.New("boom")} {
		if got := MendTrouble("/x/mail.satchel", fmt.Errorf("y: %w", err)); strings.Contains(got, "boom") || len(got) < 30 {
			t.Errorf("%v: %q", err, got)
		}
	}
}
