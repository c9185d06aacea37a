// Package checks judges one item from the evidence gathered for it: does it
// exist, can the public reach it, is it for the right fiscal year.
//
// Everything here is a pure function of stored evidence: no network, no clock,
// no files. It gathers nothing and renders nothing.
package checks

import (
	"slices"
	"time"

	"itacheck/ita"
)

// Check is one thing that is looked at.
type Check struct {
	ID  string
	Doc ita.Text // what it looks at and how it decides; printed by `itacheck explain`
	Run func(*Case) []ita.Finding
}

// All lists the checks in the order in which their findings are reported.
func All() []Check {
	return []Check{exists, reachable, fiscalYear, document, elements, monthly, twoWay, code}
}

// Case is one item with everything that the verdict rests on.
type Case struct {
	Rules    *ita.RuleSet
	Item     *ita.Item
	AsOf     time.Time
	Headings []ita.Heading  // where the page names the item
	Evidence []ita.Evidence // its links, reach and years judged
	Blind    string         // reason code: why the place where the item would stand could not be seen; empty when it was seen

	OldNumbers bool // the whole page is numbered for another year, which is said once

	Expected []ita.FiscalYear
	Found    []ita.FiscalYear
	Status   ita.Status

	decided []ita.FiscalYear // the years that the verdict rests on
}

// Verdict decides an item without saying why. It rests on the links' states and
// years alone, so that evidence of an earlier day can be judged under other rules.
func Verdict(c *Case) ita.Status {
	c.Expected = c.Item.ExpectedYears(c.Rules.Year)
	c.Found = allYears(c)
	c.decided = foundYears(c, isOpen) // what opens counts; a dead link's label only where nothing else is labelled
	if len(c.decided) == 0 {
		c.decided = foundYears(c, isLink)
	}
	c.Status = status(c)
	return c.Status
}

// Judge decides an item and says why.
func Judge(c *Case) ita.ItemResult {
	Verdict(c)
	r := ita.ItemResult{Item: *c.Item, Status: c.Status, RawStatus: c.Status, Expected: c.Expected, Found: c.Found, Evidence: c.Evidence}
	r.Fingerprint = ita.FingerprintOf(c.Rules.ID, &r)
	for _, check := range All() {
		r.Findings = append(r.Findings, check.Run(c)...)
	}
	return r
}

// status is the verdict. Its order is the honesty of the tool: what was seen to
// be absent, then what could not be seen, and only for links that open the year.
func status(c *Case) ita.Status {
	n := c.count()
	links := n[ita.ReachOK] + n[ita.ReachBroken] + n[ita.ReachRestricted] + n[ita.ReachUndecided]
	switch {
	case links == 0 && c.Blind != "":
		return ita.Undecided
	case links == 0:
		return c.unlessNotDue(ita.Missing)
	case n[ita.ReachOK] == 0 && n[ita.ReachUndecided] > 0:
		return ita.Undecided
	case n[ita.ReachOK] == 0:
		return ita.Unreachable
	case !c.Item.NeedsYear():
		return ita.Pass
	case len(c.Found) == 0 && c.unread():
		return ita.Undecided // the year may well stand in the picture
	}
	s := c.byYears(c.decided)
	if s != ita.Pass && s != ita.NotDue && c.unseen(s) {
		return ita.Undecided
	}
	return s
}

// byYears is the verdict on an item whose links bear these years.
func (c *Case) byYears(years []ita.FiscalYear) ita.Status {
	if len(years) == 0 {
		return c.unlessNotDue(ita.Unlabelled)
	}
	older := true
	for _, y := range years {
		if slices.Contains(c.Expected, y) {
			return ita.Pass
		}
		older = older && y < c.Expected[0]
	}
	if older {
		return c.unlessNotDue(ita.Stale)
	}
	return ita.WrongYear
}

// unseen reports whether a link that could not be looked at may change a verdict
// about years: by its label, by what stands in it if it has none, and by the
// documents on it if it is a page.
func (c *Case) unseen(s ita.Status) bool {
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Match.Elsewhere {
			continue
		}
		if tooLarge(e) {
			return true
		}
		if e.Reach.State != ita.ReachUndecided {
			continue
		}
		if len(e.Years) == 0 || !promisesDocument(e.Link.URL) {
			return true
		}
		one := Case{Item: c.Item, Evidence: []ita.Evidence{*e}}
		if c.byYears(slices.Concat(c.decided, foundYears(&one, isLink))) != s {
			return true
		}
	}
	return false
}

// tooLarge reports whether a link opens a page that is longer than is read.
func tooLarge(e *ita.Evidence) bool {
	return e.Reach.State == ita.ReachOK && slices.Contains(e.Reach.Warnings, ita.FailTooLarge)
}

// unread reports whether a document or page of the item opens but could not be read.
func (c *Case) unread() bool {
	return slices.ContainsFunc(c.Evidence, func(e ita.Evidence) bool {
		return tooLarge(&e) || e.Reach.State == ita.ReachOK && e.Document != nil && (e.Document.Scan || e.Document.Problem == "mojibake" || e.Document.Problem == "fetch")
	})
}

// unlessNotDue replaces a failing verdict on a first-half report until 1 April
// of the fiscal year: before that day its absence is no fault.
func (c *Case) unlessNotDue(s ita.Status) ita.Status {
	if c.Item.Period == ita.PeriodFirstHalf && c.AsOf.Before(c.Rules.Year.HalfDue()) {
		return ita.NotDue
	}
	return s
}

// count counts the item's links by what became of them. A page of documents is
// not itself one of them: it is judged by the documents on it.
func (c *Case) count() map[ita.ReachState]int {
	behind := map[string]bool{} // pages whose documents are evidence too
	for i := range c.Evidence {
		behind[c.Evidence[i].SourcePage] = true
	}
	n := map[ita.ReachState]int{}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Match.Elsewhere {
			continue // not in the list
		}
		if documentKinds[c.Item.Kind] && e.Reach.State == ita.ReachOK && (behind[e.Link.URL] || behind[e.Reach.FinalURL]) {
			continue
		}
		n[e.Reach.State]++
	}
	return n
}

// documentKinds are the kinds of items that are documents. The others, such as
// contact details or a news page, can be the linked page itself.
var documentKinds = map[string]bool{
	"plan": true, "annual-report": true, "progress-report": true, "monthly-summary": true, "manual": true, "policy": true,
	"criteria": true, "survey": true, "statistics": true, "declaration": true, "risk": true, "ethics": true,
}

// yearSeverity grades a fault of the year: a rule that is only remembered warns.
func (c *Case) yearSeverity() ita.Severity {
	if c.Item.PeriodConfidence.Firm() && c.Rules.AppliedFrom == 0 {
		return ita.SeverityError
	}
	return ita.SeverityWarning
}

// remedy is what to do about a link of no use. Where the item's verdict hangs on
// it, it says too what must be seen there, if not any year's will do.
func (c *Case) remedy(reason string) ita.Text {
	if c.Item.NeedsYear() && (c.Status == ita.Unreachable || c.Status == ita.Undecided) {
		return c.Rules.Remedy(c.Item, c.Status, reason)
	}
	return ita.ReasonOf(reason).Remedy
}
