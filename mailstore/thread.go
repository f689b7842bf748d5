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
func (r *recording) threadOf(account AccountID, id MessageID, f *Fields) (int64, error) {
	keys := threadKeys(f)
	if len(keys) == 0 {
		return int64(id), nil
	}
	list := idList(keys)
	found, err := r.threadsNamed(account, list)
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
		if err := r.mergeThread(other, thread); err != nil {
			return 0, err
		}
	}
	_, err = r.tx.Exec("INSERT INTO message_ids (account_id, key, thread_id) SELECT ?1, value, ?3 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING", account, list, thread)
	return thread, err
}

// threadsNamed gives the threads which ids belong to, as they are numbered now, each once. Most messages name none that
// is known, so what has become of threads is asked for only then.
func (r *recording) threadsNamed(account AccountID, keys string) ([]int64, error) {
	query := "SELECT DISTINCT thread_id FROM message_ids WHERE account_id = ?1 AND key IN (SELECT value FROM json_each(?2))"
	found, err := r.numbers(query, account, keys)
	if err != nil || len(found) == 0 || !r.merged {
		return found, err
	}
	return r.numbers(`
		WITH RECURSIVE now (thread_id) AS (
			`+query+`
			UNION
			SELECT into_id FROM thread_merges JOIN now USING (thread_id))
		SELECT thread_id FROM now WHERE thread_id NOT IN (SELECT thread_id FROM thread_merges)`, account, keys)
}

func (r *recording) numbers(query string, args ...any) ([]int64, error) {
	rows, err := r.tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(n *int64) []any { return []any{n} })
}

func (r *recording) mergeThread(old, into int64) error {
	if err := r.messages.flush(); err != nil { // some of the thread may be among them
		return err
	}
	r.merged = true
	if _, err := r.tx.Exec("INSERT INTO thread_merges (thread_id, into_id) VALUES (?, ?) ON CONFLICT DO NOTHING", old, into); err != nil {
		return err
	}
	_, err := r.tx.Exec("UPDATE messages SET thread_id = ? WHERE thread_id = ?", into, old)
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
