// Package assets holds what is built into the program: the icons as SVG and the
// application's own icon as PNG. It imports no toolkit; widgets.Icon makes themed
// resources of the icons.
package assets
