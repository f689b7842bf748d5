package mailindex

import (
	"context"
	"io"
	"unicode"

	"satchel/mailmsg"
	"satchel/mailstore"
)

// Readable parses what can be read of a message that is damaged here. What the store wrote down of it when it came stands
// in for a head, or for all of a text, that is gone.
func Readable(ctx context.Context, store *mailstore.Store, id mailstore.MessageID, o mailmsg.Options) (*mailmsg.Message, error) {
	head, err := store.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := mailmsg.ParseSource(func() (io.ReadCloser, error) { return store.RawReadable(ctx, id) }, o)
	if err != nil {
		return nil, err
	}
	fillIn(m, head)
	return m, nil
}

func fillIn(m *mailmsg.Message, h mailstore.Head) {
	m.Defects = nil // of the disk, and not of the letter
	m.Subject, m.Date, m.MessageID = h.Subject, h.Date, h.MessageID
	if h.FromName != "" || h.FromAddress != "" {
		m.From = []mailmsg.Address{{Name: h.FromName, Address: h.FromAddress}}
	}
	if !isText(m.HTML) {
		m.HTML = ""
	}
	if m.Text == "" && m.HTML == "" || !isText(m.Text) {
		m.Text = h.Preview
		if m.Text != "" {
			m.Text += " …"
		}
	}
}

// isText tells words from octets that a disk has put in their place: at most one in ten is no character of a text.
func isText(text string) bool {
	odd, all := 0, 0
	for _, r := range text {
		all++
		if r == unicode.ReplacementChar || unicode.IsControl(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	return odd*10 <= all
}
