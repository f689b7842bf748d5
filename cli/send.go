package cli

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"time"

	"satchel/mailmsg"
	"satchel/mailsend"
	"satchel/mailstore"
)

func sendCommand() command {
	return command{
		name: "send", does: "send a letter",
		usage: "[--account ID] [--at TIME] < LETTER.eml   |   --to ADDRESS [--subject TEXT] [--attach FILE] … < TEXT",
		help: `Puts a letter into the outbox and hands it over. Without --to standard input is a whole
letter (.eml), which goes to all in its To, Cc and Bcc; with --to it is the text of a new
one. The copy in Sent is what went out, with the Bcc that nobody else sees.

A letter that cannot go now waits in the outbox, and goes when the window is open, or with
satchel outbox retry. One that may have been sent is never sent again by itself.

Exit code: 0 sent, or waiting for its --at; 2 refused, or not known whether it was sent;
3 sign-in refused; 4 the server wants it later; 5 network or TLS; 6 store.`,
		run: runSend,
	}
}

// letterFlags are those of a new letter.
type letterFlags struct {
	to, cc, bcc, attach words
	subject, at         string
}

// words is a flag that may be given several times.
type words []string

func (w *words) String() string     { return strings.Join(*w, ", ") }
func (w *words) Set(s string) error { *w = append(*w, s); return nil }

func (l *letterFlags) add(f *flag.FlagSet) {
	f.Var(&l.to, "to", "`ADDRESS`: a recipient, \"Bo <bo@example.org>\" or several with commas; may be repeated")
	f.Var(&l.cc, "cc", "`ADDRESS`: one who gets a copy")
	f.Var(&l.bcc, "bcc", "`ADDRESS`: one who gets a copy that the others do not know of")
	f.StringVar(&l.subject, "subject", "", "`TEXT`: what it is about")
	f.Var(&l.attach, "attach", "`FILE`: goes along; may be repeated")
	f.StringVar(&l.at, "at", "", "`TIME`: send it later, such as 18:30, \"2026-12-24 18:00\" or 2026-12-24T18:00:00+01:00")
}

func runSend(c *call) error {
	f := c.newFlags(c.path)
	var id string
	var letter letterFlags
	f.StringVar(&id, "account", "", "`ID`: the account to send from (default: the letter's sender's, or the only one)")
	letter.add(f)
	if _, err := c.parse(f, 0, 0); err != nil {
		return err
	}
	at, err := parseMoment(letter.at, c.now())
	if err != nil {
		return err
	}
	typed := given(f)
	if !typed["to"] && !typed["cc"] && !typed["bcc"] && (typed["subject"] || typed["attach"]) {
		return usagef("--subject and --attach are for a new letter, which needs --to. See: %s --help", c.path)
	}
	if err := c.openStore(); err != nil {
		return err
	}
	sender := c.mailSender()
	var queued mailstore.OutgoingID
	if typed["to"] || typed["cc"] || typed["bcc"] {
		queued, err = c.queueNew(sender, id, letter, at)
	} else {
		queued, err = c.queueFinished(sender, id, at)
	}
	if err != nil {
		return err
	}
	return c.handOver(sender, queued)
}

// mailSender hands letters over with the store that is open.
func (c *call) mailSender() *mailsend.Sender {
	secrets := c.keeper()
	return mailsend.New(c.store, secrets, mailsend.Options{Now: c.Now, Silence: c.Limits.Silence, EndWait: c.SendWait, Refresh: c.refresher(secrets)})
}

// queueNew puts a letter made of flags and standard input into the outbox.
func (c *call) queueNew(sender *mailsend.Sender, id string, l letterFlags, at time.Time) (mailstore.OutgoingID, error) {
	a, err := c.sendingAccount(id, nil)
	if err != nil {
		return 0, err
	}
	d := mailmsg.Draft{
		From: mailmsg.Address{Name: a.Name, Address: a.Email}, Subject: l.subject, Date: c.now(), MessageID: mailmsg.NewMessageID(a.Email, c.now()),
	}
	for _, list := range []struct {
		flag  string
		given words
		into  *[]mailmsg.Address
	}{{"to", l.to, &d.To}, {"cc", l.cc, &d.Cc}, {"bcc", l.bcc, &d.Bcc}} {
		if *list.into, err = readAddresses(list.flag, list.given); err != nil {
			return 0, err
		}
	}
	for _, path := range l.attach {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			return 0, usagef("%s cannot be attached: %s. Nothing was sent.", clean(path), noFile(err))
		}
		d.Attachments = append(d.Attachments, mailmsg.File{
			Name: filepath.Base(path), Type: mime.TypeByExtension(filepath.Ext(path)),
			Open: func() (io.ReadCloser, error) { return os.Open(path) },
		})
	}
	text, err := io.ReadAll(io.LimitReader(c.In, longestText+1))
	if err != nil || len(text) > longestText {
		return 0, usagef("The text on standard input cannot be read, or is longer than %s. Nothing was sent.", humanSize(longestText))
	}
	d.Text = strings.ToValidUTF8(string(text), "\uFFFD")
	queued, err := sender.Queue(c.ctx, a, d, mailsend.Queueing{At: at})
	return queued, c.explainLetter(err)
}

// longestText bounds the text of a new letter; more is a file to attach.
const longestText = 16 << 20

func noFile(err error) string {
	if err == nil {
		return "it is not a file"
	}
	return reason(err).Error()
}

