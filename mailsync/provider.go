package mailsync

import (
	"time"

	"satchel/autoconfig/providers"
)

// provider is what is known of a provider's server beyond what it says of itself. Where the server says it (LOGIN-DELAY)
// or a ledger shows it (a provider that keeps what it was asked to remove), nothing is taken from the list: facts go stale.
type provider struct {
	// Hides: it takes messages out of its listing once they were fetched, and lists some hundred at a time.
	Hides bool
	// Pause is the least time between two sign-ins; sooner ones are refused like a wrong password.
	Pause time.Duration
}

func providerOf(host string) provider {
	if p := providers.OfServer(host); p != nil {
		return provider{Hides: p.Hides, Pause: p.Every}
	}
	return provider{}
}
