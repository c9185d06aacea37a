package audit

import "itacheck/ita"

// Score projects the OIT score, 0 to 100, from the verdicts by the method that
// published scores were found to follow (FY2564, thirteen agencies): an item
// scores all or nothing, a sub-indicator is the mean of its items, an indicator
// the mean of its sub-indicators, OIT the mean of its indicators. Verdicts that
// a machine cannot be sure of span the range: undecided and unlabelled, and
// year faults under rules that are only remembered. What a person found of an
// undecided item counts; a waiver earns nothing. It returns nil for a rule set
// without sections.
func Score(rs *ita.RuleSet, items []ita.ItemResult) *ita.Score {
	children := map[string][]*ita.Section{}
	for i := range rs.Sections {
		s := &rs.Sections[i]
		children[s.Parent] = append(children[s.Parent], s)
	}
	if len(children[""]) == 0 {
		return nil
	}
	low, high := map[string]float64{}, map[string]float64{}
	for i := range items {
		low[items[i].Item.Code], high[items[i].Item.Code] = points(&items[i])
	}
	out := &ita.Score{}
	var value func(s *ita.Section) (l, h float64)
	value = func(s *ita.Section) (l, h float64) {
		if subs := children[s.Code]; s.Code != "" && len(subs) > 0 {
			for _, sub := range subs {
				sl, sh := value(sub)
				l += sl * sub.Weight
				h += sh * sub.Weight
			}
		} else if len(s.Items) > 0 {
			for _, code := range s.Items {
				l += low[code] / float64(len(s.Items))
				h += high[code] / float64(len(s.Items))
			}
		}
		out.Indicators = append(out.Indicators, ita.IndicatorScore{Code: s.Code, Title: s.Title, Low: l, High: h})
		return l, h
	}
	for _, s := range children[""] {
		l, h := value(s)
		out.Low += l * s.Weight
		out.High += h * s.Weight
	}
	return out
}

// points are what an item scores at worst and at best.
func points(r *ita.ItemResult) (low, high float64) {
	switch r.Unwaived() {
	case ita.Pass:
		return 100, 100
	case ita.Undecided, ita.Unlabelled, ita.NotDue:
		return 0, 100
	case ita.Stale, ita.WrongYear:
		if !r.Item.PeriodConfidence.Firm() {
			return 0, 100
		}
	}
	return 0, 0
}
