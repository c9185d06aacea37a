package history_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"itacheck/history"
	"itacheck/ita"
)

// world is an agency's website, the rules and the program on one day.
type world struct {
	rs    *ita.RuleSet
	tool  string
	day   time.Time
	links [][]ita.Evidence
	wrong int // item whose verdict this program gets wrong; -1: none
}

func newWorld() *world {
	rs := list(6)
	rs.Items[4].Period = ita.PeriodFirstHalf
	rs.Items[5].Period = ita.PeriodPrevious
	w := &world{rs: rs, tool: "1.0", day: day, links: good("a", rs), wrong: -1}
	w.links[5] = []ita.Evidence{document("a", 6, 1, year-1)}
	return w
}

// copy is a world that can be changed by itself.
func (w *world) copy() *world {
	c := *w
	rs := *w.rs
	rs.Items = slices.Clone(rs.Items)
	c.rs = &rs
	c.links = slices.Clone(w.links)
	for i := range c.links {
		c.links[i] = slices.Clone(c.links[i])
	}
	return &c
}

func (w *world) audit() *history.Audit {
	r := audited("a", w.rs, w.tool, w.day, w.links)
	if w.wrong >= 0 {
		it := &r.Items[w.wrong]
		if it.Status = ita.Pass; len(it.Evidence) > 0 && len(it.Found) > 0 {
			it.Status = ita.WrongYear
		}
		it.RawStatus = it.Status
	}
	return history.Of(r)
}

// planted is a change to a world with what must be said of it.
type planted struct {
	name  string
	cause history.Cause // of item i's change; "": nothing may be said
	apply func(before, after *world, i int, r *rand.Rand)
}

// flips change the verdict of an item. Items 0 to 3 need a document of the year.
var flips = []planted{
	{"a link is taken away", history.BySite, func(_, after *world, i int, _ *rand.Rand) { after.links[i] = nil }},
	{"a document is deleted", history.BySite, func(_, after *world, i int, _ *rand.Rand) { after.links[i][0] = dead(after.links[i][0]) }},
	{"a document is published", history.BySite, func(before, _ *world, i int, _ *rand.Rand) { before.links[i] = nil }},
	{"a document is replaced by last year's", history.BySite, func(_, after *world, i int, r *rand.Rand) {
		after.links[i] = []ita.Evidence{document("a", i+1, 2+r.IntN(50), year-1)}
	}},
	{"a label loses its year", history.BySite, func(_, after *world, i int, _ *rand.Rand) {
		after.links[i][0].Years, after.links[i][0].Link.Text = nil, "แผน"
	}},
	{"the rules ask for the year before", history.ByRules, func(_, after *world, i int, _ *rand.Rand) { after.rs.Items[i].Period = ita.PeriodPrevious }},
	{"the rules ask for no year any more", history.ByRules, func(before, after *world, i int, _ *rand.Rand) {
		for _, w := range []*world{before, after} {
			w.links[i][0].Years = nil
		}
		after.rs.Items[i].Period = ita.PeriodNone
	}},
	{"the rules accept the year before", history.ByRules, func(before, after *world, i int, _ *rand.Rand) {
		for _, w := range []*world{before, after} {
			w.links[i] = []ita.Evidence{document("a", i+1, 1, year-1)}
		}
		after.rs.Items[i].Accept = []ita.Period{ita.PeriodPrevious}
	}},
	{"the rules take a link for another item", history.ByRules, func(_, after *world, i int, _ *rand.Rand) {
		j := (i + 1) % 4
		after.rs.Items[i].Variants = []string{"คำอื่น"}
		after.links[j] = append(after.links[j], after.links[i]...)
		after.links[i] = nil
	}},
	{"the program judges the same otherwise", history.ByTool, func(before, after *world, i int, _ *rand.Rand) { before.wrong, after.tool = i, "2.0" }},
	{"the program reads another year from the same", history.ByTool, func(before, after *world, i int, _ *rand.Rand) {
		before.links[i][0].Years = []ita.YearSeen{{Year: year + 1, Where: ita.FromFileName}}
		after.tool = "2.0"
	}},
	{"the program finds the same link dead", history.ByTool, func(_, after *world, i int, _ *rand.Rand) {
		after.links[i][0].Reach.State, after.links[i][0].Reach.Reason = ita.ReachBroken, "soft_404"
		after.tool = "2.0"
	}},
	{"1 April comes", history.ByDay, func(before, after *world, _ int, _ *rand.Rand) {
		before.day, after.day = ita.Day(2568, time.March, 20), ita.Day(2568, time.April, 2)
		before.links[4], after.links[4] = nil, nil
	}},
	{"nothing changes", "", func(_, _ *world, _ int, _ *rand.Rand) {}},
	{"it could not be looked at now", "", func(_, after *world, i int, _ *rand.Rand) { after.links[i][0] = unseen(after.links[i][0]) }},
}

