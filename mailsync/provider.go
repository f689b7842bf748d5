package mailsync

import (
	"strings"
	"time"
)

// provider is what is known of a provider's server beyond what it says of itself. Where the server says it (LOGIN-DELAY)
// or a ledger shows it (a provider that keeps what it was asked to remove), nothing is written here: facts go stale.
type provider struct {
	// Hides: it takes messages out of its listing once they were fetched, and lists some hundred at a time.
	Hides bool
	// Pause is the least time between two sign-ins; sooner ones are refused like a wrong password.
	Pause time.Duration
}

func providerOf(host string) provider {
	switch strings.ToLower(host) {
	case "pop.gmail.com", "pop.googlemail.com":
		return provider{Hides: true}
	case "pop3.web.de":
		return provider{Pause: 15 * time.Minute}
	}
	return provider{}
}
