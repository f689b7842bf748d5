package mailmsg

import (
	"strings"
	"unicode"
)

// monthNamed is the month that a lower-case word begins the name of, 0 for none. The standard knows English only; programs
// that ask their system for names write others: German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian.
func monthNamed(word string) int {
	if strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
		return 0
	}
	for _, m := range monthNames {
		if strings.HasPrefix(word, m.begin) {
			return m.number
		}
	}
	return 0
}

var monthNames = []struct {
	begin  string
	number int
}{
	{"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"may", 5}, {"jun", 6}, {"jul", 7}, {"aug", 8}, {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},
	{"jän", 1}, {"mär", 3}, {"mrz", 3}, {"mai", 5}, {"okt", 10}, {"dez", 12},
	{"fév", 2}, {"fev", 2}, {"avr", 4}, {"juin", 6}, {"juil", 7}, {"aoû", 8}, {"aou", 8}, {"déc", 12},
	{"ene", 1}, {"abr", 4}, {"ago", 8}, {"dic", 12}, {"gen", 1}, {"mag", 5}, {"giu", 6}, {"lug", 7}, {"set", 9}, {"ott", 10}, {"out", 10},
	{"mrt", 3}, {"maa", 3}, {"mei", 5}, {"sty", 1}, {"lut", 2}, {"kwi", 4}, {"maj", 5}, {"cze", 6}, {"lip", 7}, {"sie", 8}, {"wrz", 9}, {"paź", 10}, {"lis", 11}, {"gru", 12},
	{"янв", 1}, {"фев", 2}, {"мар", 3}, {"апр", 4}, {"май", 5}, {"мая", 5}, {"июн", 6}, {"июл", 7}, {"авг", 8}, {"сен", 9}, {"окт", 10}, {"ноя", 11}, {"дек", 12},
}
