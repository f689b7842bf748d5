package mailstore_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

// scaleMessages is how many messages the benchmarks of scale work on: SATCHEL_BENCH_MESSAGES, else 50,000.
func scaleMessages() int {
	if n, err := strconv.Atoi(os.Getenv("SATCHEL_BENCH_MESSAGES")); err == nil {
		return n
	}
	return 50_000
}

// scaleDir makes a profile with that many small letters, once: it is kept in SATCHEL_BENCH_DIR where that is set.
func scaleDir(b *testing.B, n int) string {
	b.Helper()
	dir := os.Getenv("SATCHEL_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	} else if _, err := os.Stat(filepath.Join(dir, "mail.db")); err == nil {
		return dir
	}
	s, err := mailstore.Open(ctx, dir, mailstore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var inboxes []mailstore.FolderID
	for i := range 4 {
		f, err := s.FolderByRole(ctx, addAccount(b, s, fmt.Sprintf("a%d@example.org", i)).ID, mailstore.Inbox)
		if err != nil {
			b.Fatal(err)
		}
		inboxes = append(inboxes, f.ID)
	}
	g := newGenerator()
	started := time.Now()
	for at := 0; at < n; {
		var batch []mailstore.Addition
		for ; len(batch) < 500 && at < n; at++ {
			raw, fields := g.letter(at)
			p := s.NewSpool()
			if _, err := p.Write(raw); err != nil {
				b.Fatal(err)
			}
			batch = append(batch, mailstore.Addition{Folder: inboxes[at%4], Raw: p, Fields: fields, Arrived: fields.Date, Marks: mailstore.Marks{Unread: at%10 == 0, Starred: at%50 == 0}})
		}
		if _, _, err := s.AddMessages(ctx, batch); err != nil {
			b.Fatal(err)
		}
		for _, a := range batch {
			a.Raw.Discard()
		}
	}
	stored := time.Since(started)
	started = time.Now()
	if _, err := s.Page(ctx, mailstore.Query{Text: "word"}, mailstore.Cursor{}, 1); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "mail.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d letters stored in %.0f s, the rest of the index %.0f s; raw %d MB, file %d MB", n, stored.Seconds(), time.Since(started).Seconds(), g.octets>>20, info.Size()>>20)
	return dir
}

// generator makes letters that look like people's: words by Zipf's law, three hundred senders, answers to answers.
type generator struct {
	rng    *rand.Rand
	words  []string
	zipf   *rand.Zipf
	octets int64
}

func newGenerator() *generator {
	rng := rand.New(rand.NewPCG(5, 6))
	words := vocabulary(rng, 50_000)
	return &generator{rng: rng, words: words, zipf: rand.NewZipf(rng, 1.1, 8, uint64(len(words)-1))}
}

func (g *generator) word() string { return g.words[g.zipf.Uint64()] }

func (g *generator) some(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.word()
	}
	return strings.Join(list, " ")
}

func (g *generator) letter(n int) ([]byte, mailstore.Fields) {
	sender := g.words[g.rng.IntN(300)]
	date := noon.Add(time.Duration(n-2_000_000) * time.Minute).Add(time.Duration(g.rng.IntN(90)) * time.Minute)
	f := mailstore.Fields{
		FromName: sender + " " + g.words[g.rng.IntN(300)], FromAddress: sender + "@host.example.org", To: "Bob <bob@example.net>",
		Subject: g.some(4), Date: date, MessageID: fmt.Sprintf("%d@example.org", n), Search: g.some(20 + g.rng.IntN(120)),
	}
	if n%3 > 0 {
		f.InReplyTo = fmt.Sprintf("%d@example.org", n-g.rng.IntN(20)-1)
	}
	if n%12 == 0 {
		f.Attachments, f.AttachmentNames = 1, []string{g.word() + ".pdf"}
	}
	f.Preview = f.Search[:min(120, len(f.Search))]
	raw := fmt.Appendf(nil, "From: %s <%s>\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\n\r\n%s\r\n", f.FromName, f.FromAddress, f.To, f.Subject, date.Format(time.RFC1123Z), f.MessageID, f.Search)
	g.octets += int64(len(raw))
	return raw, f
}

