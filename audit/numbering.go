package audit

import (
	"fmt"
	"slices"

	"itacheck/ita"
)

// leastRenumbered is how many items must bear another year's number before the
// whole page is said to use that year's numbering.
const leastRenumbered = 5

// numbering returns the other year's list whose numbers a page uses, or nil: the
// list that explains more of the printed codes than the list asked for does, and
// at least half of them.
func numbering(rs *ita.RuleSet, headings []ita.Heading, others []*ita.RuleSet) *ita.RuleSet {
	printed := map[string]string{} // item → the code printed at its first heading
	for _, h := range headings {
		if _, ok := printed[h.Code]; !ok && h.Printed != "" {
			printed[h.Code] = h.Printed
		}
	}
	own := 0
	for code, p := range printed {
		if code == p {
			own++
		}
	}
	if len(printed)-own < leastRenumbered {
		return nil
	}
	var best *ita.RuleSet
	most := max(own, len(printed)/2)
	for _, other := range others {
		if other.ID == rs.ID {
			continue
		}
		fits := 0
		for code, p := range printed {
			if a, b := rs.Item(code), other.Item(p); a != nil && b != nil && shareTopic(a, b) {
				fits++
			}
		}
		if fits > most {
			best, most = other, fits
		}
	}
	return best
}

func shareTopic(a, b *ita.Item) bool {
	return slices.ContainsFunc(a.Topics, func(t string) bool { return slices.Contains(b.Topics, t) })
}

// oldNumbers is the one finding for a page that is numbered for another year.
func oldNumbers(rs, other *ita.RuleSet, page string) ita.Finding {
	return ita.Finding{
		Check: "code", Severity: ita.SeverityWarning, URL: page,
		Message: ita.Text{
			TH: fmt.Sprintf("หน้า ITA ยังใช้เลขข้อของปี %s โปรแกรมจับคู่จากชื่อข้อแทน", other.Year),
			EN: fmt.Sprintf("the ITA page still uses the numbers of FY%s; items were matched by their titles", other.Year),
		},
		Remedy: ita.Text{
			TH: fmt.Sprintf("แก้เลขข้อให้ตรงกับรายการของปี %s (ดูด้วยคำสั่ง itacheck rules diff %s %s)", rs.Year, other.ID, rs.ID),
			EN: fmt.Sprintf("renumber the items by the list of FY%s (see itacheck rules diff %s %s)", rs.Year, other.ID, rs.ID),
		},
	}
}
