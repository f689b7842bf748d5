package pop3client

import (
	"encoding/base64"
	"fmt"
)

// maxCommandLine is the length of a command with its CRLF (RFC 2449 section 4).
// A longer initial response must wait for the server's empty challenge (RFC 5034
// section 4).
const maxCommandLine = 255

// authPlain signs in with AUTH PLAIN (RFC 4616, RFC 5034).
func (c *Conn) authPlain(cr Credentials) error {
	response := base64.StdEncoding.EncodeToString([]byte("\x00" + cr.User + "\x00" + cr.Password))
	c.keepSecret(response)
	c.keepSecret(cr.Password)
	line := "AUTH PLAIN " + response
	if len(line)+len("\r\n") > maxCommandLine {
		line = "AUTH PLAIN"
	}
	if err := c.send(line); err != nil {
		return err
	}
	done, err := c.authReply()
	if done || err != nil {
		return err
	}
	// The challenge of the two-step form, or of a server that overlooks an
	// initial response.
	if err := c.send(response); err != nil {
		return err
	}
	done, err = c.authReply()
	if !done && err == nil {
		return fmt.Errorf("%w: a second challenge for PLAIN", ErrProtocol)
	}
	return err
}

// authReply reads the answer within AUTH; done is false for a challenge.
func (c *Conn) authReply() (done bool, err error) {
	kind, code, text, err := c.readReply()
	switch {
	case err != nil:
		return false, err
	case kind == replyErr:
		return true, &ServerError{Command: "AUTH", Code: code, Text: text}
	}
	return kind == replyOK, nil
}
