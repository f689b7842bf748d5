// Package netwatch notices that the computer has woken from sleep or is in another network, for those who talk to servers
// and failed before.
package netwatch
