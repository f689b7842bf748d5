package htmlview

import (
	"strconv"
	"strings"
)

type listType uint8

const (
	listNone listType = iota
	listDisc
	listCircle
	listSquare
	listDecimal
	listDecimalZero
	listLowerAlpha
	listUpperAlpha
	listLowerRoman
	listUpperRoman
)

var listTypes = map[string]listType{"none": listNone, "disc": listDisc, "circle": listCircle, "square": listSquare, "decimal": listDecimal,
	"decimal-leading-zero": listDecimalZero, "lower-alpha": listLowerAlpha, "lower-latin": listLowerAlpha, "upper-alpha": listUpperAlpha,
	"upper-latin": listUpperAlpha, "lower-roman": listLowerRoman, "upper-roman": listUpperRoman}

// marker is the text before a list item; bullets are drawn as shapes and have none.
func marker(t listType, n int) string {
	switch t {
	case listDecimal:
		return strconv.Itoa(n) + ". "
	case listDecimalZero:
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n) + ". "
		}
		return strconv.Itoa(n) + ". "
	case listLowerAlpha:
		return alpha(n) + ". "
	case listUpperAlpha:
		return strings.ToUpper(alpha(n)) + ". "
	case listLowerRoman:
		return roman(n) + ". "
	case listUpperRoman:
		return strings.ToUpper(roman(n)) + ". "
	default:
	}
	return ""
}

func alpha(n int) string {
	if n <= 0 {
		return strconv.Itoa(n)
	}
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

func roman(n int) string {
	if n <= 0 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		n int
		s string
	}{{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= d.n {
			b.WriteString(d.s)
			n -= d.n
		}
	}
	return b.String()
}

// ordinal is a list item's number (HTML standard 4.4.8).
func ordinal(n *node) int {
	list := n.parent
	if list == nil {
		return 1
	}
	count, step := 1, 1
	if start, ok := integer(list.attr("start")); ok {
		count = start
	}
	if list.has("reversed") {
		step = -1
	}
	for _, c := range list.children {
		if c.isText || c.style == nil || c.style.display != displayListItem {
			continue
		}
		if v, ok := integer(c.attr("value")); ok {
			count = v
		}
		if c == n {
			break
		}
		count += step
	}
	return count
}

func integer(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil
}
