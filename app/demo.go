package app

import (
	"context"
	"fmt"
	"net"
	"os"
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
	return ses, nil
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
