package editor

import "testing"

func TestPlainText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"own text", "one\n\ntwo", "one\n\ntwo"},
		{"quotes", "Ann wrote:\n> one\n>> two\n>\n> three", "Ann wrote:\n> one\n>> two\n>\n> three"},
		{"quotes of other programs", "> > two\n>one", ">> two\n> one"},
		{"indented in a quote", ">   code", ">   code"},
		{"no quote", " > text", " > text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := NewFrom(FromPlain(tt.in, 0))
			if got := d.Plain(); got != tt.want {
				t.Errorf("Plain() = %q, want %q", got, tt.want)
			}
			if again := NewFrom(FromPlain(d.Plain(), 0)).Plain(); again != tt.want {
				t.Errorf("read again: %q", again)
			}
		})
	}
}

func TestListsInPlainText(t *testing.T) {
	d := New("a\nb\nc")
	d.SelectAll()
	d.ToggleKind(Numbered)
	d.Select(at(Pos{2, 0}))
	d.ToggleKind(Bullet)
	if got, want := d.Plain(), "1. a\n2. b\n• c"; got != want {
		t.Errorf("Plain() = %q, want %q", got, want)
	}
}

func TestASnapshotStays(t *testing.T) {
	d := New("one\ntwo")
	s := d.Snapshot()
	d.Insert("x")
	d.SelectAll()
	d.Delete()
	if got := s.Text(); got != "one\ntwo" {
		t.Errorf("the snapshot became %q", got)
	}
}

func TestOwnTextLeavesQuotesOut(t *testing.T) {
	d := NewFrom(FromPlain("mine", 0), FromPlain("theirs\n> older", 1))
	if got := d.Own(); got != "mine" {
		t.Errorf("Own() = %q", got)
	}
	if got, want := d.Plain(), "mine\n> theirs\n>> older"; got != want {
		t.Errorf("Plain() = %q, want %q", got, want)
	}
}

// FuzzPlain: what was written as plain text is read and written the same ever after.
func FuzzPlain(f *testing.F) {
	f.Add("one\n> two\n>>three\n > \n>  > x\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		once := NewFrom(FromPlain(text, 0)).Plain()
		if again := NewFrom(FromPlain(once, 0)).Plain(); again != once {
			t.Fatalf("%q became %q, and that %q", text, once, again)
		}
	})
}
