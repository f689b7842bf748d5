// Package providers knows mail providers by the domain of an address and by the name of a server: their servers, and
// what a person or a mail program must know of them. The list is in the program; nothing here asks the network.
//
// providers.txt holds facts of Thunderbird's ISP database and stays under the Mozilla Public License 2.0; notes.txt, which
// describes the form of both, is Satchel's own.
package providers
