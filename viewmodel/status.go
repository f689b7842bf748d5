package viewmodel

import (
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
)

// Line is the quiet line at the foot of the sidebar.
type Line struct {
	Text     string
	Working  bool
	Fraction float64 // of the work under way, from 0 to 1; below 0 where its end is unknown
	Problem  bool
	Details  string // more about a problem, for who asks
}

// Status gathers what the checks of all accounts report into one line.
type Status struct {
	// Outbox has its word in the line too.
	Outbox Outbox

	accounts []mailstore.Account
	work     map[mailstore.AccountID]*progress
	problems map[mailstore.AccountID]mailsync.Result
	trouble  string // of Satchel itself, until the next check
}

// progress is one check under way.
type progress struct {
	event mailsync.Event
	since time.Time // when the first message was asked for
}

// NewStatus makes a status that knows no account yet.
func NewStatus() *Status {
	return &Status{work: map[mailstore.AccountID]*progress{}, problems: map[mailstore.AccountID]mailsync.Result{}}
}

// SetAccounts takes the accounts as the store has them, with their last and next check.
func (s *Status) SetAccounts(accounts []mailstore.Account) {
	s.accounts = accounts
	here := map[mailstore.AccountID]bool{}
	for _, a := range accounts {
		here[a.ID] = true
		if _, known := s.problems[a.ID]; !known && isProblem(a.LastResult) {
			s.problems[a.ID] = mailsync.Result{Account: a.ID, Result: a.LastResult, Sentence: a.LastText}
		}
	}
	for id := range s.problems {
		if !here[id] {
			delete(s.problems, id)
		}
	}
}

// Apply takes one event of a check.
func (s *Status) Apply(ev mailsync.Event, now time.Time) {
	if ev.Phase == mailsync.Ended {
		s.end(ev)
		return
	}
	s.trouble = ""
	p, ok := s.work[ev.Account]
	if !ok {
		p = &progress{}
		s.work[ev.Account] = p
	}
	if ev.Phase == mailsync.Getting && p.since.IsZero() {
		p.since = now
	}
	p.event = ev
}

func (s *Status) end(ev mailsync.Event) {
	delete(s.work, ev.Account)
	delete(s.problems, ev.Account)
	if ev.Result != nil && isProblem(ev.Result.Result) {
		s.problems[ev.Account] = *ev.Result
	}
}

func isProblem(result string) bool { return result != "" && result != mailsync.OK }

// Trouble shows a problem of Satchel itself, such as a full disk.
func (s *Status) Trouble(text string) { s.trouble = text }

// Problem is what went wrong at an account's last check, "" if it went well.
func (s *Status) Problem(id mailstore.AccountID) string { return s.problems[id].Sentence }

// Line words the present state: a problem of Satchel first, then work, then problems of accounts and of letters.
func (s *Status) Line(now time.Time) Line {
	switch {
	case s.trouble != "":
		return Line{Text: s.trouble, Problem: true}
	}
	mail, speaks := s.Outbox.Line(now)
	switch {
	case speaks && mail.Working:
		return mail
	case len(s.work) > 0:
		return s.workLine(now)
	case len(s.problems) > 0:
		line := s.problemLine()
		if speaks && mail.Problem {
			line.Text += " " + mail.Text
			line.Details += "\n\n" + mail.Details
		}
		return line
	case speaks && mail.Problem:
		return mail
	}
	line := Line{Text: s.quietText(now)}
	if speaks {
		line.Text = strings.TrimPrefix(line.Text+" · "+mail.Text, " · ")
	}
	return line
}

// workLine sums up all checks under way.
func (s *Status) workLine(now time.Time) Line {
	var done, of int
	var octets, ofOctets int64
	var since time.Time
	phase := mailsync.Phase("")
	for _, p := range s.work {
		phase = later(phase, p.event.Phase)
		done, of = done+p.event.Done, of+p.event.Of
		octets, ofOctets = octets+p.event.Bytes, ofOctets+p.event.OfBytes
		if !p.since.IsZero() && (since.IsZero() || p.since.Before(since)) {
			since = p.since
		}
	}
	if phase != mailsync.Getting || of == 0 {
		return Line{Text: phaseText(phase), Working: true, Fraction: -1}
	}
	line := Line{Working: true, Fraction: fraction(done, of, octets, ofOctets)}
	parts := []string{words.T("Getting %s of %s", Number(min(done+1, of)), Number(of))}
	if ofOctets > 0 {
		parts = append(parts, words.T("%s of %s", Size(octets), Size(ofOctets)))
	}
	if left := remaining(octets, ofOctets, now.Sub(since)); left != "" {
		parts = append(parts, left)
	}
	line.Text = strings.Join(parts, " · ")
	return line
}

