package mailstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	idleWAL   = 4 << 20  // an idle store moves a WAL larger than this into the database
	busyWAL   = 40 << 20 // and a busy one one larger than this: the end has little left to do then
	keptWAL   = 64 << 20 // a WAL begun anew is cut down to this length
	idleAfter = 2 * time.Second
	newIdle   = 200 * time.Millisecond // after the start: what the last run left is taken up soon

	checkAfter = 5 * time.Minute // after the start: a command that fetches reads no old mail beside that
	checkPause = 10 * time.Second
	checkRest  = time.Hour // when all was read

	vacuumStep = 512  // pages given back at a time: a few milliseconds
	vacuumFrom = 4096 // free pages worth giving back: the next mail uses fewer anyway
)

// house is the store's housekeeping: it checkpoints the WAL, takes new words into the search index and merges it, notes who was written to, gives
// free pages back to the disk, deletes the mail of removed accounts and what lay in the Bin for its days, and reads old mail back. Open starts it, Close stops it; all it does may be broken off at any moment.
type house struct {
	store  *Store
	db     *sql.DB       // a connection of its own: a checkpoint runs beside the writer
	wrote  chan struct{} // has room for one
	cancel context.CancelFunc
	done   chan struct{}
}

func startHouse(s *Store) *house {
	ctx, cancel := context.WithCancel(context.Background())
	h := &house{
		store: s, db: connect(s.path(dbName), "rw", 1), cancel: cancel,
		wrote: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go h.run(ctx)
	return h
}

// wake tells that something was written. It never waits.
func (h *house) wake() {
	select {
	case h.wrote <- struct{}{}:
	default:
	}
}

func (h *house) stop() {
	h.cancel()
	<-h.done
}

// run ignores errors: a checkpoint or a vacuum that fails is tried again later, and what is wrong with the file
// shows at the next real read or write, where somebody can be told.
func (h *house) run(ctx context.Context) {
	defer close(h.done)
	idle, check := time.NewTimer(newIdle), time.NewTimer(checkAfter)
	defer idle.Stop()
	defer check.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.wrote:
			h.checkpointBusy(ctx)
			if h.store.wordBytes.Load() > indexBusy {
				h.store.indexWords(ctx, h.checkpointBusy) //nolint:errcheck // see above
			}
			idle.Reset(idleAfter)
		case <-idle.C:
			h.store.finishRemovals(ctx)               //nolint:errcheck // see above
			h.store.indexWords(ctx, h.checkpointBusy) //nolint:errcheck // see above
			if h.store.walSize() > idleWAL {
				h.checkpoint(ctx)
			}
			h.store.learnWords(ctx)                   //nolint:errcheck // see above
			h.mergeWords(ctx)                         //nolint:errcheck // see above
			h.store.emptyOldBins(ctx)                 //nolint:errcheck // see above
			h.store.forgetChanges(ctx)                //nolint:errcheck // see above
			h.store.notePeople(ctx, h.checkpointBusy) //nolint:errcheck // see above
			h.vacuum(ctx)
			h.store.keepReserve() //nolint:errcheck // see above
		case <-check.C:
			check.Reset(h.checkSlice(ctx))
		}
	}
}

// checkSlice reads some old mail back, unless somebody writes just now, and says when to go on.
func (h *house) checkSlice(ctx context.Context) time.Duration {
	if len(h.wrote) > 0 {
		return checkPause
	}
	if _, done, err := h.store.CheckSlice(ctx); done || err != nil {
		return checkRest
	}
	return checkPause
}

// checkpointBusy keeps the WAL from growing beyond busyWAL by much, whoever writes.
func (h *house) checkpointBusy(ctx context.Context) {
	if h.store.walSize() > busyWAL {
		h.checkpoint(ctx)
	}
}

// Checkpoint moves what the log holds into the database, beside readers and nearly all the time beside the writer. Whoever
// closes the store soon does well to have it done while something else is waited for. An error costs nothing: Close tries again.
func (s *Store) Checkpoint(ctx context.Context) {
	if s.house != nil {
		s.house.checkpoint(ctx)
	}
}

// checkpoint moves the WAL into the database beside the writer, then the small rest while the writer waits: only a
// WAL that is wholly moved is begun anew, and under steady writing it would grow without end.
func (h *house) checkpoint(ctx context.Context) {
	passive(ctx, h.db)
	if h.store.takeTurn(ctx) != nil {
		return
	}
	defer h.store.endTurn()
	passive(ctx, h.db)
}

func passive(ctx context.Context, db *sql.DB) {
	db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)") //nolint:errcheck // see run
}

// vacuum gives free pages back in small steps, so that a write waits a few milliseconds at most.
func (h *house) vacuum(ctx context.Context) {
	for ctx.Err() == nil && len(h.wrote) == 0 {
		var free int
		err := h.store.readers.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free)
		if err != nil || free < vacuumFrom || !h.vacuumOnce(ctx) {
			return
		}
	}
}

func (h *house) vacuumOnce(ctx context.Context) bool {
	if h.store.takeTurn(ctx) != nil {
		return false
	}
	defer h.store.endTurn()
	rows, err := h.db.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", vacuumStep))
	if err != nil {
		return false
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {  // each step frees one page
	}
	return rows.Err() == nil
}
