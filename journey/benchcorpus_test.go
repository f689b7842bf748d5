//go:build linux

package journey

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// corpus is a mailbox on the bench's server. The user of the same name owns it.
type corpus struct {
	name  string
	count int
	bytes int64          // as on the wire, dots unstuffed
	sums  map[string]int // SHA-256 of each letter, counted
}

// makeCorpus gives the letters of a corpus by its name.
func makeCorpus(tb testing.TB, name string) [][]byte {
	tb.Helper()
	switch name {
	case "tiny-10k":
		return tinyLetters(10_000)
	case "tiny-50k":
		return tinyLetters(50_000)
	case "warm":
		return tinyLetters(20)
	}
	msgs, ok := realistic(tb, 1000)
	if !ok {
		tb.Log("the generator of realistic mail is not here; own letters instead")
		msgs = letters(1000)
	}
	return msgs
}

// tinyLetters makes n letters of about 2 kB, the same for the same n, with the headers that a delivered letter has.
func tinyLetters(n int) [][]byte {
	r := rand.New(rand.NewPCG(2, uint64(n)))
	words := inventWords(r, 3000)
	all := make([][]byte, n)
	for i := range all {
		from := fmt.Sprintf("writer%d@mail%d.example", r.IntN(400), r.IntN(40))
		var b bytes.Buffer
		fmt.Fprintf(&b, "Return-Path: <%s>\r\nDelivered-To: reader@example.org\r\n", from)
		for hop := range 1 + r.IntN(3) {
			fmt.Fprintf(&b, "Received: from mx%d.example (mx%d.example [192.0.2.%d])\r\n\tby mail.example.org with ESMTPS id %012X\r\n\tfor <reader@example.org>; Mon, 02 Mar 2026 10:%02d:00 +0000\r\n",
				hop, hop, 1+r.IntN(250), r.Uint64()>>16, i%60)
		}
		fmt.Fprintf(&b, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example; s=s1;\r\n\th=From:To:Subject:Date; bh=%x;\r\n\tb=%x%x\r\n", r.Uint64(), r.Uint64(), r.Uint64())
		fmt.Fprintf(&b, "From: Writer %d <%s>\r\nTo: reader@example.org\r\nSubject: %s\r\n", i%400, from, sentence(r, words, 5))
		fmt.Fprintf(&b, "Date: Mon, 02 Mar 2026 %02d:%02d:%02d +0000\r\nMessage-ID: <%d.%x@mail.example>\r\n", i/3600%24, i/60%60, i%60, i, r.Uint64())
		b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
		for b.Len() < 1900 {
			b.WriteString(sentence(r, words, 9) + "\r\n")
		}
		all[i] = b.Bytes()
	}
	return all
}

// inventWords makes n words of syllables, so that an index has about as many different ones to hold as in real mail.
func inventWords(r *rand.Rand, n int) []string {
	syllables := strings.Fields("an be ca do el fi gra hu in ja ko lu mi no or pe qua ri sta tu und ve wo xi za")
	words := make([]string, n)
	for i := range words {
		for range 1 + r.IntN(3) {
			words[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return words
}

// sentence takes n words, the first ones in the list more often, as in a language.
func sentence(r *rand.Rand, words []string, n int) string {
	picked := make([]string, n)
	for i := range picked {
		picked[i] = words[int(float64(len(words))*r.Float64()*r.Float64()*r.Float64())]
	}
	return strings.Join(picked, " ")
}

// fill writes a corpus into a user's mailbox as a delivery agent does: bare LF, and both sizes in the name, which spare
// the server from reading every file for LIST.
func (s server) fill(tb testing.TB, name string) corpus {
	tb.Helper()
	msgs := makeCorpus(tb, name)
	c := corpus{name: name, count: len(msgs), sums: hashes(msgs)}
	dir := s.dovecot.Maildir(name)
	info, err := os.Stat(dir)
	if err != nil {
		tb.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	for i, raw := range msgs {
		c.bytes += int64(len(raw))
		short := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		file := filepath.Join(dir, "new", fmt.Sprintf("%d.M%06dP1.localhost,S=%d,W=%d", 1_770_000_000+i, i, len(short), len(raw)))
		if err := os.WriteFile(file, short, 0o600); err != nil {
			tb.Fatal(err)
		}
		if err := os.Chown(file, int(owner.Uid), int(owner.Gid)); err != nil {
			tb.Fatal(err)
		}
	}
	return c
}

// removable makes the mailbox of the user "remove" the same as that of a corpus, with links to the same files and
// copies of the server's own.
func (s server) removable(tb testing.TB, c corpus) {
	tb.Helper()
	from, to := s.dovecot.Maildir(c.name), s.dovecot.Maildir("remove")
	script := `rm -rf "$2" && cp -al "$1" "$2" && cd "$1" && for f in dovecot*; do cp -p --remove-destination "$f" "$2/"; done`
	if out, err := exec.CommandContext(tb.Context(), "sh", "-c", script, "sh", from, to).CombinedOutput(); err != nil {
		tb.Fatalf("copy the mailbox: %v\n%s", err, out)
	}
}
