package moving

import (
	"database/sql"
	"encoding/base64"
	"fmt"
	"io/fs"
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

// lifelike makes letters with the headers, the markup and the words that mail has: half newsletters, a third letters of
// people with text and HTML, the rest plain. There are no attachments: none of their octets are text.
type lifelike struct {
	rng   *rand.Rand
	words []string
	zipf  *rand.Zipf
}

func newLifelike() *lifelike {
	rng := rand.New(rand.NewPCG(11, 12))
	syllables := strings.Fields("a e i o an be con da er fi ge ha in jo ka lo mo ne or pre qui ra st tion un ver wa xy ing ed ly ment pro re")
	words := make([]string, 60_000)
	for i := range words {
		for n := 1 + len(strconv.Itoa(i))/2 + rng.IntN(2); n > 0; n-- { // frequent words are short
			words[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	return &lifelike{rng: rng, words: words, zipf: rand.NewZipf(rng, 1.1, 3, uint64(len(words)-1))}
}

func (g *lifelike) word() string { return g.words[g.zipf.Uint64()] }

func (g *lifelike) some(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.word()
	}
	return strings.Join(list, " ")
}

// paragraphs are lines of at most about 75 octets, in n paragraphs.
func (g *lifelike) paragraphs(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.some(10 + g.rng.IntN(60))
	}
	return list
}

func (g *lifelike) coded(octets int) string {
	data := make([]byte, octets)
	for i := range data {
		data[i] = byte(g.rng.Uint32())
	}
	return base64.StdEncoding.EncodeToString(data)
}

func (g *lifelike) letter(n int) []byte {
	var b strings.Builder
	date := noon.Add(time.Duration(n-200_000) * 7 * time.Minute)
	when := date.Format(time.RFC1123Z)
	host := g.words[200+g.rng.IntN(400)] + ".example"
	fmt.Fprintf(&b, "Return-Path: <bounce-%x@%s>\r\nDelivered-To: bob@example.net\r\n", g.rng.Uint64(), host)
	for hop := range 3 + g.rng.IntN(3) {
		fmt.Fprintf(&b, "Received: from mx%d.%s (mx%d.%s [192.0.2.%d])\r\n\tby mail%d.example.net (Postfix) with ESMTPS id %X\r\n\tfor <bob@example.net>; %s\r\n", hop, host, hop, host, g.rng.IntN(255), hop, g.rng.Uint64(), when)
	}
	fmt.Fprintf(&b, "Authentication-Results: mail.example.net; dkim=pass header.d=%s; spf=pass; dmarc=pass\r\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=k1;\r\n\th=from:to:subject:date:message-id; bh=%s;\r\n\tb=%s\r\n", host, host, g.coded(32), g.coded(256))
	fmt.Fprintf(&b, "From: %s %s <%s@%s>\r\nTo: Bob <bob@example.net>\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%d.%x@%s>\r\nMIME-Version: 1.0\r\n", g.word(), g.word(), g.words[g.rng.IntN(900)], host, g.some(3+g.rng.IntN(6)), when, n, g.rng.Uint64(), host)
	switch kind := g.rng.IntN(100); {
	case kind < 20:
		b.WriteString("Content-Type: text/plain; charset=utf-8\r\n\r\n")
		g.plain(&b, g.paragraphs(2+g.rng.IntN(8)))
	case kind < 55:
		g.alternative(&b, g.paragraphs(2+g.rng.IntN(8)), `<p class="MsoNormal" style="margin:0cm;font-size:11pt;font-family:&quot;Calibri&quot;,sans-serif">%s</p>`+"\r\n", 0)
	default:
		fmt.Fprintf(&b, "List-Unsubscribe: <https://news.%s/u/%x>\r\nFeedback-ID: %x:%s\r\n", host, g.rng.Uint64(), g.rng.Uint64(), host)
		g.alternative(&b, g.paragraphs(5+g.rng.IntN(15)), `<tr><td align="left" valign="top" style="padding:0 24px 12px 24px;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#333333;">%s</td></tr>`+"\r\n", 2)
	}
	return []byte(b.String())
}

func (g *lifelike) plain(b *strings.Builder, paragraphs []string) {
	for _, p := range paragraphs {
		for len(p) > 72 {
			at := strings.LastIndexByte(p[:72], ' ')
			if at < 0 {
				break
			}
			b.WriteString(p[:at] + "\r\n")
			p = p[at+1:]
		}
		b.WriteString(p + "\r\n\r\n")
	}
}

// alternative writes the text and the same as HTML, with that many links and pictures to a paragraph.
func (g *lifelike) alternative(b *strings.Builder, paragraphs []string, markup string, links int) {
	b.WriteString("Content-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
	g.plain(b, paragraphs)
	b.WriteString("--=_b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>body{margin:0;padding:0}.c{width:600px;max-width:100%}@media(max-width:480px){.c{width:100%!important}}</style></head><body><table class=\"c\">\r\n")
	for _, p := range paragraphs {
		fmt.Fprintf(b, markup, p)
		for range links {
			fmt.Fprintf(b, "<tr><td><a href=\"https://click.example.com/f/a/%x%x~~/%x\" style=\"color:#0066cc;text-decoration:none\"><img src=\"https://img.example.com/%x.png\" width=\"560\" alt=\"\" style=\"display:block;border:0\"></a></td></tr>\r\n", g.rng.Uint64(), g.rng.Uint64(), g.rng.Uint64(), g.rng.Uint64())
		}
	}
	b.WriteString("</table></body></html>\r\n--=_b--\r\n")
}

// writeMaildir writes n letters and gives their octets.
func writeMaildir(b *testing.B, dir string, n int) (octets int64) {
	b.Helper()
	for _, sub := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			b.Fatal(err)
		}
	}
	g := newLifelike()
	for i := range n {
		raw := g.letter(i)
		octets += int64(len(raw))
		if err := os.WriteFile(filepath.Join(dir, "cur", fmt.Sprintf("%d.m.host:2,S", 1_700_000_000+i)), raw, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return octets
}

// BenchmarkNotmuch reads a Maildir of SATCHEL_BENCH_LETTERS (5,000) lifelike letters into the store, tells how large the
// index is against them, and types fifty queries letter by letter. notmuch does the same where it is installed.
func BenchmarkNotmuch(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("SATCHEL_BENCH_LETTERS"))
	if err != nil {
		n = 5000
	}
	dir := filepath.Join(b.TempDir(), "mail")
	octets := writeMaildir(b, dir, n)
	b.Logf("%d letters, %.1f MB", n, float64(octets)/1e6)
	b.ResetTimer()
	for range b.N {
		satchelSearch(b, dir, octets)
		notmuchSearch(b, dir, octets)
	}
}

func satchelSearch(b *testing.B, mail string, octets int64) {
	dir := b.TempDir()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	addAccount(b, s, "ann", "pop.example.org")
	started := time.Now()
	mustImport(b, s, mail, ImportOptions{})
	stored := time.Since(started)
	if _, err := s.Page(ctx, mailstore.Query{Text: "word"}, mailstore.Cursor{}, 1); err != nil {
		b.Fatal(err)
	}
	indexed := time.Since(started)
	waitForPiece(b, dir, s)
	took := typed(b, func(query string) {
		if _, err := s.Page(ctx, mailstore.Query{Text: query}, mailstore.Cursor{}, 50); err != nil {
			b.Fatal(err)
		}
	})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "mail.db"))
	if err != nil {
		b.Fatal(err)
	}
	index := indexOctets(b, dir)
	b.Logf("Satchel: stored in %.1f s, searchable in %.1f s; mail with index %.1f MB; index %.1f MB, %.1f %% of the letters; query half below %.2f ms, 95 of 100 %.2f ms",
		stored.Seconds(), indexed.Seconds(), float64(info.Size())/1e6, float64(index)/1e6, 100*float64(index)/float64(octets), ms(half(took)), ms(p95(took)))
	b.ReportMetric(100*float64(index)/float64(octets), "index-%")
}

