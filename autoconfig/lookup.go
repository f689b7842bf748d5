package autoconfig

import (
	"context"
	"errors"
	"net"
	"time"

	"satchel/autoconfig/providers"
)

// Lookup finds out how an address is set up. Each step has five seconds and the steps overlap; the whole takes at most
// ten. It returns ErrAddress for what is no address and the context's error where that ended; that nothing was found is
// no error but Source None, with a note that says so.
func Lookup(ctx context.Context, text string, o Options) (Settings, error) {
	a, err := parseAddress(text)
	if err != nil {
		return Settings{}, err
	}
	o = o.withDefaults()
	limited, cancel := context.WithTimeout(ctx, o.limits.total)
	defer cancel()
	s := lookup(limited, a, o)
	if err := ctx.Err(); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// Known is what the list in the program says of an address, without asking anybody: for every letter that is typed.
func Known(text string) Settings {
	a, err := parseAddress(text)
	if err != nil {
		return Settings{Source: None}
	}
	return lookup(context.Background(), a, Options{Offline: true}.withDefaults())
}

func lookup(ctx context.Context, a address, o Options) Settings {
	p := providers.OfDomain(a.domain)
	if p != nil && (p.NoPOP3 || len(p.POP3) > 0) {
		s := ofProvider(p, a, BuiltIn)
		if !o.Offline {
			s.preferTLS(ctx, o)
		}
		return s
	}
	s := Settings{Address: a.String(), Domain: a.domain, Source: None}
	if p == nil && !o.AsTyped {
		if d := meant(a.domain); d != "" {
			s.Suggestion = address{a.local, d}.String()
			s.Notes = []Note{typoNote(a.domain, d)}
			return s
		}
	}
	if o.Offline {
		s.Notes = []Note{offlineNote(a.domain)}
		return s
	}
	found := newSearch(a, o).best(ctx)
	if p != nil { // known, but for its POP3 server
		found.Provider = p.Name
		if len(found.SMTP) == 0 {
			found.SMTP = serversOf(p.SMTP, a)
		}
	}
	return found
}

// finding is what one step came to.
type finding struct {
	s   Settings
	err error // why it found nothing
}

func (f finding) usable() bool { return len(f.s.POP3) > 0 || f.s.Final() }

// search is the asking of the network for one address. Its steps run at the same time; each hands in one finding.
type search struct {
	a     address
	o     Options
	files files
	steps []step
}

type step struct {
	source Source
	run    func(ctx context.Context) finding
	result chan finding
}

func newSearch(a address, o Options) *search {
	q := &search{a: a, o: o, files: newFiles(o)}
	add := func(source Source, run func(context.Context) finding) {
		q.steps = append(q.steps, step{source, run, make(chan finding, 1)})
	}
	add(Autoconfig, q.ownFile)
	if o.Directory {
		add(Directory, q.directory)
	}
	add(MX, q.mx)
	add(SRV, q.srv)
	return q
}

// best runs the steps and gives the first usable finding in their order; it waits for no later one. Usual names are tried
// as soon as all others have ended in vain, or have taken a while.
func (q *search) best(ctx context.Context) Settings {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the steps that are not needed any more
	for _, s := range q.steps {
		q.begin(ctx, s)
	}
	others := make(chan struct{}) // closed when the steps so far have ended in vain
	guess := step{Guess, q.guess, make(chan finding, 1)}
	go func() {
		select {
		case <-others:
		case <-time.After(q.o.limits.guessAfter):
		case <-ctx.Done():
		}
		q.begin(ctx, guess)
	}()
	var seen []finding
	for _, s := range q.steps {
		f := <-s.result
		if f.usable() {
			return q.finish(f.s, seen)
		}
		seen = append(seen, f)
	}
	close(others)
	if f := <-guess.result; f.usable() {
		return q.finish(f.s, seen)
	}
	return q.nothing(seen)
}

// begin runs a step within its limit.
func (q *search) begin(ctx context.Context, s step) {
	q.o.Report(s.source)
	go func() {
		limited, cancel := context.WithTimeout(ctx, q.o.limits.step)
		defer cancel()
		s.result <- s.run(limited)
	}()
}

// finish completes what was found: a server for sending from a lesser source, and the owners to be confirmed.
func (q *search) finish(s Settings, seen []finding) Settings {
	s.Address, s.Domain = q.a.String(), q.a.domain
	for _, f := range seen {
		if len(s.SMTP) == 0 {
			s.SMTP = f.s.SMTP
		}
	}
	if s.Confirm = strangers(q.a, s); len(s.Confirm) > 0 {
		s.Notes = append(s.Notes, ownerNote(q.a.domain, s.Confirm))
	}
	return s
}

// strangers are the owners of servers that are neither the address's own domain nor a provider of the list. DNS answers
// can be forged and a file may be old: to whom the password goes is the person's decision.
func strangers(a address, s Settings) []string {
	var list []string
	seen := map[string]bool{owner(a.domain): true}
	for _, servers := range [][]Server{s.POP3, s.SMTP} {
		for _, server := range servers {
			if o := owner(server.Host); !seen[o] && !providers.HasServer(server.Host) {
				seen[o] = true
				list = append(list, o)
			}
		}
	}
	return list
}

// nothing says why no server was found.
func (q *search) nothing(seen []finding) Settings {
	s := Settings{Address: q.a.String(), Domain: q.a.domain, Source: None, Offline: true}
	var noPOP3 bool
	for _, f := range seen {
		if len(s.SMTP) == 0 {
			s.SMTP = f.s.SMTP
		}
		s.Offline = s.Offline && unreachable(f.err)
		noPOP3 = noPOP3 || errors.Is(f.err, errNoPOP3)
		if n, refused := refusedNote(q.a.domain, f.err); refused && !s.Has(n.Kind) {
			s.Notes = append(s.Notes, n)
		}
	}
	switch {
	case s.Offline:
		s.Notes = append(s.Notes, networkNote(q.a.domain))
	case noPOP3:
		s.Notes = append(s.Notes, notOfferedNote(q.a.domain))
	default:
		s.Notes = append(s.Notes, notFoundNote(q.a.domain))
	}
	return s
}

// unreachable reports whether an error means that the network, rather than this domain, gives no answer.
func unreachable(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return !dns.IsNotFound
	}
	return errors.Is(err, context.DeadlineExceeded)
}