// asides happen besides and change no verdict of item i.
var asides = []planted{
	{"nothing else", "", func(_, _ *world, _ int, _ *rand.Rand) {}},
	{"another document is replaced", "", func(_, after *world, i int, r *rand.Rand) {
		j := (i + 2) % 4
		after.links[j] = []ita.Evidence{document("a", j+1, 60+r.IntN(30), year)}
	}},
	{"another item is gone", history.BySite, func(_, after *world, i int, _ *rand.Rand) { after.links[(i+2)%4] = nil }},
	{"the rules name it otherwise", "", func(_, after *world, i int, _ *rand.Rand) { after.rs.Items[i].Title.TH += " (แก้ไข)" }},
	{"the rules ask otherwise elsewhere", history.ByRules, func(_, after *world, i int, _ *rand.Rand) { after.rs.Items[(i+2)%4].Period = ita.PeriodPrevious }},
	{"the program is a newer one", "", func(_, after *world, _ int, _ *rand.Rand) { after.tool = "2.0" }},
	{"another link timed out", "", func(_, after *world, i int, _ *rand.Rand) {
		j := (i + 2) % 4
		after.links[j][0] = unseen(after.links[j][0])
	}},
}

// tells reports whether a change can be told from what happens besides: where
// both the rules and the program are others, nobody can say which of them took
// a link for another item.
func tells(flip, aside *planted) bool {
	return flip.name != "the rules take a link for another item" || !strings.HasPrefix(aside.name, "the program")
}

func TestEveryChangeIsPutDownToItsCause(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	right, all := map[history.Cause]int{}, map[history.Cause]int{}
	for range 20 {
		for _, flip := range flips {
			for _, aside := range asides {
				if !tells(&flip, &aside) {
					continue
				}
				i := r.IntN(4)
				before := newWorld()
				after := before.copy()
				after.day = day.AddDate(0, 0, 1)
				flip.apply(before, after, i, r)
				aside.apply(before, after, i, r)
				// Between them, days on which nothing could be seen.
				blind := before.copy()
				for j := range blind.links {
					for k := range blind.links[j] {
						blind.links[j][k] = unseen(blind.links[j][k])
					}
				}
				failed := history.Failure(&ita.Agency{ID: "a"}, "1.0", day, "timeout")
				earlier := slices.Values([]*history.Audit{failed, blind.audit(), before.audit()}[r.IntN(3):])
				c := history.Compare(after.audit(), earlier, judge)
				at := i
				if flip.cause == history.ByDay {
					at = 4
				}
				all[flip.cause]++
				if got := causeOf(c, fmt.Sprintf("O%d", at+1)); got != flip.cause {
					t.Errorf("%s, and %s: O%d is put down to %q, want %q", flip.name, aside.name, at+1, got, flip.cause)
					continue
				}
				right[flip.cause]++
			}
		}
	}
	t.Logf("%-10s %5s %6s", "cause", "cases", "right")
	for _, c := range []history.Cause{history.BySite, history.ByRules, history.ByTool, history.ByDay, ""} {
		name := string(c)
		if name == "" {
			name = "no change"
		}
		t.Logf("%-10s %5d %5.1f%%", name, all[c], 100*float64(right[c])/float64(all[c]))
	}
}

func causeOf(c history.Comparison, code string) history.Cause {
	for _, ch := range c.Changes {
		if ch.Item.Code == code {
			return ch.Cause
		}
	}
	return ""
}

func TestWhatPeopleSayIsNoChangeOfTheWebsite(t *testing.T) {
	for _, tt := range []struct {
		name          string
		before, after func(*ita.ItemResult)
		want          history.Cause
		direction     history.Direction
	}{
		{"waived", nil, waive, history.ByPeople, history.Other},
		{"waived no more", waive, nil, history.ByPeople, history.Worse},
		{"waived, then dead in another way", waive, func(it *ita.ItemResult) { it.Status, it.RawStatus, it.Evidence = ita.Missing, ita.Missing, nil }, history.BySite, history.Worse},
		{"settled by a person", nil, func(it *ita.ItemResult) { it.RawStatus, it.Status = ita.Undecided, ita.Pass }, history.ByPeople, history.Better},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var audits [2]*history.Audit
			for i, change := range []func(*ita.ItemResult){tt.before, tt.after} {
				w := newWorld()
				w.links[0][0] = dead(w.links[0][0])
				r := audited("a", w.rs, w.tool, w.day, w.links)
				if change != nil {
					change(&r.Items[0])
				}
				audits[i] = history.Of(r)
			}
			c := history.Compare(audits[1], slices.Values(audits[:1]), judge)
			if len(c.Changes) != 1 || c.Changes[0].Cause != tt.want || c.Changes[0].Direction != tt.direction {
				t.Errorf("%+v", c.Changes)
			}
		})
	}
}

