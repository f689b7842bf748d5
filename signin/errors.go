package signin

import (
	"context"
	"errors"

	"golang.org/x/oauth2"
)

// Errors for errors.Is. None of their texts holds a token, a code or a client's secret.
var (
	ErrNoClient = errors.New("signin: no client identity for this issuer")
	ErrClient   = errors.New("signin: the issuer does not know the client identity")
	ErrDenied   = errors.New("signin: the person, or the issuer, said no")
	ErrNoAnswer = errors.New("signin: no answer came from the browser in time")
	ErrIssuer   = errors.New("signin: the answer comes from another issuer")
	ErrScope    = errors.New("signin: the grant does not allow to fetch mail")
	ErrRevoked  = errors.New("signin: the grant has ended")
	ErrPort     = errors.New("signin: the port for the browser's answer is taken")
	ErrBrowser  = errors.New("signin: no browser could be opened")
	ErrNetwork  = errors.New("signin: the issuer does not answer")
	ErrDevice   = errors.New("signin: the issuer offers no code for another device")
)

// kindOf turns what the token endpoint said into a kind. Its own text may hold what must not be shown.
func kindOf(ctx context.Context, err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.As(err, &refused):
		return ErrNetwork
	}
	if kind := kindOfCode(refused.ErrorCode); kind != nil {
		return kind
	}
	return ErrNetwork
}

// kindOfCode is the kind of an error code of RFC 6749, RFC 8628 or OpenID Connect; nil for one that says "later" or nothing.
func kindOfCode(code string) error {
	switch code {
	case "invalid_grant":
		return ErrRevoked
	case "invalid_client", "unauthorized_client": //nolint:misspell // as RFC 6749 writes it
		return ErrClient
	case "invalid_scope":
		return ErrScope
	case "access_denied", "consent_required", "interaction_required", "login_required":
		return ErrDenied
	case "expired_token":
		return ErrNoAnswer
	}
	return nil
}

// Sentence says to a person what happened and what to do. name is the provider's.
func Sentence(name string, err error) string {
	switch {
	case errors.Is(err, ErrNoClient):
		return "This Satchel has no identity of its own at " + name + ", which signing in there needs. Please use an app password if " + name + " offers one, or enter a client id of your own."
	case errors.Is(err, ErrClient):
		return name + " does not know the client id that Satchel used. Please check it."
	case errors.Is(err, ErrDenied):
		return name + " did not let Satchel in: the question in the browser was answered with no. Nothing was changed."
	case errors.Is(err, ErrNoAnswer), errors.Is(err, context.DeadlineExceeded):
		return "No answer came from the browser. Please sign in again, and leave the page open until it says that it can be closed."
	case errors.Is(err, context.Canceled):
		return "Signing in was stopped. Nothing was changed."
	case errors.Is(err, ErrIssuer):
		return "The answer in the browser did not come from " + name + ", so Satchel did not use it. Please sign in again, and only on a page that you opened from here."
	case errors.Is(err, ErrScope):
		return name + " let Satchel in, but not to the mail. Please sign in again and leave the box for mail ticked."
	case errors.Is(err, ErrRevoked):
		return "The permission to fetch mail from " + name + " has ended: it was taken back, or not used for long. Please sign in again."
	case errors.Is(err, ErrPort):
		return "Another program uses the port at which Satchel waits for the browser's answer. Please close it and try again."
	case errors.Is(err, ErrBrowser):
		return "No browser could be opened. Please open one and go to the address shown here."
	case errors.Is(err, ErrDevice):
		return name + " offers no code for another device. Please sign in with a browser on this computer."
	}
	return name + " does not answer. Please check the connection and try again."
}
