package viewmodel

import (
	"strings"

	"satchel/words"
)

// plainDefects says in words for everybody what mailmsg notes in the field's, by how its
// sentences begin.
var plainDefects = []struct{ begin, plain string }{
	{"An attachment has bytes", words.Key("Part of an attachment is damaged; the rest of it is here.")},
	{"The message could not be read to its end", words.Key("The end of this letter could not be read.")},
	{"The header could not be read to its end", words.Key("The beginning of this letter, with its sender and subject, is damaged.")},
	{"A part of this message could not be understood", words.Key("A part of this letter could not be understood.")},
	{"The message has no header", words.Key("This letter does not say who sent it.")},
	{"The header has lines", words.Key("Some lines above this letter's text could not be read.")},
	{"The message has no date;", words.Key("This letter does not say when it was written, so the time it was received is shown.")},
	{"The message has no date", words.Key("This letter does not say when it was written.")},
	{"The date of the message cannot be read;", words.Key("This letter's date cannot be read, so the time it was received is shown.")},
	{"The date of the message cannot be read", words.Key("This letter's date cannot be read.")},
	{"The message has too many parts", words.Key("This letter has so many parts that only the first are shown.")},
	{"The message is nested too deep", words.Key("This letter holds letters within letters; the innermost is offered as a file.")},
	{"A part that should have parts", words.Key("A part of this letter is not made as it should be, and is shown as it came.")},
	{"The message names no proper boundary", words.Key("This letter does not say where its parts begin, so Satchel guessed it.")},
	{"The end of a part is missing", words.Key("The end of this letter is missing. Perhaps it was cut off on its way.")},
	{"A text has bytes", words.Key("Some characters of this letter could not be read and were left out.")},
	{"The text is very long", words.Key("This letter is very long, so only its beginning is shown.")},
	{"The file ", words.Key("A file in this letter is damaged, or a piece of it is missing.")},
	{"The message names a second sender", words.Key("This letter names two senders, and the first is shown. Be careful with what it asks of you.")},
	{"The header has far too many", words.Key("The beginning of this letter is unusually long, and only a part of it was read.")},
	{"There is nothing to read", words.Key("There is nothing to read in this letter.")},
	{"A part has the unknown encoding", words.Key("A part of this letter is packed in a way Satchel does not know, and is kept as it came.")},
	{"A text is not in the charset", words.Key("This letter is written in other characters than it says, so Satchel guessed which. Some may look wrong.")},
}

// plainDefect is one of a letter's defects in plain words; one that is not known stays
// as it is.
func plainDefect(defect string) string {
	for _, d := range plainDefects {
		if strings.HasPrefix(defect, d.begin) {
			return words.T(d.plain)
		}
	}
	return sentence(defect)
}
