package autoconfig

import (
	"context"
	"net"
	"slices"
	"strings"

	"satchel/autoconfig/providers"
)

// ownFile asks the domain itself.
func (q *search) ownFile(ctx context.Context) finding {
	c, err := q.files.ofDomain(ctx, q.a.domain, q.a)
	return ofConfig(c, err, Autoconfig)
}

// directory asks Mozilla.
func (q *search) directory(ctx context.Context) finding {
	c, err := q.files.ofDirectory(ctx, q.a.domain, q.a)
	return ofConfig(c, err, Directory)
}

func ofConfig(c config, err error, source Source) finding {
	f := finding{err: err, s: Settings{Provider: c.name, Source: source, SMTP: c.smtp}}
	if err == nil {
		f.s.POP3 = c.pop3
		if !takesPassword(c.pop3) {
			f.s.Notes = []Note{oauthNote(c.name)}
		}
	}
	return f
}

func takesPassword(list []Server) bool {
	for _, s := range list {
		if s.Auth == "auto" {
			return true
		}
	}
	return false
}

// mx finds who receives the domain's mail: a provider of the list, or one that has a file of its own.
func (q *search) mx(ctx context.Context) finding {
	hosts, err := q.o.Resolver.LookupMX(ctx, q.a.domain+".")
	if len(hosts) == 0 {
		if err == nil {
			err = errNoConfig
		}
		return finding{err: err}
	}
	best := hosts[0] // sorted by preference
	for _, h := range hosts {
		if h.Pref < best.Pref {
			best = h
		}
	}
	host := strings.ToLower(strings.TrimSuffix(best.Host, "."))
	if p := providers.OfMX(host); p != nil && (p.NoPOP3 || len(p.POP3) > 0) {
		return finding{s: ofProvider(p, q.a, MX)}
	}
	base := owner(host)
	if !validHost(base) || base == owner(q.a.domain) || !strings.Contains(base, ".") {
		return finding{err: errNoConfig}
	}
	c, err := q.files.ofDomain(ctx, base, q.a)
	return ofConfig(c, err, MX)
}

// srv asks for the records of RFC 6186 and RFC 8314. A target "." says that there is no such service. What is named must
// answer before it is preset.
func (q *search) srv(ctx context.Context) finding {
	type question struct {
		service, tls string
		protocol     protocol
	}
	questions := []question{
		{"pop3s", "implicit", pop3Protocol}, {"pop3", "starttls", pop3Protocol},
		{"submissions", "implicit", smtpProtocol}, {"submission", "starttls", smtpProtocol},
	}
	type answer struct {
		servers []Server
		err     error
	}
	answers := make([]chan answer, len(questions))
	for i, ask := range questions {
		answers[i] = make(chan answer, 1)
		go func() {
			_, records, err := q.o.Resolver.LookupSRV(ctx, ask.service, "tcp", q.a.domain+".")
			answers[i] <- answer{q.named(records, ask.tls), err}
		}()
	}
	var list [2][]Server
	var err error
	for i, ask := range questions {
		got := <-answers[i]
		if ask.protocol == pop3Protocol {
			list[0] = append(list[0], got.servers...)
		} else {
			list[1] = append(list[1], got.servers...)
		}
		if got.err != nil {
			err = got.err
		}
	}
	if len(list[0])+len(list[1]) == 0 {
		if err == nil {
			err = errNoConfig
		}
		return finding{err: err}
	}
	return q.probed(ctx, SRV, list[0], list[1])
}

// named gives the servers that records name, at most maxServers.
func (q *search) named(records []*net.SRV, protection string) []Server {
	var list []Server
	for _, r := range records { // sorted by priority, and by weight at random
		host := strings.ToLower(strings.TrimSuffix(r.Target, "."))
		if validHost(host) && r.Port > 0 && len(list) < maxServers {
			list = append(list, Server{Host: host, Port: int(r.Port), TLS: protection, User: q.a.String(), Auth: "auto"})
		}
	}
	return list
}

// guess tries usual names within the domain.
func (q *search) guess(ctx context.Context) finding {
	d := q.a.domain
	try := func(ports map[int]string, order []int, names ...string) (list []Server) {
		for _, port := range order {
			for _, n := range names {
				list = append(list, Server{Host: n, Port: port, TLS: ports[port], User: q.a.String(), Auth: "auto"})
			}
		}
		return list
	}
	return q.probed(ctx, Guess,
		try(map[int]string{995: "implicit", 110: "starttls"}, []int{995, 110}, "pop."+d, "pop3."+d, "mail."+d, d),
		try(map[int]string{465: "implicit", 587: "starttls"}, []int{465, 587}, "smtp."+d, "mail."+d, d))
}

// probed keeps the first server of each kind that is there.
func (q *search) probed(ctx context.Context, source Source, pop3, smtp []Server) finding {
	sending := make(chan []Server, 1)
	go func() {
		if s, ok := firstThere(ctx, q.o, smtpProtocol, smtp); ok {
			sending <- []Server{s}
			return
		}
		sending <- nil
	}()
	f := finding{s: Settings{Source: source}, err: errNoConfig}
	if s, ok := firstThere(ctx, q.o, pop3Protocol, pop3); ok {
		f.s.POP3, f.err = []Server{s}, nil
	} else if ctx.Err() != nil {
		f.err = ctx.Err()
	}
	f.s.SMTP = <-sending
	return f
}

// preferTLS looks whether a provider whose listed servers have no TLS, or a port and a protection that do not go
// together, has learnt better since the list was made. It connects to no other provider.
func (s *Settings) preferTLS(ctx context.Context, o Options) {
	ctx, cancel := context.WithTimeout(ctx, o.limits.step)
	defer cancel()
	sending := make(chan []Server, 1)
	go func() { sending <- better(ctx, o, smtpProtocol, s.SMTP, 465, 587) }()
	if list := better(ctx, o, pop3Protocol, s.POP3, 995, 110); list != nil {
		s.POP3 = list
		s.Notes = slices.DeleteFunc(s.Notes, func(n Note) bool { return n.Kind == ClearText })
	}
	if list := <-sending; list != nil {
		s.SMTP = list
	}
}

// better puts a protected server that is there before those listed, and leaves out those without TLS then; nil where
// there is nothing to better. implicit and start are the usual ports of the two protections.
func better(ctx context.Context, o Options, p protocol, list []Server, implicit, start int) []Server {
	if len(list) == 0 || !doubtful(list[0], implicit, start) {
		return nil
	}
	o.Report(BuiltIn)
	first := list[0]
	var try []Server
	for _, way := range []Server{{Port: first.Port, TLS: first.TLS}, {Port: implicit, TLS: "implicit"}, {Port: start, TLS: "starttls"}} {
		if way.TLS != "none" {
			try = append(try, Server{Host: first.Host, Port: way.Port, TLS: way.TLS, User: first.User, Auth: first.Auth})
		}
	}
	there, ok := firstThere(ctx, o, p, try)
	if !ok {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(list), func(s Server) bool { return s == there || s.TLS == "none" })
	return append([]Server{there}, rest...)
}

// doubtful reports a server without TLS, or one whose port is not that of its protection. Port 25 speaks STARTTLS too.
func doubtful(s Server, implicit, start int) bool {
	return s.TLS == "none" || s.TLS == "implicit" && s.Port != implicit || s.TLS == "starttls" && s.Port != start && s.Port != 25
}
