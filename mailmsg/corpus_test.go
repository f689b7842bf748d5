package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// expectation is what is known of one message of the collection: facts of its source, or what three other readers agree on.
type expectation struct {
	Consensus *struct {
		Subject *string
		From    []string
		Date    *string
		Text    *string
		HTML    *string
		Atts    *[][2]any
		Names   *[]string
	} `json:"consensus3"`
	Upstream *struct {
		Subject     *string
		From        []string
		Date        *string
		Text, HTML  *string
		Attachments *[]struct{ SHA256, Name string }
		Leaves      []struct{ SHA256 string }
		Decoded     *string `json:"decoded_body_sha256"`
	} `json:"upstream"`
}

// corpusFolder finds the collection of real messages beside the repository; it is no part of it.
func corpusFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Skip("no go.mod above the test")
		}
		folder = parent
	}
	eml := filepath.Join(folder, "..", "shared", "corpus", "eml")
	if _, err := os.Stat(filepath.Join(eml, "expected.json")); err != nil {
		t.Skip("the collection of messages is not on this computer")
	}
	return eml
}

func TestCorpus(t *testing.T) {
	folder := corpusFolder(t)
	var expected map[string]expectation
	list, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(list, &expected); err != nil {
		t.Fatal(err)
	}
	var score scores
	for name, want := range expected {
		raw, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		m := newParserMessage(raw)
		checkMessage(t, m)
		if m.Text == "" && m.HTML == "" && len(m.Attachments) == 0 && len(m.Defects) == 0 && len(bytes.TrimSpace(bodyOf(raw))) > 0 {
			t.Errorf("%s: nothing to show and no defect", name)
		}
		score.add(t, name, raw, m, want)
		for _, cut := range []int{len(raw) / 4, len(raw) / 2, len(raw) * 3 / 4} { // a download that broke off
			checkMessage(t, newParserMessage(raw[:cut]))
		}
	}
	// Where three other readers read the same, so do we, always. Where they read nothing, or only characters that stand
	// for unknown bytes, we may read more; docs/mime.md says of each what it is.
	for kind, floor := range map[string]float64{
		"subject": 1, "from": 1, "date": 1, "attachments": 1, "names": 1, "text": 1, "html": 1,
		"read more":        0.98,
		"upstream subject": 1, "upstream from": 1, "upstream date": 1, "upstream text": 0.6, "upstream html": 0.6,
		"upstream attachments": 1, "upstream leaves": 0.8, "upstream body": 0.5,
	} {
		s := score[kind]
		t.Logf("%s: %d of %d", kind, s.agree, s.all)
		if share := float64(s.agree) / float64(max(s.all, 1)); share < floor {
			t.Errorf("%s: agreement %.3f, was %.3f", kind, share, floor)
		}
	}
}

// newParserMessage is Parse without its net, so that a panic is seen.
func newParserMessage(raw []byte) *Message {
	p := newParser(Options{})
	p.message(section{b: raw})
	return p.m
}

func bodyOf(raw []byte) []byte {
	_, body, _ := splitHeader(raw)
	return body
}

// checkMessage states what is true of any message.
func checkMessage(t *testing.T, m *Message) {
	t.Helper()
	for _, s := range []string{m.Subject, m.Text, m.HTML, m.MessageID, m.InReplyTo} {
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %.80q", s)
		}
	}
	if strings.ContainsAny(m.Text, "\r\x00") {
		t.Errorf("CR or NUL in text %.80q", m.Text)
	}
	for _, list := range [][]Address{m.From, m.To, m.Cc, m.Bcc, m.ReplyTo} {
		for _, a := range list {
			if a == (Address{}) {
				t.Error("an address of nothing")
			}
		}
	}
	for _, a := range m.Attachments {
		checkName(t, a.Name)
		if a.Data != nil && int64(len(a.Data)) != a.Size {
			t.Errorf("%s: size %d, data %d", a.Name, a.Size, len(a.Data))
		}
	}
}

type scores map[string]struct{ agree, all int }

