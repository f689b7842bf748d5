//go:build linux

package journey

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/dovecottest"
)

var (
	matrix   = flag.String("matrix", "", "time fetching beside other programs: quick or full")
	only     = flag.String("cases", "", "of the matrix, the cases whose name this `regexp` matches")
	rounds   = flag.Int("rounds", 3, "of the matrix, how often every program takes its turn")
	without  = flag.String("without", "^$", "of the matrix, leave out the programs this `regexp` matches")
	tooSlow  = 8 * time.Second // a run longer than this is not repeated
	settleIn = 200 * time.Millisecond
)

// TestFetchMatrix times the whole program beside others and beside the limit, on one private Dovecot, in turn within
// one run (make bench). A run in which a program did not store everything is printed and not counted.
func TestFetchMatrix(t *testing.T) {
	if *matrix == "" {
		t.Skip("a measurement: make bench")
	}
	cases := benchCases(*matrix, regexp.MustCompile(*only))
	b := newBench(t, cases)
	for _, c := range cases {
		b.run(t, c)
	}
	b.table.print(os.Stdout)
}

// bench is the server, the ways to it, and what has been measured.
type bench struct {
	tool          string
	server        server
	near, distant *line
	corpora       map[string]corpus
	dir           string // of the runners' states, on the disk and not in memory
	table         *benchTable
}

func newBench(t *testing.T, cases []benchCase) *bench {
	t.Helper()
	b := &bench{tool: buildTool(t), corpora: map[string]corpus{}, dir: dovecottest.OpenDir(t), table: newBenchTable()}
	names := []string{"warm"}
	for _, c := range cases {
		if !slices.Contains(names, c.corpus) {
			names = append(names, c.corpus)
		}
	}
	var how string
	b.server, b.near, b.distant, how = benchServer(t, b.tool, append(names, "remove"))
	fmt.Printf("at a distance of %v: %s\n", roundTrip, how)
	for _, name := range names {
		c := b.server.fill(t, name)
		b.corpora[name] = c
		fmt.Printf("%s: %d letters, %.1f MB\n", name, c.count, float64(c.bytes)/1e6)
	}
	b.warmUp(t, names)
	fmt.Printf("satchel uses %.0f MB to list its accounts\n", b.atRest(t))
	return b
}

// atRest is the peak memory of a call that fetches nothing, in MB, to see what a check adds to it.
func (b *bench) atRest(t *testing.T) float64 {
	t.Helper()
	dir := t.TempDir()
	m := b.mailbox(benchCase{corpus: "warm", op: fetching})
	s := newSatchel(t, dir, m)
	return float64(b.time(t, dir, m, []string{binary, "--profile", s.profile.dir, "account", "list"}, s.profile.env).PeakKB) / 1024
}

// warmUp lets every program run once, and the server read every mailbox twice, so that its index files are written.
func (b *bench) warmUp(t *testing.T, names []string) {
	t.Helper()
	for _, name := range names {
		for range 2 {
			b.one(t, rawName, fetching, b.mailbox(benchCase{corpus: name, op: fetching}))
		}
	}
	for _, name := range runners {
		if installed(name) {
			b.one(t, name, fetching, b.mailbox(benchCase{corpus: "warm", op: fetching}))
		} else {
			fmt.Printf("%s is not installed\n", programOf[name])
		}
	}
}

func installed(name string) bool {
	_, err := exec.LookPath(programOf[name])
	return programOf[name] == "" || err == nil
}

func (b *bench) mailbox(c benchCase) mailbox {
	m := mailbox{corpus: b.corpora[c.corpus], user: c.corpus, keep: c.op != removing, tls: c.tls, line: b.near, caFile: b.server.caFile}
	if c.distant {
		m.line = b.distant
	}
	if c.op == removing {
		m.user = "remove"
	}
	return m
}

// run does one case: round by round, in each all programs in turn.
func (b *bench) run(t *testing.T, c benchCase) {
	t.Helper()
	skip := regexp.MustCompile(*without)
	slow := map[string]bool{}
	if c.op == checking {
		b.runChecks(t, c)
		return
	}
	for round := range *rounds {
		for _, name := range c.programs {
			if slow[name] || skip.MatchString(name) || !installed(name) || round > 0 && (name == fetchmailName || name == getmailName) {
				continue
			}
			if c.op == removing {
				b.server.removable(t, b.corpora[c.corpus])
			}
			for _, r := range b.one(t, name, c.op, b.mailbox(c)) {
				slow[name] = slow[name] || r.Seconds > tooSlow.Seconds()
				b.table.add(c, round, name, r)
			}
		}
	}
	b.table.printCase(os.Stdout, c)
}

