package history

import (
	"iter"
	"slices"
	"time"

	"itacheck/ita"
)

// Cause is why a verdict is another than before.
type Cause string

// Causes of a changed verdict.
const (
	BySite   Cause = "website"
	ByRules  Cause = "rules"   // the list of items, what it asks for, or how it is matched
	ByTool   Cause = "program" // another version judges the same evidence otherwise
	ByDay    Cause = "due"     // what was not due yet is due now
	ByPeople Cause = "people"  // somebody settled it or waived it, or does so no more
)

// Direction is whether a change is for the better.
type Direction string

// Directions of a change.
const (
	Better Direction = "better" // it passes now and was found wanting
	Worse  Direction = "worse"  // it is found wanting now and was not
	Other  Direction = "other"
)

// Change is a verdict that is another than when it was last decided.
type Change struct {
	Agency        Agency
	Item          ita.Item // of the later rule set
	Owner         string
	Before, After ita.Status
	BeforeFound   []ita.FiscalYear
	AfterFound    []ita.FiscalYear
	Since         time.Time // the end of the audit that decided Before; earlier than the other run's where that one could not look
	Direction     Direction
	Cause         Cause
}

// Comparison is what changed for one agency.
type Comparison struct {
	Agency  Agency
	Changes []Change
	Gaps    []string // codes of items that could not be looked at now: nothing is said of them
	Failed  string   // why there is nothing to compare at all; empty when there is
	Items   int      // items compared
}

// Judge is the verdict on an item from its evidence under a rule set. It must be
// a pure function.
type Judge func(rs *ita.RuleSet, it *ita.Item, asOf time.Time, evidence []ita.Evidence) ita.Status

// decided reports whether a verdict is one: undecided is a gap in what we know.
func decided(s ita.Status) bool { return s != ita.Undecided && s != "" }

// Compare says what changed since the newest of earlier audits, newest first.
// An item that could not be looked at there is compared with its last decided
// verdict; one that cannot be looked at now has not changed.
func Compare(now *Audit, earlier iter.Seq[*Audit], judge Judge) Comparison {
	c := Comparison{Agency: now.Agency, Failed: now.Failed}
	if now.Failed != "" {
		return c
	}
	waiting := map[string]int{}
	for i := range now.Items {
		if it := &now.Items[i]; decided(it.Status) {
			waiting[it.Code] = i
		} else {
			c.Gaps = append(c.Gaps, it.Code)
		}
	}
	found := map[string]Change{}
	for before := range earlier {
		if before.Failed != "" {
			continue
		}
		p := &pair{before: before, after: now, judge: judge}
		for code, i := range waiting {
			was := p.same(code)
			if was < 0 || !decided(before.Items[was].Status) {
				continue
			}
			delete(waiting, code)
			c.Items++
			if before.Items[was].Status != now.Items[i].Status {
				found[code] = p.change(before.full(was), now.full(i))
			}
		}
		if len(waiting) == 0 {
			break
		}
	}
	for i := range now.Items {
		if ch, ok := found[now.Items[i].Code]; ok {
			c.Changes = append(c.Changes, ch)
		}
	}
	return c
}

// pair is two audits of an agency.
type pair struct {
	before, after *Audit
	judge         Judge
	saw           [2]map[string]fact // what was seen of links before and after, whatever item they were taken for
}

// fact is what a website showed of a link, without any judgement.
type fact struct {
	status      int
	final, kind string
	bytes       int64
	unknown     bool // it could not be looked at
}

func facts(a *Audit) map[string]fact {
	out := map[string]fact{}
	for i := range a.Items {
		addFacts(out, a.full(i))
	}
	return out
}

func addFacts(to map[string]fact, it *Item) {
	for i := range it.Links {
		l := &it.Links[i]
		to[l.key()] = fact{l.Status, l.Final, l.Type, l.Bytes, l.State == ita.ReachUndecided && l.Status/100 != 2}
	}
}

// key is what makes a link the same in two audits: where it leads and what it says.
func (l *Link) key() string { return l.URL + "\n" + l.Text }

