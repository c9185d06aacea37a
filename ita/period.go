package ita

import (
	"fmt"
	"time"
)

var shortMonths = [...]string{"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."}

// span writes two days, in Thai with Buddhist years.
func span(from, to time.Time) Text {
	th := func(t time.Time) string {
		return fmt.Sprintf("%d %s %d", t.Day(), shortMonths[t.Month()-1], t.Year()+543)
	}
	return Text{
		TH: th(from) + " - " + th(to),
		EN: from.Format("2 Jan 2006") + " - " + to.Format("2 Jan 2006"),
	}
}

// named names a fiscal year with its days.
func (y FiscalYear) named() Text {
	days := span(y.Start(), (y+1).Start().AddDate(0, 0, -1))
	return Text{
		TH: fmt.Sprintf("ปีงบประมาณ %d (%s)", y, days.TH),
		EN: fmt.Sprintf("fiscal year %d (%s)", y, days.EN),
	}
}

// In spells out what a period rule means in the assessment of a year.
func (p Period) In(y FiscalYear) Text {
	year := y.named()
	switch p {
	case PeriodSame:
		return year
	case PeriodPrevious:
		return (y - 1).named()
	case PeriodFirstHalf:
		days := span(y.Start(), y.HalfDue().AddDate(0, 0, -1))
		return Text{
			TH: fmt.Sprintf("ปีงบประมาณ %d รอบ 6 เดือนแรก (%s)", y, days.TH),
			EN: fmt.Sprintf("the first six months of fiscal year %d (%s)", y, days.EN),
		}
	case PeriodCovers:
		return Text{
			TH: fmt.Sprintf("ช่วงหลายปีที่ครอบคลุมปีงบประมาณ %d เช่น %d-%d", y, y, y+4),
			EN: fmt.Sprintf("a span of years that includes fiscal year %d, such as %d-%d", y, y, y+4),
		}
	case PeriodInForce:
		return Text{TH: "ฉบับที่ยังใช้อยู่ จะออกในปีใดก็ได้", EN: "what is in force now, of any year"}
	case PeriodRecent:
		return Text{TH: "มีข้อมูลที่ลงวันที่ใน" + year.TH, EN: "something dated within " + year.EN}
	case PeriodMonthly:
		return Text{TH: "รายเดือน ทุกเดือนของ" + year.TH, EN: "one for each month of " + year.EN}
	}
	return Text{TH: "ไม่ต้องระบุปี แต่ต้องเป็นข้อมูลปัจจุบัน", EN: "no year needed, but it must be up to date"}
}
