package mailstore

import "bytes"

// packAheadCount is how many messages may wait, packed, for the writer: enough that neither waits for the other often. Of large
// ones it is less by itself: whoever records bounds the bytes of a batch.
const packAheadCount = 32

// packedBody is a message ready to be written; pieces is nil where it has to be streamed from its spool's file.
type packedBody struct{ pieces []piece }

// packAhead compresses n messages in order beside the transaction that writes them: compressing takes about as long as
// writing, and computers have more than one core. A message in a file is left to the writer, as it may be larger
// than memory. stop ends it and waits until it no longer reads the spools.
func (s *Store) packAhead(n int, raw func(i int) *Spool) (packed <-chan packedBody, stop func()) {
	out := make(chan packedBody, packAheadCount)
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := range n {
			select {
			case out <- s.packWhole(raw(i)):
			case <-quit:
				return
			}
		}
	}()
	return out, func() { close(quit); <-done }
}

func (s *Store) packWhole(p *Spool) packedBody {
	if _, file := p.inMemory(); file {
		return packedBody{}
	}
	list := []piece{}
	err := s.eachPiece(p, func(_ int, c piece) error {
		list = append(list, piece{c.codec, bytes.Clone(c.data)})
		return nil
	})
	if err != nil {
		return packedBody{} // a discarded spool: the writer meets the same error and has somebody to tell
	}
	return packedBody{list}
}

// writeBody writes a message's chunks. Only a spool in a file can fail in the middle of it; a savepoint then takes
// back its chunks and the batch goes on. It is not used for the others, as FTS writes out what it has gathered at
// each savepoint.
func (r *recording) writeBody(id MessageID, p *Spool, body packedBody) error {
	if body.pieces != nil {
		for seq, c := range body.pieces {
			if err := insertPiece(r.tx, id, seq, c); err != nil {
				return err
			}
		}
		return nil
	}
	if _, err := r.tx.Exec("SAVEPOINT body"); err != nil {
		return err
	}
	var written error
	err := r.store.eachPiece(p, func(seq int, c piece) error {
		written = insertPiece(r.tx, id, seq, c)
		return written
	})
	if written != nil {
		return written
	}
	if err != nil {
		if _, back := r.tx.Exec("ROLLBACK TO body; RELEASE body"); back != nil {
			return back
		}
		return &itemError{err}
	}
	_, err = r.tx.Exec("RELEASE body")
	return err
}
