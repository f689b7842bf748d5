package cli

import (
	"strings"
	"testing"
	"time"

	"satchel/smtpsend/smtptest"
)

// sending is a world with an account at a scripted submission server.
func sending(t *testing.T, config smtptest.Config) (*world, *smtptest.Server) {
	t.Helper()
	w := newWorld(t)
	config.Users = map[string]string{"ann": testPassword}
	server := smtptest.New(config)
	t.Cleanup(server.Close)
	ca, err := server.Authority().WriteFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w.env.SendWait = 2 * time.Second
	a := w.typing(testPassword+"\n", "account", "add", "--email", "ann@example.org", "--name", "Ann Lee", "--user", "ann", "--pop3", "127.0.0.1:995", "--ca", ca,
		"--smtp", server.Addr(), "--smtp-tls", "implicit", "--password-stdin")
	if a.code != exitDone {
		t.Fatalf("account add: %d %s", a.code, a.err)
	}
	return w, server
}

type sentRow struct {
	ID                       int
	Account, State, Sentence string
	Recipients               []struct{ Address, State, Sentence string }
	NextTry                  *time.Time `json:"next_try"`
	Subject, Sender          string
	Message, Size, Tries     int
}

func TestSend(t *testing.T) {
	w, server := sending(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Arg == "nobody@example.net" {
			return smtptest.Refuse(550, "5.1.1", "User unknown")
		}
		return nil
	}})
	a := w.typing("To: bo@example.net\nBcc: di@example.net\nSubject: Tea\n\nAt four.\n", "send")
	if a.code != exitDone || a.out != "Sent to bo@example.net, di@example.net.\n" {
		t.Errorf("send: %d %q %q", a.code, a.out, a.err)
	}
	a = w.typing("Grüße\n", "send", "--to", "Bö <bo@example.net>", "--to", "nobody@example.net", "--subject", "Zweiter Brief", "--attach", "send_test.go")
	if a.code != exitPartial || !strings.HasPrefix(a.out, "Sent to 1 of 2 recipients. nobody@example.net did not get it: There is no such address.") {
		t.Errorf("send: %d %q %q", a.code, a.out, a.err)
	}
	got := server.Received()
	if len(got) != 2 || strings.Contains(string(got[0].Data), "Bcc") || !strings.Contains(string(got[1].Data), "From: Ann Lee <ann@example.org>\r\nTo: =?UTF-8?B?QsO2?= <bo@example.net>, nobody@example.net\r\n") ||
		!strings.Contains(string(got[1].Data), "filename=send_test.go") {
		t.Errorf("received %d letters: %.300s", len(got), got[len(got)-1].Data)
	}
	var rows []sentRow
	w.decode(&rows, exitDone, "outbox", "--json")
	if len(rows) != 0 {
		t.Errorf("outbox %+v", rows)
	}
	w.decode(&rows, exitDone, "outbox", "--all", "--json")
	if len(rows) != 2 || rows[1].State != "sent" || rows[1].Recipients[1].State != "refused" || rows[1].Subject != "Zweiter Brief" || rows[0].Account != "ann" {
		t.Errorf("outbox --all %+v", rows)
	}
	var list []struct{ Folder, Subject string }
	w.decode(&list, exitDone, "list", "--folder", "sent", "--json")
	if len(list) != 2 {
		t.Errorf("sent folder %+v", list)
	}
}

func TestSendThatMayBeSent(t *testing.T) {
	w, server := sending(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Command == "END" && s.Nth == 1 {
			return smtptest.ErrTakeDrop
		}
		return nil
	}})
	a := w.typing("To: bo@example.net\n\nx\n", "send", "--json")
	if a.code != exitPartial || !strings.Contains(a.out, `"state": "maybe"`) {
		t.Errorf("send: %d %s", a.code, a.out)
	}
	if a := w.typing("To: cy@example.net\n\ny\n", "send"); a.code != exitDone || len(server.Received()) != 2 {
		t.Errorf("the next letter: %d, %d received", a.code, len(server.Received()))
	}
	if a := w.want(exitDone, "outbox"); !strings.Contains(a.out, "does not send it again by itself") {
		t.Errorf("outbox: %s", a.out)
	}
	w.want(exitDone, "outbox", "sent", "1")
	if a := w.want(exitDone, "outbox"); a.out != "No letter waits to be sent.\n" {
		t.Errorf("outbox: %s", a.out)
	}
	w.want(exitUsage, "outbox", "retry", "1")
	w.want(exitUsage, "outbox", "cancel", "99")
	w.want(exitUsage, "outbox", "burn", "1")
	w.want(exitUsage, "outbox", "retry")
}

