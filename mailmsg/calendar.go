package mailmsg

import (
	"cmp"
	"strings"
	"time"
)

// Event is one appointment of a calendar sent with a message (RFC 5545, RFC 5546), what of it a reader wants to know.
type Event struct {
	Method    string // of the calendar: "REQUEST" invites, "CANCEL" takes back, "REPLY" answers, "PUBLISH" tells; upper case
	UID       string
	Summary   string
	Location  string
	Start     time.Time // in the zone it was written in; zero where it cannot be read
	End       time.Time // zero where not given; the first day after it if AllDay
	AllDay    bool
	Floating  bool   // times are of no zone: the same hour everywhere
	Repeats   string // in words: "every week", "" for once
	Organiser Address
	Attendees []Address
	Cancelled bool
	Answer    string // of a REPLY: "ACCEPTED", "DECLINED", "TENTATIVE", …
}

// When says when the event is, in the time of loc: "Tuesday, 3 March 2026, 15:00 to 16:30".
func (e Event) When(loc *time.Location) string {
	if e.Start.IsZero() {
		return ""
	}
	const day, clock = "Monday, 2 January 2006", "15:04"
	var text string
	if e.AllDay {
		last := e.End.AddDate(0, 0, -1)
		text = e.Start.Format(day)
		if last.After(e.Start) {
			text += " to " + last.Format(day)
		}
	} else {
		start, end := e.Start, e.End
		if !e.Floating {
			start, end = start.In(loc), end.In(loc)
		}
		text = start.Format(day + ", " + clock)
		switch {
		case !e.End.After(e.Start):
		case start.Format(day) == end.Format(day):
			text += " to " + end.Format(clock)
		default:
			text += " to " + end.Format(day+", "+clock)
		}
	}
	if e.Repeats != "" {
		text += ", " + e.Repeats
	}
	return text
}

// Sentence says what, when in the time of loc, and where: "Invitation: Tea, Tuesday, 3 March 2026, 15:00, Garden."
func (e Event) Sentence(loc *time.Location) string {
	kind := "Appointment"
	switch {
	case e.Cancelled:
		kind = "Cancelled"
	case e.Method == "REPLY":
		kind = e.answered()
	case e.Method == "REQUEST":
		kind = "Invitation"
	}
	return kind + ": " + joinFilled([]string{e.Summary, e.When(loc), e.Location}, ", ") + "."
}

// answered says who answered what to an invitation.
func (e Event) answered() string {
	who := "Somebody"
	if len(e.Attendees) == 1 {
		who = cmp.Or(e.Attendees[0].Name, e.Attendees[0].Address)
	}
	switch e.Answer {
	case "ACCEPTED":
		return who + " will come"
	case "DECLINED":
		return who + " will not come"
	case "TENTATIVE":
		return who + " may come"
	}
	return who + " has answered"
}

const (
	maxEvents    = 200
	maxAttendees = 200
)

func (p *parser) addEvents(body []byte, kind media) {
	text, _ := toUTF8(body, kind.params["charset"])
	for _, e := range parseCalendar(text, strings.ToUpper(kind.params["method"])) {
		if len(p.m.Events) == maxEvents {
			return
		}
		// The same invitation often stands in a message twice: once to be shown and once as a file.
		twice := false
		for _, known := range p.m.Events {
			twice = twice || known.UID == e.UID && known.Start.Equal(e.Start) && known.Summary == e.Summary
		}
		if !twice {
			p.m.Events = append(p.m.Events, e)
		}
	}
}

// parseCalendar reads the events of a calendar; method stands where the calendar names none.
func parseCalendar(text, method string) []Event {
	c := calendarReader{method: method, zones: readZones(text)}
	for line := range contentLines(text) {
		if len(c.list) > maxEvents {
			break
		}
		c.take(line)
	}
	c.endEvent()
	for i := range c.list {
		c.list[i].Method = c.method
	}
	return c.list
}

type calendarReader struct {
	list   []Event
	method string
	zones  map[string]*time.Location
	event  *Event
	length time.Duration
	inner  []string // components within the event that are open, such as alarms
}

func (c *calendarReader) take(line contentLine) {
	value := strings.ToUpper(line.value)
	switch {
	case line.name == "BEGIN" && value == "VEVENT":
		c.endEvent()
		c.event = &Event{}
	case line.name == "END" && value == "VEVENT":
		c.endEvent()
	case line.name == "BEGIN" && c.event != nil:
		c.inner = append(c.inner, value)
	case line.name == "END" && len(c.inner) > 0:
		c.inner = c.inner[:len(c.inner)-1]
	case line.name == "METHOD" && c.event == nil && line.value != "":
		c.method = plainLine(value)
	case c.event != nil && len(c.inner) == 0:
		c.takeProperty(line)
	}
}

