package viewmodel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"satchel/mailstore"
	"satchel/mailsync"
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
		{mailstore.ErrLocked, "close it first"},
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

func TestSignInTrouble(t *testing.T) {
	refused := SignInTrouble(mailsync.Result{Result: mailsync.Auth, Sentence: "Satchel asks no more"}, "pop.example.org")
	if !strings.HasPrefix(refused, "pop.example.org did not accept") || strings.Contains(refused, "asks no more") {
		t.Errorf("refused: %q", refused)
	}
	if got := SignInTrouble(mailsync.Result{Result: mailsync.Network, Sentence: "nobody answers"}, "x"); got != "Nobody answers." {
		t.Errorf("network: %q", got)
	}
}

func TestStartTitle(t *testing.T) {
	if got := StartTitle(mailstore.ErrLocked); got != "Satchel is already open" {
		t.Errorf("locked: %q", got)
	}
	if got := StartTitle(mailstore.ErrDamaged); got != "Satchel cannot start" {
		t.Errorf("damaged: %q", got)
	}
}
