package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"satchel/autoconfig"
	"satchel/keychain"
	"satchel/mailsync"
	"satchel/signin"
)

// Exit codes.
const (
	exitDone    = 0
	exitUsage   = 1 // usage, or the profile cannot be used
	exitPartial = 2 // done but for some messages
	exitAuth    = 3
	exitBusy    = 4
	exitNetwork = 5 // network or TLS
	exitStore   = 6 // disk full, damaged, or a fault of Satchel's own
)

// Env is all that a command touches outside its arguments.
type Env struct {
	In       io.Reader
	Out, Err io.Writer

	// IsTerminal: standard error is a terminal, progress is drawn there.
	IsTerminal bool
	// Prompt asks the person at the terminal for one secret line, without showing it. nil: there is no terminal.
	Prompt func(ctx context.Context, question string) (string, error)

	Getenv  func(string) string
	Now     func() time.Time
	DataDir string // the profile where --profile names none

	// Secrets opens the keeper of a profile. nil: the system's keyring or the vault file.
	Secrets func(dir string, ask func(context.Context) (string, error)) keychain.Keeper
	// Lookup changes where account add and lookup ask for a provider's servers; zero is right but for tests.
	Lookup autoconfig.Options
	// SignIn changes how an issuer of access tokens is reached, and the browser; zero is right but for tests.
	SignIn signin.Options
	// Limits of a check; zero is right but for tests of servers that fall silent.
	Limits mailsync.Limits
	// SendWait is the longest wait for the answer to a whole letter; zero is right but for such tests.
	SendWait time.Duration
	// Version is what --version prints.
	Version string
}

// command is one of the words after "satchel".
type command struct {
	name  string
	does  string // half a line for the list of commands
	usage string // what stands after "satchel name"
	help  string // the rest of --help, before the flags
	run   func(c *call) error
	sub   []command
}

// commands lists all commands in the order of the help.
func commands() []command {
	return []command{
		accountCommands(),
		lookupCommand(),
		fetchCommand(),
		sendCommand(),
		outboxCommand(),
		ledgerCommand(),
		planCommand(),
		serverCommands(),
		repairCommand(),
		listCommand(),
		showCommand(),
		parseCommand(),
		renderCommand(),
		searchCommand(),
		importCommand(),
		exportCommand(),
		backupCommand(),
		restoreCommand(),
		verifyCommand(),
		folderCommands(),
		contactsCommands(),
		changesCommand(),
		undoCommand(),
		doctorCommand(),
	}
}

// Run does the command in args (without the program's name) and returns its exit code. A cancelled ctx stops it cleanly.
func Run(ctx context.Context, args []string, env Env) (code int) {
	c := &call{ctx: ctx, Env: env}
	defer func() {
		if fault := recover(); fault != nil {
			code = c.internalFault(fault)
		}
	}()
	err := c.dispatch(args) //nolint:contextcheck // c has the context
	if closeErr := c.close(); err == nil {
		err = closeErr
	}
	return c.report(err)
}

// dispatch finds the command's words among the leading flags and runs it.
func (c *call) dispatch(args []string) error {
	rest, err := c.leadingFlags(args)
	if err != nil {
		return err
	}
	if c.version {
		return c.printVersion()
	}
	if c.demo || c.check {
		return c.runDemo(rest)
	}
	known, path := commands(), "satchel"
	for {
		if len(rest) == 0 || isHelp(rest[0]) {
			_, err := io.WriteString(c.Out, overview(path, known))
			if len(rest) == 0 && err == nil {
				return usagef("%s needs a command. See: %s --help", path, path)
			}
			return err
		}
		cmd, found := find(known, rest[0])
		if !found {
			return usagef("%q is no command of %s. There are: %s.", clean(rest[0]), path, names(known))
		}
		path, rest = path+" "+cmd.name, rest[1:]
		if cmd.sub == nil {
			c.cmd, c.path, c.args = cmd, path, rest
			return cmd.run(c)
		}
		known = cmd.sub
	}
}

func find(known []command, name string) (command, bool) {
	for _, cmd := range known {
		if cmd.name == name {
			return cmd, true
		}
	}
	return command{}, false
}

func names(known []command) string {
	list := make([]string, len(known))
	for i, cmd := range known {
		list[i] = cmd.name
	}
	return strings.Join(list, ", ")
}

func isHelp(arg string) bool {
	return arg == "--help" || arg == "-help" || arg == "-h" || arg == "help"
}

// failure is an error with its sentence and exit code already known.
type failure struct {
	code     int
	sentence string
	cause    error
}

func (f *failure) Error() string { return f.sentence }
func (f *failure) Unwrap() error { return f.cause }

func usagef(format string, args ...any) error {
	return &failure{code: exitUsage, sentence: fmt.Sprintf(format, args...)}
}

// silent ends a command with a code when all has been said already.
func silent(code int) error {
	if code == exitDone {
		return nil
	}
	return &failure{code: code}
}

// report prints an error's sentence and gives the exit code.
func (c *call) report(err error) int {
	if err == nil || errors.Is(err, errHelped) {
		return exitDone
	}
	f := c.explain(err)
	if f.sentence != "" {
		fmt.Fprintf(c.Err, "satchel: %s\n", cleanLines(f.sentence))
	}
	return f.code
}
