package mailsync

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// noteLetters makes n letters of 2 kB with the headers of a delivered letter: what is done once for each message counts
// most in them.
func noteLetters(n int) []pop3test.Message {
	r := rand.New(rand.NewPCG(2, 3))
	words := make([]string, 3000)
	for i := range words {
		for range 1 + r.IntN(4) {
			words[i] += []string{"ba", "ne", "tor", "is", "un", "gra", "wel", "ko"}[r.IntN(8)]
		}
	}
	sentence := func(n int) string {
		picked := make([]string, n)
		for i := range picked {
			picked[i] = words[r.IntN(len(words))]
		}
		return strings.Join(picked, " ")
	}
	list := make([]pop3test.Message, n)
	for i := range list {
		var b bytes.Buffer
		from := fmt.Sprintf("writer%d@mail%d.example", r.IntN(400), r.IntN(40))
		fmt.Fprintf(&b, "Return-Path: <%s>\r\nReceived: from mx.example (mx.example [192.0.2.9])\r\n\tby mail.example.org with ESMTPS id %012X;\r\n\tMon, 02 Mar 2026 10:%02d:00 +0000\r\n", from, r.Uint64()>>16, i%60)
		fmt.Fprintf(&b, "DKIM-Signature: v=1; a=rsa-sha256; d=example; s=s1; bh=%x; b=%x%x\r\nFrom: Writer %d <%s>\r\nTo: ann@example.org\r\nSubject: %s\r\n", r.Uint64(), r.Uint64(), r.Uint64(), i%400, from, sentence(5))
		fmt.Fprintf(&b, "Date: Mon, 02 Mar 2026 %02d:%02d:%02d +0000\r\nMessage-ID: <%d.%x@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n", i/3600%24, i/60%60, i%60, i, r.Uint64())
		for b.Len() < 1900 {
			b.WriteString(sentence(9) + "\r\n")
		}
		list[i] = pop3test.Message{UIDL: fmt.Sprintf("%08x%d", uint32(i)*2654435761, i), Data: b.Bytes()}
	}
	return list
}

// BenchmarkCheckNotes fetches ten thousand short letters, and removes them from the server in the other case.
func BenchmarkCheckNotes(b *testing.B) {
	const messages = 10_000
	letters := noteLetters(messages)
	for _, mode := range []mailstore.KeepMode{mailstore.KeepForever, mailstore.KeepRemove} {
		b.Run(string(mode), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				server := pop3test.NewServer(pop3test.Config{Security: pop3test.Clear, Users: map[string]string{testUser: testPassword}, Messages: letters})
				syncer, id, done := freshSyncer(b, server)
				if _, err := syncer.store.UpdateAccount(b.Context(), id, func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mode}, time.Now()) }); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if r := syncer.Check(b.Context(), id, true, nil); r.Fetched != messages {
					b.Fatalf("%+v", r)
				}
				done()
				b.StopTimer()
				server.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(messages*b.N)/b.Elapsed().Seconds(), "msg/s")
		})
	}
}
