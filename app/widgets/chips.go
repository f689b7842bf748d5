package widgets

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Chip is one entry of a Chips field.
type Chip struct {
	Text  string // as it is typed
	Label string // as it is shown
	Tip   string // what the pointer tells; "" for nothing
	Wrong string // why it will not do, as a sentence; "" where all is well
}

// Option is a suggestion while one types.
type Option struct {
	Title, Detail string
	Key           string // chooses the colour of the circle; "" for no circle
	Text          string // what is taken, as if it had been typed
}

// Chips is a field of several entries, each a chip once it is finished; behind them one types. What may be an entry, and
// what is suggested, the owner says. It wraps, and scrolls beyond some lines.
//
// Finished is what is ended by a comma, by Return, or by leaving the field. Left and right walk over the chips, Delete and
// Backspace take one away, Return or a double click opens it for editing.
type Chips struct {
	widget.BaseWidget

	// Read takes a text apart into entries. It must be set.
	Read func(text string) []Chip
	// Ends says whether a text may be finished by a comma: within a name one stands too. nil: always.
	Ends func(text string) bool
	// Suggest gives suggestions for what is being typed, by calling then on the UI goroutine, at once or later. nil: none.
	Suggest func(text string, then func([]Option))
	// OnChanged is called when chips or the text have changed by hand.
	OnChanged func()

	hint   string
	chips  []Chip
	marked int // chip the keys act on, -1 none
	entry  *chipEntry
	scroll *container.Scroll
	inside *fyne.Container
	flow   *chipFlow
	list   *optionList
	asked  int // counts questions for suggestions, so that an old answer is dropped
	quiet  bool
}

// NewChips makes an empty field with a hint.
func NewChips(hint string) *Chips {
	c := &Chips{hint: hint, marked: -1, flow: &chipFlow{}}
	c.entry = newChipEntry(c)
	c.list = newOptionList(c)
	c.inside = container.New(c.flow, c.entry)
	c.scroll = container.NewVScroll(c.inside)
	c.ExtendBaseWidget(c)
	c.rebuild()
	return c
}

// Chips gives the entries.
func (c *Chips) Chips() []Chip { return slices.Clone(c.chips) }

// Text is all of it, a line for each entry; the last is what is being typed.
func (c *Chips) Text() string {
	var lines []string
	for _, chip := range c.chips {
		lines = append(lines, chip.Text)
	}
	if rest := strings.TrimSpace(c.entry.Text); rest != "" {
		lines = append(lines, rest)
	}
	return strings.Join(lines, "\n")
}

// SetText fills the field: what makes entries becomes chips. A last line that makes none goes on being typed.
func (c *Chips) SetText(text string) {
	c.chips, c.marked = nil, -1
	lines := strings.Split(text, "\n")
	last := ""
	for i, line := range lines {
		read := c.Read(line)
		if i == len(lines)-1 && !slices.ContainsFunc(read, func(chip Chip) bool { return chip.Wrong == "" }) {
			last = strings.TrimSpace(line)
			break
		}
		c.chips = append(c.chips, read...)
	}
	c.setEntry(last)
	c.changed()
}

// Finish makes chips of what is being typed.
func (c *Chips) Finish() {
	c.hideList()
	text := strings.TrimSpace(c.entry.Text)
	if text == "" {
		return
	}
	c.setEntry("")
	c.chips = append(c.chips, c.Read(text)...)
	c.changed()
}

// FocusTarget is what gets the keyboard.
func (c *Chips) FocusTarget() fyne.Focusable { return c.entry }

// Focused says that the keyboard is here.
func (c *Chips) Focused() bool { return c.entry.focused }

// setEntry puts a text where one types, without asking for suggestions.
func (c *Chips) setEntry(text string) {
	c.quiet = true
	c.entry.SetText(text)
	c.entry.CursorColumn = utf8.RuneCountInString(text)
	c.entry.Refresh()
	c.quiet = false
}

// changed draws what has changed and tells it.
func (c *Chips) changed() {
	c.rebuild()
	if c.OnChanged != nil {
		c.OnChanged()
	}
}

// typed is called with each change of what is being typed.
func (c *Chips) typed(text string) {
	if c.quiet {
		return
	}
	if c.OnChanged != nil {
		c.OnChanged()
	}
	c.suggest(text)
}

// separates says that a comma or semicolon ends what is being typed.
func (c *Chips) separates(r rune) bool {
	text := strings.TrimSpace(c.entry.Text)
	return (r == ',' || r == ';') && text != "" && c.entry.CursorColumn == utf8.RuneCountInString(c.entry.Text) && (c.Ends == nil || c.Ends(text))
}

// paste takes several entries at once, and says whether there are several.
func (c *Chips) paste(text string) bool {
	if !strings.ContainsAny(text, ",;\n\t") {
		return false
	}
	var read []Chip
	for line := range strings.Lines(strings.ReplaceAll(text, "\t", "\n")) {
		read = append(read, c.Read(strings.TrimSpace(line))...)
	}
	if len(read) < 2 {
		return false
	}
	c.Finish()
	c.chips = append(c.chips, read...)
	c.changed()
	return true
}

func (c *Chips) suggest(text string) {
	c.asked++
	asked := c.asked
	if c.Suggest == nil || strings.TrimSpace(text) == "" {
		c.hideList()
		return
	}
	c.Suggest(text, func(options []Option) {
		if c.asked != asked || !c.entry.focused {
			return
		}
		c.list.set(options)
		c.showList()
	})
}

