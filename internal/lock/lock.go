// Package lock lets one process at a time work on something, by a file beside it.
package lock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Holder is the process that has a lock.
type Holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// Held is the error of Take when another process has the lock.
type Held struct {
	Holder *Holder // nil when the file does not say who (yet)
}

// Error says who has the lock.
func (h *Held) Error() string {
	if h.Holder == nil {
		return "locked by another process"
	}
	return fmt.Sprintf("locked by process %d on %s since %s", h.Holder.PID, h.Holder.Host, h.Holder.Since.Format(time.RFC3339))
}

// errHeld is the answer of lockFile when another process has the lock.
var errHeld = errors.New("held by another process")

// Lock is a lock that this process has. The system gives it back when the
// process ends, however it ends.
type Lock struct{ file *os.File }

// Take takes the lock of a file, which it makes when there is none. The error is
// a *Held when another process has it. The file stays: were it removed, two
// processes could hold two files of that name.
func Take(path string, now time.Time) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	err = lockFile(f)
	if errors.Is(err, errHeld) {
		defer f.Close()
		return nil, &Held{holder(f)}
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	host, _ := os.Hostname()
	who, _ := json.Marshal(Holder{PID: os.Getpid(), Host: host, Since: now})
	_, writeErr := f.WriteAt(append(who, '\n'), 0)
	if err := errors.Join(f.Truncate(int64(len(who)+1)), writeErr); err != nil {
		f.Close()
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	return &Lock{f}, nil
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

// Release gives the lock back.
func (l *Lock) Release() error { return l.file.Close() }
