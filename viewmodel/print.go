package viewmodel

import (
	"strings"

	"satchel/words"
)

// letterCountries are where paper is 8½ by 11 inches (Unicode CLDR, paperSize US-Letter).
var letterCountries = map[string]bool{"BZ": true, "CA": true, "CL": true, "CO": true, "CR": true, "GT": true, "MX": true, "NI": true, "PA": true,
	"PH": true, "PR": true, "SV": true, "US": true, "VE": true}

// LetterPaper says whether the paper of a locale such as "en-US" or "es_MX.UTF-8" is US Letter; else it is A4.
func LetterPaper(locale string) bool {
	locale, _, _ = strings.Cut(locale, ".")
	parts := strings.FieldsFunc(locale, func(r rune) bool { return r == '-' || r == '_' })
	return len(parts) > 1 && letterCountries[strings.ToUpper(parts[len(parts)-1])]
}

// PrintedName is the file name of a letter's pages.
func PrintedName(subject string) string {
	name := strings.TrimSpace(strings.NewReplacer("/", "-", `\`, "-").Replace(subject))
	if name == "" {
		name = words.T("Letter")
	}
	return string([]rune(name)[:min(len([]rune(name)), 80)]) + ".pdf"
}
