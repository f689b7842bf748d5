//go:build linux

package journey

import (
	"fmt"
	"io"
	"strings"
)

// benchTable gathers runs and prints them: a line as each ends, and the table in the end.
type benchTable struct {
	order []rowKey
	rows  map[rowKey]map[string][]timed // by program
}

type rowKey struct{ where, op string }

// timed is a run that counts. Runs of one round are compared with each other, as they met the same moods of the machine.
type timed struct {
	round  int
	s      float64
	peakKB int64
}

func newBenchTable() *benchTable { return &benchTable{rows: map[rowKey]map[string][]timed{}} }

func keyOf(c benchCase, op string) rowKey {
	words := strings.Fields(c.name())
	return rowKey{strings.Join(words[:3], " "), op}
}

func (t *benchTable) add(c benchCase, round int, name string, o outcome) {
	if o.fault != "" {
		fmt.Printf("  %-24s %-6s %-12s %8.3f s  not counted: %s\n", keyOf(c, o.op).where, o.op, name, o.Seconds, o.fault)
		return
	}
	fmt.Printf("  %-24s %-6s %-12s %8.3f s  cpu %6.2f s  others' cpu %6.2f s  peak %4d MB\n", keyOf(c, o.op).where, o.op, name, o.Seconds, o.CPU, o.Others, o.PeakKB>>10)
	key, program := keyOf(c, o.op), name
	if o.op == "search" {
		key, program = keyOf(c, fetching), "searchable"
	}
	if t.rows[key] == nil {
		t.rows[key] = map[string][]timed{}
		t.order = append(t.order, key)
	}
	t.rows[key][program] = append(t.rows[key][program], timed{round, o.Seconds, o.PeakKB})
}

// columns of the table: seconds of each program, Satchel's ratios, peak memory.
var (
	benchSeconds = []string{rawName, satchelName, "searchable", maildirName, mboxName, fetchmailName, getmailName}
	benchRatios  = [][2]string{{satchelName, rawName}, {satchelName, maildirName}, {satchelName, mboxName}, {"searchable", maildirName}, {"searchable", mboxName}}
	benchPeaks   = []string{satchelName, maildirName, fetchmailName, getmailName}
)

func (t *benchTable) printCase(w io.Writer, c benchCase) {
	t.head(w)
	for _, key := range t.order {
		if key.where == keyOf(c, "").where && (key.op == c.op || c.op != removing && key.op == "again") {
			t.line(w, key)
		}
	}
}

func (t *benchTable) print(w io.Writer) {
	fmt.Fprint(w, "\nSeconds are medians; ratios are medians of the ratios within a round; \"search\" is until a search finds every word, too;\n"+
		"peaks are MB of memory. again: a check with nothing new, after that search. A program that took over ", tooSlow, " was run once.\n\n")
	t.head(w)
	for _, key := range t.order {
		t.line(w, key)
	}
}

func (t *benchTable) head(w io.Writer) {
	fmt.Fprintln(w, "| case | raw | satchel | search | mpop maildir | mpop mbox | fetchmail | getmail | satchel/raw | satchel/maildir | satchel/mbox | search/maildir | search/mbox | MB satchel | mpop | fetchmail | getmail |")
	fmt.Fprintln(w, "|"+strings.Repeat(" --- |", 1+len(benchSeconds)+len(benchRatios)+len(benchPeaks)))
}

func (t *benchTable) line(w io.Writer, key rowKey) {
	row := t.rows[key]
	cells := []string{key.where + " " + key.op}
	for _, name := range benchSeconds {
		cells = append(cells, medianText("%.3f", seconds(row[name])))
	}
	for _, pair := range benchRatios {
		cells = append(cells, medianText("%.2f", ratios(row[pair[0]], row[pair[1]])))
	}
	for _, name := range benchPeaks {
		cells = append(cells, medianText("%.0f", peaks(row[name])))
	}
	fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |")
}

func seconds(runs []timed) (v []float64) {
	for _, r := range runs {
		v = append(v, r.s)
	}
	return v
}

func peaks(runs []timed) (v []float64) {
	for _, r := range runs {
		v = append(v, float64(r.peakKB)/1024)
	}
	return v
}

// ratios compares the runs of the same rounds.
func ratios(ours, theirs []timed) (v []float64) {
	for _, a := range ours {
		for _, b := range theirs {
			if a.round == b.round {
				v = append(v, a.s/b.s)
			}
		}
	}
	return v
}

func medianText(format string, v []float64) string {
	if len(v) == 0 {
		return ""
	}
	return fmt.Sprintf(format, median(v))
}
