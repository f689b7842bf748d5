package viewmodel

import (
	"strings"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/words"
)

// RecipientChip is one entry of a field of recipients.
type RecipientChip struct {
	Typed   string // as a person types it
	Label   string // the name, else the address
	Address string
	Wrong   string // why nothing can be sent there, as a sentence; "" where it can
}

// RecipientChips takes a text apart into entries, in order.
func RecipientChips(text string) (chips []RecipientChip) {
	for line := range strings.Lines(text) {
		for _, a := range mailmsg.ParseAddresses(line) {
			if isTypedAddress(a.Address) {
				chips = append(chips, RecipientChip{Typed: typedAddresses([]mailmsg.Address{a}), Label: personName(a.Name, a.Address), Address: a.Address})
			} else if said := strings.TrimSpace(a.Name + " " + a.Address); said != "" {
				chips = append(chips, RecipientChip{Typed: said, Label: said, Wrong: wrongAddress(said)})
			}
		}
	}
	return chips
}

// wrongAddress says what is wrong with what was typed.
func wrongAddress(said string) string {
	switch local, domain, found := strings.Cut(said, "@"); {
	case !found:
		return words.T("%s is no mail address: there is no @ in it.", quoted(said))
	case strings.TrimSpace(local) == "":
		return words.T("%s is no mail address: there is nothing before the @.", quoted(said))
	case strings.TrimSpace(domain) == "":
		return words.T("%s is no mail address: there is nothing behind the @.", quoted(said))
	case strings.ContainsAny(said, " \t"):
		return words.T("%s is no mail address: there is a space in it.", quoted(said))
	}
	return words.T("%s is no mail address.", quoted(said))
}

// EndsRecipient says that a comma behind the text ends an entry: it is a name's otherwise, as in "Doe, Ann".
func EndsRecipient(text string) bool {
	if strings.Count(text, `"`)%2 == 1 {
		return false
	}
	list := mailmsg.ParseAddresses(text)
	return len(list) > 0 && isTypedAddress(list[len(list)-1].Address)
}

// RecipientOption is a suggestion for a field of recipients.
type RecipientOption struct {
	Title, Detail string
	Key           string // of its colour; "" for a group
	Typed         string // what is taken: a line for each of a group
}

// RecipientOptions words suggestions.
func RecipientOptions(list []mailstore.Suggestion) []RecipientOption {
	options := make([]RecipientOption, 0, len(list))
	for _, s := range list {
		if s.Group == "" {
			o := RecipientOption{Title: personName(s.Name, s.Address), Detail: s.Address, Key: s.Address, Typed: typedPerson(s.Name, s.Address)}
			if o.Title == s.Address {
				o.Detail = ""
			}
			options = append(options, o)
			continue
		}
		o := RecipientOption{Title: s.Group, Detail: words.N("Group of %d person", "Group of %d people", len(s.Members))}
		lines := make([]string, len(s.Members))
		for i, m := range s.Members {
			lines[i] = typedPerson(m.Name, m.Address)
		}
		o.Typed = strings.Join(lines, "\n")
		options = append(options, o)
	}
	return options
}

func typedPerson(name, address string) string {
	return typedAddresses([]mailmsg.Address{{Name: name, Address: address}})
}
