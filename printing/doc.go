// Package printing writes a letter as PDF (ISO 32000-1) from the layout that the window shows: pages with a head that says
// whose letter it is, page numbers, and breaks that do not cut lines, small pictures or boxes. Text stays text, to be
// selected and searched, in fonts that hold the glyphs used and no others.
//
// Nothing in the file acts: there are no links, scripts, forms or attachments in it.
package printing
