package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// mutations change a message in ways that mail gets changed on its way, or is written by other programs. They say how a
// reader does on mail nobody has looked at.
var mutations = []struct {
	name   string
	change func(r *rand.Rand, raw []byte) []byte
}{
	{"LF", func(_ *rand.Rand, raw []byte) []byte { return lineEnds(raw, "\n") }},
	{"CRLF", func(_ *rand.Rand, raw []byte) []byte { return lineEnds(raw, "\r\n") }},
	{"cut off", func(r *rand.Rand, raw []byte) []byte { return raw[:r.IntN(len(raw)+1)] }},
	{"cut off in the body", func(r *rand.Rand, raw []byte) []byte {
		head := headerSize(raw)
		return raw[:head+r.IntN(len(raw)-head+1)]
	}},
	{"a line lost", func(r *rand.Rand, raw []byte) []byte { return changeLine(r, raw, func([]byte) []byte { return nil }) }},
	{"a line twice", func(r *rand.Rand, raw []byte) []byte {
		return changeLine(r, raw, func(line []byte) []byte { return append(bytes.Clone(line), line...) })
	}},
	{"an empty line more", func(r *rand.Rand, raw []byte) []byte {
		return changeLine(r, raw, func(line []byte) []byte { return append(bytes.Clone(line), '\n') })
	}},
	{"blanks at line ends", func(_ *rand.Rand, raw []byte) []byte {
		return regexp.MustCompile(`(?m)(\S)(\r?)$`).ReplaceAll(raw, []byte("$1 $2"))
	}},
	{"a NUL", func(r *rand.Rand, raw []byte) []byte { at := r.IntN(len(raw) + 1); return insert(raw, at, "\x00") }},
	{"a byte beyond ASCII", func(r *rand.Rand, raw []byte) []byte { return insert(raw, r.IntN(len(raw)+1), "\xe9") }},
	{"a byte beyond ASCII in the header", func(r *rand.Rand, raw []byte) []byte {
		return insert(raw, r.IntN(headerSize(raw)+1), "\xfc")
	}},
	{"headers in upper case", func(_ *rand.Rand, raw []byte) []byte { return names(raw, bytes.ToUpper) }},
	{"headers in lower case", func(_ *rand.Rand, raw []byte) []byte { return names(raw, bytes.ToLower) }},
	{"parameters folded", regular(`;[ \t]*(\w+\*?\d*\*?=)`, ";\n\t$1")},
	{"parameters in one line", regular(`;\s*\n\s+(\w+\*?\d*\*?=)`, "; $1")},
	{"addresses folded", regular(`(?m)^((?:From|To|Cc):.*?) <`, "$1\n <")},
	{"blanks around =", regular(`(?m)(boundary|charset|name)="`, "$1 = \"")},
	{"no quotes", regular(`(boundary|charset|filename|name)="([^"\s;]+)"`, "$1=$2")},
	{"quotes", regular(`(charset|name)=([^"\s;]+)`, `$1="$2"`)},
	{"a semicolon at the end", regular(`(?im)^(Content-Type:.*[^;\s])(\r?)$`, "$1;$2")},
	{"no boundary named", regular(`(?i)boundary=`, "x-boundary=")},
	{"another boundary named", regular(`(?i)boundary="?`, "${0}x")},
	{"ends lost", regular(`(?m)^--(\S+)--\s*$`, "")},
	{"ends cut", regular(`(?m)^--(\S+)--\s*$`, "--$1")},
	{"no MIME-Version", regular(`(?im)^MIME-Version:.*\n`, "")},
	{"an mbox line", func(_ *rand.Rand, raw []byte) []byte {
		return insert(raw, 0, "From a@b.example Tue Dec  2 10:00:00 2025\n")
	}},
	{"charset utf-8", regular(`(?i)charset="?[\w-]+"?`, "charset=utf-8")},
	{"charset latin-1", regular(`(?i)charset="?[\w-]+"?`, "charset=iso-8859-1")},
	{"charset unknown", regular(`(?i)charset="?[\w-]+"?`, "charset=x-foo")},
	{"no charset", regular(`(?i)charset="?[\w-]+"?`, "x-y=z")},
	{"encoding in upper case", regular(`(?i)(Content-Transfer-Encoding:\s*)(base64|quoted-printable)`, "${1}BASE64")},
	{"encoding unknown", regular(`(?i)(Content-Transfer-Encoding:\s*)\S+`, "${1}x-foo")},
	{"no encoding", regular(`(?im)^Content-Transfer-Encoding:.*\n`, "")},
	{"no disposition", regular(`(?im)^Content-Disposition:.*\n(?:[ \t].*\n)*`, "")},
	{"inline", regular(`(?i)(Content-Disposition:\s*)attachment`, "${1}inline")},
	{"attachment", regular(`(?i)(Content-Disposition:\s*)inline`, "${1}attachment")},
	{"alternative becomes mixed", regular(`(?i)multipart/(alternative|related)`, "multipart/mixed")},
	{"mixed becomes related", regular(`(?i)multipart/mixed`, "multipart/related")},
	{"mixed becomes alternative", regular(`(?i)multipart/mixed`, "multipart/alternative")},
	{"types unknown", regular(`(?i)(Content-Type:\s*)(image|application)/[\w.+-]+`, "${1}x-a/x-b")},
	{"text becomes HTML", regular(`(?i)(Content-Type:\s*)text/plain`, "${1}text/html")},
	{"two parameters", regular(`(?i)(Content-Type:\s*[\w/-]+;)`, "${1} x=\"a;b\"; y=c;")},
	{"a comment", regular(`(?i)(Content-Type:\s*[\w/-]+);`, "$1 (a; comment);")},
	{"a list's footer", func(_ *rand.Rand, raw []byte) []byte {
		head := headerSize(raw)
		outer := regexp.MustCompile(`(?im)^(?:Content-|MIME-)[\w-]+:.*\n(?:[ \t].*\n)*`)
		inner, rest := outer.FindAll(raw[:head], -1), bytes.TrimSpace(outer.ReplaceAll(raw[:head], nil))
		return bytes.Join([][]byte{
			[]byte("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_wrap\"\n"), rest, []byte("\n\n--=_wrap\n"), bytes.Join(inner, nil), []byte("\n"), raw[head:],
			[]byte("\n--=_wrap\nContent-Type: text/plain\n\n___\nthe list\n--=_wrap--\n"),
		}, nil)
	}},
	{"sent on as a file", func(_ *rand.Rand, raw []byte) []byte {
		return append([]byte("From: ann@example.org\nSubject: Fwd\nDate: Tue, 2 Dec 2025 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_wrap\"\n\n"+
			"--=_wrap\nContent-Type: text/plain\n\nSee below.\n--=_wrap\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n"), append(bytes.Clone(raw), "\n--=_wrap--\n"...)...)
	}},
}

