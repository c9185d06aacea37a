package rules

import (
	"sort"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// sections says which fiscal year each part of a page is for.
type sections struct {
	years  []ita.FiscalYear // that have a heading, ascending
	byNode map[int]ita.FiscalYear
	marks  []yearMark
	pg     *pageReader

	marksOf map[int][]int // node → the year headings that govern it, in order
}

// yearMark is a heading such as "ITA ปี 2566" that says which year follows.
type yearMark struct {
	run   int
	year  ita.FiscalYear
	scope int // node that it governs from there on
}

// yearSections finds the year headings of a page. A year in an item's title or a
// document's name is none: a heading says nothing but the assessment and the year.
func yearSections(pg *pageReader) *sections {
	s := &sections{pg: pg, byNode: map[int]ita.FiscalYear{}}
	panels := map[string]int{}
	for i := range pg.Nodes {
		if id := pg.Nodes[i].ID; id != "" {
			if _, ok := panels[id]; !ok {
				panels[id] = i
			}
		}
	}
	for r := range pg.runs {
		year := yearHeading(pg.runs[r].text)
		if year == 0 || !pg.content(pg.runs[r].block) {
			continue
		}
		opens := ""
		if l := pg.link(r); l >= 0 {
			link := &pg.Links[l]
			if link.URL != "" {
				continue // it leads to that year's page
			}
			opens = link.Fragment
		}
		for n, up := pg.node(r), 0; n > 0 && up < 2 && opens == ""; n, up = pg.Nodes[n].Parent, up+1 {
			opens = pg.Nodes[n].Opens
		}
		if panel, ok := panels[opens]; ok && opens != "" && !pg.within(pg.node(r), panel) {
			s.byNode[panel] = year
			s.years = insertYear(s.years, year)
			continue
		}
		s.marks = append(s.marks, yearMark{run: r, year: year})
		s.years = insertYear(s.years, year)
	}
	s.govern()
	return s
}

// govern finds the node that each year heading governs: the largest element
// around it that holds no heading of another year, or where there is none, the
// element that holds both.
func (s *sections) govern() {
	const several = -1
	inside := make([]ita.FiscalYear, len(s.pg.Nodes)) // per node: the year whose headings lie in it, 0 or several
	for _, mark := range s.marks {
		for n := s.pg.node(mark.run); n >= 0 && inside[n] != several; n = s.pg.Nodes[n].Parent {
			switch inside[n] {
			case 0:
				inside[n] = mark.year
			case mark.year:
			default:
				inside[n] = several
			}
		}
	}
	s.marksOf = map[int][]int{}
	for i := range s.marks {
		n := s.pg.node(s.marks[i].run)
		for n > 0 {
			n = s.pg.Nodes[n].Parent
			if inside[n] == several {
				break
			}
		}
		s.marks[i].scope = n
		s.marksOf[n] = append(s.marksOf[n], i)
	}
}

// yearOf returns the year of the section that a run stands in, or 0.
func (s *sections) yearOf(r int) ita.FiscalYear {
	for n := s.pg.node(r); n > 0; n = s.pg.Nodes[n].Parent {
		if y, ok := s.byNode[n]; ok {
			return y
		}
	}
	last := -1 // heading before the run
	for n := s.pg.node(r); n >= 0; n = s.pg.Nodes[n].Parent {
		marks := s.marksOf[n]
		before := sort.Search(len(marks), func(i int) bool { return s.marks[marks[i]].run > r })
		if before > 0 {
			last = max(last, marks[before-1])
		}
	}
	if last < 0 {
		return 0
	}
	return s.marks[last].year
}

// only keeps the candidates of one year's section. A page that has no heading of
// that year is kept whole: the audit says which years it does have.
func (s *sections) only(cands []*candidate, year ita.FiscalYear) []*candidate {
	any := false
	for _, c := range cands {
		c.year = s.yearOf(c.run)
		any = any || c.year == year
	}
	if !any {
		return cands
	}
	var kept []*candidate
	for _, c := range cands {
		if c.year == year || c.year == 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// yearRow is a table row that heads columns by their years.
type yearRow struct {
	row   int
	cells []yearCell // ascending by column
}

type yearCell struct {
	col  int
	text string // "" where it names no year
}

// columnYear is the heading of the table column that a node lies in, where the
// table has columns for several years: "รายการ | ปี 2565 | ปี 2566". It is "" in
// every other place.
func (pg *pageReader) columnYear(n int) string {
	cell := pg.up(n, "td", "th")
	row := pg.row(cell)
	if row < 0 {
		return ""
	}
	if pg.yearRows == nil {
		pg.yearRows = pg.readYearRows()
	}
	heads := pg.yearRows[pg.up(row, "table")]
	above := sort.Search(len(heads), func(i int) bool { return heads[i].row >= row })
	if above == 0 {
		return ""
	}
	cells := heads[above-1].cells
	right := sort.Search(len(cells), func(i int) bool { return cells[i].col > pg.Nodes[cell].Col })
	if right == 0 {
		return ""
	}
	return cells[right-1].text
}

// readYearRows finds the rows that name at least two years, by their tables.
func (pg *pageReader) readYearRows() map[int][]yearRow {
	headings := map[int]string{}               // cell → its text
	years := map[int]map[ita.FiscalYear]bool{} // row → the years that its cells name
	var rows []int
	for b := range pg.Blocks {
		cell := pg.up(pg.Blocks[b].Node, "td", "th")
		row := pg.row(cell)
		if row < 0 || headings[cell] != "" {
			continue
		}
		year := yearHeading(pg.runs[pg.firstRun[b]].text)
		if year == 0 {
			continue
		}
		if years[row] == nil {
			years[row] = map[ita.FiscalYear]bool{}
			rows = append(rows, row)
		}
		headings[cell], years[row][year] = pg.texts[b], true
	}
	cells := map[int][]yearCell{} // by row
	for n := range pg.Nodes {
		if node := &pg.Nodes[n]; len(years[node.Parent]) > 1 && (node.Tag == "td" || node.Tag == "th") {
			cells[node.Parent] = append(cells[node.Parent], yearCell{node.Col, headings[n]})
		}
	}
	found := map[int][]yearRow{}
	for _, row := range rows {
		if len(years[row]) > 1 {
			table := pg.up(row, "table")
			found[table] = append(found[table], yearRow{row, cells[row]})
		}
	}
	return found
}

// assessmentWords are all that a year heading may say besides the year; longer ones first.
var assessmentWords = []string{
	"การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ", "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงาน",
	"การประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน", "การประเมินคุณธรรมและความโปร่งใสของหน่วยงานภาครัฐ", "การประเมินคุณธรรมและความโปร่งใส",
	"ประเมินคุณธรรมและความโปร่งใส", "ในการดำเนินงาน", "ของหน่วยงานภาครัฐ", "integrity and transparency assessment",
	"integrity & transparency assessment", "open data", "การเปิดเผยข้อมูลสาธารณะ", "แบบตรวจ", "การเปิดเผยข้อมูล", "ข้อมูลสาธารณะ",
	"ประจำปีงบประมาณ", "ปีงบประมาณ", "ประจำปี", "งบประมาณ", "หน่วยงาน", "ภาครัฐ", "ของ", "ปี", "พ.ศ.", "พ.ศ", "ita", "oit", "online", "ข้อมูล", "รายการ", "ตัวชี้วัด",
}

// dropBrackets removes what stands in round brackets: a remark, or a name in English.
func dropBrackets(s string) string {
	for {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			return s
		}
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			return s
		}
		s = s[:i] + s[i+j+1:]
	}
}

// yearHeading returns the year that a heading is about when it says nothing but
// the assessment's name and that year; else 0.
func yearHeading(text string) ita.FiscalYear {
	if len(text) > 600 || !strings.ContainsAny(text, "56") {
		return 0
	}
	mentions := thai.Years(text)
	if len(mentions) != 1 || mentions[0].From != mentions[0].To || mentions[0].Part != thai.Whole {
		return 0
	}
	year := mentions[0].From
	rest := strings.ToLower(text[:mentions[0].Start] + " " + text[mentions[0].End:])
	rest = dropYears(dropBrackets(rest))
	for _, w := range assessmentWords {
		rest = strings.ReplaceAll(rest, w, " ")
	}
	if countLetters(rest) > 3 {
		return 0
	}
	return year
}
