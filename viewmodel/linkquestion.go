package viewmodel

import (
	"net/url"

	"satchel/htmlview"
	"satchel/words"
)

// LinkQuestion words what a reader must know before a link opens. ask is false where there is nothing.
func LinkQuestion(l htmlview.Link) (q Question, ask bool) {
	if len(l.Warnings) == 0 {
		return Question{}, false
	}
	q = Question{Title: words.T("Where does this link lead?"), Yes: words.T("Open it all the same"), Wary: true}
	for _, w := range l.Warnings {
		q.Lines = append(q.Lines, words.T(linkWords[w]))
	}
	q.Text = words.T("It leads to:\n%s", l.Target)
	if u, err := url.Parse(l.Target); err == nil && u.Host != "" {
		q.Text = words.T("It leads to a page of %s:\n%s", htmlview.Site(u.Hostname()), l.Target)
	}
	return q, true
}

//words:keys
var linkWords = map[htmlview.Warning]string{
	htmlview.WarnTextMismatch: "The letter shows the name of another site. Letters that want your password or your money do this.",
	htmlview.WarnHomograph:    "The site's name has letters that look like others: it may pass itself off as a site that you know.",
	htmlview.WarnUserInfo:     "The address begins with a name that is not the site's, to look like it.",
	htmlview.WarnIPHost:       "The site has no name, only a number. Firms that you know have names.",
}