// order of the phases: the line shows the one that is furthest.
var phaseOrder = map[mailsync.Phase]int{
	mailsync.Connecting: 1, mailsync.SigningIn: 2, mailsync.Listing: 3, mailsync.Removing: 4, mailsync.Getting: 5,
}

func later(a, b mailsync.Phase) mailsync.Phase {
	if phaseOrder[b] > phaseOrder[a] {
		return b
	}
	return a
}

func phaseText(p mailsync.Phase) string {
	switch p {
	case mailsync.SigningIn:
		return words.T("Signing in")
	case mailsync.Listing, mailsync.Getting:
		return words.T("Looking for new mail")
	case mailsync.Removing:
		return words.T("Removing from the server what is safe here")
	case mailsync.Connecting, mailsync.Ended:
	}
	return words.T("Connecting")
}

// fraction prefers octets: one message of 20 MB counts for more than one of 2 kB.
func fraction(done, of int, octets, ofOctets int64) float64 {
	f := float64(done) / float64(of)
	if ofOctets > 0 {
		f = float64(octets) / float64(ofOctets)
	}
	return min(max(f, 0), 1) // listed sizes are only the server's claim
}

// remaining estimates from the speed so far; too early a guess would only jump about.
func remaining(octets, of int64, spent time.Duration) string {
	if octets <= 0 || octets >= of || spent < 3*time.Second {
		return ""
	}
	left := time.Duration(float64(spent) / float64(octets) * float64(of-octets))
	if left > 100*time.Hour {
		return ""
	}
	return Lasting(left)
}

func (s *Status) problemLine() Line {
	var texts []string
	for _, a := range s.accounts {
		if r, ok := s.problems[a.ID]; ok {
			texts = append(texts, problemText(a, r, len(s.accounts) > 1))
		}
	}
	if len(texts) == 0 {
		return Line{}
	}
	line := Line{Text: texts[0], Problem: true, Details: strings.Join(texts, "\n\n")}
	if more := len(texts) - 1; more > 0 {
		line.Text += " " + words.N("And %d account more has a problem.", "And %d accounts more have a problem.", more)
	}
	return line
}

func problemText(a mailstore.Account, r mailsync.Result, named bool) string {
	text := sentence(words.T(r.Sentence))
	if text == "" {
		text = words.T("The last check did not end well. Satchel tries again by itself.")
	}
	for _, f := range r.Failed[:min(len(r.Failed), 5)] {
		text += "\n" + sentence(words.T(f.Reason))
	}
	if named {
		text = a.Email + ": " + text
	}
	return text
}

// quietText is "Checked at 14:20 · next 14:30": the latest check and the nearest next one.
func (s *Status) quietText(now time.Time) string {
	var last, next time.Time
	for _, a := range s.accounts {
		if a.LastCheck.After(last) {
			last = a.LastCheck
		}
		if a.NextCheck.After(now) && (next.IsZero() || a.NextCheck.Before(next)) {
			next = a.NextCheck
		}
	}
	var parts []string
	switch {
	case len(s.accounts) == 0:
		return ""
	case last.IsZero():
		parts = append(parts, words.T("Not checked yet"))
	case daysApart(last.In(now.Location()), now) == 0:
		parts = append(parts, words.T("Checked at %s", Clock(last.In(now.Location()))))
	default:
		parts = append(parts, words.T("Checked on %s", When(last, now)))
	}
	if next.Sub(now) >= time.Minute { // a nearer one would be the same minute as the last
		parts = append(parts, "next "+When(next, now))
	}
	return strings.Join(parts, " · ")
}
