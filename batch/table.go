package batch

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"itacheck/ita"
)

// Table is a part of a summary as rows and columns, for a terminal or a sheet.
type Table struct {
	Name    string // agencies, provinces, districts, types, items or failed
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
	Place Place
}

// Place is where a column belongs.
type Place int

// Places of columns.
const (
	Everywhere Place = iota
	OnSheet          // in CSV and XLSX, where there is room for everything
	OnPage           // where people read: stands for several columns of a sheet
	Roomy            // on a sheet, and on a page that is wide enough
)

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

// onSheet returns a table without what is for pages only.
func (t Table) onSheet() Table {
	return t.only(func(_ int, c Column) bool { return c.Place != OnPage })
}

// OnPage returns a table as people read it: without what is for sheets only,
// without columns that are empty or, of those that need room, nothing but zero,
// and without what needs room unless there is some. Numbers with decimals become texts with one.
func (t Table) OnPage(roomy bool) Table {
	filled := make([]bool, len(t.Columns))
	for cells := range t.Rows {
		for i, v := range cells {
			filled[i] = filled[i] || v != nil && v != "" && (v != 0 || t.Columns[i].Place != Roomy)
		}
	}
	t = t.only(func(i int, c Column) bool {
		return filled[i] && c.Place != OnSheet && (c.Place != Roomy || roomy)
	})
	rows := t.Rows
	t.Rows = func(yield func([]any) bool) {
		for cells := range rows {
			for i, v := range cells {
				if f, ok := v.(float64); ok {
					cells[i] = fmt.Sprintf("%.1f", f)
				}
			}
			if !yield(cells) {
				return
			}
		}
	}
	return t
}

// only returns a table with some of its columns.
func (t Table) only(keep func(int, Column) bool) Table {
	var kept []int
	var columns []Column
	for i, c := range t.Columns {
		if keep(i, c) {
			kept, columns = append(kept, i), append(columns, c)
		}
	}
	rows := t.Rows
	t.Columns = columns
	t.Rows = func(yield func([]any) bool) {
		for cells := range rows {
			out := make([]any, len(kept))
			for i, at := range kept {
				out[i] = cells[at]
			}
			if !yield(out) {
				return
			}
		}
	}
	return t
}

// itemsShown is how many of the items that fail most a page shows.
const itemsShown = 10

// Digest returns the parts that are worth reading on a page: the agencies,
// those that could not be audited, the items that fail most, and groups where
// there are at least two.
func (s *Summary) Digest(lang ita.Lang) []Table {
	shown := *s
	shown.Items = s.Items[:min(len(s.Items), itemsShown)]
	for i := range shown.Items {
		if shown.Items[i].Failing() == 0 {
			shown.Items = shown.Items[:i]
			break
		}
	}
	size := map[string]int{
		"agencies": len(s.Agencies), "failed": s.All.Failed, "items": len(shown.Items),
		"provinces": len(s.Provinces) - 1, "districts": len(s.Districts) - 1, "types": len(s.Types) - 1,
	}
	return slices.DeleteFunc(shown.Tables(lang), func(t Table) bool { return size[t.Name] <= 0 })
}

