package mailstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
)

// On a full disk a person must still be able to delete, to move and to undo, and the program to write down what it did.
// So a file of some room is kept beside the database. It is given up for such a write when the disk is full, and made
// again when there is room. New mail never gets it: mail stops coming while as much again is free.
const (
	reserveName = "reserve"
	reserveRoom = 16 << 20 // enough to mark some ten thousand messages
	reservePart = 16       // of a small disk at most so much
)

// reserveSize is how large the reserve is on a disk of that size.
func reserveSize(whole int64) int64 { return min(reserveRoom, whole/reservePart) }

// writeNeeded is write for what must be possible on a full disk too. f may run twice.
func (s *Store) writeNeeded(ctx context.Context, f func(tx *writeTx) error) error {
	err := s.write(ctx, f)
	if errors.Is(err, ErrFull) && s.useReserve() {
		err = s.write(ctx, f)
	}
	return err
}

// useReserve gives the reserve up and tells whether there was one.
func (s *Store) useReserve() bool {
	s.tight.Store(true)
	return os.Remove(s.path(reserveName)) == nil
}

// Tight tells that the disk was found full since the start, and that there is no room for new mail yet.
func (s *Store) Tight() bool { return s.tight.Load() }

// keepReserve makes the reserve where it is missing and there is room for it twice over.
func (s *Store) keepReserve() error {
	free, whole, err := DiskSpace(s.dir)
	if err != nil {
		return err
	}
	size := reserveSize(whole)
	if info, err := os.Stat(s.path(reserveName)); err == nil && info.Size() == size {
		s.tight.Store(s.tight.Load() && free < size)
		return nil
	}
	if free < 2*size {
		return nil
	}
	if err := s.makeReserve(size); err != nil {
		return errors.Join(err, os.Remove(s.path(reserveName)))
	}
	s.tight.Store(false)
	return nil
}

// makeReserve writes noise: a disk that packs what it keeps would need no room for anything else.
func (s *Store) makeReserve(size int64) error {
	f, err := os.OpenFile(s.path(reserveName), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.Reader, size)
	return errors.Join(err, f.Close())
}

// roomForMail is ErrFull where so many octets of new mail would leave less room than the reserve has. A disk that does
// not tell its room is written to until it says that it is full.
func (s *Store) roomForMail(octets int64) error {
	free, whole, err := DiskSpace(s.dir)
	if err != nil {
		return nil //nolint:nilerr // see above
	}
	if free-octets >= reserveSize(whole) {
		return nil
	}
	s.tight.Store(true)
	return fmt.Errorf("%w: %d bytes are free, and %d are to come", ErrFull, free, octets)
}

func octetsOf(n int, raw func(int) *Spool) (sum int64) {
	for i := range n {
		sum += raw(i).Size()
	}
	return sum
}
