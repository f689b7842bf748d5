package mailsync

import (
	"context"
	"errors"
	"time"

	"satchel/mailstore"
	"satchel/pop3client"
)

// Bounds of one check.
const (
	reconnects   = 2              // after a connection that was lost on the way
	hideSessions = 40             // with a provider that lists some hundred messages at a time
	longestPause = 24 * time.Hour // a longer minimum interval is a slip of the server, or of the clock
)

// check is one check under way. It is used on the check's goroutine only.
type check struct {
	s       *Syncer
	account mailstore.Account // as it was at the start
	asked   bool
	began   time.Time
	begun   *ahead[mailstore.SessionID]
	session mailstore.SessionID // 0 until begun
	goodbye *ahead[struct{}]    // a QUIT that nothing depends on, under way; nil: none
	tidying *ahead[struct{}]    // the store moves its log meanwhile; nil: it does not
	events  reporter
	result  Result

	doubt    time.Time // since when the clock is in doubt
	received time.Time // newest Received header of what was fetched
	suspect  suspicion // of the last listing
	wanted   int       // messages this check set out to get
	signedIn time.Time
	says     string         // what the server said of itself; "": nothing new
	distrust bool           // what was remembered of the server may be wrong
	pause    time.Duration  // the server's minimum interval
	tls      bool           // signed in under TLS
	locked   bool           // the vault with the password was not opened
	decided  time.Time      // when removals were, by the clock,
	asOf     int64          // and by the store's count of commits
	usedYes  bool           // a person's yes was there when removals were decided
	wary     mailstore.Wary // what this check has seen that makes many removals wait

	toRepair []mailstore.Entry // damaged here, and to be fetched once more

	skip    map[mailstore.LedgerID]bool    // not again in this check
	failed  map[mailstore.LedgerID]Failure // this check's failures, each counted once
	givenUp []Failure                      // not tried, since trying was in vain too often
}

// Check does one whole check of an account: list, plan, download, record, verified delete. asked: a person wants it now (goes
// ahead of back-off timers, not of a server's own minimum). report may be nil. It never returns an error: Result says all.
func (s *Syncer) Check(ctx context.Context, id mailstore.AccountID, asked bool, report func(Event)) Result {
	began := time.Now()
	c := &check{
		s:      s,
		asked:  asked,
		events: reporter{report: report, event: Event{Account: id}},
		result: Result{Account: id},
		skip:   make(map[mailstore.LedgerID]bool),
		failed: make(map[mailstore.LedgerID]Failure),
	}
	c.runInTurn(ctx, id)
	c.result.Took = time.Since(began)
	c.events.end(c.result)
	return c.result
}

// runInTurn gives the seat back after a panic too: who recovers from one goes on
// with the other accounts.
func (c *check) runInTurn(ctx context.Context, id mailstore.AccountID) {
	leave, err := c.s.enter(ctx, id)
	if err != nil {
		c.result.Result, c.result.Sentence = Network, sayStopped
		return
	}
	defer leave()
	c.run(ctx, id)
}

func (c *check) run(ctx context.Context, id mailstore.AccountID) {
	var err error
	c.began = c.s.options.Now()
	if c.account, err = c.s.store.Account(ctx, id); err != nil {
		t := explain(inStore(err), where{})
		if errors.Is(err, mailstore.ErrNotFound) {
			t.Sentence = sayNoAccount
		}
		c.result.Result, c.result.Sentence = t.Result, t.Sentence
		return
	}
	c.result.Slug = c.account.Slug
	if wait := c.account.NotBefore.Sub(c.began); wait > 0 && wait <= longestPause {
		c.result.Result, c.result.Again = Busy, c.account.NotBefore
		c.result.Sentence = sayLoginDelay(c.where(), c.account.NotBefore)
		return
	}
	c.suspect = readSuspicion(c.account.Suspicion)
	c.doubt = clockDoubt(clockFacts{Now: c.began, Seen: c.account.ClockSeen, Doubt: c.account.ClockDoubt})
	// Written down on the way to the server: it is wanted once there is something to tell.
	c.begun = startAhead(ctx, func(ctx context.Context) (mailstore.SessionID, error) {
		return c.s.store.BeginSession(ctx, id, c.began)
	})
	defer c.begun.stop()
	err = c.legs(ctx)
	if _, failed := c.begun.wait(); failed != nil && !isStore(err) {
		err = inStore(failed)
	}
	c.finish(ctx, err)
	c.waitForGoodbye()
}

