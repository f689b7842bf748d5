// Package smtpsend hands composed letters to a submission server (RFC 6409, 5321, 8314), on go-smtp: TLS from the start
// or by STARTTLS, sign-in by package sasl, one transaction for each letter.
//
// A letter counts as sent with the server's 250 to its end and by nothing else. Until the end goes out it certainly is
// not; between the two nobody knows, and that is ErrUnknown. Letter.BeforeEnd is called in between, so that whoever
// sends can write that down first.
//
// Every method waits under two clocks: the context's, and Options.Timeout, the longest silence of the server. A refusal
// comes as *ServerError and the session goes on; after any other error it is closed. One goroutine uses a Session.
package smtpsend
