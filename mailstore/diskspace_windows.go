package mailstore

import "golang.org/x/sys/windows"

// DiskSpace is the room on dir's disk, in bytes: what is free for this user, and the whole of it.
func DiskSpace(dir string) (free, whole int64, err error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0, err
	}
	var f, w uint64
	if err := windows.GetDiskFreeSpaceEx(path, &f, &w, nil); err != nil {
		return 0, 0, err
	}
	return int64(f), int64(w), nil
}
