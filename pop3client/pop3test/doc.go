// Package pop3test is a scripted POP3 server on loopback, as httptest is for
// HTTP. Without a script it behaves well, so that the program's demonstration
// mode can use it too; Config.Hook makes it misbehave at any command.
//
// Its mailboxes live in memory. Deletions apply at QUIT in one step, and one
// session at a time has a mailbox: a second one gets -ERR [IN-USE].
package pop3test
