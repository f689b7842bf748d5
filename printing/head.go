package printing

import (
	"fmt"
	"html"
	"strings"
	"time"

	"satchel/mailmsg"
)

// Head is what the first page says of a letter, in its final wording, and each page's foot in short. Empty lines are left
// out.
type Head struct{ Subject, From, To, Date string }

// mostNamed bounds the people of a line.
const mostNamed = 30

// HeadOf words a message's head; its date as the clock stands in that place.
func HeadOf(m *mailmsg.Message, in *time.Location) Head {
	h := Head{Subject: m.Subject, From: people(m.From), To: people(append(m.To[:len(m.To):len(m.To)], m.Cc...))}
	if !m.Date.IsZero() {
		h.Date = m.Date.In(in).Format("Monday 2 January 2006, 15:04")
	}
	return h
}

func people(list []mailmsg.Address) string {
	var names []string
	for _, a := range list[:min(len(list), mostNamed)] {
		switch {
		case a.Name == "":
			names = append(names, a.Address)
		case a.Address == "":
			names = append(names, a.Name)
		default:
			names = append(names, a.Name+" <"+a.Address+">")
		}
	}
	line := strings.Join(names, ", ")
	if more := len(list) - mostNamed; more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	return line
}

func (h Head) html() string {
	if h == (Head{}) {
		return ""
	}
	var b strings.Builder
	b.WriteString("<!doctype html><body style='margin:0;font:14px Arial'>")
	if h.Subject != "" {
		fmt.Fprintf(&b, "<div dir=auto style='font-size:19px;font-weight:bold;margin-bottom:6px'>%s</div>", html.EscapeString(h.Subject))
	}
	b.WriteString("<table cellspacing=0 cellpadding=1>")
	for _, line := range [3][2]string{{"From", h.From}, {"To", h.To}, {"Date", h.Date}} {
		if line[1] != "" {
			fmt.Fprintf(&b, "<tr valign=top><td style='color:#555;padding-right:12px'>%s<td>%s", line[0], html.EscapeString(line[1]))
		}
	}
	b.WriteString("</table><div style='border-bottom:1px solid #999;margin-top:6px;height:3px'></div>")
	return b.String()
}

// foot is one line: what the letter is, and which page.
func (h Head) foot(n, of int) string {
	var words []string
	for _, w := range []string{h.Subject, h.From, h.Date} {
		if w != "" {
			words = append(words, html.EscapeString(w))
		}
	}
	return fmt.Sprintf("<!doctype html><body style='margin:0;font:11px Arial;color:#555'><table width=100%% cellspacing=0 cellpadding=0><tr valign=top>"+
		"<td><div style='height:13px;overflow:hidden'>%s</div><td align=right nowrap style='padding-left:20px'>Page %d of %d</table>", strings.Join(words, " · "), n, of)
}
