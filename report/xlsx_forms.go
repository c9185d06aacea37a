package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// summarySheet is the first page: what was audited, how it came out by section,
// the score and what it means, and how much work each unit has.
func (b *workbook) summarySheet() {
	s := b.newSheet(b.say("สรุป", "Summary"))
	s.columns(34, 60, 12, 12, 12, 12, 16)
	s.add(styled{value: b.agency, style: "title"})
	s.high(2)
	s.add(styled{value: b.title(), style: "plain"})
	s.row++
	field := func(name string, value styled) { s.add(styled{value: name, style: "label"}, value) }
	field(b.say("เว็บไซต์", "Website"), linkCell(b.site))
	field(b.say("หน้า ITA", "ITA page"), linkCell(b.page))
	field(b.say("ปีงบประมาณ", "Fiscal year"), textCell(b.rs.Year.String()))
	field(b.say("ชุดเกณฑ์", "Rule set"), textCell(b.ruleSet()))
	field(b.say("ตัดสิน ณ วันที่", "Judged as of"), textCell(b.asOf()))
	if b.r.Score != nil {
		field(b.say("คะแนน OIT ที่คาดไว้ (จาก 100)", "Projected OIT score (of 100)"), styled{value: scoreRange(b.r.Score.Low, b.r.Score.High), style: "label"})
	}
	if counts := rawCounts(b.r, b.lang); counts != nil {
		field(rawTitle(b.lang), textCell(strings.Join(counts, " · ")))
	}
	for _, n := range append([]string{b.incomplete()}, append(b.notices, b.about()...)...) {
		if n != "" {
			field(b.say("ข้อควรทราบ", "Please note"), textCell(n))
		}
	}
	s.row++
	s.sections()
	s.row++
	for _, n := range b.scoreNotes() {
		s.note(n, 7)
	}
	s.row++
	s.units()
}

// note writes a sentence across the columns of a sheet.
func (s *sheet) note(text string, columns int) {
	s.add(styled{value: text, style: "note"})
	s.do(s.file.MergeCell(s.name, cellAt(1, s.row), cellAt(columns, s.row)))
	s.high(linesIn(text, 150))
}

// sections counts the verdicts of each section.
func (s *sheet) sections() {
	s.heads(
		s.say("ตัวชี้วัด", "Section"), "", s.say("ผ่าน", "Pass"), s.say("ไม่ผ่าน", "Fail"), s.say("ตรวจไม่ได้", "Undecided"),
		s.say("อื่น ๆ", "Other"), s.say("คะแนน", "Score"),
	)
	s.do(s.file.MergeCell(s.name, cellAt(1, s.row), cellAt(2, s.row)))
	for _, g := range s.parts() {
		name := g.title
		if name == "" {
			name = s.say("ทุกข้อ", "All items")
		}
		n := func(i int) styled { return styled{value: i, style: "number"} }
		s.add(styled{value: name, style: "label"}, textCell(""), n(g.pass), n(g.fail), n(g.undecided), n(g.other), styled{value: g.score, style: "number"})
		s.do(s.file.MergeCell(s.name, cellAt(1, s.row), cellAt(2, s.row)))
		s.high(linesIn(name, s.widths[0]+s.widths[1]))
	}
}

func (s *sheet) heads(titles ...string) {
	cells := make([]styled, len(titles))
	for i, t := range titles {
		cells[i] = styled{value: t, style: "head"}
	}
	s.add(cells...)
}

// units says how much each has to do.
func (s *sheet) units() {
	groups := s.workList()
	if len(groups) == 0 {
		return
	}
	s.heads(s.say("ผู้รับผิดชอบ", "Unit"), s.say("ข้อที่ต้องทำ", "Items to see to"), s.say("คะแนน", "Points"))
	for _, g := range groups {
		codes := make([]string, len(g.rows))
		for i, w := range g.rows {
			codes[i] = w.code
		}
		s.add(styled{value: s.unit(g), style: "label"}, textCell(strings.Join(codes, ", ")), pointsCell(g.gain))
	}
}

// followUpSheet is the form in which an office reports how it follows up its
// measures, filled in with the items that need some, as offices lay it out.
func (b *workbook) followUpSheet(groups []work) {
	s := b.newSheet(b.say("แบบติดตาม", "Follow-up"))
	s.add(styled{value: b.say("แบบติดตามการดำเนินการแก้ไขตามแบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", "Follow-up of what is to be mended for open data (OIT)"), style: "title"})
	s.high(2)
	s.add(styled{value: b.agency + b.say(" ประจำปีงบประมาณ พ.ศ. ", ", fiscal year ") + b.rs.Year.String(), style: "plain"})
	s.row++
	s.table([]column{
		{b.say("ตัวชี้วัดของการประเมิน ITA", "Indicator of the ITA"), 28},
		{b.say("ผู้รับผิดชอบหรือผู้ที่เกี่ยวข้อง", "Unit responsible"), 20},
		{b.say("ขั้นตอนหรือวิธีปฏิบัติ", "Measure"), 38},
		{b.say("แนวทางการกำกับติดตามให้นำไปสู่การปฏิบัติและการรายงานผล", "How it is followed up"), 28},
		{b.say("ระยะเวลาดำเนินการ", "When"), 13},
		{b.say("ยังไม่ดำเนินการ", "Not begun"), 11},
		{b.say("อยู่ระหว่างดำเนินการ", "Under way"), 11},
		{b.say("ดำเนินการแล้ว", "Done"), 11},
		{b.say("ผลการดำเนินการ", "Result"), 28},
	})
	first := s.row + 1
	for _, g := range groups {
		for _, w := range g.rows {
			s.add(b.measure(w)...)
		}
	}
	if s.row >= first {
		s.ticks(fmt.Sprintf("F%d:H%d", first, s.row))
	}
	s.row++
	for _, role := range []string{b.say("ผู้รายงาน", "reported by"), b.say("ผู้บังคับบัญชา", "superior"), b.say("หัวหน้าหน่วยงาน", "head of the agency")} {
		s.row++
		s.add(styled{value: b.say("ลงชื่อ ............................................. ", "Signed ............................................. ") + role, style: "plain"})
	}
}

// measure is the line of the form for one item. How far it has come is for the
// office to tick.
func (b *workbook) measure(w *row) []styled {
	indicator := strings.TrimSpace(w.section + "\n" + w.code + " " + w.title)
	quarters := make([]string, 4)
	for i := range quarters {
		quarters[i] = fmt.Sprintf(b.say("☐ ไตรมาส %d", "☐ quarter %d"), i+1)
	}
	follow := fmt.Sprintf(b.say(
		"ผู้บังคับบัญชาติดตามให้เผยแพร่บนเว็บไซต์ภายในวันที่ %s แล้วตรวจซ้ำและรายงานผล",
		"the superior sees that it is published by %s, has it checked again and reports",
	), b.due())
	return []styled{
		textCell(indicator), textCell(b.responsible(w)), listCell(w.remedies), textCell(follow), listCell(quarters),
		{value: "", style: "centre"},
		{value: "", style: "centre"},
		{value: "", style: "centre"},
		textCell(""),
	}
}

// ticks lets the reader choose a tick in the cells of a range.
func (s *sheet) ticks(cells string) {
	d := excelize.NewDataValidation(true)
	d.Sqref = cells
	s.do(d.SetDropList([]string{"✓"}))
	s.do(s.file.AddDataValidation(s.name, d))
}
