package sasl

import (
	"errors"
	"fmt"
)

// Mechanism is the client's part of one exchange (RFC 4422). It is good for one.
type Mechanism interface {
	// First is the initial response; nil: the server speaks first.
	First() []byte
	// Next answers a challenge. An error cancels the exchange, as it must at the latest when there is nothing more to say.
	Next(challenge []byte) ([]byte, error)
	// End judges the server's last word, nil for a success or its refusal, and returns what signing in is to return.
	End(refused error) error
}

// Credentials sign in. Both go out as the UTF-8 they are. For the bearer mechanisms the password is an OAuth access token.
type Credentials struct{ User, Password string }

var (
	// ErrProtocol reports a challenge, or an end, outside the standard.
	ErrProtocol = errors.New("sasl: malformed exchange")

	// ErrServerProof reports that the server let this side in without the proof that it knows the password, or with a
	// wrong one (RFC 5802 section 3): it is not the one it claims to be. The password has not been shown.
	ErrServerProof = errors.New("sasl: server did not prove that it knows the password")

	// ErrArgument reports a name or a token that cannot be sent.
	ErrArgument = errors.New("sasl: user name or token holds a control character")
)

// errChallenge reports a challenge after all has been said.
var errChallenge = fmt.Errorf("%w: one challenge too many", ErrProtocol)
