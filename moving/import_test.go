package moving

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailbox"
	"satchel/mailindex"
	"satchel/mailstore"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
)

func openStore(t testing.TB) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, t.TempDir(), mailstore.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func addAccount(t testing.TB, s *mailstore.Store, user, host string) mailstore.Account {
	t.Helper()
	a, err := s.AddAccount(ctx, mailstore.Account{Email: user + "@example.org", User: user, Host: host, Port: 995, TLS: "implicit", Keep: mailstore.Keep{Mode: mailstore.KeepRemove}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func plant(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func mustImport(t testing.TB, s *mailstore.Store, path string, o ImportOptions) ImportResult {
	t.Helper()
	source, err := mailbox.Open(path, mailbox.Auto)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Import(ctx, s, source, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func letter(n int) string {
	return fmt.Sprintf("From: Ann <ann@example.org>\nSubject: Letter %d\nDate: Tue, 10 Mar 2026 11:00:00 +0000\n\nHello %d\n", n, n)
}

func box(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "From ann@example.org Tue Mar 10 11:%02d:00 2026\n%s\n", i%60, letter(i))
	}
	return b.String()
}

// paths gives the number of messages by folder.
func paths(t testing.TB, s *mailstore.Store) map[string]int {
	t.Helper()
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[mailstore.FolderID]mailstore.Folder{}
	for _, f := range folders {
		byID[f.ID] = f
	}
	out := map[string]int{}
	for _, f := range folders {
		if f.Total == 0 {
			continue
		}
		path := f.Name
		for up := byID[f.Parent]; up.ID != 0; up = byID[up.Parent] {
			path = up.Name + "|" + path
		}
		out[path] = f.Total
	}
	return out
}

func TestImportMbox(t *testing.T) {
	s := openStore(t)
	dir := plant(t, map[string]string{"Garden/2026.mbox": box(0, 600), "Sent": box(600, 610), "Garden/" + strings.Repeat("ü", 100): box(610, 611)})
	r := mustImport(t, s, dir, ImportOptions{})
	if r.Found != 611 || r.Imported != 611 || r.AlreadyHere != 0 || len(r.Failed) != 0 {
		t.Errorf("first: %+v", r)
	}
	want := map[string]int{"Garden|2026": 600, "Sent": 10, "Garden|" + strings.Repeat("ü", 100): 1}
	if got := paths(t, s); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("folders %v, want %v", got, want)
	}
	heads, err := s.Page(ctx, mailstore.Query{Text: "hello"}, mailstore.Cursor{}, 1000)
	if err != nil || len(heads) != 611 {
		t.Errorf("search finds %d, %v", len(heads), err)
	}
	for _, h := range heads[:5] {
		if sum, err := s.VerifyStored(ctx, h.ID); err != nil || sum != h.SHA256 || h.Unread {
			t.Errorf("%+v, %v", h, err)
		}
	}
	if r = mustImport(t, s, dir, ImportOptions{}); r.Found != 611 || r.Imported != 0 || r.AlreadyHere != 611 {
		t.Errorf("second: %+v", r)
	}
}

func TestImportGoesWhereItIsTold(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann", "pop.example.org")
	addAccount(t, s, "bob", "pop.example.org")
	dir := plant(t, map[string]string{"x.mbox": box(0, 2), "d/inbox": box(2, 5), "d/Trash": box(5, 6)})
	mustImport(t, s, filepath.Join(dir, "x.mbox"), ImportOptions{Account: a.ID, Folder: []string{"Old", "mail"}})
	mustImport(t, s, filepath.Join(dir, "d"), ImportOptions{Account: a.ID})
	want := map[string]int{"Old|mail": 2, "Inbox": 3, "Bin": 1}
	if got := paths(t, s); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("folders %v, want %v", got, want)
	}
}

// What Thunderbird fetched is known again though it changed the letters, and its unique ids are taken over.
func TestImportThunderbird(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann", "pop.example.org")
	fetched := strings.ReplaceAll(letter(1), "\n", "\r\n") // here already, as the server sent it
	rows, err := s.Listed(ctx, 0, a.ID, []mailstore.NewEntry{{UIDL: "u1", Incarnation: 1}, {UIDL: "u2", Incarnation: 1}}, nil, 2, 0, noon)
	if err != nil {
		t.Fatal(err)
	}
	p := s.NewSpool()
	defer p.Discard()
	io.WriteString(p, fetched)
	if _, _, err := s.RecordDownloads(ctx, 0, []mailstore.Download{{Ledger: rows[0].ID, Raw: p, Fields: mailindex.Of(p, noon).Fields, At: noon}}); err != nil {
		t.Fatal(err)
	}
	with := func(uidl, status string, n int) string {
		return "From - Tue Mar 10 11:00:00 2026\nX-Account-Key: account1\nX-UIDL: " + uidl + "\nX-Mozilla-Status: " + status + "\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys:           \n" + letter(n) + "\n"
	}
	dir := plant(t, map[string]string{
		"prefs.js": "", "Mail/pop.example.org/popstate.dat": "*pop.example.org ann\nk u1 1\nk u2 2\nk u3 3\nb u4 4\nk u5 5\n",
		"Mail/pop.example.org/Inbox": with("u1", "0001", 1) + with("u2", "0000", 2) + with("u3", "0005", 3) + with("u4", "0001", 4) + with("u6", "0009", 6),
	})
	r := mustImport(t, s, dir, ImportOptions{})
	if r.Found != 4 || r.Imported != 3 || r.AlreadyHere != 1 || r.Deleted != 1 || r.UIDLsTakenOver != 3 {
		t.Errorf("%+v", r)
	}
	entries, err := s.Ledger(ctx, a.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s %s %q letter:%v proof:%v days:%v", e.UIDL, e.State, e.Doubt, e.Message != 0, e.SHA256 != [32]byte{}, !e.SafeAt.IsZero()))
	}
	want := []string{
		`u1 safe "" letter:true proof:true days:true`,
		`u2 safe "imported" letter:true proof:true days:true`,
		`u3 safe "imported" letter:true proof:true days:true`,
		`u5 safe "imported" letter:false proof:false days:false`,
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("ledger\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a, err := s.Account(ctx, a.ID); err != nil || a.Wary != mailstore.WaryImported {
		t.Errorf("removals are not held: %q, %v", a.Wary, err)
	}
	if r := mustImport(t, s, dir, ImportOptions{}); r.Imported != 0 || r.AlreadyHere != 4 || r.UIDLsTakenOver != 0 {
		t.Errorf("second: %+v", r)
	}
}

// Stopped at any message, the next run goes on and nothing comes twice.
func TestImportIsResumable(t *testing.T) {
	s := openStore(t)
	addAccount(t, s, "ann", "pop.example.org")
	dir := plant(t, map[string]string{"a": box(0, 3000)})
	stop, cancel := context.WithCancel(ctx)
	source, err := mailbox.Open(dir, mailbox.Auto)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Import(stop, s, source, ImportOptions{Progress: func(n Counts) {
		if n.Imported > 0 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || r.Imported == 0 || r.Imported == 3000 {
		t.Fatalf("%+v, %v", r, err)
	}
	again := mustImport(t, s, dir, ImportOptions{})
	if again.Imported+r.Imported != 3000 || again.AlreadyHere != r.Imported {
		t.Errorf("%+v after %+v", again, r)
	}
}

// endless is a message that is as large as it likes.
type endless struct{ left int64 }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(b)), e.left))
	for i := range b[:n] {
		b[i] = byte('a' + (e.left+int64(i))%26)
	}
	e.left -= int64(n)
	return n, nil
}

func TestImportOfALargeMessage(t *testing.T) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 64 << 20
	}
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "big"))
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, box(0, 1)+"From x Tue Mar 10 11:00:00 2026\nSubject: big\n\n")
	h := sha256.New()
	io.WriteString(h, "Subject: big\n\n")
	if _, err := io.Copy(io.MultiWriter(f, h), &endless{size}); err != nil {
		t.Fatal(err)
	}
	io.WriteString(h, "\n")
	io.WriteString(f, "\n\n"+box(1, 2))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s := openStore(t)
	if r := mustImport(t, s, dir, ImportOptions{}); r.Imported != 3 || len(r.Failed) > 0 {
		t.Fatalf("%+v", r)
	}
	heads, err := s.Page(ctx, mailstore.Query{Text: "subject:big"}, mailstore.Cursor{}, 10)
	if err != nil || len(heads) != 1 {
		t.Fatalf("%v, %v", heads, err)
	}
	if sum, err := s.VerifyStored(ctx, heads[0].ID); err != nil || sum != [32]byte(h.Sum(nil)) {
		t.Errorf("it is not what it was: %v", err)
	}
}

