package mailstore_test

import (
	"testing"
	"time"

	"satchel/mailstore"
)

// BenchmarkRecord records 1,000 likely messages in batches of 32, from the wire's bytes on: spool with its hash,
// chunks, fields, words, thread, ledger, commit. Making the store and listing are left out. index-ms is what the first
// search after it takes, which takes all the words into the index.
func BenchmarkRecord(b *testing.B) {
	const count, batch = 1000, 32
	all := samples(count)
	var bytes int64
	for _, m := range all {
		bytes += int64(len(m.raw))
	}
	var index time.Duration
	for b.Loop() {
		b.StopTimer()
		s, err := mailstore.Open(ctx, b.TempDir(), mailstore.Options{})
		if err != nil {
			b.Fatal(err)
		}
		rows := list(b, s, addAccount(b, s, "ann@example.org").ID, "u", count)
		b.StartTimer()
		for i := 0; i < count; i += batch {
			recordBatch(b, s, all[i:min(i+batch, count)], rows[i:])
		}
		b.StopTimer()
		begun := time.Now()
		if _, _, err := s.Index(ctx, mailstore.Query{Text: "garden"}); err != nil {
			b.Fatal(err)
		}
		index += time.Since(begun)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.SetBytes(bytes)
	b.ReportMetric(float64(index.Milliseconds())/float64(b.N), "index-ms")
	b.ReportMetric(count*float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

func recordBatch(b *testing.B, s *mailstore.Store, ms []sample, rows []mailstore.Entry) {
	ds := make([]mailstore.Download, len(ms))
	for i, m := range ms {
		p := s.NewSpool()
		defer p.Discard()
		for rest := m.raw; len(rest) > 0; {
			n, err := p.Write(rest[:min(len(rest), 16<<10)])
			if err != nil {
				b.Fatal(err)
			}
			rest = rest[n:]
		}
		ds[i] = mailstore.Download{Ledger: rows[i].ID, Raw: p, Fields: m.fields, At: time.Unix(1_770_000_000, 0), Unread: true}
	}
	_, errs, err := s.RecordDownloads(ctx, 0, ds)
	if err != nil {
		b.Fatal(err)
	}
	for _, err := range errs {
		if err != nil {
			b.Fatal(err)
		}
	}
}
