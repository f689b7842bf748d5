package mailstore

import "syscall"

// errQuota is what a write to a full disk gives on Windows (ERROR_DISK_FULL).
const errQuota = syscall.Errno(112)