// Out as each format and in again: every letter is the same octets in the same folder.
func TestExportAndBack(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann", "pop.example.org")
	dir := plant(t, map[string]string{
		"in/1.eml": "Subject: crlf\r\n\r\nFrom me\r\n>From you\r\n", "in/2.eml": "Subject: lf\n\n\x00\xff\nFrom me\n\n\n", "in/deep/3.eml": "Subject: 3\n\nx\n", "🌻.mbox": box(0, 50),
	})
	mustImport(t, s, dir, ImportOptions{})
	all, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, all[:3], mailstore.Archive); err != nil {
		t.Fatal(err)
	}
	want := sums(t, s)
	for _, format := range []mailbox.Format{mailbox.Mbox, mailbox.EML, mailbox.Maildir} {
		out := filepath.Join(t.TempDir(), "out")
		x, err := Export(ctx, s, out, ExportOptions{Format: format})
		if err != nil || x.Written != int64(len(all)) || len(x.Failed) > 0 {
			t.Fatalf("%s: %+v, %v", format, x, err)
		}
		to := openStore(t)
		b := addAccount(t, to, "ann", "pop.example.org")
		if r := mustImport(t, to, filepath.Join(out, a.Slug), ImportOptions{Account: b.ID}); r.Imported != int64(len(all)) || len(r.Failed) > 0 {
			t.Errorf("%s: back came %+v", format, r)
		}
		if got := sums(t, to); !slices.Equal(got, want) {
			t.Errorf("%s: letters came back otherwise:\n%v\nwant\n%v", format, got, want)
		}
		if _, err := Export(ctx, s, out, ExportOptions{Format: format}); !errors.Is(err, mailbox.ErrNotEmpty) {
			t.Errorf("%s: into a full folder: %v", format, err)
		}
	}
}

