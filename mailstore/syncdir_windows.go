package mailstore

// SyncDir does nothing: Windows has no call for it, NTFS journals the rename.
func SyncDir(string) error { return nil }
