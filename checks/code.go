package checks

import "itacheck/ita"

// code: does the page print the number that the year's list gives the item?
var code = Check{
	ID: "code",
	Doc: ita.Text{
		TH: "เลขข้อที่พิมพ์บนหน้า ITA ควรตรงกับรายการของปีที่ประเมิน ถ้าเลขกับชื่อไม่ตรงกัน โปรแกรมยึดชื่อเป็นหลัก",
		EN: "the code printed on the ITA page should be the one of the year's list; where code and title disagree the title decides",
	},
	Run: func(c *Case) []ita.Finding {
		if c.OldNumbers {
			return nil
		}
		for _, h := range c.Headings {
			if h.Printed == "" || h.Printed == c.Item.Code {
				continue
			}
			var of ita.Text // what the printed number stands for
			if it := c.Rules.Item(h.Printed); it != nil {
				of = ita.Text{TH: " (" + h.Printed + " คือ " + it.Title.TH + ")", EN: " (" + h.Printed + " is " + it.Title.In(ita.English) + ")"}
			}
			return []ita.Finding{{
				Check: "code", Severity: ita.SeverityWarning,
				Message: ita.Text{
					TH: "หน้า ITA พิมพ์เลขข้อนี้ว่า " + h.Printed + " แต่ชื่อข้อเป็นของ " + c.Item.Code + of.TH,
					EN: "the ITA page numbers this item " + h.Printed + ", but its title is that of " + c.Item.Code + of.EN,
				},
				Remedy: ita.Text{
					TH: "แก้เลขข้อเป็น " + c.Item.Code + " ให้ตรงกับรายการของปีงบประมาณ " + c.Rules.Year.String(),
					EN: "change the code to " + c.Item.Code + ", as in the list of fiscal year " + c.Rules.Year.String(),
				},
			}}
		}
		return nil
	},
}