func TestSendLaterAndTakeBack(t *testing.T) {
	w, server := sending(t, smtptest.Config{})
	a := w.typing("To: bo@example.net\n\nx\n", "send", "--at", time.Now().Add(25*time.Hour).Format("2006-01-02 15:04"))
	if a.code != exitDone || !strings.HasPrefix(a.out, "Goes to bo@example.net at ") {
		t.Errorf("send --at: %d %q %q", a.code, a.out, a.err)
	}
	if a := w.want(exitDone, "outbox", "cancel", "1"); !strings.Contains(a.out, "lies in Drafts") {
		t.Errorf("cancel: %q", a.out)
	}
	var list []struct{ Folder string }
	w.decode(&list, exitDone, "list", "--folder", "drafts", "--json")
	if len(list) != 1 || len(server.Received()) != 0 {
		t.Errorf("drafts %+v, %d received", list, len(server.Received()))
	}
}

func TestSendPasswordOfItsOwn(t *testing.T) {
	w, server := sending(t, smtptest.Config{Script: nil})
	w.want(exitDone, "account", "set", "ann", "--smtp-user", "other")
	if a := w.typing("To: bo@example.net\n\nx\n", "send"); a.code != exitAuth || !strings.Contains(a.out, "did not accept the user name or password") {
		t.Errorf("send: %d %q", a.code, a.out)
	}
	w.want(exitDone, "account", "set", "ann", "--smtp-user", "ann")
	if a := w.typing("wrong\n", "account", "set", "ann", "--smtp-password-stdin"); a.code != exitDone {
		t.Fatalf("account set: %d %s", a.code, a.err)
	}
	w.want(exitAuth, "outbox", "retry", "1")
	if a := w.typing(testPassword+"\n", "account", "set", "ann", "--smtp-password-stdin"); a.code != exitDone {
		t.Fatalf("account set: %d %s", a.code, a.err)
	}
	w.want(exitDone, "outbox", "retry", "1")
	if n := len(server.Received()); n != 1 {
		t.Errorf("%d received", n)
	}
	var accounts []struct{ SMTP struct{ User, Auth string } }
	w.decode(&accounts, exitDone, "account", "list", "--json")
	if accounts[0].SMTP.User != "ann" || accounts[0].SMTP.Auth != "auto" {
		t.Errorf("account list %+v", accounts)
	}
}

func TestSendRefuses(t *testing.T) {
	w, _ := sending(t, smtptest.Config{})
	for _, tt := range []struct {
		name, input, says string
		args              []string
	}{
		{"nothing", "", "no letter on standard input", nil},
		{"nobody", "Subject: x\n\ny\n", "names nobody", nil},
		{"no address", "x", "is no e-mail address", []string{"--to", "Bo"}},
		{"no file", "x", "cannot be attached", []string{"--to", "bo@example.net", "--attach", "/nowhere/file"}},
		{"folder", "x", "it is not a file", []string{"--to", "bo@example.net", "--attach", "."}},
		{"subject without --to", "x", "needs --to", []string{"--subject", "x"}},
		{"time", "x", "is no time", []string{"--at", "soon"}},
		{"past", "x", "in the past", []string{"--at", "2001-01-01 10:00"}},
		{"account", "To: bo@example.net\n\nx", "no account", []string{"--account", "zed"}},
		{"auth", "", "--smtp-auth magic is unknown", nil},
	} {
		args := append([]string{"send"}, tt.args...)
		if tt.name == "auth" {
			args = []string{"account", "set", "ann", "--smtp-auth", "magic"}
		}
		if a := w.typing(tt.input, args...); a.code != exitUsage || !strings.Contains(a.err, tt.says) {
			t.Errorf("%s: %d %q", tt.name, a.code, a.err)
		}
	}
	if a := w.want(exitDone, "outbox", "--all"); a.out != "No letter waits to be sent.\n" {
		t.Errorf("outbox: %s", a.out)
	}
}
