package mailmsg

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func calendarLetter(lines string) string {
	return letter("Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nVERSION:2.0\n" + lines + "END:VCALENDAR\n")
}

func TestEvents(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, lines string
		when, what  string // what: summary @ location
	}{
		{"UTC", "DTSTART:20260303T140000Z\nDTEND:20260303T150000Z\nSUMMARY:Tea\\, and cake\nLOCATION:Garden\n", "Tuesday, 3 March 2026, 15:00 to 16:00", "Tea, and cake @ Garden"},
		{"a zone by name", "DTSTART;TZID=America/New_York:20260303T090000\nDURATION:PT1H30M\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 15:00 to 16:30", "Tea @ "},
		{"a zone as Outlook calls it", "DTSTART;TZID=Pacific Standard Time:20260303T060000\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 15:00", "Tea @ "},
		{"a program's name before the zone", "DTSTART;TZID=/example.org/20260101_1/Europe/London:20260303T140000\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 15:00", "Tea @ "},
		{"an hour everywhere", "DTSTART:20260303T140000\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 14:00", "Tea @ "},
		{"a day", "DTSTART;VALUE=DATE:20260303\nSUMMARY:Tea\n", "Tuesday, 3 March 2026", "Tea @ "},
		{"days", "DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260306\nSUMMARY:Tea\n", "Tuesday, 3 March 2026 to Thursday, 5 March 2026", "Tea @ "},
		{"over midnight", "DTSTART:20260303T220000Z\nDTEND:20260304T010000Z\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 23:00 to Wednesday, 4 March 2026, 02:00", "Tea @ "},
		{"every other week", "DTSTART:20260303T140000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260601T000000Z\nSUMMARY:Tea\n", "Tuesday, 3 March 2026, 15:00, every 2 weeks until 1 June 2026", "Tea @ "},
		{"folded, with an alarm", "DTSTART:20260303T140000Z\nSUMMARY:Te\n a\nBEGIN:VALARM\nSUMMARY:wake up\nEND:VALARM\n", "Tuesday, 3 March 2026, 15:00", "Tea @ "},
		{"no time", "SUMMARY:Tea\nDTSTART:soon\n", "", "Tea @ "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(calendarLetter("BEGIN:VEVENT\nUID:1\n" + tt.lines + "END:VEVENT\n"))
			if len(m.Events) != 1 {
				t.Fatalf("%d events", len(m.Events))
			}
			e := m.Events[0]
			if got := e.When(berlin); got != tt.when {
				t.Errorf("when %q, want %q", got, tt.when)
			}
			if got := e.Summary + " @ " + e.Location; got != tt.what || e.Method != "REQUEST" || e.UID != "1" {
				t.Errorf("what %q of %q, want %q", got, e.Method, tt.what)
			}
		})
	}
}

func TestZoneOfTheCalendar(t *testing.T) {
	m := parseString(calendarLetter("BEGIN:VTIMEZONE\nTZID:Our zone\nBEGIN:STANDARD\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n" +
		"BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Our zone:20260303T140000\nSUMMARY:Tea\nEND:VEVENT\n"))
	if want := time.Date(2026, 3, 3, 8, 30, 0, 0, time.UTC); len(m.Events) != 1 || !m.Events[0].Start.Equal(want) {
		t.Errorf("events %+v", m.Events)
	}
}

func TestPeopleOfEvents(t *testing.T) {
	lines := "METHOD:REPLY\nBEGIN:VEVENT\nUID:1\nDTSTART:20260303T140000Z\nORGANIZER;CN=\"Lee, Ann\":mailto:ann@example.org\nATTENDEE;CN=Bo;PARTSTAT=DECLINED:MAILTO:bo@example.org\nEND:VEVENT\n" //nolint:misspell // the standard's word
	e := parseString(calendarLetter(lines)).Events[0]
	if e.Organiser != (Address{"Lee, Ann", "ann@example.org"}) || e.Answer != "DECLINED" || !reflect.DeepEqual(e.Attendees, []Address{{"Bo", "bo@example.org"}}) {
		t.Errorf("%+v", e)
	}
	if got, want := e.Sentence(time.UTC), "Bo will not come: Tuesday, 3 March 2026, 14:00."; got != want {
		t.Errorf("sentence %q, want %q", got, want)
	}
	cancel := strings.Replace(lines, "REPLY", "CANCEL", 1)
	if e := parseString(calendarLetter(cancel)).Events[0]; !e.Cancelled || e.Answer != "" {
		t.Errorf("taken back: %+v", e)
	}
	twice := parseString(calendarLetter(lines + strings.TrimPrefix(lines, "METHOD:REPLY\n")))
	if len(twice.Events) != 1 {
		t.Errorf("the same event %d times", len(twice.Events))
	}
}

func TestContacts(t *testing.T) {
	tests := []struct {
		name, lines string
		want        Contact
	}{
		{"4.0", "VERSION:4.0\nFN:Ann Lee\nEMAIL;TYPE=work:ann@example.org\nTEL;VALUE=uri:tel:+44-20\nORG:Example;Garden\nTITLE:Gardener\nADR:;;1 Road;Town;;12345;UK\nNOTE:likes\\ntea\nURL:https://example.org\n",
			Contact{Name: "Ann Lee", Organisation: "Example, Garden", Title: "Gardener", Emails: []string{"ann@example.org"}, Phones: []string{"+44-20"}, Address: "1 Road, Town, 12345, UK", Note: "likes tea", URL: "https://example.org"}},
		{"2.1 in quoted-printable", "VERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6=\nrg;;Dr.\nTEL;HOME;VOICE:123\n", Contact{Name: "Dr. Jörg Müller", Phones: []string{"123"}}},
		{"Apple's groups", "VERSION:3.0\nFN:Bo\nitem1.EMAIL;type=INTERNET:bo@example.org\nitem1.X-ABLabel:Work\n", Contact{Name: "Bo", Emails: []string{"bo@example.org"}}},
		{"no end", "FN:Bo\nEMAIL:bo@example.org", Contact{Name: "Bo", Emails: []string{"bo@example.org"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(letter("Content-Type: text/vcard; charset=utf-8\n\nBEGIN:VCARD\n" + tt.lines + "\nEND:VCARD\n"))
			if len(m.Contacts) != 1 || !reflect.DeepEqual(m.Contacts[0], tt.want) {
				t.Errorf("got %+v, want %+v", m.Contacts, tt.want)
			}
		})
	}
}

func FuzzCalendarAndCards(f *testing.F) {
	f.Add("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=x:20260303T140000\nDURATION:P1W\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n")
	f.Add("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a=\nb;c\nADR:;;x\nEND:VCARD")
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range parseCalendar(text, "") {
			if strings.ContainsAny(e.When(time.UTC)+e.Summary+e.Location, "\n\x00") {
				t.Errorf("%+v", e)
			}
		}
		for _, c := range parseContacts(text) {
			if strings.ContainsAny(c.Name+c.Note, "\n\x00") {
				t.Errorf("%+v", c)
			}
		}
	})
}
