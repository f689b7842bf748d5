package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"satchel/mailindex"
	"satchel/mailstore"
)

func searchCommand() command {
	return command{
		name: "search", does: "find messages",
		usage: "QUERY [--limit N]",
		help: `Finds the messages with all of these words; hits in subject and sender come first, then
the newest. "exact words", -without, from: to: subject: body: file: with a word,
has:attachment, is:unread is:read is:starred, before:2024-05 after:2024-05-17,
in:FOLDER, account:ID. Accents and case do not matter. No query is wrong: what is none
of these is read as words. Put -- before a query that begins with a minus.`,
		run: runSearch,
	}
}

// snippetCells is how much of a letter's text a hit shows.
const snippetCells = 160

type hitJSON struct {
	rowJSON
	Snippet string   `json:"snippet"`
	Marks   [][2]int `json:"marks"` // of the snippet's characters: from, up to before
}

func runSearch(c *call) error {
	f := c.newFlags(c.path)
	limit := f.Int("limit", 0, "`N`: at most so many (default: all)")
	words, err := c.parse(f, 1, -1)
	if err != nil {
		return err
	}
	if err := checkLimit(f, *limit); err != nil {
		return err
	}
	text := strings.Join(words, " ")
	if err := c.openToSearch(); err != nil {
		return err
	}
	places, err := c.places()
	if err != nil {
		return err
	}
	marks := mailstore.SearchMarks(text)
	out := newArray(c.Out, c.json)
	err = c.eachHead(mailstore.Query{Text: text, Ranked: true}, *limit, func(h mailstore.Head) error {
		s := c.snippet(h, marks)
		if c.json {
			out.add(hitJSON{places.row(h), s.Text, characters(s)})
		} else {
			listLine(out, h, c.now())
			fmt.Fprintf(out, "          %s\n", c.emphasised(s))
		}
		return out.err
	})
	if err != nil && out.err == nil {
		return err
	}
	return out.close()
}

// openToSearch opens the profile for writing where it can, so that words of the newest mail are taken into the index
// first. Beside a window that has the profile it reads: the window takes them in within seconds.
func (c *call) openToSearch() error {
	err := c.openStore()
	if errors.Is(err, mailstore.ErrLocked) || errors.Is(err, mailstore.ErrNewer) || errors.Is(err, fs.ErrPermission) {
		return c.openReadOnly()
	}
	return err
}

// snippet reads a hit's text; one that cannot be read is shown without.
func (c *call) snippet(h mailstore.Head, marks []string) mailindex.Snippet {
	r, err := c.store.Raw(c.ctx, h.ID)
	if err != nil {
		return mailindex.Snippet{}
	}
	defer r.Close()
	return mailindex.SnippetOf(r, h.Size, marks, snippetCells)
}

// characters gives a snippet's marks in characters, as other languages count them.
func characters(s mailindex.Snippet) [][2]int {
	list := [][2]int{}
	for _, m := range s.Marks {
		from := len([]rune(s.Text[:m.From]))
		list = append(list, [2]int{from, from + len([]rune(s.Text[m.From:m.To]))})
	}
	return list
}

// emphasised shows the marks on a terminal as bold, elsewhere as they are.
func (c *call) emphasised(s mailindex.Snippet) string {
	if !c.IsTerminal {
		return clean(s.Text)
	}
	var b strings.Builder
	at := 0
	for _, m := range s.Marks {
		b.WriteString(clean(s.Text[at:m.From]) + "\x1b[1m" + clean(s.Text[m.From:m.To]) + "\x1b[0m")
		at = m.To
	}
	return b.String() + clean(s.Text[at:])
}
