// Package words says everything in the person's language: texts by their English wording, plural forms, numbers, sizes,
// days and times. It knows neither the toolkit nor mail.
//
// The English text is the key, so that code reads as it looks on the screen. What has no translation stays English. The
// other languages lie in languages/, one file each; docs/languages.md says how they are written and why so.
//
// The language is one for the whole program, as a person reads one language at a time: Use sets it, and any goroutine may
// ask. Until then it is English, and commands without a window never call Use.
package words
