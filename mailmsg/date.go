package mailmsg

import (
	"strconv"
	"strings"
	"time"
)

// parseDate reads a date in any of the forms seen in mail: RFC 5322 and its obsolete forms, asctime, ISO 8601, US order,
// with or without day name, seconds, zone and comments. A missing or unknown zone is UTC.
func parseDate(s string) (time.Time, bool) {
	t, _, ok := readDate(s)
	return t, ok
}

// readDate is parseDate; damaged tells that its clock is cut off or has something strange clinging to it.
func readDate(s string) (t time.Time, damaged, ok bool) {
	if t, ok := usualDate(s); ok {
		return t, false, true
	}
	d := dateParts{year: -1, month: -1, day: -1, hour: -1}
	for _, token := range dateTokens(s) {
		d.take(token)
	}
	t, ok = d.time()
	return t, d.damaged, ok
}

// usualDate reads only what nearly all mail has, "Tue, 2 Dec 2025 10:00:00 +0100" and a comment behind it, and that many
// times quicker than readDate.
func usualDate(s string) (time.Time, bool) {
	s = strings.TrimLeft(s, " \t")
	if len(s) > 5 && s[3] == ',' && s[4] == ' ' {
		s = s[5:]
	}
	day, rest, _ := strings.Cut(s, " ")
	const form = "Aaa 0000 00:00:00 +0000"
	if len(day) > 2 || !digits(day) || len(rest) < len(form) || !fits(rest[:len(form)], form) {
		return time.Time{}, false
	}
	month, ok := monthNumbers[rest[:3]]
	if after := strings.TrimSpace(rest[len(form):]); !ok || after != "" && !isComment(after) {
		return time.Time{}, false
	}
	d := dateParts{
		day: atoi(day), month: month, year: atoi(rest[4:8]),
		hour: atoi(rest[9:11]), min: atoi(rest[12:14]), sec: atoi(rest[15:17]),
	}
	hours, minutes := atoi(rest[19:21]), atoi(rest[21:23])
	if hours > 14 || minutes > 59 {
		return time.Time{}, false
	}
	d.zone = hours*3600 + minutes*60
	if rest[18] == '-' {
		d.zone = -d.zone
	}
	return d.time()
}

// fits compares s with a form of the same length: 0 stands for a digit, A and a for letters, + for a sign.
func fits(s, form string) bool {
	for i := range len(form) {
		c := s[i]
		switch f := form[i]; f {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case 'A', 'a':
			if !isLetter(c) {
				return false
			}
		case '+':
			if c != '+' && c != '-' {
				return false
			}
		default:
			if c != f {
				return false
			}
		}
	}
	return true
}

// isComment is true for one pair of brackets around everything.
func isComment(s string) bool { return s[0] == '(' && strings.IndexByte(s, ')') == len(s)-1 }

var monthNumbers = map[string]int{
	"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}

// firstDate reads the first date that is whole, else the first that can be read at all.
func firstDate(values []string) (date time.Time, ok bool) {
	for _, value := range values {
		t, damaged, read := readDate(value)
		if read && !damaged {
			return t, true
		}
		if read && !ok {
			date, ok = t, true
		}
	}
	return date, ok
}

// receivedTime returns the time a server noted in a Received field, after the last semicolon.
func receivedTime(value string) (time.Time, bool) {
	if semicolon := strings.LastIndexByte(value, ';'); semicolon >= 0 {
		return parseDate(value[semicolon+1:])
	}
	// Some servers leave the semicolon out. The date then begins after its day name.
	for _, day := range []string{"Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "} {
		if i := strings.LastIndex(value, day); i >= 0 {
			return parseDate(value[i:])
		}
	}
	return time.Time{}, false
}

// dateTokens cuts at blanks and commas and leaves comments out.
func dateTokens(s string) []string {
	if len(s) > 200 {
		s = s[:200]
	}
	depth := 0
	s = strings.Map(func(r rune) rune {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
			return ' '
		}
		if depth > 0 || r < ' ' || r == ',' || r == '"' || r == '\u00a0' || r == '\u202f' {
			return ' '
		}
		return r
	}, s)
	return strings.Fields(s)
}

// dateParts are what was found so far; -1 for not yet.
type dateParts struct {
	year, month, day int
	hour, min, sec   int
	pm, am           bool
	zone             int // seconds east of Greenwich
	zoned            bool
	damaged          bool
	monthFirst       bool // the month was the first word, and may be the name of a day
}

func (d *dateParts) take(token string) {
	lower := strings.ToLower(token)
	switch {
	case d.takeISO(lower) || d.takeClock(lower) || d.takeZone(lower) || d.takeMonth(lower):
	case lower == "am":
		d.am = true
	case lower == "pm":
		d.pm = true
	default:
		d.takeNumber(lower)
	}
}

// takeISO reads 2006-01-02, 2006/01/02 and 2006-01-02T15:04:05Z.
func (d *dateParts) takeISO(s string) bool {
	if len(s) < 8 || d.year >= 0 || !digits(s[:4]) || s[4] != '-' && s[4] != '/' {
		return false
	}
	date, clock, _ := strings.Cut(s, "t")
	parts := strings.FieldsFunc(date, func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) != 3 || !digits(parts[1]) || !digits(parts[2]) {
		return false
	}
	d.year, d.month, d.day = atoi(parts[0]), atoi(parts[1]), atoi(parts[2])
	if clock != "" {
		d.takeClock(clock)
	}
	return true
}

