package mailbox

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// plant writes files below a new folder; names end in a slash for an empty folder.
func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if name[len(name)-1] == '/' {
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines are "folder: body" of all messages, sorted.
func lines(list []read1) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.folder+": "+m.body)
	}
	slices.Sort(out)
	return out
}

func box(names ...string) string {
	text := ""
	for _, name := range names {
		text += from2 + "Subject: " + name + "\n\n\n"
	}
	return text
}

func TestPrograms(t *testing.T) {
	one := "Subject: one\n\n"
	marks := binary.LittleEndian.AppendUint32(nil, 2)
	for _, n := range []uint32{1, 1 << 1, 10, 1<<2 | 1<<4} {
		marks = binary.LittleEndian.AppendUint32(marks, n)
	}
	tests := []struct {
		name   string
		files  map[string]string
		below  string // the source within them
		format Format
		want   []string
	}{
		{"Thunderbird", map[string]string{
			"prefs.js": "", "Mail/pop.example.org/Inbox": box("a", "b"), "Mail/pop.example.org/Inbox.msf": "//",
			"Mail/pop.example.org/Inbox.sbd/Garden": box("c"), "Mail/pop.example.org/popstate.dat": "# x\n*pop.example.org ann\nk u1 1234567890\nb u2 5\nd u3\n",
			"Mail/Local Folders/Old": box("d"), "Mail/Local Folders/Trash": "", "Mail/pop.example.org/filterlog.html": "From ",
			"Mail/Local Folders/New/cur/1:2,S": one,
		}, "", Thunderbird, []string{"Inbox/Garden: Subject: c\n\n", "Inbox: Subject: a\n\n", "Inbox: Subject: b\n\n", "Local Folders/New: " + one, "Local Folders/Old: Subject: d\n\n"}},
		{"Claws Mail", map[string]string{
			".claws-mail/clawsrc": "", ".claws-mail/folderlist.xml": `<?xml version="1.0"?><folderlist><folder type="mh" name="Mailbox" path="Mail"><folderitem/></folder></folderlist>`,
			".claws-mail/uidl/pop-3.example.org-ann-b": "u1\t1234567890\t0\nu2\t5\t1\n", ".claws-mail/accountrc": "[Account: 1]\nreceive_server=pop-3.example.org\nuser_id=ann-b\n",
			"Mail/inbox/1": one, "Mail/inbox/10": "Subject: ten\n\n", "Mail/inbox/2": "Subject: two\n\n", "Mail/inbox/.claws_mark": string(marks), "Mail/inbox/.claws_cache": "x",
			"Mail/inbox/garden/1": one,
		}, ".claws-mail", Claws, []string{"inbox/garden: " + one, "inbox: " + one, "inbox: Subject: ten\n\n", "inbox: Subject: two\n\n"}},
		{"Sylpheed", map[string]string{
			".sylpheed-2.0/sylpheedrc": "", ".sylpheed-2.0/folderlist.xml": `<folderlist><folder type="mh" path="Mail"/></folderlist>`,
			".sylpheed-2.0/uidl/pop.example.org-ann": "u1\t1234567890\n", "Mail/inbox/1": one,
		}, ".sylpheed-2.0", Sylpheed, []string{"inbox: " + one}},
		{"Maildir++", map[string]string{
			"cur/1.a:2,RS": one, "new/2.b": one, "tmp/3": "half", ".Entw&APw-rfe.2026/cur/1:2,": one, ".Entw&APw-rfe.2026/new/": "", "new/": "",
		}, "", Maildir, []string{": " + one, ": " + one, "Entwürfe/2026: " + one}},
		{"MH", map[string]string{"inbox/1": one, "inbox/2": one, "inbox/.mh_sequences": "unseen: 2-3\n", "inbox/,3": "deleted", "notes.txt": "x"}, "", Auto, []string{"inbox: " + one, "inbox: " + one}},
		{"eml", map[string]string{"a/x.eml": one, "a/b/y.EML": one, "z.eml": "\x00"}, "", Auto, []string{": \x00", "a/b: " + one, "a: " + one}},
		{"a folder of mailboxes", map[string]string{"work.mbox": box("a"), "home/garden": box("b"), "read me.txt": "hello"}, "", Auto, []string{"home/garden: Subject: b\n\n", "work: Subject: a\n\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, failures, s := read(t, filepath.Join(plant(t, tt.files), tt.below), Auto)
			if !slices.Equal(lines(got), tt.want) || len(failures) > 0 {
				t.Errorf("got %q %v, want %q", lines(got), failures, tt.want)
			}
			if s.Format != tt.format {
				t.Errorf("taken for %s", s.Format)
			}
			switch tt.format {
			case Thunderbird:
				if len(s.Servers) != 1 || s.Servers[0].Host != "pop.example.org" || s.Servers[0].User != "ann" || len(s.Servers[0].Fetched) != 2 {
					t.Errorf("servers %+v", s.Servers)
				}
				for _, m := range got {
					if (m.Server != nil) != (m.folder == "Inbox" || m.folder == "Inbox/Garden") {
						t.Errorf("%s is of server %v", m.folder, m.Server)
					}
				}
			case Claws:
				if len(s.Servers) != 1 || s.Servers[0].User != "ann-b" || len(s.Servers[0].Fetched) != 1 || s.Servers[0].Fetched[0] != (Fetched{"u1", time.Unix(1234567890, 0).UTC()}) {
					t.Errorf("servers %+v", s.Servers[0])
				}
				if got[0].Marks != (Marks{Unread: true}) || got[2].Marks != (Marks{Starred: true, Answered: true}) {
					t.Errorf("marks %+v %+v", got[0].Marks, got[2].Marks)
				}
			case Sylpheed:
				if len(s.Servers) != 1 || s.Servers[0].Host != "pop.example.org" {
					t.Errorf("servers %+v", s.Servers)
				}
			case Maildir:
				if got[0].Marks != (Marks{Answered: true}) || got[1].Marks != (Marks{Unread: true}) {
					t.Errorf("marks %+v %+v", got[0].Marks, got[1].Marks)
				}
			default: // knows no more than its messages
			}
		})
	}
}

// What cannot be read is named, and the rest comes.
func TestUnreadableIsNamed(t *testing.T) {
	dir := plant(t, map[string]string{"a.eml": "", "b.eml": "Subject: b\n\n"})
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "c.eml")); err != nil {
		t.Skip("no links here")
	}
	if err := os.Symlink(dir, filepath.Join(dir, "circle")); err != nil {
		t.Fatal(err)
	}
	got, failures, _ := read(t, dir, EML)
	if len(got) != 1 || len(failures) != 2 {
		t.Errorf("%d messages, %v; want 1 and 2: a folder that leads back to itself is read once", len(got), failures)
	}
}

func TestUTF7(t *testing.T) {
	for in, want := range map[string]string{"Entw&APw-rfe": "Entwürfe", "a&-b": "a&b", "&2DzfOw-": "🌻", "plain": "plain", "&bad": "&bad", "&!!-": "&!!-"} {
		if got := decodeUTF7(in); got != want {
			t.Errorf("decodeUTF7(%q) = %q, want %q", in, got, want)
		}
	}
}
