package backup

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropCache has the next reading come from the disk and not from memory, as far as the system does what it is asked.
func dropCache(f *os.File) {
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) // a hint
}
