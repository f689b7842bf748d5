package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// errHelped ends a command whose help was asked for and printed.
var errHelped = errors.New("help was printed")

// leadingFlags reads the flags before the command's words.
func (c *call) leadingFlags(args []string) (rest []string, err error) {
	f := c.newFlags("satchel")
	f.BoolVar(&c.version, "version", false, "")
	f.BoolVar(&c.demo, "demo", false, "")
	f.BoolVar(&c.check, "check", false, "")
	err = f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(c.Out, overview("satchel", commands())); err != nil {
			return nil, written(err)
		}
		return nil, errHelped
	case err != nil:
		return nil, usagef("%v. See: satchel --help", err)
	}
	return f.Args(), nil
}

// newFlags makes a flag set with the flags of every command, which are taken before and after its words.
func (c *call) newFlags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // errors are told in our own words
	f.StringVar(&c.profile, "profile", c.profile, "`DIR`: the data folder (default: this computer's own place)")
	f.BoolVar(&c.json, "json", c.json, "one JSON document on standard output")
	return f
}

// parse reads a command's flags and gives its other arguments; both may be mixed, "--" ends the flags. most is how many
// other arguments are allowed, negative: any number.
func (c *call) parse(f *flag.FlagSet, least, most int) ([]string, error) {
	var words []string
	rest := c.args
	for len(rest) > 0 {
		err := f.Parse(rest)
		if errors.Is(err, flag.ErrHelp) {
			if err := c.printf("%s", c.help(f)); err != nil {
				return nil, err
			}
			return nil, errHelped
		}
		if err != nil {
			return nil, usagef("%v. See: %s --help", err, c.path)
		}
		left := f.Args()
		parsed := len(rest) - len(left)
		if parsed > 0 && rest[parsed-1] == "--" {
			words = append(words, left...)
			break
		}
		if len(left) == 0 {
			break
		}
		words, rest = append(words, left[0]), left[1:]
	}
	if len(words) < least || most >= 0 && len(words) > most {
		return nil, usagef("Usage: %s %s", c.path, c.cmd.usage)
	}
	return words, nil
}

// given tells which flags were typed.
func given(f *flag.FlagSet) map[string]bool {
	set := map[string]bool{}
	f.Visit(func(fl *flag.Flag) { set[fl.Name] = true })
	return set
}

// checkLimit refuses a --limit that would list nothing; not typed, it is 0 and means all.
func checkLimit(f *flag.FlagSet, limit int) error {
	if limit < 0 || limit == 0 && given(f)["limit"] {
		return usagef("--limit must be 1 or more. Leave it out for all.")
	}
	return nil
}

// help is the whole text of "satchel command --help".
func (c *call) help(f *flag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: %s %s\n\n%s\n\nFlags:\n", c.path, c.cmd.usage, strings.TrimSpace(c.cmd.help))
	f.VisitAll(func(fl *flag.Flag) {
		value, usage := flag.UnquoteUsage(fl)
		// "`DIR`: text" gives the value's name and the text in one string.
		usage = strings.TrimPrefix(usage, value+": ")
		name := "--" + fl.Name
		if value != "" {
			name += " " + value
		}
		fmt.Fprintf(&b, "  %-24s %s\n", name, usage)
	})
	return b.String()
}

// overview is the help above the commands.
func overview(path string, known []command) string {
	var b strings.Builder
	if path == "satchel" {
		b.WriteString("Satchel fetches your mail by POP3 and keeps it safe on this computer.\n\n" +
			"  satchel                  opens the window\n" +
			"  satchel --demo           opens the window on sample mail\n" +
			"  satchel --demo --check   tries Satchel out in the terminal, on sample mail\n\nCommands:\n")
	} else {
		fmt.Fprintf(&b, "Usage: %s COMMAND …\n\nCommands:\n", path)
	}
	for _, cmd := range known {
		fmt.Fprintf(&b, "  %-24s %s\n", cmd.name, cmd.does)
	}
	if path == "satchel" {
		b.WriteString("\nFlags, before or after a command:\n" +
			"  --profile DIR            the data folder (default: this computer's own place)\n" +
			"  --json                   one JSON document on standard output, for programs\n" +
			"  --help                   about a command: satchel fetch --help\n" +
			"  --version                which Satchel this is\n" +
			"\nExit codes: 0 done · 1 usage or profile · 2 done but for some messages · 3 sign-in refused ·\n" +
			"4 server busy or \"try later\" · 5 network or TLS · 6 store (disk full, damaged)\n")
	}
	return b.String()
}
