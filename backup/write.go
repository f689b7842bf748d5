package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"

	"satchel/mailstore"
)

// Options of Write and Restore; the zero value is right.
type Options struct {
	Now      func() time.Time      // nil: time.Now
	Progress func(done, of int64)  // messages; called on the caller's goroutine
	Step     func(step string)     // what is being done: "writing", "reading back"
	fault    func(at string) error // of tests: breaks off at a named place
}

// Receipt tells how a backup, a restore or a reading back went.
type Receipt struct {
	Messages   int64      // in the file
	Bytes      int64      // of them, unpacked
	Verified   int64      // read back with an equal hash
	Mismatches []Mismatch // the others
	Added      int64      // messages that this run wrote
	FileBytes  int64
	Finished   time.Time
	Cut        bool // a later backup in the file was cut short, and this is the one before
}

// Mismatch is a message whose bytes are not what they were when it was stored.
type Mismatch struct {
	Message mailstore.MessageID
	SHA256  [32]byte // what it was
}

// dead is the part of a file that may be of no use before it is written anew: a third.
const dead = 3

// Write brings the backup at path up to date with the store, or makes it, and reads every message in it back.
//
// It never writes over a file that is something else: ErrForeign, ErrNewer, ErrOther, and ErrCut or ErrDamaged for a
// backup that has no whole state. A fetch may go on meanwhile; what it brings after the rows were written is in the
// next backup. With an error the file is as it was.
func Write(ctx context.Context, store *mailstore.Store, path string, o Options) (Receipt, error) {
	r, err := write(ctx, store, path, o)
	if err != nil {
		return Receipt{}, fmt.Errorf("back up to %s: %w", path, err)
	}
	return r, nil
}

func write(ctx context.Context, store *mailstore.Store, path string, o Options) (Receipt, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Receipt{}, err
	}
	profile, err := store.ProfileID(ctx)
	if err != nil {
		return Receipt{}, err
	}
	unlock, err := lockFor(path)
	if err != nil {
		return Receipt{}, err
	}
	defer unlock()
	newJob := func() *job {
		return &job{ctx: ctx, store: store, o: o, profile: profile, places: map[mailstore.MessageID]place{}}
	}
	old, err := openOld(path, profile)
	if err != nil {
		return Receipt{}, err
	}
	if old == nil {
		return newJob().fresh(path, false)
	}
	defer old.close()
	if (old.size-old.Live)*dead > old.size {
		if r, err := newJob().fresh(path, true); !errors.Is(err, errSpoilt) {
			return r, err
		}
	}
	return newJob().onto(path, old)
}

// errSpoilt says that a message is damaged in the store: the backup that was to be written anew may have it whole.
var errSpoilt = errors.New("backup: a message here is damaged")

// lockFor keeps two backups from writing into one file.
func lockFor(path string) (unlock func(), err error) {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrBusy
	}
	return func() {
		os.Remove(lock.Path()) //nolint:errcheck // an empty file at worst
		lock.Unlock()          //nolint:errcheck // it ends with the process at the latest
	}, nil
}

// openOld opens the backup to go on with; nil where there is none.
func openOld(path, profile string) (*file, error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil, nil //nolint:nilnil // no backup is no error
	}
	old, err := open(path)
	if err != nil {
		return nil, err
	}
	if old.Profile != profile {
		old.close()
		return nil, ErrOther
	}
	return old, nil
}

// place is where a message lies in the file.
type place struct {
	at, packed int64
	sum        [8]byte // of its SHA-256: a copied profile may use an id for another message
}

// job is one backup under way.
type job struct {
	ctx     context.Context
	store   *mailstore.Store
	o       Options
	profile string
	log     *logWriter
	rows    rowWriter
	places  map[mailstore.MessageID]place
	gone    map[int64]bool // messages destroyed before they could be copied
	last    mailstore.MessageID
	done    int64
	of      int64
	end     End
	added   int64
}

