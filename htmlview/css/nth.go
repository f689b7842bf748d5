package css

import (
	"strconv"
	"strings"
)

func signed(n float64, plus bool) string {
	s := strconv.Itoa(int(n))
	if plus && n >= 0 {
		return "+" + s
	}
	return s
}

func nth(s string) (a, b int, ok bool) {
	switch s {
	case "odd":
		return 2, 1, true
	case "even":
		return 2, 0, true
	}
	before, after, found := strings.Cut(s, "n")
	if !found {
		b, err := strconv.Atoi(s)
		return 0, b, err == nil
	}
	switch before {
	case "", "+":
		a = 1
	case "-":
		a = -1
	default:
		n, err := strconv.Atoi(before)
		if err != nil {
			return 0, 0, false
		}
		a = n
	}
	after = strings.ReplaceAll(after, "++", "+")
	after = strings.ReplaceAll(after, "-+", "-")
	if after != "" {
		n, err := strconv.Atoi(after)
		if err != nil {
			return 0, 0, false
		}
		b = n
	}
	return a, b, true
}

// nthMatches says whether position pos, from 1, is one of a*n+b for n from 0.
func nthMatches(a, b, pos int) bool {
	if a == 0 {
		return pos == b
	}
	n := pos - b
	return n%a == 0 && n/a >= 0
}
