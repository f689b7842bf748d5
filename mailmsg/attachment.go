package mailmsg

import (
	"bytes"
	"crypto/sha256"
	"net/url"
	"strings"
)

// Attachment is a part that is offered as a file. Data is decoded.
type Attachment struct {
	Name      string // safe as a file name: no path parts, no reserved names, no direction overrides
	Type      string // "image/png", lower case
	Size      int64
	SHA256    [32]byte
	Inline    bool   // belongs to the letter as shown, such as a picture within it: not listed as a file
	ContentID string // without <>
	Data      []byte // nil from ParseHeader and after Parse with Options.NoData or NamesOnly
}

// attach adds a part as a file.
func (p *parser) attach(n part, at place) {
	h, kind, body := n.h, n.kind, n.body
	disposition := parseMedia(h.get("Content-Disposition"))
	a := Attachment{Type: plainLine(kind.value), ContentID: firstID(h.get("Content-ID"))}
	if a.ContentID == "" {
		a.ContentID = strings.Trim(plainLine(h.get("Content-ID")), "<> ")
	}
	switch at.parent {
	case "multipart/related":
		a.Inline = a.ContentID != "" && disposition.value != "attachment"
	case "multipart/alternative":
		a.Inline = isOtherView[kind.value]
	}
	t := p.transfer(h)
	if !p.load(&a, t, body) {
		p.defect("An attachment has bytes in it that do not belong there; they were skipped.")
	}
	name := fileName(disposition, kind)
	if name == "" {
		name = p.nameFor(a.Type, t, body)
	}
	a.Name = SafeName(name)
	p.m.Attachments = append(p.m.Attachments, a)
}

// load decodes body for size and hash, keeping the bytes only if they are asked for.
func (p *parser) load(a *Attachment, t transfer, body section) (clean bool) {
	if p.o.NamesOnly {
		return true
	}
	if p.o.NoData {
		hash := sha256.New()
		clean, err := body.decode(t, func(piece []byte) {
			a.Size += int64(len(piece))
			hash.Write(piece)
			if p.extract != nil && p.extract.index == len(p.m.Attachments) {
				p.extract.write(piece)
			}
		})
		p.readError(err)
		hash.Sum(a.SHA256[:0])
		return clean
	}
	a.Data, clean = p.bytes(body, t)
	if t == identity && len(body.gaps) == 0 {
		a.Data = bytes.Clone(a.Data) // else a small file would hold the whole message in memory
	}
	if a.Data == nil {
		a.Data = []byte{}
	}
	a.Size, a.SHA256 = int64(len(a.Data)), sha256.Sum256(a.Data)
	return clean
}

// bytes returns the whole decoded body. It may be the body itself.
func (p *parser) bytes(body section, t transfer) (decoded []byte, clean bool) {
	if len(body.gaps) == 0 {
		return t.bytes(body.b)
	}
	size := body.size()
	if t == base64Lines {
		size = size/4*3 + 3
	}
	decoded = make([]byte, 0, size)
	clean, err := body.decode(t, func(piece []byte) { decoded = append(decoded, piece...) })
	p.readError(err)
	return decoded, clean
}

// readError notes that bytes which were there before could not be read again.
func (p *parser) readError(err error) {
	if err != nil {
		p.defect("The message could not be read to its end.")
	}
}

// transfer returns how a part is encoded, with a defect for what is not known.
func (p *parser) transfer(h header) transfer {
	value := h.get("Content-Transfer-Encoding")
	t, ok := transferOf(value)
	if !ok {
		p.defectf("A part has the unknown encoding %q; it is kept as it came.", plainLine(cutBytes(value, 40)))
	}
	return t
}

// nameFor makes a name for a part that has none.
func (p *parser) nameFor(kind string, t transfer, body section) string {
	if kind == "message/rfc822" || kind == "message/global" {
		head, err := body.head(64 << 10)
		p.readError(err)
		raw, _ := t.bytes(head)
		h, _, _ := splitHeader(raw)
		if subject := plainLine(decodeWords(h.get("Subject"))); subject != "" {
			return subject + ".eml"
		}
		return "message.eml"
	}
	if name, ok := namesByType[kind]; ok {
		return name
	}
	major, minor, _ := strings.Cut(kind, "/")
	switch major {
	case "image", "audio", "video":
		return major + "." + strings.TrimPrefix(minor, "x-")
	case "text":
		return "text.txt"
	case "multipart", "message":
		return major + ".eml"
	}
	return "attachment.bin"
}

var namesByType = map[string]string{
	"image/jpeg": "image.jpg", "image/svg+xml": "image.svg", "image/tiff": "image.tif", "image/vnd.microsoft.icon": "image.ico",
	"audio/mpeg": "audio.mp3", "audio/mp4": "audio.m4a", "video/quicktime": "video.mov", "video/mpeg": "video.mpg",
	"text/calendar": "invitation.ics", "text/vcard": "contact.vcf", "text/x-vcard": "contact.vcf", "text/directory": "contact.vcf",
	"text/html": "text.html", "text/css": "style.css", "text/csv": "table.csv", "text/rtf": "text.rtf", "text/xml": "text.xml",
	"text/rfc822-headers": "header.txt", "message/delivery-status": "delivery-status.txt", "message/disposition-notification": "receipt.txt",
	"message/feedback-report": "report.txt", "application/pdf": "document.pdf", "application/zip": "archive.zip",
	"application/pgp-signature": "signature.asc", "application/pgp-encrypted": "version.txt", "application/pgp-keys": "key.asc",
	"application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
	"application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m", "application/ms-tnef": "winmail.dat",
	"application/json": "data.json", "application/xml": "data.xml", "application/rtf": "text.rtf", "application/msword": "document.doc",
}

// markInline marks the pictures the HTML shows, wherever they stand in the tree.
func (m *Message) markInline() {
	shown := referencedIDs(m.HTML)
	if len(shown) == 0 {
		return
	}
	for i := range m.Attachments {
		if a := &m.Attachments[i]; a.ContentID != "" && shown[a.ContentID] {
			a.Inline = true
		}
	}
}

// referencedIDs collects the content ids of cid: links (RFC 2392), percent-decoded.
func referencedIDs(html string) map[string]bool {
	var ids map[string]bool
	for {
		i := strings.IndexByte(html, ':')
		if i < 0 {
			return ids
		}
		isCID := i >= 3 && strings.EqualFold(html[i-3:i], "cid")
		html = html[i+1:]
		if !isCID {
			continue
		}
		head := html[:min(len(html), 1000)]
		if end := strings.IndexAny(head, "\"'<> )\r\n\t"); end >= 0 {
			head = head[:end]
		}
		html = html[len(head):]
		if decoded, err := url.PathUnescape(head); err == nil {
			head = decoded
		}
		if ids == nil {
			ids = map[string]bool{}
		}
		ids[head] = true
	}
}