func waive(it *ita.ItemResult) { it.RawStatus, it.Status = it.Status, ita.Waived }

func TestDirectionOfAChange(t *testing.T) {
	before := newWorld()
	before.links[0] = nil
	before.links[3] = nil
	after := newWorld()
	after.links[1] = nil
	after.links[3] = []ita.Evidence{dead(document("a", 4, 1, year))}
	c := history.Compare(after.audit(), slices.Values([]*history.Audit{before.audit()}), judge)
	want := map[string]history.Direction{"O1": history.Better, "O2": history.Worse, "O4": history.Other}
	if len(c.Changes) != len(want) || c.Items != 6 || len(c.Gaps) != 0 {
		t.Fatalf("%+v", c)
	}
	for _, ch := range c.Changes {
		if ch.Direction != want[ch.Item.Code] {
			t.Errorf("%s from %s to %s is %s", ch.Item.Code, ch.Before, ch.After, ch.Direction)
		}
	}
}

func TestYearsListsAreComparedByTopic(t *testing.T) {
	before, after := newWorld(), newWorld()
	after.rs.ID, after.rs.Year = "2569/general", year+1
	it := after.rs.Items // one item is new, so that the others move on by one
	after.rs.Items = append([]ita.Item{{Code: "O1", Topics: []string{"new"}, Period: ita.PeriodNone}}, it...)
	for i := range after.rs.Items {
		after.rs.Items[i].Code = fmt.Sprintf("O%d", i+1)
	}
	after.links = append([][]ita.Evidence{{document("a", 9, 1)}}, after.links...)
	c := history.Compare(after.audit(), slices.Values([]*history.Audit{before.audit()}), judge)
	if causeOf(c, "O2") != history.ByRules || causeOf(c, "O1") != "" {
		t.Errorf("%+v", c.Changes)
	}
}

func TestARunThatCouldNotLookIsAGap(t *testing.T) {
	s := open(t)
	w := newWorld()
	first := keep(t, s, w.day, w.audit())
	gap := w.copy()
	gap.day = day.AddDate(0, 0, 1)
	for i := range gap.links {
		gap.links[i] = []ita.Evidence{unseen(gap.links[i][0])}
	}
	second := keep(t, s, gap.day, gap.audit())
	broken := history.Failure(&ita.Agency{ID: "a"}, "1.0", day.AddDate(0, 0, 2), "dns")
	third := keep(t, s, broken.At, broken)
	cut := w.copy()
	cut.links[2] = nil
	r := audited("a", cut.rs, "1.0", day.AddDate(0, 0, 3), cut.links)
	r.Incomplete = "interrupted"
	fourth := keep(t, s, r.Finished, history.Of(r))
	gone := w.copy()
	gone.links[2], gone.day = nil, day.AddDate(0, 0, 4)
	fifth := keep(t, s, gone.day, gone.audit())
	for _, tt := range []struct {
		from, to      int64
		changes, gaps int
		failed        string
	}{
		{first, second, 0, 6, ""},
		{second, third, 0, 0, "dns"},
		{third, fourth, 0, 0, "interrupted"},
		{fourth, fifth, 1, 0, ""},
		{second, fifth, 1, 0, ""},
	} {
		c, err := s.Compare(tt.from, tt.to, "", judge)
		if err != nil || len(c) != 1 || len(c[0].Changes) != tt.changes || len(c[0].Gaps) != tt.gaps || c[0].Failed != tt.failed {
			t.Errorf("from %d to %d: %+v, %v", tt.from, tt.to, c, err)
			continue
		}
		if tt.changes > 0 && (!c[0].Changes[0].Since.Equal(day) || c[0].Changes[0].Before != ita.Pass) {
			t.Errorf("compared with %+v", c[0].Changes[0])
		}
	}
	if c, err := s.Compare(first, fifth, "b", judge); err != nil || len(c) != 0 {
		t.Errorf("%v, %v", c, err)
	}
}