// outcome is one run of one program.
type outcome struct {
	reading
	op     string // "fetch", "remove", "again", "search"
	stored int
	fault  string // why it does not count
}

// one sets a program up afresh and runs it: a fetch, and where the mail stays on the server one more with nothing new.
func (b *bench) one(t *testing.T, name, op string, m mailbox) []outcome {
	t.Helper()
	dir, err := os.MkdirTemp(b.dir, name)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	r := newRunner(t, name, b.tool, dir, m)
	argv, env := r.command()
	first := b.time(t, dir, m, argv, env)
	first.op = op
	first.judge(t, r, m)
	if op == removing && first.fault == "" {
		if left := countFiles(t, b.server.dovecot.Maildir(m.user)); left > 0 {
			first.fault = fmt.Sprintf("%d letters are still on the server", left)
		}
	}
	all := []outcome{first}
	if op != fetching || first.fault != "" {
		return all
	}
	if s, ok := r.(satchelRunner); ok {
		words := first
		words.op = "search"
		words.Seconds += indexing(t, s.profile.dir)
		all = append(all, words)
	}
	argv, env = r.idle()
	again := b.time(t, dir, m, argv, env)
	again.op = "again"
	if name == fetchmailName && again.Code == 1 { // "no mail"
		again.Code = 0
	}
	again.judge(t, r, m)
	return append(all, again)
}

// judge says whether a run counts.
func (o *outcome) judge(t *testing.T, r runner, m mailbox) {
	t.Helper()
	o.stored = r.stored(t)
	switch {
	case o.stored != m.corpus.count:
		o.fault = fmt.Sprintf("stored %d of %d", o.stored, m.corpus.count)
	case o.Code != 0:
		o.fault = fmt.Sprintf("ended with %d", o.Code)
	}
}

// time runs a program under the stopwatch, on a disk with nothing left to write.
func (b *bench) time(t *testing.T, dir string, m mailbox, argv, env []string) outcome {
	t.Helper()
	file := filepath.Join(dir, "reading")
	args := []string{"clock", "-o", file}
	if m.line.netns != "" {
		args = append(args, "-netns", m.line.netns)
	}
	cmd := exec.CommandContext(t.Context(), b.tool, append(append(args, "--"), argv...)...)
	cmd.Env = append(os.Environ(), env...)
	syscall.Sync()
	time.Sleep(settleIn) // the server's processes of the last run end
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", argv, err, out)
	}
	o := outcome{reading: readReading(t, file)}
	if o.Code != 0 {
		fmt.Printf("    %s\n", firstLine(strings.TrimSpace(string(out))))
	}
	return o
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// indexing is the time until a search finds every word of a profile that was just fetched: what the first search
// takes longer than the second.
func indexing(t *testing.T, dir string) float64 {
	t.Helper()
	s, err := mailstore.Open(t.Context(), dir, mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	search := func() float64 {
		start := time.Now()
		if _, err := s.Page(t.Context(), mailstore.Query{Text: `"no such words here"`}, mailstore.Cursor{}, 1); err != nil {
			t.Fatal(err)
		}
		return time.Since(start).Seconds()
	}
	return max(0, search()-search())
}

// runChecks times nothing new alone, several times on one state which is made without the delay.
func (b *bench) runChecks(t *testing.T, c benchCase) {
	t.Helper()
	m := b.mailbox(c)
	states := map[string]runner{}
	m.line.hold(t, false)
	for _, name := range c.programs {
		dir, err := os.MkdirTemp(b.dir, name)
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		states[name] = newRunner(t, name, b.tool, dir, m)
		if s, ok := states[name].(satchelRunner); ok {
			argv, env := s.command()
			o := b.time(t, dir, m, argv, env)
			o.judge(t, s, m)
			if o.fault != "" {
				t.Errorf("%s: %s %s", c.name(), name, o.fault)
			}
			indexing(t, s.profile.dir)
		}
	}
	m.line.hold(t, true)
	for round := range *rounds {
		for _, name := range c.programs {
			argv, env := states[name].idle()
			o := b.time(t, b.dir, m, argv, env)
			o.op = "again"
			if o.Code != 0 {
				o.fault = fmt.Sprintf("ended with %d", o.Code)
			}
			b.table.add(c, round, name, o)
		}
	}
	b.table.printCase(os.Stdout, c)
}
