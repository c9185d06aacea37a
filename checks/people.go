package checks

import (
	"slices"
	"time"

	"itacheck/ita"
)

// Ids of the findings about what people say.
const (
	checkWaiver  = "waiver"
	checkVerdict = "verdict"
)

// People applies what the agency's file says of items that have been judged:
// first the verdicts on those that could not be decided, then the waivers. Each
// that is applied and each that is void leaves a finding at its item; what it
// returns is about items that the list does not have. The machine's own verdict
// stays in RawStatus.
func People(items []ita.ItemResult, ag *ita.Agency, asOf time.Time) []ita.Finding {
	var lost []ita.Finding
	for i := range ag.Verdicts {
		v := ag.Verdicts[i]
		if it := itemOf(items, v.Item); it != nil {
			settle(it, &v)
		} else {
			lost = append(lost, noItem(checkVerdict, v.Item))
		}
	}
	for i := range ag.Waivers {
		w := ag.Waivers[i]
		if it := itemOf(items, w.Item); it != nil {
			waive(it, &w, asOf)
		} else {
			lost = append(lost, noItem(checkWaiver, w.Item))
		}
	}
	return lost
}

func itemOf(items []ita.ItemResult, code string) *ita.ItemResult {
	i := slices.IndexFunc(items, func(it ita.ItemResult) bool { return it.Item.Code == code })
	if i < 0 {
		return nil
	}
	return &items[i]
}

// settle gives an undecided item the verdict of a person who saw the same
// evidence. Where there are several the first one counts.
func settle(it *ita.ItemResult, v *ita.HumanVerdict) {
	switch {
	case it.Settled != nil:
		return
	case it.Raw() != ita.Undecided:
		it.Findings = append(it.Findings, needlessVerdict(v))
		return
	case v.Fingerprint != it.Fingerprint:
		it.Findings = append(it.Findings, changedVerdict(v, it.Fingerprint))
		return
	}
	it.Status, it.Settled = v.Verdict, v
	it.Findings = append(it.Findings, settledBy(v))
}

// waive leaves out a fault that was waived as it is, until the waiver's last
// day. What was found stays, marked, and counts no more.
func waive(it *ita.ItemResult, w *ita.Waiver, asOf time.Time) {
	switch {
	case it.Waiver != nil:
		return
	case !it.Status.Fails() && it.Status != ita.Undecided:
		it.Findings = append(it.Findings, needlessWaiver(w))
		return
	case dayOf(asOf).After(dayOf(w.Until)):
		it.Findings = append(it.Findings, expired(w))
		return
	case w.Fingerprint != it.Fingerprint:
		it.Findings = append(it.Findings, changedWaiver(w, it.Fingerprint))
		return
	}
	it.Status, it.Waiver = ita.Waived, w
	for i := range it.Findings {
		it.Findings[i].Waived = true
	}
	it.Findings = append(it.Findings, waivedBy(w))
}

// dayOf is the day in Bangkok that a moment lies in.
func dayOf(t time.Time) time.Time {
	y, m, d := t.In(ita.Bangkok).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, ita.Bangkok)
}
