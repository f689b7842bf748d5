// Package webpicture fetches the remote pictures of a letter once the reader has asked for them: over HTTPS only, without
// cookies, referrer or anything else that tells one reader from another but the address itself, never from machines of
// the reader's own network, and within limits of size, time, count and pixels. What it fetched it keeps in memory for the
// session.
//
// Fetcher.Letter is the permission: before it is called for a letter, nothing of that letter leaves, not even a question
// for a host's address.
package webpicture
