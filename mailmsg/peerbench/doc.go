// Command peerbench reads a folder of messages with mailmsg, with enmime and with Python's email package, and prints how
// often each agrees with what is known of them and how quick it is.
//
// It is a module of its own, so that the program does not depend on the readers it is compared with.
package main
