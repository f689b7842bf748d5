// Package mailmsg turns raw messages into headers, bodies and attachments. It never fails: what is wrong with a message
// is listed in Defects and the rest is still shown.
//
// The way of a message: raw bytes are cut into header and body (header.go), the body is walked as a tree of parts
// (parts.go, multipart.go), each leaf is decoded (transfer.go, charset.go) and becomes shown text (text.go, htmltext.go)
// or an attachment (attachment.go). Each step takes any bytes at all and keeps what it could read; whatever is added
// for yet another kind of broken mail belongs into the step that meets it.
//
// Large messages are held with gaps (source.go, holder.go, section.go): what only a decoder needs stays where it lies.
// Letters in other forms than plain text and HTML become one of these (enriched.go, rtf.go).
//
// Beside the text stands what else a message says: files within files (uuencode.go, yenc.go, tnef.go, smime.go), what a
// file can do (sniff.go, risk.go), reports, calendars and cards (look.go), lists, signatures and servers' verdicts
// (list.go, protection.go, authres.go, provider.go), how an address is to be shown (addressshown.go), and which of its
// lines may be folded away (fold.go). The way back, from a draft to bytes, is in the compose files.
//
// The splitting is our own and not a library's, as libraries stop at the first fault. Functions here hold no state and
// may be called from any goroutine.
package mailmsg
