package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// score counts, per row of the table, how often each reader is right.
type score struct {
	all   int
	right [3]int
}

var readers = [3]string{"mailmsg", "enmime", "Python"}

// compare prints the table of agreement.
func compare(folder string, samples []sample, verbose bool) error {
	python, err := readWithPython(folder, samples)
	if err != nil {
		return err
	}
	rows := map[string]*score{}
	failed := [3]int{}
	for i, s := range samples {
		all := [3]reading{readWithSatchel(s.raw), readWithEnmime(s.raw)}
		if python != nil {
			all[2] = python[i]
		}
		for r := range all {
			if all[r].Failed {
				failed[r]++
			}
		}
		judge(s, all, func(row string, right [3]bool) {
			if rows[row] == nil {
				rows[row] = &score{}
			}
			rows[row].all++
			for r, ok := range right {
				if ok {
					rows[row].right[r]++
				} else if verbose {
					fmt.Fprintf(os.Stderr, "%s: %s: %s reads otherwise\n", s.name, row, readers[r])
				}
			}
		})
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "%d messages\tof\t%s\t%s\t%s\t\n", len(samples), readers[0], readers[1], readers[2])
	fmt.Fprintf(out, "not read at all\t%d\t%d\t%d\t%d\t\n", len(samples), failed[0], failed[1], failed[2])
	names := make([]string, 0, len(rows))
	for name := range rows {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		s := rows[name]
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%d\t\n", name, s.all, s.right[0], s.right[1], s.right[2])
	}
	return out.Flush()
}

// judge compares the readings of a message with all that is known of it. Values three readers agree on count where they
// read something: of an empty one nobody knows whether it is right.
func judge(s sample, all [3]reading, count func(row string, right [3]bool)) {
	each := func(row string, right func(reading) bool) {
		var result [3]bool
		for i, r := range all {
			result[i] = !r.Failed && right(r)
		}
		count(row, result)
	}
	text := func(row string, want *string, of func(reading) string) {
		if want != nil && strings.TrimSpace(*want) != "" && !strings.Contains(*want, "\uFFFD") {
			each(row, func(r reading) bool { return collapse(of(r)) == collapse(*want) })
		}
	}
	c, u := s.want.Consensus, s.want.Upstream
	text("agreed: subject", c.Subject, func(r reading) string { return r.Subject })
	text("agreed: text", c.Text, func(r reading) string { return r.Text })
	text("agreed: HTML", c.HTML, func(r reading) string { return r.HTML })
	text("agreed: date", c.Date, func(r reading) string { return r.Date })
	text("source: subject", u.Subject, func(r reading) string { return r.Subject })
	text("source: text", u.Text, func(r reading) string { return r.Text })
	if u.Date != nil {
		if at, err := time.Parse(time.RFC3339, *u.Date); err == nil {
			each("source: date", func(r reading) bool { return r.Date == stamp(at) })
		}
	}
	if c.From != nil && len(*c.From) > 0 {
		each("agreed: from", func(r reading) bool { return slices.Equal(r.From, *c.From) })
	}
	if c.Atts != nil {
		var want []string
		for _, a := range *c.Atts {
			want = append(want, fmt.Sprintf("%v %.0f", a[0], a[1]))
		}
		slices.Sort(want)
		each("agreed: attachments (count, size, SHA-256)", func(r reading) bool {
			got := slices.Sorted(slices.Values(r.Files))
			return slices.Equal(got, want)
		})
	}
	for _, a := range u.Attachments {
		if a.SHA256 != "" {
			each("source: attachment (SHA-256)", func(r reading) bool {
				return slices.ContainsFunc(r.Files, func(f string) bool { return strings.HasPrefix(f, a.SHA256) })
			})
		}
	}
}

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }
