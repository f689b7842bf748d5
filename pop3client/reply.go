package pop3client

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// replyKind is how a status line begins.
type replyKind int

const (
	replyMalformed replyKind = iota
	replyOK
	replyErr
	replyChallenge // "+ " and base64, within AUTH only (RFC 5034 section 4)
)

// parseReply reads a status line: its kind, the response code of a -ERR in upper
// case, and the text behind. Servers differ in case, so case does not count.
func parseReply(line []byte) (kind replyKind, code, text string) {
	s := string(line)
	switch {
	case hasPrefixFold(s, "+OK"):
		return replyOK, "", strings.TrimSpace(s[3:])
	case hasPrefixFold(s, "-ERR"):
		code, text = parseCode(strings.TrimSpace(s[4:]))
		return replyErr, code, text
	case s == "+" || strings.HasPrefix(s, "+ "):
		return replyChallenge, "", strings.TrimSpace(s[1:])
	}
	return replyMalformed, "", ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// parseCode splits "[SYS/TEMP] try later" (RFC 2449 section 8). What only looks
// like a code, as "[see below] ...", stays in the text.
func parseCode(s string) (code, text string) {
	inner, rest, found := strings.Cut(s, "]")
	if !found || !strings.HasPrefix(inner, "[") {
		return "", s
	}
	inner = inner[1:]
	for level := range strings.SplitSeq(inner, "/") {
		if !isCodeLevel(level) {
			return "", s
		}
	}
	return strings.ToUpper(inner), strings.TrimSpace(rest)
}

func isCodeLevel(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return s != ""
}

// status reads the status line that is due and returns the text of +OK. A -ERR
// comes as *ServerError.
func (c *Conn) status(command string) (text string, err error) {
	kind, code, text, err := c.readReply()
	switch {
	case err != nil:
		return "", err
	case kind == replyErr:
		return "", &ServerError{Command: command, Code: code, Text: text}
	case kind != replyOK:
		return "", fmt.Errorf("%w: a challenge that was not asked for", ErrProtocol)
	}
	return text, nil
}

// readReply reads any status line. The text of a challenge comes as it is; it is
// not traced, as a password can be guessed from what a server proves by it.
func (c *Conn) readReply() (kind replyKind, code, text string, err error) {
	if err := c.wire.beginAnswer(); err != nil {
		return 0, "", "", err
	}
	line, end, err := c.line()
	if err != nil {
		return 0, "", "", c.explainSilence(err, len(line) == 0)
	}
	c.bareLF = end == "\n"
	c.answered()
	kind, code, text = parseReply(line)
	if kind == replyChallenge {
		c.trace('S', "+ ***")
		return kind, "", text, nil
	}
	c.trace('S', string(line))
	if kind == replyMalformed {
		return 0, "", "", fmt.Errorf("%w: %.200q", ErrProtocol, c.hide(string(line)))
	}
	return kind, code, printable(c.hide(text)), nil
}

// explainSilence blames asking ahead where not even the first byte of an answer came.
func (c *Conn) explainSilence(err error, nothing bool) error {
	if c.ahead && nothing && errors.Is(err, ErrTimeout) {
		return fmt.Errorf("%w: %d answers missing: %w", ErrPipelining, c.due, err)
	}
	return err
}

// printable makes a server's words fit for an error text and a window.
func printable(s string) string {
	const longest = 500 // bytes; no explanation is longer, only an attempt to flood
	if len(s) > longest {
		s = s[:longest]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
