package alert_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"itacheck/alert"
	"itacheck/history"
	"itacheck/ita"
)

// keeper keeps notes in a history, as the command does.
type keeper struct{ *history.Store }

func (k keeper) Update(do func(alert.Notes) error) error {
	return k.Store.Update(func(n *history.Notes) error { return do(n) })
}

const (
	simDays  = 30
	simItems = 43
	halfItem = 11 // the item with the report on the first half-year
	downDay  = 12 // the channel is down all day
)

// simStart is 30 days before the submission date, so that all that is told of
// that falls into the month.
var simStart = ita.Day(2568, time.March, 31)

// planted is a true change of an item: it is found wanting from a day on, until
// it is mended on another.
type planted struct{ from, to int }

// country is many agencies' websites as they truly are over a month.
type country struct {
	agencies int
	wanting  map[[2]int]planted // by agency and item; those there from the first day begin on day 0
}

func newCountry(agencies, changes int) *country {
	r := rand.New(rand.NewPCG(5, 6))
	c := &country{agencies, map[[2]int]planted{}}
	for a := range agencies {
		for i := range simItems {
			switch {
			case i == halfItem:
				if r.IntN(5) == 0 { // a fifth have nothing when it comes due
					c.wanting[[2]int{a, i}] = planted{1, simDays + 1}
				}
			case r.IntN(100) < 15: // wanting from the first; some are mended
				p := planted{0, simDays + 1}
				if r.IntN(10) == 0 {
					p.to = 2 + r.IntN(simDays-4)
				}
				c.wanting[[2]int{a, i}] = p
			}
		}
	}
	for n := 0; n < changes; {
		at := [2]int{r.IntN(agencies), r.IntN(simItems)}
		if _, taken := c.wanting[at]; taken || at[1] == halfItem {
			continue
		}
		p := planted{1 + r.IntN(simDays-8), simDays + 1}
		if r.IntN(2) == 0 {
			p.to = p.from + 7 + r.IntN(6)
		}
		c.wanting[at] = p
		n++
	}
	return c
}

// truth is an item's true verdict on a day.
func (c *country) truth(a, i, day int) ita.Status {
	p, ok := c.wanting[[2]int{a, i}]
	switch {
	case i == halfItem && day == 0:
		return ita.NotDue
	case ok && p.from <= day && day < p.to:
		return ita.Missing
	}
	return ita.Pass
}

// seen is what a run sees of an agency: three agencies of a hundred have a fault
// of transport, half of which stop the whole audit; one in ten lies, so that
// what is there looks dead. Of the items of the others, too, links of three in
// a hundred cannot be looked at.
func (c *country) seen(a, day int) []alert.Item {
	r := rand.New(rand.NewPCG(uint64(a), uint64(day)))
	fault := r.IntN(100) < 3
	kind := r.IntN(10)
	if fault && kind < 5 {
		return nil
	}
	items := make([]alert.Item, simItems)
	for i := range items {
		it := alert.Item{Code: fmt.Sprintf("O%d", i+1), Owner: fmt.Sprintf("owner %02d", a/5), Status: c.truth(a, i, day)}
		switch third := r.IntN(3) == 0; {
		case fault && kind < 9 && third, r.IntN(100) < 3:
			it.Status = ita.Undecided
		case fault && kind == 9 && third:
			it.Status = ita.Unreachable
		}
		items[i] = it
	}
	return items
}

// looks are a day's looks, taken in the night.
func (c *country) looks(day int) []alert.Look {
	out := make([]alert.Look, c.agencies)
	for a := range out {
		out[a] = alert.Look{
			Run: int64(day + 1), At: simStart.AddDate(0, 0, day).Add(5 * time.Hour), Agency: alert.Agency{ID: fmt.Sprint(a)}, Year: year, Items: c.seen(a, day),
		}
	}
	return out
}

// told is an event that reached its reader.
type told struct {
	alert.Event
	day int
	key string
}

// post is a channel that notes what it is given.
type post struct {
	day     int
	events  []told
	letters map[string][]int // days of an owner's letters
	keys    map[string]bool
}

