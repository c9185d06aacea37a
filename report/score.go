package report

import (
	"fmt"
	"slices"

	"itacheck/ita"
)

// lastWeighed is the last year for which OIT is known to make up 40 of 100 points.
const lastWeighed = 2568

// scoreRange writes a range of points, as one number when its ends are the same.
func scoreRange(low, high float64) string {
	a, b := fmt.Sprintf("%.2f", rounded(low)), fmt.Sprintf("%.2f", rounded(high))
	if a == b {
		return a
	}
	return a + "–" + b
}

// scoreNotes say what a score means for the year's result, and what it does
// not: the total also rests on IIT and EIT, which no website shows.
func (v *view) scoreNotes() []string {
	s := v.r.Score
	if s == nil {
		return nil
	}
	low, high := rounded(s.Low), rounded(s.High)
	var notes []string
	if low != high {
		notes = append(notes, v.say(
			"คะแนนเป็นช่วงเพราะมีข้อที่โปรแกรมตัดสินไม่ได้: ค่าต่ำนับข้อเหล่านั้นว่าไม่ผ่าน ค่าสูงนับว่าผ่าน",
			"It is a range because some items could not be judged: they count as failed in the lower figure, as passed in the higher.",
		))
	}
	if slices.ContainsFunc(v.r.Items, func(it ita.ItemResult) bool { return it.Waiver != nil }) {
		notes = append(notes, v.say(
			"การยกเว้นไม่มีผลต่อคะแนน ข้อที่ยกเว้นนับตามผลก่อนยกเว้น",
			"A waiver earns no points: what is waived counts as it is without.",
		))
	}
	notes = append(notes, fmt.Sprintf(v.say(
		"OIT มีน้ำหนัก %.0f คะแนนจากคะแนนรวม 100 คะแนน ส่วนนี้จึงคาดว่าได้ %s คะแนน",
		"OIT makes up %.0f of the total's 100 points, of which this is %s.",
	), ita.OITPoints, scoreRange(low*ita.OITPoints/100, high*ita.OITPoints/100)))
	if g, ok := ita.BestGrade(v.rs.Year, high); ok {
		notes = append(notes, fmt.Sprintf(v.say(
			"หาก IIT และ EIT ได้เต็ม คะแนนรวมจะไม่เกิน %.2f ระดับสูงสุดที่เป็นไปได้คือ “%s” ระดับจริงขึ้นกับ IIT และ EIT ซึ่งโปรแกรมไม่ได้ตรวจ",
			"With full marks in IIT and EIT the total is at most %.2f and the grade at best “%s”; the real one depends on IIT and EIT, which itacheck does not see.",
		), rounded(ita.BestTotal(high)), g.Name.In(v.lang)))
	}
	if v.rs.Standing != ita.StandingFirm || v.rs.Year > lastWeighed {
		notes = append(notes, v.say(
			"หมวดและน้ำหนักคะแนนของชุดเกณฑ์นี้ยังไม่ได้รับการยืนยัน คะแนนทั้งหมดจึงเป็นค่าประมาณ",
			"The sections and weights of this rule set are not confirmed, so that all points are approximate.",
		))
	}
	return append(notes, v.say(
		"เป็นการประมาณของโปรแกรม ไม่ใช่ผลการประเมินของ ป.ป.ช.",
		"This is an estimate, not the assessment of the NACC.",
	))
}
