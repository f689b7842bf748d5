package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"satchel/mailindex"
	"satchel/mailmsg"
	"satchel/mailstore"
)

func showCommand() command {
	return command{
		name: "show", does: "show one message: as text, as it was received, or as JSON",
		usage: "ID [--raw|--text]",
		help: `Shows the message with this number (see satchel list). --raw gives its bytes exactly as
they were received; --text, the default, its head and its text.`,
		run: runShow,
	}
}

func runShow(c *call) error {
	f := c.newFlags(c.path)
	raw := f.Bool("raw", false, "the bytes as they were received")
	text := f.Bool("text", false, "head and text (the default)")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil || id < 1 {
		return usagef("%q is no message number. See: satchel list", clean(words[0]))
	}
	if *raw && (*text || c.json) {
		return usagef("--raw gives the message's bytes and goes with neither --text nor --json.")
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	open := func() (io.ReadCloser, error) { return c.store.Raw(c.ctx, mailstore.MessageID(id)) }
	if *raw {
		return c.printRaw(open, id)
	}
	m, err := mailmsg.ParseSource(open, mailmsg.Options{NoData: true})
	damaged, notKnown := c.store.IsDamaged(c.ctx, mailstore.MessageID(id))
	if errors.Is(err, mailstore.ErrDamaged) || err == nil && notKnown == nil && damaged {
		damaged = true
		m, err = mailindex.Readable(c.ctx, c.store, mailstore.MessageID(id), mailmsg.Options{NoData: true})
	}
	if err != nil { // what could be read is not shown: it would pass for a short message
		return noMessage(err, id)
	}
	if err := c.showMessage(mailstore.MessageID(id), m); err != nil || !damaged {
		return err
	}
	return &failure{exitStore, fmt.Sprintf("Message %d is damaged here; this is what can be read of it. Bring it back: satchel repair %d, or from a backup: satchel repair %d --backup FILE", id, id, id), mailstore.ErrDamaged}
}

// showMessage prints a parsed message, with what is known of its sender.
func (c *call) showMessage(id mailstore.MessageID, m *mailmsg.Message) error {
	by, proved, err := c.checked(id, m)
	if err != nil {
		return err
	}
	if c.json {
		j := messageOf(m)
		j.CheckedBy, j.SenderProved = by, &proved
		return c.printJSON(j)
	}
	return c.printText(m, checkedText(by, proved, m))
}

// checked says which site's word on senders counts for the account of a message, and whether it vouches for this one.
func (c *call) checked(id mailstore.MessageID, m *mailmsg.Message) (by string, proved bool, err error) {
	head, err := c.store.Head(c.ctx, id)
	if err != nil {
		return "", false, noMessage(err, int64(id))
	}
	provider, err := mailindex.Provider(c.ctx, c.store, head.Account)
	if err != nil || provider == "" {
		return "", false, err
	}
	if _, ok := m.AuthenticatedBy(provider); !ok {
		return "", false, nil
	}
	_, proved = m.SenderProved(provider)
	return provider, proved, nil
}

func checkedText(by string, proved bool, m *mailmsg.Message) string {
	switch {
	case by == "" || len(m.From) == 0:
		return ""
	case proved:
		return by + " confirms that this comes from " + m.From[0].Shown()
	}
	return by + " does not confirm that this comes from " + m.From[0].Shown()
}

func (c *call) printRaw(open mailmsg.Source, id int64) error {
	r, err := open()
	if err != nil {
		return noMessage(err, id)
	}
	defer r.Close()
	return copyOut(c.Out, r)
}

func noMessage(err error, id int64) error {
	if errors.Is(err, mailstore.ErrNotFound) {
		return usagef("There is no message %d here. See: satchel list", id)
	}
	return err
}

// copyOut writes exactly the bytes of r and tells a failed read from a failed write.
func copyOut(w io.Writer, r io.Reader) error {
	failing := &rememberError{r: r}
	_, err := io.Copy(w, failing)
	if failing.err != nil {
		return failing.err
	}
	return written(err)
}

// rememberError keeps what a reader ended with, but for the end itself.
type rememberError struct {
	r   io.Reader
	err error
}

func (e *rememberError) Read(b []byte) (int, error) {
	n, err := e.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		e.err = err
	}
	return n, err
}

// printMessage writes a parsed message as JSON or for people.
func (c *call) printMessage(m *mailmsg.Message) error {
	if c.json {
		return c.printJSON(messageOf(m))
	}
	return c.printText(m, "")
}

// printText writes a message for people. checked is what its provider says of the sender, "" for nothing.
func (c *call) printText(m *mailmsg.Message, checked string) error {
	var b strings.Builder
	head := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-9s %s\n", name+":", clean(value))
		}
	}
	head("From", addressText(m.From))
	head("Checked", checked)
	head("To", addressText(m.To))
	head("Cc", addressText(m.Cc))
	if !m.Date.IsZero() {
		head("Date", day(m.Date, c.now())+m.Date.In(c.now().Location()).Format(" 15:04"))
	}
	head("Subject", m.Subject)
	for _, a := range m.Attachments {
		if !a.Hidden {
			head("Attached", attachmentText(a))
		}
	}
	for _, e := range m.Events {
		head("Event", e.Sentence(c.now().Location()))
	}
	for _, card := range m.Contacts {
		head("Card", strings.Join(append([]string{card.Name}, append(card.Emails, card.Phones...)...), ", "))
	}
	head("List", m.List.ID)
	for _, d := range append(m.Notes, m.Defects...) {
		head("Note", d)
	}
	fmt.Fprintf(&b, "\n%s\n", strings.TrimRight(cleanText(m.Text), "\n"))
	return c.printf("%s", b.String())
}

// attachmentText is "letter.pdf (application/pdf, 12 kB)", with a warning where one is due.
func attachmentText(a mailmsg.Attachment) string {
	text := fmt.Sprintf("%s (%s, %s", a.Name, a.Kind(), humanSize(a.Size))
	if a.Within != "" && a.Within != mailmsg.InText {
		text += ", in " + a.Within
	}
	if warning := riskWarnings[a.Risk]; warning != "" {
		text += "; " + warning
	}
	return text + ")"
}

// riskWarnings say in a few words what a file could do.
var riskWarnings = map[mailmsg.Risk]string{
	mailmsg.RiskLocked: "has a password, so nothing can look into it", mailmsg.RiskPage: "opens in a browser, may be a false sign-in page",
	mailmsg.RiskMacro: "can contain a program", mailmsg.RiskDiskImage: "a disk image, can contain programs", mailmsg.RiskShortcut: "a link that can start something",
	mailmsg.RiskScript: "a program", mailmsg.RiskProgram: "a program", mailmsg.RiskDisguise: "pretends to be harmless and is not",
}

// cleanText is clean for a whole letter: lines and tabs stay.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\t", "    ")
	return cleanLines(s)
}

func addressText(list []mailmsg.Address) string {
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = nameAndAddress(a.Name, a.Shown())
	}
	return strings.Join(texts, ", ")
}
