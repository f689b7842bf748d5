package viewmodel

import (
	"strings"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/words"
)

// PictureTrustFor gives the word to keep when the user lets the sender of a letter show remote pictures from now on.
// provider is whose word on senders counts for the account (mailindex.Provider), "" for nobody's. ok is false where the
// word would be given to nobody or to a forger: the letter has not exactly one sender, or the provider does not vouch for
// it. Then only this letter can show its pictures.
func PictureTrustFor(m *mailmsg.Message, provider string, now time.Time) (t mailstore.PictureTrust, ok bool) {
	if len(m.From) != 1 || !strings.Contains(m.From[0].Address, "@") {
		return mailstore.PictureTrust{}, false
	}
	t = mailstore.PictureTrust{Address: m.From[0].Address, Provider: provider, Since: now}
	if provider == "" {
		return t, true
	}
	_, proved := m.SenderProved(provider)
	return t, proved
}

// ShowsPictures decides whether a letter shows its remote pictures without being asked, by the user's word t for its
// sender's address. Anyone can write that address: where a provider vouches for senders, it must vouch for this letter. The
// address alone is enough only where none ever did. What lies in Junk shows none.
func ShowsPictures(m *mailmsg.Message, t mailstore.PictureTrust, provider string, role mailstore.Role) bool {
	if role == mailstore.Junk || len(m.From) != 1 || !sameAddress(m.From[0].Address, t.Address) {
		return false
	}
	if provider == "" {
		return t.Provider == ""
	}
	_, proved := m.SenderProved(provider)
	return proved
}

// sameAddress compares without regard to A to Z only.
func sameAddress(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x, y := a[i], b[i]
		if 'A' <= x && x <= 'Z' {
			x += 'a' - 'A'
		}
		if 'A' <= y && y <= 'Z' {
			y += 'a' - 'A'
		}
		if x != y {
			return false
		}
	}
	return a != ""
}

// SenderNotProved says why a sender cannot be let show pictures for good.
//
//words:keys
const SenderNotProved = "Your provider does not confirm that this letter really comes from the sender it names. " +
	"Anyone could write that name to learn that you read a letter, so Satchel asks again next time."

// PicturesFrom says what was chosen for a sender.
func PicturesFrom(address string) string {
	return words.T("Pictures of %s are shown from now on", address)
}
