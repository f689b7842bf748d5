package mailsync

import (
	"crypto/x509"
	"strings"
	"time"

	"satchel/words"
)

// Everything a check says to people is here: what happened, what Satchel does
// about it, what they can do, in that order. No secrets, no words of the protocol.
// The constants are put into the person's language where they are shown.
//
//words:keys
const (
	sayStopped      = "The check was stopped. What had arrived is kept; the rest comes at the next check."
	sayInUse        = "Another program is reading this mailbox right now. Satchel tries again in a few minutes. Your password is fine."
	sayDiskFull     = "There is no space left on this computer's disk. What has arrived is safe, and the rest waits at your provider. Please make some room."
	sayDamaged      = "Satchel's mail file cannot be read. Nothing is removed from the server. Please restore a backup or ask for help; the Doctor page says more."
	sayStore        = "Satchel could not write to its mail file. What has arrived is safe, and the rest waits at your provider. Satchel tries again."
	sayNoPassword   = "No password is kept for this account. Satchel waits until you enter it."
	sayBadPassword  = "The user name or password contains a line break and cannot be sent. Please enter it again."
	sayVaultLocked  = "The passwords are in a vault that needs its passphrase. Satchel checks this account once you have entered it."
	sayVaultDamaged = "The vault file with the passwords is damaged. Satchel left it as it is. Please restore it from a backup, or move it away and enter each password again."
	sayPassphrase   = "The passphrase does not open the vault with the passwords. Satchel checks this account once it is right."
	sayNoKeyring    = "This computer's keyring does not answer, so the password is out of reach. Satchel tries again in a few minutes. Your password is fine."
	sayAuthorities  = "The file with further certificates for this account cannot be read. Satchel did not connect. Please choose the file again in the account's settings."
	sayNoAccount    = "This account is no longer there."
)

func sayUnknownHost(w where) string {
	return words.T("No server named %s can be found. Satchel tries again later. Please check the name in the account's settings.", w.Host)
}

func sayOffline(w where) string {
	return words.T("%s cannot be reached; this computer may be offline. Satchel tries again by itself.", w.Host)
}

func sayRefused(w where) string {
	return words.T("%s accepts no mail connection on port %d. Satchel tries again later. If it stays so, please check server and port in the account's settings.", w.Host, w.Port)
}

func sayTimeout(w where) string {
	return words.T("%s does not answer. Satchel tries again later. Nothing is lost.", w.Host)
}

func sayCutOff(w where) string {
	return words.T("The connection to %s was cut off. What had arrived is kept. Satchel tries again.", w.Host)
}

func sayOdd(w where) string {
	return words.T("%s answered in a way Satchel cannot read. What had arrived is kept. Satchel tries again later.", w.Host)
}

func sayNotTLS(w where) string {
	return words.T("%s does not speak TLS on port %d, so Satchel did not sign in. Please check the port and the encryption in the account's settings.", w.Host, w.Port)
}

func sayHandshake(w where) string {
	return words.T("No protected connection to %s could be made, so Satchel did not sign in. Its encryption may be out of date; your provider can tell.", w.Host)
}

func sayNoTLS(w where) string {
	return words.T("%s offers no protected connection, so Satchel did not sign in and sent no password. Please use another network, or check the account's settings.", w.Host)
}

func sayClearText(w where) string {
	return words.T("The connection to %s would not be protected, so Satchel did not connect. Please choose TLS in the account's settings.", w.Host)
}

func sayOtherName(w where, name string) string {
	return words.T("The server's certificate belongs to %s, not %s. Satchel did not sign in. Please check the server's name in the account's settings.", name, w.Host)
}

func sayUnknownAuthority(w where) string {
	return words.T("The certificate of %s comes from nobody this computer trusts. Satchel did not sign in. If the server is your own, add its authority in the account's settings.", w.Host)
}

func sayExpired(w where, c *x509.Certificate) string {
	if c != nil && w.Now.Before(c.NotBefore) {
		return words.T("The certificate of %s is valid only from %s. Satchel did not sign in. Please check this computer's date.", w.Host, longDay(c.NotBefore))
	}
	if c == nil {
		return words.T("The certificate of %s has run out. Satchel did not sign in and tries again later. Please check this computer's date, or ask your provider.", w.Host)
	}
	return words.T("The certificate of %s has run out on %s. Satchel did not sign in and tries again later. Please check this computer's date, or ask your provider.", w.Host, longDay(c.NotAfter))
}

func sayBadCertificate(w where) string {
	return words.T("The certificate of %s is not valid. Satchel did not sign in. Your provider can tell more.", w.Host)
}

func sayWrongPassword(w where) string {
	return words.T("%s did not accept the user name or password. Satchel asks no more until you have entered it again. Nothing here has changed.", w.Host)
}

func sayToken(w where) string {
	return words.T("%s did not accept the access token kept for this account; it may have run out. Satchel asks no more until you have entered a new one. Nothing here has changed.", w.Host)
}

func sayNoProof(w where) string {
	return words.T("%s did not prove that it knows your password, as the real server would, so Satchel went no further and did not show it the password. Please use another network, or ask your provider.", w.Host)
}

func sayNoMechanism(w where) string {
	return words.T("%s offers no way of signing in that this account is set to. Satchel sent no password. Please check the account's settings.", w.Host)
}

func sayUnclear(w where) string {
	return words.T("%s did not let Satchel in and gave no reason. Satchel tries once more in a few minutes.", w.Host)
}

func saySystem(w where) string {
	return words.T("%s has trouble right now. Satchel tries again in a few minutes. Your password is fine.", w.Host)
}

