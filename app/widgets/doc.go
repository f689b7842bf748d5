// Package widgets holds Satchel's own controls: the virtual list, the text view,
// the sidebar, the splitter and the small parts around them. They know nothing of
// mail: texts, icons and keys come from the caller.
//
// Like all of Fyne they are used on the UI goroutine only, unless a comment says
// otherwise. Sizes are in Fyne's device independent pixels. Tooltips and the undo
// bar need a Layer as the window's content.
package widgets