func regular(pattern, with string) func(*rand.Rand, []byte) []byte {
	compiled := regexp.MustCompile(pattern)
	return func(_ *rand.Rand, raw []byte) []byte { return compiled.ReplaceAll(raw, []byte(with)) }
}

func lineEnds(raw []byte, end string) []byte {
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(raw, []byte("\n"), []byte(end))
}

func headerSize(raw []byte) int {
	at := regexp.MustCompile(`\r?\n\r?\n`).FindIndex(raw)
	if at == nil {
		return len(raw)
	}
	return at[1]
}

func insert(raw []byte, at int, s string) []byte {
	return append(append(bytes.Clone(raw[:at]), s...), raw[at:]...)
}

func changeLine(r *rand.Rand, raw []byte, change func([]byte) []byte) []byte {
	lines := bytes.SplitAfter(raw, []byte("\n"))
	i := r.IntN(len(lines))
	lines[i] = change(lines[i])
	return bytes.Join(lines, nil)
}

func names(raw []byte, change func([]byte) []byte) []byte {
	head := headerSize(raw)
	field := regexp.MustCompile(`(?m)^[\w-]+:`)
	return append(field.ReplaceAllFunc(raw[:head], change), raw[head:]...)
}

// mutate prints, per mutation, on how many values enmime and Python agree, and on how many of these mailmsg does too. What
// changes nothing is left out. The messages stay in folder, to look at those that are read otherwise.
func mutate(samples []sample, folder string, verbose bool) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	all, right := 0, 0
	for n, m := range mutations {
		var changed []sample
		for i, s := range samples {
			raw := m.change(rand.New(rand.NewPCG(uint64(n), uint64(i))), bytes.Clone(s.raw))
			if bytes.Equal(raw, s.raw) {
				continue
			}
			name := fmt.Sprintf("%02d-%s", n, strings.ReplaceAll(s.name, "/", "-"))
			if err := os.WriteFile(filepath.Join(folder, name), raw, 0o600); err != nil {
				return err
			}
			changed = append(changed, sample{name: name, raw: raw})
		}
		python, err := readWithPython(folder, changed)
		if err != nil || python == nil {
			return err
		}
		known, same := 0, 0
		for i, s := range changed {
			agreed(readWithSatchel(s.raw), readWithEnmime(s.raw), python[i], func(row string, ok bool, got, want any) {
				known++
				if ok {
					same++
				} else if verbose {
					fmt.Fprintf(os.Stderr, "%s: %s: %.300q, the others %.300q\n", s.name, row, got, want)
				}
			})
		}
		fmt.Printf("%6d messages  %5d of %5d  %s\n", len(changed), same, known, m.name)
		all, right = all+known, right+same
	}
	fmt.Printf("together %d of %d, %.2f %%\n", right, all, 100*float64(right)/float64(max(all, 1)))
	return nil
}

// agreed compares a reading with what two others agree on and which says something.
func agreed(ours, a, b reading, count func(row string, ok bool, got, want any)) {
	if a.Failed || b.Failed {
		return
	}
	text := func(row, got, x, y string) {
		if x = collapse(x); x != "" && x == collapse(y) && !strings.Contains(x, "\uFFFD") {
			count(row, collapse(got) == x, collapse(got), x)
		}
	}
	text("subject", ours.Subject, a.Subject, b.Subject)
	text("text", ours.Text, a.Text, b.Text)
	text("HTML", ours.HTML, a.HTML, b.HTML)
	text("date", ours.Date, a.Date, b.Date)
	text("from", strings.Join(ours.From, " "), strings.Join(a.From, " "), strings.Join(b.From, " "))
	text("files", sortedFiles(ours), sortedFiles(a), sortedFiles(b))
}

func sortedFiles(r reading) string {
	return strings.Join(slices.Sorted(slices.Values(r.Files)), " ")
}
