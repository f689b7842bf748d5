package mailsend

import (
	"fmt"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/smtpsend"
	"satchel/words"
)

// Everything that sending says to people is here: what happened, what Satchel does about it, what they can do. Where a
// letter is tried again, sayAgain adds when.
//
//words:keys
const (
	sayStopped      = "Sending was stopped. The letter was not sent and waits in the outbox."
	sayDiskFull     = "There is no space left on this computer's disk, so the letter was not sent. It is safe in the outbox. Please make some room."
	sayDamaged      = "The letter cannot be read back from Satchel's mail file, so it was not sent. Please look at the Doctor page."
	sayStore        = "Satchel could not write to its mail file, so the letter was not sent. It is safe in the outbox."
	sayNoPassword   = "No password is kept for sending from this account. The letter waits in the outbox until you enter it."
	sayVaultLocked  = "The passwords are in a vault that needs its passphrase. The letter waits in the outbox until you have entered it."
	sayVaultDamaged = "The vault file with the passwords is damaged, so the letter was not sent and waits in the outbox. Please restore the vault from a backup, or enter the passwords anew."
	sayNoKeyring    = "This computer's keyring does not answer, so the password is out of reach and the letter waits. Your password is fine."
	sayAuthorities  = "The file with further certificates for this account cannot be read, so the letter was not sent and waits in the outbox. Please choose the file again in the account's settings."
	sayNoServer     = "This account has no server for sending, so the letter waits in the outbox. Please enter one in the account's settings."
	sayBadAddress   = "One of the letter's addresses cannot be sent to, so nothing was sent. Please correct the addresses."
	sayGivenUp      = "Satchel has tried for days and tries no more. You can try again, or change the letter."
)

func sayAgain(at, now time.Time) string { return words.T("Satchel tries again at %s.", clock(at, now)) }

// clock is a time of day, with the day where it is another one.
func clock(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	if words.SameDay(at, now) {
		return words.Clock(at)
	}
	return words.T("%[1]s on %[2]s", words.Clock(at), words.Day(at, at))
}

func sayUnknown(w where) string {
	return words.T("The connection to %s was lost when all of the letter was on its way, so it may have been sent or not. Satchel does not send it again by itself. Please ask the recipients, then choose to send it again or to file it as sent.", w.Host)
}

func sayTooLarge(w where, size, limit int64) string {
	return words.T("The letter has %s, and %s takes letters of up to %s. Nothing was sent. Please leave attachments out, or send them in several letters.", megabytes(size), w.Host, megabytes(limit))
}

