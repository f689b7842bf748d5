package mailsync

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

const (
	testUser     = "ann"
	testPassword = "s3cret-word"
)

// script is what the server does instead of serving; tests set it between checks.
type script struct {
	mu   sync.Mutex
	hook func(session int, command, arg string) *pop3test.Reply
}

func (s *script) set(hook func(session int, command, arg string) *pop3test.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = hook
}

func (s *script) ask(session int, command, arg string) *pop3test.Reply {
	s.mu.Lock()
	hook := s.hook
	s.mu.Unlock()
	if hook == nil {
		return nil
	}
	return hook(session, command, arg)
}

// rig is an account, its server and its store, with a clock that tests turn.
type rig struct {
	t       testing.TB
	server  *pop3test.Server
	script  *script
	store   *mailstore.Store
	dir     string // of the store, where newRig made it
	secrets keychain.Keeper
	sync    *Syncer
	account mailstore.AccountID

	mu     sync.Mutex
	clock  time.Time
	events []Event
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = r.clock.Add(d)
}

// newRig starts a server with config and an account on it which keeps by keep.
func newRig(t testing.TB, config pop3test.Config, keep string) *rig {
	t.Helper()
	r := &rig{t: t, script: &script{}, clock: time.Now().Truncate(time.Second)}
	config.Users = map[string]string{testUser: testPassword}
	config.Hook = r.script.ask
	r.server = pop3test.NewServer(config)
	t.Cleanup(r.server.Close)
	var err error
	r.dir = t.TempDir()
	r.store, err = mailstore.Open(t.Context(), r.dir, mailstore.Options{Now: r.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.store.Close() })
	policy, err := mailstore.ParseKeep(keep)
	if err != nil {
		t.Fatal(err)
	}
	a := mailstore.Account{Email: "ann@example.org", Host: r.server.Host(), Port: r.server.Port(), User: testUser, Auth: "auto", Keep: policy, Interval: 10 * time.Minute}
	switch config.Security {
	case pop3test.Implicit:
		a.TLS = "implicit"
	case pop3test.StartTLS:
		a.TLS = "starttls"
	default:
		a.TLS = "none"
	}
	if a.CAFile, err = r.server.CAFile(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if a, err = r.store.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	r.account = a.ID
	r.secrets = keychain.Memory()
	if err := r.secrets.Set(t.Context(), a.SecretKey, testPassword); err != nil {
		t.Fatal(err)
	}
	r.sync = New(r.store, r.secrets, Options{Now: r.now, Limits: Limits{Silence: 5 * time.Second}})
	r.sync.breath = 50 * time.Millisecond
	return r
}

// check checks the account as if a person had asked and wants result.
func (r *rig) check(result string) Result {
	r.t.Helper()
	got := r.checkWith(r.t.Context(), true)
	if got.Result != result {
		r.t.Fatalf("result = %s (%s), want %s", got.Result, got.Sentence, result)
	}
	if strings.Contains(got.Sentence, testPassword) {
		r.t.Fatalf("the sentence has the password: %s", got.Sentence)
	}
	return got
}

func (r *rig) checkWith(ctx context.Context, asked bool) Result {
	r.events = nil
	return r.sync.Check(ctx, r.account, asked, func(e Event) { r.events = append(r.events, e) })
}

func (r *rig) get() mailstore.Account {
	r.t.Helper()
	a, err := r.store.Account(r.t.Context(), r.account)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

func (r *rig) set(change func(*mailstore.Account)) {
	r.t.Helper()
	if _, err := r.store.UpdateAccount(r.t.Context(), r.account, change); err != nil {
		r.t.Fatal(err)
	}
}

// rows are the ledger, tombstones too, by UIDL; the last incarnation wins.
func (r *rig) rows() map[string]mailstore.Entry {
	r.t.Helper()
	list, err := r.store.Ledger(r.t.Context(), r.account, false)
	if err != nil {
		r.t.Fatal(err)
	}
	rows := make(map[string]mailstore.Entry)
	for _, e := range list {
		rows[e.UIDL] = e
	}
	return rows
}

// wantHere fails unless the store has exactly these letters, each once and whole.
func (r *rig) wantHere(letters ...pop3test.Message) {
	r.t.Helper()
	heads, err := r.store.Page(r.t.Context(), mailstore.Query{}, mailstore.Cursor{}, 100000)
	if err != nil {
		r.t.Fatal(err)
	}
	var got, want []string
	for _, h := range heads {
		got = append(got, fmt.Sprintf("%x", h.SHA256[:6]))
		if sum, err := r.store.VerifyStored(r.t.Context(), h.ID); err != nil || sum != h.SHA256 {
			r.t.Errorf("message %d reads back as %x, %v; want %x", h.ID, sum, err, h.SHA256)
		}
	}
	for _, l := range letters {
		sum := sha256.Sum256(l.Data)
		want = append(want, fmt.Sprintf("%x", sum[:6]))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		r.t.Fatalf("%d messages here, want %d: %v, want %v", len(got), len(want), got, want)
	}
}

// wantThere fails unless the server has exactly these letters.
func (r *rig) wantThere(letters ...pop3test.Message) {
	r.t.Helper()
	var got, want []string
	for _, m := range r.server.Messages(testUser) {
		got = append(got, m.UIDL)
	}
	for _, l := range letters {
		want = append(want, l.UIDL)
	}
	if !slices.Equal(got, want) {
		r.t.Fatalf("on the server: %v, want %v", got, want)
	}
}

// written is when all letters were: the same letter is the same bytes in a test.
var written = time.Now()

// letter makes message n; its Received header is of the real time now.
func letter(n int) pop3test.Message { return letterOf(n, 20*(n%7)) }

func letterOf(n, lines int) pop3test.Message {
	now := written
	var b strings.Builder
	fmt.Fprintf(&b, "Received: from a.example by b.example; %s\r\n", now.Add(-time.Hour).Format(time.RFC1123Z))
	fmt.Fprintf(&b, "From: Bob <bob@example.net>\r\nTo: Ann <ann@example.org>\r\nSubject: Letter %d\r\n", n)
	fmt.Fprintf(&b, "Date: %s\r\nMessage-ID: <letter-%d@example.net>\r\n\r\n", now.Add(-time.Hour).Format(time.RFC1123Z), n)
	for i := range lines + 1 {
		fmt.Fprintf(&b, ".Line %d of letter %d, which goes on for a while so that there is something to fetch.\r\n", i, n)
	}
	return pop3test.Message{User: testUser, UIDL: fmt.Sprintf("uid-%04d", n), Data: []byte(b.String())}
}

func letters(from, to int) []pop3test.Message {
	var list []pop3test.Message
	for n := from; n <= to; n++ {
		list = append(list, letter(n))
	}
	return list
}

func clear(messages []pop3test.Message) pop3test.Config {
	return pop3test.Config{Security: pop3test.Clear, Messages: messages}
}

// on answers one command with reply, at most times times.
func on(command string, times int, reply pop3test.Reply) func(int, string, string) *pop3test.Reply {
	var mu sync.Mutex
	return func(_ int, name, _ string) *pop3test.Reply {
		mu.Lock()
		defer mu.Unlock()
		if name != command || times == 0 {
			return nil
		}
		times--
		return &reply
	}
}