// tidy has the store move its log while the server answers a QUIT: a command that ends next would wait for that.
func (c *check) tidy(ctx context.Context) {
	if c.result.Fetched == 0 {
		return
	}
	c.tidying = startAhead(ctx, func(ctx context.Context) (struct{}, error) {
		c.s.store.Checkpoint(ctx)
		return struct{}{}, nil
	})
}

// waitForGoodbye waits until the server has answered a QUIT that nothing depends on, and for what went on beside it.
func (c *check) waitForGoodbye() {
	if c.tidying != nil {
		_, _ = c.tidying.wait()
		c.tidying.stop()
		c.tidying = nil
	}
	if c.goodbye != nil {
		_, _ = c.goodbye.wait() // an error costs nothing: nothing was asked for
		c.goodbye.stop()
		c.goodbye = nil
	}
}

func (c *check) where() where {
	return where{
		Host:    c.account.Host,
		Port:    c.account.Port,
		Now:     c.s.options.Now(),
		Unclear: c.account.LastResult == Busy && c.account.LastText == sayUnclear(where{Host: c.account.Host}),
		Pause:   c.pause,
	}
}

// legs is one session, and further ones where the connection was lost though it
// had brought something.
func (c *check) legs(ctx context.Context) error {
	var lost error // why the first connection ended
	again, locked := 0, 0
	for session := 1; ; session++ {
		fetched, skipped, ahead := c.result.Fetched+c.result.TooLarge, len(c.skip), c.s.asksAhead(c.account.ID)
		err := c.leg(ctx)
		progress := c.result.Fetched+c.result.TooLarge > fetched
		switch {
		case err == nil && providerOf(c.account.Host).Hides && progress && session < hideSessions:
			continue // it lists the next ones only in another session
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case connectionLost(err):
			if errors.Is(err, pop3client.ErrPipelining) && ahead {
				c.s.neverAhead(c.account.ID)
				progress = true
			}
			again++
			if lost == nil {
				lost = err
			}
			if again > reconnects || !progress && len(c.skip) == skipped {
				return lost
			}
		case lost == nil || isStore(err):
			return err
		default:
			// Most likely the server has not noticed yet that our last session is over.
			if locked++; locked > reconnects {
				return lost
			}
		}
		if c.mustPause() {
			return lost
		}
		if err := wait(ctx, c.s.breath); err != nil {
			return err
		}
	}
}

// wait waits for d, or for the end of ctx.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// mustPause reports whether the server's minimum interval forbids another sign-in now.
func (c *check) mustPause() bool {
	return c.s.options.Now().Before(c.signedIn.Add(c.pause))
}

// connectionLost tells a connection that broke from everything that would be the
// same at the next try.
func connectionLost(err error) bool {
	var refused *pop3client.ServerError
	var secret *secretError
	if isStore(err) || errors.As(err, &refused) || errors.As(err, &secret) {
		return false
	}
	t := explain(err, where{})
	return t.Result == Network
}

func isStore(err error) bool {
	var store *storeError
	return errors.As(err, &store)
}

// leg is one session from connecting to QUIT.
func (c *check) leg(ctx context.Context) error {
	c.waitForGoodbye()
	c.events.phase(Connecting)
	// Tens of thousands of rows take as long to read as the way to the server and back.
	ledger := startAhead(ctx, func(ctx context.Context) ([]mailstore.Entry, error) {
		return c.s.store.Ledger(ctx, c.account.ID, false)
	})
	defer ledger.stop()
	says := readServerSays(c.account)
	recall := says.recall(c.began)
	if c.distrust {
		recall = nil
	}
	conn, secret, err := c.s.connect(ctx, c.account, recall, func(ctx context.Context) (string, error) {
		return c.s.secrets.Get(ctx, c.account.SecretKey)
	})
	if err != nil {
		return err
	}
	defer func() {
		if c.goodbye == nil {
			_ = conn.Close() // harmless after QUIT; before it, it takes back every DELE
		}
	}()
	c.events.phase(SigningIn)
	c.learn(conn)
	if err := c.s.signInOrRefresh(ctx, conn, c.account, secret); err != nil {
		return err
	}
	c.signedIn = c.s.options.Now()
	_, c.tls = conn.TLSState()
	c.events.phase(Listing)
	p, err := c.list(ctx, conn, ledger)
	c.learn(conn)
	if err != nil {
		c.distrust = true
		return err
	}
	c.says = noteServer(c.account, says, conn.Recall(), recall != nil, c.began)
	got, err := c.download(ctx, conn, &p)
	if err != nil {
		return err
	}
	if err := c.repair(ctx, conn, p); err != nil {
		return err
	}
	return c.removeAndQuit(ctx, conn, p, got)
}

