// Package keychain keeps account secrets in the system's keyring, or, where there is none, in a vault file encrypted
// with a passphrase.
//
// The keyring is asked by goroutines that are abandoned after three seconds: a desktop that waits for someone to unlock
// it must not hold up mail. Which of the two keeps a profile's secrets is decided by the first one kept: a profile that
// has a vault file uses it, every other one uses the keyring, and a keyring that will not take a secret makes the vault.
package keychain