func (c *calendarReader) takeProperty(line contentLine) {
	e := c.event
	switch line.name {
	case "UID":
		e.UID = line.text()
	case "SUMMARY":
		e.Summary = line.text()
	case "LOCATION":
		e.Location = line.text()
	case "STATUS":
		e.Cancelled = strings.EqualFold(line.value, "CANCELLED")
	case "DTSTART":
		e.Start, e.AllDay, e.Floating = c.time(line)
	case "DTEND":
		e.End, _, _ = c.time(line)
	case "DURATION":
		c.length = parseDuration(line.value)
	case "RRULE":
		e.Repeats = ruleInWords(line.value)
	case "ORGANIZER": //nolint:misspell // the standard's word
		e.Organiser = calendarAddress(line)
	case "ATTENDEE":
		if len(e.Attendees) < maxAttendees {
			e.Attendees = append(e.Attendees, calendarAddress(line))
		}
		e.Answer = strings.ToUpper(line.params["PARTSTAT"])
	}
}

func (c *calendarReader) endEvent() {
	if e := c.event; e != nil && (e.Summary != "" || !e.Start.IsZero() || e.UID != "") {
		switch {
		case !e.End.IsZero() || e.Start.IsZero():
		case c.length > 0:
			e.End = e.Start.Add(c.length)
		case e.AllDay:
			e.End = e.Start.AddDate(0, 0, 1)
		}
		if c.method != "REPLY" || len(e.Attendees) != 1 {
			e.Answer = ""
		}
		e.Cancelled = e.Cancelled || c.method == "CANCEL"
		c.list = append(c.list, *e)
	}
	c.event, c.length, c.inner = nil, 0, nil
}

func calendarAddress(line contentLine) Address {
	address := line.value
	if rest, ok := cutFold(address, "mailto:"); ok {
		address = rest
	}
	return Address{Name: cleanName(line.params["CN"]), Address: cleanAddress(address)}
}

// time reads 20260303T150000Z, the same with TZID, without zone, and days: 20260303.
func (c *calendarReader) time(line contentLine) (t time.Time, day, floating bool) {
	value := strings.TrimSpace(line.value)
	if len(value) == 8 {
		t, err := time.Parse("20060102", value)
		return t, err == nil, err == nil
	}
	if strings.HasSuffix(value, "Z") {
		t, _ = time.Parse("20060102T150405Z", value)
		return t, false, false
	}
	name := line.params["TZID"]
	loc, known := c.zones[name]
	if !known {
		loc = zoneByName(name)
	}
	if loc == nil {
		t, _ = time.Parse("20060102T150405", value)
		return t, false, true
	}
	t, _ = time.ParseInLocation("20060102T150405", value, loc)
	return t, false, false
}

// parseDuration reads P1DT2H30M and the like (RFC 5545 section 3.3.6); 0 for nonsense.
func parseDuration(s string) time.Duration {
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	var total time.Duration
	number := ""
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9' && len(number) < 6:
			number += string(c)
		case units[c] > 0:
			total += time.Duration(atoi(number)) * units[c]
			number = ""
		}
	}
	return total
}

var frequencies = map[string][2]string{
	"DAILY": {"every day", "days"}, "WEEKLY": {"every week", "weeks"}, "MONTHLY": {"every month", "months"}, "YEARLY": {"every year", "years"},
}

// ruleInWords says how an event repeats, as far as one can in a few words.
func ruleInWords(rule string) string {
	parts := map[string]string{}
	for part := range strings.SplitSeq(strings.ToUpper(rule), ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	words, ok := frequencies[parts["FREQ"]]
	if !ok {
		return "repeatedly"
	}
	text := words[0]
	if n := parts["INTERVAL"]; digits(n) && len(n) < 4 && atoi(n) > 1 {
		text = "every " + n + " " + words[1]
	}
	switch n := parts["COUNT"]; {
	case digits(n) && len(n) < 5:
		text += ", " + n + " times"
	case len(parts["UNTIL"]) >= 8:
		if until, err := time.Parse("20060102", parts["UNTIL"][:8]); err == nil {
			text += " until " + until.Format("2 January 2006")
		}
	}
	return text
}
