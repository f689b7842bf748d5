package mailsync

import (
	"crypto/tls"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client/dovecottest"
	"satchel/pop3client/pop3test"
)

// dovecotRig is a rig whose server is a real one.
func dovecotRig(t *testing.T, o dovecottest.Options, security, keep string) (*rig, *dovecottest.Server) {
	t.Helper()
	o.Users = map[string]string{testUser: testPassword}
	server := dovecottest.Start(t, o)
	r := &rig{t: t, clock: time.Now().Truncate(time.Second), secrets: keychain.Memory()}
	var err error
	if r.store, err = mailstore.Open(t.Context(), t.TempDir(), mailstore.Options{Now: r.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.store.Close() })
	addr := server.Addr
	if security == "implicit" {
		addr = server.TLSAddr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := mailstore.ParseKeep(keep)
	if err != nil {
		t.Fatal(err)
	}
	a := mailstore.Account{Email: "ann@example.org", Host: host, User: testUser, Auth: "auto", TLS: security, Keep: policy}
	if a.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	if a, err = r.store.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	r.account = a.ID
	if err := r.secrets.Set(t.Context(), a.SecretKey, testPassword); err != nil {
		t.Fatal(err)
	}
	r.sync = New(r.store, r.secrets, Options{Now: r.now, Limits: Limits{Silence: 10 * time.Second}})
	return r, server
}

func deliver(t *testing.T, server *dovecottest.Server, mail []pop3test.Message) {
	t.Helper()
	for _, m := range mail {
		server.Deliver(t, testUser, m.Data)
	}
}

func TestDovecotFetchAndLeave(t *testing.T) {
	r, server := dovecotRig(t, dovecottest.Options{}, "none", "forever")
	deliver(t, server, letters(1, 25))
	if got := r.check(OK); got.Fetched != 25 {
		t.Errorf("result = %+v", got)
	}
	deliver(t, server, letters(26, 28))
	if got := r.check(OK); got.Fetched != 3 || got.Listed != 28 {
		t.Errorf("second result = %+v", got)
	}
	r.wantHere(letters(1, 28)...)
}

func TestDovecotRemove(t *testing.T) {
	r, server := dovecotRig(t, dovecottest.Options{}, "none", "remove")
	deliver(t, server, letters(1, 25))
	if got := r.check(OK); got.Fetched != 25 || got.AskedToRemove != 25 {
		t.Errorf("result = %+v", got)
	}
	if got := r.check(OK); got.Listed != 0 || got.Removed != 25 {
		t.Errorf("second result = %+v", got)
	}
	r.wantHere(letters(1, 25)...)
}

func TestDovecotSevenDays(t *testing.T) {
	r, server := dovecotRig(t, dovecottest.Options{}, "none", "7d")
	deliver(t, server, letters(1, 4))
	r.check(OK)
	for day := 1; day <= 8; day++ {
		r.pass(24 * time.Hour)
		if day == 3 {
			deliver(t, server, letters(5, 6))
		}
		got := r.check(OK)
		if want := map[int]int{7: 4}[day]; got.AskedToRemove != want {
			t.Errorf("day %d: asked to remove %d, want %d", day, got.AskedToRemove, want)
		}
	}
	if got := r.check(OK); got.Listed != 2 {
		t.Errorf("%d left, want the two younger ones", got.Listed)
	}
	r.wantHere(letters(1, 6)...)
}

// TestDovecotOtherIDs changes the format of the ids between two servers over the same mail.
func TestDovecotOtherIDs(t *testing.T) {
	first, server := dovecotRig(t, dovecottest.Options{}, "none", "forever")
	deliver(t, server, letters(1, 15))
	first.check(OK)
	other := dovecottest.Start(t, dovecottest.Options{Users: map[string]string{testUser: testPassword}, UIDLFormat: "%f"})
	deliver(t, other, letters(1, 15))
	_, port, err := net.SplitHostPort(other.Addr)
	if err != nil {
		t.Fatal(err)
	}
	first.set(func(a *mailstore.Account) { a.Port, _ = strconv.Atoi(port) })
	if got := first.check(OK); got.Relabelled != 15 || got.Fetched != 0 {
		t.Errorf("result = %+v", got)
	}
	first.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, first.now()) })
	if got := first.check(OK); got.AskedToRemove != 15 {
		t.Errorf("removal = %+v", got)
	}
	first.wantHere(letters(1, 15)...)
}

func TestDovecotProtected(t *testing.T) {
	for _, security := range []string{"implicit", "starttls"} {
		t.Run(security, func(t *testing.T) {
			r, server := dovecotRig(t, dovecottest.Options{}, security, "remove")
			deliver(t, server, letters(1, 5))
			r.check(TLS) // its authority is not known yet
			r.set(func(a *mailstore.Account) { a.CAFile = dovecotCertificate(t, server) })
			r.check(OK)
			r.wantHere(letters(1, 5)...)
			if !r.get().TLSSeen {
				t.Error("TLS worked, and that is not kept")
			}
		})
	}
}

func TestDovecotWrongPassword(t *testing.T) {
	r, server := dovecotRig(t, dovecottest.Options{}, "none", "remove")
	deliver(t, server, letters(1, 2))
	key := r.get().SecretKey
	if err := r.secrets.Set(t.Context(), key, "wrong"); err != nil {
		t.Fatal(err)
	}
	r.check(Auth)
	if err := r.secrets.Set(t.Context(), key, testPassword); err != nil {
		t.Fatal(err)
	}
	r.check(OK)
	r.wantHere(letters(1, 2)...)
}

// dovecotCertificate writes the server's own certificate to a file, to be trusted
// as an authority for itself.
func dovecotCertificate(t *testing.T, server *dovecottest.Server) string {
	t.Helper()
	conn, err := tls.Dial("tcp", server.TLSAddr, &tls.Config{RootCAs: server.CAPool, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	leaf := conn.ConnectionState().PeerCertificates[0]
	file := filepath.Join(t.TempDir(), "server.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
