package app

import (
	"context"

	"fyne.io/fyne/v2"

	"satchel/mailstore"
	"satchel/viewmodel"
)

// watchFront notes whether the window is in front.
func (s *shell) watchFront() {
	s.app.Lifecycle().SetOnExitedForeground(func() { s.jobs.post(func() { s.away = true }) })
	s.app.Lifecycle().SetOnEnteredForeground(func() { s.jobs.post(func() { s.away = false }) })
}

// mostTold is how many letters are named by their senders; of more only the number is said.
const mostTold = 3

// notify says by the desktop's notifications that mail has come, while another window is in front. What lies in Junk by now
// is not spoken of.
func (s *shell) notify(ids []mailstore.MessageID) {
	if !s.away || s.demo || s.prefs.Notify == notifyNever {
		return
	}
	store := s.session.store
	background(s.jobs, func(ctx context.Context) ([]mailstore.Head, error) { return store.Heads(ctx, ids) },
		func(heads []mailstore.Head, err error) {
			if err != nil {
				return // the list says that mail is there, and this only helps
			}
			var fresh []mailstore.Head
			for _, h := range heads {
				if h.Unread && s.list.vm.RoleOf(h.Folder) != mailstore.Junk {
					fresh = append(fresh, h)
				}
			}
			if len(fresh) > 0 {
				s.tellDesktop(viewmodel.NewMail(fresh, s.prefs.Notify == "" && len(fresh) <= mostTold))
			}
		})
}

// tellDesktop shows a notification. The desktop is asked away from the UI goroutine: it may take its time.
func (s *shell) tellDesktop(title, text string) {
	background(s.jobs, func(context.Context) (struct{}, error) {
		s.app.SendNotification(fyne.NewNotification(title, text))
		return struct{}{}, nil
	}, func(struct{}, error) {})
}