func megabytes(n int64) string {
	if n < 1_000_000 {
		return fmt.Sprintf("%d kB", (n+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

func sayASCIIOnly(w where) string {
	return words.T("The letter or an address holds letters such as é or 文 in a form that %s cannot pass on. Nothing was sent. Please write the address without them.", w.Host)
}

// sayRefusal is about a whole letter, or the whole session.
func sayRefusal(w where, e *smtpsend.ServerError) string {
	switch e.Meaning() {
	case smtpsend.MeansWrongPassword:
		return words.T("%s did not accept the user name or password, so the letter waits in the outbox. Please enter the password again.", w.Host)
	case smtpsend.MeansSignIn:
		if e.Command == "AUTH" {
			return words.T("%s wants another way of signing in, perhaps a password made for this program only. The letter waits in the outbox. Your provider's help pages tell how.", w.Host)
		}
		return words.T("%s takes letters only from those who sign in. Nothing was sent. Please check the account's settings for sending.", w.Host)
	case smtpsend.MeansEncryptionOnly:
		return words.T("%s takes letters only over a protected connection, so the letter waits in the outbox. Please choose TLS in the account's settings for sending.", w.Host)
	case smtpsend.MeansTooLarge:
		return words.T("The letter is too large for %s. Nothing was sent. Please leave attachments out, or send them in several letters.", w.Host)
	case smtpsend.MeansSpam:
		return words.T("%s takes the letter for unwanted mail and did not send it%s. Please change its words or links, or ask your provider.", w.Host, said(e))
	case smtpsend.MeansSender:
		return words.T("%s does not send letters from this address%s. Nothing was sent. Please choose the sender that belongs to the account.", w.Host, said(e))
	case smtpsend.MeansTooOften:
		return words.T("%s takes no more letters from you for a while. The letter waits in the outbox.", w.Host)
	case smtpsend.MeansBoxFull, smtpsend.MeansUnknownUser, smtpsend.MeansUnknownDomain, smtpsend.MeansGreylisted, smtpsend.MeansTooMany, smtpsend.MeansNoUTF8,
		smtpsend.MeansLater, smtpsend.MeansRefused:
	}
	switch {
	case e.Temporary():
		return words.T("%s cannot take letters at the moment%s. The letter waits in the outbox.", w.Host, said(e))
	case e.Command == "AUTH":
		return words.T("%s did not let Satchel sign in%s. The letter waits in the outbox. Please check the account's settings for sending.", w.Host, said(e))
	}
	return words.T("%s refused the letter%s. Nothing was sent. You can change it and send it again.", w.Host, said(e))
}

// said quotes the server: in a refusal it often names the reason better than any code.
func said(e *smtpsend.ServerError) string {
	if e.Text == "" {
		return ""
	}
	text := []rune(e.Text)
	if len(text) > 200 {
		text = append(text[:200], '…')
	}
	return " (“" + strings.TrimRight(string(text), ".") + "”)"
}

// sayRecipient is about one recipient, as a clause behind the address.
func sayRecipient(e *smtpsend.ServerError) string {
	switch e.Meaning() {
	case smtpsend.MeansBoxFull:
		return words.T("The mailbox is full.")
	case smtpsend.MeansUnknownUser:
		return words.T("There is no such address. Please check how it is written.")
	case smtpsend.MeansUnknownDomain:
		return words.T("There is no mail server for what stands behind the @. Please check how it is written.")
	case smtpsend.MeansGreylisted:
		return words.T("The other side takes letters of new senders at the second try only.")
	case smtpsend.MeansTooMany:
		return words.T("Too many recipients at once; this one follows.")
	case smtpsend.MeansTooOften:
		return words.T("Too many letters in a short time.")
	case smtpsend.MeansSpam:
		return words.T("The other side takes the letter for unwanted%s.", said(e))
	case smtpsend.MeansSignIn:
		return words.T("The server does not pass letters on to this address unless one signs in.")
	case smtpsend.MeansTooLarge, smtpsend.MeansWrongPassword, smtpsend.MeansSender, smtpsend.MeansNoUTF8, smtpsend.MeansLater, smtpsend.MeansRefused, smtpsend.MeansEncryptionOnly:
	}
	if e.Temporary() {
		return words.T("Not possible at the moment%s.", said(e))
	}
	return words.T("Refused%s.", said(e))
}

// sayPartly is for a letter of which some recipients were refused, or wait.
func sayPartly(letter mailstore.Outgoing, a mailstore.Attempt, w where) string {
	var taken, waits, refused []string
	for _, r := range letter.Recipients {
		state := r.State
		if now, ok := a.Recipients[r.Address]; ok && state != mailstore.Taken {
			state = now.State
		}
		switch state {
		case mailstore.Taken:
			taken = append(taken, r.Address)
		case mailstore.ToGo:
			waits = append(waits, r.Address)
		case mailstore.TurnedDown:
			refused = append(refused, r.Address)
		case mailstore.Offered, mailstore.MaybeTaken:
		}
	}
	var parts []string
	if len(taken) > 0 {
		parts = append(parts, words.T("Sent to %d of %d recipients.", len(taken), len(letter.Recipients)))
	}
	for _, address := range refused {
		parts = append(parts, words.T("%s did not get it: %s", address, a.Recipients[address].Text))
	}
	if len(waits) > 0 {
		parts = append(parts, words.T("%s must wait: %s %s", list(waits), a.Recipients[waits[0]].Text, sayAgain(a.NotBefore, w.Now)))
	}
	return strings.Join(parts, " ")
}

func sayNobody(letter mailstore.Outgoing, a mailstore.Attempt, w where) string {
	return sayPartly(letter, a, w) + " " + words.T("Nothing was sent.")
}

// list names up to three.
func list(addresses []string) string {
	if len(addresses) > 3 {
		return words.T("%s and %d more", strings.Join(addresses[:2], ", "), len(addresses)-2)
	}
	return strings.Join(addresses, ", ")
}

func sayUnknownHost(w where) string {
	return words.T("No server named %s can be found, so the letter waits in the outbox. Please check the server for sending in the account's settings.", w.Host)
}

func sayOffline(w where) string {
	return words.T("%s cannot be reached; this computer may be offline. The letter waits in the outbox and goes out once the network is back.", w.Host)
}

func sayNoConnection(w where) string {
	return words.T("%s accepts no connection on port %d, so the letter waits in the outbox. If it stays so, please check server and port for sending in the account's settings.", w.Host, w.Port)
}

func sayTimeout(w where) string {
	return words.T("%s does not answer. The letter was not sent and waits in the outbox.", w.Host)
}

func sayCutOff(w where) string {
	return words.T("The connection to %s was cut off before all of the letter was there. It was not sent and waits in the outbox.", w.Host)
}

func sayOdd(w where) string {
	return words.T("%s answered in a way Satchel cannot read. The letter was not sent and waits in the outbox.", w.Host)
}

func sayNotTLS(w where) string {
	return words.T("%s does not speak TLS on port %d, so Satchel sent neither password nor letter. Please check port and encryption for sending in the account's settings.", w.Host, w.Port)
}

func sayHandshake(w where) string {
	return words.T("No protected connection to %s could be made, so Satchel sent neither password nor letter. Its encryption may be out of date; your provider can tell.", w.Host)
}

func sayNoTLS(w where) string {
	return words.T("%s offers no protected connection, so Satchel sent neither password nor letter. Please use another network, or check the account's settings.", w.Host)
}

func sayClearText(w where) string {
	return words.T("The connection to %s would not be protected, so Satchel sent neither password nor letter. Please choose TLS in the account's settings.", w.Host)
}

func sayOtherName(w where) string {
	return words.T("The certificate of the server belongs to another name than %s, so Satchel sent neither password nor letter. Please check the server for sending in the account's settings.", w.Host)
}

func sayUnknownAuthority(w where) string {
	return words.T("The certificate of %s comes from nobody this computer trusts, so Satchel sent neither password nor letter. If the server is your own, add its authority in the account's settings.", w.Host)
}

func sayExpired(w where) string {
	return words.T("The certificate of %s is out of its time, so Satchel sent neither password nor letter. Please check this computer's date, or ask your provider.", w.Host)
}

func sayBadCertificate(w where) string {
	return words.T("The certificate of %s is not valid, so Satchel sent neither password nor letter. Your provider can tell more.", w.Host)
}

func sayNoProof(w where) string {
	return words.T("%s did not prove that it knows your password, as the real server would, so Satchel sent it neither password nor letter. Please use another network, or ask your provider.", w.Host)
}

func sayNoMechanism(w where) string {
	return words.T("%s offers no way of signing in that this account is set to, so the letter waits in the outbox. Please check the account's settings for sending.", w.Host)
}