func sayLoginDelay(w where, next time.Time) string {
	return words.T("%s allows a check only every so often; next at %s. Your password is fine.", w.Host, timeWords(next, w.Now))
}

// sayEnd is the sentence of a check that came to its end.
func sayEnd(r Result, suspect suspicion, now time.Time) string {
	var parts []string
	switch {
	case r.Fetched+r.TooLarge+r.NoHead == 0 && len(r.Failed) == 0 && r.Repair == (Repaired{}) && suspect.believed():
		parts = append(parts, words.T("No new mail."))
	case r.Fetched > 0:
		parts = append(parts, words.N("%d new message arrived (%s).", "%d new messages arrived (%s).", r.Fetched, words.Size(r.Bytes)))
	}
	if r.TooLarge > 0 {
		parts = append(parts, sayTooLarge(r.TooLarge))
	}
	if r.NoHead > 0 {
		parts = append(parts, sayNoHead(r.NoHead))
	}
	parts = append(parts, sayRepaired(r.Repair)...)
	if n := len(r.Failed); n > 0 {
		parts = append(parts, words.N("%d message cannot be fetched; all others are here. Satchel tries again.", "%d messages cannot be fetched; all others are here. Satchel tries again.", n))
	}
	if !suspect.believed() {
		parts = append(parts, saySuspect(suspect))
	}
	if r.AskedToRemove > 0 {
		parts = append(parts, sayAsked(r.AskedToRemove, r.AskedGone))
	}
	if r.HeldBack > 0 {
		parts = append(parts, sayHeldBack(r.HeldBack, r.Hold, now))
	}
	return strings.Join(parts, " ")
}

func saySuspect(s suspicion) string {
	calm := " " + words.T("Satchel forgets and removes nothing, and looks again at the next check.")
	switch s.Kind {
	case listingEmpty:
		return words.T("The server says the mailbox is empty, which it was not before.") + calm
	case listingShort:
		return words.T("The server shows less than half of the mailbox.") + calm
	}
	return words.T("The server does not agree with itself about what is in the mailbox.") + calm
}

// sayRepaired is about damaged messages that were fetched once more.
func sayRepaired(r Repaired) []string {
	var parts []string
	say := func(n int, text string) {
		if n > 0 {
			parts = append(parts, text)
		}
	}
	say(r.Whole, words.N("%d damaged message is whole again.", "%d damaged messages are whole again.", r.Whole))
	say(r.Gone, words.N("%d damaged message is no longer at your provider; a backup may have it.", "%d damaged messages are no longer at your provider; a backup may have them.", r.Gone))
	say(r.Differ, words.N("Your provider has %d damaged message in another form, which comes beside it as a message of its own at the next check; a backup may have the one that came first.",
		"Your provider has %d damaged messages in another form, which come beside them as messages of their own at the next check; a backup may have those that came first.", r.Differ))
	say(r.Refused, words.N("%d damaged message could not be fetched again; nothing here has changed.", "%d damaged messages could not be fetched again; nothing here has changed.", r.Refused))
	return parts
}

// sayTooLarge is about messages over the account's limit.
func sayTooLarge(n int) string {
	return words.N("%d new message is larger than this account's limit; only its beginning was fetched. Open it to get the rest.",
		"%d new messages are larger than this account's limit; only their beginnings were fetched. Open one to get the rest.", n)
}

func sayNoHead(n int) string {
	return words.N("%d new message is larger than this account's limit, and the server does not show its beginning. It waits there; the page At your provider gets it.",
		"%d new messages are larger than this account's limit, and the server does not show their beginnings. They wait there; the page At your provider gets them.", n)
}

// sayAsked is about n removals, some of them of mail that was deleted here too.
func sayAsked(n, gone int) string {
	switch gone {
	case 0:
		return words.N("The server was asked to remove %d message, safe here.", "The server was asked to remove %d messages, safe here.", n)
	case n:
		return words.N("The server was asked to remove %d message, as you deleted from the Bin.", "The server was asked to remove %d messages, as you deleted from the Bin.", n)
	}
	return words.N("The server was asked to remove %d message: %s safe here, %s as you deleted from the Bin.",
		"The server was asked to remove %d messages: %s safe here, %s as you deleted from the Bin.", n, words.Number(n-gone), words.Number(gone))
}

// sayHeldBack says why removals wait, and for what.
func sayHeldBack(n int, h Hold, now time.Time) string {
	stay := words.N("%d message due to leave the server stays there", "%d messages due to leave the server stay there", n)
	switch h {
	case HoldRule:
		return words.T("The rule by which mail leaves the server is not the one you were shown, so %s until you have looked.", stay)
	case HoldRestored:
		return words.T("This mail was restored from a backup, so %s until you have looked.", stay)
	case HoldImported:
		return words.T("What is known of the server was taken over from another mail program, so %s until you have looked.", stay)
	case HoldListing:
		return words.T("The server has shown its mailbox in another way than before, so %s until you have looked.", stay)
	case HoldNot, HoldClock:
	}
	return words.T("This computer's clock has jumped, so %s for now. Is today %s?", stay, longDay(now))
}

// saySome adds to a sentence about a lost connection how far the check got.
func saySome(sentence string, done, of int) string {
	switch {
	case of == 0 || done >= of:
		return sentence
	case of == 1:
		return words.T(sentence) + " " + words.T("The new message comes at the next check.")
	}
	return words.T(sentence) + " " + words.T("%s of %s new messages are here; the rest comes at the next check.", words.Number(done), words.Number(of))
}
