package ita

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Waiver is an agency's stated reason for not counting an item's fault until a
// day, as long as the fault is the one that was seen when it was given.
type Waiver struct {
	Item        string
	Reason      string
	By          string    // who answers for it
	Until       time.Time // the last day that it holds
	Fingerprint string    // of the item as it was seen, as FingerprintOf gives it
}

// HumanVerdict is what a person found of an item that a machine could not
// judge, as long as the evidence is the one that the person saw.
type HumanVerdict struct {
	Item        string
	Verdict     Status // one of HumanVerdicts
	By          string // who looked
	On          time.Time
	Note        string // what was seen; may be empty
	Fingerprint string // as of a Waiver
}

// HumanVerdicts are the verdicts that a person can give.
var HumanVerdicts = [...]Status{Pass, Missing, Unreachable, Stale, WrongYear, Unlabelled}

// Fails reports whether an item was seen and found wanting.
func (s Status) Fails() bool {
	switch s {
	case Missing, Unreachable, Stale, WrongYear, Unlabelled:
		return true
	}
	return false
}

// Raw is the machine's own verdict, without what people say.
func (it *ItemResult) Raw() Status { return cmp.Or(it.RawStatus, it.Status) }

// Unwaived is the verdict that counts for the score: with what a person found,
// without a waiver, which earns no points.
func (it *ItemResult) Unwaived() Status {
	switch {
	case it.Settled != nil:
		return it.Settled.Verdict
	case it.Waiver != nil:
		return it.Raw()
	}
	return it.Status
}

// FingerprintLength is how many hexadecimal digits a fingerprint has.
const FingerprintLength = 12

// FingerprintOf names what an item's verdict rests on: the rule set, the item,
// the machine's verdict, and of each link its address (for one that leads
// nowhere, what is written there), whether and why it does not open, and the
// years found. It is another when any of that is, and the same whatever becomes
// of wording, order, times, sizes, repetitions and the program's version. A
// document that is replaced under its old address, with the same years, does
// not change it.
func FingerprintOf(ruleSet string, it *ItemResult) string {
	lines := make([]string, len(it.Evidence))
	for i := range it.Evidence {
		lines[i] = it.Evidence[i].restsOn()
	}
	slices.Sort(lines)
	head := fmt.Sprintf("%q %q %q\n", ruleSet, it.Item.Code, it.Raw())
	sum := sha256.Sum256([]byte(head + strings.Join(slices.Compact(lines), "\n")))
	return hex.EncodeToString(sum[:])[:FingerprintLength]
}

// restsOn is what a fingerprint covers of one link, in one line.
func (e *Evidence) restsOn() string {
	years := make([]FiscalYear, len(e.Years))
	for i, y := range e.Years {
		years[i] = y.Year
	}
	slices.Sort(years)
	return fmt.Sprintf("%q %q %q %v", cmp.Or(e.Link.URL, e.Link.Href), e.Reach.State, e.Reach.Reason, slices.Compact(years))
}
