package mailindex

import (
	"context"
	"fmt"
	"testing"
	"time"

	"satchel/mailstore"
)

func TestProvider(t *testing.T) {
	ctx, arrived := context.Background(), time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	store, err := mailstore.Open(ctx, t.TempDir(), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // only read at the end
	keep := func(email string, raws ...string) mailstore.AccountID {
		account, err := store.AddAccount(ctx, mailstore.Account{Email: email})
		if err != nil {
			t.Fatal(err)
		}
		inbox, err := store.FolderByRole(ctx, account.ID, mailstore.Inbox)
		if err != nil {
			t.Fatal(err)
		}
		var as []mailstore.Addition
		for _, raw := range raws {
			spool := store.NewSpool()
			defer spool.Discard()
			if _, err := spool.Write([]byte(raw)); err != nil {
				t.Fatal(err)
			}
			as = append(as, mailstore.Addition{Folder: inbox.ID, Raw: spool, Fields: Of(spool, arrived).Fields, Arrived: arrived})
		}
		if _, _, err := store.AddMessages(ctx, as); err != nil {
			t.Fatal(err)
		}
		return account.ID
	}
	var checked []string
	for i := range 8 {
		checked = append(checked, fmt.Sprintf("Authentication-Results: mx%d.example.net; dkim=pass header.d=example.com\nReceived: from x by mx%d.example.net; Tue, 10 Mar 2026 10:00:00 +0000\nFrom: a%d@example.com\n\nHi", i, i, i))
	}
	for _, tt := range []struct {
		account mailstore.AccountID
		want    string
	}{
		{keep("ann@example.net", checked...), "example.net"},
		{keep("bo@example.net", checked[:2]...), ""},
		{keep("eve@example.net"), ""},
	} {
		if got, err := Provider(ctx, store, tt.account); err != nil || got != tt.want {
			t.Errorf("account %d: %q, %v; want %q", tt.account, got, err, tt.want)
		}
	}
}