func (p *post) send(_ context.Context, letters []alert.Letter, took func(alert.Outcome) error) ([]alert.Outcome, error) {
	var out []alert.Outcome
	for _, l := range letters {
		o := alert.Outcome{Key: l.Key, Channel: "post", Sent: p.day != downDay}
		out = append(out, o)
		if !o.Sent {
			continue
		}
		if !p.keys[l.Key] {
			p.keys[l.Key] = true
			p.letters[l.Owner] = append(p.letters[l.Owner], p.day)
			for _, e := range l.Events {
				p.events = append(p.events, told{e, p.day, l.Key})
			}
		}
		if err := took(o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func TestAMonthOf300Agencies(t *testing.T) {
	if testing.Short() {
		t.Skip("a month takes some seconds")
	}
	s, err := history.Open(filepath.Join(t.TempDir(), "history.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := newCountry(300, 200)
	p := &post{letters: map[string][]int{}, keys: map[string]bool{}}
	var now time.Time
	w := &alert.Watch{Config: alert.Config{Quiet: alert.Hours{From: 20, To: 7}}, Keep: keeper{s}, Now: func() time.Time { return now }, Send: p.send}
	for day := range simDays {
		p.day = day
		if err := w.Look(c.looks(day)...); err != nil {
			t.Fatal(err)
		}
		for _, hour := range []int{5, 8, 14} { // the night, the morning, and once more
			now = simStart.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
			before := len(p.events)
			if _, _, err := w.Deliver(t.Context()); err != nil {
				t.Fatal(err)
			}
			if hour == 5 && len(p.events) > before {
				t.Errorf("day %d: told at night", day)
			}
		}
	}
	c.check(t, p)
}

// visible is how many runs from one day to another saw an item found wanting.
func (c *country) visible(a, i, from, to int) int {
	n := 0
	for day := from; day <= to; day++ {
		if items := c.seen(a, day); items != nil && items[i].Status != ita.Undecided && items[i].Status != ita.Pass && items[i].Status != ita.NotDue {
			n++
		}
	}
	return n
}

// known reports whether some run saw an item before a day.
func (c *country) known(a, i, day int) bool {
	for d := range day {
		if items := c.seen(a, d); items != nil && items[i].Status != ita.Undecided {
			return true
		}
	}
	return false
}

func (c *country) check(t *testing.T, p *post) {
	t.Helper()
	count := map[alert.Kind]int{}
	worse := map[[2]int][]told{}
	better := map[[2]int]int{}
	false1, twice := 0, 0
	seen := map[string]bool{}
	for _, e := range p.events {
		count[e.Kind]++
		var at [2]int
		fmt.Sscan(e.Agency.ID, &at[0])
		fmt.Sscanf(e.Code, "O%d", &at[1])
		at[1]--
		id := fmt.Sprint(e.Kind, at, e.At)
		if seen[id] {
			twice++
		}
		seen[id] = true
		switch e.Kind {
		case alert.Worse:
			if pl, ok := c.wanting[at]; ok && pl.from > 0 && pl.from <= e.day {
				worse[at] = append(worse[at], e)
			} else {
				false1++
				t.Logf("false: %v on day %d", at, e.day)
			}
		case alert.Better:
			better[at]++
		}
	}
	real, unknown, lost, late, lateDown, mended, unmended := 0, 0, 0, 0, 0, 0, 0
	for _, at := range slices.SortedFunc(maps.Keys(c.wanting), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		pl := c.wanting[at]
		if pl.to < simDays-1 {
			mended++
			if better[at] != 1 {
				unmended++
				t.Logf("mended on day %d: %v told %d times", pl.to, at, better[at])
			}
		}
		if pl.from == 0 {
			continue
		}
		if !c.known(at[0], at[1], pl.from) {
			unknown++
			continue
		}
		real++
		switch list := worse[at]; {
		case len(list) == 0:
			lost++
			t.Logf("lost: %v from day %d", at, pl.from)
		case len(list) > 1:
			twice++
		case c.visible(at[0], at[1], pl.from, list[0].day) > 2 && list[0].day == downDay+1:
			lateDown++
		case c.visible(at[0], at[1], pl.from, list[0].day) > 2:
			late++
			t.Logf("late: %v from day %d told on day %d", at, pl.from, list[0].day)
		}
	}
	letters, most := 0, 0
	for _, days := range p.letters {
		letters += len(days)
		perDay := map[int]int{}
		for _, d := range days {
			perDay[d]++
			most = max(most, perDay[d])
		}
	}
	for _, row := range [][2]any{
		{"agencies × days", fmt.Sprintf("%d × %d", c.agencies, simDays)},
		{"readers", len(p.letters)},
		{"worsenings before the item was ever seen", unknown},
		{"true worsenings", real},
		{"  told once, within 2 runs that saw them", real - lost - late - lateDown},
		{"  told the day after the channel was down", lateDown},
		{"  told later", late},
		{"  lost", lost},
		{"told twice", twice},
		{"false alerts", false1},
		{"true recoveries", mended},
		{"  not told once", unmended},
		{"told: worse / better / due / reminders", fmt.Sprint(count[alert.Worse], " / ", count[alert.Better], " / ", count[alert.Due], " / ", count[alert.Reminder])},
		{"letters", letters},
		{"most letters to a reader on a day", most},
	} {
		t.Logf("%-42s %v", row[0], row[1])
	}
	if false1 > 1 || twice > 0 || lost > 0 || late > 0 || unmended > 0 || most > 1 {
		t.Error("the month is not as it must be")
	}
}
