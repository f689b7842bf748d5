package viewmodel

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"satchel/backup"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
)

// What can be done about a damaged letter.
//
//words:keys
const (
	ActionFetchAgain = "Fetch it again"
	ActionFromBackup = "Take it from a backup…"
)

// SetDamaged says above a letter that it is not what it was when it came, and what can be done.
func (l *Letter) SetDamaged(h mailstore.Head) {
	b := Banner{Warning: true, Action: ActionFromBackup,
		Text: words.T("The disk of this computer has changed this letter since it came. What can be read of it is shown.")}
	if h.OnServer {
		b.Text += " " + words.T("Your provider still has it.")
		b.Action, b.Other = ActionFetchAgain, ActionFromBackup
	} else {
		b.Text += " " + words.T("Your provider no longer has it, but a backup may.")
	}
	l.Banners = []Banner{b} // what else is odd about it may come from the damage
}

// DamageNotice stands above the mail while n letters are known to be damaged; "" for none.
func DamageNotice(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return words.T("A letter on this computer is damaged. The Doctor in the Help menu says which, and brings it back.")
	}
	return words.T("%s letters on this computer are damaged. The Doctor in the Help menu says which, and brings them back.", Number(n))
}

// Finding is one thing that is wrong, as the Doctor tells it.
type Finding struct {
	Title string // what is wrong
	Text  string // why, what Satchel does about it, what one can do
}

// DamagedRow is a damaged letter on the Doctor's page.
type DamagedRow struct {
	ID       mailstore.MessageID
	Text     string // "Garden, from Ann, Mon 3 March"
	OnServer bool
}

// DoctorPage is what is wrong now.
type DoctorPage struct {
	Damaged  []DamagedRow
	Hint     string // above the damaged letters
	Findings []Finding
	Well     string // in place of all that; "": something is wrong
}

// littleSpace is the room on the disk below which the Doctor speaks up.
const littleSpace = 500_000_000

// NewDoctorPage tells what is wrong with the profile. damaged are the letters known to be damaged, free the octets left on
// the disk.
func NewDoctorPage(damaged []mailstore.Head, accounts []mailstore.Account, free int64, now time.Time) DoctorPage {
	var p DoctorPage
	there := 0
	for _, h := range damaged {
		name := personName(h.FromName, h.FromAddress)
		p.Damaged = append(p.Damaged, DamagedRow{ID: h.ID, Text: Shortened(subjectOf(h.Subject)) + " – " + Shortened(name) + ", " + Day(h.Date, now), OnServer: h.OnServer})
		if h.OnServer {
			there++
		}
	}
	if len(damaged) > 0 {
		p.Hint = damageHint(len(damaged), there)
	}
	if free >= 0 && free < littleSpace {
		p.Findings = append(p.Findings, Finding{words.T("The disk is nearly full: %s free.", Size(free)),
			words.T("Satchel goes on while it can; what does not fit stays at your provider. Please make some room.")})
	}
	for _, a := range accounts {
		if a.LastResult != "" && a.LastResult != mailsync.OK {
			p.Findings = append(p.Findings, Finding{words.T("The last check of %s did not end well.", a.Email), sentence(a.LastText)})
		}
		if !a.ClockDoubt.IsZero() {
			p.Findings = append(p.Findings, Finding{words.T("This computer's clock is in doubt (%s).", a.Email),
				words.T("It jumped between two checks. Mail is fetched as always, and none is removed at your provider until you have looked at the page At your provider.")})
		}
	}
	if len(p.Damaged)+len(p.Findings) == 0 {
		p.Well = words.T("All is well, as far as Satchel knows. Old letters are read back in idle time, each once a month.")
	}
	return p
}

// damageHint is about n damaged letters of which so many are at the provider.
func damageHint(n, there int) string {
	check := " " + words.T("Please have the disk checked, too.")
	if n == 1 {
		text := words.T("The disk of this computer has changed it since it came. What can be read of it is shown, and no copy of it is removed at your provider.")
		return text + pickWord(there == 1, " "+words.T("Your provider still has it."), " "+words.T("A backup may have it whole.")) + check
	}
	text := words.T("The disk of this computer has changed them since they came. What can be read of them is shown, and no copy of them is removed at your provider.")
	switch there {
	case 0:
		return text + " " + words.T("A backup may have them whole.") + check
	case n:
		return text + " " + words.T("Your provider still has all of them.") + check
	}
	return text + " " + words.T("Your provider still has %s; a backup may have the others.", Number(there)) + check
}

// MendedWords say what a backup gave.
func MendedWords(m backup.Mended) string {
	switch {
	case len(m.Left) == 0 && len(m.Whole) == 0:
		return words.T("No letter is damaged any more.")
	case len(m.Left) == 0:
		return words.N("%d letter is whole again.", "%d letters are whole again.", len(m.Whole))
	case len(m.Whole) == 0:
		return words.N("This backup does not have the letter whole. An older one may.", "This backup does not have the letters whole. An older one may.", len(m.Left))
	}
	return words.N("%d letter is whole again.", "%d letters are whole again.", len(m.Whole)) + " " +
		words.N("%d other is not whole in this backup; an older one may have it.", "%d others are not whole in this backup; an older one may have them.", len(m.Left))
}

// MendTrouble says why nothing could be taken from a backup.
func MendTrouble(path string, err error) string {
	name := filepath.Base(path)
	is := func(kind error) bool { return errors.Is(err, kind) }
	switch {
	case is(context.Canceled):
		return words.T("Stopped. What is whole again stays so.")
	case is(backup.ErrForeign):
		return words.T("%s is no Satchel backup. Please choose another file.", name)
	case is(backup.ErrNewer):
		return words.T("A later Satchel wrote %s. Please update this one and try again.", name)
	case is(backup.ErrCut):
		return words.T("The backup in %s was cut short, and no whole one is in it. Please use another backup.", name)
	case is(backup.ErrDamaged):
		return words.T("The backup in %s is damaged itself. What is whole again stays so. Please use another backup.", name)
	case is(fs.ErrPermission):
		return words.T("This computer does not let Satchel read %s. Please check whom it belongs to.", name)
	case is(mailstore.ErrDamaged):
		return words.T("The mail file is damaged in a way that a single letter cannot be put back. Please restore your backup into a new profile.")
	}
	return Trouble(words.T("bring the letter back"), err)
}
