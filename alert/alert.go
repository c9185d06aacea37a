// Package alert decides what is told of a series of looks at websites, to whom
// and when, so that nobody mutes it: a worsening when it is confirmed, once;
// now and then that it is still so; that it is mended; and what is due soon.
// Everything for one reader is one letter.
//
// It looks at nothing, writes no words and sends nothing itself. What it has to
// remember is kept by a Keeper in the same transaction as what is to be told, so
// that a crash at any moment loses nothing and tells nothing twice.
package alert

import (
	"cmp"
	"slices"
	"time"

	"itacheck/ita"
)

// Config says when something is told. Its zero value is what most want.
type Config struct {
	Runs   int           // a worsening counts when it was seen in so many runs; 0: 2
	Apart  time.Duration // or twice in one run, so far apart; 0: 2 hours
	Remind time.Duration // an agency's items that were told and are still so are told again after this; 0: 14 days; negative: never
	Pause  time.Duration // least time between two letters to one reader; 0: 20 hours; negative: none
	Quiet  Hours         // when nobody wants to be told
	Due    []int         // days before the submission date on which open items are told; nil: 30, 7, 1
}

// Hours are the hours of each day from one on to another, in Bangkok: from 20
// to 7 is a night. The zero value is none.
type Hours struct{ From, To int }

// has reports whether a moment lies in the hours.
func (h Hours) has(t time.Time) bool {
	hour := t.In(ita.Bangkok).Hour()
	if h.From <= h.To {
		return h.From <= hour && hour < h.To
	}
	return hour >= h.From || hour < h.To
}

// patience is how long quiet hours hold a letter back at most: where every run
// falls into them it would never go.
const patience = 24 * time.Hour

func (c Config) withDefaults() Config {
	c.Runs = cmp.Or(c.Runs, 2)
	c.Apart = cmp.Or(c.Apart, 2*time.Hour)
	c.Remind = cmp.Or(c.Remind, 14*24*time.Hour)
	c.Pause = cmp.Or(c.Pause, 20*time.Hour)
	if c.Due == nil {
		c.Due = []int{30, 7, 1}
	}
	return c
}

// Look is what one look at an agency found. A run may look twice.
type Look struct {
	Run    int64
	At     time.Time
	Agency Agency
	Year   ita.FiscalYear // that the agency is assessed for
	Items  []Item         // none when it could not be audited
}

// Agency names whose website it is.
type Agency struct{ ID, Name string }

// Item is an item with its verdict.
type Item struct {
	Code   string
	Title  ita.Text
	Owner  string // the reader of what is told about it, whoever the caller takes that to be
	Status ita.Status
	Cause  string // why the verdict is another than in the run before, as of history.Cause; empty when it is the same
}

// Kind is what an event tells.
type Kind string

// Kinds of events.
const (
	Worse    Kind = "worse"    // it is found wanting now
	Better   Kind = "better"   // it passes now
	Reminder Kind = "reminder" // it is still found wanting
	Due      Kind = "due"      // it is open, and the submission date is near
)

// Event is one thing to tell about an item.
type Event struct {
	Kind   Kind
	Agency Agency
	Code   string
	Title  ita.Text
	Owner  string
	Before ita.Status // of Worse and Better
	After  ita.Status
	Cause  string         // of Worse: as of Item
	Since  time.Time      // of Worse and Reminder: when it was first seen
	Year   ita.FiscalYear // of Due
	Days   int            // of Due: until the submission date, when it was noticed
	At     time.Time      // the look that it was noticed in
}

// Memory is what is known of an agency from earlier looks. Its zero value knows nothing.
type Memory struct {
	At    time.Time // the last look
	Year  ita.FiscalYear
	Due   int `json:",omitzero"` // the last of Config.Due that was told for the year; 0: none
	Items map[string]Known
}

// Known is what is known of an item.
type Known struct {
	Status   ita.Status `json:",omitzero"` // the last that was decided
	Good     ita.Status `json:",omitzero"` // the last with which it was not found wanting
	Wanting  bool       `json:",omitzero"` // it is found wanting for certain
	Since    time.Time  `json:",omitzero"` // when that was first seen
	Told     time.Time  `json:",omitzero"` // when that was told last; zero: it was so from the first look on, and nobody was told
	Runs     int        `json:",omitzero"` // runs in which a worsening was seen that is not certain yet
	Run      int64      `json:",omitzero"` // the last of them
	First    time.Time  `json:",omitzero"` // when it was first seen
	FirstRun time.Time  `json:",omitzero"` // when it was first seen in that run
	Cause    string     `json:",omitzero"` // of the first of them
}

