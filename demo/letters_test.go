package demo

import (
	"bytes"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// afternoon is a usual now; the zone is one that no test machine is in.
var afternoon = time.Date(2026, 11, 23, 15, 20, 41, 7, time.FixedZone("", 2*3600+1800))

var makeOnce = sync.OnceValues(func() ([]Letter, error) {
	return makeAll(afternoon, func(string) bool { return true })
})

// all is every letter as of the afternoon, those of the trickle last. It is made
// once for all tests: pictures take their time.
func all(t *testing.T) []Letter {
	t.Helper()
	letters, err := makeOnce()
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

// headers is every letter without its body, in the order of all.
func headers(t *testing.T, now time.Time) []Letter {
	t.Helper()
	names, err := letterNames()
	if err != nil {
		t.Fatal(err)
	}
	var letters []Letter
	for _, name := range names {
		text, err := files.ReadFile("letters/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		made, err := parseTemplate(name, string(text), now)
		if err != nil {
			t.Fatal(name, err)
		}
		var b bytes.Buffer
		if err := made.writeHeader(&b); err != nil {
			t.Fatal(name, err)
		}
		letters = append(letters, Letter{UIDL: "demo-" + name, Raw: b.Bytes(), Date: made.date})
	}
	slices.SortFunc(letters, byDate)
	return letters
}

func header(t *testing.T, l Letter) mail.Header {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.Raw))
	if err != nil {
		t.Fatalf("%s: %v", l.UIDL, err)
	}
	return m.Header
}

func TestEveryFileBecomesALetter(t *testing.T) {
	names, err := letterNames()
	if err != nil {
		t.Fatal(err)
	}
	later := 0
	for _, l := range all(t) {
		if strings.HasPrefix(l.UIDL, "demo-later-") {
			later++
		}
	}
	if got := len(all(t)); got != len(names) || later != 10 || got-later < 50 {
		t.Errorf("%d letters of %d files, %d of them later ones", got, len(names), later)
	}
}

// Letters and Trickle share everything out between them, in this order, and every
// time the same.
func TestSameNowSameBytes(t *testing.T) {
	once, again := all(t), slices.Concat(Letters(afternoon), Trickle(afternoon))
	if len(once) != len(again) {
		t.Fatalf("%d letters, then %d", len(once), len(again))
	}
	for i := range once {
		if once[i].UIDL != again[i].UIDL || !bytes.Equal(once[i].Raw, again[i].Raw) {
			t.Errorf("%s differs when it is made again", once[i].UIDL)
		}
	}
}

func TestIDsAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, l := range all(t) {
		if l.UIDL == "" || len(l.UIDL) > 70 || strings.ContainsFunc(l.UIDL, func(r rune) bool { return r < 0x21 || r > 0x7E }) {
			t.Errorf("UIDL %q is outside RFC 1939 section 7", l.UIDL)
		}
		id := header(t, l).Get("Message-ID")
		if none := strings.HasSuffix(l.UIDL, "no-id"); none != (id == "") {
			t.Errorf("%s has the Message-ID %q", l.UIDL, id)
		}
		for _, key := range []string{l.UIDL, id} {
			if other, ok := seen[key]; ok && key != "" {
				t.Errorf("%s and %s both have %q", l.UIDL, other, key)
			}
			seen[key] = l.UIDL
		}
	}
}

func TestDatesAreInOrderAndPast(t *testing.T) {
	tests := []struct {
		name string
		now  time.Time
	}{
		{"afternoon", afternoon},
		{"just after midnight", time.Date(2026, 3, 1, 0, 0, 9, 0, time.UTC)},
		{"just before midnight", time.Date(2028, 2, 29, 23, 59, 59, 999, time.FixedZone("", -8*3600))},
		{"new year's morning", time.Date(2027, 1, 1, 7, 30, 0, 0, time.FixedZone("", 13*3600))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			trickle := false
			for _, l := range headers(t, tt.now) {
				if l.Date.After(tt.now) {
					t.Errorf("%s is dated %v, after %v", l.UIDL, l.Date, tt.now)
				}
				if is := strings.HasPrefix(l.UIDL, "demo-"+later); trickle && !is {
					t.Errorf("%s is newer than the first letters of the trickle", l.UIDL)
				} else {
					trickle = is
				}
				checkHeaderDates(t, l, tt.now)
			}
		})
	}
}

