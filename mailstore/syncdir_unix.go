//go:build unix

package mailstore

import (
	"errors"
	"os"
)

// SyncDir makes a rename within dir survive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