// take makes chips of a suggestion.
func (c *Chips) take(o Option) {
	c.hideList()
	c.setEntry("")
	for line := range strings.SplitSeq(o.Text, "\n") {
		c.chips = append(c.chips, c.Read(line)...)
	}
	c.changed()
}

// mark chooses the chip that keys act on, -1 for none.
func (c *Chips) mark(i int) {
	if i >= len(c.chips) {
		i = -1
	}
	c.marked = i
	c.rebuild()
}

// remove takes a chip away.
func (c *Chips) remove(i int) {
	if i < 0 || i >= len(c.chips) {
		return
	}
	c.chips = slices.Delete(slices.Clone(c.chips), i, i+1)
	c.marked = -1
	c.changed()
}

// edit opens a chip: its text is typed on.
func (c *Chips) edit(i int) {
	if i < 0 || i >= len(c.chips) {
		return
	}
	text := c.chips[i].Text
	c.Finish()
	c.remove(i)
	c.setEntry(text)
	c.focus()
}

func (c *Chips) focus() {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.entry); canvas != nil {
		canvas.Focus(c.entry)
	}
}

// key is asked with each key before the entry gets it, and says whether it took it.
func (c *Chips) key(name fyne.KeyName) bool {
	if c.list.Visible() && c.listKey(name) {
		return true
	}
	atStart := c.entry.CursorColumn == 0 && c.entry.CursorRow == 0 && c.entry.SelectedText() == ""
	switch {
	case c.marked >= 0:
		return c.markedKey(name)
	case name == fyne.KeyReturn || name == fyne.KeyEnter:
		if strings.TrimSpace(c.entry.Text) == "" {
			if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.entry); canvas != nil {
				canvas.FocusNext()
			}
			return true
		}
		c.Finish()
		return true
	case name == fyne.KeyBackspace && atStart && len(c.chips) > 0:
		c.remove(len(c.chips) - 1)
		return true
	case name == fyne.KeyLeft && atStart && len(c.chips) > 0:
		c.mark(len(c.chips) - 1)
		return true
	case name == fyne.KeyDown && c.entry.Text != "":
		c.suggest(c.entry.Text)
		return true
	}
	return false
}

// listKey handles the keys of the open list.
func (c *Chips) listKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyDown:
		c.list.move(1)
	case fyne.KeyUp:
		c.list.move(-1)
	case fyne.KeyEscape:
		c.hideList()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		c.take(c.list.options[c.list.at])
	default:
		return false
	}
	return true
}

// markedKey handles the keys while a chip is marked.
func (c *Chips) markedKey(name fyne.KeyName) bool {
	i := c.marked
	switch name {
	case fyne.KeyLeft:
		c.mark(max(0, i-1))
	case fyne.KeyRight:
		c.mark(i + 1)
	case fyne.KeyHome:
		c.mark(0)
	case fyne.KeyEnd, fyne.KeyEscape:
		c.mark(-1)
	case fyne.KeyBackspace, fyne.KeyDelete:
		c.remove(i)
		if c.mark(min(i, len(c.chips)-1)); name == fyne.KeyBackspace {
			c.mark(max(i-1, -1))
		}
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2:
		c.edit(i)
	case fyne.KeySpace:
	default:
		return false
	}
	return true
}

// showList opens the suggestions below what is typed.
func (c *Chips) showList() {
	l := layerOf(c.entry)
	if l == nil || len(c.list.options) == 0 {
		c.hideList()
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.entry)
	l.showDrop(c.list, at, c.entry.Size().Height+2, c.Size().Width)
}

func (c *Chips) hideList() {
	c.asked++
	if c.list.Visible() {
		c.list.Hide()
		if l := layerOf(c.entry); l != nil {
			l.hideDrop()
		}
	}
}

// chipEntry is where one types.
type chipEntry struct {
	widget.Entry
	chips   *Chips
	focused bool
}

func newChipEntry(c *Chips) *chipEntry {
	e := &chipEntry{chips: c}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnChanged = c.typed
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained implements fyne.Focusable.
func (e *chipEntry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.chips.Refresh()
	tellFocus(e)
}

// FocusLost implements fyne.Focusable.
func (e *chipEntry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.chips.marked = -1
	e.chips.Finish()
	e.chips.rebuild()
}

// AcceptsTab implements fyne.Tabbable: Tab takes a suggestion, else it goes on to the next field.
func (e *chipEntry) AcceptsTab() bool { return e.chips.list.Visible() }

// TypedKey implements fyne.Focusable.
func (e *chipEntry) TypedKey(ev *fyne.KeyEvent) {
	if e.chips.key(ev.Name) {
		return
	}
	if ev.Name == fyne.KeyEscape || ev.Name == fyne.KeyF6 {
		passKey(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// TypedRune implements fyne.Focusable.
func (e *chipEntry) TypedRune(r rune) {
	if e.chips.marked >= 0 {
		e.chips.mark(-1)
	}
	if e.chips.separates(r) {
		e.chips.Finish()
		return
	}
	if r == ' ' && e.Text == "" {
		return // behind a comma
	}
	e.Entry.TypedRune(r)
}

// TypedShortcut implements fyne.Shortcutable. The window gets those that are of no use in a field.
func (e *chipEntry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		if e.chips.paste(s.Clipboard.Content()) {
			return
		}
	case *fyne.ShortcutCopy:
		if e.SelectedText() == "" && e.chips.marked >= 0 {
			s.Clipboard.SetContent(e.chips.chips[e.chips.marked].Text)
			return
		}
	case *desktop.CustomShortcut:
		if !movesInField(s.KeyName) {
			passShortcut(e, s)
			return
		}
	}
	e.Entry.TypedShortcut(s)
}
