package mailstore

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// stamp stores a time as Unix seconds in UTC, the zero time as 0; it serves both as an argument and as a target.
type stamp struct{ t *time.Time }

func (s stamp) Value() (driver.Value, error) { return seconds(*s.t), nil }

func (s stamp) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*s.t = fromSeconds(n)
	return nil
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromSeconds(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// span stores a duration as whole seconds.
type span struct{ d *time.Duration }

func (s span) Value() (driver.Value, error) { return int64(*s.d / time.Second), nil }

func (s span) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a duration is stored as %T", v)
	}
	*s.d = time.Duration(n) * time.Second
	return nil
}

// hashBytes stores a SHA-256, the zero one as an empty blob.
type hashBytes struct{ h *[32]byte }

func (b hashBytes) Value() (driver.Value, error) {
	if *b.h == ([32]byte{}) {
		return []byte{}, nil
	}
	return b.h[:], nil
}

func (b hashBytes) Scan(v any) error {
	data, ok := v.([]byte)
	if !ok || len(data) != 0 && len(data) != 32 {
		return fmt.Errorf("a hash is stored as %T of %d bytes", v, len(data))
	}
	*b.h = [32]byte{}
	copy(b.h[:], data)
	return nil
}

// keepWords stores a policy in the words of Keep.String. Words it cannot read become forever: nothing is removed.
type keepWords struct{ k *Keep }

func (w keepWords) Value() (driver.Value, error) { return w.k.String(), nil }

func (w keepWords) Scan(v any) error {
	words, ok := v.(string)
	if !ok {
		return fmt.Errorf("a policy is stored as %T", v)
	}
	k, err := ParseKeep(words)
	if err != nil {
		k = Keep{Mode: KeepForever}
	}
	w.k.Mode, w.k.Days = k.Mode, k.Days // From is a column of its own
	return nil
}
