package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"satchel/pop3client/pop3test"
)

// TestFromAccountToLetter goes the whole way and looks at each JSON document by the way.
func TestFromAccountToLetter(t *testing.T) {
	mail := letters(7)
	s := startServer(t, pop3test.Config{Messages: mail})
	w := newWorld(t)
	w.add(s, "ann", "--name", "Ann Hartley", "--smtp", "smtp.example.org:587")

	var accounts []map[string]any
	w.decode(&accounts, exitDone, "account", "list")
	if len(accounts) != 1 || accounts[0]["id"] != "ann" || accounts[0]["keep"] != "forever" || accounts[0]["last_check"] != nil {
		t.Errorf("account list = %v", accounts)
	}
	wantKeys(t, "account", accounts[0], "id email name pop3 keep last_check next_check")
	wantKeys(t, "account.pop3", accounts[0]["pop3"].(map[string]any), "host port tls user auth")

	var results []map[string]any
	w.decode(&results, exitDone, "fetch")
	wantKeys(t, "fetch", results[0], "account result listed fetched bytes relabelled asked_to_remove removed failed seconds sentence")
	if r := results[0]; r["account"] != "ann" || r["result"] != "ok" || r["listed"] != 7.0 || r["fetched"] != 7.0 || len(r["failed"].([]any)) != 0 {
		t.Errorf("fetch = %v", r)
	}
	w.decode(&results, exitDone, "fetch", "ann", "ann")
	if len(results) != 1 || results[0]["fetched"] != 0.0 {
		t.Errorf("second fetch = %v", results)
	}

	var rows []map[string]any
	w.decode(&rows, exitDone, "list")
	var have []string
	for _, row := range rows {
		have = append(have, row["sha256"].(string))
		raw := w.want(exitDone, "show", fmt.Sprint(row["id"]), "--raw").out
		if hexSum([]byte(raw)) != row["sha256"] {
			t.Errorf("show %v --raw gives other bytes than were received: %q", row["id"], raw)
		}
	}
	slices.Sort(have)
	if !slices.Equal(have, sums(mail)) {
		t.Errorf("hashes of list = %v, want those of the server", have)
	}
	wantKeys(t, "list", rows[0], "id account folder from subject date size unread starred attachments thread message_id sha256")
	if r := rows[0]; r["subject"] != "Letter 7" || r["from"] != "Ann Hartley <ann@example.org>" || r["folder"] != "Inbox" || r["account"] != "ann" || r["unread"] != true || r["date"] != "2026-11-02T10:06:00Z" {
		t.Errorf("newest row = %v", r)
	}

	var letter map[string]any
	w.decode(&letter, exitDone, "show", fmt.Sprint(rows[0]["id"]))
	wantKeys(t, "show", letter, "subject from to cc date message_id in_reply_to references text html attachments defects")
	if letter["subject"] != "Letter 7" || !strings.Contains(letter["text"].(string), ".dots\n") {
		t.Errorf("show = %v", letter)
	}
	if text := w.want(exitDone, "show", "--text", fmt.Sprint(rows[0]["id"])).out; !strings.Contains(text, "Subject:  Letter 7\n") {
		t.Errorf("show --text = %q", text)
	}

	var entries []map[string]any
	w.decode(&entries, exitDone, "ledger", "ann")
	wantKeys(t, "ledger", entries[0], "account uidl size state since message removal_day pinned proof reason")
	wantKeys(t, "ledger.proof", entries[0]["proof"].(map[string]any), "sha256 verified_at")
	if len(entries) != 7 || entries[0]["state"] != "safe" || entries[0]["removal_day"] != nil {
		t.Errorf("ledger = %v", entries)
	}
	var findings []map[string]any
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 0 {
		t.Errorf("doctor = %v, want nothing", findings)
	}
}

