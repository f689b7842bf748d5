package mailsync

import (
	"strings"
	"time"

	"satchel/mailstore"
)

// SameSignIn reports whether two states of an account sign in to the same server in the
// same way, the password aside.
func SameSignIn(a, b mailstore.Account) bool {
	return a.Host == b.Host && a.Port == b.Port && a.TLS == b.TLS && a.CAFile == b.CAFile && a.User == b.User && a.Auth == b.Auth
}

// Amended brings what the checks keep of an account in line after a person changed it;
// before is the account as it was. Whoever writes a changed account calls it in the
// same transaction.
func Amended(a *mailstore.Account, before mailstore.Account, newPassword bool) {
	if newPassword || !SameSignIn(*a, before) {
		// What went wrong may not any more. After a refusal the account would else not be
		// checked by itself again.
		a.LastResult, a.LastText, a.NextCheck = "", "", time.Time{}
	}
	if a.Host != before.Host || a.Port != before.Port { // the old one's wishes are not the new one's
		a.NotBefore = time.Time{}
	}
	if !strings.EqualFold(a.Host, before.Host) { // another port is the same server: what has worked there counts
		a.TLSSeen = false
	}
}
