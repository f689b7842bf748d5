package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/keychain"
	"satchel/mailstore"
	"satchel/signin"
	"satchel/viewmodel"
	"satchel/words"
)

// askRemoveAccount shows what removing an account means, and removes it on yes.
func askRemoveAccount(s *shell, a mailstore.Account) {
	here := 0
	for _, f := range s.places.vm.Folders() {
		if f.Account == a.ID {
			here += f.Total
		}
	}
	choices := viewmodel.RemoveChoices()
	warning := wrapped("")
	warning.Importance = widget.WarningImportance
	warning.Hide()
	choice := widgets.NewRadio(choices, nil)
	choice.SetSelected(choices[0])
	choice.OnChanged = func(text string) {
		warning.SetText(viewmodel.DeleteWarning(here, a.ServerCount))
		setShown(warning, text != choices[0])
	}
	question := viewmodel.RemoveQuestion(a, here, a.ServerCount)
	if text := s.status.Outbox.LostWith(a.ID); text != "" {
		question.Lines = append(question.Lines, text)
	}
	askQuestion(s, question,
		func() { removeAccount(s, a, choice.Selected == choices[0]) }, nil, choice, warning)
}

// removeAccount ends the account's checks before anything of it goes.
func removeAccount(s *shell, a mailstore.Account, keepMail bool) {
	ses := s.session
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		if r := ses.checks(); r != nil {
			r.StopAccount(a.ID)
		}
		err := ses.store.RemoveAccount(ctx, a.ID, keepMail)
		ses.reload()
		if err != nil {
			return struct{}{}, err
		}
		if a.SMTPSecretKey != "" {
			if err := ses.secrets.Delete(ctx, a.SMTPSecretKey); err != nil && !errors.Is(err, keychain.ErrNotFound) {
				return struct{}{}, err
			}
		}
		return struct{}{}, signin.Forget(ctx, ses.secrets, a.SecretKey)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.trouble(words.T("remove the account completely"), err)
		}
		s.list.reload(true)
		s.refresh()
	})
}
