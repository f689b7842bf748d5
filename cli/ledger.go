package cli

import (
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
)

func ledgerCommand() command {
	return command{
		name: "ledger", does: "every message on the server, with its state and its day",
		usage: "[ID]",
		help: `Shows what Satchel knows of each message on the server: new, safe here, to be removed
on which day, removed, not to be fetched and why. --json also has the proof (SHA-256).`,
		run: runLedger,
	}
}

type entryJSON struct {
	Account    string               `json:"account"`
	UIDL       string               `json:"uidl"`
	Size       int64                `json:"size"`
	State      string               `json:"state"`
	Since      *time.Time           `json:"since"`
	Message    *mailstore.MessageID `json:"message"`
	RemovalDay *string              `json:"removal_day"` // 2026-12-02
	Pinned     bool                 `json:"pinned"`
	Proof      proofJSON            `json:"proof"`
	Reason     string               `json:"reason"`
}

// proofJSON is empty before a message is safe here.
type proofJSON struct {
	SHA256     string     `json:"sha256"`
	VerifiedAt *time.Time `json:"verified_at"`
}

func entryOf(slug string, e mailstore.Entry, days map[mailstore.LedgerID]time.Time) entryJSON {
	j := entryJSON{
		Account: slug, UIDL: e.UIDL, Size: e.Size, State: string(e.State), Since: timeOrNull(e.Since),
		Message: messageOrNull(e.Message), Pinned: e.Pinned, Reason: e.Reason,
		Proof: proofJSON{VerifiedAt: timeOrNull(e.VerifiedAt)},
	}
	if e.SHA256 != [32]byte{} {
		j.Proof.SHA256 = hex.EncodeToString(e.SHA256[:])
	}
	if d, ok := days[e.ID]; ok {
		text := dateOnly(d)
		j.RemovalDay = &text
	}
	return j
}

func runLedger(c *call) error {
	words, err := c.parse(c.newFlags(c.path), 0, 1)
	if err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.accounts(words)
	if err != nil {
		return err
	}
	out := newArray(c.Out, c.json)
	planner := c.syncer(keychain.Memory())
	for _, a := range list {
		entries, err := c.store.Ledger(c.ctx, a.ID, false)
		if err != nil {
			return err
		}
		p, err := planner.Preview(c.ctx, a.ID, a.Keep)
		if err != nil {
			return err
		}
		days := removalDays(p)
		for _, e := range entries {
			if c.json {
				out.add(entryOf(a.Slug, e, days))
			} else {
				ledgerLine(out, a.Slug, e, days[e.ID], c.now())
			}
		}
	}
	return out.close()
}

func ledgerLine(w io.Writer, slug string, e mailstore.Entry, removal, now time.Time) {
	// out keeps the first error of a write; close gives it.
	fmt.Fprintf(w, "%s  %s  %9s  %s  %s\n", fit(slug, 10), fit(clean(e.UIDL), 24), humanSize(e.Size), fit(moment(e.Since, now), 24), stateWords(e, removal, now))
}

// stateWords says where a message is in the words of the server page.
func stateWords(e mailstore.Entry, removal, now time.Time) string {
	words := map[mailstore.State]string{
		mailstore.Waiting:        "New, waiting",
		mailstore.HeadOnly:       "Too big, only its head is here",
		mailstore.Safe:           "Safe here, stays on the server",
		mailstore.Due:            "Safe here, due to leave the server",
		mailstore.Asked:          "Asked the server to remove it",
		mailstore.Removed:        "Removed from the server, safe here",
		mailstore.Vanished:       "Disappeared from the server (not by this computer)",
		mailstore.Hidden:         "Hidden by your provider after fetching",
		mailstore.KeptByProvider: "Your provider keeps it",
		mailstore.Unfetchable:    "Cannot be fetched",
		mailstore.Superseded:     "Replaced by another message on the server",
	}[e.State]
	switch {
	case words == "":
		words = string(e.State)
	case e.State == mailstore.Unfetchable && e.Reason != "":
		words += ": " + clean(e.Reason)
	case e.Pinned && (e.State == mailstore.Safe || e.State == mailstore.Due):
		words = "Safe here, kept on the server (pinned)"
	case !removal.IsZero() && removal.After(now):
		words = "Safe here, on the server until " + day(removal, now)
	case !removal.IsZero():
		words = "Safe here, leaves the server at the next check"
	}
	return words
}
