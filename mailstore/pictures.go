package mailstore

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// PictureTrust is the user's word that letters of one sender may show their remote pictures.
type PictureTrust struct {
	Address string // of the sender, as its letters write it but for A to Z
	// Provider is the site that vouched for the letter at which the word was given. Empty: no provider vouches here.
	Provider string
	Since    time.Time
}

// picturesFrom begins the keys of the settings that hold the word, one for each address.
const picturesFrom = "pictures.from."

func pictureKey(address string) string {
	return picturesFrom + strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' { // no further folding: it would join addresses that are not one
			return r + 'a' - 'A'
		}
		return r
	}, strings.TrimSpace(address))
}

// TrustPictures keeps the user's word for a sender, in place of an earlier one.
func (s *Store) TrustPictures(ctx context.Context, t PictureTrust) error {
	if strings.TrimSpace(t.Address) == "" {
		return fmt.Errorf("trust the pictures of a sender: no address")
	}
	return s.SetSetting(ctx, pictureKey(t.Address), strconv.FormatInt(t.Since.Unix(), 10)+" "+t.Provider)
}

// DistrustPictures takes the word back.
func (s *Store) DistrustPictures(ctx context.Context, address string) error {
	return s.SetSetting(ctx, pictureKey(address), "")
}

// PicturesTrusted gives the user's word for a sender; ok is false where there is none.
func (s *Store) PicturesTrusted(ctx context.Context, address string) (t PictureTrust, ok bool, err error) {
	value, err := s.Setting(ctx, pictureKey(address))
	if err != nil || value == "" {
		return PictureTrust{}, false, err
	}
	return trustOf(pictureKey(address), value), true, nil
}

func trustOf(key, value string) PictureTrust {
	since, provider, _ := strings.Cut(value, " ")
	seconds, _ := strconv.ParseInt(since, 10, 64) //nolint:errcheck // 0 then: the word counts all the same
	return PictureTrust{Address: strings.TrimPrefix(key, picturesFrom), Provider: provider, Since: time.Unix(seconds, 0).UTC()}
}

// PictureTrusts lists all senders that have the user's word, by address.
func (s *Store) PictureTrusts(ctx context.Context) ([]PictureTrust, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT key, value FROM settings WHERE substr(key, 1, ?1) = ?2 ORDER BY key", len(picturesFrom), picturesFrom)
	if err != nil {
		return nil, fmt.Errorf("list the senders of pictures: %w", sorted(err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var list []PictureTrust
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, fmt.Errorf("list the senders of pictures: %w", sorted(err))
		}
		list = append(list, trustOf(key, value))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list the senders of pictures: %w", sorted(err))
	}
	return list, nil
}
