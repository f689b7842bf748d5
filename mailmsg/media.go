package mailmsg

import (
	"strings"
)

// media is the value of Content-Type or Content-Disposition with its parameters (RFC 2045 section 5.1, RFC 2183).
type media struct {
	value  string            // lower case: "text/plain", "attachment"
	params map[string]string // by lower-case name, decoded to UTF-8
}

// major returns "text" of "text/plain".
func (m media) major() string {
	major, _, _ := strings.Cut(m.value, "/")
	return major
}

// contentType reads the Content-Type of a part; fallback stands where there is none or no sense in it.
func contentType(h header, fallback string) media {
	m := parseMedia(h.get("Content-Type"))
	major, minor, ok := strings.Cut(m.value, "/")
	if !ok || major == "" || minor == "" {
		m.value = fallback
	}
	return m
}

// parseMedia takes anything: values without quotes, quotes without end, missing and doubled semicolons.
func parseMedia(s string) media {
	m := media{params: map[string]string{}}
	end := strings.IndexAny(s, "; \t(")
	if end < 0 {
		end = len(s)
	}
	m.value = strings.ToLower(strings.Trim(s[:end], "\"'"))
	rest := s[end:]
	var pieces continuations
	for {
		rest = strings.TrimLeft(rest, "; \t")
		if rest == "" {
			break
		}
		var name, value string
		name, value, rest = nextParam(rest)
		if name == "" {
			continue
		}
		if base, star, ok := strings.Cut(name, "*"); ok {
			pieces.add(base, star, value)
			continue
		}
		if _, twice := m.params[name]; !twice {
			m.params[name] = value
		}
	}
	pieces.join(m.params)
	return m
}

// nextParam cuts one "name=value" off. name is "" where there is no sense in it.
func nextParam(s string) (name, value, rest string) {
	stop := strings.IndexAny(s, "=;")
	if stop < 0 {
		return "", "", ""
	}
	if s[stop] == ';' {
		return "", "", s[stop+1:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:stop]))
	if space := strings.LastIndexAny(name, " \t)"); space >= 0 {
		name = name[space+1:] // a comment, or words that belong nowhere
	}
	s = strings.TrimLeft(s[stop+1:], " \t")
	if strings.HasPrefix(s, `"`) {
		if value, rest, ok := quoted(s); ok {
			return name, value, rest
		}
		s = s[1:]
	}
	stops := "; \t"
	if isNameParam(name) {
		stops = ";" // blanks are common in file names; in others a comment follows, or the semicolon is missing
	}
	end := strings.IndexAny(s, stops)
	if end < 0 {
		end = len(s)
	}
	return name, strings.TrimSpace(s[:end]), s[end:]
}

func isNameParam(name string) bool {
	return strings.HasPrefix(name, "filename") || strings.HasPrefix(name, "name")
}

// quoted reads the quoted string s starts with. ok is false where it has no end.
func quoted(s string) (value, rest string, ok bool) {
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return out.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			// Only these two are escaped by mailers; in C:\new the backslash is meant.
			i++
			out.WriteByte(s[i])
		default:
			out.WriteByte(c)
		}
	}
	return "", "", false
}

// fileName returns the name a part goes by, decoded, not yet safe; "" if it has none.
func fileName(disposition, kind media) string {
	for _, name := range []string{disposition.params["filename"], disposition.params["name"], kind.params["name"], kind.params["filename"]} {
		if name != "" {
			return decodeWords(name) // forbidden in parameters (RFC 2047 section 5), and common
		}
	}
	return ""
}
