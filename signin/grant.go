package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Grant is what the person has allowed, with all that is needed to use it again. Every part but the addresses is a secret
// or next to one: it lies in the keeper of secrets alone.
type Grant struct {
	Issuer   string    `json:"issuer"`
	TokenURL string    `json:"token_url"`
	ClientID string    `json:"client_id"`
	Secret   string    `json:"client_secret,omitempty"`
	Access   string    `json:"access"`
	Refresh  string    `json:"refresh,omitempty"`
	Expires  time.Time `json:"expires,omitzero"` // by this computer's clock when the token came; zero: not said
}

// grant makes a Grant of an answer; ErrScope where it does not reach the mail.
func (i Issuer) grant(c Client, t *oauth2.Token, now time.Time) (Grant, error) {
	if granted, said := t.Extra("scope").(string); said && granted != "" { // left out, it is what was asked for (RFC 6749 section 5.1)
		have := strings.Fields(strings.ToLower(granted))
		for _, must := range i.Must {
			if !contains(have, strings.ToLower(must)) {
				return Grant{}, ErrScope
			}
		}
	}
	g := Grant{Issuer: i.ID, TokenURL: i.TokenURL, ClientID: c.ID, Secret: c.Secret}
	g.take(t, now)
	return g, nil
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if strings.TrimSuffix(w, "/") == strings.TrimSuffix(word, "/") {
			return true
		}
	}
	return false
}

// take keeps a new token. Its lifetime counts from now by this computer's clock, so that a clock which is wrong by years
// does no harm; an issuer may give a new refresh token with each answer, or none.
func (g *Grant) take(t *oauth2.Token, now time.Time) {
	g.Access = t.AccessToken
	if t.RefreshToken != "" {
		g.Refresh = t.RefreshToken
	}
	g.Expires = time.Time{}
	if t.ExpiresIn > 0 {
		g.Expires = now.Add(time.Duration(t.ExpiresIn) * time.Second)
	}
}

// Fresh reports whether the access token may still be taken by a server. It is no promise: the server has the last word.
func (g Grant) Fresh(now time.Time) bool {
	return g.Access != "" && (g.Expires.IsZero() || now.Before(g.Expires.Add(-margin)))
}

// Renew gets a new access token without the person. ErrRevoked: only the person can.
func (g Grant) Renew(ctx context.Context, o Options) (Grant, error) {
	if g.Refresh == "" {
		return g, ErrRevoked
	}
	i := Issuer{AuthURL: g.TokenURL, TokenURL: g.TokenURL}
	if err := i.check(); err != nil {
		return g, err
	}
	config := i.config(Client{g.ClientID, g.Secret}, "")
	t, err := config.TokenSource(withClient(ctx, o.HTTP), &oauth2.Token{RefreshToken: g.Refresh}).Token()
	if err != nil {
		return g, kindOf(ctx, err)
	}
	g.take(t, o.now())
	return g, nil
}

// Keeper is where grants lie; keychain.Keeper is one.
type Keeper interface {
	Get(ctx context.Context, key string) (string, error)
	Set(ctx context.Context, key, secret string) error
	Delete(ctx context.Context, key string) error
}

// grantKey is where the grant of an account lies, beside its access token at key.
func grantKey(key string) string { return key + ".grant" }

// Save keeps a grant: the access token where an account's password would lie, and all of it beside.
func Save(ctx context.Context, k Keeper, key string, g Grant) error {
	data, err := json.Marshal(g)
	if err != nil {
		return fmt.Errorf("keep a grant: %w", err)
	}
	if err := k.Set(ctx, grantKey(key), string(data)); err != nil { // first: a token alone could not be renewed
		return fmt.Errorf("keep a grant: %w", err)
	}
	if err := k.Set(ctx, key, g.Access); err != nil {
		return fmt.Errorf("keep an access token: %w", err)
	}
	return nil
}

// Refresh renews the grant of an account and gives the new access token: for a server that has refused the one kept.
func Refresh(ctx context.Context, k Keeper, key string, o Options) (string, error) {
	text, err := k.Get(ctx, grantKey(key))
	if err != nil {
		return "", fmt.Errorf("read a grant: %w", err)
	}
	var g Grant
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		return "", errors.New("signin: the grant kept cannot be read") // the text of err may hold a part of it
	}
	if g, err = g.Renew(ctx, o); err != nil {
		return "", err
	}
	return g.Access, Save(ctx, k, key, g)
}

// Forget removes the grant and the secret of an account; nil where there are none.
func Forget(ctx context.Context, k Keeper, key string) error {
	return errors.Join(k.Delete(ctx, grantKey(key)), k.Delete(ctx, key))
}
