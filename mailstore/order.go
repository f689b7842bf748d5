package mailstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// order is the rank of every message in one order, in memory from the first time that somebody asks until the store is
// closed: 12 octets a message, and for a text its first letters. It can only grow: ids are never used twice, and what is
// sorted by never changes, but when a message of which the beginning was here becomes whole.
type order struct {
	mu      sync.Mutex
	ids     []MessageID // rising
	rank    []uint32    // of the message at the same place in ids; equal for equal keys
	partial []MessageID // may change

	// Of texts only.
	texts  []byte   // keys of all messages, one after the other
	ends   []uint32 // where each ends
	places []uint32 // places in ids, by rank
}

const (
	sortedText = 64             // octets of a text that are compared
	mostTexts  = math.MaxUint32 // octets of all of them
	fewNew     = 8              // where more than an eighth is new, all is sorted anew
)

// orderColumns are what each order is by. Of a message that is here in part the size on the server counts, as it does in Head.
var orderColumns = map[Sort]string{
	BySender:  "CASE from_name WHEN '' THEN from_address ELSE from_name END",
	BySubject: "subject",
	BySize: `CASE partial WHEN 0 THEN size ELSE max(size, COALESCE(
		(SELECT max(l.size) FROM ledger l WHERE l.message_id = messages.id AND l.message_id <> 0), 0)) END`,
}

// ranks brings the order up to date and lends it to use, which must not keep it. A message it does not know, as it came
// this very moment, has rank 0.
func (o *order) ranks(ctx context.Context, s *Store, how Sort, use func(rank func(MessageID) uint32)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.update(ctx, s, how); err != nil {
		o.clear() // broken off in the middle
		return fmt.Errorf("sort messages: %w", err)
	}
	use(o.of)
	return nil
}

func (o *order) clear() {
	o.ids, o.rank, o.partial, o.texts, o.ends, o.places = nil, nil, nil, nil, nil, nil
}

func (o *order) of(id MessageID) uint32 {
	i, ok := o.place(id)
	if !ok {
		return 0
	}
	return o.rank[i]
}

// place finds an id. Ids are whole numbers and rise, so it can be no further from either end than the numbers are: where
// none is missing, it is known at once.
func (o *order) place(id MessageID) (int, bool) {
	n := len(o.ids)
	if n == 0 || id < o.ids[0] || id > o.ids[n-1] {
		return 0, false
	}
	from, to := max(0, n-1-int(o.ids[n-1]-id)), min(n-1, int(id-o.ids[0]))
	at, ok := slices.BinarySearch(o.ids[from:to+1], id)
	return from + at, ok
}

// update reads the messages that came since.
func (o *order) update(ctx context.Context, s *Store, how Sort) error {
	changed, err := o.changed(ctx, s)
	if err != nil {
		return err
	}
	if changed {
		o.clear()
	}
	var last MessageID
	if len(o.ids) > 0 {
		last = o.ids[len(o.ids)-1]
	}
	known := len(o.ids)
	rows, err := s.readers.QueryContext(ctx, "SELECT id, partial, "+orderColumns[how]+" FROM messages WHERE id > ? ORDER BY id", last)
	if err != nil {
		return sorted(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var id, partial, key any
	targets := []any{&id, &partial, &key} // as in collectEntries
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return sorted(err)
		}
		o.add(MessageID(id.(int64)), partial.(int64) != 0, how, key) // STRICT and NOT NULL: nothing else comes
	}
	if err := rows.Err(); err != nil {
		return sorted(err)
	}
	if how != BySize && len(o.ids) > known {
		o.sortTexts(known)
	}
	return nil
}

// changed tells whether a message that was here in part is whole by now, or was destroyed.
func (o *order) changed(ctx context.Context, s *Store) (bool, error) {
	if len(o.partial) == 0 {
		return false, nil
	}
	var left int
	err := s.readers.QueryRowContext(ctx, "SELECT count(*) FROM json_each(?) JOIN messages ON messages.id = value WHERE partial <> 0", idList(o.partial)).Scan(&left)
	return left != len(o.partial), sorted(err)
}

