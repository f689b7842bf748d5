package mailmsg

import (
	"strconv"
	"strings"
)

// maxPieces of one continued parameter; real names have a handful.
const maxPieces = 1000

// continuations are parameters in pieces or with a charset: name*0=, name*1*=, name*= (RFC 2231 sections 3 and 4).
type continuations struct {
	params map[string]map[int]piece
}

type piece struct {
	value   string
	percent bool // percent-encoded
}

// add notes the parameter base*star=value; star is "", "0", "0*", …
func (c *continuations) add(base, star, value string) {
	number, percent := strings.CutSuffix(star, "*")
	index := 0
	if number == "" {
		percent = true // name*=
	} else {
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n >= maxPieces {
			return
		}
		index = n
	}
	if c.params == nil {
		c.params = map[string]map[int]piece{}
	}
	if c.params[base] == nil {
		c.params[base] = map[int]piece{}
	}
	c.params[base][index] = piece{value, percent}
}

// join puts the pieces together. The result wins over a plain parameter of the same name, which is there for old mailers.
func (c *continuations) join(params map[string]string) {
	for base, pieces := range c.params {
		first, ok := pieces[0]
		start := 0
		if !ok { // some count from 1
			if first, ok = pieces[1]; !ok {
				continue
			}
			start = 1
		}
		label, marked := "", false
		if first.percent {
			if parts := strings.SplitN(first.value, "'", 3); len(parts) == 3 {
				label, marked = parts[0], true
				first.value = parts[2]
				pieces[start] = first
			}
		}
		var raw []byte
		for i := start; ; i++ {
			p, ok := pieces[i]
			if !ok {
				break
			}
			if p.percent {
				raw = appendPercent(raw, p.value)
			} else {
				raw = append(raw, p.value...)
			}
		}
		if !marked && !strings.Contains(first.value, "%") && !first.percent {
			params[base] = decodeWords(string(raw))
			continue
		}
		params[base], _ = toUTF8(raw, label)
	}
}

func appendPercent(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			dst = append(dst, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		dst = append(dst, s[i])
	}
	return dst
}
