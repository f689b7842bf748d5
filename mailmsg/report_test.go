package mailmsg

import (
	"slices"
	"strings"
	"testing"
)

const bounce = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n" +
	"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\nArrival-Date: Mon, 2 Mar 2026 10:00:00 +0000\n\n" +
	"Original-Recipient: rfc822;bo@example.net\nFinal-Recipient: rfc822; bo@mail.example.net\nAction: failed\nStatus: 5.2.2 (full)\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox\n full\n\n" +
	"Final-Recipient: rfc822; cleo@example.net\nAction: Delayed\nStatus: 4.4.1\n\n" +
	"--b\nContent-Type: message/rfc822\n\nMessage-ID: <orig@example.org>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\nHi\n--b--\n"

func TestDeliveryReport(t *testing.T) {
	m := parseString(letter(bounce))
	r := m.Report
	if r == nil {
		t.Fatal("no report")
	}
	if r.Server != "mx.example.org" || r.OriginalID != "orig@example.org" || r.Subject != "Grüße" || r.Receipt {
		t.Errorf("report %+v", r)
	}
	want := []Delivery{
		{"bo@example.net", "failed", "5.2.2", "552 5.2.2 Mailbox full"},
		{"cleo@example.net", "delayed", "4.4.1", ""},
	}
	if !slices.Equal(r.Recipients, want) {
		t.Errorf("recipients %q, want %q", r.Recipients, want)
	}
	if got := strings.Join(m.Notes, "|"); got != "Not delivered to bo@example.net: the mailbox is full.|Not yet delivered to cleo@example.net: the server did not answer. The server goes on trying." {
		t.Errorf("notes %q", got)
	}
}

func TestDeliverySentences(t *testing.T) {
	tests := []struct {
		action, status, want string
	}{
		{"failed", "5.1.1", "Not delivered to bo@example.net: the address does not exist."},
		{"failed", "5.7.999", "Not delivered to bo@example.net: the message was refused."},
		{"failed", "", "Not delivered to bo@example.net."},
		{"failed", "9.9.9", "Not delivered to bo@example.net."},
		{"delivered", "2.0.0", "Delivered to bo@example.net."},
		{"relayed", "2.0.0", "Handed on towards bo@example.net; from there no confirmation comes."},
	}
	for _, tt := range tests {
		if got := (Delivery{Address: "bo@example.net", Action: tt.action, Status: tt.status}).Sentence(); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.action, tt.status, got, tt.want)
		}
	}
}

func TestOtherReports(t *testing.T) {
	m := parseString("X-Failed-Recipients: bo@example.net, cleo@example.net\n" + letter("\nSorry."))
	if m.Report == nil || len(m.Report.Recipients) != 2 || m.Notes[1] != "Not delivered to cleo@example.net." {
		t.Errorf("by a header field: %+v, %q", m.Report, m.Notes)
	}
	m = parseString(letter("Content-Type: multipart/report; boundary=b\n\n--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\n" +
		"Reporting-UA: pc; Mail\nFinal-Recipient: rfc822;bo@example.net\nOriginal-Message-ID: <orig@example.org>\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--"))
	if m.Report == nil || !m.Report.Receipt || m.Report.OriginalID != "orig@example.org" || strings.Join(m.Notes, "|") != "Opened by bo@example.net." {
		t.Errorf("a receipt: %+v, %q", m.Report, m.Notes)
	}
}

func FuzzReport(f *testing.F) {
	f.Add([]byte("Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n\n"))
	f.Add([]byte("Disposition: manual-action; displayed\n\n\n\nx"))
	f.Fuzz(func(t *testing.T, body []byte) {
		p := newParser(Options{})
		p.deliveryReport(body)
		p.receipt(body)
		for _, d := range p.m.Report.list() {
			if d.Sentence() == "" || strings.ContainsAny(d.Address+d.Diagnostic, "\r\n") {
				t.Errorf("%+v", d)
			}
		}
	})
}

func (r *Report) list() []Delivery {
	if r == nil {
		return nil
	}
	return r.Recipients
}
