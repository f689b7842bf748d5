package widgets

import "strings"

// link is an address in a text: text[start:end].
type link struct {
	start, end int
	url        string
}

// linkReach is how far around a line its links are looked for: an address longer
// than that is not one to click.
const linkReach = 2048

// linksAround finds the links which touch text[start:end].
func linksAround(text string, start, end int) []link {
	from, to := max(0, start-linkReach), min(len(text), end+linkReach)
	if n := strings.LastIndexByte(text[from:start], '\n'); n >= 0 {
		from += n + 1
	}
	if n := strings.IndexByte(text[end:to], '\n'); n >= 0 {
		to = end + n
	}
	var links []link
	for at := from; at < to; {
		n := linkStart(text[at:to])
		if n < 0 {
			break
		}
		at += n
		length := linkLength(text[at:to])
		found := link{at, at + length, text[at : at+length]}
		if strings.HasPrefix(strings.ToLower(found.url), "www.") {
			found.url = "https://" + found.url
		}
		at += max(1, length)
		if found.end > start && found.start < end && worthClicking(found.url) {
			links = append(links, found)
		}
	}
	return links
}

// linkStart is where the next address begins, or -1. It must not stand within a
// word: "xhttp://" is none.
func linkStart(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 'h', 'H', 'm', 'M', 'w', 'W':
		default:
			continue
		}
		if i > 0 && runeKind(rune(s[i-1])) == 2 {
			continue
		}
		for _, scheme := range []string{"https://", "http://", "mailto:", "www."} {
			if len(s)-i > len(scheme) && strings.EqualFold(s[i:i+len(scheme)], scheme) {
				return i
			}
		}
	}
	return -1
}

// linkLength is the length of the address s begins with, without the full stop or
// bracket of the sentence around it.
func linkLength(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("<>\"`{}|\\^”“»«", r) || hidden(r) || r == 0xa0 || r == 0x3000
	})
	if end < 0 {
		end = len(s)
	}
	for end > 0 {
		last := s[end-1]
		switch {
		case strings.IndexByte(".,;:!?'*_", last) >= 0:
			end--
		case last == ')' && strings.Count(s[:end], "(") < strings.Count(s[:end], ")"),
			last == ']' && strings.Count(s[:end], "[") < strings.Count(s[:end], "]"):
			end--
		default:
			return end
		}
	}
	return end
}

// worthClicking says whether there is anything after the scheme.
func worthClicking(url string) bool {
	_, rest, _ := strings.Cut(url, ":")
	return len(strings.TrimLeft(rest, "/")) >= 3
}
