package main

import (
	"fmt"
	"time"

	"itacheck/ita"
)

var thaiMonths = [...]string{"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."}

// span writes two days, in Thai with Buddhist years.
func span(from, to time.Time) ita.Text {
	th := func(t time.Time) string {
		return fmt.Sprintf("%d %s %d", t.Day(), thaiMonths[t.Month()-1], t.Year()+543)
	}
	return ita.Text{
		TH: th(from) + " - " + th(to),
		EN: from.Format("2 Jan 2006") + " - " + to.Format("2 Jan 2006"),
	}
}

// fiscal names a fiscal year with its days.
func fiscal(y ita.FiscalYear) ita.Text {
	days := span(y.Start(), (y+1).Start().AddDate(0, 0, -1))
	return ita.Text{
		TH: fmt.Sprintf("ปีงบประมาณ %d (%s)", y, days.TH),
		EN: fmt.Sprintf("fiscal year %d (%s)", y, days.EN),
	}
}

// periodIn spells out what a period rule means in the assessment of a year.
func periodIn(p ita.Period, y ita.FiscalYear) ita.Text {
	year := fiscal(y)
	switch p {
	case ita.PeriodSame:
		return year
	case ita.PeriodPrevious:
		return fiscal(y - 1)
	case ita.PeriodFirstHalf:
		days := span(y.Start(), y.HalfDue().AddDate(0, 0, -1))
		return ita.Text{
			TH: fmt.Sprintf("ปีงบประมาณ %d รอบ 6 เดือนแรก (%s)", y, days.TH),
			EN: fmt.Sprintf("the first six months of fiscal year %d (%s)", y, days.EN),
		}
	case ita.PeriodCovers:
		return ita.Text{
			TH: fmt.Sprintf("ช่วงหลายปีที่ครอบคลุมปีงบประมาณ %d เช่น %d-%d", y, y, y+4),
			EN: fmt.Sprintf("a span of years that includes fiscal year %d, such as %d-%d", y, y, y+4),
		}
	case ita.PeriodInForce:
		return ita.Text{TH: "ฉบับที่ยังใช้อยู่ จะออกในปีใดก็ได้", EN: "what is in force now, of any year"}
	case ita.PeriodRecent:
		return ita.Text{TH: "มีข้อมูลที่ลงวันที่ใน" + year.TH, EN: "something dated within " + year.EN}
	case ita.PeriodMonthly:
		return ita.Text{TH: "รายเดือน ทุกเดือนของ" + year.TH, EN: "one for each month of " + year.EN}
	}
	return ita.Text{TH: "ไม่ต้องระบุปี แต่ต้องเป็นข้อมูลปัจจุบัน", EN: "no year needed, but it must be up to date"}
}

// period names a period rule in short, whatever the year.
func period(p ita.Period) ita.Text {
	switch p {
	case ita.PeriodSame:
		return ita.Text{TH: "ปีที่ประเมิน", EN: "year assessed"}
	case ita.PeriodPrevious:
		return ita.Text{TH: "ปีก่อน", EN: "year before"}
	case ita.PeriodFirstHalf:
		return ita.Text{TH: "รอบ 6 เดือนแรก", EN: "first six months"}
	case ita.PeriodCovers:
		return ita.Text{TH: "ครอบคลุมปีที่ประเมิน", EN: "covers the year"}
	case ita.PeriodInForce:
		return ita.Text{TH: "ที่ใช้อยู่", EN: "in force"}
	case ita.PeriodRecent:
		return ita.Text{TH: "ลงวันที่ในปี", EN: "dated in the year"}
	case ita.PeriodMonthly:
		return ita.Text{TH: "ทุกเดือน", EN: "every month"}
	}
	return ita.Text{TH: "ไม่ต้องระบุปี", EN: "no year"}
}

// periods names an item's period rule with what passes too.
func periods(it *ita.Item, lang ita.Lang) string {
	s := period(it.Period).In(lang)
	for _, p := range it.Accept {
		s += ita.Text{TH: " หรือ", EN: " or "}.In(lang) + period(p).In(lang)
	}
	return s
}

// sure says how a fact of a rule set is known.
func sure(c ita.Confidence) ita.Text {
	switch c {
	case ita.Seed:
		return ita.Text{TH: "ยืนยันจากเอกสารอ้างอิง", EN: "confirmed by a reference document"}
	case ita.Seen:
		return ita.Text{TH: "พบในเอกสารหรือเว็บไซต์ที่เผยแพร่", EN: "seen on a published page or document"}
	case ita.Inferred:
		return ita.Text{TH: "สรุปจากรายการของปีใกล้เคียง ยังไม่พบเอกสารยืนยัน", EN: "inferred from other years; no document seen"}
	case ita.Recalled:
		return ita.Text{TH: "ยังไม่พบเอกสารยืนยัน โปรดตรวจกับคู่มือของ ป.ป.ช.", EN: "from memory only; check the NACC's manual"}
	}
	return ita.Text{TH: "ไม่ทราบ", EN: "unknown"}
}

// standing says how far a rule set can be trusted.
func standing(s ita.Standing) ita.Text {
	switch s {
	case ita.StandingFirm:
		return ita.Text{TH: "ยืนยันแล้ว", EN: "firm"}
	case ita.StandingProvisional:
		return ita.Text{TH: "เบื้องต้น", EN: "provisional"}
	case ita.StandingExperimental:
		return ita.Text{TH: "ทดลอง", EN: "experimental"}
	}
	return ita.Text{EN: string(s)}
}
