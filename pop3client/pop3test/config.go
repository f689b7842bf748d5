package pop3test

import "time"

// Security says how connections are protected.
type Security int

const (
	Implicit Security = iota // TLS from the first byte
	StartTLS                 // clear until STLS; nobody may sign in before
	Clear                    // no TLS at all
)

// Certificate says what the server shows. All but Good must be refused.
type Certificate int

const (
	Good       Certificate = iota // by the server's CA, for localhost, 127.0.0.1 and ::1
	WrongHost                     // by the CA, for another host
	SelfSigned                    // for localhost, by nobody
	Expired                       // by the CA, until yesterday
)

// Config of a server. With the zero value nobody can sign in, but TLS works.
type Config struct {
	Security    Security
	Certificate Certificate
	Users       map[string]string // user to password; each has a mailbox of its own
	Messages    []Message         // what the mailboxes hold at first
	Greeting    string            // behind "+OK "; "": a friendly one. With a stamp in it, "<a@b>", there is APOP
	Mechanisms  []string          // of AUTH, in upper case; nil: PLAIN
	Tokens      map[string]string // user to the access token that XOAUTH2 and OAUTHBEARER want

	// Without are commands the server does not know, such as "CAPA" or "UIDL".
	// It does not offer them either.
	Without []string
	// Capabilities replaces the lines of CAPA; nil: what the server can do.
	Capabilities []string
	// LosesCommands throws away what has come while a command was served,
	// although PIPELINING is announced.
	LosesCommands bool
	// NoLock lets several sessions have one mailbox at a time. With the lock, a
	// session whose client hung up without QUIT has it until the server notices.
	NoLock bool

	// Hook is asked before each command is served, and for the command "CONNECT"
	// before the greeting. nil: serve it. It is called on the goroutine of the
	// session, so with several sessions on several.
	Hook func(session int, command, arg string) *Reply
	// Clock stamps the log and the certificate; nil: time.Now.
	Clock func() time.Time
}

// Message is one mail in a mailbox.
type Message struct {
	User string // whose mailbox; "": every user's
	UIDL string // "": the server makes one
	Data []byte // as RETR gives it; a missing last line end is added
}

// Reply is what a hook does instead of, or around, serving a command. Its parts
// happen in the order of its fields.
type Reply struct {
	Delay  time.Duration // wait first; the end of the server ends the wait
	Text   string        // send as it is, line ends included
	Serve  bool          // serve the command as usual
	CutAt  int           // of the usual answer, only so many bytes; 0: all
	After  string        // send as it is, in one write with the answer
	Repeat func() string // then send what it returns, until it returns ""
	Hang   bool          // then silence until the client hangs up
	Drop   bool          // then close the connection
}

func (c Config) now() time.Time {
	if c.Clock != nil {
		return c.Clock()
	}
	return time.Now()
}
