// Package autoconfig finds out how a mail address is to be set up: which POP3 server fetches its mail, which SMTP server
// sends it, and what a person must know or do before that works.
//
// The order is that of Mozilla's autoconfig: the list in the program (autoconfig/providers), the domain's own
// configuration file, Mozilla's directory if the person agreed that it is asked, the provider behind the domain's MX, SRV
// records (RFC 6186, RFC 8314), and at last usual names, which count only if a server of that name greets and proves it
// with a certificate. Nothing is fetched without TLS, nobody but the address's own domain is told the address, and a
// server of another owner is only used once the person has confirmed it (Settings.Confirm).
package autoconfig
