package signin

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Code is what the person types on another device (RFC 8628).
type Code struct {
	Code, Address string
	Until         time.Time
}

// Device lets the person sign in on another device: show tells the code and where to type it, and must not block. It waits
// until that is done, the code has run out, or ctx has ended.
func Device(ctx context.Context, i Issuer, c Client, o Options, show func(Code)) (Grant, error) {
	if c.ID == "" {
		return Grant{}, ErrNoClient
	}
	if i.DeviceURL == "" {
		return Grant{}, ErrDevice
	}
	if err := i.check(); err != nil {
		return Grant{}, err
	}
	config := i.config(c, "")
	within := withClient(ctx, o.HTTP)
	began, err := config.DeviceAuth(within)
	if err != nil {
		return Grant{}, fmt.Errorf("ask for a code: %w", kindOf(ctx, err))
	}
	show(Code{began.UserCode, began.VerificationURI, began.Expiry})
	token, err := config.DeviceAccessToken(within, began)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil: // the code's own end
		return Grant{}, ErrNoAnswer
	case err != nil:
		return Grant{}, kindOf(ctx, err)
	}
	return i.grant(c, token, o.now())
}