// waitForPiece waits until the idle store has done its work, which notmuch does at once.
func waitForPiece(b *testing.B, dir string, s *mailstore.Store) {
	b.Helper()
	for range 120 {
		if done, err := s.Setting(ctx, "search.merged"); err != nil || done != "" {
			return
		}
		time.Sleep(250 * time.Millisecond) // between two looks
	}
	b.Logf("the index is not in one piece: there are fewer letters than it is made for (%s)", filepath.Base(dir))
}

func indexOctets(b *testing.B, dir string) (octets int64) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(dir, "mail.db"))+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT (SELECT sum(octet_length(block)) FROM search_data) + (SELECT sum(octet_length(sz) + 12) FROM search_docsize)").Scan(&octets); err != nil {
		b.Fatal(err)
	}
	return octets
}

func notmuchSearch(b *testing.B, mail string, octets int64) {
	program, err := exec.LookPath("notmuch")
	if err != nil {
		b.Log("notmuch is not installed")
		return
	}
	config := filepath.Join(b.TempDir(), "config")
	text := "[database]\npath=" + mail + "\n[user]\nname=Bob\nprimary_email=bob@example.net\n[new]\ntags=new\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	run := func(args ...string) string {
		cmd := exec.Command(program, args...)
		cmd.Env = append(os.Environ(), "NOTMUCH_CONFIG="+config)
		out, err := cmd.CombinedOutput()
		if err != nil {
			b.Fatalf("notmuch %q: %v: %s", args, err, out)
		}
		return string(out)
	}
	started := time.Now()
	run("new", "--quiet")
	indexed := time.Since(started)
	run("compact", "--quiet")
	compact := time.Since(started)
	var starts []time.Duration
	for range 20 {
		started := time.Now()
		run("count", "id:nothing")
		starts = append(starts, time.Since(started))
	}
	took := typed(b, func(query string) {
		query += "*"
		if strings.HasSuffix(query, "or*") { // notmuch takes it for the operator, with an error
			return
		}
		run("search", "--output=messages", "--sort=newest-first", "--limit=50", query)
	})
	index := sizeOf(b, filepath.Join(mail, ".notmuch"))
	b.Logf("notmuch: searchable in %.1f s, compacted in %.1f s; index %.1f MB, %.1f %% of the letters; query half below %.2f ms, 95 of 100 %.2f ms, of which its start takes %.2f ms",
		indexed.Seconds(), compact.Seconds(), float64(index)/1e6, 100*float64(index)/float64(octets), ms(half(took)), ms(p95(took)), ms(half(starts)))
}

// typed asks for every beginning of fifty queries of one to three words, from the second letter on.
func typed(b *testing.B, ask func(string)) (took []time.Duration) {
	b.Helper()
	g := newLifelike()
	for i := range 50 {
		query := g.some(1 + i%3)
		for n := 2; n <= len(query); n++ {
			if strings.HasSuffix(query[:n], " ") {
				continue // the same as before it
			}
			started := time.Now()
			ask(query[:n])
			took = append(took, time.Since(started))
		}
	}
	slices.Sort(took)
	return took
}

func half(sorted []time.Duration) time.Duration { return sorted[len(sorted)/2] }
func p95(sorted []time.Duration) time.Duration  { return sorted[len(sorted)*95/100] }
func ms(d time.Duration) float64                { return float64(d.Microseconds()) / 1000 }

func sizeOf(b *testing.B, dir string) (octets int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			octets += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return octets
}