// p95 is what 95 of 100 did not take longer than.
func p95(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[min(len(took)-1, len(took)*95/100)]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkScale measures what a person waits for on a large store.
func BenchmarkScale(b *testing.B) {
	n := scaleMessages()
	dir := scaleDir(b, n)
	for range b.N {
		s, err := mailstore.Open(ctx, dir, mailstore.Options{})
		if err != nil {
			b.Fatal(err)
		}
		scalePages(b, s)
		scaleSorts(b, s)
		scaleSearch(b, s)
		scaleMarks(b, s)
		scaleArrivals(b, s)
		s.Close()
		scaleOpen(b, dir)
	}
}

const scaleOpenDir = "SATCHEL_TEST_OPEN_DIR" // set in the process that scaleOpen measures

// TestScaleOpenChild is the process that scaleOpen measures: it tells the time and the memory of the first page.
func TestScaleOpenChild(t *testing.T) {
	dir := os.Getenv(scaleOpenDir)
	if dir == "" {
		t.Skip("this is the child of BenchmarkScale")
	}
	started := time.Now()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Page(ctx, mailstore.Query{Role: mailstore.Inbox}, mailstore.Cursor{}, 50)
	took := time.Since(started)
	if err != nil || len(first) != 50 {
		t.Fatalf("%d, %v", len(first), err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("the system does not tell of memory")
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Println("opened", milliseconds(took), strings.Fields(after)[0])
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// scaleOpen opens the store and reads the first page of All inboxes in a process of its own, five times with the file out of
// the system's cache, where dd can do that.
func scaleOpen(b *testing.B, dir string) {
	var took []float64
	var most float64
	for range 5 {
		if out, err := exec.Command("dd", "of="+filepath.Join(dir, "mail.db"), "oflag=nocache", "conv=notrunc,fdatasync", "count=0").CombinedOutput(); err != nil { //nolint:gosec // this benchmark's own
			b.Logf("the file stays in the cache: %v, %s", err, out)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestScaleOpenChild$", "-test.v") //nolint:gosec // it is this test
		child.Env = append(os.Environ(), scaleOpenDir+"="+dir)
		out, err := child.CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		_, line, ok := strings.Cut(string(out), "opened ")
		var ms, kb float64
		if _, err := fmt.Sscan(line, &ms, &kb); err != nil || !ok {
			b.Fatalf("the child says %s", out)
		}
		took, most = append(took, ms), max(most, kb/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "open-cold-ms")
	b.ReportMetric(took[len(took)-1], "open-cold-worst-ms")
	b.ReportMetric(most, "open-MB")
}

// scalePages reads pages all over the list, with each filter.
func scalePages(b *testing.B, s *mailstore.Store) {
	ids, dates, err := s.Index(ctx, mailstore.Query{Role: mailstore.Inbox})
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var took []time.Duration
	for i := range 400 {
		at := rng.IntN(len(ids))
		q := mailstore.Query{Role: mailstore.Inbox, Unread: i%4 == 1, Starred: i%4 == 2, WithAttachments: i%4 == 3}
		started := time.Now()
		if _, err := s.Page(ctx, q, mailstore.Cursor{Date: dates[at], ID: ids[at]}, 50); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(started))
	}
	b.ReportMetric(milliseconds(p95(took)), "page-p95-ms")
}

// scaleSorts reads pages all over the list in each order: the whole list first, as a window does, which makes the order,
// then heads, then pages by their cursors.
func scaleSorts(b *testing.B, s *mailstore.Store) {
	rng := rand.New(rand.NewPCG(2, 2))
	var took, paged []time.Duration
	var text strings.Builder
	for how := mailstore.ByDate; how <= mailstore.ByAttachments; how++ {
		for _, back := range []bool{false, true} {
			q := mailstore.Query{Role: mailstore.Inbox, Sort: how, Reverse: back}
			started := time.Now()
			ids, dates, err := s.Index(ctx, q)
			if err != nil {
				b.Fatal(err)
			}
			fmt.Fprintf(&text, " %d/%v %.0f", how, back, milliseconds(time.Since(started)))
			for range 100 {
				at := rng.IntN(len(ids))
				started := time.Now()
				if _, err := s.Heads(ctx, ids[at:min(at+50, len(ids))]); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(started))
				started = time.Now()
				if _, err := s.Page(ctx, q, mailstore.Cursor{Date: dates[at], ID: ids[at]}, 50); err != nil {
					b.Fatal(err)
				}
				paged = append(paged, time.Since(started))
			}
		}
	}
	b.ReportMetric(milliseconds(p95(took)), "sorted-heads-p95-ms")
	b.ReportMetric(milliseconds(p95(paged)), "sorted-page-p95-ms")
	b.Logf("whole lists by order, ms:%s", text.String())
}

// scaleSearch types fifty queries of one to three words, letter by letter.
func scaleSearch(b *testing.B, s *mailstore.Store) {
	g := newGenerator()
	var took, long []time.Duration
	slowest, most := "", time.Duration(0)
	for i := range 50 {
		query := g.some(1 + i%3)
		for n := 2; n <= len(query); n++ {
			started := time.Now()
			if _, err := s.Page(ctx, mailstore.Query{Text: query[:n]}, mailstore.Cursor{}, 50); err != nil {
				b.Fatal(err)
			}
			d := time.Since(started)
			took = append(took, d)
			if n >= 4 {
				long = append(long, d)
			}
			if d > most {
				slowest, most = query[:n], d
			}
		}
	}
	b.ReportMetric(milliseconds(p95(took)), "search-p95-ms")
	b.ReportMetric(milliseconds(took[len(took)/2]), "search-p50-ms")
	b.ReportMetric(milliseconds(p95(long)), "search4-p95-ms")
	b.Logf("slowest of %d: %q, %.0f ms", len(took), slowest, milliseconds(most))
}

// scaleMarks changes 10,000 messages at once.
func scaleMarks(b *testing.B, s *mailstore.Store) {
	ids, _, err := s.Index(ctx, mailstore.Query{Role: mailstore.Inbox})
	if err != nil {
		b.Fatal(err)
	}
	ids = ids[:min(len(ids), 10_000)]
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"read-10k-ms", func() error { return s.SetUnread(ctx, ids, false) }},
		{"unread-10k-ms", func() error { return s.SetUnread(ctx, ids, true) }},
		{"move-10k-ms", func() error { return s.MoveToRole(ctx, ids, mailstore.Archive) }},
		{"undo-10k-ms", func() error {
			line, err := s.TimeLine(ctx, 1)
			if err != nil {
				return err
			}
			_, err = s.Undo(ctx, line[0].ID)
			return err
		}},
	} {
		started := time.Now()
		if err := step.do(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(milliseconds(time.Since(started)), step.name)
	}
}

// scaleArrivals reads the first page while mail arrives in batches, as a window does.
func scaleArrivals(b *testing.B, s *mailstore.Store) {
	inbox, err := s.FolderByRole(ctx, 1, mailstore.Inbox)
	if err != nil {
		b.Fatal(err)
	}
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		g := newGenerator()
		for n := 2_000_000 + int(time.Now().Unix()-1_700_000_000)/60; ; { // the newest of all, also in a store of an earlier run
			var batch []mailstore.Addition
			for range 32 {
				raw, fields := g.letter(n)
				n++
				p := s.NewSpool()
				p.Write(raw)
				batch = append(batch, mailstore.Addition{Folder: inbox.ID, Raw: p, Fields: fields, Arrived: noon})
			}
			_, _, err := s.AddMessages(ctx, batch)
			for _, a := range batch {
				a.Raw.Discard()
			}
			if err != nil {
				done <- err
				return
			}
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
		}
	}()
	var took []time.Duration
	for range 200 {
		started := time.Now()
		if _, err := s.Page(ctx, mailstore.Query{Role: mailstore.Inbox}, mailstore.Cursor{}, 50); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(started))
		time.Sleep(5 * time.Millisecond)
	}
	close(stop)
	if err := <-done; err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(milliseconds(p95(took)), "page-arriving-p95-ms")
}