// readAddresses reads what stands behind --to and its like.
func readAddresses(flag string, given words) ([]mailmsg.Address, error) {
	if len(given) == 0 {
		return nil, nil
	}
	list := mailmsg.ParseAddresses(strings.Join(given, ", "))
	for _, a := range list {
		if !strings.Contains(a.Address, "@") {
			return nil, usagef("--%s %q is no e-mail address. Write it as bo@example.org or \"Bo <bo@example.org>\".", flag, clean(a.Name+a.Address))
		}
	}
	return list, nil
}

// queueFinished puts the letter on standard input into the outbox.
func (c *call) queueFinished(sender *mailsend.Sender, id string, at time.Time) (mailstore.OutgoingID, error) {
	in := bufio.NewReaderSize(c.In, 256<<10)
	head, err := in.Peek(in.Size())
	if len(head) == 0 {
		return 0, usagef("There is no letter on standard input (%v). See: %s --help", err, c.path)
	}
	a, err := c.sendingAccount(id, mailmsg.ParseHeader(bytes.NewReader(head)).From)
	if err != nil {
		return 0, err
	}
	queued, err := sender.QueueRaw(c.ctx, a, in, at)
	return queued, c.explainLetter(err)
}

// sendingAccount is the one asked for, else the one whose address the letter is from, else the only one.
func (c *call) sendingAccount(id string, from []mailmsg.Address) (mailstore.Account, error) {
	if id != "" {
		return c.account(id)
	}
	list, err := c.store.Accounts(c.ctx)
	if err != nil {
		return mailstore.Account{}, err
	}
	for _, a := range list {
		if len(from) > 0 && strings.EqualFold(a.Email, from[0].Address) {
			return a, nil
		}
	}
	if len(list) != 1 {
		return mailstore.Account{}, usagef("Which account is this letter sent from? Name it with --account. See: satchel account list")
	}
	return list[0], nil
}

// explainLetter turns what is wrong with a letter into a sentence.
func (c *call) explainLetter(err error) error {
	for _, kind := range []error{mailsend.ErrLetter, mailmsg.ErrDraft} {
		if errors.Is(err, kind) {
			_, what, _ := strings.Cut(err.Error(), kind.Error()+": ")
			return usagef("This letter cannot be sent: %s. Nothing was sent.", clean(what))
		}
	}
	return err
}

// handOver sends what is due for a letter's account, and tells of that letter.
func (c *call) handOver(sender *mailsend.Sender, id mailstore.OutgoingID) error {
	o, err := c.store.Outgoing(c.ctx, id)
	if err != nil {
		return err
	}
	_, err = sender.Send(c.ctx, o.Account, nil)
	if err != nil && c.ctx.Err() == nil {
		return err
	}
	if o, err = c.store.Outgoing(ctxForReport(c), id); err != nil {
		return err
	}
	if c.json {
		rows, err := c.outgoingRows([]mailstore.Outgoing{o})
		if err != nil {
			return err
		}
		if err := c.printJSON(rows); err != nil {
			return err
		}
	} else if err := c.printf("%s\n", clean(outgoingSentence(o, c.now()))); err != nil {
		return err
	}
	return silent(outgoingCode(o, c.now()))
}

// outgoingCode is the exit code for a letter.
func outgoingCode(o mailstore.Outgoing, now time.Time) int {
	switch {
	case o.State == mailstore.SentOut && o.Result != mailsend.Partial, o.State == mailstore.Queued && o.Tries == 0 && o.NotBefore.After(now), o.State == mailstore.Cancelled:
		return exitDone
	case o.State != mailstore.Queued:
		return exitPartial
	}
	switch o.Result {
	case mailsend.Auth:
		return exitAuth
	case mailsend.Network, mailsend.TLS:
		return exitNetwork
	case mailsend.StoreFault:
		return exitStore
	case mailsend.Partial:
		return exitPartial
	}
	return exitBusy
}

// outgoingSentence says where a letter stands.
func outgoingSentence(o mailstore.Outgoing, now time.Time) string {
	if o.Text != "" {
		return o.Text
	}
	names := make([]string, len(o.Recipients))
	for i, r := range o.Recipients {
		names[i] = r.Address
	}
	to := strings.Join(names[:min(3, len(names))], ", ")
	if more := len(names) - 3; more > 0 {
		to += fmt.Sprintf(" and %d more", more)
	}
	switch o.State {
	case mailstore.SentOut:
		return "Sent to " + to + "."
	case mailstore.Sending:
		return "Is being sent to " + to + "."
	case mailstore.Cancelled:
		return "Taken back; the letter lies in Drafts."
	case mailstore.Queued:
		if o.NotBefore.After(now) {
			return "Goes to " + to + " at " + moment(o.NotBefore, now) + "."
		}
	case mailstore.Refused, mailstore.MaybeSent:
	}
	return "Waits to be sent to " + to + "."
}

// parseMoment reads a time to come; "" is none.
func parseMoment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, soonEnough(at, now)
	}
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(form, text, now.Location()); err == nil {
			return at, soonEnough(at, now)
		}
	}
	if at, err := time.ParseInLocation("15:04", text, now.Location()); err == nil {
		at = time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, now.Location())
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
		return at, nil
	}
	return time.Time{}, usagef("--at %s is no time. Write it as 18:30, \"2026-12-24 18:00\" or 2026-12-24T18:00:00+01:00.", clean(text))
}

func soonEnough(at, now time.Time) error {
	if at.Before(now) {
		return usagef("--at lies in the past. Leave it out to send the letter at once.")
	}
	return nil
}
