package viewmodel

import (
	"net/url"

	"satchel/htmlview"
)

// LinkQuestion words what a reader must know before a link opens. ask is false where there is nothing.
func LinkQuestion(l htmlview.Link) (q Question, ask bool) {
	if len(l.Warnings) == 0 {
		return Question{}, false
	}
	q = Question{Title: "Where does this link lead?", Yes: "Open it all the same"}
	for _, w := range l.Warnings {
		q.Lines = append(q.Lines, linkWords[w])
	}
	q.Text = "It leads to:\n" + l.Target
	if u, err := url.Parse(l.Target); err == nil && u.Host != "" {
		q.Text = "It leads to a page of " + htmlview.Site(u.Hostname()) + ":\n" + l.Target
	}
	return q, true
}

var linkWords = map[htmlview.Warning]string{
	htmlview.WarnTextMismatch: "The letter shows the name of another site. Letters that want your password or your money do this.",
	htmlview.WarnHomograph:    "The site's name has letters that look like others: it may pass itself off as a site that you know.",
	htmlview.WarnUserInfo:     "The address begins with a name that is not the site's, to look like it.",
	htmlview.WarnIPHost:       "The site has no name, only a number. Firms that you know have names.",
}