// checkHeaderDates compares what the header says with the letter's Date and with now.
func checkHeaderDates(t *testing.T, l Letter, now time.Time) {
	t.Helper()
	h := header(t, l)
	_, stamp, _ := strings.Cut(h.Get("Received"), "; ")
	received, err := mail.ParseDate(stamp)
	if err != nil || received.Before(l.Date) || received.After(now) {
		t.Errorf("%s: received %q (%v), written %v, now %v", l.UIDL, stamp, err, l.Date, now)
	}
	if strings.HasSuffix(l.UIDL, "no-date") {
		if h.Get("Date") != "" {
			t.Errorf("%s has a Date", l.UIDL)
		}
		return
	}
	if date, err := h.Date(); err != nil || !date.Equal(l.Date) {
		t.Errorf("%s: Date field %v (%v), want %v", l.UIDL, date, err, l.Date)
	}
}

func TestRepliesFindWhatTheyAnswer(t *testing.T) {
	written := map[string]time.Time{} // Message-ID to Date
	replies := 0
	for _, l := range headers(t, time.Date(2026, 3, 1, 0, 5, 0, 0, time.UTC)) {
		h := header(t, l)
		parents := strings.Fields(h.Get("References"))
		if answered := h.Get("In-Reply-To"); answered != "" && !slices.Contains(parents, answered) {
			t.Errorf("%s answers %s, which is not among its References", l.UIDL, answered)
		}
		for _, parent := range parents {
			if at, ok := written[parent]; !ok || !at.Before(l.Date) {
				t.Errorf("%s refers to %s, which is not there before it", l.UIDL, parent)
			}
		}
		if slices.Contains(parents, "<butt-1@mill-lane-allotments.example>") && !strings.HasPrefix(l.UIDL, "demo-"+later) {
			replies++
		}
		written[h.Get("Message-ID")] = l.Date
	}
	if replies != 7 {
		t.Errorf("%d replies about the water butt, want 7", replies)
	}
}

func TestLettersAreWellFormedOnTheWire(t *testing.T) {
	for _, l := range all(t) {
		if !bytes.HasSuffix(l.Raw, []byte("\r\n")) {
			t.Errorf("%s does not end with CRLF", l.UIDL)
		}
		for line := range bytes.SplitSeq(bytes.TrimSuffix(l.Raw, []byte("\r\n")), []byte("\r\n")) {
			if bytes.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%s: bare CR, LF or NUL in %q", l.UIDL, line)
			}
			if len(line) > 998 {
				t.Errorf("%s: a line of %d bytes", l.UIDL, len(line))
			}
		}
		for _, leftover := range []string{"X-Demo-", "{{"} {
			if bytes.Contains(l.Raw, []byte(leftover)) {
				t.Errorf("%s still has %q in it", l.UIDL, leftover)
			}
		}
	}
}

func TestNobodyRealIsWrittenTo(t *testing.T) {
	domain := regexp.MustCompile(`(?:@|https?://)([A-Za-z0-9.-]+\.[A-Za-z]{2,})`)
	reserved := regexp.MustCompile(`(^|\.)(example|example\.(com|net|org))$`)
	names, err := letterNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := files.ReadFile("letters/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range domain.FindAllStringSubmatch(string(text), -1) {
			if !reserved.MatchString(m[1]) && m[1] != "www.w3.org" { // names the document type; nothing is fetched
				t.Errorf("%s names %s, which may belong to somebody", name, m[1])
			}
		}
	}
}

func TestSizes(t *testing.T) {
	bounds := map[string][2]int{ // smallest and largest, in bytes
		"demo-choir-recording": {5_500_000, 6_500_000},
		"demo-story-ferry":     {95_000, 115_000},
	}
	total := 0
	for _, l := range all(t) {
		bound, ok := bounds[l.UIDL]
		if !ok {
			bound = [2]int{300, 200_000}
		}
		if len(l.Raw) < bound[0] || len(l.Raw) > bound[1] {
			t.Errorf("%s has %d bytes, want %d to %d", l.UIDL, len(l.Raw), bound[0], bound[1])
		}
		total += len(l.Raw)
	}
	if total > 8_000_000 {
		t.Errorf("%d bytes in all, want 8 MB at most", total)
	}
}

func TestFilesStaySmall(t *testing.T) {
	names, err := letterNames()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range names {
		text, err := files.ReadFile("letters/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		total += len(text)
	}
	if total > 600_000 {
		t.Errorf("the files have %d bytes, want 600 kB at most", total)
	}
}
