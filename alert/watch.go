package alert

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Notes are what is remembered, as JSON by kind and name.
type Notes interface {
	// Load reads a note; it leaves v as it is when there is none.
	Load(kind, name string, v any) error
	// Save keeps a note in place of the one of that name.
	Save(kind, name string, v any) error
	// Names lists the notes of a kind in order.
	Names(kind string) ([]string, error)
}

// Keeper keeps notes. All that is saved in one Update is kept, or nothing.
type Keeper interface {
	Update(do func(Notes) error) error
}

// Kinds of notes.
const (
	agencyNote = "alert.agency"
	boxNote    = "alert.box"
)

// Watch tells readers what a series of looks finds. One process at a time may
// watch with one Keeper.
type Watch struct {
	Config Config
	Keep   Keeper
	Now    func() time.Time // nil: time.Now

	// Send sends letters on the channels that take them, but for those that a
	// letter has had. It calls took for each that took one as soon as it knows,
	// and returns an outcome for each letter and channel that was tried. An error
	// means that it cannot say what became of them: they are sent again, with the
	// same keys.
	Send func(ctx context.Context, letters []Letter, took func(Outcome) error) ([]Outcome, error)
}

func (w *Watch) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

// Look takes looks into account. It tells nobody yet: that is Deliver's.
func (w *Watch) Look(looks ...Look) error {
	return w.Keep.Update(func(n Notes) error {
		byOwner := map[string][]Event{}
		for i := range looks {
			var m Memory
			if err := n.Load(agencyNote, looks[i].Agency.ID, &m); err != nil {
				return err
			}
			next, events := Observe(w.Config, m, &looks[i])
			if err := n.Save(agencyNote, looks[i].Agency.ID, next); err != nil {
				return err
			}
			for _, e := range events {
				byOwner[e.Owner] = append(byOwner[e.Owner], e)
			}
		}
		for owner, events := range byOwner {
			if err := change(n, owner, func(b Box) Box { return b.Put(events) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// change changes a reader's box.
func change(n Notes, owner string, by func(Box) Box) error {
	var b Box
	if err := n.Load(boxNote, owner, &b); err != nil {
		return err
	}
	return n.Save(boxNote, owner, by(b))
}

// Deliver sends what may go now: after all looks of a run, and again whenever
// something may have been held back. It returns how many letters were taken by
// every channel, and how many are still to go.
func (w *Watch) Deliver(ctx context.Context) (sent, left int, err error) {
	letters, err := w.write()
	if err != nil || len(letters) == 0 {
		return 0, 0, err
	}
	owners := map[string]string{}
	for _, l := range letters {
		owners[l.Key] = l.Owner
	}
	took := func(o Outcome) error {
		owner, ok := owners[o.Key]
		if !ok {
			return fmt.Errorf("a channel took the letter %s, which was not sent", o.Key)
		}
		return w.Keep.Update(func(n Notes) error {
			return change(n, owner, func(b Box) Box { return b.took(o.Key, o.Channel, w.now()) })
		})
	}
	outcomes, err := w.Send(ctx, letters, took)
	if err != nil {
		return 0, len(letters), err
	}
	return w.settle(letters, outcomes)
}

// write writes the letters that may go now. They are kept as sent before they
// are, so that after a crash the same go again.
func (w *Watch) write() (letters []Letter, err error) {
	err = w.Keep.Update(func(n Notes) error {
		letters = nil
		owners, err := n.Names(boxNote)
		if err != nil {
			return err
		}
		for _, owner := range owners {
			if err := change(n, owner, func(b Box) Box {
				next, mine := b.Write(w.Config, owner, w.now())
				letters = append(letters, mine...)
				return next
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return letters, err
}

// settle notes what became of letters.
func (w *Watch) settle(letters []Letter, outcomes []Outcome) (sent, left int, err error) {
	err = w.Keep.Update(func(n Notes) error {
		sent, left = 0, 0
		var failed error
		for _, l := range letters {
			var mine []Outcome
			for _, o := range outcomes {
				if o.Key == l.Key {
					mine = append(mine, o)
				}
			}
			if slices.ContainsFunc(mine, func(o Outcome) bool { return !o.Sent }) {
				left++
			} else {
				sent++
			}
			failed = errors.Join(failed, change(n, l.Owner, func(b Box) Box {
				for _, o := range mine {
					if o.Sent {
						b = b.took(l.Key, o.Channel, w.now())
					}
				}
				return b.settle(l.Key, mine)
			}))
		}
		return failed
	})
	return sent, left, err
}
