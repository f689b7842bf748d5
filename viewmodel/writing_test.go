package viewmodel

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailmsg"
)

func TestAnswers(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	own := []string{"Ann@Example.org", "ann@work.example"}
	const head = "Date: Mon, 9 Mar 2026 15:04:00 +0000\r\nMessage-ID: <m@b>\r\nReferences: <r@b>\r\n"
	tests := []struct {
		name, raw string
		kind      Answer
		to, cc    string
		subject   string
	}{
		{"to the sender", "From: Bob Lee <bob@b.example>\r\nTo: ann@example.org, Cy <cy@c.example>\r\nSubject: Hi\r\n", Reply, "Bob Lee <bob@b.example>", "", "Re: Hi"},
		{"to all but oneself", "From: Bob <bob@b.example>\r\nTo: ann@example.org, Cy <cy@c.example>\r\nCc: ANN@work.example, d@d.example, BOB@b.example\r\nSubject: Hi\r\n", ReplyAll,
			"Bob <bob@b.example>", "Cy <cy@c.example>, d@d.example", "Re: Hi"},
		{"where it asks to", "From: Bob <bob@b.example>\r\nReply-To: \"List, the\" <list@b.example>\r\nTo: ann@example.org\r\nSubject: Re: Hi\r\n", Reply, `"List, the" <list@b.example>`, "", "Re: Hi"},
		{"to an own letter", "From: Ann <ann@example.org>\r\nTo: Cy <cy@c.example>\r\nSubject: AW: Hi\r\n", Reply, "Cy <cy@c.example>", "", "AW: Hi"},
		{"to oneself", "From: ann@example.org\r\nTo: ann@example.org\r\nSubject: note\r\n", Reply, "ann@example.org", "", "Re: note"},
		{"a counted prefix", "From: bob@b.example\r\nSubject: Re[2]: Hi\r\n", Reply, "bob@b.example", "", "Re[2]: Hi"},
		{"a colon is no prefix", "From: bob@b.example\r\nSubject: Lunch: when?\r\n", Reply, "bob@b.example", "", "Re: Lunch: when?"},
		{"passed on", "From: bob@b.example\r\nSubject: Hi\r\n", Forward, "", "", "Fwd: Hi"},
		{"nobody to answer to", "Subject: Hi\r\n", Reply, "", "", "Re: Hi"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := mailmsg.Parse(strings.NewReader(tt.raw+head+"\r\nHello.\r\n"), mailmsg.Options{})
			w := NewAnswer(tt.kind, 1, m, own, now)
			if w.To != tt.to || w.Cc != tt.cc || w.Subject != tt.subject {
				t.Errorf("to %q, cc %q, subject %q; want %q, %q, %q", w.To, w.Cc, w.Subject, tt.to, tt.cc, tt.subject)
			}
			if !slices.Contains(w.References, "m@b") {
				t.Errorf("it refers to %v", w.References)
			}
			if tt.kind == Forward {
				if !strings.Contains(w.Forwarded, "From: bob@b.example\nDate: Monday 9 March 2026, 15:04\nSubject: Hi\n") || !strings.HasSuffix(w.Forwarded, "\nHello.") {
					t.Errorf("passed on is %q", w.Forwarded)
				}
				return
			}
			if w.InReplyTo != "m@b" || w.Quote != "Hello." || !strings.Contains(w.Above, "On Monday 9 March 2026, 15:04, ") {
				t.Errorf("answers %q with %q above %q", w.InReplyTo, w.Above, w.Quote)
			}
		})
	}
}

func TestRecipients(t *testing.T) {
	tests := []struct {
		typed       string
		list, wrong []string
	}{
		{"", nil, nil},
		{"bob@b.example", []string{"bob@b.example"}, nil},
		{`"Lee, Bob" <bob@b.example>, cy@c.example;`, []string{"bob@b.example", "cy@c.example"}, nil},
		{"Zoë <zoe@bücher.example>", []string{"zoe@bücher.example"}, nil},
		{"bob", nil, []string{"bob"}},
		{"bob@, cy@c.example", []string{"cy@c.example"}, []string{"bob@"}},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			list, wrong := Recipients(tt.typed)
			var got []string
			for _, a := range list {
				got = append(got, a.Address)
			}
			if !slices.Equal(got, tt.list) || !slices.Equal(wrong, tt.wrong) {
				t.Errorf("Recipients(%q) = %q, %q; want %q, %q", tt.typed, got, wrong, tt.list, tt.wrong)
			}
		})
	}
}

// TestADraftIsFoundAsItWasLeft goes the whole way: into a message and out of it.
func TestADraftIsFoundAsItWasLeft(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("many words ", 30))
	tests := []struct{ name, text string }{
		{"a quote", "one\n\n> quoted\nline"},
		{"long paragraphs", long + "\n\n> " + long + "\n>> " + long},
		{"marks of other things", " indented\nFrom here\n.\n..\n- -\n--"},
		{"blank lines at the ends", "\n\none\n\n"},
		{"nothing", ""},
		{"other letters", "Zoë 漢字 👍🏽 שלום\ttab"},
		{"a long word", strings.Repeat("x", 1500)},
		{"what looks like a file", "begin 644 a.txt\n#86)C\n`\nend\nafter"},
		{"a signature", "bye\n-- \nAnn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := Writing{Account: 1, To: "bob, half an addr", Cc: "Zoë <z@z.example>", Subject: "  two  blanks", Caret: Caret{1, 3}, InReplyTo: "a@b", References: []string{"a@b"}}
			d := mailmsg.Draft{From: mailmsg.Address{Address: "ann@example.org"}, Date: time.Unix(1e9, 0), MessageID: "m@x", Subject: w.Subject,
				Text: DraftText(tt.text), InReplyTo: w.InReplyTo, References: w.References, Writing: w.State()}
			var raw strings.Builder
			if err := d.Write(&raw, mailmsg.WriteOptions{Bcc: true, UTF8: true, EightBit: true}); err != nil {
				t.Fatal(err)
			}
			got := FromDraft(1, mailmsg.Parse(strings.NewReader(raw.String()), mailmsg.Options{}))
			if got.To != w.To || got.Cc != w.Cc || got.Subject != w.Subject || got.Caret != w.Caret || got.InReplyTo != "a@b" {
				t.Errorf("found %+v, want %+v", got, w)
			}
			if got.Above != tt.text {
				t.Errorf("the text is\n%q, want\n%q", got.Above, tt.text)
			}
		})
	}
}

func TestQuestionsBeforeSending(t *testing.T) {
	tests := []struct {
		name, subject, text string
		files, want         int
	}{
		{"all is there", "Hi", "Hello", 0, 0},
		{"no subject", " ", "Hello", 0, 1},
		{"a file is announced", "Hi", "I attach the list.", 0, 1},
		{"and attached", "Hi", "I attach the list.", 1, 0},
		{"in German", "Hi", "Das Bild ist im Anhang.", 0, 1},
		{"at the very start", "Hi", "Anbei die Liste.", 0, 1},
		{"within another word", "Hi", "Ein Zusammenhang besteht.", 0, 0},
		{"both", "", "see the attachment", 0, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(BeforeSending(tt.subject, tt.text, tt.files)); got != tt.want {
				t.Errorf("%d questions, want %d", got, tt.want)
			}
		})
	}
}
