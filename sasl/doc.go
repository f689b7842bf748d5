// Package sasl is the client's side of signing in: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), SCRAM-SHA-256 (RFC
// 5802, 7677), XOAUTH2 and OAUTHBEARER (RFC 7628). It knows nothing of the protocol that carries an exchange.
//
// Whoever carries one sends First with the command where it is not nil, gives each challenge to Next, and the server's
// last word to End, whose error counts. A secret never stands in an error of this package.
package sasl
