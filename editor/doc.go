// Package editor is the text that a user writes, and how it is laid out, without any toolkit.
//
// A Document is a list of paragraphs of styled text with a selection, edits and their undo. A Layout shapes and breaks the
// paragraphs through typeset, only those that are asked for, so that a keystroke costs the same in a short letter and in a
// long one.
//
// Positions count runes within a paragraph and stand between clusters that are seen as one character (UAX #29). Distances
// are px of the caller, y grows downwards. A Document and its Layout are used on one goroutine at a time.
package editor
