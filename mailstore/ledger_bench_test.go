package mailstore_test

import "testing"

// BenchmarkLedger reads 50,000 rows, as each check of a mailbox does in which as many messages are left.
func BenchmarkLedger(b *testing.B) {
	const rows = 50_000
	s := open(b, b.TempDir())
	a := addAccount(b, s, "ann@example.org")
	list(b, s, a.ID, "0123456789abcdef", rows)
	b.ReportAllocs()
	for b.Loop() {
		got, err := s.Ledger(ctx, a.ID, false)
		if err != nil || len(got) != rows {
			b.Fatalf("%d rows, %v", len(got), err)
		}
	}
}
