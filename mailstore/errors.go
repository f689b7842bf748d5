package mailstore

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

var (
	ErrLocked      = errors.New("mailstore: another Satchel has this profile open")
	ErrNewer       = errors.New("mailstore: written by a later version")
	ErrDamaged     = errors.New("mailstore: the database is damaged")
	ErrFull        = errors.New("mailstore: no space left on the disk") // any write; everything before it is safe
	ErrNotFound    = errors.New("mailstore: not found")
	ErrAlreadyHeld = errors.New("mailstore: this message is held already")
	ErrExists      = errors.New("mailstore: an account with this id exists")
	ErrReadOnly    = errors.New("mailstore: opened for reading only")
)

// sorted gives an error of the database or the file system its kind, so that callers ask errors.Is and never see
// the driver; fs.ErrPermission is one of them, also of a disk that is only read. Other errors pass unchanged.
func sorted(err error) error {
	var e sqlite3.Error
	switch {
	case err == nil, errors.Is(err, ErrFull), errors.Is(err, ErrDamaged):
		return err
	case outOfSpace(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	case !errors.As(err, &e):
		return err
	}
	switch {
	case e.Code == sqlite3.ErrFull, outOfSpace(e.SystemErrno), e.ExtendedCode == sqlite3.ErrIoErrSHMSize:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case e.Code == sqlite3.ErrCorrupt, e.Code == sqlite3.ErrNotADB, e.ExtendedCode == sqlite3.ErrIoErrShortRead:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrPerm, errors.Is(e.SystemErrno, fs.ErrPermission), e.SystemErrno == syscall.EROFS:
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	}
	return err
}

// unreadable reports that the disk does not give what is at one place of the file.
func unreadable(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrIoErrRead
}

// outOfSpace also counts a spent quota: for the person it is the same, and so is what can be done about it.
func outOfSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, errQuota) || errors.Is(err, syscall.EFBIG)
}

// isUnique reports whether a row was refused because another has its key.
func isUnique(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintUnique
}