// same is where the earlier audit has the item that is the same as one of the
// later: that with its code, or with its topic where the lists differ; -1 where
// it has none.
func (p *pair) same(code string) int {
	if p.before.Rules.ID == p.after.Rules.ID {
		return p.before.at(code)
	}
	it := p.after.Rules.Item(code)
	if it == nil || len(it.Topics) == 0 {
		return -1
	}
	for i := range p.before.Rules.Items {
		if o := &p.before.Rules.Items[i]; len(o.Topics) > 0 && o.Topics[0] == it.Topics[0] {
			return p.before.at(o.Code)
		}
	}
	return -1
}

func (p *pair) change(was, is *Item) Change {
	c := Change{
		Agency: p.after.Agency, Owner: is.Owner, Before: was.Status, After: is.Status, BeforeFound: was.Found, AfterFound: is.Found,
		Since: p.before.At, Direction: direction(was.Status, is.Status), Cause: p.cause(was, is),
	}
	if it := p.after.Rules.Item(is.Code); it != nil {
		c.Item = *it
	} else {
		c.Item.Code = is.Code
	}
	return c
}

func direction(before, after ita.Status) Direction {
	switch {
	case before.Fails() && after == ita.Pass:
		return Better
	case !before.Fails() && after.Fails():
		return Worse
	}
	return Other
}

// cause finds what alone explains a change: people, where the machine's verdict
// is the same or none; else a day that came; else the rules or the program, under
// which the old evidence is judged again; else what the website showed.
func (p *pair) cause(was, is *Item) Cause {
	before, after := was.raw(), is.raw()
	if before == after || !decided(before) || !decided(after) {
		return ByPeople
	}
	rules, tool := p.before.Digest != p.after.Digest, p.before.Tool != p.after.Tool
	again := p.again(was, is)
	sameRules := again(p.before.Rules, p.before.AsOf)
	today := again(p.before.Rules, p.after.AsOf)
	switch {
	case !p.before.AsOf.Equal(p.after.AsOf) && sameRules == before && today == after:
		return ByDay
	case rules && today != after && again(p.after.Rules, p.after.AsOf) == after:
		return ByRules
	case tool && sameRules == after:
		return ByTool // today's program says so of the old evidence under the old rules
	case p.siteChanged(was, is) || !rules && !tool: // the latter by something that is not kept
		return BySite
	case !tool || rules && p.asks(was, is):
		return ByRules
	}
	return ByTool
}

// again judges the old evidence of an item.
func (p *pair) again(was, is *Item) func(*ita.RuleSet, time.Time) ita.Status {
	evidence := was.Evidence()
	return func(rs *ita.RuleSet, asOf time.Time) ita.Status {
		code := was.Code
		if rs == p.after.Rules {
			code = is.Code
		}
		if it := rs.Item(code); it != nil {
			return p.judge(rs, it, asOf, evidence)
		}
		return ""
	}
}

// asks reports whether the two lists judge an item differently.
func (p *pair) asks(was, is *Item) bool {
	a, b := p.before.Rules.Item(was.Code), p.after.Rules.Item(is.Code)
	return a == nil || b == nil || p.before.Rules.Year != p.after.Rules.Year || a.Period != b.Period || a.Kind != b.Kind || !slices.Equal(a.Accept, b.Accept)
}

// siteChanged reports whether the website showed something else of the item's
// links, or other links. A link that could not be looked at tells nothing.
func (p *pair) siteChanged(was, is *Item) bool {
	own := [2]map[string]fact{{}, {}}
	addFacts(own[0], was)
	addFacts(own[1], is)
	for _, links := range own {
		for key := range links {
			before, there := own[0][key]
			after, still := own[1][key]
			if !there || !still {
				before, after, there, still = p.anywhere(key)
			}
			if there != still || !before.unknown && !after.unknown && before != after {
				return true
			}
		}
	}
	return false
}

// anywhere is what was seen of a link whatever item it was taken for: one that
// is taken for another item now is no change of the website.
func (p *pair) anywhere(key string) (before, after fact, there, still bool) {
	if p.saw[0] == nil {
		p.saw = [2]map[string]fact{facts(p.before), facts(p.after)}
	}
	before, there = p.saw[0][key]
	after, still = p.saw[1][key]
	return before, after, there, still
}
