// Package htmlview lays out the HTML of letters: what CSS says, with scripts, forms, frames and the network left out by
// construction.
//
// Parse reads a letter into a tree of its own that holds only what can be shown. Layout is a pure function of that
// tree, a width, the fonts and the pictures' sizes; its Page holds a display list of package typeset to paint, and the
// words, links and pictures with their places. The package opens no file and no connection: pictures come through
// the one interface Pictures, style sheets from the letter alone.
//
// Every letter gives a page. What goes beyond the limits of limits.go is left out and named in Page.Notes, so that
// the reader is told.
package htmlview
