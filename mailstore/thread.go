package mailstore

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// maxReferences bounds the work one message can ask for; the last ones are the nearest.
const maxReferences = 20

// threadOf gives the thread of a message which is about to get this id: that of all messages it refers to, else its
// own. It remembers all ids the message names, so that answers to a message which comes later or never are together.
// Threads which the message shows to be one become one, with the smallest of their numbers.
func threadOf(tx *writeTx, account AccountID, id MessageID, f *Fields) (int64, error) {
	keys := idList(threadKeys(f))
	found, err := threadsNamed(tx, account, keys)
	if err != nil {
		return 0, err
	}
	thread := int64(id)
	for _, other := range found {
		thread = min(thread, other)
	}
	for _, other := range found {
		if other == thread {
			continue
		}
		if err := mergeThread(tx, other, thread); err != nil {
			return 0, err
		}
	}
	_, err = tx.Exec("INSERT INTO message_ids (account_id, key, thread_id) SELECT ?1, value, ?3 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING", account, keys, thread)
	return thread, err
}

// threadsNamed gives the threads which ids belong to, as they are numbered now, each once.
func threadsNamed(tx *writeTx, account AccountID, keys string) ([]int64, error) {
	rows, err := tx.QueryContext(tx.ctx, `
		WITH RECURSIVE now (thread_id) AS (
			SELECT thread_id FROM message_ids WHERE account_id = ?1 AND key IN (SELECT value FROM json_each(?2))
			UNION
			SELECT into_id FROM thread_merges JOIN now USING (thread_id))
		SELECT thread_id FROM now WHERE thread_id NOT IN (SELECT thread_id FROM thread_merges)`, account, keys)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(thread *int64) []any { return []any{thread} })
}

func mergeThread(tx *writeTx, old, into int64) error {
	if _, err := tx.Exec("INSERT INTO thread_merges (thread_id, into_id) VALUES (?, ?) ON CONFLICT DO NOTHING", old, into); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE messages SET thread_id = ? WHERE thread_id = ?", into, old)
	return err
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
