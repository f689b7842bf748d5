package mailstore_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"satchel/mailstore"
)

// fullAccount has a value in each field, so that a forgotten column shows.
func fullAccount() mailstore.Account {
	return mailstore.Account{
		Slug: "me", Email: "ann@example.org", Name: "Ann", Host: "pop.example.org", Port: 995, TLS: "implicit", AllowClear: true, CAFile: "/ca.pem",
		User: "ann", Auth: "plain", Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 30, From: noon}, Interval: 5 * time.Minute,
		SMTPHost: "smtp.example.org", SMTPPort: 465, SMTPTLS: "starttls", SMTPUser: "annie", SMTPAuth: "plain", SMTPSecretKey: "K2", SMTPTLSSeen: true, Colour: 3, Added: noon.Add(-time.Hour),
		TLSSeen: true, LastCheck: noon.Add(1 * time.Second), LastTry: noon.Add(2 * time.Second), NextCheck: noon.Add(3 * time.Second), NotBefore: noon.Add(4 * time.Second),
		LastResult: "partial", LastText: "half of it", ServerCount: 7, ServerOctets: 8, ClockSeen: noon.Add(5 * time.Second), ClockDoubt: noon.Add(6 * time.Second),
		YesAt: noon.Add(7 * time.Second), Suspicion: `{"why":"empty"}`,
		MaxSize: 5 << 20, BinRemoves: true, Told: "14d@0", Wary: mailstore.WaryRestored, ServerSays: `{"before":["UIDL"]}`,
	}
}

func TestAccountKeepsEveryField(t *testing.T) {
	s := open(t, t.TempDir())
	want := fullAccount()
	for field := range reflect.TypeFor[mailstore.Account]().NumField() {
		name := reflect.TypeFor[mailstore.Account]().Field(field).Name
		if reflect.ValueOf(want).Field(field).IsZero() && name != "ID" && name != "SecretKey" {
			t.Errorf("fullAccount leaves %s empty", name)
		}
	}
	added, err := s.AddAccount(ctx, want)
	if err != nil {
		t.Fatal(err)
	}
	if added.ID == 0 || len(added.SecretKey) < 20 {
		t.Errorf("id %d, secret key %q", added.ID, added.SecretKey)
	}
	want.ID, want.SecretKey = added.ID, added.SecretKey
	if added != want {
		t.Errorf("AddAccount = %+v\nwant        %+v", added, want)
	}
	if got, err := s.AccountBySlug(ctx, "me"); err != nil || got != want {
		t.Errorf("AccountBySlug = %+v, %v\nwant            %+v", got, err, want)
	}
	changed, err := s.UpdateAccount(ctx, want.ID, func(a *mailstore.Account) {
		*a = mailstore.Account{ID: 99, SecretKey: "lost", Slug: "you", LastText: "new"}
	})
	if err != nil {
		t.Fatal(err)
	}
	blank := mailstore.Account{ID: want.ID, SecretKey: want.SecretKey, Slug: "you", LastText: "new", Keep: mailstore.Keep{Mode: mailstore.KeepForever}}
	if changed != blank {
		t.Errorf("UpdateAccount = %+v\nwant           %+v", changed, blank)
	}
}

func TestSlugs(t *testing.T) {
	s := open(t, t.TempDir())
	for _, tt := range []struct{ email, want string }{
		{"ann@example.org", "ann"},
		{"ann@example.net", "ann2"},
		{"Ann@example.com", "ann3"},
		{"ann.b_c+d@example.org", "ann-b-c-d"},
		{"äö@example.org", "account"},
		{"", "account2"},
	} {
		if a := addAccount(t, s, tt.email); a.Slug != tt.want {
			t.Errorf("%q is called %q, want %q", tt.email, a.Slug, tt.want)
		}
	}
	if _, err := s.AddAccount(ctx, mailstore.Account{Slug: "ann2"}); !errors.Is(err, mailstore.ErrExists) {
		t.Errorf("a second ann2: %v", err)
	}
	a, err := s.AccountBySlug(ctx, "ann")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) { a.Slug = "ann2" }); !errors.Is(err, mailstore.ErrExists) {
		t.Errorf("ann becomes ann2: %v", err)
	}
	if _, err := s.UpdateAccount(ctx, 999, func(*mailstore.Account) {}); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("update of no account: %v", err)
	}
}

