//go:build unix

package mailstore

import "syscall"

// errQuota is what a write beyond the person's share of a disk gives.
const errQuota = syscall.EDQUOT
