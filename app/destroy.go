package app

import (
	"context"

	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// askDestroy asks before the selected messages are deleted for good.
func (a *actions) askDestroy() {
	s := a.shell
	ids := s.list.selection()
	if len(ids) == 0 || !s.mayChange() {
		return
	}
	store := s.session.store
	removes := map[mailstore.AccountID]bool{}
	for _, account := range s.places.vm.Accounts() {
		removes[account.ID] = account.BinRemoves
	}
	background(s.jobs, func(ctx context.Context) ([]mailstore.Head, error) { return store.Heads(ctx, ids) },
		func(heads []mailstore.Head, err error) {
			if err != nil {
				s.trouble(words.T("delete the messages"), err)
				return
			}
			onServer, leaving := 0, 0
			for _, h := range heads {
				if h.OnServer {
					onServer++
					if removes[h.Account] && !h.Partial {
						leaving++
					}
				}
			}
			askQuestion(s, viewmodel.DestroyQuestion(len(ids), onServer, leaving), func() { a.destroy(ids) }, nil)
		})
}

func (a *actions) destroy(ids []mailstore.MessageID) {
	s := a.shell
	stamp := s.list.stamp()
	s.list.takeOut(ids)
	s.layer.HideToast() // its undo may be about these messages
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, store.Destroy(ctx, ids) },
		func(_ struct{}, err error) {
			if err != nil {
				s.trouble(words.T("delete the messages"), err)
				s.list.reload(false)
			} else {
				s.list.settle(stamp)
			}
			s.refresh()
		})
}
