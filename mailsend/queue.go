package mailsend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"satchel/mailindex"
	"satchel/mailmsg"
	"satchel/mailstore"
)

// ErrLetter reports a letter that cannot be sent as it is; the text says what is missing, for people.
var ErrLetter = errors.New("mailsend: this letter cannot be sent")

// UndoTime is for how long a person may take a letter back before it goes out.
const UndoTime = 10 * time.Second

// Queueing says when a letter goes out, and what else it is to the store. Zero is: at once, and nothing.
type Queueing struct {
	At                  time.Time
	Draft               mailstore.MessageID // its copy in Drafts, which goes in the same transaction
	Answered, Forwarded mailstore.MessageID // what it answers or passes on, to be marked so
}

// Queue puts a composed letter into the outbox. The copy that is kept has the Bcc that nobody else sees. The error is
// mailmsg.ErrDraft, an attachment's, or the store's.
func (s *Sender) Queue(ctx context.Context, a mailstore.Account, d mailmsg.Draft, how Queueing) (mailstore.OutgoingID, error) {
	spool := s.store.NewSpool()
	defer spool.Discard()
	out := &scanner{w: spool}
	if err := d.Write(out, mailmsg.WriteOptions{Bcc: true, UTF8: d.NeedsUTF8()}); err != nil {
		return 0, fmt.Errorf("write the letter: %w", err)
	}
	var to []mailstore.Recipient
	to = addRecipients(to, d.To, false)
	to = addRecipients(to, d.Cc, false)
	to = addRecipients(to, d.Bcc, true)
	return s.queue(ctx, a, spool, out, d.From.Address, to, how)
}

// QueueRaw puts a finished letter (RFC 5322, any line ends) into the outbox. Date and Message-ID are added where they are
// missing, and From is the account's. It goes to all in To, Cc and Bcc. ErrLetter where there is nobody, or the source's
// error, or the store's.
func (s *Sender) QueueRaw(ctx context.Context, a mailstore.Account, r io.Reader, at time.Time) (mailstore.OutgoingID, error) {
	given := s.store.NewSpool()
	defer given.Discard()
	out := &scanner{w: given}
	if _, err := io.Copy(out, r); err != nil {
		return 0, fmt.Errorf("read the letter: %w", err)
	}
	if err := out.Close(); err != nil {
		return 0, fmt.Errorf("read the letter: %w", err)
	}
	again, err := given.Reader()
	if err != nil {
		return 0, err
	}
	m := mailmsg.ParseHeader(again)
	var to []mailstore.Recipient
	to = addRecipients(to, m.To, false)
	to = addRecipients(to, m.Cc, false)
	to = addRecipients(to, m.Bcc, true)
	if len(to) == 0 {
		return 0, fmt.Errorf("%w: it names nobody in To, Cc or Bcc", ErrLetter)
	}
	sender := a.Email
	if len(m.From) > 0 && m.From[0].Address != "" {
		sender = m.From[0].Address
	}
	missing := s.missingFields(a, m)
	if missing == "" {
		return s.queue(ctx, a, given, out, sender, to, Queueing{At: at})
	}
	whole := s.store.NewSpool()
	defer whole.Discard()
	out = &scanner{w: whole}
	if again, err = given.Reader(); err != nil {
		return 0, err
	}
	if _, err := io.Copy(out, io.MultiReader(strings.NewReader(missing), again)); err != nil {
		return 0, err
	}
	return s.queue(ctx, a, whole, out, sender, to, Queueing{At: at})
}

// missingFields are those without which no letter may go (RFC 5322 section 3.6).
func (s *Sender) missingFields(a mailstore.Account, m *mailmsg.Message) string {
	fields, now := "", s.options.Now()
	if len(m.From) == 0 {
		fields += "From: <" + a.Email + ">\r\n"
	}
	if !m.AuthorTime {
		fields += "Date: " + now.Format("Mon, 02 Jan 2006 15:04:05 -0700") + "\r\n"
	}
	if m.MessageID == "" {
		fields += "Message-ID: <" + mailmsg.NewMessageID(a.Email, now) + ">\r\n"
	}
	return fields
}

// queue keeps a letter that is wholly in the spool.
func (s *Sender) queue(ctx context.Context, a mailstore.Account, spool *mailstore.Spool, out *scanner, sender string, to []mailstore.Recipient, how Queueing) (mailstore.OutgoingID, error) {
	sender, err := envelopeAddress(sender)
	if err != nil {
		return 0, err
	}
	utf8 := out.header8 || !ascii(sender)
	for i := range to {
		if to[i].Address, err = envelopeAddress(to[i].Address); err != nil {
			return 0, err
		}
		utf8 = utf8 || !ascii(to[i].Address)
	}
	octets, err := octetsOnTheWay(spool)
	if err != nil {
		return 0, err
	}
	return s.store.QueueLetter(ctx, mailstore.NewLetter{
		Account: a.ID, Raw: spool, Fields: mailindex.Of(spool, s.options.Now()).Fields, Sender: sender, Recipients: to, NotBefore: how.At,
		Octets: octets, EightBit: out.eightBit, UTF8: utf8, Draft: how.Draft, Answered: how.Answered, Forwarded: how.Forwarded,
	})
}

// octetsOnTheWay are those of the letter without its Bcc.
func octetsOnTheWay(spool *mailstore.Spool) (int64, error) {
	r, err := spool.Reader()
	if err != nil {
		return 0, err
	}
	return io.Copy(io.Discard, hideBcc(r))
}

// addRecipients adds addresses that are not there yet, in whatever case they are written.
func addRecipients(list []mailstore.Recipient, more []mailmsg.Address, hidden bool) []mailstore.Recipient {
next:
	for _, a := range more {
		if a.Address == "" {
			continue // the name of an empty group
		}
		for _, known := range list {
			if strings.EqualFold(known.Address, a.Address) {
				continue next
			}
		}
		list = append(list, mailstore.Recipient{Name: a.Name, Address: a.Address, Hidden: hidden})
	}
	return list
}

// envelopeAddress writes the domain in the form that every server knows (RFC 5891).
func envelopeAddress(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '<' || r == '>' }) {
		return "", fmt.Errorf("%w: %.100q is no address", ErrLetter, address)
	}
	if ascii(address[at+1:]) {
		return address, nil
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil {
		return "", fmt.Errorf("%w: %.100q is no address", ErrLetter, address)
	}
	return address[:at+1] + domain, nil
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7F })
}
