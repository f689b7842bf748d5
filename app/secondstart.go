package app

import (
	"context"
	"errors"
	"log"

	"satchel/instance"
	"satchel/mailstore"
)

// raised has the window that has the profile come to the front, and tells whether it
// did. err is why the profile could not be opened here: a command such as fetch may
// have it as well, which has no window.
func raised(ctx context.Context, dir string, err error) bool {
	return errors.Is(err, mailstore.ErrLocked) && instance.Ask(ctx, dir, instance.Request{Raise: true}) == nil
}

// listenForSeconds answers second starts for as long as the window is open. Without it
// they say that Satchel is open already.
func (s *shell) listenForSeconds(dir string) {
	server, err := instance.Listen(dir, func(ctx context.Context, r instance.Request) error {
		done := make(chan struct{})
		s.jobs.post(func() {
			if r.Raise {
				s.raise()
			}
			close(done)
		})
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if err != nil {
		log.Print(err)
		return
	}
	s.seconds = server
}

// raise brings the window to the front, also from among the icons. A desktop may only
// mark it as wanting attention instead; that is its choice.
func (s *shell) raise() {
	s.win.Show()
	s.win.RequestFocus()
}
