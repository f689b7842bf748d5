package mailmsg

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseAddresses(t *testing.T) {
	tests := []struct {
		name, in string
		want     []Address
	}{
		{"bare", "ann@example.org", []Address{{"", "ann@example.org"}}},
		{"brackets only", "<ann@example.org>", []Address{{"", "ann@example.org"}}},
		{"name", "Ann Lee <ann@example.org>", []Address{{"Ann Lee", "ann@example.org"}}},
		{"quoted name with comma", `"Lee, Ann" <ann@example.org>, bob@example.org`, []Address{{"Lee, Ann", "ann@example.org"}, {"", "bob@example.org"}}},
		{"escaped quotes", `"Ann \"Nan\" Lee" <ann@example.org>`, []Address{{`Ann "Nan" Lee`, "ann@example.org"}}},
		{"bare comma in name", "Lee, Ann <ann@example.org>", []Address{{"Lee, Ann", "ann@example.org"}}},
		{"comment as name", "ann@example.org (Ann (Nan) Lee)", []Address{{"Ann (Nan) Lee", "ann@example.org"}}},
		{"encoded word", "=?utf-8?Q?J=C3=B6rg?= <j@example.org>", []Address{{"Jörg", "j@example.org"}}},
		{"comma inside an encoded word", "=?utf-8?Q?Lee,_J=C3=B6rg?= <j@example.org>", []Address{{"Lee, Jörg", "j@example.org"}}},
		{"encoded word in quotes", `"=?utf-8?B?SsO2cmc=?=" <j@example.org>`, []Address{{"Jörg", "j@example.org"}}},
		{"semicolons between", "a@example.org; b@example.org", []Address{{"", "a@example.org"}, {"", "b@example.org"}}},
		{"group", "Friends: a@example.org, Bo <b@example.org>;, c@example.org", []Address{{"", "a@example.org"}, {"Bo", "b@example.org"}, {"", "c@example.org"}}},
		{"empty group", "undisclosed-recipients:;", []Address{{"undisclosed-recipients", ""}}},
		{"no address", "Mail Delivery System", []Address{{"Mail Delivery System", ""}}},
		{"address as its own name", "ann@example.org <ann@example.org>", []Address{{"ann@example.org", "ann@example.org"}}},
		{"quotes without end", `"Ann <ann@example.org>`, []Address{{"Ann", "ann@example.org"}}},
		{"bracket without end", "Ann <ann@example.org", []Address{{"Ann", "ann@example.org"}}},
		{"bracket without end, two", "Ann <ann@example.org, bob@example.org", []Address{{"Ann", "ann@example.org"}, {"", "bob@example.org"}}},
		{"name without brackets", "Ann Lee ann@example.org", []Address{{"Ann Lee", "ann@example.org"}}},
		{"doubled brackets", "Ann <<ann@example.org>>", []Address{{"Ann", "ann@example.org"}}},
		{"mailto", "Ann <mailto:ann@example.org>", []Address{{"Ann", "ann@example.org"}}},
		{"route", "<@a.example,@b.example:ann@example.org>", []Address{{"", "ann@example.org"}}},
		{"all in one encoded word", "=?utf-8?Q?Ann_=3Cann=40example.org=3E?=", []Address{{"Ann", "ann@example.org"}}},
		{"blanks around the at", "ann @ example.org", []Address{{"", "ann@example.org"}}},
		{"empty entries", " , ,ann@example.org,,", []Address{{"", "ann@example.org"}}},
		{"nothing", "", nil},
		{"empty brackets", "<>", nil},
		{"override in the name", "Ann \u202egro.elpmaxe <ann@example.org>", []Address{{"Ann gro.elpmaxe", "ann@example.org"}}},
		{"a name that poses as an address", `"boss@example.com" <eve@example.org>`, []Address{{"boss@example.com", "eve@example.org"}}},
		{"quotes in quotes", `"'Ann Lee'" <ann@example.org>`, []Address{{"Ann Lee", "ann@example.org"}}},
		{"raw UTF-8", "Jörg Müller <jörg@exämple.org>", []Address{{"Jörg Müller", "jörg@exämple.org"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseAddresses([]string{tt.in}); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A header of nothing but beginnings must not take quadratic time.
func TestHostileHeadersAreQuick(t *testing.T) {
	const most = time.Minute // half a second usually; quadratic would be hours
	for _, piece := range []string{`"`, "(", "<", "=?a?q?", "a:", "a,", "@", `\`, "(\"<", "<,", "a=b ", "a=\"b", "@:", "a@b:;", "=?utf-8?b?YQ?= "} {
		started := time.Now()
		line := strings.Repeat(piece, 1<<20/len(piece))
		m := parseString("From: " + line + "\nSubject: " + line + "\nReferences: " + line + "\nContent-Type: " + line + "\nDate: " + line + "\n\n")
		checkMessage(t, m)
		if took := time.Since(started); took > most {
			t.Errorf("%q again and again took %v", piece, took)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	m := ParseHeader(strings.NewReader("Message-ID: <1@x>\nIn-Reply-To: Your message of Monday <2@x>\nReferences: <a@x>\n <b@x><c@\n x> (comment) d@x\n\n"))
	if m.MessageID != "1@x" || m.InReplyTo != "2@x" {
		t.Errorf("ids %q, %q", m.MessageID, m.InReplyTo)
	}
	if want := []string{"a@x", "b@x", "c@x", "d@x"}; !slices.Equal(m.References, want) {
		t.Errorf("references %q, want %q", m.References, want)
	}
}
