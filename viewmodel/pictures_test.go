package viewmodel

import (
	"strings"
	"testing"

	"satchel/mailmsg"
	"satchel/mailstore"
)

func parsed(head string) *mailmsg.Message {
	return mailmsg.Parse(strings.NewReader(strings.ReplaceAll(head, "\n", "\r\n")+"\r\nHi\r\n"), mailmsg.Options{})
}

// Heads as the provider leaves them: its own lines on top.
const (
	taken    = "Received: from mx.shop.example by mx.provider.example; Tue, 10 Mar 2026 12:00:00 +0000\n"
	fromShop = "From: The Shop <News@shop.example>\n"
	passes   = "Authentication-Results: mx.provider.example; dmarc=pass header.from=shop.example\n"
	fails    = "Authentication-Results: mx.provider.example; dmarc=fail header.from=shop.example\n"
	relayed  = "Received: from home by mx.evil.example; Tue, 10 Mar 2026 11:00:00 +0000\n"
	forged   = "Authentication-Results: mx.evil.example; dmarc=pass header.from=shop.example\n"
	ownSite  = "Authentication-Results: mx.provider.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example\n"
)

func TestShowsPictures(t *testing.T) {
	const provider = "provider.example"
	vouched := mailstore.PictureTrust{Address: "news@shop.example", Provider: provider}
	bare := mailstore.PictureTrust{Address: "news@shop.example"}
	tests := []struct {
		name     string
		head     string
		trust    mailstore.PictureTrust
		provider string
		role     mailstore.Role
		want     bool
	}{
		{"vouched for, as at first", passes + taken + fromShop, vouched, provider, mailstore.Inbox, true},
		{"in Junk", passes + taken + fromShop, vouched, provider, mailstore.Junk, false},
		{"another address of the same site", passes + taken + "From: other@shop.example\n", vouched, provider, mailstore.Inbox, false},
		{"the address as a name only", passes + taken + "From: \"news@shop.example\" <x@evil.example>\n", vouched, provider, mailstore.Inbox, false},
		{"two senders", passes + taken + "From: news@shop.example, x@shop.example\n", vouched, provider, mailstore.Inbox, false},
		{"no sender", passes + taken, vouched, provider, mailstore.Inbox, false},
		{"no voucher this time", taken + fromShop, vouched, provider, mailstore.Inbox, false},
		{"the provider says it failed", fails + taken + fromShop, vouched, provider, mailstore.Inbox, false},
		{"a voucher that the letter brings along", taken + relayed + passes + fromShop, vouched, provider, mailstore.Inbox, false},
		{"it failed, and the letter brings a voucher along", fails + taken + relayed + passes + fromShop, vouched, provider, mailstore.Inbox, false},
		{"a voucher of another server", forged + taken + fromShop, vouched, provider, mailstore.Inbox, false},
		{"a voucher for the forger's own domain", ownSite + taken + fromShop, vouched, provider, mailstore.Inbox, false},
		{"nobody's word counts any more", passes + taken + fromShop, vouched, "", mailstore.Inbox, false},
		{"a provider that vouches for nobody", taken + fromShop, bare, "", mailstore.Inbox, true},
		{"another address there", taken + "From: other@shop.example\n", bare, "", mailstore.Inbox, false},
		{"it has begun to vouch", passes + taken + fromShop, bare, provider, mailstore.Inbox, true},
		{"it has begun to vouch, not for this one", taken + fromShop, bare, provider, mailstore.Inbox, false},
		{"no word at all", passes + taken + fromShop, mailstore.PictureTrust{}, provider, mailstore.Inbox, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ShowsPictures(parsed(tt.head), tt.trust, tt.provider, tt.role); got != tt.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestPictureTrustFor(t *testing.T) {
	const provider = "provider.example"
	tests := []struct {
		name, head, provider string
		want                 bool
	}{
		{"vouched for", passes + taken + fromShop, provider, true},
		{"failed", fails + taken + fromShop, provider, false},
		{"not vouched for", taken + fromShop, provider, false},
		{"nobody vouches here", taken + fromShop, "", true},
		{"two senders", passes + taken + "From: a@shop.example, b@shop.example\n", provider, false},
		{"no sender", passes + taken, "", false},
		{"a name without an address", taken + "From: The Shop\n", "", false},
	}
	for _, tt := range tests {
		got, ok := PictureTrustFor(parsed(tt.head), tt.provider, monday)
		if ok != tt.want || ok && (got != mailstore.PictureTrust{Address: "News@shop.example", Provider: tt.provider, Since: monday}) {
			t.Errorf("%s: %+v, %v", tt.name, got, ok)
		}
	}
}
