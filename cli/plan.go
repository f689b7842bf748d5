package cli

import (
	"fmt"
	"strings"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
)

func planCommand() command {
	return command{
		name: "plan", does: "what the next check would remove from the server, and why",
		usage: "ID [--keep forever|remove|14d]",
		help: `Says from the last listing, without the network, what the next check would ask the
server to remove; with --keep, what it would under another policy. Changes nothing.`,
		run: runPlan,
	}
}

type planJSON struct {
	Remove         []removalJSON `json:"remove"`
	KeepIncomplete int           `json:"keep_incomplete"`
	Bytes          int64         `json:"bytes"`
	NeedsYes       bool          `json:"needs_yes"`
	Held           string        `json:"held"` // why the removals wait for a yes, as a sentence
	Later          []removalJSON `json:"later"`
	Sentence       string        `json:"sentence"`
}

type removalJSON struct {
	UIDL    string               `json:"uidl"`
	Message *mailstore.MessageID `json:"message"`
	Size    int64                `json:"size"`
	Day     string               `json:"day"` // 2026-12-02
	Why     string               `json:"why"`
}

func planOf(p mailsync.Preview) planJSON {
	return planJSON{
		Remove: removalsOf(p.Remove), Later: removalsOf(p.Later),
		KeepIncomplete: p.KeepIncomplete, Bytes: p.Bytes, NeedsYes: p.NeedsYes, Held: p.Held, Sentence: p.Sentence,
	}
}

func removalsOf(list []mailsync.Removal) []removalJSON {
	rows := make([]removalJSON, len(list))
	for i, r := range list {
		rows[i] = removalJSON{r.Entry.UIDL, messageOrNull(r.Entry.Message), r.Entry.Size, dateOnly(r.Day), r.Why}
	}
	return rows
}

func messageOrNull(id mailstore.MessageID) *mailstore.MessageID {
	if id == 0 {
		return nil
	}
	return &id
}

// dateOnly is a day for programs, in UTC as days are counted: "2026-12-02".
func dateOnly(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func runPlan(c *call) error {
	f := c.newFlags(c.path)
	word := f.String("keep", "", "`HOW`: forever, 14d or remove, instead of the account's own policy")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	a, err := c.account(words[0])
	if err != nil {
		return err
	}
	keep := a.Keep
	if *word != "" {
		if keep, err = parseKeep(*word); err != nil {
			return err
		}
	}
	p, err := c.syncer(keychain.Memory()).Preview(c.ctx, a.ID, keep) // a preview needs no secrets
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(planOf(p))
	}
	return c.printf("%s", planText(p))
}

// messageWords names the message of a ledger row.
func messageWords(e mailstore.Entry) string {
	if e.Message == 0 {
		return "deleted here"
	}
	return fmt.Sprint("message ", e.Message)
}

// mostShown is how many messages of a plan are listed for people; --json has them all.
const mostShown = 20

// planText is a preview for people; its sentence tells of what is due later, too.
func planText(p mailsync.Preview) string {
	var b strings.Builder
	fmt.Fprintln(&b, clean(p.Sentence))
	if p.Held != "" {
		fmt.Fprintln(&b, clean(p.Held))
	}
	var rows [][]string
	for _, r := range p.Remove[:min(len(p.Remove), mostShown)] {
		rows = append(rows, []string{"  now", humanSize(r.Entry.Size), messageWords(r.Entry), clean(r.Why)})
	}
	b.WriteString(table(rows, 1))
	if more := len(p.Remove) - mostShown; more > 0 {
		fmt.Fprintf(&b, "  … and %s more\n", thousands(int64(more)))
	}
	return b.String()
}
