package mailstore_test

import (
	"slices"
	"testing"

	"satchel/mailstore"
)

func TestParseKeep(t *testing.T) {
	tests := []struct {
		in   string
		want mailstore.Keep
		ok   bool
	}{
		{"forever", mailstore.Keep{Mode: mailstore.KeepForever}, true},
		{"remove", mailstore.Keep{Mode: mailstore.KeepRemove}, true},
		{"1d", mailstore.Keep{Mode: mailstore.KeepDays, Days: 1}, true},
		{"3650d", mailstore.Keep{Mode: mailstore.KeepDays, Days: 3650}, true},
		{"0d", mailstore.Keep{}, false},
		{"3651d", mailstore.Keep{}, false},
		{"-1d", mailstore.Keep{}, false},
		{"+1d", mailstore.Keep{}, false},
		{"014d", mailstore.Keep{}, false},
		{"14", mailstore.Keep{}, false},
		{"d", mailstore.Keep{}, false},
		{"days", mailstore.Keep{}, false},
		{"", mailstore.Keep{}, false},
	}
	for _, tt := range tests {
		got, err := mailstore.ParseKeep(tt.in)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("ParseKeep(%q) = %+v, %v", tt.in, got, err)
		}
	}
}

// A policy that is not understood must never be one that removes.
func TestSenselessKeepIsForever(t *testing.T) {
	for _, k := range []mailstore.Keep{{}, {Mode: mailstore.KeepDays}, {Mode: mailstore.KeepDays, Days: -1}, {Mode: mailstore.KeepDays, Days: 4000}, {Mode: "other", Days: 3}} {
		if got := k.String(); got != "forever" {
			t.Errorf("%+v reads %q", k, got)
		}
	}
}

func FuzzParseKeep(f *testing.F) {
	for _, s := range []string{"forever", "remove", "14d", "0d", "99999999999999999999d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k, err := mailstore.ParseKeep(s)
		if err == nil && k.String() != s {
			t.Fatalf("%q is read as %+v, which is %q", s, k, k.String())
		}
		if err != nil && k != (mailstore.Keep{}) {
			t.Fatalf("%q gives %+v with %v", s, k, err)
		}
	})
}

// Folders of mail that an account left behind, or that was brought in before there was one, stay where they are, also those
// that hold only others, and new ones are seen.
func TestFoldersOfKeptMail(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	other := addAccount(t, s, "bob@example.org")
	var folder mailstore.FolderID
	for _, name := range []string{"A", "B", "C"} {
		var err error
		if folder, err = s.NewFolder(ctx, a.ID, folder, name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.NewFolder(ctx, other.ID, 0, "Empty"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddMessages(ctx, []mailstore.Addition{{Folder: folder, Raw: spool(t, s, "a letter"), Arrived: noon}}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []mailstore.AccountID{a.ID, other.ID} {
		if err := s.RemoveAccount(ctx, id, true); err != nil {
			t.Fatal(err)
		}
	}
	names := func() (list []string) {
		folders, err := s.Folders(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range folders {
			list = append(list, f.Name)
		}
		return list
	}
	if got, want := names(), []string{"A", "B", "C", "Kept mail (ann@example.org)"}; !slices.Equal(got, want) {
		t.Errorf("folders %q, want %q", got, want)
	}
	if _, err := s.NewFolder(ctx, a.ID, 0, "New"); err != nil {
		t.Fatal(err)
	}
	if got, want := names(), []string{"A", "B", "C", "Kept mail (ann@example.org)", "New"}; !slices.Equal(got, want) {
		t.Errorf("folders %q, want %q", got, want)
	}
}
