package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
)

// ErrNobody says that no window took the request: none has the profile, or it does not answer.
var ErrNobody = errors.New("instance: no window answers")

// Ask hands a request to the window that has the profile in dir and returns once it was done, after two seconds at most.
func Ask(ctx context.Context, dir string, r Request) error {
	path, err := os.ReadFile(filepath.Join(dir, addressFile))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNobody, err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "unix", string(path))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNobody, err)
	}
	defer conn.Close()                              //nolint:errcheck // all was said
	context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // ends a read that waits
	if err := json.NewEncoder(conn).Encode(r); err != nil {
		return fmt.Errorf("%w: %w", ErrNobody, err)
	}
	var a answer
	if err := json.NewDecoder(io.LimitReader(conn, mostBytes)).Decode(&a); err != nil || !a.OK {
		return fmt.Errorf("%w: %w", ErrNobody, errors.Join(err, ctx.Err()))
	}
	return nil
}
