package mailmsg

import (
	"encoding/base64"
	"slices"
	"strings"
)

// writingField holds Draft.Writing. What it says counts in the drafts folder only: a stranger may write it too.
const writingField = "X-Satchel-Draft"

// packWriting writes any text as words of ASCII, which can be folded.
func packWriting(text string) string {
	const most = 60
	packed := []byte(base64.StdEncoding.EncodeToString([]byte(text)))
	return joinWords(slices.Chunk(packed, most))
}

func joinWords(words func(func([]byte) bool)) string {
	var b strings.Builder
	for w := range words {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.Write(w)
	}
	return b.String()
}

// unpackWriting is the way back, "" for what was not written so.
func unpackWriting(value string) string {
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), ""))
	if err != nil {
		return ""
	}
	return string(text)
}
