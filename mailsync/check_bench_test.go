package mailsync

import (
	"fmt"
	"testing"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// BenchmarkCheck fetches a thousand letters into a fresh store: network, parser and
// durable transactions together.
func BenchmarkCheck(b *testing.B) {
	const messages = 1000
	server := pop3test.NewServer(pop3test.Config{
		Security: pop3test.Clear,
		Users:    map[string]string{testUser: testPassword},
		Messages: letters(1, messages),
	})
	defer server.Close()
	for b.Loop() {
		b.StopTimer()
		syncer, id, done := freshSyncer(b, server)
		b.StartTimer()
		if r := syncer.Check(b.Context(), id, true, nil); r.Fetched != messages {
			b.Fatalf("%+v", r)
		}
		b.StopTimer()
		done()
		b.StartTimer()
	}
	b.ReportMetric(float64(messages*b.N)/b.Elapsed().Seconds(), "msg/s")
}

// BenchmarkCheckNothingNew is the usual check: a known mailbox and no new mail.
func BenchmarkCheckNothingNew(b *testing.B) {
	for _, messages := range []int{1000, 50_000} {
		b.Run(fmt.Sprint(messages), func(b *testing.B) {
			server := pop3test.NewServer(pop3test.Config{
				Security: pop3test.Clear,
				Users:    map[string]string{testUser: testPassword},
				Messages: letters(1, messages),
			})
			defer server.Close()
			syncer, id, done := freshSyncer(b, server)
			defer done()
			syncer.Check(b.Context(), id, true, nil)
			b.ReportAllocs()
			for b.Loop() {
				if r := syncer.Check(b.Context(), id, true, nil); r.Result != OK || r.Fetched != 0 {
					b.Fatalf("%+v", r)
				}
			}
		})
	}
}

// BenchmarkPlan is the plan for 50 000 messages left on the server.
func BenchmarkPlan(b *testing.B) {
	ledger, list := box(50_000)
	in := situation{Listing: list, Agree: true, Ledger: ledger, Rule: rule{Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}}, Now: planNow}
	for b.Loop() {
		if p := makePlan(in); len(p.Rows) != 50_000 || len(p.New) != 0 {
			b.Fatalf("%d rows, %d new", len(p.Rows), len(p.New))
		}
	}
}

// BenchmarkPlanOfOneID is the plan where a broken server has one id for all its messages.
func BenchmarkPlanOfOneID(b *testing.B) {
	ledger, list := box(50_000)
	for i := range list {
		ledger[i].UIDL, ledger[i].Incarnation, ledger[i].Size = "same", i+1, int64(1000+i)
		list[i].UIDL, list[i].Octets = "same", int64(1000+i)
	}
	in := situation{Listing: list, Agree: true, Ledger: ledger, Rule: rule{Keep: mailstore.Keep{Mode: mailstore.KeepRemove}}, Now: planNow}
	for b.Loop() {
		if p := makePlan(in); len(p.New) != 0 || len(p.Remove) != 0 {
			b.Fatalf("%d new, %d to be removed", len(p.New), len(p.Remove))
		}
	}
}

func freshSyncer(b *testing.B, server *pop3test.Server) (*Syncer, mailstore.AccountID, func()) {
	b.Helper()
	store, err := mailstore.Open(b.Context(), b.TempDir(), mailstore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a, err := store.AddAccount(b.Context(), mailstore.Account{
		Email: "ann@example.org", Host: server.Host(), Port: server.Port(), TLS: "none", User: testUser, Auth: "auto",
		Keep: mailstore.Keep{Mode: mailstore.KeepForever},
	})
	if err != nil {
		b.Fatal(err)
	}
	secrets := keychain.Memory()
	if err := secrets.Set(b.Context(), a.SecretKey, testPassword); err != nil {
		b.Fatal(err)
	}
	return New(store, secrets, Options{}), a.ID, func() { store.Close() }
}
