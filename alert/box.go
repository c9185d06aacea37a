package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// Letter is everything that one reader is told at once.
type Letter struct {
	Key    string // the same each time that it is sent again, and no other's
	Owner  string
	At     time.Time // when it was written
	Events []Event
	Had    []string // channels that took it
	Fixed  bool     // somebody may have read it, so that it does not change any more
}

// Box is what one reader is still to be told. Its zero value is empty.
type Box struct {
	Waiting []Event   // in no letter yet
	Letters []Letter  // not taken by every channel yet
	Last    time.Time // when a channel last took one
	Made    int       // letters so far
	Held    time.Time // since when quiet hours hold something back; zero: they do not
}

// Put adds events. What cancels out is told no more: a worsening that is mended
// before anybody heard of it.
func (b Box) Put(events []Event) Box {
	b.Waiting = merged(b.Waiting, events)
	return b
}

func merged(list, more []Event) []Event {
	out := slices.Clone(list)
	for _, e := range more {
		out = with(out, e)
	}
	return out
}

// with adds one event to those that nobody was told yet.
func with(list []Event, e Event) []Event {
	i := slices.IndexFunc(list, func(o Event) bool {
		return o.Agency.ID == e.Agency.ID && o.Code == e.Code && (o.Kind == Due) == (e.Kind == Due)
	})
	if e.Kind == Better {
		list = slices.DeleteFunc(list, func(o Event) bool {
			return o.Kind == Due && o.Agency.ID == e.Agency.ID && o.Code == e.Code
		})
		i = slices.IndexFunc(list, func(o Event) bool { return o.Agency.ID == e.Agency.ID && o.Code == e.Code })
	}
	if i < 0 {
		return append(list, e)
	}
	switch was := list[i].Kind; {
	case was == Worse && e.Kind == Better, was == Better && e.Kind == Worse:
		return slices.Delete(list, i, i+1)
	case was == Worse && e.Kind == Reminder:
		return list
	}
	list[i] = e
	return list
}

// Write makes a letter of what waits, if it may go now, and returns what is to
// be sent. A letter that certainly nobody has read yet is written again with
// what came since; one that somebody may have read goes as it was.
func (b Box) Write(cfg Config, owner string, now time.Time) (Box, []Letter) {
	cfg = cfg.withDefaults()
	var kept []Letter
	var back []Event
	resent := false
	for _, l := range b.Letters {
		if !l.Fixed && len(l.Had) == 0 {
			back = merged(back, l.Events)
			continue
		}
		kept = append(kept, l)
		resent = resent || len(l.Had) == 0
	}
	b.Waiting, b.Letters = merged(back, b.Waiting), kept
	if b = b.hold(cfg, now); !b.Held.IsZero() {
		return b, nil
	}
	if len(b.Waiting) > 0 && !resent && (b.Last.IsZero() || now.Sub(b.Last) >= cfg.Pause) {
		b.Made++
		l := Letter{Owner: owner, At: now, Events: b.Waiting}
		l.Key = l.key(b.Made)
		b.Letters, b.Waiting = append(b.Letters, l), nil
	}
	for i := range b.Letters {
		b.Letters[i].Fixed = true // until it is known that it was not taken
	}
	return b, slices.Clone(b.Letters)
}

// hold notes whether quiet hours hold back what there is to send, which they do
// for a day at most.
func (b Box) hold(cfg Config, now time.Time) Box {
	switch {
	case !cfg.Quiet.has(now) || len(b.Waiting) == 0 && len(b.Letters) == 0:
		b.Held = time.Time{}
	case b.Held.IsZero():
		b.Held = now
	case now.Sub(b.Held) >= patience:
		b.Held = time.Time{}
	}
	return b
}

// key names a letter by what it says and the how many-th of its reader it is.
func (l *Letter) key(made int) string {
	doc, err := json.Marshal(struct {
		Owner  string
		Made   int
		Events []Event
	}{l.Owner, made, l.Events})
	if err != nil { // no event has a value that JSON cannot hold
		return ""
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:12])
}

// Outcome is what became of a letter on one channel.
type Outcome struct {
	Key     string
	Channel string
	Sent    bool
	Unsure  bool // it failed, but the channel may have taken it all the same: no answer in time
}

// took notes that a channel took a letter.
func (b Box) took(key, channel string, now time.Time) Box {
	b.Letters = slices.Clone(b.Letters)
	for i := range b.Letters {
		if l := &b.Letters[i]; l.Key == key && !slices.Contains(l.Had, channel) {
			l.Had, b.Last = append(slices.Clone(l.Had), channel), now
		}
	}
	return b
}

// settle notes what became of a letter on all channels: it is done with when
// none failed.
func (b Box) settle(key string, outcomes []Outcome) Box {
	i := slices.IndexFunc(b.Letters, func(l Letter) bool { return l.Key == key })
	if i < 0 {
		return b
	}
	b.Letters = slices.Clone(b.Letters)
	if !slices.ContainsFunc(outcomes, func(o Outcome) bool { return !o.Sent }) {
		b.Letters = slices.Delete(b.Letters, i, i+1)
		return b
	}
	l := &b.Letters[i]
	l.Fixed = len(l.Had) > 0 || slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Unsure })
	return b
}
