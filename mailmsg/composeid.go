package mailmsg

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
)

var idAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewMessageID makes an id for a message from that address (RFC 5322 section 3.6.4): the time, 120 random bits and the
// domain of the address. Nothing in it tells of the computer it is made on.
func NewMessageID(from string, now time.Time) string {
	var random [15]byte
	_, _ = rand.Read(random[:]) // never fails: the program would end before
	domain := "localhost.invalid"
	if at := strings.LastIndexByte(from, '@'); at >= 0 {
		if ascii, ok := asciiDomain(from[at+1:]); ok && isMessageID(ascii) {
			domain = strings.ToLower(ascii)
		}
	}
	return now.UTC().Format("20060102150405") + "." + idAlphabet.EncodeToString(random[:]) + "@" + domain
}

// maxReferences are the ids kept of a long thread, and maxReferenceBytes their length: some servers refuse longer fields.
const (
	maxReferences     = 50
	maxReferenceBytes = 4000
)

// ReplyReferences are In-Reply-To and References of an answer to m (RFC 5322 section 3.6.4): what m refers to, and m.
// Of a long thread the first and the newest ids are kept.
func ReplyReferences(m *Message) (inReplyTo string, references []string) {
	list := m.References
	if len(list) == 0 && m.InReplyTo != "" {
		list = []string{m.InReplyTo}
	}
	seen := map[string]bool{}
	for _, id := range append(append([]string{}, list...), m.MessageID) {
		if isMessageID(id) && !seen[id] {
			seen[id] = true
			references = append(references, id)
		}
	}
	for len(references) > 2 && (len(references) > maxReferences || joinedSize(references) > maxReferenceBytes) {
		references = append(references[:1:1], references[2:]...)
	}
	if isMessageID(m.MessageID) {
		inReplyTo = m.MessageID
	}
	return inReplyTo, references
}

func joinedSize(ids []string) int {
	size := 0
	for _, id := range ids {
		size += len(id) + len("<> ")
	}
	return size
}

// boundarySeed makes boundaries of a draft its own and always the same. "=_" occurs in no base64 or quoted-printable
// (RFC 2045 section 6.7), so no part need be searched for them but those written as they are.
func boundarySeed(d Draft) string {
	sum := sha256.Sum256([]byte(d.MessageID + "\x00" + d.Subject + "\x00" + d.Text + "\x00" + d.HTML))
	return "=_" + idAlphabet.EncodeToString(sum[:15])
}
