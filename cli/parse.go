package cli

import (
	"encoding/hex"
	"io"
	"os"
	"time"

	"satchel/mailmsg"
)

func parseCommand() command {
	return command{
		name: "parse", does: "read a message from a file and show what Satchel makes of it",
		usage: "FILE.eml",
		help:  "Reads one message from a file, or from standard input with -, and shows its fields, text\nand attachments. Needs no profile.",
		run:   runParse,
	}
}

type messageJSON struct {
	Subject     string            `json:"subject"`
	From        []mailmsg.Address `json:"from"`
	To          []mailmsg.Address `json:"to"`
	Cc          []mailmsg.Address `json:"cc"`
	Date        *string           `json:"date"` // RFC 3339, with the zone it was written in
	MessageID   string            `json:"message_id"`
	InReplyTo   string            `json:"in_reply_to"`
	References  []string          `json:"references"`
	Text        string            `json:"text"` // as sent; "" where the letter is HTML only
	HTML        string            `json:"html"` // as sent
	Attachments []attachmentJSON  `json:"attachments"`
	Defects     []string          `json:"defects"`

	DateWritten bool         `json:"date_written"` // date is the sender's; else a server's, of when it was received
	ReadingText string       `json:"reading_text"` // what Satchel shows as text, made from HTML where need be
	Inside      []insideJSON `json:"inside"`       // files found inside attachments or the text
	Notes       []string     `json:"notes"`
	Protection  string       `json:"protection"` // "pgp-encrypted", "pgp-signed", "smime-encrypted", "smime-signed"
	List        *listJSON    `json:"list"`
	AuthResults []authJSON   `json:"auth_results"` // as written, by whomever
	// Of stored messages only: the provider that checked the sender, "" where none is known, and whether it vouches for it.
	CheckedBy    string `json:"checked_by"`
	SenderProved *bool  `json:"sender_proved"`

	Report   *reportJSON   `json:"report"`
	Events   []eventJSON   `json:"events"`
	Contacts []contactJSON `json:"contacts"`
}

// attachmentJSON: size and sha256 are of the decoded bytes.
type attachmentJSON struct {
	Name      string `json:"name"`
	Type      string `json:"type"`
	Size      int64  `json:"size"`
	SHA256    string `json:"sha256"`
	Inline    bool   `json:"inline"`
	ContentID string `json:"content_id"`
	Content   string `json:"content"` // what the bytes say it is
	Risk      string `json:"risk"`    // "program", "disguise", …
	Hidden    bool   `json:"hidden"`  // made for programs: not shown as a file
}

func messageOf(m *mailmsg.Message) messageJSON {
	j := messageJSON{
		Subject: m.Subject, From: notNull(m.From), To: notNull(m.To), Cc: notNull(m.Cc),
		MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: notNull(m.References),
		Text: m.SentText, HTML: m.SentHTML, Attachments: []attachmentJSON{}, Defects: notNull(m.Defects),
		DateWritten: m.AuthorTime, ReadingText: m.Text, Inside: []insideJSON{}, Notes: notNull(m.Notes), Protection: string(m.Protection),
		List: listOf(m.List), AuthResults: authOf(m.Authentication), Report: reportOf(m.Report), Events: eventsOf(m.Events), Contacts: contactsOf(m.Contacts),
	}
	if !m.Date.IsZero() {
		text := m.Date.Format(time.RFC3339)
		j.Date = &text
	}
	for _, a := range m.Attachments {
		file := attachmentJSON{
			Name: a.Name, Type: a.Type, Size: a.Size, SHA256: hex.EncodeToString(a.SHA256[:]), Inline: a.Inline, ContentID: a.ContentID,
			Content: a.Content, Risk: a.Risk.String(), Hidden: a.Hidden,
		}
		if a.Within == "" {
			j.Attachments = append(j.Attachments, file)
		} else {
			j.Inside = append(j.Inside, insideJSON{file, a.Within})
		}
	}
	return j
}

// notNull makes an empty list print as [].
func notNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func runParse(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 1, 1)
	if err != nil {
		return err
	}
	m, err := c.parseFile(words[0])
	if err != nil {
		return usagef("The file %s cannot be read: %v.", clean(words[0]), reason(err))
	}
	return c.printMessage(m)
}

// parseFile reads a message from a file, or from standard input for "-".
func (c *call) parseFile(name string) (*mailmsg.Message, error) {
	o := mailmsg.Options{NoData: true}
	if name != "-" {
		return mailmsg.ParseSource(func() (io.ReadCloser, error) { return os.Open(name) }, o)
	}
	failing := &rememberError{r: c.In}
	m := mailmsg.Parse(failing, o)
	return m, failing.err
}
