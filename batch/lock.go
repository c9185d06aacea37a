package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// errHeld is the answer of lockFile when another process has the lock.
var errHeld = errors.New("held by another process")

// lock is the right to work on a run. The system gives it back when the
// process ends, however it ends.
type lock struct{ file *os.File }

// takeLock takes the lock of a run, or refuses and says who has it. The file
// stays: were it removed, two processes could hold two files of that name.
func takeLock(path string, now time.Time) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("locking the run: %w", err)
	}
	err = lockFile(f)
	if errors.Is(err, errHeld) {
		defer f.Close()
		return nil, inUse(holder(f))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("locking the run: %w", err)
	}
	host, _ := os.Hostname()
	who, _ := json.Marshal(Holder{PID: os.Getpid(), Host: host, Since: now})
	if err := errors.Join(f.Truncate(0), writeAt(f, append(who, '\n'))); err != nil {
		f.Close()
		return nil, fmt.Errorf("locking the run: %w", err)
	}
	return &lock{f}, nil
}

func writeAt(f *os.File, b []byte) error {
	_, err := f.WriteAt(b, 0)
	return err
}

// holder reads who holds a lock; nil when the file does not say so (yet).
func holder(f *os.File) *Holder {
	b, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil {
		return nil
	}
	var h Holder
	if json.Unmarshal(b, &h) != nil || h.PID == 0 {
		return nil
	}
	return &h
}

func (l *lock) release() { l.file.Close() }
