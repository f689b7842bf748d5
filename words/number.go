package words

import (
	"strconv"
	"strings"
)

// Number is n with its thousands set apart from five digits on: "24 118".
func Number[T int | int64](n T) string {
	t := inUse()
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) < t.least {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(t.group)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Size is a number of octets: "512 bytes", "18 MB", "1.4 GB". Units are decimal, as file managers and providers' mailbox
// limits have them.
func Size(octets int64) string {
	if octets < 1000 {
		return N("%d byte", "%d bytes", int(max(octets, 0)))
	}
	t := inUse()
	v := float64(octets) / 1000
	for i, unit := range t.units {
		// 999.5 would be rounded to "1000 kB": it is the next unit's 1.
		if v < 999.5 || i == len(t.units)-1 {
			return t.short(v) + " " + unit
		}
		v /= 1000
	}
	return "" // not reached
}

// short has one decimal below ten, unless it is a zero.
func (t *tongue) short(v float64) string {
	if v < 9.95 {
		text := strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
		return strings.Replace(text, ".", t.point, 1)
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}
