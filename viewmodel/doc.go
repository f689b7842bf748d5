// Package viewmodel holds what each screen shows and does, as plain Go: texts are in
// their final wording, decisions are made, and nothing here knows the toolkit.
//
// Nothing in this package starts a goroutine, waits, or reads a file. Its types are
// used on one goroutine only (the window's), so their tests need neither a display
// nor a sleep. What takes time is asked for through a function given by the window
// and handed in when it is there.
package viewmodel
