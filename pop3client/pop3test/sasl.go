package pop3test

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
)

// mechanisms are what AUTH takes.
func (t *talk) mechanisms() []string {
	if t.server.config.Mechanisms != nil {
		return t.server.config.Mechanisms
	}
	return []string{"PLAIN"}
}

// auth serves AUTH, with an initial response and in two steps (RFC 5034).
func (t *talk) auth(arg string) {
	name, response, initial := strings.Cut(arg, " ")
	name = strings.ToUpper(name)
	serve, known := map[string]func(*exchange){
		"PLAIN": (*exchange).plain, "LOGIN": (*exchange).login, "CRAM-MD5": (*exchange).cramMD5,
		"SCRAM-SHA-256": (*exchange).scram, "XOAUTH2": (*exchange).xoauth2, "OAUTHBEARER": (*exchange).oauthBearer,
	}[name]
	if !known || !slices.Contains(t.mechanisms(), name) {
		t.err("unknown mechanism")
		return
	}
	x := &exchange{talk: t}
	if initial {
		x.initial = &response
	}
	serve(x)
}

// exchange is the server's part of one mechanism.
type exchange struct {
	*talk
	initial *string // nil: none was sent
}

// first is the initial response, which is asked for where it did not come along.
func (x *exchange) first() (response string, ok bool) {
	if x.initial == nil {
		return x.ask("")
	}
	return x.decode(*x.initial)
}

// ask sends a challenge and reads the response. Not ok: all is said.
func (x *exchange) ask(challenge string) (response string, ok bool) {
	x.say("+ " + base64.StdEncoding.EncodeToString([]byte(challenge)) + "\r\n")
	if x.out.Flush() != nil {
		return "", false // the next read ends the session
	}
	line, err := x.in.ReadString('\n')
	if err != nil {
		return "", false
	}
	return x.decode(strings.TrimRight(line, "\r\n"))
}

func (x *exchange) decode(line string) (response string, ok bool) {
	if line == "*" {
		x.err("cancelled")
		return "", false
	}
	decoded, err := base64.StdEncoding.DecodeString(line)
	if err != nil {
		x.err("cannot decode that")
		return "", false
	}
	return string(decoded), true
}

func (x *exchange) plain() {
	response, ok := x.first()
	if !ok {
		return
	}
	parts := strings.Split(response, "\x00")
	if len(parts) != 3 {
		x.err("cannot decode that")
		return
	}
	x.signIn(parts[1], parts[2])
}

func (x *exchange) login() {
	user, ok := x.ask("Username:")
	if !ok {
		return
	}
	if password, ok := x.ask("Password:"); ok {
		x.signIn(user, password)
	}
}

// stamp is a challenge that is the same in every session, as a test wants it.
const stamp = "<1896.697170952@pop3test.example>"

func (x *exchange) cramMD5() {
	response, ok := x.ask(stamp)
	if !ok {
		return
	}
	user, digest, _ := strings.Cut(response, " ")
	password, known := x.server.config.Users[user]
	mac := hmac.New(md5.New, []byte(password))
	mac.Write([]byte(stamp))
	x.judge(user, known && digest == hex.EncodeToString(mac.Sum(nil)))
}

var stampInGreeting = regexp.MustCompile(`<[^<>]+@[^<>]+>`)

// apop serves APOP, which needs a stamp in the greeting.
func (t *talk) apop(arg string) {
	stamp := stampInGreeting.FindString(t.server.config.Greeting)
	if stamp == "" {
		t.err("unknown command")
		return
	}
	user, digest, _ := strings.Cut(arg, " ")
	password, known := t.server.config.Users[user]
	sum := md5.Sum([]byte(stamp + password))
	t.judge(user, known && digest == hex.EncodeToString(sum[:]))
}

func (t *talk) judge(user string, right bool) {
	if right {
		t.welcome(user)
	} else {
		t.refuse()
	}
}

var (
	xoauth2Response     = regexp.MustCompile("^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$")
	oauthBearerResponse = regexp.MustCompile("^n,a=([^\x01,]*),\x01host=[^\x01]+\x01port=[0-9]+\x01auth=Bearer ([^\x01]*)\x01\x01$")
)

func (x *exchange) xoauth2() { x.token(xoauth2Response, `{"status":"401","schemes":"bearer"`, "") }

func (x *exchange) oauthBearer() {
	x.token(oauthBearerResponse, `{"status":"invalid_token"`, "\x01")
}

// token checks an access token. A failure is told in a challenge first, and the
// client must answer it with dummy.
func (x *exchange) token(form *regexp.Regexp, failure, dummy string) {
	response, ok := x.first()
	if !ok {
		return
	}
	parts := form.FindStringSubmatch(response)
	if parts == nil {
		x.err("cannot read that")
		return
	}
	if want, known := x.server.config.Tokens[parts[1]]; known && want == parts[2] {
		x.welcome(parts[1])
		return
	}
	answer, ok := x.ask(failure + `,"scope":"mail.pop"}`)
	switch {
	case !ok:
	case answer != dummy:
		x.err("that is no answer to a failure")
	default:
		x.refuse()
	}
}
