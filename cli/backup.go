package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"satchel/backup"
	"satchel/mailstore"
)

func backupCommand() command {
	return command{
		name: "backup", does: "put all mail into one file and read it back",
		usage: "FILE",
		help: `Writes all mail, folders, accounts (without passwords) and what is known of the servers
into one file, and reads every message back. The same FILE again takes only what is
new. It may run while Satchel fetches.`,
		run: runBackup,
	}
}

func restoreCommand() command {
	return command{
		name: "restore", does: "bring the mail of a backup into this profile",
		usage: "FILE",
		help: `Merges a backup into the profile, which is made where there is none. What is here
stays as it is, and nothing comes twice. No server is told anything, and no mail is
removed from one before you say yes: satchel account set ID --yes. Passwords are not
in a backup: satchel account set ID --password-stdin.`,
		run: runRestore,
	}
}

func verifyCommand() command {
	return command{
		name: "verify", does: "read every message back and compare it with its proof",
		usage: "[FILE]",
		help: `Reads every message here back from the disk and compares its SHA-256 with what it was
when it came; with FILE every message of that backup.`,
		run: runVerify,
	}
}

type receiptJSON struct {
	Messages   int64          `json:"messages"`
	Bytes      int64          `json:"bytes"`
	Verified   int64          `json:"verified"`
	Mismatches []mismatchJSON `json:"sha256_mismatches"`
	Finished   bool           `json:"finished"`
	FinishedAt *time.Time     `json:"finished_at"`
	Added      int64          `json:"added"`      // messages that this run wrote
	FileBytes  int64          `json:"file_bytes"` // of the backup
	Seconds    float64        `json:"seconds"`
}

type mismatchJSON struct {
	Message mailstore.MessageID `json:"message"`
	SHA256  string              `json:"sha256"`
}

func runBackup(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 1, 1)
	if err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	started := time.Now()
	line := newCounting(c)
	r, err := backup.Write(c.ctx, c.store, words[0], backup.Options{Now: c.Now, Progress: line.progress, Step: line.begin})
	line.clear()
	if err != nil {
		return c.explainBackup(words[0], err)
	}
	return c.receipt(r, started, "Backed up: ")
}

func runRestore(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 1, 1)
	if err != nil {
		return err
	}
	// Looked at first: a file that is no backup makes no profile.
	if _, err := backup.Look(words[0]); err != nil {
		return c.explainBackup(words[0], err)
	}
	if err := c.openOrMake(); err != nil {
		return err
	}
	started := time.Now()
	line := newCounting(c)
	line.begin("Restoring")
	r, err := backup.Restore(c.ctx, c.store, words[0], backup.Options{Now: c.Now, Progress: line.progress})
	line.clear()
	if err != nil {
		return c.explainBackup(words[0], err)
	}
	return c.receipt(r, started, fmt.Sprintf("Restored: %s new here, of ", plural(r.Added, "message")))
}

// openOrMake opens the profile, or makes one where there is none.
func (c *call) openOrMake() (err error) {
	if c.dir() == "" {
		return c.needProfile()
	}
	if err := os.MkdirAll(c.dir(), 0o700); err != nil {
		return usagef("The profile folder %s cannot be made: %v.", c.dir(), reason(err))
	}
	c.store, err = mailstore.Open(c.ctx, c.dir(), mailstore.Options{Now: c.Now})
	return err
}

func runVerify(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 0, 1)
	if err != nil {
		return err
	}
	started := time.Now()
	line := newCounting(c)
	defer line.clear()
	line.begin("reading back")
	if len(words) == 1 {
		r, err := backup.Verify(c.ctx, words[0], backup.Options{Progress: line.progress})
		line.clear()
		if err != nil {
			return c.explainBackup(words[0], err)
		}
		return c.receipt(r, started, "")
	}
	if err := c.openToNote(); err != nil {
		return err
	}
	r, err := c.verifyStore(line)
	line.clear()
	if err != nil {
		return err
	}
	return c.receipt(r, started, "")
}

// openToNote opens the profile for a command that reads it and notes what it finds, where it can: beside a window it
// only reads.
func (c *call) openToNote() error {
	if err := c.openStore(); err == nil || !errors.Is(err, mailstore.ErrLocked) && !errors.Is(err, mailstore.ErrNewer) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return c.openReadOnly()
}

