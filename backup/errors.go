package backup

import "errors"

var (
	ErrForeign = errors.New("backup: this file is no Satchel backup")
	ErrNewer   = errors.New("backup: written by a later version")
	ErrCut     = errors.New("backup: the file ends before its first backup does")
	ErrDamaged = errors.New("backup: the file is damaged")
	ErrOther   = errors.New("backup: the file is the backup of another profile")
	ErrBusy    = errors.New("backup: another backup into this file is under way")
	ErrUnread  = errors.New("backup: what was written does not read back")
)
