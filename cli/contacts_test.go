package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestContactsCommands(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.vcf"), filepath.Join(dir, "out.vcf")
	cards := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Müller\r\nEMAIL:zoe@example.org\r\nCATEGORIES:Choir\r\nTEL:1\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Bo\r\nEMAIL:bo@example.net\r\nEND:VCARD\r\n"
	if err := os.WriteFile(in, []byte(cards), 0o600); err != nil {
		t.Fatal(err)
	}
	var taken contactsTakenJSON
	w.decode(&taken, exitDone, "contacts", "import", in)
	if taken != (contactsTakenJSON{Found: 2, Added: 2}) {
		t.Errorf("taken in %+v", taken)
	}
	w.decode(&taken, exitDone, "contacts", "import", in)
	if taken != (contactsTakenJSON{Found: 2, Known: 2}) {
		t.Errorf("once more %+v", taken)
	}
	var list []bookJSON
	w.decode(&list, exitDone, "contacts", "list")
	if len(list) != 2 || list[0].Name != "Bo" || list[1].Groups[0] != "Choir" {
		t.Errorf("listed %+v", list)
	}
	w.decode(&list, exitDone, "contacts", "list", "--group", "choir")
	if len(list) != 1 {
		t.Errorf("of the group %+v", list)
	}
	var found []suggestionJSON
	w.decode(&found, exitDone, "contacts", "find", "zo", "mull")
	if len(found) != 1 || found[0].Address != "zoe@example.org" {
		t.Errorf("found %+v", found)
	}
	if a := w.want(exitDone, "contacts", "find", "choir"); !strings.Contains(a.out, "Choir (1 contact)") {
		t.Errorf("the group: %q", a.out)
	}
	w.want(exitDone, "contacts", "export", out)
	data, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(data), "FN:Zoë Müller\r\n") || !strings.Contains(string(data), "TEL:1\r\n") {
		t.Errorf("exported %q, %v", data, err)
	}
	for _, args := range [][]string{
		{"export", out}, {"export", filepath.Join(dir, "x.vcf"), "--version", "2"}, {"export", filepath.Join(dir, "no", "x.vcf")},
		{"import", filepath.Join(dir, "none.vcf")}, {"import", dir}, {"list", "--group", "x"}, {"find"},
	} {
		w.want(exitUsage, append([]string{"contacts"}, args...)...)
	}
	w.want(exitDone, "undo")
	w.decode(&list, exitDone, "contacts", "list")
	if len(list) != 0 {
		t.Errorf("after undo %+v", list)
	}
}
