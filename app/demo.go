package app

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"satchel/demo"
	"satchel/keychain"
	"satchel/mailstore"
	"satchel/viewmodel"
)

const (
	demoArrivals = 25 * time.Second // between two letters: soon enough to be seen arriving
	demoChecks   = 10 * time.Second
)

// openDemo makes a profile in a temp folder with one account at a server inside this
// process. All of it is gone when the session is closed.
func openDemo(ctx context.Context) opening {
	dir, err := os.MkdirTemp("", "satchel-demo-")
	if err != nil {
		return opening{err: fmt.Errorf("make a sample profile: %w", err), prefs: defaultPrefs()}
	}
	ses, err := demoSession(ctx, dir)
	if err != nil {
		_ = os.RemoveAll(dir)
		return opening{err: err, prefs: defaultPrefs()}
	}
	return opening{session: ses, prefs: defaultPrefs()}
}

func demoSession(ctx context.Context, dir string) (*session, error) {
	server, err := demo.Start(time.Now(), demoArrivals)
	if err != nil {
		return nil, fmt.Errorf("start the sample server: %w", err)
	}
	store, err := mailstore.Open(ctx, dir, mailstore.Options{})
	if err != nil {
		server.Close()
		return nil, err
	}
	ses := newSession(store, keychain.Memory())
	ses.cleanUp = []func(){func() { _ = os.RemoveAll(dir) }, server.Close}
	if err := addDemoAccount(ctx, ses, server, dir); err != nil {
		_ = ses.close()
		return nil, err
	}
	ses.prepare = func(ids []mailstore.MessageID) { liveIn(ctx, store, ids, time.Now()) }
	return ses, nil
}

// readBefore is the age from which sample letters have been read, as in the mailbox of
// somebody who was here yesterday.
const readBefore = 26 * time.Hour

// demoStars are the Message-IDs of the sample letters with a star.
var demoStars = [...]string{
	"letter-47@bramble-and-bean.example", "merrin-3.peter@hartley-boats.example", "sv-20418@seaview-cottages.example",
}

// liveIn marks sample letters as their reader would have. Where that fails they are
// all new, which is no harm.
func liveIn(ctx context.Context, store *mailstore.Store, ids []mailstore.MessageID, now time.Time) {
	if len(ids) == 0 {
		return
	}
	heads, err := store.Heads(ctx, ids)
	if err != nil {
		return
	}
	var old, starred []mailstore.MessageID
	for _, h := range heads {
		if now.Sub(h.Date) > readBefore {
			old = append(old, h.ID)
		}
		if slices.Contains(demoStars[:], h.MessageID) {
			starred = append(starred, h.ID)
		}
	}
	_ = store.Seen(ctx, old)
	_ = store.SetStarred(ctx, starred, true)
}

// showFirst shows the newest of the sample letters once all are there, unless somebody
// has chosen one meanwhile.
func (p *listPane) showFirst() {
	s := p.shell
	if !s.demo || !s.checked || s.welcomed || p.vm.Len() == 0 {
		return
	}
	s.welcomed = true
	if len(p.list.Selected()) == 0 {
		p.choose(p.vm.ID(0))
	}
}

func addDemoAccount(ctx context.Context, ses *session, server *demo.Server, dir string) error {
	host, port, err := net.SplitHostPort(server.Addr())
	if err != nil {
		return fmt.Errorf("address of the sample server: %w", err)
	}
	caFile, err := server.CAFile(dir)
	if err != nil {
		return fmt.Errorf("certificate of the sample server: %w", err)
	}
	a := mailstore.Account{Email: server.User(), Name: "Ann Hartley", Host: host, TLS: viewmodel.TLSImplicit, CAFile: caFile,
		User: server.User(), Auth: "auto", Interval: demoChecks}
	if a.Port, err = strconv.Atoi(port); err != nil {
		return fmt.Errorf("port of the sample server: %w", err)
	}
	a.Keep, _ = viewmodel.KeepFor(viewmodel.KeepTwoWeeks, "")
	if a, err = ses.store.AddAccount(ctx, a); err != nil {
		return err
	}
	return ses.secrets.Set(ctx, a.SecretKey, server.Password())
}
