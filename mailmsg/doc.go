// Package mailmsg turns raw messages into headers, bodies and attachments. It never fails: what is wrong with a message
// is listed in Defects and the rest is still shown.
//
// The way of a message: raw bytes are cut into header and body (header.go), the body is walked as a tree of parts
// (parts.go, multipart.go), each leaf is decoded (transfer.go, charset.go) and becomes shown text (text.go, htmltext.go)
// or an attachment (attachment.go). Each step takes any bytes at all and keeps what it could read; whatever is added
// for yet another kind of broken mail belongs into the step that meets it.
//
// The splitting is our own and not a library's, as libraries stop at the first fault. Functions here hold no state and
// may be called from any goroutine.
package mailmsg
