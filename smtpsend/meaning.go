package smtpsend

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Meaning is what a refusal means to a person.
type Meaning string

const (
	MeansBoxFull        Meaning = "box-full"
	MeansUnknownUser    Meaning = "unknown-user"
	MeansUnknownDomain  Meaning = "unknown-domain"
	MeansGreylisted     Meaning = "greylisted" // taken at a later try, on purpose
	MeansTooLarge       Meaning = "too-large"
	MeansSpam           Meaning = "spam" // looks unwanted, or comes from a place with a bad name
	MeansSignIn         Meaning = "sign-in"
	MeansWrongPassword  Meaning = "wrong-password"
	MeansSender         Meaning = "sender" // not to be sent from this address
	MeansTooMany        Meaning = "too-many-recipients"
	MeansTooOften       Meaning = "too-often" // too many letters in too short a time
	MeansNoUTF8         Meaning = "no-utf8"
	MeansLater          Meaning = "later"   // any other trouble that may pass
	MeansRefused        Meaning = "refused" // any other that will not
	MeansEncryptionOnly Meaning = "encryption-required"
)

// Phrases of servers without enhanced codes, or with ones that say little (5.7.1 is for everything).
var (
	fullPhrase    = regexp.MustCompile(`(?i)\b(mailbox|account|user|quota|storage)\b.{0,40}\b(full|exceeded|over ?quota|exhausted)\b|\bover (the )?quota\b|\bquota exceeded\b`)
	unknownPhrase = regexp.MustCompile(`(?i)\b(no such|unknown|invalid|non-?existent)\b.{0,30}\b(user|recipient|mailbox|address|account|person)\b|\b(user|recipient|mailbox|address|account)\b.{0,40}\b(unknown|not found|does ?n[o']t exist|not exist|rejected|unavailable)\b|\bno mailbox here\b`)
	greyPhrase    = regexp.MustCompile(`(?i)gr[ea]y-?list|try (again|later)|retry|deferred|please wait|come back`)
	spamPhrase    = regexp.MustCompile(`(?i)\b(spam|junk|virus|malware|phish\w*|unsolicited|blocked|block ?list(ed)?|black ?list(ed)?|rbl|dnsbl|spamhaus|reputation|content (rejected|filter)|message content|policy)\b`)
	signInPhrase  = regexp.MustCompile(`(?i)\b(authenticat\w*|auth|log ?in|sign in|relay\w*)\b`)
	oftenPhrase   = regexp.MustCompile(`(?i)\b(rate|too (many|much|fast|frequent\w*)|throttl\w*|limit\w*)\b`)
	tlsPhrase     = regexp.MustCompile(`(?i)\b(starttls|tls|encryption)\b`)
	domainPhrase  = regexp.MustCompile(`(?i)\b(domain|host)\b.{0,30}\b(not found|unknown|invalid|does ?n[o']t exist)\b|\bno such (domain|host)\b`)
	ownerPhrase   = regexp.MustCompile(`(?i)\b(not owned|sender address|not allowed to send|send as|from address|envelope from)\b`)
)

// Meaning reads the codes, and the words where those are silent.
func (e *ServerError) Meaning() Meaning {
	if m := e.byCode(); m != "" {
		return m
	}
	if m := e.byWords(); m != "" {
		return m
	}
	if e.Temporary() {
		return MeansLater
	}
	return MeansRefused
}

// byCode is "" where the codes leave it open.
func (e *ServerError) byCode() Meaning {
	_, detail, _ := strings.Cut(e.Enhanced, ".")
	switch {
	case e.Code == 535 || e.Command == "AUTH" && detail == "7.8" && !e.Temporary():
		return MeansWrongPassword
	case e.Code == 530 && tlsPhrase.MatchString(e.Text), e.Code == 538, e.Code == 523, detail == "7.11":
		return MeansEncryptionOnly
	case e.Code == 530, e.Code == 534, detail == "7.9":
		return MeansSignIn
	}
	switch detail {
	case "2.2":
		return MeansBoxFull
	case "1.1", "1.3", "1.6", "2.1":
		return MeansUnknownUser
	case "1.2", "1.10", "4.4":
		return MeansUnknownDomain
	case "2.3", "3.4":
		return MeansTooLarge
	case "1.7", "1.8":
		return MeansSender
	case "5.3":
		return MeansTooMany
	case "6.7":
		return MeansNoUTF8
	case "7.28":
		return MeansTooOften
	}
	return ""
}

func (e *ServerError) byWords() Meaning {
	says := func(phrase *regexp.Regexp) bool { return phrase.MatchString(e.Text) }
	atRecipient, atLetter := e.Command == "RCPT", e.Command == "END" || e.Command == "DATA"
	switch {
	case atRecipient && says(fullPhrase), e.Code == 552 && atRecipient:
		return MeansBoxFull
	case e.Code == 552:
		return MeansTooLarge
	case e.Temporary() && says(greyPhrase) && atRecipient:
		return MeansGreylisted
	case e.Temporary() && says(oftenPhrase):
		return MeansTooOften
	case e.Code == 452 && atRecipient:
		return MeansTooMany
	case e.Temporary():
		return ""
	case atRecipient && says(domainPhrase):
		return MeansUnknownDomain
	case atRecipient && says(unknownPhrase), e.Code == 553 && atRecipient:
		return MeansUnknownUser
	case !atRecipient && !atLetter && says(ownerPhrase), e.Code == 553 && e.Command == "MAIL":
		return MeansSender
	case says(spamPhrase):
		return MeansSpam
	case says(signInPhrase):
		return MeansSignIn
	case says(oftenPhrase):
		return MeansTooOften
	case atLetter && strings.HasSuffix(e.Enhanced, ".7.1"):
		return MeansSpam
	}
	return ""
}

var waitPhrase = regexp.MustCompile(`(?i)\b(\d{1,6})\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\b`)

// Wait is for how long the server asks to be left alone; 0: it does not say.
func (e *ServerError) Wait() time.Duration {
	found := waitPhrase.FindStringSubmatch(e.Text)
	if found == nil {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	unit := time.Second
	switch found[2][0] | 0x20 {
	case 'm':
		unit = time.Minute
	case 'h':
		unit = time.Hour
	}
	return min(time.Duration(n)*unit, 24*time.Hour)
}
