package mailstore

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"strings"
)

// maxReferences bounds the work one message can ask for; the last ones are the nearest.
const maxReferences = 20

// threadOf gives the thread of a message which is about to get this id: that of the nearest known message it refers
// to, else its own. It remembers all ids the message names, so that answers to a message which comes later or never
// are together. A message cannot join two threads which exist already.
func threadOf(tx *writeTx, account AccountID, id MessageID, f *Fields) (int64, error) {
	keys := threadKeys(f)
	thread := int64(0)
	for _, key := range keys {
		err := tx.QueryRow("SELECT thread_id FROM message_ids WHERE account_id = ? AND key = ?", account, key).Scan(&thread)
		if err == nil {
			break
		} else if !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
	}
	if thread == 0 {
		thread = int64(id)
	}
	for _, key := range keys {
		_, err := tx.Exec("INSERT INTO message_ids (account_id, key, thread_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", account, key, thread)
		if err != nil {
			return 0, err
		}
	}
	return thread, nil
}

// threadKeys are the keys of all ids a message names, nearest first: In-Reply-To, References from the end, its own.
func threadKeys(f *Fields) []int64 {
	names := []string{f.InReplyTo}
	for i := len(f.References) - 1; i >= 0 && len(names) <= maxReferences; i-- {
		names = append(names, f.References[i])
	}
	names = append(names, f.MessageID)
	keys := make([]int64, 0, len(names))
	for _, name := range names {
		if name = strings.TrimSpace(name); name != "" {
			sum := sha256.Sum256([]byte(name))
			keys = append(keys, int64(binary.BigEndian.Uint64(sum[:])))
		}
	}
	return keys
}
