package mailmsg

import (
	"bytes"
	"strings"
)

const (
	maxLook = 1 << 20  // bytes of a report, calendar or card that are read
	maxTNEF = 64 << 20 // bytes of a winmail.dat
)

// look reads what a file says about the message: reports, invitations, cards, files within files.
func (p *parser) look(n part, a Attachment, t transfer, depth int) {
	switch n.kind.value {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		by := protectionOf(n.kind)
		if by != "" && p.openSigned(n, a, t, depth) {
			by = SMIMESigned
		}
		p.protected(by)
	case "message/delivery-status", "message/global-delivery-status":
		p.deliveryReport(p.start(n, t, maxLook))
	case "message/disposition-notification", "message/global-disposition-notification":
		p.receipt(p.start(n, t, maxLook))
	case "message/feedback-report":
		p.note("This is a report from a mail provider that somebody marked a message as unwanted.")
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
		if p.m.Report != nil && p.m.Report.OriginalID == "" {
			p.m.Report.original(p.start(n, t, 64<<10))
		}
	case "text/calendar", "application/ics":
		p.addEvents(p.start(n, t, maxLook), n.kind)
	case "text/vcard", "text/x-vcard", "text/directory":
		p.addContacts(p.start(n, t, maxLook), n.kind)
	case "message/partial":
		p.partial(n.kind)
	case "message/external-body":
		p.external(n, a)
	case "application/ms-tnef", "application/vnd.ms-tnef":
		p.openTNEF(n, a, t)
	case "text/rtf", "application/rtf", "application/x-rtf":
		p.openRTF(n, t)
	default:
		p.lookByContent(n, a, t)
	}
}

// lookByContent is look for files that are sent as mere bytes.
func (p *parser) lookByContent(n part, a Attachment, t transfer) {
	switch {
	case a.Content == "application/ms-tnef" || strings.EqualFold(a.Name, "winmail.dat"):
		p.openTNEF(n, a, t)
	case a.Content == "text/calendar":
		p.addEvents(p.start(n, t, maxLook), n.kind)
	case a.Content == "text/vcard":
		p.addContacts(p.start(n, t, maxLook), n.kind)
	}
}

// start is the decoded beginning of a part, at most n bytes of it.
func (p *parser) start(of part, t transfer, n int) []byte {
	head, err := of.body.head(2 * n)
	p.readError(err)
	decoded, _ := t.bytes(head)
	return decoded[:min(len(decoded), n)]
}

// partial names a piece of a message that was cut in pieces (RFC 2046 section 5.2.2).
func (p *parser) partial(kind media) {
	number, total := kind.params["number"], kind.params["total"]
	switch {
	case !digits(number):
		p.note("This is one piece of a longer message that was sent in several; it can only be read together with the others.")
	case digits(total):
		p.note("This is piece " + CutBytes(number, 9) + " of " + CutBytes(total, 9) + " of a longer message; it can only be read together with the others.")
	default:
		p.note("This is piece " + CutBytes(number, 9) + " of a longer message; it can only be read together with the others.")
	}
}

// external names a file that is not in the message but elsewhere (RFC 2046 section 5.2.3, RFC 2017). It is never fetched.
func (p *parser) external(n part, a Attachment) {
	params := n.kind.params
	where := strings.Join(strings.Fields(plainLine(params["url"])), "")
	if where == "" {
		where = plainLine(params["site"])
		for _, piece := range []string{params["directory"], params["name"]} {
			if piece = strings.Trim(plainLine(piece), "/"); piece != "" {
				where += "/" + piece
			}
		}
	}
	if where == "" {
		where = plainLine(params["server"])
	}
	if access := plainLine(params["access-type"]); access != "" && where != "" {
		where = access + " " + where
	}
	if where == "" {
		where = "a place it does not name"
	}
	p.note("The file “" + a.Name + "” is not in this message. The sender put it elsewhere: " + CutBytes(where, 200) + ". Satchel does not fetch it.")
}

// openRTF reads a letter in the Rich Text Format. One with a name is a file somebody sent.
func (p *parser) openRTF(n part, t transfer) {
	disposition := parseMedia(n.h.get("Content-Disposition"))
	if disposition.value == "attachment" || fileName(disposition, n.kind) != "" {
		return
	}
	if letter, ok := readRTF(p.start(n, t, maxRTF)); ok {
		p.openLetter(letter)
	}
}

// openLetter keeps the words of a letter in the Rich Text Format for the case that there is nothing else to read.
func (p *parser) openLetter(letter rtfLetter) {
	b := block{text: p.limit(letter.text), hasText: !isBlank(letter.text), html: p.limit(letter.html), hasHTML: letter.html != ""}
	if b.hasText || b.hasHTML {
		p.opened = append(p.opened, b)
	}
}

// openTNEF lists what Outlook packed into a winmail.dat.
func (p *parser) openTNEF(n part, a Attachment, t transfer) {
	if n.body.size() > maxTNEF {
		return
	}
	raw, _ := p.bytes(n.body, t)
	tnef, ok := readTNEF(raw, 0)
	if !ok {
		return
	}
	if tnef.damaged {
		p.defectf("The file %q is not whole; what is in it may be incomplete.", a.Name)
	}
	for _, f := range tnef.files {
		if f.name == "" {
			f.name = "attachment.bin"
		}
		p.addInner(f, a.Name)
	}
	if letter, ok := readRTF(tnef.rtf); ok && tnef.html == "" {
		p.openLetter(letter)
	}
	if p.tnefHTML == "" && len(bytes.TrimSpace([]byte(tnef.html))) > 0 {
		p.tnefHTML = p.limit(tnef.html)
	}
}
