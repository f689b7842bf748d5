package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os/exec"
	"runtime"

	"satchel/autoconfig/providers"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
)

// signInFlags are those of signing in through a provider's website.
type signInFlags struct {
	wanted   bool // of account add
	clientID string
	device   bool
	issuer   string
	scope    string
}

func (s *signInFlags) register(f *flag.FlagSet) {
	f.StringVar(&s.clientID, "client-id", "", "`ID`: a client id of your own; what belongs to it as a secret is taken from SATCHEL_CLIENT_SECRET")
	f.BoolVar(&s.device, "device", false, "give a code to be typed on another device, instead of opening a browser here")
	f.StringVar(&s.issuer, "issuer", "", "`URL`: who grants access, where Satchel does not know it")
	f.StringVar(&s.scope, "scope", "", "`SCOPE`: what to ask of --issuer")
}

func accountSignInCommand() command {
	return command{
		name: "sign-in", does: "sign in through the provider's website (OAuth2)",
		usage: "ID [--client-id ID] [--device] [--issuer URL --scope SCOPE]",
		help: `Opens the provider's page in your browser and waits for its answer. Satchel then signs
in with the permission given there instead of a password, and renews it by itself.
A provider asks who is asking: Satchel's own client id comes with a release, or give
one of your own.`,
		run: runAccountSignIn,
	}
}

func runAccountSignIn(c *call) error {
	f := c.newFlags(c.path)
	var flags signInFlags
	flags.register(f)
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if err := c.openStore(); err != nil {
		return err
	}
	a, err := c.account(words[0])
	if err != nil {
		return err
	}
	g, err := c.signIn(a, flags)
	if err != nil {
		return err
	}
	if err := signin.Save(c.ctx, c.keeper(), a.SecretKey, g); err != nil {
		return err
	}
	if a, err = c.store.UpdateAccount(c.ctx, a.ID, func(a *mailstore.Account) {
		before := *a
		useToken(a)
		mailsync.Amended(a, before, true)
	}); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(accountOf(a))
	}
	return c.printf("Signed in. The permission is in %s.\nFetch its mail: satchel fetch %s\n", c.keeper().Where(), a.Slug)
}

// useToken lets an account sign in with an access token.
func useToken(a *mailstore.Account) {
	if a.Auth != "oauthbearer" {
		a.Auth = "xoauth2" // every provider that has tokens takes them so
	}
}

// signIn lets the person sign in at the issuer of an account.
func (c *call) signIn(a mailstore.Account, flags signInFlags) (signin.Grant, error) {
	issuer, name, err := c.issuerOf(a, flags)
	if err != nil {
		return signin.Grant{}, err
	}
	client, known := signin.BuiltIn(issuer.ID)
	if flags.clientID != "" {
		client, known = signin.Client{ID: flags.clientID, Secret: c.getenv("SATCHEL_CLIENT_SECRET")}, true
		c.secrets.add(client.Secret)
	}
	if !known {
		return signin.Grant{}, usagef("%s", signin.Sentence(name, signin.ErrNoClient)+" Here: --client-id ID")
	}
	o := c.SignIn
	o.Hint, o.Now = a.Email, c.Now
	g, err := c.askGrant(issuer, client, o, flags.device)
	if err != nil {
		if c.ctx.Err() != nil {
			return g, err
		}
		return g, &failure{signInCode(err), signin.Sentence(name, err), err}
	}
	c.secrets.add(g.Access)
	c.secrets.add(g.Refresh)
	return g, nil
}

func (c *call) askGrant(issuer signin.Issuer, client signin.Client, o signin.Options, device bool) (signin.Grant, error) {
	if device {
		return signin.Device(c.ctx, issuer, client, o, func(code signin.Code) {
			fmt.Fprintf(c.Err, "satchel: Open %s on any device and type this code: %s\n", clean(code.Address), clean(code.Code))
		})
	}
	open := o.Open
	if open == nil {
		open = openBrowser(c.ctx)
	}
	o.Open = func(address string) error {
		fmt.Fprintf(c.Err, "satchel: Please sign in in your browser. If none opens, go to this address on this computer:\n%s\n", clean(address))
		_ = open(address) // the address stands there
		return nil
	}
	return signin.Browser(c.ctx, issuer, client, o)
}

// issuerOf finds who grants access to an account's mail, and the name to call it by.
func (c *call) issuerOf(a mailstore.Account, flags signInFlags) (signin.Issuer, string, error) {
	if flags.issuer != "" {
		issuer, err := signin.Discover(c.ctx, c.SignIn.HTTP, flags.issuer, flags.scope)
		if err != nil {
			return issuer, "", &failure{signInCode(err), signin.Sentence(clean(flags.issuer), err), err}
		}
		return issuer, clean(issuer.ID), nil
	}
	p := providers.OfServer(a.Host)
	issuer, known := signin.Of(p)
	if !known {
		return issuer, "", usagef("Satchel does not know a website through which to sign in to %s. Use its password, or name who grants access: --issuer URL --scope SCOPE", clean(a.Host))
	}
	return issuer, p.Name, nil
}

func signInCode(err error) int {
	if errors.Is(err, signin.ErrNetwork) {
		return exitNetwork
	}
	return exitAuth
}

// openBrowser opens addresses with the system's own means; it does not wait for the browser to end.
func openBrowser(ctx context.Context) func(string) error {
	return func(address string) error {
		name, args := "xdg-open", []string{address}
		switch runtime.GOOS {
		case "darwin":
			name = "open"
		case "windows":
			name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
		}
		cmd := exec.CommandContext(context.WithoutCancel(ctx), name, args...) // the browser outlives the command
		if err := cmd.Start(); err != nil {
			return err
		}
		return cmd.Process.Release()
	}
}
