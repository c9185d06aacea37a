package checks

import "itacheck/ita"

// waivedBy says that an item is waived, until when, by whom and why.
func waivedBy(w *ita.Waiver) ita.Finding {
	until := ita.DayText(w.Until)
	return ita.Finding{
		Check: checkWaiver, Severity: ita.SeverityInfo,
		Message: ita.Text{
			TH: "ยกเว้นถึงวันที่ " + until.TH + " โดย " + w.By + ": " + w.Reason,
			EN: "waived until " + until.EN + " by " + w.By + ": " + w.Reason,
		},
	}
}

// expired says that a waiver's last day has passed.
func expired(w *ita.Waiver) ita.Finding {
	until := ita.DayText(w.Until)
	return ita.Finding{
		Check: checkWaiver, Severity: ita.SeverityWarning,
		Message: ita.Text{
			TH: "การยกเว้นข้อนี้ไม่มีผลแล้ว เพราะสิ้นสุดเมื่อวันที่ " + until.TH + " (โดย " + w.By + ": " + w.Reason + ")",
			EN: "the waiver of this item no longer holds: it ended on " + until.EN + " (by " + w.By + ": " + w.Reason + ")",
		},
		Remedy: ita.Text{
			TH: "แก้ไขข้อนี้ หรือกำหนดวันสิ้นสุดใหม่ใน waivers ของไฟล์หน่วยงาน ถ้ายังมีเหตุให้ยกเว้น",
			EN: "put the item right, or, if the reason still holds, give the waiver in the agency file a new last day",
		},
	}
}

// changedWaiver says that a waiver was given for other evidence.
func changedWaiver(w *ita.Waiver, now string) ita.Finding {
	return ita.Finding{
		Check: checkWaiver, Severity: ita.SeverityWarning,
		Message: ita.Text{
			TH: "การยกเว้นข้อนี้ไม่มีผล เพราะหลักฐานเปลี่ยนไปจากที่ยกเว้นไว้ รหัสหลักฐานขณะนี้คือ " + now + " (โดย " + w.By + ": " + w.Reason + ")",
			EN: "the waiver of this item does not hold: the evidence has changed, its fingerprint is now " + now + " (by " + w.By + ": " + w.Reason + ")",
		},
		Remedy: ita.Text{
			TH: "ดูผลของข้อนี้อีกครั้ง ถ้ายังมีเหตุให้ยกเว้น ใส่รหัสหลักฐานใหม่ใน waivers ของไฟล์หน่วยงาน",
			EN: "look at the item again; if the reason still holds, put the new fingerprint into the waiver in the agency file",
		},
	}
}

// needlessWaiver says that there is nothing to waive.
func needlessWaiver(w *ita.Waiver) ita.Finding {
	return ita.Finding{
		Check: checkWaiver, Severity: ita.SeverityInfo,
		Message: ita.Text{
			TH: "ข้อนี้ไม่มีสิ่งที่ต้องยกเว้น การยกเว้นโดย " + w.By + " จึงไม่มีผล ลบออกจากไฟล์หน่วยงานได้",
			EN: "there is nothing to waive here, so the waiver by " + w.By + " does not hold; it can be removed from the agency file",
		},
	}
}

// settledBy says who decided an item, and how. A fault that a person found is
// as much an error as one that a machine did.
func settledBy(v *ita.HumanVerdict) ita.Finding {
	word, on := v.Verdict.Word(), ita.DayText(v.On)
	note := ""
	if v.Note != "" {
		note = ": " + v.Note
	}
	f := ita.Finding{
		Check: checkVerdict, Severity: ita.SeverityInfo,
		Message: ita.Text{
			TH: v.By + " เปิดดูเมื่อวันที่ " + on.TH + " แล้วตัดสินว่า “" + word.TH + "”" + note,
			EN: v.By + " looked on " + on.EN + " and found it “" + word.EN + "”" + note,
		},
	}
	if v.Verdict.Fails() {
		f.Severity = ita.SeverityError
	}
	return f
}

// changedVerdict says that a person saw other evidence.
func changedVerdict(v *ita.HumanVerdict, now string) ita.Finding {
	on := ita.DayText(v.On)
	return ita.Finding{
		Check: checkVerdict, Severity: ita.SeverityWarning,
		Message: ita.Text{
			TH: "ผลที่ " + v.By + " ตัดสินไว้เมื่อวันที่ " + on.TH + " ไม่มีผล เพราะหลักฐานเปลี่ยนไปแล้ว รหัสหลักฐานขณะนี้คือ " + now,
			EN: "what " + v.By + " found on " + on.EN + " does not hold: the evidence has changed, its fingerprint is now " + now,
		},
		Remedy: ita.Text{
			TH: "เปิดดูข้อนี้อีกครั้ง แล้วแก้ verdicts ในไฟล์หน่วยงาน",
			EN: "look at the item again and correct the verdict in the agency file",
		},
	}
}

// needlessVerdict says that the machine could decide by itself.
func needlessVerdict(v *ita.HumanVerdict) ita.Finding {
	return ita.Finding{
		Check: checkVerdict, Severity: ita.SeverityInfo,
		Message: ita.Text{
			TH: "โปรแกรมตัดสินข้อนี้ได้เองแล้ว ผลที่ " + v.By + " ตัดสินไว้จึงไม่มีผล ลบออกจากไฟล์หน่วยงานได้",
			EN: "itacheck decides this item by itself, so the verdict by " + v.By + " does not hold; it can be removed from the agency file",
		},
	}
}

// noItem says that the list has no item that something is said of.
func noItem(check, code string) ita.Finding {
	return ita.Finding{
		Check: check, Severity: ita.SeverityWarning,
		Message: ita.Text{
			TH: "ไฟล์หน่วยงานกล่าวถึงข้อ " + code + " ซึ่งไม่มีในชุดเกณฑ์นี้ จึงไม่มีผล",
			EN: "the agency file speaks of item " + code + ", which this list does not have; it does not hold",
		},
		Remedy: ita.Text{
			TH: "แก้เลขข้อใน waivers หรือ verdicts ของไฟล์หน่วยงาน",
			EN: "correct the item's code under waivers or verdicts in the agency file",
		},
	}
}
