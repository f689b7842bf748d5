package cli

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// spoil changes what is stored of messages, as a bad disk does.
func (w *world) spoil(ids ...mailstore.MessageID) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.dir, "mail.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	for _, id := range ids {
		if _, err := db.Exec("UPDATE chunks SET codec = 0, data = zeroblob(length(data)) WHERE id = ?", int64(id)<<16); err != nil {
			w.t.Fatal(err)
		}
	}
}

// A disk forgets three letters: the server gives one back, the backup another, and the third is told to be lost.
func TestRepair(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(6)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	file := filepath.Join(t.TempDir(), "b.satchel")
	w.want(exitDone, "backup", file)
	s.Add(pop3test.Message{User: "ann", UIDL: "late", Data: []byte("Subject: Late\r\n\r\nafter the backup\r\n")})
	w.want(exitDone, "fetch")
	ids := map[string]mailstore.MessageID{}
	var list []rowJSON
	w.decode(&list, exitDone, "list")
	for _, row := range list {
		ids[row.Subject] = row.ID
	}
	if a := w.want(exitDone, "repair"); !strings.Contains(a.out, "No message is known to be damaged") {
		t.Errorf("before: %q", a.out)
	}
	w.spoil(ids["Letter 2"], ids["Letter 5"], ids["Late"])
	var receipt map[string]any
	w.decode(&receipt, exitPartial, "verify")
	var findings []finding
	w.decode(&findings, exitDone, "doctor")
	if len(findings) != 1 || len(findings[0].Messages) != 3 || !strings.Contains(findings[0].Problem, "Letter 5") || !strings.Contains(findings[0].Action, "satchel repair") {
		t.Fatalf("doctor = %+v", findings)
	}
	if a := w.want(exitStore, "show", strconv.FormatInt(int64(ids["Letter 5"]), 10)); !strings.Contains(a.out, "Letter 5") || !strings.Contains(a.err, "satchel repair") {
		t.Errorf("a damaged letter: %+v", a)
	}
	s.Remove("ann", "uid-2", "late") // not known here yet
	var rows []repairJSON
	w.decode(&rows, exitPartial, "repair")
	whole := map[string]bool{}
	for _, r := range rows {
		whole[r.Subject] = r.Whole
		if !r.Whole && !strings.Contains(r.Reason, "no longer at your provider") {
			t.Errorf("%+v", r)
		}
	}
	if len(rows) != 3 || !whole["Letter 5"] || whole["Letter 2"] || whole["Late"] {
		t.Errorf("from the server: %+v", rows)
	}
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 1 || len(findings[0].Messages) != 2 || findings[0].Messages[0].OnServer || strings.Contains(findings[0].Action, "Fetch") {
		t.Errorf("doctor = %+v", findings)
	}
	if a := w.want(exitPartial, "repair", "--backup", file); !strings.Contains(a.out, "whole again") || !strings.Contains(a.out, "does not have it whole") {
		t.Errorf("from the backup: %q", a.out)
	}
	if w.decode(&findings, exitDone, "doctor"); len(findings) != 1 || len(findings[0].Messages) != 1 || findings[0].Messages[0].Subject != "Late" {
		t.Errorf("doctor = %+v", findings)
	}
	if a := w.want(exitDone, "show", strconv.FormatInt(int64(ids["Letter 2"]), 10), "--raw"); !bytes.Equal([]byte(a.out), letters(6)[1].Data) {
		t.Errorf("letter 2 is %q", a.out)
	}
	if a := w.want(exitDone, "repair", strconv.FormatInt(int64(ids["Letter 1"]), 10)); !strings.Contains(a.out, "It reads as it came") {
		t.Errorf("of a sound one: %q", a.out)
	}
	w.want(exitUsage, "repair", "x")
	w.want(exitUsage, "repair", "99999")
	if a := w.want(exitUsage, "repair", "--backup", filepath.Join(t.TempDir(), "none")); !strings.Contains(a.err, "There is no file") {
		t.Errorf("without a file: %q", a.err)
	}
}
