package mailmsg

import (
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zones of these names
)

// zoneByName finds a zone by its name, nil where it is not known. "" is none.
func zoneByName(name string) *time.Location {
	name = strings.Trim(name, `"/ `)
	if name == "" || strings.EqualFold(name, "local") {
		return nil
	}
	if iana, ok := windowsZones[strings.ToLower(name)]; ok {
		name = iana
	}
	// Some programs put their own name before that of the zone: /citadel.org/20260101_1/Europe/Berlin.
	for parts := strings.Split(name, "/"); len(parts) > 0; parts = parts[1:] {
		if loc, err := time.LoadLocation(strings.Join(parts, "/")); err == nil {
			return loc
		}
		if len(parts) > 6 {
			return nil
		}
	}
	return nil
}

// readZones gives the zones a calendar describes itself, of which the names mean nothing elsewhere: those of one offset
// only. Of others the name is known in practice; where it is not, standard time is off by an hour in summer at most.
func readZones(text string) map[string]*time.Location {
	zones := map[string]*time.Location{}
	var name, part string
	for line := range contentLines(text) {
		value := strings.ToUpper(line.value)
		switch {
		case line.name == "BEGIN" && (value == "STANDARD" || value == "DAYLIGHT"):
			part = value
		case line.name == "BEGIN" && value == "VEVENT":
			return zones
		case line.name == "END" && value == "VTIMEZONE":
			name, part = "", ""
		case line.name == "TZID":
			name = line.value
			if loc := zoneByName(name); loc != nil && len(zones) < maxEvents {
				zones[name] = loc
				name = ""
			}
		case line.name == "TZOFFSETTO" && part == "STANDARD" && name != "" && len(zones) < maxEvents:
			if offset, ok := zoneOffset(value); ok {
				zones[name] = time.FixedZone("", offset)
			}
		}
	}
	return zones
}

// zoneOffset reads +0100 in seconds.
func zoneOffset(s string) (seconds int, ok bool) {
	if len(s) < 5 || s[0] != '+' && s[0] != '-' || !digits(s[1:5]) {
		return 0, false
	}
	seconds = atoi(s[1:3])*3600 + atoi(s[3:5])*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// windowsZones are the names that Outlook gives zones (CLDR windowsZones.xml), the ones met in mail.
var windowsZones = map[string]string{
	"w. europe standard time": "Europe/Berlin", "central europe standard time": "Europe/Budapest", "central european standard time": "Europe/Warsaw",
	"romance standard time": "Europe/Paris", "gmt standard time": "Europe/London", "greenwich standard time": "Atlantic/Reykjavik",
	"e. europe standard time": "Europe/Chisinau", "fle standard time": "Europe/Kyiv", "gtb standard time": "Europe/Bucharest",
	"russian standard time": "Europe/Moscow", "turkey standard time": "Europe/Istanbul", "israel standard time": "Asia/Jerusalem",
	"egypt standard time": "Africa/Cairo", "south africa standard time": "Africa/Johannesburg", "arab standard time": "Asia/Riyadh",
	"arabian standard time": "Asia/Dubai", "iran standard time": "Asia/Tehran", "pakistan standard time": "Asia/Karachi",
	"india standard time": "Asia/Kolkata", "se asia standard time": "Asia/Bangkok", "china standard time": "Asia/Shanghai",
	"taipei standard time": "Asia/Taipei", "singapore standard time": "Asia/Singapore", "tokyo standard time": "Asia/Tokyo",
	"korea standard time": "Asia/Seoul", "w. australia standard time": "Australia/Perth", "aus eastern standard time": "Australia/Sydney",
	"e. australia standard time": "Australia/Brisbane", "new zealand standard time": "Pacific/Auckland", "hawaiian standard time": "Pacific/Honolulu",
	"alaskan standard time": "America/Anchorage", "pacific standard time": "America/Los_Angeles", "mountain standard time": "America/Denver",
	"us mountain standard time": "America/Phoenix", "central standard time": "America/Chicago", "eastern standard time": "America/New_York",
	"atlantic standard time": "America/Halifax", "newfoundland standard time": "America/St_Johns", "e. south america standard time": "America/Sao_Paulo",
	"argentina standard time": "America/Buenos_Aires", "sa pacific standard time": "America/Bogota", "central america standard time": "America/Guatemala",
	"utc": "UTC", "coordinated universal time": "UTC", "greenwich mean time": "UTC",
}