// Tables returns every part of a summary, the agencies first.
func (s *Summary) Tables(lang ita.Lang) []Table {
	return []Table{
		s.agencyTable(lang),
		groupTable("provinces", ita.Text{TH: "จังหวัด", EN: "Provinces"}, s.Provinces, lang),
		groupTable("districts", ita.Text{TH: "อำเภอ", EN: "Districts"}, s.Districts, lang),
		groupTable("types", ita.Text{TH: "ประเภทหน่วยงาน", EN: "Types of agency"}, s.Types, lang),
		s.itemTable(lang),
		s.failedTable(lang),
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
	scoreWord    = ita.Text{TH: "คะแนน", EN: "Score"}
	blindWord    = ita.Text{TH: "ตรวจไม่ได้ (%)", EN: "Could not look (%)"}
	sinceWord    = ita.Text{TH: "จากครั้งก่อน", EN: "Since last run"}
	betterWord   = ita.Text{TH: "ดีขึ้น (ข้อ)", EN: "Better since last run"}
	worseWord    = ita.Text{TH: "แย่ลง (ข้อ)", EN: "Worse since last run"}
	agencyWord   = ita.Text{TH: "หน่วยงาน", EN: "Agency"}
	causeWord    = ita.Text{TH: "สาเหตุที่ตรวจไม่ได้", EN: "Cause"}
	remedyWord   = ita.Text{TH: "สิ่งที่ต้องทำ", EN: "To do"}
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

func (c *columns) text(t ita.Text, place Place) {
	c.all = append(c.all, Column{Title: t.In(c.lang), Place: place})
}

func (c *columns) number(t ita.Text, place Place) {
	c.all = append(c.all, Column{Title: t.In(c.lang), Right: true, Place: place})
}

// verdicts adds a column for each verdict but pass.
func (c *columns) verdicts() {
	for _, w := range statusWords[1:] {
		c.number(w, Roomy)
	}
}

// standing adds the columns for scores, what could not be looked at and what
// changed; Row.standing and Group.standing fill them.
func (c *columns) standing() {
	c.number(lowWord, OnSheet)
	c.number(highWord, OnSheet)
	c.number(scoreWord, OnPage)
	c.number(blindWord, Everywhere)
	c.number(betterWord, OnSheet)
	c.number(worseWord, OnSheet)
	c.number(sinceWord, OnPage)
}

func (s *Summary) agencyTable(lang ita.Lang) Table {
	c := columns{lang: lang}
	c.text(ita.Text{TH: "รหัส", EN: "Id"}, OnSheet)
	c.text(agencyWord, Everywhere)
	c.text(provinceWord, OnSheet)
	c.text(districtWord, Roomy)
	c.text(typeWord, OnSheet)
	c.text(ita.Text{TH: "ผู้รับผิดชอบ", EN: "Owner"}, OnSheet)
	c.text(ita.Text{TH: "ป้ายกำกับ", EN: "Tags"}, OnSheet)
	c.text(ita.Text{TH: "เว็บไซต์", EN: "Website"}, OnSheet)
	c.text(ita.Text{TH: "ปีงบประมาณ", EN: "Fiscal year"}, OnSheet)
	c.text(ruleSetWord, OnSheet)
	c.text(ita.Text{TH: "สถานะ", EN: "State"}, OnSheet)
	c.number(ita.Text{TH: "ผ่าน", EN: "Passed"}, OnPage)
	c.number(statusWords[0], OnSheet)
	c.number(ita.Text{TH: "ข้อทั้งหมด", EN: "Items"}, OnSheet)
	c.verdicts()
	c.standing()
	c.text(ita.Text{TH: "หยุดก่อนครบเพราะ", EN: "Incomplete"}, OnSheet)
	c.text(ita.Text{TH: "รหัสสาเหตุ", EN: "Cause code"}, OnSheet)
	c.text(causeWord, OnSheet)
	c.text(remedyWord, OnSheet)
	c.number(ita.Text{TH: "ลิงก์", EN: "Links"}, OnSheet)
	c.number(ita.Text{TH: "เวลา (วินาที)", EN: "Time (s)"}, OnSheet)
	c.text(ita.Text{TH: "รายงาน", EN: "Report"}, OnSheet)
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
		stateWord(r.State).In(lang), r.passed(lang),
	}
	audited := r.State == StateDone
	cells = append(cells, numbers(&r.Counts, audited)...)
	cells = append(cells, standing(r.Low, r.High, audited && r.Scored, r.CouldNotLook(), audited, r.Since)...)
	var links, seconds any
	if audited {
		links = r.Links
	}
	if audited || r.State == StateFailed {
		seconds = r.Duration.Seconds()
	}
	return append(cells, r.Incomplete, r.Code, r.Message.In(lang), r.Remedy.In(lang), links, seconds, r.Report)
}

// passed is how many of the items pass, or why that is not known.
func (r *Row) passed(lang ita.Lang) string {
	switch r.State {
	case StateDone:
		return fmt.Sprintf("%d/%d", r.Counts.Of(ita.Pass), r.Counts.Total())
	case StateFailed:
		return ita.Text{TH: "ตรวจไม่ได้", EN: "failed"}.In(lang)
	}
	return ita.Text{TH: "รอตรวจ", EN: "waiting"}.In(lang)
}

// standing are the cells of columns.standing.
func standing(low, high float64, scored bool, blind float64, audited bool, since *Change) []any {
	score, changes := "", ""
	var better, worse any
	if scored {
		score = fmt.Sprintf("%.1f–%.1f", low, high)
	}
	if since != nil {
		better, worse = since.Better, since.Worse
		changes = since.String()
	}
	return []any{known(low, scored), known(high, scored), score, known(100*blind, audited), better, worse, changes}
}

// String writes a change as "+3 -1".
func (c *Change) String() string {
	if *c == (Change{}) {
		return "0"
	}
	return fmt.Sprintf("+%d -%d", c.Better, c.Worse)
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
		place := Everywhere
		if !slices.ContainsFunc(groups, func(g Group) bool { return g.Province != groups[0].Province }) {
			place = OnSheet // one and the same
		}
		c.text(provinceWord, place)
		named = append(named, func(g *Group) any { return g.Province })
	} else {
		c.text(typeWord, Everywhere)
		named = append(named, func(g *Group) any { return g.Type })
	}
	if name == "districts" {
		c.text(districtWord, Everywhere)
		named = append(named, func(g *Group) any { return g.District })
	}
	c.number(ita.Text{TH: "หน่วยงาน", EN: "Agencies"}, OnSheet)
	c.number(stateWord(StateDone), OnSheet)
	c.number(ita.Text{TH: "หน่วยงานที่ตรวจไม่ได้", EN: "could not be audited"}, OnSheet)
	c.number(stateWord(StateWaiting), OnSheet)
	c.number(ita.Text{TH: "ตรวจแล้ว", EN: "Audited"}, OnPage)
	c.number(ita.Text{TH: "ข้อที่ผ่าน (%)", EN: "Items passed (%)"}, Everywhere)
	c.number(ita.Text{TH: "ข้อที่ผ่าน", EN: "Items passed"}, OnSheet)
	c.number(ita.Text{TH: "ข้อทั้งหมด", EN: "Items"}, OnSheet)
	c.verdicts()
	c.standing()
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
				if !yield(append(cells, g.cells()...)) {
					return
				}
			}
		},
	}
}

