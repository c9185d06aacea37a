package checks

import "itacheck/ita"

// exists: is there a link for the item at all?
var exists = Check{
	ID: "exists",
	Doc: ita.Text{
		TH: "หน้า ITA ต้องมีลิงก์ของข้อนี้อย่างน้อยหนึ่งลิงก์ที่พาไปยังเอกสารหรือหน้าเว็บจริง ลิงก์ว่าง (#) ลิงก์ที่วนกลับมาหน้าเดิม และข้อความ เช่น “(รอเอกสาร)” ไม่นับ",
		EN: "the ITA page must have at least one link for the item that leads to a real document or page; empty links (#), links back to the page itself and words such as “(รอเอกสาร)” do not count",
	},
	Run: func(c *Case) []ita.Finding {
		switch {
		case c.Status == ita.NotDue:
			return []ita.Finding{{
				Check: "exists", Severity: ita.SeverityInfo, Remedy: c.Rules.Remedy(c.Item, ita.NotDue, ""),
				Message: ita.Text{
					TH: "รายงานรอบ 6 เดือนแรกยังไม่ถึงกำหนด: ต้องเผยแพร่ตั้งแต่ 1 เมษายน " + c.Rules.Year.String(),
					EN: "the first-half report is not due yet: it must be published from 1 April " + c.Rules.Year.String() + " (B.E.) on",
				},
			}}
		case c.Status == ita.Undecided && len(c.Evidence) == 0:
			why := ita.ReasonOf(c.Blind)
			return []ita.Finding{{
				Check: "exists", Severity: ita.SeverityWarning, Remedy: c.remedy(c.Blind),
				Message: ita.Text{
					TH: "ยังตัดสินไม่ได้ว่ามีข้อนี้หรือไม่: " + why.Means.TH,
					EN: "cannot tell whether the item is there: " + why.Means.EN,
				},
			}}
		case c.Status == ita.Missing:
			return append([]ita.Finding{missing(c)}, elsewhere(c)...)
		}
		return deadEnds(c)
	},
}

func missing(c *Case) ita.Finding {
	f := ita.Finding{Check: "exists", Severity: ita.SeverityError, Remedy: c.Rules.Remedy(c.Item, ita.Missing, "")}
	switch first := firstListed(c); {
	case first != nil:
		why := ita.ReasonOf(first.Reach.Reason)
		f.Message = ita.Text{
			TH: "มีข้อนี้บนหน้า ITA แต่ไม่มีลิงก์ที่ใช้ได้: " + why.Means.TH,
			EN: "the ITA page lists the item but has no usable link for it: " + why.Means.EN,
		}
	case len(c.Headings) > 0 && waits(c):
		f.Message = ita.Text{
			TH: "มีข้อนี้บนหน้า ITA แต่ยังเขียนไว้ว่ารอเอกสาร",
			EN: "the ITA page lists the item but says that its document is still to come",
		}
	case len(c.Headings) > 0:
		f.Message = ita.Text{
			TH: "มีหัวข้อนี้บนหน้า ITA แต่ไม่มีลิงก์",
			EN: "the ITA page lists the item but has no link for it",
		}
	default:
		f.Message = ita.Text{
			TH: "ไม่พบข้อนี้บนหน้า ITA",
			EN: "the item was not found on the ITA page",
		}
	}
	return f
}

// firstListed is the first evidence that stands in the list, or nil.
func firstListed(c *Case) *ita.Evidence {
	for i := range c.Evidence {
		if !c.Evidence[i].Match.Elsewhere {
			return &c.Evidence[i]
		}
	}
	return nil
}

// elsewhere names the links that the website has for the item outside the list.
func elsewhere(c *Case) []ita.Finding {
	var out []ita.Finding
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if !e.Match.Elsewhere || e.Reach.State != ita.ReachOK {
			continue
		}
		out = append(out, ita.Finding{
			Check: "exists", Severity: ita.SeverityInfo, URL: e.Link.URL,
			Message: ita.Text{
				TH: "เว็บไซต์มีลิงก์" + quoted(e) + " อยู่นอกรายการ เช่น ในเมนู แต่หน้า ITA ไม่มี",
				EN: "the website has a link" + quoted(e) + " outside the list, in a menu perhaps, but the ITA page has none",
			},
			Remedy: ita.Text{
				TH: "ถ้าเป็นข้อมูลของข้อนี้ ให้วางลิงก์นั้นไว้ที่ข้อนี้ในหน้า ITA",
				EN: "if it is what this item asks for, link it from the item on the ITA page",
			},
		})
	}
	return out
}

func waits(c *Case) bool {
	for _, h := range c.Headings {
		if h.Waiting {
			return true
		}
	}
	return false
}

// deadEnds warns of placeholders among links that work.
func deadEnds(c *Case) []ita.Finding {
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Reach.State != ita.ReachPlaceholder || e.Reach.Reason == "mail_link" {
			continue
		}
		why := ita.ReasonOf(e.Reach.Reason)
		name := quoted(e)
		return []ita.Finding{{
			Check: "exists", Severity: ita.SeverityWarning, Remedy: why.Remedy,
			Message: ita.Text{
				TH: "บางรายการของข้อนี้ยังไม่มีเอกสาร" + name + ": " + why.Means.TH,
				EN: "some entries of the item have no document yet" + name + ": " + why.Means.EN,
			},
		}}
	}
	return nil
}

// quoted names a link by its words, for a message.
func quoted(e *ita.Evidence) string {
	s := e.Link.Text
	if e.Match.Label != "" {
		s = e.Match.Label
	}
	if s == "" {
		return ""
	}
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return " “" + s + "”"
}
