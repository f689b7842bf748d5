package mailsync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"satchel/pop3client"
)

// identify makes up ids for the messages that the server gives none: from the head
// of each, and from the whole message where there is no TOP. Numbers alone say
// nothing from one session to the next.
func identify(ctx context.Context, conn *pop3client.Conn, list []listed) error {
	top := true
	for i := range list {
		if list[i].UIDL != "" {
			continue
		}
		var err error
		if top {
			list[i].UIDL, err = headID(ctx, conn, list[i])
			top = !refused(err)
		}
		if !top {
			list[i].UIDL, err = wholeID(ctx, conn, list[i])
			if refused(err) {
				continue // stays without an id and is left alone in this session
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func headID(ctx context.Context, conn *pop3client.Conn, l listed) (string, error) {
	h := sha256.New()
	if _, err := conn.Top(ctx, l.Number, 0, h); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%x-%d", topID, h.Sum(nil), l.Octets), nil
}

func wholeID(ctx context.Context, conn *pop3client.Conn, l listed) (string, error) {
	h := sha256.New()
	if _, err := conn.Retr(ctx, l.Number, h); err != nil {
		return "", err
	}
	return hashID + hex.EncodeToString(h.Sum(nil)), nil
}

// refused reports whether the server turned down one command; the session goes on.
func refused(err error) bool {
	var e *pop3client.ServerError
	return errors.As(err, &e)
}
