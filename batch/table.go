package batch

import (
	"fmt"
	"iter"
	"strings"

	"itacheck/ita"
)

// Table is a part of a summary as rows and columns, for a terminal or a sheet.
type Table struct {
	Name    string // agencies, provinces, districts, types or items
	Title   string
	Columns []Column
	// Rows yields the cells of each row, one per column: a string, an int, a
	// float64, or nil for what is not known. It may be used more than once.
	Rows iter.Seq[[]any]
}

// Column is one column of a Table.
type Column struct {
	Title string
	Right bool // numbers
	// Wide columns are left out where there is little room, as on a terminal.
	Wide bool
}

// Table returns the part of a summary with a name of Tables; false when there
// is none of that name.
func (s *Summary) Table(name string, lang ita.Lang) (Table, bool) {
	for _, t := range s.Tables(lang) {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Tables returns every part of a summary, the agencies first.
func (s *Summary) Tables(lang ita.Lang) []Table {
	return []Table{
		s.agencyTable(lang),
		groupTable("provinces", ita.Text{TH: "จังหวัด", EN: "Provinces"}, s.Provinces, lang),
		groupTable("districts", ita.Text{TH: "อำเภอ", EN: "Districts"}, s.Districts, lang),
		groupTable("types", ita.Text{TH: "ประเภทหน่วยงาน", EN: "Types of agency"}, s.Types, lang),
		s.itemTable(lang),
	}
}

// Headings that several tables have.
var (
	provinceWord = ita.Text{TH: "จังหวัด", EN: "Province"}
	districtWord = ita.Text{TH: "อำเภอ", EN: "District"}
	typeWord     = ita.Text{TH: "ประเภท", EN: "Type"}
	ruleSetWord  = ita.Text{TH: "ชุดเกณฑ์", EN: "Rule set"}
	lowWord      = ita.Text{TH: "คะแนนต่ำสุด", EN: "Score from"}
	highWord     = ita.Text{TH: "คะแนนสูงสุด", EN: "Score to"}
	blindWord    = ita.Text{TH: "ตรวจไม่ได้ (%)", EN: "Could not look (%)"}
)

// statusWords name the verdicts as the reports do, in the order of ita.Statuses.
var statusWords = [len(ita.Statuses)]ita.Text{
	{TH: "ผ่าน", EN: "Pass"},
	{TH: "ไม่พบ", EN: "Missing"},
	{TH: "เปิดไม่ได้", EN: "Unreachable"},
	{TH: "ข้อมูลเก่า", EN: "Out of date"},
	{TH: "ผิดปีงบประมาณ", EN: "Wrong year"},
	{TH: "ไม่ระบุปี", EN: "No year stated"},
	{TH: "ตรวจไม่ได้", EN: "Undecided"},
	{TH: "ยังไม่ถึงกำหนด", EN: "Not due yet"},
	{TH: "ยกเว้น", EN: "Waived"},
}

// stateWord is the word for a state of an agency.
func stateWord(s State) ita.Text {
	switch s {
	case StateDone:
		return ita.Text{TH: "ตรวจแล้ว", EN: "audited"}
	case StateFailed:
		return ita.Text{TH: "ตรวจไม่ได้", EN: "could not be audited"}
	case StateRunning:
		return ita.Text{TH: "กำลังตรวจ", EN: "being audited"}
	}
	return ita.Text{TH: "ยังไม่ได้ตรวจ", EN: "not yet audited"}
}

// columns collects the columns of a table.
type columns struct {
	lang ita.Lang
	all  []Column
}

func (c *columns) text(t ita.Text, wide bool) {
	c.all = append(c.all, Column{Title: t.In(c.lang), Wide: wide})
}

func (c *columns) number(t ita.Text, wide bool) {
	c.all = append(c.all, Column{Title: t.In(c.lang), Right: true, Wide: wide})
}

// verdicts adds a column for each verdict but pass.
func (c *columns) verdicts(wide bool) {
	for _, w := range statusWords[1:] {
		c.number(w, wide)
	}
}

func (s *Summary) agencyTable(lang ita.Lang) Table {
	c := columns{lang: lang}
	c.text(ita.Text{TH: "รหัส", EN: "Id"}, true)
	c.text(ita.Text{TH: "หน่วยงาน", EN: "Agency"}, false)
	c.text(provinceWord, true)
	c.text(districtWord, false)
	c.text(typeWord, true)
	c.text(ita.Text{TH: "ผู้รับผิดชอบ", EN: "Owner"}, true)
	c.text(ita.Text{TH: "ป้ายกำกับ", EN: "Tags"}, true)
	c.text(ita.Text{TH: "เว็บไซต์", EN: "Website"}, true)
	c.text(ita.Text{TH: "ปีงบประมาณ", EN: "Fiscal year"}, true)
	c.text(ruleSetWord, true)
	c.text(ita.Text{TH: "สถานะ", EN: "State"}, false)
	c.number(statusWords[0], false)
	c.number(ita.Text{TH: "ข้อทั้งหมด", EN: "Items"}, false)
	c.verdicts(true)
	c.number(lowWord, false)
	c.number(highWord, false)
	c.number(blindWord, false)
	c.text(ita.Text{TH: "หยุดก่อนครบเพราะ", EN: "Incomplete"}, true)
	c.text(ita.Text{TH: "รหัสสาเหตุ", EN: "Cause code"}, true)
	c.text(ita.Text{TH: "สาเหตุที่ตรวจไม่ได้", EN: "Cause"}, false)
	c.text(ita.Text{TH: "สิ่งที่ต้องทำ", EN: "To do"}, true)
	c.number(ita.Text{TH: "ลิงก์", EN: "Links"}, true)
	c.number(ita.Text{TH: "เวลา (วินาที)", EN: "Time (s)"}, true)
	c.text(ita.Text{TH: "รายงาน", EN: "Report"}, true)
	return Table{
		Name:    "agencies",
		Title:   ita.Text{TH: "หน่วยงาน", EN: "Agencies"}.In(lang),
		Columns: c.all,
		Rows: func(yield func([]any) bool) {
			for i := range s.Agencies {
				if !yield(s.Agencies[i].cells(lang)) {
					return
				}
			}
		},
	}
}

func (r *Row) cells(lang ita.Lang) []any {
	var year any
	if r.Year != 0 {
		year = r.Year.String()
	}
	cells := []any{
		r.ID, r.Name, r.Province, r.District, r.Type, r.Owner, strings.Join(r.Tags, ", "), r.URL, year, r.RuleSet,
		stateWord(r.State).In(lang),
	}
	audited := r.State == StateDone
	cells = append(cells, numbers(&r.Counts, audited)...)
	cells = append(cells, known(r.Low, audited && r.Scored), known(r.High, audited && r.Scored), known(100*r.CouldNotLook(), audited))
	var links, seconds any
	if audited {
		links = r.Links
	}
	if audited || r.State == StateFailed {
		seconds = r.Duration.Seconds()
	}
	return append(cells, r.Incomplete, r.Code, r.Message.In(lang), r.Remedy.In(lang), links, seconds, r.Report)
}

// numbers are the cells passed, items in all, and the other verdicts.
func numbers(c *Counts, isKnown bool) []any {
	out := make([]any, len(c)+1)
	if !isKnown {
		return out
	}
	out[0], out[1] = c[0], c.Total()
	for i, n := range c[1:] {
		out[i+2] = n
	}
	return out
}

func known(f float64, isKnown bool) any {
	if !isKnown {
		return nil
	}
	return f
}

func groupTable(name string, title ita.Text, groups []Group, lang ita.Lang) Table {
	c := columns{lang: lang}
	var named []func(*Group) any
	if name != "types" {
		c.text(provinceWord, false)
		named = append(named, func(g *Group) any { return g.Province })
	} else {
		c.text(typeWord, false)
		named = append(named, func(g *Group) any { return g.Type })
	}
	if name == "districts" {
		c.text(districtWord, false)
		named = append(named, func(g *Group) any { return g.District })
	}
	c.number(ita.Text{TH: "หน่วยงาน", EN: "Agencies"}, false)
	c.number(stateWord(StateDone), false)
	c.number(ita.Text{TH: "หน่วยงานที่ตรวจไม่ได้", EN: "could not be audited"}, false)
	c.number(stateWord(StateWaiting), false)
	c.number(ita.Text{TH: "ข้อที่ผ่าน (%)", EN: "Items passed (%)"}, false)
	c.number(lowWord, false)
	c.number(highWord, false)
	c.number(blindWord, false)
	c.number(ita.Text{TH: "ข้อที่ผ่าน", EN: "Items passed"}, true)
	c.number(ita.Text{TH: "ข้อทั้งหมด", EN: "Items"}, true)
	c.verdicts(true)
	return Table{
		Name:    name,
		Title:   title.In(lang),
		Columns: c.all,
		Rows: func(yield func([]any) bool) {
			for i := range groups {
				g := &groups[i]
				var cells []any
				for _, name := range named {
					cells = append(cells, name(g))
				}
				cells = append(cells, g.Agencies, g.Done, g.Failed, g.Waiting,
					known(100*g.Passed(), g.Done > 0), known(g.Low, g.Scored > 0), known(g.High, g.Scored > 0), known(100*g.CouldNotLook(), g.Done > 0))
				if !yield(append(cells, numbers(&g.Counts, g.Done > 0)...)) {
					return
				}
			}
		},
	}
}

func (s *Summary) itemTable(lang ita.Lang) Table {
	c := columns{lang: lang}
	c.text(ruleSetWord, false)
	c.text(ita.Text{TH: "ข้อ", EN: "Item"}, false)
	c.text(ita.Text{TH: "ชื่อ", EN: "Title"}, false)
	c.number(ita.Text{TH: "หน่วยงานที่ต้องแก้", EN: "Agencies to act"}, false)
	c.number(ita.Text{TH: "ต้องแก้ (%)", EN: "To act (%)"}, false)
	c.number(statusWords[0], false)
	c.number(ita.Text{TH: "หน่วยงานทั้งหมด", EN: "Agencies"}, false)
	c.verdicts(true)
	return Table{
		Name:    "items",
		Title:   ita.Text{TH: "ข้อที่ต้องแก้มากที่สุด", EN: "Items that fail most"}.In(lang),
		Columns: c.all,
		Rows: func(yield func([]any) bool) {
			for i := range s.Items {
				it := &s.Items[i]
				cells := []any{it.RuleSet, it.Code, it.Title.In(lang), it.Failing(), 100 * share(it.Failing(), it.Counts.Total())}
				if !yield(append(cells, numbers(&it.Counts, true)...)) {
					return
				}
			}
		},
	}
}

// Cell writes one cell of a Table as text: numbers with at most two decimals,
// what is not known as the empty string.
func Cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	}
	return fmt.Sprint(v)
}
