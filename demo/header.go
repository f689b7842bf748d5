package demo

import (
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// charset is how text of a letter becomes bytes; the zero value is UTF-8.
type charset struct {
	name string
	enc  encoding.Encoding
}

func charsetNamed(name string) (charset, error) {
	if name == "" {
		return charset{}, nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return charset{}, fmt.Errorf("charset %q: %w", name, err)
	}
	return charset{name, enc}, nil
}

// encode fails where the charset has no such letter.
func (c charset) encode(s string) ([]byte, error) {
	if c.enc == nil {
		return []byte(s), nil
	}
	return c.enc.NewEncoder().Bytes([]byte(s))
}

// longestWord is how long one encoded word may be (RFC 2047 section 2).
const longestWord = 75

// words turns s into encoded words with folds between them. Each is encoded alone,
// so that none begins in the middle of a letter or in a shifted state.
func (c charset) words(s string) (string, error) {
	name := c.name
	if name == "" {
		name = "utf-8"
	}
	var done []string
	var word string
	start := 0
	for i, r := range s {
		end := i + len(string(r))
		encoded, err := c.encode(s[start:end])
		if err != nil {
			return "", err
		}
		longer := encodedWord(name, encoded)
		if len(longer) > longestWord {
			done = append(done, word)
			start = i
			if encoded, err = c.encode(s[start:end]); err != nil {
				return "", err
			}
			longer = encodedWord(name, encoded)
		}
		word = longer
	}
	return strings.Join(append(done, word), "\n "), nil
}

// encodedWord is one encoded word, always in base64: it holds any charset.
func encodedWord(name string, text []byte) string {
	return "=?" + name + "?B?" + base64.StdEncoding.EncodeToString(text) + "?="
}

// encodeField is the value of a field as it is sent: names before an address and
// other text outside ASCII become encoded words.
func (t *template) encodeField(f field) (string, error) {
	if isASCII(f.value) {
		return f.value, nil
	}
	if t.control["Raw"] != "" {
		raw, err := t.charset.encode(f.value)
		return string(raw), err
	}
	name, address, ok := strings.Cut(f.value, " <")
	if !ok {
		return t.charset.words(f.value)
	}
	words, err := t.charset.words(name)
	return words + " <" + address, err
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7E })
}
