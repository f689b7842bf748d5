package mailsync

import (
	"strings"
	"time"

	"satchel/mailstore"
)

// Amended brings what the checks keep of an account in line after a person changed it;
// before is the account as it was. Whoever writes a changed account calls it in the
// same transaction.
func Amended(a *mailstore.Account, before mailstore.Account, newPassword bool) {
	newServer := a.Host != before.Host || a.Port != before.Port
	if newPassword || newServer || a.User != before.User || a.Auth != before.Auth || a.TLS != before.TLS || a.CAFile != before.CAFile {
		// What went wrong may not any more. After a refusal the account would else not be
		// checked by itself again.
		a.LastResult, a.LastText, a.NextCheck = "", "", time.Time{}
	}
	if newServer { // the old one's wishes are not the new one's
		a.NotBefore = time.Time{}
	}
	if !strings.EqualFold(a.Host, before.Host) { // another port is the same server: what has worked there counts
		a.TLSSeen = false
	}
}
