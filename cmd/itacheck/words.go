package main

import "itacheck/ita"

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
