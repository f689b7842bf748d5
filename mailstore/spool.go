package mailstore

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"sync"
)

const (
	smallBlock  = 4 << 10 // most letters without a picture fit: hundreds may be on their way
	blockSize   = 64 << 10
	spoolMemory = 4 << 20 // a larger message waits in a file
	spoolPrefix = "spool-"
)

// Spool takes a message's bytes while they arrive: SHA-256, size, memory up to 4 MiB, then a file in dir/tmp.
// One goroutine writes; once the writing is over several may read.
type Spool struct {
	store  *Store
	hash   hash.Hash
	size   int64
	blocks [][]byte   // all but the last are full; a small one is alone
	used   int        // bytes in the last block
	mu     sync.Mutex // guards what Reader changes of file and blocks
	file   *os.File   // holds what is before blocks; nil: nothing
	err    error      // the first failed write; it stays
}

// NewSpool makes an empty spool. Whoever makes it calls Discard in the end.
func (s *Store) NewSpool() *Spool { return &Spool{store: s, hash: sha256.New()} }

// Write keeps b. ErrFull when the disk is full; nothing more can be written then.
func (p *Spool) Write(b []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	p.hash.Write(b)
	p.size += int64(len(b))
	for rest := b; len(rest) > 0; {
		if len(p.blocks) == 0 || p.used == len(p.blocks[len(p.blocks)-1]) {
			if err := p.addBlock(); err != nil {
				p.err = fmt.Errorf("keep a message on its way: %w", sorted(err))
				return 0, p.err
			}
		}
		n := copy(p.blocks[len(p.blocks)-1][p.used:], rest)
		p.used += n
		rest = rest[n:]
	}
	return len(b), nil
}

// addBlock makes room, by moving the full blocks to the file once they are many.
func (p *Spool) addBlock() error {
	if len(p.blocks) == 0 && p.file == nil {
		p.blocks, p.used = append(p.blocks, p.store.small.Get().(*[smallBlock]byte)[:]), 0
		return nil
	}
	if len(p.blocks) == 1 && len(p.blocks[0]) == smallBlock {
		block := p.store.blocks.Get().(*[blockSize]byte)[:]
		copy(block, p.blocks[0])
		p.store.small.Put((*[smallBlock]byte)(p.blocks[0]))
		p.blocks[0] = block
		return nil
	}
	if len(p.blocks) >= spoolMemory/blockSize {
		if err := p.flush(); err != nil {
			return err
		}
	}
	p.blocks = append(p.blocks, p.store.blocks.Get().(*[blockSize]byte)[:])
	p.used = 0
	return nil
}

func (p *Spool) flush() error {
	if p.file == nil {
		f, err := os.CreateTemp(p.store.path(tmpName), spoolPrefix+"*")
		if err != nil {
			return err
		}
		p.file = f
	}
	for i, block := range p.blocks {
		if _, err := p.file.Write(p.filled(i, block)); err != nil {
			return err
		}
	}
	p.freeBlocks()
	return nil
}

func (p *Spool) filled(i int, block []byte) []byte {
	if i == len(p.blocks)-1 {
		return block[:p.used]
	}
	return block
}

func (p *Spool) freeBlocks() {
	for _, block := range p.blocks {
		if len(block) == smallBlock {
			p.store.small.Put((*[smallBlock]byte)(block))
		} else {
			p.store.blocks.Put((*[blockSize]byte)(block))
		}
	}
	p.blocks, p.used = nil, 0
}

// Size is the number of bytes written.
func (p *Spool) Size() int64 { return p.size }

// SHA256 is the hash of the bytes written.
func (p *Spool) SHA256() [32]byte { return [32]byte(p.hash.Sum(nil)) }

// Reader reads from the start; it may be called again and from several goroutines, but not while writing. It is of
// no use after Discard.
func (p *Spool) Reader() (io.Reader, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return nil, p.err
	}
	if p.file != nil {
		if err := p.flush(); err != nil {
			p.err = fmt.Errorf("keep a message on its way: %w", sorted(err))
			return nil, p.err
		}
		return io.NewSectionReader(p.file, 0, p.size), nil
	}
	parts := make([]io.Reader, len(p.blocks))
	for i, block := range p.blocks {
		parts[i] = bytes.NewReader(p.filled(i, block))
	}
	return io.MultiReader(parts...), nil
}

// inMemory gives the bytes where they are in one block, and whether any are in a file.
func (p *Spool) inMemory() (whole []byte, file bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.file == nil && len(p.blocks) == 1 {
		return p.blocks[0][:p.used], false
	}
	return nil, p.file != nil
}

// Discard frees memory and file; harmless twice. Writing after it is an error.
func (p *Spool) Discard() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.freeBlocks()
	if p.file != nil {
		p.file.Close()           //nolint:errcheck // nothing in it is needed any more
		os.Remove(p.file.Name()) //nolint:errcheck // what stays behind goes at the next start
		p.file = nil
	}
	if p.err == nil {
		p.err = errors.New("this spool was discarded")
	}
}
