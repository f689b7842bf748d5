package viewmodel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"satchel/mailstore"
)

func TestTrouble(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{fmt.Errorf("move: %w", mailstore.ErrFull), "the disk is full"},
		{mailstore.ErrNotFound, "no longer there"},
		{mailstore.ErrDamaged, "Nothing was changed"},
		{&os.PathError{Op: "open", Err: os.ErrPermission}, "another folder"},
		{context.DeadlineExceeded, "in time"},
		{errors.New("boom"), "Your mail is safe"},
	}
	for _, tt := range tests {
		got := Trouble("move the messages", tt.err)
		if !strings.HasPrefix(got, "Satchel could not move the messages") || !strings.Contains(got, tt.want) {
			t.Errorf("Trouble(%v) = %q", tt.err, got)
		}
	}
}

func TestStartTrouble(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{mailstore.ErrLocked, "already open"},
		{mailstore.ErrNewer, "newer Satchel"},
		{mailstore.ErrDamaged, "it lies in /home/ann/mail"},
		{mailstore.ErrFull, "make some room"},
		{os.ErrPermission, "whom the folder belongs to"},
		{errors.New("strange"), "The computer says: Strange."},
	}
	for _, tt := range tests {
		if got := StartTrouble("/home/ann/mail", fmt.Errorf("%w", tt.err)); !strings.Contains(got, tt.want) {
			t.Errorf("StartTrouble(%v) = %q", tt.err, got)
		}
	}
}
