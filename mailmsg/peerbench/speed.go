package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"satchel/mailmsg"
)

// measure prints how quick mailmsg and enmime are, one after the other on each kind of mail. Either decodes everything;
// mailmsg hashes the attachments too.
func measure(corpus []sample) error {
	kinds := []struct {
		name string
		mail [][]byte
	}{
		{"plain letters, 3 kB", letters(200, 3_000, false, 0)},
		{"letters with HTML, 40 kB", letters(100, 12_000, true, 0)},
		{"letters of HTML alone, 40 kB", letters(100, 12_000, true, 0, htmlAlone)},
		{"letters with a 1.4 MB photograph", letters(8, 2_000, true, 1_400_000)},
	}
	mixed := append(append([][]byte{}, kinds[0].mail...), kinds[1].mail...)
	kinds = append(kinds, struct {
		name string
		mail [][]byte
	}{"all of these, as they come", append(mixed, kinds[3].mail...)})
	if len(corpus) > 0 {
		var all [][]byte
		for _, s := range corpus {
			all = append(all, s.raw)
		}
		kinds = append(kinds, struct {
			name string
			mail [][]byte
		}{"the folder", all})
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "\none core\tMB/s mailmsg\tMB/s enmime\tratio\thead only, messages/s\t\n")
	for _, k := range kinds {
		ours := rate(k.mail, func(raw []byte) { mailmsg.Parse(bytes.NewReader(raw), mailmsg.Options{NoData: true}) })
		theirs := rate(k.mail, func(raw []byte) { readEnvelope(raw) })
		heads := rate(k.mail, func(raw []byte) { mailmsg.ParseHeader(bytes.NewReader(raw)) })
		fmt.Fprintf(out, "%s\t%.0f\t%.0f\t%.1f\t%.0f\t\n", k.name, ours.megabytes, theirs.megabytes, ours.megabytes/theirs.megabytes, heads.messages)
	}
	return out.Flush()
}

func readEnvelope(raw []byte) {
	defer func() { _ = recover() }() // what it cannot read costs it nothing here
	_, _ = enmimeParser.ReadEnvelope(bytes.NewReader(raw))
}

type rates struct{ megabytes, messages float64 }

// rate is the median of five rounds, in processor time of this process: other work on the computer does not count.
func rate(mail [][]byte, read func([]byte)) rates {
	size := 0
	for _, raw := range mail {
		size += len(raw)
	}
	var rounds []float64
	for range 5 {
		runtime.GC()
		start, passes := cpuTime(), 0
		for cpuTime()-start < 400*time.Millisecond {
			for _, raw := range mail {
				read(raw)
			}
			passes++
		}
		rounds = append(rounds, float64(passes)/(cpuTime()-start).Seconds())
	}
	slices.Sort(rounds)
	return rates{rounds[2] * float64(size) / 1e6, rounds[2] * float64(len(mail))}
}

// letters writes mail as it commonly comes: with the fields servers add, in German and English, text in quoted-printable.
func letters(n, text int, html bool, photo int, change ...func(*mailmsg.Draft)) [][]byte {
	source := rand.New(rand.NewPCG(1, 2))
	all := make([][]byte, n)
	for i := range all {
		words := sentences(source, text)
		d := mailmsg.Draft{
			From: mailmsg.Address{Name: "Jörg Müller", Address: "joerg@example.org"}, To: []mailmsg.Address{{Name: "Ann Lee", Address: "ann@example.org"}},
			Subject: "Grüße aus dem Garten, Brief " + fmt.Sprint(i), Date: time.Unix(1_770_000_000+int64(i), 0), MessageID: fmt.Sprintf("%d@example.org", i), Text: words,
		}
		if html {
			d.HTML = "<html><head><style>td{font:12px Arial}</style></head><body><table width=600><tr><td style=\"padding:8px;background:#eee\"><p>" +
				strings.ReplaceAll(words, "\n", "</p></td></tr>\n<tr><td style=\"padding:8px\"><a href=\"https://example.org/item?ref=mail\"><img src=\"https://example.org/i.jpg\" alt=\"Item\"></a><p>") + "</p></td></tr></table></body></html>\n"
		}
		if photo > 0 {
			data := make([]byte, photo)
			for i := range data {
				data[i] = byte(source.UintN(256))
			}
			d.Attachments = []mailmsg.File{{Name: "Foto März.jpg", Type: "image/jpeg", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}}
		}
		for _, f := range change {
			f(&d)
		}
		var out bytes.Buffer
		for hop := range 5 {
			fmt.Fprintf(&out, "Received: from mx%d.example.net (mx%d.example.net [192.0.2.%d])\r\n\tby mx.example.org with ESMTPS id 4711%d\r\n\tfor <ann@example.org>; Tue, 02 Dec 2025 10:00:0%d +0100\r\n", hop, hop, hop, i, hop)
		}
		if err := d.Write(&out, mailmsg.WriteOptions{}); err != nil {
			panic(err) // the draft is ours
		}
		all[i] = out.Bytes()
	}
	return all
}

func htmlAlone(d *mailmsg.Draft) { d.Text = "" }

func sentences(source *rand.Rand, size int) string {
	words := strings.Fields("der Garten ist schön und die Rosen blühen the garden is lovely and roses are in bloom über fünf Grüße tea at four o'clock with cake")
	var out strings.Builder
	for out.Len() < size {
		out.WriteString(words[source.IntN(len(words))])
		if source.IntN(12) == 0 {
			out.WriteString(".\n")
		} else {
			out.WriteByte(' ')
		}
	}
	return out.String()
}
