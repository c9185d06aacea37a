package ita

import "slices"

// OITPoints is how much of the 100-point ITA total the open data part makes up
// (domain/scoring.md: FY2565, verified for FY2564, seen for FY2567; the same
// is taken for the other years).
const OITPoints = 40.0

// Share is the part of the OIT score that one item of a section carries: the
// section's share of the whole divided by its items. It is 0 when the rule set
// has no scoring for the section.
func (rs *RuleSet) Share(section string) float64 {
	share, code := 1.0, section
	for range rs.Sections { // as deep as there are sections, at most
		i := slices.IndexFunc(rs.Sections, func(s Section) bool { return s.Code == code })
		if i < 0 {
			return 0
		}
		s := &rs.Sections[i]
		share *= s.Weight
		if code == section {
			share /= float64(max(len(s.Items), 1))
		}
		if code = s.Parent; code == "" {
			return share
		}
	}
	return 0
}

// Worth is how many points of the 100-point ITA total one item of a section is
// worth, by the scoring of FY2564: an item scores all or nothing.
func (rs *RuleSet) Worth(section string) float64 { return OITPoints * rs.Share(section) }

// Grade is one step of a year's scale of results.
type Grade struct {
	Name  Text
	Total float64 // the least total, of 100
	Tool  float64 // the least score of each of IIT, EIT and OIT, of 100
}

// Grades is the scale of a year, best first: letters for FY2562 to FY2565,
// levels from FY2566 on. It is nil for years before.
func Grades(y FiscalYear) []Grade {
	letter := func(s string, total float64) Grade { return Grade{Text{TH: s, EN: s}, total, 0} }
	switch {
	case y < 2562:
		return nil
	case y < 2566:
		return []Grade{
			letter("AA", 95), letter("A", 85), letter("B", 75), letter("C", 65), letter("D", 55), letter("E", 50), letter("F", 0),
		}
	}
	return []Grade{
		{Text{TH: "ผ่านดีเยี่ยม", EN: "excellent (ผ่านดีเยี่ยม)"}, 95, 95},
		{Text{TH: "ผ่านดี", EN: "good (ผ่านดี)"}, 85, 85},
		{Text{TH: "ผ่าน", EN: "pass (ผ่าน)"}, 85, 0},
		{Text{TH: "ต้องปรับปรุง", EN: "to be improved (ต้องปรับปรุง)"}, 70, 0},
		{Text{TH: "ต้องปรับปรุงโดยด่วน", EN: "to be improved urgently (ต้องปรับปรุงโดยด่วน)"}, 0, 0},
	}
}

// BestTotal is the total that an OIT score allows at most: IIT and EIT, which
// nobody can tell from a website, are taken to be full.
func BestTotal(oit float64) float64 { return 100 - OITPoints + oit*OITPoints/100 }

// BestGrade is the grade that an OIT score allows at most, and whether the
// year's scale is known.
func BestGrade(y FiscalYear, oit float64) (Grade, bool) {
	const half = 0.005 // what is published has two decimals
	for _, g := range Grades(y) {
		if BestTotal(oit)+half >= g.Total && oit+half >= g.Tool {
			return g, true
		}
	}
	return Grade{}, false
}
