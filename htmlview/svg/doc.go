// Package svg paints the drawings that letters carry: the part of SVG 1.1 that logos and icons are made of. That is shapes, paths,
// groups, transforms, styles, gradients, strokes, clips and use.
//
// A drawing is made of a tree that golang.org/x/net/html has read, so that one in a letter and one in a file go the same
// way. Nothing is fetched: references lead into the drawing itself, and what would need more (words, pictures, other
// files) is refused as a whole, since a drawing without its words may say something else. Work is bounded by a budget.
package svg
