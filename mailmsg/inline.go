package mailmsg

import (
	"net/url"
	"strings"
)

// markInline marks the pictures the HTML shows, wherever they stand in the tree.
func (m *Message) markInline() {
	if m.HTML == "" || len(m.Attachments) == 0 {
		return
	}
	shown, page := referencedIDs(m.HTML), m.HTML[:min(len(m.HTML), locationsWithin)]
	for i := range m.Attachments {
		a := &m.Attachments[i]
		if a.ContentID != "" && shown[a.ContentID] || a.Location != "" && i < maxLocations && refersTo(page, a.Location) {
			a.Inline = true
		}
	}
}

const (
	maxLocations    = 50      // attachments looked for by Content-Location: each costs a search through the page
	locationsWithin = 1 << 20 // bytes of the page searched
)

// refersTo tells whether a page names a location as an address, in full or by the last part of it (RFC 2557 section 5).
func refersTo(page, location string) bool {
	for _, ref := range []string{location, location[strings.LastIndexByte(location, '/')+1:]} {
		for rest := page; ref != ""; {
			i := strings.Index(rest, ref)
			if i < 0 {
				break
			}
			before, after := rest[:i], rest[i+len(ref):]
			if before != "" && after != "" && strings.IndexByte("\"'(=", before[len(before)-1]) >= 0 && strings.IndexByte("\"')> ", after[0]) >= 0 {
				return true
			}
			rest = after
		}
	}
	return false
}

// referencedIDs collects the content ids of cid: links (RFC 2392), percent-decoded.
func referencedIDs(html string) map[string]bool {
	var ids map[string]bool
	for {
		i := strings.IndexByte(html, ':')
		if i < 0 {
			return ids
		}
		isCID := i >= 3 && strings.EqualFold(html[i-3:i], "cid")
		html = html[i+1:]
		if !isCID {
			continue
		}
		head := html[:min(len(html), 1000)]
		if end := strings.IndexAny(head, "\"'<> )\r\n\t"); end >= 0 {
			head = head[:end]
		}
		html = html[len(head):]
		if decoded, err := url.PathUnescape(head); err == nil {
			head = decoded
		}
		if ids == nil {
			ids = map[string]bool{}
		}
		ids[head] = true
	}
}