// fresh writes a whole file beside its place and moves it there. over: in place of a backup, which stays with errSpoilt
// where a message can be read no more.
func (j *job) fresh(path string, over bool) (r Receipt, err error) {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return Receipt{}, err
	}
	defer func() {
		if err != nil {
			os.Remove(part) //nolint:errcheck // it never looks like a backup: it has another name and no end
		}
	}()
	defer f.Close()
	if _, err := f.Write(append([]byte(magic), version)); err != nil {
		return Receipt{}, err
	}
	if r, err = j.run(f, part, headerSize); err != nil {
		return Receipt{}, err
	}
	if over && len(r.Mismatches) > 0 {
		return Receipt{}, errSpoilt
	}
	if err := f.Close(); err != nil {
		return Receipt{}, err
	}
	if err := os.Rename(part, path); err != nil {
		return Receipt{}, err
	}
	return r, mailstore.SyncDir(filepath.Dir(path))
}

// onto writes behind the end of a backup what is new since. Broken off, the file ends there again, or at least that
// end still counts.
func (j *job) onto(path string, old *file) (r Receipt, err error) {
	if err := j.learn(old); err != nil {
		return Receipt{}, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return Receipt{}, err
	}
	defer f.Close()
	defer func() {
		if err != nil {
			f.Truncate(old.size) //nolint:errcheck // what is behind the last end does not count
		}
	}()
	if err := f.Truncate(old.size); err != nil {
		return Receipt{}, err
	}
	if _, err := f.Seek(old.size, 0); err != nil {
		return Receipt{}, err
	}
	return j.run(f, path, old.size)
}

// learn reads where the messages of a backup lie.
func (j *job) learn(old *file) error {
	return old.rows(func(table string, row mailstore.SnapshotRow) error {
		if table != mailstore.TableMessages {
			return nil
		}
		m, err := messageOf(row)
		if err != nil {
			return err
		}
		j.places[m.id] = place{m.at, m.packed, [8]byte(m.sum[:8])}
		j.last = max(j.last, m.id)
		return nil
	})
}

// run writes chunks, rows and the end from a place on, makes them durable and reads the file back.
func (j *job) run(f *os.File, name string, at int64) (Receipt, error) {
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return Receipt{}, err
	}
	j.log = newLogWriter(f, at)
	j.rows = rowWriter{log: j.log, packer: packer, shapes: map[string]int{}}
	j.gone = map[int64]bool{}
	j.say("writing")
	folders, err := j.store.Folders(j.ctx)
	if err != nil {
		return Receipt{}, err
	}
	for _, folder := range folders {
		j.of += int64(folder.Total)
	}
	if err := j.copyNew(); err != nil {
		return Receipt{}, err
	}
	if err := j.writeRows(); err != nil {
		return Receipt{}, err
	}
	if err := j.faultAt("before the end"); err != nil {
		return Receipt{}, err
	}
	// The end goes to the disk last: it vouches for what is before it.
	if err := j.log.w.Flush(); err != nil {
		return Receipt{}, err
	}
	if err := f.Sync(); err != nil {
		return Receipt{}, err
	}
	if err := j.writeEnd(); err != nil {
		return Receipt{}, err
	}
	if err := f.Sync(); err != nil {
		return Receipt{}, err
	}
	dropCache(f)
	j.say("reading back")
	return j.readBack(name)
}

func (j *job) say(step string) {
	if j.o.Step != nil {
		j.o.Step(step)
	}
}

func (j *job) faultAt(place string) error {
	if j.o.fault == nil {
		return nil
	}
	return j.o.fault(place)
}

// readBack proves the file. A message that differs in the store as well was damaged before: it is told, and the backup
// of all others stands.
func (j *job) readBack(name string) (Receipt, error) {
	f, err := open(name)
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrUnread, err)
	}
	defer f.close()
	r, err := f.verify(j.ctx, j.o.Progress)
	if err != nil {
		return Receipt{}, err
	}
	for _, m := range r.Mismatches {
		if sum, err := j.store.VerifyStored(j.ctx, m.Message); err == nil && sum == m.SHA256 {
			return Receipt{}, fmt.Errorf("%w: message %d", ErrUnread, m.Message)
		}
	}
	if r.Messages != j.end.Messages {
		return Receipt{}, fmt.Errorf("%w: %d messages of %d", ErrUnread, r.Messages, j.end.Messages)
	}
	r.Added = j.added
	return r, nil
}