// Observe takes a look into account and returns what is to be told of it. It is
// a pure function; a look that was taken into account already changes nothing.
func Observe(cfg Config, m Memory, l *Look) (Memory, []Event) {
	cfg = cfg.withDefaults()
	if !l.At.After(m.At) {
		return m, nil
	}
	next := Memory{At: l.At, Year: l.Year, Items: map[string]Known{}}
	if m.Year == l.Year {
		next.Due = m.Due
		for code, k := range m.Items {
			next.Items[code] = k
		}
	} // the items of another year are others
	var events []Event
	for i := range l.Items {
		it := &l.Items[i]
		if !decided(it.Status) {
			continue
		}
		k, known := next.Items[it.Code]
		k, e := cfg.see(k, known, it, l)
		next.Items[it.Code] = k
		if e != nil {
			events = append(events, *e)
		}
	}
	if step, days := cfg.step(l, next.Due); step > 0 && len(l.Items) > 0 {
		next.Due = step
		return next, append(events, next.due(l, days)...)
	}
	return next, append(events, next.remind(&cfg, l)...)
}

// decided reports whether a verdict is one: undecided is a gap in what we know.
func decided(s ita.Status) bool { return s != ita.Undecided && s != "" }

// due are the items that are open, shortly before the submission date.
func (m *Memory) due(l *Look, days int) []Event {
	var events []Event
	for i := range l.Items {
		it := &l.Items[i]
		if k := m.Items[it.Code]; k.Wanting || k.Status == ita.NotDue {
			k.Told = l.At
			m.Items[it.Code] = k
			events = append(events, l.event(Due, it, Event{After: k.Status, Year: l.Year, Days: days}))
		}
	}
	return events
}

// remind are the items that are still found wanting, when the time has come for
// one of them. The others of the agency that are half as old join it, so that
// there is one letter and not one for each.
func (m *Memory) remind(c *Config, l *Look) []Event {
	age := func(k Known) time.Duration {
		if c.Remind < 0 || !k.Wanting || k.Told.IsZero() {
			return -1
		}
		return l.At.Sub(k.Told)
	}
	if !slices.ContainsFunc(l.Items, func(it Item) bool { return decided(it.Status) && age(m.Items[it.Code]) >= c.Remind && c.Remind > 0 }) {
		return nil
	}
	var events []Event
	for i := range l.Items {
		it := &l.Items[i]
		k := m.Items[it.Code]
		if age(k) < c.Remind/2 {
			continue
		}
		k.Told = l.At
		m.Items[it.Code] = k
		if decided(it.Status) {
			events = append(events, l.event(Reminder, it, Event{After: k.Status, Since: k.Since}))
		}
	}
	return events
}

// see takes a verdict into account.
func (c *Config) see(k Known, known bool, it *Item, l *Look) (Known, *Event) {
	before := k.Status
	k.Status = it.Status
	switch {
	case !known: // how things are at first is no news
		if k.Wanting = it.Status.Fails(); k.Wanting {
			k.Since = l.At
		} else {
			k.Good = it.Status
		}
		return k, nil
	case !it.Status.Fails():
		return c.mend(k, before, it, l)
	case k.Wanting:
		return k, nil
	}
	if k.Runs == 0 {
		k.First, k.Cause = l.At, it.Cause
	}
	if k.Runs == 0 || k.Run != l.Run {
		k.Runs, k.Run, k.FirstRun = k.Runs+1, l.Run, l.At
	}
	if k.Runs < c.Runs && l.At.Sub(k.FirstRun) < c.Apart {
		return k, nil
	}
	e := l.event(Worse, it, Event{Before: k.Good, After: it.Status, Cause: k.Cause, Since: k.First})
	return Known{Status: it.Status, Good: k.Good, Wanting: true, Since: k.First, Told: l.At}, &e
}

// mend takes into account that an item is not found wanting. A worsening that
// was not certain yet was none.
func (c *Config) mend(k Known, before ita.Status, it *Item, l *Look) (Known, *Event) {
	was := k.Wanting
	k = Known{Status: it.Status, Good: it.Status}
	if !was || it.Status != ita.Pass {
		return k, nil
	}
	e := l.event(Better, it, Event{Before: before, After: it.Status})
	return k, &e
}

// event is an event of a look about an item.
func (l *Look) event(kind Kind, it *Item, e Event) Event {
	e.Kind, e.Agency, e.Code, e.Title, e.Owner, e.At = kind, l.Agency, it.Code, it.Title, it.Owner, l.At
	return e
}

// step is which of the days before the submission date has come since the last
// that was told, and how many days there really are; 0 when none has.
func (c *Config) step(l *Look, told int) (step, days int) {
	y, m, d := l.At.In(ita.Bangkok).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, ita.Bangkok)
	days = int(l.Year.Submission().Sub(today).Hours() / 24)
	if days < 0 {
		return 0, days
	}
	for _, n := range c.Due {
		if n > 0 && days <= n && (step == 0 || n < step) {
			step = n
		}
	}
	if told != 0 && told <= step {
		return 0, days
	}
	return step, days
}
