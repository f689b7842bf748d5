// Package demo is the sample mailbox behind "satchel --demo": the letters of
// Ann Hartley, who does not exist, and a loopback POP3 server which holds them.
//
// Everybody and every firm in the letters is invented, and every address lies in
// a domain reserved for examples (RFC 2606). The letters are files below letters/
// which hold text only: dates are ages ("5d 18:40": five days ago at 18:40), and
// pictures, PDF files and recordings are made when the letter is. What may stand
// in such a file is told in template.go.
package demo
