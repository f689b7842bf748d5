package mailsync

import (
	"encoding/json"
	"time"

	"satchel/mailstore"
	"satchel/pop3client"
)

// recallFor is how long what a server offers before signing in is taken as known.
const recallFor = 7 * 24 * time.Hour

// serverSays is what a server said of itself in the last session, kept as JSON in
// mailstore.Account.ServerSays.
type serverSays struct {
	Host   string                  `json:"host"`
	Port   int                     `json:"port"`
	TLS    string                  `json:"tls"`
	At     time.Time               `json:"at"` // when Before was asked for
	Before pop3client.Capabilities `json:"before"`
	After  pop3client.Capabilities `json:"after"`
}

// readServerSays gives what is known of the server that the account has now. What
// cannot be read is nothing, and costs two round trips.
func readServerSays(a mailstore.Account) serverSays {
	var s serverSays
	if json.Unmarshal([]byte(a.ServerSays), &s) != nil || s.Host != a.Host || s.Port != a.Port || s.TLS != a.TLS {
		return serverSays{}
	}
	return s
}

// recall is what the next session need not ask; nil: all of it.
func (s serverSays) recall(now time.Time) *pop3client.Recall {
	if age := now.Sub(s.At); s.Before == nil || s.After == nil || age < 0 || age >= recallFor {
		return nil
	}
	return &pop3client.Recall{Before: s.Before, After: s.After}
}

// noteServer takes what the session has learnt. When the server was asked last
// stays as it is where nothing was asked.
func noteServer(a mailstore.Account, before serverSays, learnt pop3client.Recall, recalled bool, now time.Time) string {
	s := serverSays{Host: a.Host, Port: a.Port, TLS: a.TLS, At: now, Before: learnt.Before, After: learnt.After}
	if recalled {
		s.At = before.At
	}
	if s.Before == nil || s.After == nil {
		return ""
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "" // cannot happen: strings and a time
	}
	return string(text)
}

// ServerFacts are what a person may want to know of what the server said of itself.
type ServerFacts struct {
	Software string // the name it gives itself; "" none
	// ExpireDays is after how many days the server itself removes messages (RFC 2449
	// section 6.7); -1: it does not say, or never.
	ExpireDays int
}

// Facts reads what the account's server said at the last check.
func Facts(a mailstore.Account) ServerFacts {
	f := ServerFacts{ExpireDays: -1}
	s := readServerSays(a)
	f.Software = s.After.Implementation()
	if days, never, ok := s.After.Expire(); ok && !never {
		f.ExpireDays = days
	}
	return f
}
