package htmlview

// Limits of what one letter may cost. They lie far above what letters need (the most of 341 real ones: 99 kB, 10,598
// nodes, 214 levels) and are there for letters made to hang a reader.
const (
	maxBytes      = 16 << 20 // of HTML; the rest is not read
	maxTokens     = 400_000  // tags and texts
	maxDepth      = 256      // open elements; what lies deeper becomes a child of the deepest
	maxFormatting = 64       // open b, i, font …: each paragraph opens all of them again
	maxNodes      = 250_000
	maxAttributes = 64 // of one element
	maxStyleBytes = 1 << 20
	maxText       = 4 << 20 // characters of all lines
	maxTextRun    = 60_000  // characters without a white space in between, in one paragraph

	maxSpan     = 100   // colspan
	maxRowSpan  = 1000  // rowspan
	maxColumns  = 1000  // of a table
	maxCells    = 50000 // of a table
	matchBudget = 30_000_000

	maxFontSize = 1000 // px
	maxPixels   = 16 << 20
	maxHeight   = 4 << 20 // px of a page
)

// Notes that a page can carry.
const (
	NoteTooLong    = "too-long"    // the letter was cut after maxBytes or maxTokens
	NoteTooDeep    = "too-deep"    // elements were nested too deep, some tags were left out
	NoteTooComplex = "too-complex" // style rules or tables were cut short
)
