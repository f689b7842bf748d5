package words

import "fmt"

// T gives a text in the language in use, with its arguments put in as fmt.Sprintf does. Without arguments the text is
// taken as it is, a per cent sign too.
//
// A translation may take the arguments in another order: "%[2]s". Numbers that people read as numbers come as
// Number(n); %d writes bare digits, as a port or a year wants them.
func T(text string, args ...any) string { return fill(inUse().find(text), args) }

// C is T for a word that other languages say in several ways: context tells which is meant. "Open" is an action on a
// button, and a state in a list.
func C(context, text string, args ...any) string {
	t := inUse()
	if found, ok := t.texts[text+contextMark+context]; ok {
		return fill(found.Other, args)
	}
	return fill(text, args)
}

// contextMark stands between text and context in the keys of the language files.
const contextMark = " | "

// N gives the form for n things: N("%d letter", "%d letters", n). The first %d is n with its thousands set apart, and args
// follow it; a form may leave all of them out, or name them in another order.
func N(one, other string, n int, args ...any) string {
	t := inUse()
	form := other
	if found, ok := t.texts[other]; ok {
		form = found.Other
		if t.one(n) && found.One != "" {
			form = found.One
		}
	} else if n == 1 {
		form = one
	}
	return fmt.Sprintf(form+leftOut, append([]any{counted(n)}, args...)...)
}

// Key marks a text that is translated only where it is shown, by T: a constant, or a line of a table.
func Key(text string) string { return text }

func (t *tongue) find(text string) string {
	if found, ok := t.texts[text]; ok && found.Other != "" {
		return found.Other
	}
	return text
}

func fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// counted is a number written with its thousands set apart.
type counted int

// Format implements fmt.Formatter. Any verb but %d writes nothing.
func (c counted) Format(f fmt.State, verb rune) {
	if verb == 'd' {
		_, _ = f.Write([]byte(Number(int(c)))) // into a string: it cannot fail
	}
}

// leftOut at the end of a format makes fmt.Sprintf content with arguments that it does not use, as in "one letter": an
// index switches its check off.
const leftOut = "%.0[1]s"
