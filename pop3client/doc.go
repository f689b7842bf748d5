// Package pop3client speaks one POP3 session over one connection (RFC 1939,
// 2449, 2595, 3206, 5034, 6856, 8314) and signs in by USER, APOP or SASL (RFC
// 2195, 4616, 5802, 7628, 7677). It knows nothing of accounts, stores or
// policies.
//
// Dial connects, protects the connection and reads the greeting; Login signs
// in; Inventory, Retr and RetrMany read; Dele and DeleMany mark; Quit carries
// the marks out.
//
// Every method waits under two clocks: the context's, and Options.Timeout, the
// longest silence of the server. A refusal comes as *ServerError and the session
// goes on. After any other error the connection is closed and each later call
// fails, because nobody could tell which command the next answer belongs to.
//
// A Conn is used by one goroutine at a time.
package pop3client
