package mailmsg

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"strings"
)

// Attachment is a part that is offered as a file, or a file found inside one. Data is decoded.
type Attachment struct {
	Name      string // safe as a file name: no path parts, no reserved names, no direction overrides
	Type      string // as the sender declares it: "image/png", lower case
	Content   string // what the bytes say it is, "" where they say nothing certain
	Risk      Risk   // what opening it could do
	Size      int64
	SHA256    [32]byte
	Inline    bool   // belongs to the letter as shown, such as a picture within it: not listed as a file
	Hidden    bool   // made for programs, such as a page for another reader or the icon of a file: never listed
	Within    string // what the file was found inside: the name of another attachment, or InText; "" for a part of the message
	ContentID string // without <>
	Location  string // Content-Location (RFC 2557), "" for none
	Data      []byte // nil from ParseHeader and after Parse with Options.NoData or NamesOnly
}

// InText is what Attachment.Within says of files written into the text itself, by uuencode or yEnc.
const InText = "text"

// Kind is the type to treat the file as: what its bytes say, else what the sender says.
func (a Attachment) Kind() string {
	if a.Content != "" && !strings.HasPrefix(a.Content, "application/zip") && a.Content != "application/x-ole-storage" {
		return a.Content
	}
	return a.Type
}

// attach adds a part as a file.
func (p *parser) attach(n part, at place) {
	h, kind, body := n.h, n.kind, n.body
	disposition := parseMedia(h.get("Content-Disposition"))
	a := Attachment{Type: plainLine(kind.value), ContentID: firstID(h.get("Content-ID")), Location: location(h)}
	if a.ContentID == "" {
		a.ContentID = strings.Trim(plainLine(h.get("Content-ID")), "<> ")
	}
	switch at.parent {
	case "multipart/related":
		a.Inline = (a.ContentID != "" || a.Location != "") && disposition.value != "attachment"
	case "multipart/alternative":
		a.Inline = isOtherView[kind.value]
		a.Hidden = a.Inline
	case "multipart/appledouble":
		a.Hidden = kind.value == "application/applefile"
		a.Inline = a.Hidden
	}
	t := p.transfer(h)
	named := fileName(disposition, kind)
	if named == "" {
		a.Name = SafeName(p.nameFor(a.Type, t, body))
	} else {
		a.Name = SafeName(named)
	}
	var watch contentWatch
	if !p.load(&a, t, body, &watch) {
		p.defect("An attachment has bytes in it that do not belong there; they were skipped.")
	}
	a.Content = watch.kind
	a.Risk = a.risk(named, watch)
	p.m.Attachments = append(p.m.Attachments, a)
	p.look(n, a, t, at.depth)
}

// location is where a part says it comes from.
func location(h header) string {
	return strings.Join(strings.Fields(plainLine(decodeWords(h.get("Content-Location")))), "")
}

// load decodes body for size and hash, keeping the bytes only if they are asked for.
func (p *parser) load(a *Attachment, t transfer, body section, watch *contentWatch) (clean bool) {
	if p.o.NamesOnly {
		return true
	}
	if p.o.NoData {
		hash := sha256.New()
		clean, err := body.decode(t, func(piece []byte) {
			a.Size += int64(len(piece))
			hash.Write(piece)
			watch.write(piece)
			if p.extract.wants(len(p.m.Attachments)) {
				p.extract.write(piece)
			}
		})
		p.readError(err)
		watch.close()
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
	watch.write(a.Data)
	watch.close()
	a.Size, a.SHA256 = int64(len(a.Data)), sha256.Sum256(a.Data)
	return clean
}

// addInner adds a file found inside another thing.
func (p *parser) addInner(f innerFile, within string) {
	if p.parts++; p.parts > maxParts {
		return
	}
	a := Attachment{Name: SafeName(f.name), Type: f.kind, ContentID: f.contentID, Within: within}
	watch := contentWatch{}
	watch.write(f.data)
	watch.close()
	a.Content = watch.kind
	if a.Type == "" {
		a.Type = cmp.Or(a.Content, "application/octet-stream")
	}
	a.Risk = a.risk(f.name, watch)
	if !p.o.NamesOnly {
		a.Size, a.SHA256 = int64(len(f.data)), sha256.Sum256(f.data)
	}
	if !p.o.NamesOnly && !p.o.NoData {
		a.Data = append([]byte{}, f.data...)
	}
	if p.extract.wants(len(p.m.Attachments)) {
		p.extract.write(f.data)
	}
	if f.damaged {
		p.defectf("The file %q is not whole: bytes of it are missing or wrong.", a.Name)
	}
	p.m.Attachments = append(p.m.Attachments, a)
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
		p.defectf("A part has the unknown encoding %q; it is kept as it came.", plainLine(CutBytes(value, 40)))
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
