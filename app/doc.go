// Package app is Satchel's window: it binds the screens of viewmodel to Fyne, starts
// the workers, and carries their events to the UI goroutine.
//
// Everything here runs on the UI goroutine, but for what is given to background and
// inOrder (jobs.go) and the first half of events.go. Nothing here waits for network,
// disk or a parser.
//
// The driver is handed in (Options.Driver, see app/desktop), so that the tests of
// this package need no display.
package app
