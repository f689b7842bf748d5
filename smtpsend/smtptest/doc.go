// Package smtptest is a submission server for tests, as httptest is for HTTP: on loopback, on go-smtp, with a script that
// refuses, drops or hangs where a test wants it, and a record of every letter it has taken.
package smtptest
