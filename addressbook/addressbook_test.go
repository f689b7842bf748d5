package addressbook

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-vcard"

	"satchel/mailstore"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, in string
		want     []mailstore.Contact
	}{
		{"3.0", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Müller\r\nN:Müller;Zoë;;;\r\nUID:u1\r\nEMAIL;TYPE=INTERNET:zoe@example.org\r\nEMAIL;TYPE=INTERNET,work;TYPE=pref:z@work.example\r\nTEL;TYPE=CELL:+49 30 1\r\nCATEGORIES:Choir,a\\,b\r\nNOTE:one\\ntwo\\, three\r\nEND:VCARD\r\n",
			[]mailstore.Contact{{UID: "u1", Name: "Zoë Müller", Addresses: []string{"z@work.example", "zoe@example.org"}, Groups: []string{"Choir", "a,b"}, Notes: "one\ntwo, three",
				Card: "EMAIL;TYPE=INTERNET,work:z@work.example\nTEL;TYPE=CELL:+49 30 1\n"}}},
		{"folded, 4.0, a group of persons", "BEGIN:VCARD\nVERSION:4.0\nFN:A\n nn\nUID:urn:uuid:1\nEMAIL;PREF=1:mailto:ann@example.org\nEND:VCARD\nBEGIN:VCARD\nKIND:group\nFN:Choir\nMEMBER:urn:uuid:1\nMEMBER:mailto:nobody@example.org\nEND:VCARD\n",
			[]mailstore.Contact{{UID: "urn:uuid:1", Name: "Ann", Addresses: []string{"ann@example.org"}, Groups: []string{"Choir"}}}},
		{"2.1 of a phone", "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=\r\n=AB;;;\r\nEMAIL;INTERNET;HOME:zoe@example.org\r\nNOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo\r\nEND:VCARD\r\n",
			[]mailstore.Contact{{Name: "Zoë Müller", Addresses: []string{"zoe@example.org"}, Notes: "one\ntwo", Card: "EMAIL;HOME:zoe@example.org\n"}}},
		{"not UTF-8", "BEGIN:VCARD\nFN:Zo\xeb\nEND:VCARD", []mailstore.Contact{{Name: "Zoë"}}},
		{"Apple's labels", "BEGIN:VCARD\nFN:A\nitem1.EMAIL;type=INTERNET:a@example.org\nitem1.X-ABLabel:_$!<Other>!$_\nEND:VCARD",
			[]mailstore.Contact{{Name: "A", Addresses: []string{"a@example.org"}, Card: "item1.EMAIL:a@example.org\nitem1.X-ABLABEL:_$!<Other>!$_\n"}}},
		{"no end, then another", "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\n", []mailstore.Contact{{Name: "A"}, {Name: "B"}}},
		{"a card within", "BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nEND:VCARD\nNOTE:x\nEND:VCARD\n", []mailstore.Contact{{Name: "A", Notes: "x"}}},
		{"an address only", "BEGIN:VCARD\nFN:a@example.org\nEMAIL:a@example.org\nEND:VCARD\n", []mailstore.Contact{{Addresses: []string{"a@example.org"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read(strings.NewReader(tt.in))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("read %+v, %v\nwant %+v", got, err, tt.want)
			}
		})
	}
	utf16 := []byte{0xff, 0xfe}
	for _, b := range []byte("BEGIN:VCARD\nFN:A\nEND:VCARD\n") {
		utf16 = append(utf16, b, 0)
	}
	if got, err := Read(bytes.NewReader(utf16)); err != nil || len(got) != 1 || got[0].Name != "A" {
		t.Errorf("UTF-16: %+v, %v", got, err)
	}
	for _, text := range []string{"", "hello", "<html>", "a,b,c\n"} {
		if got, err := Read(strings.NewReader(text)); !errors.Is(err, ErrNoCards) || len(got) != 0 {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestALineThatIsTooLongIsLeftOut(t *testing.T) {
	in := io.MultiReader(strings.NewReader("BEGIN:VCARD\nFN:A\nPHOTO:"), strings.NewReader(strings.Repeat("x", longestLine+100_000)), strings.NewReader("\nNOTE:n\nEND:VCARD\n"))
	got, err := Read(in)
	if err != nil || len(got) != 1 || got[0].Name != "A" || got[0].Notes != "n" || got[0].Card != "" {
		t.Errorf("read %d contacts, %v", len(got), err)
	}
}

func write(t testing.TB, list []mailstore.Contact, v Version) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, list, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What is written is read alike by another program's reader.
func TestWriteIsReadByOthers(t *testing.T) {
	list := []mailstore.Contact{{
		UID: "u1", Name: "Zoë, “Z” Müller 🎻 " + strings.Repeat("é", 80), Addresses: []string{"zoe@example.org", "z@example.net"},
		Groups: []string{"Choir", "Work; home"}, Notes: "one\ntwo; three, \\four", Card: "EMAIL;TYPE=work:z@example.net\nTEL:1\n",
	}}
	for _, v := range []Version{V3, V4} {
		text := write(t, list, v)
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d octets", len(line))
			}
		}
		card, err := vcard.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil {
			t.Fatal(err)
		}
		c := list[0]
		if got := card.Value("FN"); got != c.Name {
			t.Errorf("%s: name %q", v, got)
		}
		if got := card.Values("EMAIL"); !slices.Equal(got, c.Addresses) {
			t.Errorf("%s: addresses %q", v, got)
		}
		if got := card.PreferredValue("EMAIL"); got != c.Addresses[0] {
			t.Errorf("%s: preferred %q", v, got)
		}
		// That reader leaves the semicolons' escapes, which RFC 6350 section 3.4 allows to be written.
		if got := strings.ReplaceAll(card.Value("NOTE"), `\;`, ";"); got != c.Notes {
			t.Errorf("%s: note %q", v, got)
		}
		if card.Value("VERSION") != string(v) || card.Value("UID") != "u1" || card.Value("TEL") != "1" || card.Name() == nil {
			t.Errorf("%s: %v", v, card)
		}
	}
}

// FuzzRead: whatever is read is read alike once more from what is written of it.
func FuzzRead(f *testing.F) {
	f.Add([]byte("BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:M=C3=BC;Z=\r\n=AB;;;\r\nEMAIL;INTERNET;HOME:z@e\r\nEND:VCARD\r\n"))
	f.Add([]byte("BEGIN:VCARD\nFN:A\nitem1.EMAIL;type=pref,x:a@e\nEMAIL:b@e\nEMAIL;X=1:b@e\nitem1.X-ABLabel:x\nCATEGORIES:a,b\\,c\nNOTE:x\\n\nNOTE:y\nUID:1\nUID:2\nEND:VCARD"))
	f.Add([]byte("BEGIN:VCARD\nFN:0\nEMAIL:B@e\nEMAIL;000:b@e\n"))
	f.Add([]byte("BEGIN:VCARD\nN:a;b\nFN:x\nFN:y\nADR;LABEL=\"a:b\":;;c\\,d;e\nEND:VCARD\nBEGIN:VCARD\nKIND:group\nFN:G\nMEMBER:1\nEND:VCARD"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read(bytes.NewReader(data))
		if err != nil && len(list) > 0 {
			t.Fatalf("an error of a reader that has none: %v", err)
		}
		for _, v := range []Version{V3, V4} {
			text := write(t, list, v)
			again, err := Read(strings.NewReader(text))
			if len(list) == 0 {
				continue
			}
			if err != nil || !reflect.DeepEqual(again, list) {
				t.Fatalf("%q\nread as %+v\nwritten as %q\nread again as %+v, %v", data, list, text, again, err)
			}
		}
	})
}

// FuzzWrite: a contact of any texts is read as it was written.
func FuzzWrite(f *testing.F) {
	f.Add("Ann", "ann@example.org", "b@example.org", "Choir", "one\ntwo")
	f.Add("a,b;c\\d", "x", "", "g,h", `\n\\;`)
	f.Fuzz(func(t *testing.T, name, first, second, group, note string) {
		tidy := func(s string) string { return oneLine(strings.Map(visible, strings.ToValidUTF8(s, "?"))) }
		c := mailstore.Contact{Name: tidy(name), UID: "u"}
		for _, a := range []string{first, second} {
			c.Addresses = appendOnce(c.Addresses, strings.TrimPrefix(tidy(a), "mailto:"))
		}
		c.Groups = appendOnce(nil, tidy(group))
		lines := strings.Split(strings.ToValidUTF8(note, "?"), "\n")
		for i := range lines {
			lines[i] = strings.Map(visible, lines[i])
		}
		c.Notes = strings.TrimRight(strings.Join(lines, "\n"), " \n")
		if len(c.Addresses) > 0 && c.Name == c.Addresses[0] {
			c.Name = ""
		}
		for _, v := range []Version{V3, V4} {
			text := write(t, []mailstore.Contact{c}, v)
			got, err := Read(strings.NewReader(text))
			if c.Shown() == "" && c.Notes == "" {
				continue
			}
			if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], c) {
				t.Fatalf("%+v\nwritten as %q\nread as %+v, %v", c, text, got, err)
			}
		}
	})
}