func TestRemoveAccount(t *testing.T) {
	for _, keepMail := range []bool{true, false} {
		s := open(t, t.TempDir())
		ann, bob := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
		ids := record(t, s, list(t, s, ann.ID, "u", 250), func(_ int, d *mailstore.Download) { d.Fields.Search = "pineapple" })
		theirs := record(t, s, list(t, s, bob.ID, "u", 1), nil)
		if _, err := s.BeginSession(ctx, ann.ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveAccount(ctx, ann.ID, keepMail); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Accounts(ctx); err != nil || len(list) != 1 || list[0].ID != bob.ID {
			t.Errorf("keep %v: accounts = %+v, %v", keepMail, list, err)
		}
		if _, err := s.Account(ctx, ann.ID); !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("keep %v: the account removed: %v", keepMail, err)
		}
		if err := s.RemoveAccount(ctx, ann.ID, keepMail); !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("keep %v: removed again: %v", keepMail, err)
		}
		if n := len(ledger(t, s, ann.ID, false)); n != 0 {
			t.Errorf("keep %v: %d ledger rows are left", keepMail, n)
		}
		if inboxes, _, err := s.Index(ctx, mailstore.Query{Role: mailstore.Inbox}); err != nil || len(inboxes) != 1 || inboxes[0] != theirs[0] {
			t.Errorf("keep %v: all inboxes = %v, %v", keepMail, inboxes, err)
		}
		found, _, err := s.Index(ctx, mailstore.Query{Text: "pineapple"})
		if err != nil {
			t.Fatal(err)
		}
		if keepMail {
			checkKeptMail(t, s, ann.ID, ids, found)
		} else {
			if left := s.Strings(t, "SELECT id FROM chunks WHERE id >> 16 <> ?", theirs[0]); len(left) > 0 || len(found) > 0 {
				t.Errorf("%d chunks are left, search finds %d", len(left), len(found))
			}
			if folders, err := s.Folders(ctx); err != nil || len(folders) != 6 {
				t.Errorf("%d folders, %v; want bob's 6", len(folders), err)
			}
		}
		if a := addAccount(t, s, "ann@example.org"); a.Slug != "ann" || a.ID == ann.ID {
			t.Errorf("keep %v: added again as %q with id %d", keepMail, a.Slug, a.ID)
		}
	}
}

func checkKeptMail(t *testing.T, s *mailstore.Store, ann mailstore.AccountID, ids, found []mailstore.MessageID) {
	t.Helper()
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	kept := folders[6:]
	if len(kept) != 2 || kept[0].Role != mailstore.Inbox || kept[0].Total != len(ids) || kept[1].Name != "Kept mail (ann@example.org)" || kept[0].Parent != kept[1].ID || kept[0].Account != ann {
		t.Errorf("kept folders = %+v", kept)
	}
	if len(found) != len(ids) {
		t.Errorf("search finds %d of %d messages kept", len(found), len(ids))
	}
	h, err := s.Head(ctx, ids[0])
	if err != nil || h.OnServer {
		t.Errorf("a message kept: %+v, %v", h, err)
	}
	if err := s.MoveToRole(ctx, ids[:1], mailstore.Bin); err != nil {
		t.Errorf("a message kept cannot be put into the bin: %v", err)
	}
}

func TestRemovalIsFinishedByTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	a := addAccount(t, s, "ann@example.org")
	record(t, s, list(t, s, a.ID, "u", 3), nil)
	s.Exec(t, "DELETE FROM ledger")
	s.Exec(t, "UPDATE accounts SET removed = 2") // as a crash in the middle leaves it
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	deadline := time.Now().Add(20 * time.Second)
	for len(s.Strings(t, "SELECT id FROM accounts")) > 0 {
		if time.Now().After(deadline) {
			t.Fatal("the account is still there")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if left := s.Strings(t, "SELECT id FROM messages UNION ALL SELECT id FROM folders UNION ALL SELECT id FROM chunks"); len(left) > 0 {
		t.Errorf("%d rows are left", len(left))
	}
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, value := range []string{"one", "two", "", "three\x00\n"} {
		if err := s.SetSetting(ctx, "key", value); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Setting(ctx, "key"); err != nil || got != value {
			t.Errorf("Setting = %q, %v; want %q", got, err, value)
		}
	}
	if got, err := s.Setting(ctx, "other"); err != nil || got != "" {
		t.Errorf("an unset setting = %q, %v", got, err)
	}
}
