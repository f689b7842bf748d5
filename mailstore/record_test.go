package mailstore_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

func raw(t testing.TB, s *mailstore.Store, id mailstore.MessageID) []byte {
	t.Helper()
	r, err := s.Raw(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // it only frees memory
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRecordKeepsBytesAndFields(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	noise := bytes.Repeat([]byte("\x00\xff\r\n.no text, and longer than a chunk"), 60_000) // 2.2 MB
	bodies := []string{"", "x", "Subject: a\r\n\r\nb\r\n", strings.Repeat("a", 64<<10), strings.Repeat("b", 64<<10+1), string(noise), strings.Repeat("c", 5<<20)}
	rows := list(t, s, a.ID, "u", len(bodies))
	ids := record(t, s, rows, func(i int, d *mailstore.Download) { d.Raw = spool(t, s, bodies[i]) })
	for i, id := range ids {
		if got := raw(t, s, id); string(got) != bodies[i] {
			t.Errorf("message %d: %d bytes come back as %d others", i, len(bodies[i]), len(got))
		}
		if sum, err := s.VerifyStored(ctx, id); err != nil || sum != sha256.Sum256([]byte(bodies[i])) {
			t.Errorf("message %d: VerifyStored = %x, %v", i, sum, err)
		}
	}
	inbox, err := s.FolderByRole(ctx, a.ID, mailstore.Inbox)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Head(ctx, ids[2])
	if err != nil {
		t.Fatal(err)
	}
	want := mailstore.Head{
		ID: ids[2], Account: a.ID, Folder: inbox.ID, Thread: int64(ids[2]), Size: int64(len(bodies[2])), SHA256: sha256.Sum256([]byte(bodies[2])),
		Arrived: noon, Unread: true, OnServer: true,
		Fields: mailstore.Fields{
			FromName: "Ann", FromAddress: "ann@example.org", To: "Bob <bob@example.net>", Subject: "Letter u2", Date: noon.Add(2 * time.Minute), MessageID: "u2@example.org",
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Head = %+v\nwant   %+v", got, want)
	}
}

func TestRecordMakesTheRowSafe(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	rows := list(t, s, a.ID, "u", 1)
	session, err := s.BeginSession(ctx, a.ID, noon)
	if err != nil {
		t.Fatal(err)
	}
	p := spool(t, s, "bytes")
	ids, _, err := s.RecordDownloads(ctx, session, []mailstore.Download{{Ledger: rows[0].ID, Raw: p, At: noon.Add(time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.LedgerOf(ctx, ids[0])
	if err != nil || len(got) != 1 {
		t.Fatalf("LedgerOf = %v, %v", got, err)
	}
	want := rows[0]
	want.State, want.Since, want.SafeAt, want.Message, want.SHA256, want.Session = mailstore.Safe, noon.Add(time.Hour), noon.Add(time.Hour), ids[0], p.SHA256(), session
	if got[0] != want {
		t.Errorf("row = %+v\nwant  %+v", got[0], want)
	}
}

func TestRecordLeavesAloneWhatIsHeld(t *testing.T) {
	s := open(t, t.TempDir())
	rows := list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 3)
	held := record(t, s, rows[:2], nil)
	if err := s.Destroy(ctx, held[1:]); err != nil {
		t.Fatal(err)
	}
	discarded := spool(t, s, "")
	discarded.Discard()
	ids, errs, err := s.RecordDownloads(ctx, 0, []mailstore.Download{
		{Ledger: rows[0].ID, Raw: spool(t, s, "other bytes")},
		{Ledger: rows[1].ID, Raw: spool(t, s, "destroyed here, must not come back")},
		{Ledger: 999, Raw: spool(t, s, "of a row that is gone")},
		{Ledger: rows[2].ID, Raw: discarded},
		{Ledger: rows[2].ID, Raw: spool(t, s, "new")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(errs[0], mailstore.ErrAlreadyHeld) || !errors.Is(errs[1], mailstore.ErrAlreadyHeld) || !errors.Is(errs[2], mailstore.ErrNotFound) || errs[3] == nil || errs[4] != nil {
		t.Errorf("errors = %v", errs)
	}
	if got := string(raw(t, s, ids[4])); got != "new" {
		t.Errorf("the new message reads %q", got)
	}
	if got := string(raw(t, s, held[0])); !strings.Contains(got, "u0") {
		t.Errorf("the message held reads %q now", got)
	}
	if all, _, _ := s.Index(ctx, mailstore.Query{}); len(all) != 2 {
		t.Errorf("%d messages, want 2", len(all))
	}
}

// A provider which renumbers its messages must not make them come twice; a message which is there twice stays so.
func TestRecordPointsARenumberedRowAtTheMessageHeld(t *testing.T) {
	for _, tt := range []struct {
		state mailstore.State
		same  bool
	}{{mailstore.Vanished, true}, {mailstore.Superseded, true}, {mailstore.Safe, false}, {mailstore.Hidden, false}, {mailstore.Removed, false}} {
		t.Run(string(tt.state), func(t *testing.T) {
			s := open(t, t.TempDir())
			a := addAccount(t, s, "ann@example.org")
			same := func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, "the same bytes") }
			old := list(t, s, a.ID, "old", 1)
			first := record(t, s, old, same)
			if err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: old[0].ID, State: tt.state, Gone: &noon}}, noon); err != nil {
				t.Fatal(err)
			}
			again := record(t, s, list(t, s, a.ID, "new", 1), same)
			if (again[0] == first[0]) != tt.same {
				t.Errorf("held as %d, recorded as %d, want the same: %v", first[0], again[0], tt.same)
			}
			other := record(t, s, list(t, s, addAccount(t, s, "bob@example.org").ID, "new", 1), same)
			if other[0] == first[0] {
				t.Error("another account's row points at this account's message")
			}
		})
	}
}

func TestThreads(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	letters := []mailstore.Fields{
		{MessageID: "a"},
		{MessageID: "b", InReplyTo: "a"},
		{MessageID: "c", References: []string{"a", "b"}},
		{MessageID: "d", InReplyTo: "never came"},
		{MessageID: "e", References: []string{"never came"}},
		{MessageID: "f"},
		{},
		{},
	}
	ids := record(t, s, list(t, s, a.ID, "u", len(letters)), func(i int, d *mailstore.Download) { d.Fields = letters[i] })
	want := []int{0, 0, 0, 3, 3, 5, 6, 7} // the first letter of each one's thread
	for i, id := range ids {
		h, err := s.Head(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if h.Thread != int64(ids[want[i]]) {
			t.Errorf("letter %d is in thread %d, want %d", i, h.Thread, ids[want[i]])
		}
	}
}

func TestRecordCutsWhatListsCannotUse(t *testing.T) {
	s := open(t, t.TempDir())
	rows := list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 1)
	ids := record(t, s, rows, func(_ int, d *mailstore.Download) {
		d.Fields.To, d.Fields.Subject = strings.Repeat("ä", 600), "bad \xff utf-8"
	})
	h, err := s.Head(ctx, ids[0])
	if err != nil {
		t.Fatal(err)
	}
	if h.To != strings.Repeat("ä", 500) || h.Subject != "bad \uFFFD utf-8" {
		t.Errorf("To has %d bytes, Subject is %q", len(h.To), h.Subject)
	}
}
