//go:build linux

package journey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// mailbox is what a runner is to fetch, and over which line.
type mailbox struct {
	corpus corpus
	user   string
	keep   bool // leave it on the server
	tls    bool
	line   *line
	caFile string
}

// runner is one program with a state of its own, as a user has it before the first fetch.
type runner interface {
	// command is what fetches.
	command() (argv, env []string)
	// idle is what asks for news after a fetch.
	idle() (argv, env []string)
	// stored counts the letters that are here.
	stored(tb testing.TB) int
}

// newRunner sets a program up in an empty folder. The set-up is not timed.
func newRunner(tb testing.TB, name, tool, dir string, m mailbox) runner {
	tb.Helper()
	switch name {
	case rawName:
		return newRaw(tool, dir, m)
	case satchelName:
		return newSatchel(tb, dir, m)
	case maildirName, mboxName:
		return newMpop(tb, name, dir, m)
	case fetchmailName:
		return newFetchmail(tb, dir, m)
	case getmailName:
		return newGetmail(tb, dir, m)
	}
	tb.Fatalf("there is no program %q", name)
	return nil
}

// programOf is the file to look for before a runner is used.
var programOf = map[string]string{maildirName: "mpop", mboxName: "mpop", fetchmailName: "fetchmail", getmailName: "getmail"}

// satchelRunner is the program as its user runs it.
type satchelRunner struct {
	profile profile
	want    map[string]int
}

func newSatchel(tb testing.TB, dir string, m mailbox) satchelRunner {
	tb.Helper()
	p := profile{dir: filepath.Join(dir, "profile")}
	if !keyring {
		p.env = []string{"SATCHEL_PASSPHRASE=" + passphrase}
	}
	args := []string{"account", "add", "--email", "reader@example.org", "--id", "home", "--user", m.user, "--password-stdin",
		"--pop3", net.JoinHostPort(m.line.host, m.line.port(m.tls))}
	if m.tls {
		args = append(args, "--tls", "implicit", "--ca", m.caFile)
	} else {
		args = append(args, "--tls", "none", "--allow-clear-text")
	}
	if !m.keep {
		args = append(args, "--keep", "remove")
	}
	p.must(tb, mailPassword+"\n", args...)
	return satchelRunner{p, m.corpus.sums}
}

func (r satchelRunner) command() (argv, env []string) {
	return []string{binary, "--profile", r.profile.dir, "fetch"}, r.profile.env
}

func (r satchelRunner) idle() (argv, env []string) { return r.command() }

// stored counts only those whose bytes are those of the server.
func (r satchelRunner) stored(tb testing.TB) int {
	tb.Helper()
	var rows []listJSON
	r.profile.decode(tb, &rows, "list")
	have := map[string]int{}
	for _, row := range rows {
		have[row.SHA256]++
	}
	n := 0
	for sum, want := range r.want {
		if have[sum] == want {
			n += want
		}
	}
	return n
}

// rawRunner is the limit.
type rawRunner struct {
	argv  []string
	fetch []string
	file  string
	count int
}

func newRaw(tool, dir string, m mailbox) rawRunner {
	r := rawRunner{file: filepath.Join(dir, "all"), count: m.corpus.count}
	r.argv = []string{tool, "raw", "-addr", net.JoinHostPort(m.line.host, m.line.port(m.tls)), "-user", m.user,
		"-password", mailPassword, "-want", fmt.Sprint(m.corpus.count)}
	if m.tls {
		r.argv = append(r.argv, "-ca", m.caFile)
	}
	r.fetch = []string{"-out", r.file}
	if !m.keep {
		r.fetch = append(r.fetch, "-dele")
	}
	return r
}

func (r rawRunner) command() (argv, env []string) {
	return append(r.argv[:len(r.argv):len(r.argv)], r.fetch...), nil
}

func (r rawRunner) idle() (argv, env []string) { return r.argv, nil }

// stored believes the program's own count, which its exit code tells.
func (r rawRunner) stored(testing.TB) int { return r.count }

// mpopRunner delivers into a maildir, one file and fsync for each letter, or into one mbox.
type mpopRunner struct{ rc, maildir, mbox string }

func newMpop(tb testing.TB, name, dir string, m mailbox) mpopRunner {
	tb.Helper()
	r := mpopRunner{rc: filepath.Join(dir, "rc")}
	var delivery string
	if name == maildirName {
		r.maildir = newMaildir(tb, dir)
		delivery = "maildir " + r.maildir
	} else {
		r.mbox = filepath.Join(dir, "mbox")
		delivery = "mbox " + r.mbox
	}
	tls := "tls off\n"
	if m.tls {
		tls = "tls on\ntls_starttls off\ntls_trust_file " + m.caFile + "\n"
	}
	write(tb, r.rc, fmt.Sprintf("defaults\n%saccount a\nhost %s\nport %s\nuser %s\nauth user\npasswordeval echo '%s'\nkeep %s\ntimeout 120\n"+
		"uidls_file %s\nreceived_header off\ndelivery %s\n", tls, m.line.host, m.line.port(m.tls), m.user, mailPassword,
		map[bool]string{true: "on", false: "off"}[m.keep], filepath.Join(dir, "uidls"), delivery))
	return r
}

