package checks

import (
	"strings"
	"time"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// monthly: is there one for every month that is due?
var monthly = Check{
	ID: "monthly",
	Doc: ita.Text{
		TH: "ข้อที่ต้องเผยแพร่ทุกเดือนควรมีครบตั้งแต่เดือนตุลาคมถึงเดือนที่ผ่านมาแล้วก่อนวันตรวจ นับจากชื่อเดือนในข้อความของลิงก์ ถ้าเดือนใดไม่มีรายการ ให้เผยแพร่ว่าไม่มี",
		EN: "an item to be published each month should have every month from October to the last one that was over on the day of judgement, by the months that the links name; a month without anything to report is published as such",
	},
	Run: func(c *Case) []ita.Finding {
		if c.Item.Period != ita.PeriodMonthly || c.Status != ita.Pass {
			return nil
		}
		got := monthsSeen(c)
		if len(got) < 2 {
			return nil // no series by month that something could be missing from
		}
		var th, en []string
		for m := 1; m <= monthsDue(c.Rules.Year, c.AsOf); m++ {
			if !got[m] {
				th, en = append(th, monthsTH[m-1]), append(en, time.Month((m+8)%12+1).String())
			}
		}
		if len(th) == 0 {
			return nil
		}
		return []ita.Finding{{
			Check: "monthly", Severity: ita.SeverityWarning,
			Message: ita.Text{
				TH: "ไม่พบของเดือน" + strings.Join(th, " ") + " ในปีงบประมาณ " + c.Rules.Year.String(),
				EN: "nothing was found for " + strings.Join(en, ", ") + " of fiscal year " + c.Rules.Year.String(),
			},
			Remedy: ita.Text{
				TH: "เผยแพร่ให้ครบทุกเดือน เดือนใดไม่มีรายการให้ระบุว่าไม่มี และเขียนชื่อเดือนไว้ในข้อความของลิงก์",
				EN: "publish every month, say so where a month has nothing to report, and name the month in the link's text",
			},
		}}
	},
}

// monthsTH are the months of a fiscal year, October first.
var monthsTH = [12]string{
	"ตุลาคม", "พฤศจิกายน", "ธันวาคม", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน",
}

// monthsDue is how many months of a fiscal year, October being the first, were
// over on a day: on 30 April six, October to March.
func monthsDue(y ita.FiscalYear, asOf time.Time) int {
	n := 0
	for n < 12 && !y.Start().AddDate(0, n+1, 0).After(asOf) {
		n++
	}
	return n
}

// monthsSeen are the months of the fiscal year that the item's links name, 1 for
// October. Links that do not open count too: that they do not is said elsewhere.
func monthsSeen(c *Case) map[int]bool {
	got := map[int]bool{}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Reach.State == ita.ReachPlaceholder {
			continue
		}
		for _, text := range []string{e.Link.Text, e.Match.Label, e.Link.Title} {
			for _, m := range thai.Years(text) {
				if m.FirstMonth == 0 || m.From != c.Rules.Year || m.To != c.Rules.Year {
					continue
				}
				for month := m.FirstMonth; month <= m.LastMonth; month++ {
					got[month] = true
				}
			}
		}
	}
	return got
}
