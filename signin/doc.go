// Package signin gets access tokens for mail servers: through the person's own browser, as RFC 8252 wants it of programs
// (loopback redirect, PKCE S256, state, the issuer's name), or with a code typed on another device (RFC 8628), and anew
// without the person while the grant lasts. It never shows a web page itself, and no password passes through it.
//
// Who may ask at all is the client's identity, which a provider registers for one program. None is in the source: Satchel's
// own come with a build, others from the person's settings. What is secret of a grant lies in the keeper of secrets alone.
package signin