func (o *order) add(id MessageID, partial bool, how Sort, key any) {
	o.ids = append(o.ids, id)
	if partial {
		o.partial = append(o.partial, id)
	}
	switch key := key.(type) {
	case int64:
		o.rank = append(o.rank, uint32(min(max(key, 0), math.MaxUint32)))
	case string:
		if how == BySubject {
			key = baseSubject(key)
		}
		if len(o.texts) < mostTexts-sortedText {
			o.texts = appendKey(o.texts, key)
		}
		o.ends = append(o.ends, uint32(len(o.texts)))
		o.rank = append(o.rank, 0)
	}
}

func (o *order) text(place uint32) []byte {
	if place == 0 {
		return o.texts[:o.ends[0]]
	}
	return o.texts[o.ends[place-1]:o.ends[place]]
}

// sortTexts ranks the texts from place known on among the others.
func (o *order) sortTexts(known int) {
	if len(o.ids)-known > len(o.ids)/fewNew {
		known, o.places = 0, o.places[:0]
	}
	fresh := o.sortedFrom(known)
	merged := make([]uint32, 0, len(o.ids))
	old := o.places
	for _, place := range fresh {
		text := o.text(place)
		n, _ := slices.BinarySearchFunc(old, text, func(p uint32, text []byte) int { return bytes.Compare(o.text(p), text) })
		merged = append(append(merged, old[:n]...), place)
		old = old[n:]
	}
	o.places = append(merged, old...)
	o.rankPlaces(known)
}

// sortedFrom gives the places from known on by their texts. The first eight letters settle most.
func (o *order) sortedFrom(known int) []uint32 {
	type item struct {
		first uint64
		place uint32
	}
	items := make([]item, len(o.ids)-known)
	for i := range items {
		place := uint32(known + i)
		var first [8]byte
		copy(first[:], o.text(place))
		items[i] = item{binary.BigEndian.Uint64(first[:]), place}
	}
	slices.SortFunc(items, func(a, b item) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return bytes.Compare(o.text(a.place), o.text(b.place))
	})
	places := make([]uint32, len(items))
	for i, it := range items {
		places[i] = it.place
	}
	return places
}

// rankPlaces numbers the texts in their order. Of two that were there before, the numbers tell whether they are equal.
func (o *order) rankPlaces(known int) {
	next, before := uint32(0), uint32(0)
	for i, place := range o.places {
		is := o.rank[place]
		if i > 0 {
			last := o.places[i-1]
			if int(place) < known && int(last) < known && is != before ||
				(int(place) >= known || int(last) >= known) && !bytes.Equal(o.text(place), o.text(last)) {
				next++
			}
		}
		o.rank[place], before = next, is
	}
}

// appendKey adds what a text is sorted by: its first letters, in lower case and without accents, and no signs around it.
func appendKey(keys []byte, text string) []byte {
	text = cut(strings.TrimFunc(text, func(r rune) bool { return !isWord(r) }), 2*sortedText)
	from := len(keys)
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			keys = append(keys[:from], folded(text)...)
			break
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		keys = append(keys, c)
	}
	return keys[:min(len(keys), from+sortedText)]
}

// replyMarks are what mail programs put before a subject when they answer or forward, in the languages that are usual.
var replyMarks = map[string]bool{
	"re": true, "fw": true, "fwd": true, "aw": true, "wg": true, "sv": true, "vs": true, "vb": true, "antw": true, "tr": true,
	"rif": true, "res": true, "enc": true, "odp": true, "ynt": true, "r": true, "i": true, "ref": true, "rv": true, "doorst": true,
}

// baseSubject takes Re:, Fwd:, AW[2]: and the like off a subject.
func baseSubject(subject string) string {
	for {
		mark, rest, ok := strings.Cut(subject, ":")
		if !ok || len(mark) > 10 {
			return subject
		}
		mark, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(mark)), "[")
		if !replyMarks[mark] {
			return subject
		}
		subject = rest
	}
}
