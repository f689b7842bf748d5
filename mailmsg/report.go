package mailmsg

import (
	"bytes"
	"strings"
)

// Report is what a mail system says of a message sent earlier (RFC 3464, RFC 8098).
type Report struct {
	Server     string // which reports
	Recipients []Delivery
	OriginalID string // Message-ID of the message reported on, without <>, "" where not known
	Subject    string // of that message
	Receipt    bool   // its reader's program confirms something, rather than a server
}

// Delivery is the fate of a message on its way to one address.
type Delivery struct {
	Address    string
	Action     string // "failed", "delayed", "delivered", "relayed", "expanded"; of receipts "displayed", "deleted", …
	Status     string // enhanced status code (RFC 3463), "5.1.1", or ""
	Diagnostic string // the server's own words, one line
}

// Sentence says in words what happened: "Not delivered to ann@example.org: the mailbox is full."
func (d Delivery) Sentence() string {
	who := d.Address
	if who == "" {
		who = "the recipient"
	}
	switch d.Action {
	case "delayed":
		return "Not yet delivered to " + who + because(d.Status) + " The server goes on trying."
	case "delivered":
		return "Delivered to " + who + "."
	case "relayed":
		return "Handed on towards " + who + "; from there no confirmation comes."
	case "expanded":
		return "Delivered to the list " + who + "."
	case "displayed":
		return "Opened by " + who + "."
	case "deleted":
		return "Deleted by " + who + ", perhaps unread."
	}
	return "Not delivered to " + who + because(d.Status)
}

func because(status string) string {
	if reason := statusReason(status); reason != "" {
		return ": " + reason + "."
	}
	return "."
}

// statusReason puts an enhanced status code into words (RFC 3463 section 3 and the registry).
func statusReason(status string) string {
	class, detail, ok := strings.Cut(status, ".")
	if !ok || class != "4" && class != "5" {
		return ""
	}
	if reason, ok := statusReasons[detail]; ok {
		return reason
	}
	subject, _, _ := strings.Cut(detail, ".")
	return statusReasons[subject]
}

var statusReasons = map[string]string{
	"1": "something is wrong with the address", "1.1": "the address does not exist", "1.2": "the address's domain does not exist",
	"1.3": "the address is not valid", "1.4": "the address is ambiguous", "1.6": "the mailbox has moved and left no new address",
	"1.8": "the sender's address was not accepted", "1.10": "the address's domain receives no mail",
	"2": "the mailbox does not take the message", "2.1": "the mailbox is switched off", "2.2": "the mailbox is full",
	"2.3": "the message is too large for the mailbox", "2.4": "the mailing list could not be opened",
	"3": "the mail system there does not take the message", "3.1": "the server's disk is full", "3.2": "the server takes no mail at the moment",
	"3.4": "the message is too large", "4": "the server could not be reached", "4.1": "the server did not answer", "4.2": "the connection was lost",
	"4.4": "no way to the server was found", "4.6": "the message went round in a circle", "4.7": "the server did not take the message in time",
	"5": "the servers did not understand each other", "5.3": "there were too many recipients",
	"6": "the message's form was not accepted", "6.1": "the kind of file in it is not accepted",
	"7": "the message was refused", "7.1": "the message was refused", "7.2": "the list does not take mail from this sender",
	"7.25": "the sending server's name does not fit its address", "7.26": "the sender could not be proved by SPF or DKIM",
	"7.27": "the sender's domain receives no mail itself", "7.28": "too much mail came from the sender",
}

// deliveryReport reads message/delivery-status: groups of fields between empty lines, the first on the message itself.
func (p *parser) deliveryReport(body []byte) {
	r := p.report()
	for i, group := range fieldGroups(body) {
		if i == 0 {
			r.Server = typedValue(group.get("Reporting-MTA"))
			if group.get("Final-Recipient") == "" && group.get("Action") == "" {
				continue
			}
		}
		d := Delivery{
			Address:    strings.Trim(typedValue(group.get("Original-Recipient")), "<>"),
			Action:     firstWord(strings.ToLower(group.get("Action"))),
			Status:     statusCode(group.get("Status")),
			Diagnostic: CutBytes(typedValue(group.get("Diagnostic-Code")), 500),
		}
		if d.Address == "" {
			d.Address = strings.Trim(typedValue(group.get("Final-Recipient")), "<>")
		}
		if d.Address == "" && d.Action == "" {
			continue
		}
		p.addDelivery(d)
	}
}

const maxDeliveries = 1000

func (p *parser) addDelivery(d Delivery) {
	r := p.report()
	for _, known := range r.Recipients {
		if known.Address == d.Address {
			return
		}
	}
	if len(r.Recipients) < maxDeliveries {
		r.Recipients = append(r.Recipients, d)
		p.note(d.Sentence())
	}
}

func (p *parser) report() *Report {
	if p.m.Report == nil {
		p.m.Report = &Report{}
	}
	return p.m.Report
}

// receipt reads message/disposition-notification (RFC 8098 section 3).
func (p *parser) receipt(body []byte) {
	for _, group := range fieldGroups(body) {
		mode, action, _ := strings.Cut(group.get("Disposition"), ";")
		action, _, _ = strings.Cut(action, "/")
		if strings.TrimSpace(mode) == "" {
			continue
		}
		r := p.report()
		r.Receipt = true
		r.OriginalID = firstID(group.get("Original-Message-ID"))
		who := strings.Trim(typedValue(group.get("Final-Recipient")), "<>")
		p.addDelivery(Delivery{Address: who, Action: firstWord(strings.ToLower(strings.TrimSpace(action)))})
		return
	}
}

// failedRecipients reads the header field by which some servers name addresses in place of a report.
func (p *parser) failedRecipients(h header) {
	if p.m.Report != nil {
		return
	}
	for _, a := range parseAddresses(h.all("X-Failed-Recipients")) {
		if a.Address != "" {
			p.addDelivery(Delivery{Address: a.Address, Action: "failed"})
		}
	}
}

// original notes which message is reported on, by its header.
func (r *Report) original(raw []byte) {
	h, _, _ := splitHeader(skipBlankLines(raw))
	r.OriginalID = firstID(h.get("Message-ID"))
	r.Subject = plainLine(decodeWords(h.get("Subject")))
}

// fieldGroups cuts a body of fields at its empty lines.
func fieldGroups(body []byte) []header {
	var groups []header
	for len(body) > 0 && len(groups) < maxDeliveries {
		body = bytes.TrimLeft(body, "\r\n")
		h, rest, _ := splitHeader(body)
		if len(h.fields) > 0 {
			groups = append(groups, h)
		}
		if len(rest) >= len(body) {
			break // text that is no fields
		}
		body = rest
	}
	return groups
}

// typedValue is the value behind a type: "rfc822; ann@example.org", "dns; mx.example.org", "smtp; 550 No such user".
func typedValue(s string) string {
	if kind, rest, ok := strings.Cut(s, ";"); ok && len(kind) < 20 && !strings.Contains(kind, "@") {
		s = rest
	}
	return plainLine(decodeWords(s))
}

func statusCode(s string) string {
	word := firstWord(s)
	if len(word) > 11 || strings.Count(word, ".") != 2 || strings.Trim(word, "0123456789.") != "" {
		return ""
	}
	return word
}

func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, " \t;(,"); i >= 0 {
		s = s[:i]
	}
	return s
}
