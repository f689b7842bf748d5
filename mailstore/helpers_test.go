package mailstore_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
)

func open(t testing.TB, dir string) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) //nolint:errcheck // a test which cares closes itself
	return s
}

func addAccount(t testing.TB, s *mailstore.Store, email string) mailstore.Account {
	t.Helper()
	a, err := s.AddAccount(ctx, mailstore.Account{Email: email})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// list makes n ledger rows with unique ids prefix0, prefix1 …
func list(t testing.TB, s *mailstore.Store, a mailstore.AccountID, prefix string, n int) []mailstore.Entry {
	t.Helper()
	added := make([]mailstore.NewEntry, n)
	for i := range added {
		added[i] = mailstore.NewEntry{UIDL: fmt.Sprint(prefix, i), Incarnation: 1, Size: 100}
	}
	entries, err := s.Listed(ctx, 0, a, added, nil, n, 0, noon)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func spool(t testing.TB, s *mailstore.Store, raw string) *mailstore.Spool {
	t.Helper()
	p := s.NewSpool()
	t.Cleanup(p.Discard)
	if _, err := p.Write([]byte(raw)); err != nil {
		t.Fatal(err)
	}
	return p
}

// record keeps one message per row; change may alter what is recorded.
func record(t testing.TB, s *mailstore.Store, rows []mailstore.Entry, change func(i int, d *mailstore.Download)) []mailstore.MessageID {
	t.Helper()
	ds := make([]mailstore.Download, len(rows))
	for i, row := range rows {
		ds[i] = mailstore.Download{Ledger: row.ID, At: noon, Unread: true, Fields: mailstore.Fields{
			FromName: "Ann", FromAddress: "ann@example.org", To: "Bob <bob@example.net>", Subject: "Letter " + row.UIDL, Date: noon.Add(time.Duration(i) * time.Minute),
			MessageID: row.UIDL + "@example.org", Search: "words of the letter",
		}}
		if change != nil {
			change(i, &ds[i])
		}
		if ds[i].Raw == nil {
			ds[i].Raw = spool(t, s, "Subject: "+row.UIDL+"\r\n\r\nwords of the letter "+fmt.Sprint(row.ID)+"\r\n")
		}
	}
	ids, errs, err := s.RecordDownloads(ctx, 0, ds)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// sample is a made-up message of a likely kind.
type sample struct {
	raw    []byte
	fields mailstore.Fields
}

// samples makes n messages: 85 of 100 are 5 to 60 kB of text, more than half of these HTML of which a third is
// words; the others carry a base64 attachment of 50 kB to 5 MB, most of them small.
func samples(n int) []sample {
	rng := rand.New(rand.NewPCG(1, 2))
	words := vocabulary(rng, 20000)
	zipf := rand.NewZipf(rng, 1.2, 4, uint64(len(words)-1))
	list := make([]sample, n)
	for i := range list {
		list[i] = makeSample(rng, i, func() string { return words[zipf.Uint64()] })
	}
	return list
}

func vocabulary(rng *rand.Rand, n int) []string {
	syllables := strings.Fields("an be con da er fi ge ha in jo ka lo mo ne or pre qui ra st tion un ver wa xy zu ü é")
	words := make([]string, n)
	for i := range words {
		for range 1 + rng.IntN(4) {
			words[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	return words
}

func makeSample(rng *rand.Rand, i int, word func() string) sample {
	var raw, text strings.Builder
	for range 12 {
		fmt.Fprintf(&raw, "X-Header-%d: from mx%d.example.org by mail%d.example.net with ESMTPS id %x; Tue, 10 Mar 2026\r\n", rng.IntN(9), rng.IntN(99), rng.IntN(99), rng.Uint64())
	}
	attached := i%100 >= 85
	size := 5000 + rng.IntN(55000)
	if attached {
		size = 3000
	}
	html := i%100 < 50
	for raw.Len() < size {
		w := word()
		text.WriteString(w + " ")
		if html && rng.IntN(6) == 0 {
			fmt.Fprintf(&raw, "<td class=\"cell\" style=\"font-family:Arial;width:#%06x;padding:0 4px\"><a href=\"https://news.example.com/c/%x\">%s</a></td>\r\n", rng.IntN(1<<24), rng.Uint64(), w)
		} else {
			raw.WriteString(w + " ")
		}
		if rng.IntN(12) == 0 {
			raw.WriteString("\r\n")
		}
	}
	f := mailstore.Fields{
		FromName: word() + " " + word(), FromAddress: fmt.Sprintf("%s@host%d.example.org", word(), rng.IntN(300)), To: "Bob <bob@example.net>",
		Subject: strings.Join([]string{word(), word(), word(), word()}, " "), Preview: text.String()[:100], Date: noon.Add(time.Duration(i) * time.Minute),
		MessageID: fmt.Sprintf("%d.%x@example.org", i, rng.Uint64()), Search: text.String(),
	}
	if i%3 == 0 {
		f.InReplyTo = fmt.Sprintf("%x@example.com", rng.Uint64())
		f.References = []string{f.InReplyTo}
	}
	if attached {
		f.Attachments, f.AttachmentNames = 1, []string{word() + ".pdf"}
		data := make([]byte, attachmentSize(rng))
		for j := range data {
			data[j] = byte(rng.Uint32())
		}
		coded := base64.StdEncoding.EncodeToString(data)
		for len(coded) > 76 {
			raw.WriteString(coded[:76] + "\r\n")
			coded = coded[76:]
		}
	}
	return sample{[]byte(raw.String()), f}
}

// attachmentSize is 50 kB to 5 MB in the message, 37 kB to 3.7 MB before base64; about 700 kB on average.
func attachmentSize(rng *rand.Rand) int {
	x := rng.Float64()
	return 37_000 + int(3_650_000*x*x*x*x*x)
}
