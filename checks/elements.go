package checks

import (
	"slices"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// elements: does the document show what the item asks for?
var elements = Check{
	ID: "elements",
	Doc: ita.Text{
		TH: "หาคำที่บ่งถึงองค์ประกอบที่ข้อนี้ต้องมี (เช่น โครงการ งบประมาณ ระยะเวลา ตัวชี้วัด) ในหน้าแรก ๆ ของเอกสาร ถ้อยคำของแต่ละหน่วยงานต่างกัน จึงเป็นเพียงคำเตือน",
		EN: "words for what the item asks for (projects, budget, period, indicators …) are looked for in the document's first pages; since wordings vary this only warns",
	},
	Run: func(c *Case) []ita.Finding {
		if c.Status != ita.Pass || !documentKinds[c.Item.Kind] {
			return nil
		}
		wanted := asked(c.Item)
		text, whole, first := c.documentText()
		if len(wanted) == 0 || len(text) < leastText || saysNothingToReport(text) {
			return nil
		}
		var th, en []string
		for _, w := range wanted {
			if !slices.ContainsFunc(w.words, func(word string) bool { return strings.Contains(text, thai.Fold(word)) }) {
				th, en = append(th, w.name.TH), append(en, w.name.EN)
			}
		}
		if len(th) == 0 || len(th) == len(wanted) && len(wanted) > 1 {
			return nil // all there; or none, so that our reading is to be doubted and not the document
		}
		f := ita.Finding{
			Check: "elements", Severity: ita.SeverityWarning, URL: first,
			Message: ita.Text{
				TH: "ไม่พบคำที่บ่งถึง " + strings.Join(th, ", ") + " ในเอกสาร",
				EN: "no words were found in the document for: " + strings.Join(en, ", "),
			},
			Remedy: ita.Text{
				TH: "เปิดเอกสารเพื่อตรวจว่ามีครบตามที่ข้อนี้ต้องมี (ดูด้วยคำสั่ง itacheck explain " + c.Item.Code + ")",
				EN: "open the document and check that it has all that the item asks for (see itacheck explain " + c.Item.Code + ")",
			},
		}
		if !whole {
			f.Severity = ita.SeverityInfo
			f.Message.TH += " (อ่านเฉพาะหน้าแรก ๆ)"
			f.Message.EN += " (only its first pages were read)"
		}
		return []ita.Finding{f}
	},
}

// leastText is how many bytes of folded text a document must have to be judged by its words.
const leastText = 600

// concept is something that documents must show, and the words for it.
type concept struct {
	name  ita.Text
	key   string // in the wording of a rule set's element
	words []string
}

// concepts are those that can be told by words. An element that names none is not looked for.
var concepts = []concept{
	{ita.Text{TH: "ตัวชี้วัด", EN: "indicators"}, "ตัวชี้วัด", []string{"ตัวชี้วัด", "ค่าเป้าหมาย", "เป้าหมาย", "KPI"}},
	{ita.Text{TH: "ปัญหาและอุปสรรค", EN: "problems"}, "ปัญหา", []string{"ปัญหา", "อุปสรรค", "ข้อจำกัด"}},
	{ita.Text{TH: "ข้อเสนอแนะ", EN: "recommendations"}, "ข้อเสนอแนะ", []string{"ข้อเสนอแนะ", "แนวทางแก้ไข", "แนวทางการแก้ไข", "แนวทางการพัฒนา", "ปรับปรุง"}},
	{ita.Text{TH: "ผู้รับผิดชอบ", EN: "persons responsible"}, "รับผิดชอบ", []string{"รับผิดชอบ", "ผู้ดำเนินการ", "เจ้าหน้าที่", "สำนัก", "กอง"}},
	{ita.Text{TH: "ขั้นตอน", EN: "steps"}, "ขั้นตอน", []string{"ขั้นตอน", "วิธีการ", "กระบวนการ", "แนวทางปฏิบัติ", "ผังงาน"}},
	{ita.Text{TH: "ระยะเวลา", EN: "period"}, "ระยะเวลา", []string{"ระยะเวลา", "กำหนดการ", "ไตรมาส", "เดือน", "ปฏิทิน", "วันที่"}},
	{ita.Text{TH: "งบประมาณ", EN: "budget"}, "งบประมาณ", []string{"งบประมาณ", "วงเงิน", "บาท", "เบิกจ่าย", "รายจ่าย"}},
	{ita.Text{TH: "โครงการหรือกิจกรรม", EN: "projects or activities"}, "โครงการ", []string{"โครงการ", "กิจกรรม", "แผนงาน"}},
	{ita.Text{TH: "ความก้าวหน้า", EN: "progress"}, "ความก้าวหน้า", []string{"ความก้าวหน้า", "ร้อยละ", "ผลการดำเนิน", "ดำเนินการแล้ว", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ"}},
}

// asked are the concepts that an item's elements name, each once.
func asked(it *ita.Item) []concept {
	var out []concept
	for _, e := range it.Elements {
		for _, c := range concepts {
			if strings.Contains(e.TH, c.key) && !slices.ContainsFunc(out, func(o concept) bool { return o.key == c.key }) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// documentText is the folded text of the item's readable documents. whole says
// that all of their pages were read; first is the address of one of them.
func (c *Case) documentText() (text string, whole bool, first string) {
	var b strings.Builder
	whole = true
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Document == nil || e.Reach.State != ita.ReachOK || e.Document.Problem != "" || e.Document.Scan || e.Match.Elsewhere {
			continue
		}
		if first == "" {
			first = e.Link.URL
		}
		whole = whole && e.Document.Total > 0 && e.Document.Total <= len(e.Document.Pages)
		for _, p := range e.Document.Pages {
			b.WriteString(thai.Fold(p))
		}
	}
	return b.String(), whole, first
}

// saysNothingToReport reports whether a document says that there was nothing.
func saysNothingToReport(folded string) bool {
	return slices.ContainsFunc([]string{"ไม่มีเรื่องร้องเรียน", "ไม่มีการจัดซื้อ", "ไม่มีผู้ร้องเรียน", "ไม่พบเรื่องร้องเรียน", "ไม่มีรายการ"}, func(w string) bool {
		return strings.Contains(folded, thai.Fold(w))
	})
}
