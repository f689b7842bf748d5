package viewmodel

import (
	"reflect"
	"testing"

	"satchel/mailstore"
)

func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }

func TestSteps(t *testing.T) {
	heads := []mailstore.Head{
		{ID: 1, Folder: 10, Unread: true}, {ID: 2, Folder: 11, Starred: true}, {ID: 3, Folder: 10}, {ID: 4, Folder: 99},
	}
	move := func() (Step, ids) {
		return MoveStep(heads, func(mailstore.Head) mailstore.FolderID { return 99 }, "Bin")
	}
	tests := []struct {
		name    string
		step    func() (Step, ids)
		done    string
		changed ids
		back    []Change
	}{
		{"move out of two folders", move, "3 messages moved to Bin", ids{1, 2, 3}, []Change{{IDs: ids{1, 3}, Folder: 10}, {IDs: ids{2}, Folder: 11}}},
		{"mark read", func() (Step, ids) { return UnreadStep(heads, false) }, "1 message marked as read", ids{1}, []Change{{IDs: ids{1}, Unread: yes()}}},
		{"mark unread", func() (Step, ids) { return UnreadStep(heads, true) }, "3 messages marked as unread", ids{2, 3, 4}, []Change{{IDs: ids{2, 3, 4}, Unread: no()}}},
		{"star", func() (Step, ids) { return StarStep(heads[:1], true) }, "1 message starred", ids{1}, []Change{{IDs: ids{1}, Starred: no()}}},
		{"take the star", func() (Step, ids) { return StarStep(heads, false) }, "1 message no longer starred", ids{2}, []Change{{IDs: ids{2}, Starred: yes()}}},
		{"nothing to do", func() (Step, ids) { return StarStep(nil, true) }, "0 messages starred", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			step, changed := tt.step()
			if step.Done != tt.done || !reflect.DeepEqual(changed, tt.changed) || !reflect.DeepEqual(step.Back, tt.back) {
				t.Errorf("got %+v %v\nwant %q %v %+v", step, changed, tt.done, tt.changed, tt.back)
			}
		})
	}
}

func TestUndoGivesTheLastFirst(t *testing.T) {
	var u Undo
	u.Add(Step{Done: "a", Back: []Change{{IDs: ids{1}}}})
	u.Add(Step{Done: "nothing"})
	u.Add(Step{Done: "b", Back: []Change{{IDs: ids{2}}}})
	for _, want := range []string{"b", "a"} {
		if s, ok := u.Take(); !ok || s.Done != want {
			t.Errorf("Take() = %q, %v, want %q", s.Done, ok, want)
		}
	}
	if _, ok := u.Take(); ok {
		t.Error("Take() of nothing gives something")
	}
}

func TestUndoIsBounded(t *testing.T) {
	var u Undo
	for range undoDepth + 5 {
		u.Add(Step{Back: []Change{{IDs: ids{1}}}})
	}
	if len(u.steps) != undoDepth {
		t.Errorf("%d steps are kept, want %d", len(u.steps), undoDepth)
	}
}

func TestForgetWhatIsGoneForGood(t *testing.T) {
	var u Undo
	u.Add(Step{Done: "both", Back: []Change{{IDs: ids{1, 2}, Folder: 10}}})
	u.Add(Step{Done: "one", Back: []Change{{IDs: ids{1}, Unread: yes()}}})
	u.Forget(ids{1})
	s, ok := u.Take()
	if !ok || s.Done != "both" || !reflect.DeepEqual(s.Back, []Change{{IDs: ids{2}, Folder: 10}}) {
		t.Errorf("left %+v, %v", s, ok)
	}
	if _, ok := u.Take(); ok {
		t.Error("a step about a destroyed message alone is still there")
	}
}
