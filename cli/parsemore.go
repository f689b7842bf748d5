package cli

import (
	"time"

	"satchel/mailmsg"
)

// insideJSON is a file found inside another attachment or, where within is "text", inside the text.
type insideJSON struct {
	attachmentJSON
	Within string `json:"within"`
}

type listJSON struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Post        string   `json:"post"`
	Unsubscribe []string `json:"unsubscribe"`
	OneClick    bool     `json:"one_click"`
	Archive     string   `json:"archive"`
	Help        string   `json:"help"`
}

func listOf(l mailmsg.MailingList) *listJSON {
	if !l.IsList() {
		return nil
	}
	return &listJSON{l.ID, l.Name, l.Post, notNull(l.Unsubscribe), l.OneClick, l.Archive, l.Help}
}

type authJSON struct {
	Server  string           `json:"server"`
	Results []authResultJSON `json:"results"`
}

type authResultJSON struct {
	Method   string            `json:"method"`
	Result   string            `json:"result"`
	Reason   string            `json:"reason"`
	Property map[string]string `json:"property"`
}

func authOf(list []mailmsg.AuthResults) []authJSON {
	all := []authJSON{}
	for _, a := range list {
		j := authJSON{Server: a.Server, Results: []authResultJSON{}}
		for _, r := range a.Results {
			j.Results = append(j.Results, authResultJSON{r.Method, r.Result, r.Reason, r.Property})
		}
		all = append(all, j)
	}
	return all
}

type reportJSON struct {
	Server     string         `json:"server"`
	Receipt    bool           `json:"receipt"`
	OriginalID string         `json:"original_id"`
	Subject    string         `json:"subject"`
	Recipients []deliveryJSON `json:"recipients"`
}

type deliveryJSON struct {
	Address    string `json:"address"`
	Action     string `json:"action"`
	Status     string `json:"status"`
	Diagnostic string `json:"diagnostic"`
	Sentence   string `json:"sentence"`
}

func reportOf(r *mailmsg.Report) *reportJSON {
	if r == nil {
		return nil
	}
	j := &reportJSON{Server: r.Server, Receipt: r.Receipt, OriginalID: r.OriginalID, Subject: r.Subject, Recipients: []deliveryJSON{}}
	for _, d := range r.Recipients {
		j.Recipients = append(j.Recipients, deliveryJSON{d.Address, d.Action, d.Status, d.Diagnostic, d.Sentence()})
	}
	return j
}

type eventJSON struct {
	Method    string            `json:"method"`
	UID       string            `json:"uid"`
	Summary   string            `json:"summary"`
	Location  string            `json:"location"`
	Start     *string           `json:"start"` // RFC 3339, days as 2006-01-02
	End       *string           `json:"end"`
	AllDay    bool              `json:"all_day"`
	Repeats   string            `json:"repeats"`
	Organiser mailmsg.Address   `json:"organiser"`
	Attendees []mailmsg.Address `json:"attendees"`
	Cancelled bool              `json:"cancelled"`
	Answer    string            `json:"answer"`
}

func eventsOf(list []mailmsg.Event) []eventJSON {
	all := []eventJSON{}
	for _, e := range list {
		form := time.RFC3339
		switch {
		case e.AllDay:
			form = time.DateOnly
		case e.Floating:
			form = "2006-01-02T15:04:05"
		}
		all = append(all, eventJSON{
			Method: e.Method, UID: e.UID, Summary: e.Summary, Location: e.Location, Start: timeText(e.Start, form), End: timeText(e.End, form),
			AllDay: e.AllDay, Repeats: e.Repeats, Organiser: e.Organiser, Attendees: notNull(e.Attendees), Cancelled: e.Cancelled, Answer: e.Answer,
		})
	}
	return all
}

func timeText(t time.Time, form string) *string {
	if t.IsZero() {
		return nil
	}
	text := t.Format(form)
	return &text
}

type contactJSON struct {
	Name         string   `json:"name"`
	Organisation string   `json:"organisation"`
	Title        string   `json:"title"`
	Emails       []string `json:"emails"`
	Phones       []string `json:"phones"`
	Address      string   `json:"address"`
	Note         string   `json:"note"`
	URL          string   `json:"url"`
}

func contactsOf(list []mailmsg.Contact) []contactJSON {
	all := []contactJSON{}
	for _, c := range list {
		all = append(all, contactJSON{c.Name, c.Organisation, c.Title, notNull(c.Emails), notNull(c.Phones), c.Address, c.Note, c.URL})
	}
	return all
}
