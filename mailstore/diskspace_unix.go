//go:build unix

package mailstore

import "golang.org/x/sys/unix"

// DiskSpace is the room on dir's disk, in bytes: what is free for this user, and the whole of it.
func DiskSpace(dir string) (free, whole int64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), nil //nolint:unconvert // the types differ from system to system
}