// sums are hash and folder of each message, sorted.
func sums(t testing.TB, s *mailstore.Store) []string {
	t.Helper()
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := map[mailstore.FolderID]string{}
	for _, f := range folders {
		names[f.ID] = f.Name
	}
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range heads {
		out = append(out, fmt.Sprintf("%x %s", h.SHA256, names[h.Folder]))
	}
	slices.Sort(out)
	return out
}

// The hash of what a letter was on its way does not depend on the pieces it comes in.
func FuzzPlain(f *testing.F) {
	f.Add([]byte("X-UIDL: a\nX-Mozilla-Status: 1\nSubject: x\n\nbody\r\n"), 3)
	f.Add([]byte("X-UIDL: a"), 1)
	f.Fuzz(func(t *testing.T, data []byte, step int) {
		if step < 1 {
			t.Skip("no pieces")
		}
		whole, pieces := newPlain(io.Discard, true), newPlain(io.Discard, true)
		whole.Write(data)
		for rest := data; len(rest) > 0; {
			n := min(step, len(rest))
			pieces.Write(rest[:n])
			rest = rest[n:]
		}
		if !bytes.Contains(data, []byte("X-")) && !bytes.Contains(data, []byte("x-")) {
			crlf := bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
			if whole.sum() != sha256.Sum256(crlf) {
				t.Fatalf("%q is hashed otherwise than %q", data, crlf)
			}
			whole.body = true
		}
		if whole.sum() != pieces.sum() {
			t.Fatalf("%q in pieces of %d", data, step)
		}
	})
}
