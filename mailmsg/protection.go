package mailmsg

import (
	"strings"
)

// Protection is how a message is signed or encrypted. Satchel recognises it and says so; it neither reads nor proves it.
type Protection string

// The kinds of protection; "" for none.
const (
	PGPEncrypted   Protection = "pgp-encrypted"
	PGPSigned      Protection = "pgp-signed"
	SMIMEEncrypted Protection = "smime-encrypted"
	SMIMESigned    Protection = "smime-signed"
)

// Encrypted tells whether the text is not to be read without a key.
func (p Protection) Encrypted() bool { return p == PGPEncrypted || p == SMIMEEncrypted }

//words:keys
var protectionNotes = map[Protection]string{
	PGPEncrypted:   "This message is encrypted with PGP. Satchel cannot decrypt it; save it and open it with your PGP program.",
	SMIMEEncrypted: "This message is encrypted with S/MIME. Satchel cannot decrypt it; save it and open it with a program that has your certificate.",
	PGPSigned:      "This message is signed with PGP. Satchel does not check the signature.",
	SMIMESigned:    "This message is signed with S/MIME. Satchel does not check the signature.",
}

// protected notes the outermost protection: what is inside an encrypted message is not seen, and of a signed one the
// signature around all counts.
func (p *parser) protected(by Protection) {
	if by != "" && p.m.Protection == "" {
		p.m.Protection = by
		p.note(protectionNotes[by])
	}
}

// protectionOf tells it from the type of a part (RFC 3156, RFC 8551 section 3.2).
func protectionOf(kind media) Protection {
	protocol := strings.ToLower(kind.params["protocol"])
	switch kind.value {
	case "multipart/encrypted":
		if strings.Contains(protocol, "pkcs7") {
			return SMIMEEncrypted
		}
		return PGPEncrypted
	case "multipart/signed":
		if strings.Contains(protocol, "pkcs7") {
			return SMIMESigned
		}
		return PGPSigned
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		switch strings.ToLower(kind.params["smime-type"]) {
		case "signed-data":
			return SMIMESigned
		case "certs-only", "signed-receipt", "compressed-data":
			return ""
		}
		return SMIMEEncrypted
	}
	return ""
}

// protectionInText tells it from the armour PGP puts around a text (RFC 9580 section 6.2).
func protectionInText(text string) Protection {
	head := text[:min(len(text), 4<<10)]
	if !strings.Contains(head, "-----BEGIN PGP") {
		return ""
	}
	for line := range strings.Lines(head) {
		switch strings.TrimSpace(line) {
		case "-----BEGIN PGP MESSAGE-----":
			return PGPEncrypted
		case "-----BEGIN PGP SIGNED MESSAGE-----":
			return PGPSigned
		}
	}
	return ""
}

func (p *parser) note(sentence string) {
	for _, known := range p.m.Notes {
		if known == sentence {
			return
		}
	}
	if len(p.m.Notes) < maxDefects {
		p.m.Notes = append(p.m.Notes, sentence)
	}
}