// add compares one message with what is expected of it.
func (s *scores) add(t *testing.T, name string, raw []byte, m *Message, want expectation) {
	if *s == nil {
		*s = scores{}
	}
	count := func(kind string, agree bool, got, want any) {
		if !strings.HasPrefix(kind, "upstream") {
			nothing := want == "" || strings.Contains(fmt.Sprint(want), "\ufffd") || fmt.Sprint(want) == "[]"
			if nothing && kind != "attachments" && kind != "names" {
				kind = "read more"
			}
		}
		c := (*s)[kind]
		c.all++
		if agree {
			c.agree++
		} else if testing.Verbose() {
			t.Logf("%s %s: got %.300q, want %.300q", kind, name, got, want)
		}
		(*s)[kind] = c
	}
	text := func(kind string, got string, want *string) {
		if want != nil {
			count(kind, collapse(got) == collapse(*want), got, *want)
		}
	}
	from := func(kind string, want []string) {
		if want != nil && !slices.Equal(want, []string{""}) { // "" stands for a name without address
			got := lowerAddresses(m.From)
			count(kind, strings.EqualFold(strings.Join(got, " "), strings.Join(want, " ")), got, want)
		}
	}
	date := func(kind string, want *string) {
		if want != nil {
			at, err := time.Parse(time.RFC3339, *want)
			count(kind, err == nil && at.Equal(m.Date) && m.AuthorTime || *want == "" && !m.AuthorTime, m.Date.UTC().Format(time.RFC3339), *want)
		}
	}
	if u := want.Upstream; u != nil {
		text("upstream subject", m.Subject, u.Subject)
		text("upstream text", m.SentText, u.Text)
		from("upstream from", u.From)
		date("upstream date", u.Date)
		text("upstream html", m.SentHTML, u.HTML)
		s.addFiles(count, m, u.Attachments)
		s.addLeaves(count, raw, u.Leaves, u.Decoded)
	}
	c := want.Consensus
	if c == nil {
		return
	}
	text("subject", m.Subject, c.Subject)
	text("html", m.SentHTML, c.HTML)
	from("from", c.From)
	date("date", c.Date)
	text("text", m.SentText, c.Text)
	if c.Atts != nil {
		var got, want []string
		for _, a := range m.Attachments {
			if a.Within != "" {
				continue // the others do not open what lies within
			}
			got = append(got, hex.EncodeToString(a.SHA256[:]))
		}
		for _, a := range *c.Atts {
			want = append(want, a[0].(string))
		}
		slices.Sort(got)
		slices.Sort(want)
		count("attachments", slices.Equal(got, want), got, want)
	}
	if c.Names != nil {
		var got []string
		for _, a := range m.Attachments {
			got = append(got, a.Name)
		}
		all := true
		for _, name := range *c.Names { // "" where the part has none; ours are safe, theirs as they came
			all = all && (name == "" || slices.Contains(got, SafeName(name)))
		}
		count("names", all, got, *c.Names)
	}
}

type counter func(kind string, agree bool, got, want any)

// addFiles looks for the files a source says are in a message, by their hash.
func (s *scores) addFiles(count counter, m *Message, files *[]struct{ SHA256, Name string }) {
	if files == nil {
		return
	}
	have := map[string]bool{}
	for _, a := range m.Attachments {
		have[hex.EncodeToString(a.SHA256[:])] = true
	}
	for _, f := range *files {
		if f.SHA256 != "" { // else a text, of which its own form is not said
			count("upstream attachments", have[f.SHA256], listing(m), f.SHA256)
		}
	}
}

// addLeaves looks for the decoded leaves that a source lists among those of the message and of the messages in it.
func (s *scores) addLeaves(count counter, raw []byte, leaves []struct{ SHA256 string }, body *string) {
	have := map[string]bool{}
	collectLeaves(raw, have, 0)
	for _, leaf := range leaves {
		count("upstream leaves", have[leaf.SHA256], len(have), leaf.SHA256)
	}
	if body != nil {
		count("upstream body", have[*body], len(have), *body)
	}
}

// collectLeaves hashes every leaf as it is decoded, with both kinds of line end, as sources differ in that.
func collectLeaves(raw []byte, have map[string]bool, depth int) {
	p := newParser(Options{})
	h, body := p.split(section{b: raw})
	var walk func(n part, depth int)
	walk = func(n part, depth int) {
		t := p.transfer(n.h)
		if n.kind.major() == "multipart" && depth < 20 {
			for _, child := range p.cut(n) {
				walk(child, depth+1)
			}
			return
		}
		data, _ := p.bytes(n.body, t)
		if n.kind.value == "message/rfc822" && depth < 20 {
			collectLeaves(data, have, depth+1)
		}
		lf := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		crlf := bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\n"))
		for _, form := range [][]byte{data, lf, crlf, bytes.TrimRight(crlf, "\r\n"), append(slices.Clone(crlf), "\r\n"...), append(slices.Clone(lf), '\n')} {
			sum := sha256.Sum256(form)
			have[hex.EncodeToString(sum[:])] = true
		}
	}
	walk(part{h: h, kind: contentType(h, "text/plain"), body: body}, depth)
}

func lowerAddresses(list []Address) []string {
	var addresses []string
	for _, a := range list {
		addresses = append(addresses, strings.ToLower(a.Address))
	}
	return addresses
}

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }
