package viewmodel

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
)

func TestLetterHeader(t *testing.T) {
	h := head(7, time.Hour)
	h.Size, h.Unread, h.OnServer, h.FromName = 1540, true, true, "Ann from the list"
	tests := []struct {
		name                    string
		message                 mailmsg.Message
		subject, who, addr, to_ string
	}{
		{"complete", mailmsg.Message{Subject: "Hi", From: []mailmsg.Address{{Name: "Ann", Address: "ann@example.org"}},
			To: []mailmsg.Address{{Address: "bob@example.org"}, {Name: "Cleo"}}}, "Hi", "Ann", "ann@example.org", "To bob@example.org, Cleo"},
		{"no name", mailmsg.Message{From: []mailmsg.Address{{Address: "ann@example.org"}}}, "(no subject)", "ann@example.org", "", ""},
		{"no sender in the message", mailmsg.Message{}, "(no subject)", "Ann from the list", "ann@example.org", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := NewLetter(h, &tt.message, mailstore.Bin, monday)
			got := []string{l.Subject, l.Name, l.Address, l.To}
			if want := []string{tt.subject, tt.who, tt.addr, tt.to_}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			if l.When != "Today, 14:00" || l.RawSize != "1.5 kB" || !l.InBin || !l.Unread || l.Server != "Stays on the server" {
				t.Errorf("letter = %+v", l)
			}
		})
	}
}

func TestManyRecipientsAreCut(t *testing.T) {
	var list []mailmsg.Address
	for i := range 15 {
		list = append(list, mailmsg.Address{Address: fmt.Sprintf("a%d@example.org", i)})
	}
	line := peopleLine("To", list)
	if !strings.HasSuffix(line, "a11@example.org and 3 others") {
		t.Errorf("line = %q", line)
	}
}

func TestBanners(t *testing.T) {
	tests := []struct {
		name    string
		message mailmsg.Message
		want    []Banner
	}{
		{"plain", mailmsg.Message{Text: "hello"}, nil},
		{"an invitation", mailmsg.Message{Events: []mailmsg.Event{{Method: "REQUEST", Summary: "Tea", Location: "Garden", Start: time.Date(2026, 3, 3, 15, 0, 0, 0, time.UTC)}}},
			[]Banner{{Text: "Invitation: Tea, Tuesday, 3 March 2026, 15:00, Garden."}}},
		{"encrypted", mailmsg.Message{Notes: []string{"It is encrypted."}}, []Banner{{Text: "It is encrypted."}}},
		{"one defect", mailmsg.Message{Defects: []string{"the picture ends too early"}},
			[]Banner{{Warning: true, Text: "The picture ends too early.", Action: ActionSource}}},
		{"five defects", mailmsg.Message{Defects: []string{"a", "b.", "c", "d", "e"}},
			[]Banner{{Warning: true, Text: "This letter did not arrive in good order. A. B. C. And 2 more.", Action: ActionSource}}},
		{"a sender that could pass for another", mailmsg.Message{From: []mailmsg.Address{{Address: "service@аррӏе.com"}}}, []Banner{{Warning: true, Text: "The sender's address could pass for another one: letters of other alphabets in it look like those of a known name. " +
			"Satchel shows it in its technical form, service@xn--80ak6aa92e.com. Check that you know it before you answer or open anything."}}},
		{"a sender of another alphabet", mailmsg.Message{From: []mailmsg.Address{{Address: "bo@bücher.example"}}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := bannersOf(&tt.message, time.UTC); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("banners = %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	list := []mailmsg.Attachment{
		{Name: "logo.png", Type: "image/png", Inline: true, ContentID: "x"},
		{Name: "bill.pdf", Type: "application/pdf", Size: 1_200_000},
		{Name: "photo.jpg", Type: "image/jpeg", Size: 300_000, Inline: true},
		{Name: "poster.png", Type: "image/png", Size: 90_000, Inline: true, ContentID: "y"},
		{Name: "amp.html", Type: "text/x-amp-html", Inline: true, Hidden: true},
	}
	plain := []File{{Index: 1, Name: "bill.pdf", Size: "1.2 MB", Kind: PDFFile}, {Index: 2, Name: "photo.jpg", Size: "300 kB", Kind: PictureFile}}
	poster := File{Index: 3, Name: "poster.png", Size: "90 kB", Kind: PictureFile}
	logo := File{Index: 0, Name: "logo.png", Size: "0 bytes", Kind: PictureFile}
	tests := []struct {
		name, page string
		view       view
		want       []File
		sum        string
	}{
		{"plain text", "", asText, plain, "2 files, 1.5 MB"},
		{"a page with both pictures", "<img src=cid:x><img src='cid:y'>", asPage, plain, "2 files, 1.5 MB"},
		{"a page without one", "<img src=cid:y>", asPage, append([]File{logo}, plain...), "3 files, 1.5 MB"},
		{"the text of a page", "<img src=cid:x><img src=cid:y>", asTextOfPage, append(plain[:2:2], poster), "3 files, 1.6 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, sum := filesOf(list, tt.page, tt.view)
			if !reflect.DeepEqual(files, tt.want) || sum != tt.sum {
				t.Errorf("files = %+v, %s\nwant %+v, %s", files, sum, tt.want, tt.sum)
			}
		})
	}
}

func TestDangerByContent(t *testing.T) {
	a := mailmsg.Attachment{Name: "photo.jpg", Type: "image/jpeg", Content: "application/x-msdownload", Risk: mailmsg.RiskDisguise}
	if got := dangerOf(a); !strings.Contains(got, "passes itself off") {
		t.Errorf("a program called photo.jpg: %q", got)
	}
	if got := dangerOf(mailmsg.Attachment{Name: "photo.jpg", Type: "image/jpeg"}); got != "" {
		t.Errorf("a photograph: %q", got)
	}
}

func TestFileKindAndDanger(t *testing.T) {
	tests := []struct {
		name, mediaType string
		kind            FileKind
		danger          string // a word of the warning
	}{
		{"a.pdf", "application/octet-stream", PDFFile, ""},
		{"a.zip", "application/zip", ArchiveFile, ""},
		{"a.csv", "text/csv", TableFile, ""},
		{"a.mp3", "audio/mpeg", AudioFile, ""},
		{"a.mp4", "video/mp4", VideoFile, ""},
		{"a.eml", "message/rfc822", MailFile, ""},
		{"a.odt", "", DocumentFile, ""},
		{"bill.pdf.exe", "application/pdf", PDFFile, "program"},
		{"BILL.EXE", "application/octet-stream", OtherFile, "program"},
		{"bill.exe. ", "application/octet-stream", OtherFile, "program"},
		{"readme.txt", "application/x-sh", DocumentFile, "program"},
		{"start.desktop", "text/plain", OtherFile, "program"},
		{"offer.docm", "", OtherFile, "document"},
		{"login.HTML", "text/html", OtherFile, "password"},
		{"README", "text/plain", OtherFile, "does not say"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fileKind(tt.name, tt.mediaType); got != tt.kind {
				t.Errorf("kind = %q, want %q", got, tt.kind)
			}
			got := fileDanger(tt.name, tt.mediaType)
			if (got == "") != (tt.danger == "") || !strings.Contains(got, tt.danger) {
				t.Errorf("danger = %q, want a sentence with %q", got, tt.danger)
			}
		})
	}
}
