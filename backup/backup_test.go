package backup

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"satchel/mailindex"
	"satchel/mailstore"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
)

func openStore(t testing.TB) *mailstore.Store {
	t.Helper()
	return openAt(t, t.TempDir())
}

func openAt(t testing.TB, dir string) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func addAccount(t testing.TB, s *mailstore.Store, user string) mailstore.Account {
	t.Helper()
	a, err := s.AddAccount(ctx, mailstore.Account{Email: user + "@example.org", User: user, Host: "pop.example.org", Port: 995, TLS: "implicit", Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// letter is a message of about that size, a different one for each number.
func letter(n, size int) []byte {
	rng := rand.New(rand.NewPCG(uint64(n), 7))
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Ann <ann@example.org>\r\nSubject: Letter %d\r\nMessage-ID: <%d@example.org>\r\nDate: Tue, 10 Mar 2026 11:00:00 +0000\r\n\r\n", n, n)
	for b.Len() < size {
		if n%3 == 0 {
			fmt.Fprintf(&b, "%016x%016x%016x%016x\r\n", rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64())
		} else {
			b.WriteString("the same words as in every other letter of ours, again and again\r\n")
		}
	}
	return b.Bytes()
}

// fetch records letters with ledger rows of these numbers, as a check does.
func fetch(t testing.TB, s *mailstore.Store, a mailstore.AccountID, from, to, size int) []mailstore.MessageID {
	t.Helper()
	var ids []mailstore.MessageID
	for step := from; step < to; step += 200 {
		var added []mailstore.NewEntry
		for i := step; i < min(to, step+200); i++ {
			added = append(added, mailstore.NewEntry{UIDL: fmt.Sprint("uid-", i), Incarnation: 1, Size: int64(size)})
		}
		rows, err := s.Listed(ctx, 0, a, added, nil, to, 0, noon)
		if err != nil {
			t.Fatal(err)
		}
		ds := make([]mailstore.Download, len(rows))
		for i := range rows {
			p := s.NewSpool()
			defer p.Discard()
			if _, err := p.Write(letter(step+i, size)); err != nil {
				t.Fatal(err)
			}
			ds[i] = mailstore.Download{Ledger: rows[i].ID, Raw: p, At: noon, Unread: true, Fields: mailindex.Of(p, noon).Fields}
		}
		got, _, err := s.RecordDownloads(ctx, 0, ds)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, got...)
	}
	return ids
}

// state is all that matters of a profile, in lines that do not depend on ids.
func state(t testing.TB, s *mailstore.Store) []string {
	t.Helper()
	var lines []string
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := map[mailstore.FolderID]string{}
	for _, f := range folders {
		names[f.ID] = string(f.Role) + ":" + f.Name
		lines = append(lines, fmt.Sprintf("folder %s %d %d", names[f.ID], f.Total, f.Unread))
	}
	searches, err := s.SavedSearches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range searches {
		lines = append(lines, "search "+one.Name+": "+one.Query)
	}
	contacts, err := s.Contacts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contacts {
		lines = append(lines, fmt.Sprintf("contact %s %s %q %q %q %q", c.UID, c.Name, c.Addresses, c.Groups, c.Notes, c.Card))
	}
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		sum, err := s.VerifyStored(ctx, h.ID)
		if err != nil || sum != h.SHA256 {
			t.Errorf("message %d reads %x, %v", h.ID, sum, err)
		}
		rows, err := s.LedgerOf(ctx, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		uidl := ""
		for _, e := range rows {
			uidl += fmt.Sprintf(" %s/%d %s %x %s", e.UIDL, e.Incarnation, e.State, e.SHA256[:4], e.SafeAt.Format(time.RFC3339))
		}
		lines = append(lines, fmt.Sprintf("%x %s %q %s u%v s%v%s", h.SHA256[:8], names[h.Folder], h.Subject, h.Date, h.Unread, h.Starred, uidl))
	}
	slices.Sort(lines)
	return lines
}

func mustWrite(t testing.TB, s *mailstore.Store, path string) Receipt {
	t.Helper()
	r, err := Write(ctx, s, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verified != r.Messages || len(r.Mismatches) > 0 {
		t.Fatalf("%d of %d messages read back", r.Verified, r.Messages)
	}
	return r
}

func mustRestore(t testing.TB, s *mailstore.Store, path string) Receipt {
	t.Helper()
	r, err := Restore(ctx, s, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 30, 3000)
	fetch(t, s, a.ID, 30, 32, 2_500_000) // several chunks
	if err := s.SetUnread(ctx, ids[:5], false); err != nil {
		t.Fatal(err)
	}
	if err := s.SetStarred(ctx, ids[3:4], true); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, ids[7:9], mailstore.Archive); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, ids[9:10]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveContact(ctx, mailstore.Contact{Name: "Zoë, \"Z\"", Addresses: []string{"zoe@example.org", "z@example.net"}, Groups: []string{"Choir"}, Notes: "two\nlines", Card: "TEL:1\n"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveSearch(ctx, "Bank", "from:bank"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "mail.satchel")
	if r := mustWrite(t, s, path); r.Messages != 31 || r.Added != 31 {
		t.Errorf("receipt %+v", r)
	}
	to := openStore(t)
	if r := mustRestore(t, to, path); r.Added != 31 || r.Verified != 31 {
		t.Errorf("receipt of the restore %+v", r)
	}
	want := state(t, s)
	if got := state(t, to); !slices.Equal(got, want) {
		t.Errorf("restored\n%q\nwant\n%q", got, want)
	}
	if r := mustRestore(t, to, path); r.Added != 0 {
		t.Errorf("restored twice, %d were added", r.Added)
	}
	if got := state(t, to); !slices.Equal(got, want) {
		t.Errorf("restored twice\n%q\nwant\n%q", got, want)
	}
	accounts, err := to.Accounts(ctx)
	if err != nil || len(accounts) != 1 {
		t.Fatalf("accounts %v, %v", accounts, err)
	}
	if b := accounts[0]; b.Email != a.Email || b.Keep != a.Keep || b.SecretKey == a.SecretKey || b.Slug != a.Slug {
		t.Errorf("the account came as %+v", b)
	}
	if accounts[0].Wary != mailstore.WaryRestored {
		t.Errorf("removals are not held after a restore: %q", accounts[0].Wary)
	}
	entries, err := to.Ledger(ctx, accounts[0].ID, false)
	if err != nil || len(entries) != 32 {
		t.Errorf("%d ledger rows, %v; want 32: also that of the destroyed message", len(entries), err)
	}
}

// What is in a backup goes into a profile that has part of it and mail of its own.
func TestRestoreIntoAFullProfile(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 20, 2000)
	path := filepath.Join(t.TempDir(), "mail.satchel")
	mustWrite(t, s, path)

	to := openStore(t)
	b := addAccount(t, to, "ann")
	ids := fetch(t, to, b.ID, 10, 30, 2000)
	if err := to.MoveToRole(ctx, ids[:2], mailstore.Bin); err != nil {
		t.Fatal(err)
	}
	// Listed and not fetched yet: the backup has it.
	if _, err := to.Listed(ctx, 0, b.ID, []mailstore.NewEntry{{UIDL: "uid-5", Incarnation: 1, Size: 2000}}, nil, 31, 0, noon); err != nil {
		t.Fatal(err)
	}
	if r := mustRestore(t, to, path); r.Added != 10 {
		t.Errorf("%d messages were added, want 10", r.Added)
	}
	all, _, err := to.Index(ctx, mailstore.Query{})
	if err != nil || len(all) != 30 {
		t.Errorf("%d messages, %v; want 30", len(all), err)
	}
	entries, err := to.Ledger(ctx, b.ID, false)
	if err != nil || len(entries) != 30 {
		t.Errorf("%d ledger rows, %v; want 30", len(entries), err)
	}
	for _, e := range entries {
		if e.State != mailstore.Safe || e.Message == 0 {
			t.Errorf("%s is %s with message %d", e.UIDL, e.State, e.Message)
		}
	}
	if bin, err := to.FolderByRole(ctx, b.ID, mailstore.Bin); err != nil || bin.Total != 2 {
		t.Errorf("the Bin holds %d, %v: the restore moved what was here", bin.Total, err)
	}
}

// Two letters of the same bytes are two letters.
func TestEqualLettersStayTwo(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	inbox, err := s.FolderByRole(ctx, a.ID, mailstore.Inbox)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		p := s.NewSpool()
		defer p.Discard()
		p.Write(letter(1, 100))
		if _, _, err := s.AddMessages(ctx, []mailstore.Addition{{Folder: inbox.ID, Raw: p, Arrived: noon}}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	to := openStore(t)
	for _, want := range []int64{2, 0} {
		if r := mustRestore(t, to, path); r.Added != want {
			t.Errorf("%d were added, want %d", r.Added, want)
		}
	}
}

func TestIncremental(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 100, 5000)
	path := filepath.Join(t.TempDir(), "b")
	first := mustWrite(t, s, path)
	fetch(t, s, a.ID, 100, 110, 5000)
	second := mustWrite(t, s, path)
	if second.Added != 10 || second.Messages != 110 {
		t.Errorf("the second backup wrote %d of %d messages", second.Added, second.Messages)
	}
	if grown := second.FileBytes - first.FileBytes; grown > first.FileBytes/2 {
		t.Errorf("it grew from %d by %d octets for 10 of 110 messages", first.FileBytes, grown)
	}
	// Much of it is of no use any more: it is written anew.
	if err := s.Destroy(ctx, ids[:90]); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, s, path)
	last := mustWrite(t, s, path)
	if last.Messages != 20 || last.FileBytes > first.FileBytes/2 {
		t.Errorf("after most was destroyed: %+v", last)
	}
	to := openStore(t)
	mustRestore(t, to, path)
	if got, want := state(t, to), state(t, s); !slices.Equal(got, want) {
		t.Errorf("restored\n%q\nwant\n%q", got, want)
	}
}

// Fetching goes on while a backup is made, and what the backup holds is of one moment.
func TestBackupWhileFetching(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 200, 2000)
	path := filepath.Join(t.TempDir(), "b")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 200; ; i += 5 {
			select {
			case <-stop:
				return
			default:
				ids := fetch(t, s, a.ID, i, i+5, 2000)
				s.Destroy(ctx, ids[:1])
			}
		}
	}()
	for range 5 {
		mustWrite(t, s, path)
	}
	close(stop)
	<-done
	to := openStore(t)
	r := mustRestore(t, to, path)
	if r.Added != r.Messages || r.Added < 200 {
		t.Errorf("receipt %+v", r)
	}
	state(t, to) // reads all back
}
