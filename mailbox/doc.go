// Package mailbox reads the mail folders of other programs and writes folders that other programs read.
//
// It reads mbox in its four dialects, folders of .eml files, Maildir, MH, and the folders of Thunderbird, Claws Mail and
// Sylpheed with what these know of the server. It knows nothing of Satchel's store. Nothing it reads is changed, no
// message is ever held in memory as a whole, and what cannot be read is named and not passed over.
package mailbox
