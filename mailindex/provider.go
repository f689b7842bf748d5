package mailindex

import (
	"context"
	"errors"

	"satchel/mailmsg"
	"satchel/mailstore"
)

// providerLetters are the newest letters of an account that are looked at for its provider.
const providerLetters = 60

// Provider tells whose word on senders counts for an account, as mailmsg.LearnProvider has it; "" where its letters do not
// tell. It reads the heads of some dozens of letters, which takes some milliseconds: callers keep the answer for a while.
func Provider(ctx context.Context, store *mailstore.Store, account mailstore.AccountID) (site string, err error) {
	heads, err := store.Page(ctx, mailstore.Query{Account: account}, mailstore.Cursor{}, providerLetters)
	if err != nil {
		return "", err
	}
	letters := make([]*mailmsg.Message, 0, len(heads))
	for _, head := range heads {
		raw, err := store.Raw(ctx, head.ID)
		if errors.Is(err, mailstore.ErrNotFound) {
			continue // deleted meanwhile
		} else if err != nil {
			return "", err
		}
		letters = append(letters, mailmsg.ParseHeader(raw))
		raw.Close() //nolint:errcheck // only read
	}
	return mailmsg.LearnProvider(letters), ctx.Err()
}
