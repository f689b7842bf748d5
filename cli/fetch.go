package cli

import (
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
)

func fetchCommand() command {
	return command{
		name: "fetch", does: "check for new mail now",
		usage: "[ID…]",
		help: `Checks all accounts, or those named, once: fetches what is new, keeps it, and then
removes from the server what the account's policy says. Ctrl-C stops it cleanly; what
has arrived is kept.

The exit code is the gravest of the accounts': 6 store, then 3 sign-in refused,
5 network or TLS, 4 server busy or too early for another check, 2 some messages could
not be had or the server's listing is not believed, 0 all is well.`,
		run: runFetch,
	}
}

// atOnce is how many accounts are checked at the same time.
const atOnce = 4

type resultJSON struct {
	Account       string             `json:"account"`
	Result        string             `json:"result"`
	Listed        int                `json:"listed"`
	Fetched       int                `json:"fetched"`
	Bytes         int64              `json:"bytes"`
	Relabelled    int                `json:"relabelled"`
	AskedToRemove int                `json:"asked_to_remove"`
	Removed       int                `json:"removed"`
	HeldBack      int                `json:"held_back"`
	Hold          string             `json:"hold"`      // why they are held back: clock, rule, restored, listing
	TooLarge      int                `json:"too_large"` // over the account's limit: only their heads were fetched
	NoHead        int                `json:"no_head"`   // the same, where the server shows no heads: they wait there
	Repaired      int                `json:"repaired"`  // damaged messages that are whole again
	Failed        []mailsync.Failure `json:"failed"`
	Seconds       float64            `json:"seconds"`
	Again         *time.Time         `json:"again"` // not before
	Sentence      string             `json:"sentence"`
}

func resultOf(r mailsync.Result) resultJSON {
	return resultJSON{
		Account: r.Slug, Result: r.Result, Listed: r.Listed, Fetched: r.Fetched, Bytes: r.Bytes, Relabelled: r.Relabelled,
		AskedToRemove: r.AskedToRemove, Removed: r.Removed, HeldBack: r.HeldBack, Hold: string(r.Hold), TooLarge: r.TooLarge, NoHead: r.NoHead, Repaired: r.Repair.Whole, Failed: notNull(r.Failed),
		Seconds: r.Took.Round(time.Millisecond).Seconds(), Again: timeOrNull(r.Again), Sentence: r.Sentence,
	}
}

func runFetch(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 0, -1)
	if err != nil {
		return err
	}
	if err := c.openStore(); err != nil {
		return err
	}
	list, err := c.accounts(words)
	if err != nil {
		return err
	}
	results := c.checkAll(list)
	if c.json {
		rows := make([]resultJSON, len(results))
		for i, r := range results {
			rows[i] = resultOf(r)
		}
		err = c.printJSON(rows)
	} else {
		err = c.printf("%s", fetchText(results))
	}
	if err != nil {
		return err
	}
	code := gravest(results)
	if c.ctx.Err() != nil && code != exitStore {
		code = exitPartial // stopped by the person: no fault of the network
	}
	return silent(code)
}

// checkAll checks accounts, at most four at a time, and gives the results in their order.
func (c *call) checkAll(list []mailstore.Account) []mailsync.Result {
	results := make([]mailsync.Result, len(list))
	faults := make([]any, len(list))
	secrets := c.keeper()
	c.unlockFirst(secrets, list)
	line := newProgress(c.Err, c.IsTerminal, c.now)
	defer line.clear()
	syncer := c.syncer(secrets)
	seats := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, a := range list {
		all.Go(func() {
			seats <- struct{}{}
			defer func() {
				if fault := recover(); fault != nil { // raised again below, where Run can turn it into a sentence
					faults[i] = workerFault{fault, debug.Stack()}
				}
				<-seats
			}()
			results[i] = syncer.Check(c.ctx, a.ID, true, line.take)
			if results[i].Slug == "" {
				results[i].Slug = a.Slug
			}
		})
	}
	all.Wait()
	for _, fault := range faults {
		if fault != nil {
			panic(fault)
		}
	}
	return results
}

// unlockFirst has a vault's passphrase typed before the progress line is drawn, which would run into the question.
func (c *call) unlockFirst(secrets keychain.Keeper, list []mailstore.Account) {
	if len(list) > 0 && c.Prompt != nil && c.getenv("SATCHEL_PASSPHRASE") == "" && keychain.HasVault(c.dir()) {
		_, _ = secrets.Get(c.ctx, list[0].SecretKey) // what goes wrong is told by each check
	}
}

// workerFault is a panic of a worker's goroutine.
type workerFault struct {
	value any
	stack []byte
}

// resultCode is the exit code of a result word.
func resultCode(result string) int {
	switch result {
	case mailsync.OK:
		return exitDone
	case mailsync.Auth:
		return exitAuth
	case mailsync.Busy:
		return exitBusy
	case mailsync.Network, mailsync.TLS:
		return exitNetwork
	case mailsync.StoreFault:
		return exitStore
	}
	return exitPartial
}

// gravest is the exit code for several accounts: first what endangers mail, then what needs the person, then what may
// mend itself.
func gravest(results []mailsync.Result) int {
	for _, code := range []int{exitStore, exitAuth, exitNetwork, exitBusy, exitPartial} {
		for _, r := range results {
			if resultCode(r.Result) == code {
				return code
			}
		}
	}
	return exitDone
}

// fetchText is the results for people.
func fetchText(results []mailsync.Result) string {
	if len(results) == 0 {
		return "There is no account yet. Add one: satchel account add --help\n"
	}
	width := 0
	for _, r := range results {
		width = max(width, cells(r.Slug))
	}
	text := ""
	for _, r := range results {
		text += fmt.Sprintf("%s  %s\n", fit(r.Slug, width), clean(r.Sentence))
		for _, f := range r.Failed {
			text += fmt.Sprintf("%s  – %s: %s\n", fit("", width), clean(f.UIDL), clean(f.Reason))
		}
	}
	return text
}