// learn takes the minimum interval from the capabilities. What is said after
// signing in counts, also that there is none for this user.
func (c *check) learn(conn *pop3client.Conn) {
	if delay, ok := conn.Capabilities().LoginDelay(); ok {
		c.pause = min(delay, longestPause)
	}
	c.pause = max(c.pause, providerOf(c.account.Host).Pause)
}

// list takes the inventory, plans, and records what the plan says of the listing.
func (c *check) list(ctx context.Context, conn *pop3client.Conn, ledger *ahead[[]mailstore.Entry]) (plan, error) {
	inv, err := conn.Inventory(ctx)
	if err != nil {
		return plan{}, err
	}
	in := situation{
		Rule: ruleOf(c.account), Doubt: c.doubt, Untold: !told(c.account), Wary: c.account.Wary, Yes: saidYes(c.account, c.began),
		MaxSize: c.account.MaxSize, Suspect: readSuspicion(c.account.Suspicion),
		Hides: providerOf(c.account.Host).Hides, Asked: c.asked, Skip: c.skip, Now: c.began,
	}
	octets := inv.Octets
	in.Listing, in.Agree = listing(inv) // not looked at again: of a large mailbox it is megabytes
	if err := identify(ctx, conn, in.Listing); err != nil {
		return plan{}, err
	}
	if in.Ledger, err = ledger.wait(); err != nil {
		return plan{}, inStore(err)
	}
	p, err := c.planAndNote(ctx, conn, in, octets)
	if errors.Is(err, mailstore.ErrExists) {
		// An import or a restore has noted one of these ids since the ledger was read.
		if in.Ledger, err = c.s.store.Ledger(ctx, c.account.ID, false); err != nil {
			return plan{}, inStore(err)
		}
		return c.planAndNote(ctx, conn, in, octets)
	}
	return p, err
}

// planAndNote plans, and records what the plan says of the listing. mailstore.ErrExists where the ledger knows by now
// what the plan takes for new.
func (c *check) planAndNote(ctx context.Context, conn *pop3client.Conn, in situation, octets int64) (plan, error) {
	var err error
	p := makePlan(in)
	if len(p.Strangers) > 0 {
		if in.Known, err = c.recognise(ctx, conn, in, p.Strangers); err != nil {
			return plan{}, err
		}
		p = makePlan(in)
	}
	count := len(in.Listing)
	if !p.Suspect.believed() {
		count, octets = c.account.ServerCount, c.account.ServerOctets
	}
	if c.session, err = c.begun.wait(); err != nil {
		return plan{}, inStore(err)
	}
	if len(p.New)+len(p.Changes) == 0 && count == c.account.ServerCount && octets == c.account.ServerOctets {
		c.listed(in, &p)
		return p, nil // as it was: nothing to write
	}
	added, err := c.s.store.Listed(ctx, c.session, c.account.ID, p.New, p.Changes, count, octets, c.began)
	if err != nil {
		return plan{}, inStore(err)
	}
	p.added(added)
	c.listed(in, &p)
	return p, nil
}

// listed takes what the listing and its plan say into the result.
func (c *check) listed(in situation, p *plan) {
	c.suspect = p.Suspect
	c.toRepair = nil
	for _, e := range in.Ledger {
		if e.Wish == mailstore.WishRepair {
			c.toRepair = append(c.toRepair, e)
		}
	}
	if p.odd() {
		c.wary = mailstore.WaryListing
	}
	c.result.Listed = len(in.Listing)
	c.result.Removed += p.Removed
	for _, change := range p.Changes {
		if change.UIDL != nil {
			c.result.Relabelled++
		}
	}
}
