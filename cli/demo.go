package cli

import (
	"crypto/sha256"
	"fmt"
	"os"
	"time"

	"satchel/demo"
	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
)

// demoShown is how many letters of the sample mail are listed.
const demoShown = 8

// runDemo is "satchel --demo --check": the sample mail fetched and verified in the terminal, for machines without a
// display. It leaves nothing behind.
func (c *call) runDemo(rest []string) (err error) {
	if !c.demo || !c.check || len(rest) > 0 || c.json {
		return usagef("satchel --demo opens the window on sample mail; satchel --demo --check tries Satchel out in the terminal.")
	}
	c.path = "satchel --demo --check"
	now := c.now()
	server, err := demo.Start(now, 0)
	if err != nil {
		return err
	}
	defer server.Close()
	if c.profile, err = os.MkdirTemp("", "satchel-demo-"); err != nil {
		return err
	}
	defer func() {
		closeErr := c.close() // before its files go
		if removeErr := os.RemoveAll(c.profile); err == nil {
			err = closeErr
			if err == nil {
				err = removeErr
			}
		}
	}()
	c.kept = keychain.Memory()
	a, err := c.demoAccount(server)
	if err != nil {
		return err
	}
	if err := c.printf("A POP3 server with sample mail runs inside this program. Satchel fetches from it over TLS.\n"); err != nil {
		return err
	}
	result := c.checkAll([]mailstore.Account{a})[0]
	if err := c.printf("%s\n\n", clean(result.Sentence)); err != nil {
		return err
	}
	if result.Result != mailsync.OK {
		return silent(resultCode(result.Result))
	}
	if err := c.eachHead(mailstore.Query{}, demoShown, func(h mailstore.Head) error {
		listLine(c.Out, h, now)
		return nil
	}); err != nil {
		return err
	}
	return c.demoVerify(demo.Letters(now), result.Took)
}

// demoAccount adds the sample mailbox, as account add would.
func (c *call) demoAccount(server *demo.Server) (mailstore.Account, error) {
	ca, err := server.CAFile(c.dir())
	if err != nil {
		return mailstore.Account{}, err
	}
	host, port, err := splitServer("pop3", server.Addr())
	if err != nil {
		return mailstore.Account{}, err
	}
	if c.store, err = mailstore.Open(c.ctx, c.dir(), mailstore.Options{Now: c.Now}); err != nil {
		return mailstore.Account{}, err
	}
	return c.addAccount(mailstore.Account{
		Slug: "demo", Email: server.User(), Host: host, Port: port, TLS: tlsImplicit, CAFile: ca,
		User: server.User(), Auth: "auto", Keep: mailstore.Keep{Mode: mailstore.KeepForever},
	}, server.Password())
}

// demoVerify reads every message back from the file and compares it with what the server had, byte for byte by SHA-256.
func (c *call) demoVerify(sent []demo.Letter, took time.Duration) error {
	missing := map[[32]byte]int{}
	for _, letter := range sent {
		missing[sha256.Sum256(letter.Raw)]++
	}
	same, other, bytes := 0, 0, int64(0)
	err := c.eachHead(mailstore.Query{}, 0, func(h mailstore.Head) error {
		sum, err := c.store.VerifyStored(c.ctx, h.ID)
		if err != nil {
			return err
		}
		if missing[sum] == 0 {
			other++
			return nil
		}
		missing[sum]--
		same++
		bytes += h.Size
		return nil
	})
	if err != nil {
		return err
	}
	if same != len(sent) || other > 0 {
		return &failure{code: exitStore, sentence: fmt.Sprintf("The check failed: %d of %d letters are here byte for byte, %d others are not as sent.", same, len(sent), other)}
	}
	return c.printf("\n%s, %s, fetched in %.1f s, read back from the disk, and equal byte for byte to what was sent.\nSatchel works here. The window shows the same mail: satchel --demo\n",
		plural(same, "letter"), humanSize(bytes), took.Seconds())
}