func (r mpopRunner) command() (argv, env []string) {
	return []string{"mpop", "-C", r.rc, "-q", "a"}, nil
}
func (r mpopRunner) idle() (argv, env []string) { return r.command() }

func (r mpopRunner) stored(tb testing.TB) int {
	tb.Helper()
	if r.maildir != "" {
		return countFiles(tb, r.maildir)
	}
	return countLines(tb, r.mbox, "From ")
}

// fetchmailRunner delivers into one file in batched SMTP, its quickest way.
type fetchmailRunner struct{ dir, rc, out string }

func newFetchmail(tb testing.TB, dir string, m mailbox) fetchmailRunner {
	tb.Helper()
	r := fetchmailRunner{dir: dir, rc: filepath.Join(dir, "fmrc"), out: filepath.Join(dir, "bsmtp")}
	tls := `sslproto ""`
	if m.tls {
		tls = fmt.Sprintf(`ssl sslcertck sslcommonname "localhost" sslcertfile %q`, m.caFile)
	}
	keep := "keep"
	if !m.keep {
		keep = "nokeep"
	}
	write(tb, r.rc, fmt.Sprintf("set no bouncemail\nset no syslog\nset invisible\nset idfile %q\npoll %s protocol pop3 service %s auth password uidl "+
		"user %q password %q is \"root\" here %s no rewrite %s bsmtp %q\n",
		filepath.Join(dir, "ids"), m.line.host, m.line.port(m.tls), m.user, mailPassword, keep, tls, r.out))
	return r
}

func (r fetchmailRunner) command() (argv, env []string) {
	return []string{"fetchmail", "-f", r.rc, "--pidfile", filepath.Join(r.dir, "pid"), "-s"}, []string{"FETCHMAILHOME=" + r.dir}
}

func (r fetchmailRunner) idle() (argv, env []string) { return r.command() }

func (r fetchmailRunner) stored(tb testing.TB) int {
	tb.Helper()
	return countLines(tb, r.out, "DATA\r\n")
}

// getmailRunner delivers into a maildir.
type getmailRunner struct{ dir, maildir string }

func newGetmail(tb testing.TB, dir string, m mailbox) getmailRunner {
	tb.Helper()
	r := getmailRunner{dir: filepath.Join(dir, "gm"), maildir: newMaildir(tb, dir)}
	if err := os.Mkdir(r.dir, 0o700); err != nil {
		tb.Fatal(err)
	}
	kind, ca := "SimplePOP3Retriever", ""
	if m.tls {
		kind, ca = "SimplePOP3SSLRetriever", "ca_certs = "+m.caFile+"\n"
	}
	write(tb, filepath.Join(r.dir, "getmailrc"), fmt.Sprintf("[retriever]\ntype = %s\nserver = %s\nport = %s\nusername = %s\npassword = %s\n%stimeout = 120\n"+
		"[destination]\ntype = Maildir\npath = %s/\n[options]\nread_all = false\ndelete = %v\nverbose = 0\nreceived = false\ndelivered_to = false\n",
		kind, m.line.host, m.line.port(m.tls), m.user, mailPassword, ca, r.maildir, !m.keep))
	if os.Getuid() == 0 {
		if out, err := exec.CommandContext(tb.Context(), "chown", "-R", "nobody:nogroup", dir).CombinedOutput(); err != nil {
			tb.Fatalf("give the state away: %v\n%s", err, out)
		}
	}
	return r
}

// command does not run as root, as which getmail refuses to deliver mail.
func (r getmailRunner) command() (argv, env []string) {
	argv = []string{"getmail", "-g", r.dir, "-q"}
	if os.Getuid() == 0 {
		argv = append([]string{"setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"}, argv...)
	}
	return argv, []string{"HOME=" + r.dir}
}
func (r getmailRunner) idle() (argv, env []string) { return r.command() }

func (r getmailRunner) stored(tb testing.TB) int { return countFiles(tb, r.maildir) }

func newMaildir(tb testing.TB, dir string) string {
	tb.Helper()
	md := filepath.Join(dir, "md")
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(md, sub), 0o700); err != nil {
			tb.Fatal(err)
		}
	}
	return md
}

func write(tb testing.TB, file, text string) {
	tb.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func countFiles(tb testing.TB, maildir string) int {
	tb.Helper()
	n := 0
	for _, sub := range []string{"new", "cur"} {
		files, err := os.ReadDir(filepath.Join(maildir, sub))
		if err != nil {
			tb.Fatal(err)
		}
		n += len(files)
	}
	return n
}

// countLines counts the lines that begin so; a file that is not there has none.
func countLines(tb testing.TB, file, start string) int {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		tb.Fatal(err)
	}
	n := bytes.Count(data, []byte("\n"+start))
	if bytes.HasPrefix(data, []byte(start)) {
		n++
	}
	return n
}

// reading is what benchtool's stopwatch tells.
type reading struct {
	Seconds, CPU float64
	Others       float64 // CPU seconds of all else, the server among it
	PeakKB       int64
	Code         int
}

func readReading(tb testing.TB, file string) reading {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var r reading
	if err := json.Unmarshal(data, &r); err != nil {
		tb.Fatal(err)
	}
	return r
}
