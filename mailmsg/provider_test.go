package mailmsg

import (
	"fmt"
	"testing"
)

// deliveries are the fields that servers of common shapes put above a letter.
func TestChecker(t *testing.T) {
	const theirs = "Received: from pc by smtp.sender.example with ESMTPSA id 1; Tue, 2 Dec 2025 10:00:00 +0000\n"
	tests := []struct{ name, head, checker string }{
		{"above the Received", "Authentication-Results: gmx.net; dkim=pass\nReceived: from smtp.sender.example ([192.0.2.1]) by mx-ha.gmx.net (mxgmx1) with ESMTPS id 2\n" + theirs, "gmx.net"},
		{"below it, as Gmail", "Received: by 2002:a05:6402::1 with SMTP id x; Tue, 2 Dec 2025 10:00:02 +0000\nX-Received: by 2002::2\nReceived: from smtp.sender.example by mx.google.com with ESMTPS id y\nAuthentication-Results: mx.google.com; spf=pass\n" + theirs, "google.com"},
		{"several servers of the provider", "Received: from localhost by imap3.example.org\nReceived: from mx2.example.org (mx2.example.org [10.0.0.2]) by localhost (amavis)\n" +
			"Authentication-Results: mx2.example.org; dkim=pass\nReceived: from smtp.sender.example by mx2.example.org\n" + theirs, "example.org"},
		{"came with the message", "Received: from smtp.sender.example by mx.example.org\n" + theirs + "Authentication-Results: mx.example.org; dmarc=pass\n", ""},
		{"of somebody else", "Received: from smtp.sender.example by mx.example.org\nAuthentication-Results: evil.example; dmarc=pass\n" + theirs, ""},
		{"no Received", "Authentication-Results: mx.example.org; dmarc=pass\n", ""},
		{"a public suffix is no owner", "Authentication-Results: co.uk; dmarc=pass\nReceived: from x by y.co.uk\n" + theirs, ""},
		{"by only in a comment", "Received: from x (by evil.example) by mx.example.org; Tue\nAuthentication-Results: evil.example; dmarc=pass\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if m := parseString(tt.head + letter("\nHi")); m.Checker != tt.checker {
				t.Errorf("checker %q, want %q; fields %+v", m.Checker, tt.checker, m.Authentication)
			}
		})
	}
}

func TestLearnProvider(t *testing.T) {
	of := func(checker string, n, senders int) (letters []*Message) {
		head := "Received: from x by mx.example.org; Tue, 2 Dec 2025 10:00:00 +0000\n"
		if checker != "" {
			head = "Authentication-Results: mx." + checker + "; dkim=pass\nReceived: from x by mx." + checker + "; Tue, 2 Dec 2025 10:00:00 +0000\n"
		}
		for i := range n {
			letters = append(letters, parseString(fmt.Sprintf("From: a%d@example.com\nDate: Tue, 2 Dec 2025 10:00:00 +0000\n", i%senders)+head+"\nHi"))
		}
		return letters
	}
	tests := []struct {
		name    string
		letters []*Message
		want    string
	}{
		{"nothing", nil, ""},
		{"five letters", of("example.net", 5, 5), "example.net"},
		{"too few", of("example.net", 4, 4), ""},
		{"all of two senders", of("example.net", 20, 2), ""},
		{"some letters without", append(of("example.net", 9, 9), of("", 3, 3)...), "example.net"},
		{"most without", append(of("example.net", 9, 9), of("", 9, 9)...), ""},
		{"another in between", append(of("example.net", 9, 9), of("evil.example", 2, 2)...), "example.net"},
		{"two that differ", append(of("example.net", 6, 6), of("evil.example", 6, 6)...), ""},
		{"our own letters do not count", append(of("example.net", 5, 5), make([]*Message, 0)...), "example.net"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := LearnProvider(tt.letters); got != tt.want {
				t.Errorf("learnt %q, want %q", got, tt.want)
			}
		})
	}
	sent := append(of("example.net", 5, 5), parseString(letter("\nmine")), parseString(letter("\nmine")), parseString(letter("\nmine")))
	if got := LearnProvider(sent); got != "example.net" {
		t.Errorf("with letters of our own: %q", got)
	}
}

func TestSenderProved(t *testing.T) {
	const received = "Received: from x by mx.example.net; Tue, 2 Dec 2025 10:00:00 +0000\n"
	tests := []struct {
		name, results string
		proved        bool
	}{
		{"DMARC", "dmarc=pass header.from=example.org", true},
		{"a signature of the same site", "dkim=pass header.d=mail.example.org", true},
		{"a signature of another", "dkim=pass header.d=evil.example", false},
		{"a signature by its identity", "dkim=pass header.i=@example.org", true},
		{"an envelope of the same site", "spf=pass smtp.mailfrom=bounce@bounces.example.org", true},
		{"an envelope of another", "spf=pass smtp.mailfrom=bounce@evil.example", false},
		{"DMARC fails", "dkim=pass header.d=example.org; dmarc=fail header.from=example.org", false},
		{"DMARC of another", "dmarc=pass header.from=evil.example", false},
		{"nothing checked", "none", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString("Authentication-Results: mx7.example.net; " + tt.results + "\n" + received + "From: ann@example.org\n\nHi")
			if _, proved := m.SenderProved("example.net"); proved != tt.proved {
				t.Errorf("proved %v; results %+v", proved, m.Authentication)
			}
			if _, proved := m.SenderProved(""); proved {
				t.Error("proved by nobody")
			}
		})
	}
}
