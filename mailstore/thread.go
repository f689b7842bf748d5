package mailstore

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
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
	if !r.threads[account].covers(keys) {
		if err := r.lookUpThreads(map[AccountID][]*Fields{account: {f}}); err != nil {
			return 0, err
		}
	}
	known := r.threads[account]
	found, err := r.asNumberedNow(known.of(keys))
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
	for _, key := range keys {
		if known[key] == 0 {
			known[key] = thread
			if err := r.ids.add(account, key, thread); err != nil {
				return 0, err
			}
		}
	}
	return thread, nil
}

// threads are what ids belong to, as message_ids has it, by key; 0: the id was looked up, and is not known.
type threads map[int64]int64

// covers reports whether all keys were looked up.
func (t threads) covers(keys []int64) bool {
	for _, key := range keys {
		if _, ok := t[key]; !ok {
			return false
		}
	}
	return true
}

// of gives the threads of keys, each once.
func (t threads) of(keys []int64) []int64 {
	var found []int64
	for _, key := range keys {
		if thread := t[key]; thread != 0 && !slices.Contains(found, thread) {
			found = append(found, thread)
		}
	}
	return found
}

// lookUpThreads reads what is known of all ids that messages name, by one statement for each account.
func (r *recording) lookUpThreads(fields map[AccountID][]*Fields) error {
	if r.threads == nil {
		r.threads = map[AccountID]threads{}
	}
	for account, list := range fields {
		if err := r.ids.flush(); err != nil { // so that the table has all of them
			return err
		}
		var keys []int64
		for _, f := range list {
			keys = append(keys, threadKeys(f)...)
		}
		rows, err := r.tx.Query("SELECT key, thread_id FROM message_ids WHERE account_id = ? AND key IN (SELECT value FROM json_each(?))", account, idList(keys))
		if err != nil {
			return err
		}
		pairs, err := collect(rows, func(p *[2]int64) []any { return []any{&p[0], &p[1]} })
		if err != nil {
			return err
		}
		known := r.threads[account]
		if known == nil {
			known = make(threads, len(keys))
			r.threads[account] = known
		}
		for _, key := range keys {
			known[key] = 0
		}
		for _, p := range pairs {
			known[p[0]] = p[1]
		}
	}
	return nil
}

// asNumberedNow follows threads to what they have become, each once.
func (r *recording) asNumberedNow(found []int64) ([]int64, error) {
	if len(found) == 0 || !r.merged {
		return found, nil
	}
	rows, err := r.tx.Query(`
		WITH RECURSIVE now (thread_id) AS (
			SELECT value FROM json_each(?)
			UNION
			SELECT into_id FROM thread_merges JOIN now USING (thread_id))
		SELECT thread_id FROM now WHERE thread_id NOT IN (SELECT thread_id FROM thread_merges)`, idList(found))
	if err != nil {
		return nil, err
	}
	return collect(rows, func(thread *int64) []any { return []any{thread} })
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