// verifyStore reads all messages of the profile back.
func (c *call) verifyStore(line *counting) (r backup.Receipt, err error) {
	folders, err := c.store.Folders(c.ctx)
	if err != nil {
		return r, err
	}
	var of int64
	for _, f := range folders {
		of += int64(f.Total)
	}
	err = c.eachHead(mailstore.Query{}, 0, func(h mailstore.Head) error {
		damaged, err := c.store.CheckMessage(c.ctx, h.ID)
		switch {
		case errors.Is(err, mailstore.ErrNotFound):
			return nil // destroyed meanwhile
		case err != nil:
			return err
		case damaged:
			r.Mismatches = append(r.Mismatches, backup.Mismatch{Message: h.ID, SHA256: h.SHA256})
		default:
			r.Verified++
		}
		r.Messages++
		r.Bytes += h.Size
		line.progress(r.Messages, of)
		return nil
	})
	r.Finished = c.now()
	return r, err
}

// receipt tells how it went: "24 118 messages, 3.2 GB, verified 21:04".
func (c *call) receipt(r backup.Receipt, started time.Time, what string) error {
	code := exitDone
	if len(r.Mismatches) > 0 {
		code = exitPartial
	}
	if c.json {
		j := receiptJSON{
			Messages: r.Messages, Bytes: r.Bytes, Verified: r.Verified, Mismatches: []mismatchJSON{}, Finished: true,
			FinishedAt: timeOrNull(r.Finished), Added: r.Added, FileBytes: r.FileBytes, Seconds: time.Since(started).Seconds(),
		}
		for _, m := range r.Mismatches {
			j.Mismatches = append(j.Mismatches, mismatchJSON{m.Message, hex.EncodeToString(m.SHA256[:])})
		}
		if err := c.printJSON(j); err != nil {
			return err
		}
		return silent(code)
	}
	if r.Cut {
		what = "The last backup into this file was cut short; this is the one before it. " + what
	}
	err := c.printf("%s%s, %s, verified %s\n", what, plural(r.Messages, "message"), humanSize(r.Bytes), moment(r.Finished, c.now()))
	for _, m := range r.Mismatches {
		if err == nil {
			err = c.printf("  Message %d is not what it was when it came.\n", m.Message)
		}
	}
	if err == nil && len(r.Mismatches) > 0 {
		err = c.printf("Where your provider still has them, or another backup: satchel repair --help\n")
	}
	if err != nil {
		return err
	}
	return silent(code)
}

// explainBackup turns an error about a backup file into its sentence.
func (c *call) explainBackup(path string, err error) error {
	is := func(kind error) bool { return errors.Is(err, kind) }
	say := func(code int, sentence string) error { return &failure{code, sentence, err} }
	name := clean(path)
	switch {
	case is(backup.ErrForeign):
		return say(exitUsage, name+" is no Satchel backup. It was left as it is. Name another file.")
	case is(backup.ErrNewer):
		return say(exitUsage, "A later version of Satchel wrote "+name+". It was left as it is. Please use that version or a newer one.")
	case is(backup.ErrOther):
		return say(exitUsage, name+" is the backup of another profile. It was left as it is. Name another file.")
	case is(backup.ErrBusy):
		return say(exitUsage, "Another backup into "+name+" is under way. Wait until it has ended.")
	case is(backup.ErrCut):
		return say(exitStore, "The backup in "+name+" was cut short, and no whole one is in it. Nothing was changed. Use another backup.")
	case is(backup.ErrUnread):
		return say(exitStore, "What was written to "+name+" does not read back, so the disk there is not to be trusted. The backup before it, if there was one, is as it was. Use another disk.")
	case is(backup.ErrDamaged):
		return say(exitStore, "The backup in "+name+" is damaged. Nothing was changed. Use another backup.")
	case is(fs.ErrNotExist):
		return say(exitUsage, "There is no file or folder "+name+".")
	case is(mailstore.ErrFull), is(syscall.ENOSPC):
		return say(exitStore, "The disk is full. What was written is whole and nothing else was changed. Free some space and run it again: it goes on where it stopped.")
	}
	return err
}
