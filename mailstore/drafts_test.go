package mailstore_test

import (
	"errors"
	"testing"

	"satchel/mailstore"
)

func TestADraftTakesTheOneBeforesPlace(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	drafts, err := s.FolderByRole(t.Context(), a.ID, mailstore.Drafts)
	if err != nil {
		t.Fatal(err)
	}
	save := func(before mailstore.MessageID, text string) mailstore.MessageID {
		t.Helper()
		id, err := s.SaveDraft(t.Context(), before, mailstore.Addition{Folder: drafts.ID, Raw: spool(t, s, text), Arrived: noon})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := save(0, "one")
	second := save(first, "two")
	if _, err := s.Head(t.Context(), first); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("the draft before is still there: %v", err)
	}
	if h, err := s.Head(t.Context(), second); err != nil || h.Folder != drafts.ID || h.Unread {
		t.Errorf("the draft is %+v, %v", h, err)
	}
	if err := s.MoveToRole(t.Context(), []mailstore.MessageID{second}, mailstore.Bin); err != nil {
		t.Fatal(err)
	}
	third := save(second, "three")
	if _, err := s.Head(t.Context(), second); err != nil {
		t.Errorf("a draft that was moved away is gone: %v", err)
	}
	if f, err := s.FolderByRole(t.Context(), a.ID, mailstore.Drafts); err != nil || f.Total != 1 || third == second {
		t.Errorf("there are %d drafts, %v", f.Total, err)
	}
}
