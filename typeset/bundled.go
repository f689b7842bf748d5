package typeset

import "embed"

// bundled holds the Liberation fonts, so that a letter looks alike on every computer (SIL Open Font License, see
// fonts/LICENSE.txt).
//
//go:embed fonts/*.ttf
var bundled embed.FS

// alias gives the bundled family that stands for a name: the metric-compatible one where there is one, and the nearest
// kind of design for the rest.
var alias = makeAlias()

func makeAlias() map[string]Family {
	m := map[string]Family{}
	for fam, names := range map[Family][]string{
		Serif: {"times new roman", "times", "georgia", "cambria", "garamond", "palatino", "palatino linotype", "book antiqua",
			"merriweather", "playfair display", "lora", "constantia", "serif"},
		Mono: {"courier new", "courier", "consolas", "monaco", "menlo", "lucida console", "andale mono", "monospace", "ui-monospace"},
		Sans: {"arial", "helvetica", "helvetica neue", "verdana", "tahoma", "segoe ui", "calibri", "trebuchet ms", "roboto",
			"open sans", "lato", "montserrat", "lucida grande", "lucida sans unicode", "lucida sans", "geneva", "candara", "ubuntu",
			"avenir", "avenir next", "arial black", "impact", "century gothic", "source sans pro", "poppins", "inter", "nunito",
			"nunito sans", "oswald", "raleway", "droid sans", "oxygen", "cantarell", "gill sans", "comic sans ms", "sans-serif",
			"system-ui", "-apple-system", "blinkmacsystemfont", "ui-sans-serif"},
	} {
		for _, name := range names {
			m[name] = fam
		}
	}
	return m
}
