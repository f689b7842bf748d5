// Package typeset turns text into positioned glyphs and paints them.
//
// It knows no toolkit, no HTML and no mail. Text goes in as paragraphs with styles: Shape finds the fonts, the order of
// mixed scripts (UAX #9), the glyphs and where a line may break (UAX #14). What shall be seen comes out as a List, a
// display list of glyph runs, rectangles, borders, pictures and clips, which Paint draws into device pixels for any part
// of the page and at any scale, so that a window can paint tile by tile.
//
// Distances are CSS pixels, y grows downwards. A Fonts is used on one goroutine at a time; a List is immutable once
// built and may be read by many.
package typeset