// cells are those after what the group has in common.
func (g *Group) cells() []any {
	audited := g.Done > 0
	cells := []any{g.Agencies, g.Done, g.Failed, g.Waiting, fmt.Sprintf("%d/%d", g.Done, g.Agencies), known(100*g.Passed(), audited)}
	cells = append(cells, numbers(&g.Counts, audited)...)
	var since *Change
	if g.Compared > 0 {
		since = &g.Since
	}
	return append(cells, standing(g.Low, g.High, g.Scored > 0, g.CouldNotLook(), audited, since)...)
}

// failedTable says why agencies could not be audited.
func (s *Summary) failedTable(lang ita.Lang) Table {
	c := columns{lang: lang}
	c.text(agencyWord, Everywhere)
	c.text(ita.Text{TH: "เว็บไซต์", EN: "Website"}, OnSheet)
	c.text(causeWord, Everywhere)
	c.text(remedyWord, Everywhere)
	return Table{
		Name:    "failed",
		Title:   ita.Text{TH: "หน่วยงานที่ตรวจไม่ได้", EN: "Could not be audited"}.In(lang),
		Columns: c.all,
		Rows: func(yield func([]any) bool) {
			for i := range s.Agencies {
				r := &s.Agencies[i]
				if r.State == StateFailed && !yield([]any{r.Name, r.URL, r.Message.In(lang), r.Remedy.In(lang)}) {
					return
				}
			}
		},
	}
}

func (s *Summary) itemTable(lang ita.Lang) Table {
	c := columns{lang: lang}
	c.text(ruleSetWord, Everywhere)
	c.text(ita.Text{TH: "ข้อ", EN: "Item"}, Everywhere)
	c.text(ita.Text{TH: "ชื่อ", EN: "Title"}, Everywhere)
	c.number(ita.Text{TH: "หน่วยงานที่ต้องแก้", EN: "Agencies to act"}, Everywhere)
	c.number(ita.Text{TH: "ต้องแก้ (%)", EN: "To act (%)"}, Everywhere)
	c.number(statusWords[0], Roomy)
	c.number(ita.Text{TH: "หน่วยงานทั้งหมด", EN: "Agencies"}, Everywhere)
	c.verdicts()
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