// takeClock reads 15:04, 15:04:05, 15.04.05, 15:04:05.123 and a zone or "pm" that clings to it.
func (d *dateParts) takeClock(s string) bool {
	if d.hour >= 0 {
		return false
	}
	end := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ':' && r != '.' })
	if end < 0 {
		end = len(s)
	}
	clock, rest := s[:end], s[end:]
	if !strings.Contains(clock, ":") && (strings.Count(clock, ".") != 2 || d.day < 0) {
		return false // 02.12.2025 is a date, 10.20.30 after one a clock
	}
	parts := strings.FieldsFunc(clock, func(r rune) bool { return r == ':' || r == '.' })
	if len(parts) < 2 || len(parts[0]) > 2 {
		return false
	}
	d.hour, d.min = atoi(parts[0]), atoi(parts[1])
	if len(parts) > 2 {
		d.sec = atoi(parts[2])
	}
	switch {
	case rest == "am":
		d.am = true
	case rest == "pm":
		d.pm = true
	case rest != "":
		d.damaged = !d.takeZone(rest)
	}
	return true
}

var zones = map[string]int{
	"ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2, "mesz": 2,
	"eet": 2, "sast": 2, "eest": 3, "msk": 3, "msd": 4, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}

// takeZone reads +0100, +01:00, GMT+1 and names. A number after a name wins: in "GMT+0200" and "EST -0500" it is meant.
func (d *dateParts) takeZone(s string) bool {
	sign := strings.IndexAny(s, "+-")
	if sign < 0 {
		hours, ok := zones[s]
		if ok && !d.zoned {
			d.zone, d.zoned = hours*3600, true
		}
		return ok
	}
	name, number := s[:sign], strings.ReplaceAll(s[sign+1:], ":", "")
	if _, known := zones[name]; name != "" && !known || !digits(number) || len(number) > 4 {
		return false
	}
	if name == "" && d.hour < 0 && d.year < 0 && len(number) < 4 {
		return false // "-05" in the middle of a date
	}
	hours, minutes := atoi(number), 0
	if len(number) > 2 {
		hours, minutes = atoi(number[:len(number)-2]), atoi(number[len(number)-2:])
	}
	if hours > 15 || minutes > 59 {
		return true // nonsense: the time is taken as UTC
	}
	d.zone, d.zoned = hours*3600+minutes*60, true
	if s[sign] == '-' {
		d.zone = -d.zone
	}
	return true
}

// takeMonth reads a month's name, alone or as in 2-Jan-2006 and 2/Jan/06. One that is the first word of all gives way to a
// later: "mar. 12 déc. 2017" is a Tuesday in French.
func (d *dateParts) takeMonth(s string) bool {
	if d.month >= 0 && !d.monthFirst {
		return false
	}
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' }) {
		month := monthNamed(piece)
		if month == 0 {
			continue
		}
		d.monthFirst = d.month < 0 && d.day < 0 && d.year < 0 && piece == strings.Trim(s, ".")
		d.month = month
		before, after, _ := strings.Cut(s, piece)
		d.takeNumber(strings.Trim(before, "-/."))
		d.takeNumber(strings.Trim(after, "-/."))
		return true
	}
	return false
}

// takeNumber reads a day or year, and 1/2/2006, where the month is first as in the US unless it cannot be.
func (d *dateParts) takeNumber(s string) {
	for _, suffix := range []string{"st", "nd", "rd", "th", "."} {
		s = strings.TrimSuffix(s, suffix)
	}
	if parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' }); len(parts) == 3 && d.month < 0 {
		d.takeTriple(s, parts)
		return
	}
	if !digits(s) {
		return
	}
	switch n := atoi(s); {
	case d.day < 0 && len(s) <= 2 && n >= 1 && n <= 31:
		d.day = n
	case d.year < 0 && len(s) >= 2 && len(s) <= 4:
		d.year = fullYear(n, len(s))
	}
}

func (d *dateParts) takeTriple(s string, parts []string) {
	for _, part := range parts {
		if !digits(part) || len(part) > 4 {
			return
		}
	}
	a, b := atoi(parts[0]), atoi(parts[1])
	d.year = fullYear(atoi(parts[2]), len(parts[2]))
	if a > 12 || strings.Contains(s, ".") { // with dots the day is first
		a, b = b, a
	}
	d.month, d.day = a, b
}

// fullYear is RFC 5322 section 4.3: two digits below 50 are of this century, three count from 1900.
func fullYear(n, length int) int {
	switch {
	case length == 2 && n < 50:
		return 2000 + n
	case length <= 3:
		return 1900 + n
	}
	return n
}

// time puts the parts together. A date that does not exist is none: better the time of receipt than 31 February.
func (d *dateParts) time() (time.Time, bool) {
	if d.day < 1 || d.month < 1 || d.month > 12 || d.year < 1900 || d.year > 9999 {
		return time.Time{}, false
	}
	hour := max(d.hour, 0)
	switch {
	case d.pm && hour < 12:
		hour += 12
	case d.am && hour == 12:
		hour = 0
	}
	sec := min(d.sec, 59) // leap seconds
	if hour > 24 || d.min > 59 || d.sec > 61 {
		return time.Time{}, false
	}
	t := time.Date(d.year, time.Month(d.month), d.day, hour, d.min, sec, 0, time.FixedZone("", d.zone))
	if hour < 24 && t.Day() != d.day {
		return time.Time{}, false
	}
	return t, true
}

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// atoi is for short runs of digits.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
