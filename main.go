// Satchel is a desktop POP3 mail client. Without a command it opens its window; cli has the commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"satchel/app"
	"satchel/app/desktop"
	"satchel/cli"
)

func main() { os.Exit(run(os.Args[1:])) }

// run opens the window, or does the command in args, and gives the exit code.
func run(args []string) int {
	env := cli.SystemEnv()
	if w, ok := cli.WantsWindow(args, env.DataDir); ok {
		return w.Open(env, func() int {
			return app.Run(app.Options{Dir: w.Dir, Demo: w.Demo, Driver: desktop.New})
		})
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the first Ctrl-C stops cleanly, the second one at once
	return cli.Run(ctx, args, env)
}
