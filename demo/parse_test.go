package demo

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"satchel/mailmsg"
)

// parsed is every letter as the program reads it, by UIDL without "demo-".
func parsed(t *testing.T) map[string]*mailmsg.Message {
	t.Helper()
	m := map[string]*mailmsg.Message{}
	for _, l := range all(t) {
		m[strings.TrimPrefix(l.UIDL, "demo-")] = mailmsg.Parse(bytes.NewReader(l.Raw), mailmsg.Options{})
	}
	return m
}

// Of the broken ones, some are read without a word (no From, no Message-ID, a raw
// subject, nothing in it): those must be shown, whether anything is said or not.
func TestDefectsAreWhereTheyAreMeant(t *testing.T) {
	for name, m := range parsed(t) {
		text, err := files.ReadFile("letters/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		meant := bytes.Contains(text, []byte("\nX-Demo-Broken:"))
		switch {
		case meant && len(m.Defects) == 0:
			t.Errorf("%s: nothing found wrong", name)
		case !strings.HasPrefix(name, "broken-") && len(m.Defects) > 0:
			t.Errorf("%s: %q", name, m.Defects)
		}
		if m.Subject == "" || m.Text == "" && name != "broken-empty" {
			t.Errorf("%s: subject %q, %d bytes of text", name, m.Subject, len(m.Text))
		}
	}
}

func TestLettersSayWhatTheyShould(t *testing.T) {
	letters := parsed(t)
	tests := []struct{ letter, from, subject, text string }{
		{"lang-german", "Birgit Löwe", "Grüße aus Freiburg – na ja, fast", "Quittengelee! Es ist heil"},
		{"lang-french", "Chœur des Deux Rives", "Échange de chœurs : nous venons à vingt-trois", "38 € par personne"},
		{"lang-spanish", "Marisol Ibáñez", "¿Te acuerdas de la señora del tranvía?", "Íñigo ya es más alto"},
		{"lang-polish", "Zofia Kowalczyk", "Pierogi dla całej szkoły? Spróbujmy!", "Słoiki na lampiony są już"},
		{"lang-russian", "Вера Соколова", "Привет с дачи, которой ещё нет", "крыши, зато есть крыльцо"},
		{"lang-greek", "Ελένη Παπαδάκη", "Οι ελιές φέτος", "μία γάτα που μας"},
		{"lang-japanese", "佐藤 由美", "写真をありがとう", "焼き芋を買いました"},
		{"lang-chinese", "林晓雯", "茶叶寄出了", "“杰拉尔德”"},
		{"lang-hebrew", "נועה ברק", "המתכון של סבתא", "לעוגת דבש"},
		{"lang-arabic", "سمير حداد", "كلمات الأغنية", "شجرة الليمون"},
		{"emoji-birthday", "Jo Lindqvist", "🎂 Forty, again, and you are invited", "👨‍👩‍👧‍👦 children yes"},
		{"broken-subject", "Möbelhaus Björk", "Der blaue Stuhl für Ihre Küche ist da", "fertig geölt"},
		{"broken-charset", "Cafe Zimtstern", "Your table for six", "Café Zimtstern"},
	}
	for _, tt := range tests {
		t.Run(tt.letter, func(t *testing.T) {
			m := letters[tt.letter]
			if m == nil {
				t.Fatal("no such letter")
			}
			if m.Subject != tt.subject || len(m.From) != 1 || m.From[0].Name != tt.from {
				t.Errorf("from %v, subject %q; want %q, %q", m.From, m.Subject, tt.from, tt.subject)
			}
			if !strings.Contains(m.Text, tt.text) {
				t.Errorf("%q is not in the text %q", tt.text, m.Text)
			}
		})
	}
}

func TestAttachmentsAreThere(t *testing.T) {
	letters := parsed(t)
	tests := []struct {
		letter string
		types  []string
	}{
		{"ellie-photos", []string{"image/jpeg", "image/jpeg", "image/jpeg"}},
		{"allotment-6", []string{"image/png"}},
		{"choir-rehearsal", []string{"text/calendar"}},
		{"choir-recording", []string{"audio/wav"}},
		{"choir-photos-zip", []string{"application/zip"}},
		{"vcard-grace", []string{"text/vcard"}},
		{"text-rota", []string{"text/plain"}},
		{"forward-recipe", []string{"message/rfc822"}},
		{"digest-handbells", []string{"message/rfc822", "message/rfc822", "message/rfc822"}},
		{"dsn-postmaster", []string{"message/delivery-status", "message/rfc822"}},
		{"news-seeds", []string{"image/jpeg", "image/png", "image/png", "image/png"}},
		{"holiday-booking", []string{"image/jpeg", "application/pdf"}},
	}
	for _, tt := range tests {
		var types []string
		for _, a := range letters[tt.letter].Attachments {
			types = append(types, a.Type)
		}
		if !slices.Equal(types, tt.types) {
			t.Errorf("%s has %q, want %q", tt.letter, types, tt.types)
		}
	}
}

// Every picture that a letter shows from within itself is part of it.
func TestInlinePicturesAreInTheLetter(t *testing.T) {
	shown := 0
	for name, m := range parsed(t) {
		for _, piece := range strings.Split(m.HTML, `"cid:`)[1:] {
			id, _, _ := strings.Cut(piece, `"`)
			shown++
			if !slices.ContainsFunc(m.Attachments, func(a mailmsg.Attachment) bool { return a.ContentID == id }) {
				t.Errorf("%s shows %q, which it does not have", name, id)
			}
		}
	}
	if shown < 6 {
		t.Errorf("%d pictures shown, want 6 at least", shown)
	}
}
