package app

import (
	"context"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/viewmodel"
)

// suggestions is how many people are suggested at a time.
const suggestions = 7

// recipients makes a field of recipients.
func (w *writer) recipients(text, hint string) *widgets.Chips {
	c := widgets.NewChips(hint)
	c.Read = func(text string) []widgets.Chip {
		var chips []widgets.Chip
		for _, r := range viewmodel.RecipientChips(text) {
			chips = append(chips, widgets.Chip{Text: r.Typed, Label: r.Label, Tip: r.Address, Wrong: r.Wrong})
		}
		return chips
	}
	c.Ends = viewmodel.EndsRecipient
	store := w.shell.session.store
	c.Suggest = func(text string, then func([]widgets.Option)) {
		background(w.shell.jobs, func(ctx context.Context) ([]mailstore.Suggestion, error) {
			return store.Complete(ctx, text, suggestions)
		}, func(list []mailstore.Suggestion, err error) {
			if err != nil || w.closed {
				return // one types the address then
			}
			var options []widgets.Option
			for _, o := range viewmodel.RecipientOptions(list) {
				options = append(options, widgets.Option{Title: o.Title, Detail: o.Detail, Key: o.Key, Text: o.Typed})
			}
			then(options)
		})
	}
	c.OnChanged = w.noteChange
	c.SetText(text)
	return c
}
