// Package instance lets a second start of the program on a profile hand over to the window that has it.
//
// The window listens on a socket in the profile folder, which is the person's own (0700), so nobody else reaches it. Where
// a socket cannot lie there (its path is too long for the system, or the disk knows no sockets) it lies in a temporary
// folder. The file "window" in the profile names the socket. Both ends speak one line of JSON each.
package instance