func TestListCovers(t *testing.T) {
	s := startServer(t, pop3test.Config{Users: map[string]string{"ann": testPassword, "bob": testPassword}, Messages: letters(5)})
	w := newWorld(t)
	w.add(s, "ann")
	w.add(s, "bob", "--user", "bob")
	w.want(exitDone, "fetch")
	tests := []struct {
		args []string
		want int
		code int
	}{
		{nil, 10, exitDone},
		{[]string{"--limit", "3"}, 3, exitDone},
		{[]string{"--limit", "10"}, 10, exitDone},
		{[]string{"--limit", "11"}, 10, exitDone},
		{[]string{"--account", "bob"}, 5, exitDone},
		{[]string{"--folder", "Inbox"}, 10, exitDone},
		{[]string{"--folder", "inbox", "--account", "ann", "--limit", "4"}, 4, exitDone},
		{[]string{"--folder", "bin"}, 0, exitDone},
		{[]string{"--folder", "Garden"}, 0, exitUsage},
		{[]string{"--account", "carl"}, 0, exitUsage},
		{[]string{"--limit", "0"}, 0, exitUsage},
		{[]string{"--limit", "-1"}, 0, exitUsage},
		{[]string{"word"}, 0, exitUsage},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			w.t = t
			a := w.want(tt.code, append([]string{"list", "--json"}, tt.args...)...)
			if tt.code != exitDone {
				return
			}
			var rows []map[string]any
			if err := json.Unmarshal([]byte(a.out), &rows); err != nil || len(rows) != tt.want {
				t.Errorf("%d rows, %v; want %d", len(rows), err, tt.want)
			}
			if lines := strings.Count(w.want(exitDone, append([]string{"list"}, tt.args...)...).out, "\n"); lines != tt.want {
				t.Errorf("%d lines, want %d", lines, tt.want)
			}
		})
	}
}

// TestListPages reads over the end of several pages.
func TestListPages(t *testing.T) {
	n := 2*pageRows + 3
	s := startServer(t, pop3test.Config{Messages: letters(n)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	var rows []rowJSON
	w.decode(&rows, exitDone, "list")
	seen := map[int64]bool{}
	for i, row := range rows {
		seen[int64(row.ID)] = true
		if i > 0 && row.Date.After(*rows[i-1].Date) {
			t.Fatalf("row %d is newer than the one before", i)
		}
	}
	if len(rows) != n || len(seen) != n {
		t.Errorf("%d rows, %d different; want %d", len(rows), len(seen), n)
	}
}

// TestNoSecretInAnyFile keeps the password in a vault and looks for it, and for the passphrase, in every file.
func TestNoSecretInAnyFile(t *testing.T) {
	keyring.MockInitWithError(os.ErrNotExist)
	t.Cleanup(keyring.MockInit)
	const passphrase = "vault passphrase 99"
	s := startServer(t, pop3test.Config{Messages: letters(3)})
	w := newWorld(t)
	w.env.Secrets = nil
	refused := w.typing(testPassword+"\n", "account", "add", "--email", "ann@example.org", "--pop3", s.Addr(), "--password-stdin")
	if refused.code != exitUsage || !strings.Contains(refused.err, "SATCHEL_PASSPHRASE") {
		t.Errorf("without a passphrase: %+v", refused)
	}
	var none []any
	if w.decode(&none, exitDone, "account", "list"); len(none) != 0 {
		t.Errorf("an account without its password stayed: %v", none)
	}
	w.env.Getenv = func(name string) string {
		if name == "SATCHEL_PASSPHRASE" {
			return passphrase
		}
		return ""
	}
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, secret := range []string{testPassword, passphrase} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "vault.age")); err != nil {
		t.Errorf("no vault: %v", err)
	}
	w.env.Getenv = func(string) string { return "wrong" }
	var results []resultJSON
	w.decode(&results, exitAuth, "fetch")
	if len(results) != 1 || !strings.Contains(results[0].Sentence, "passphrase") {
		t.Errorf("fetch with a wrong passphrase = %+v", results)
	}
}

func TestDemoCheck(t *testing.T) {
	w := newWorld(t)
	a := w.want(exitDone, "--demo", "--check")
	if !strings.Contains(a.out, "equal byte for byte") {
		t.Errorf("demo says %q", a.out)
	}
	if _, err := os.Stat(w.dir); err == nil {
		t.Error("the demo touched the profile")
	}
	w.want(exitUsage, "--demo", "--json")
	w.want(exitUsage, "--check")
	w.want(exitUsage, "--demo", "--check", "fetch")
}
