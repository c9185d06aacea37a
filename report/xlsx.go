package report

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"itacheck/ita"
)

// writeXLSX writes a workbook for the people who mend the website: a summary,
// every item, every link, the work as a whole and on a sheet for each unit,
// and a form for following it up. All of it prints on A4.
func writeXLSX(w io.Writer, r *ita.Result, o Options) error {
	b := &workbook{view: newView(r, o), file: excelize.NewFile(), names: map[string]bool{}, styles: map[string]int{}}
	defer b.file.Close()
	b.summarySheet()
	b.itemsSheet()
	b.linksSheet()
	groups := b.workList()
	b.workSheet(b.say("รายการงาน", "Work list"), groups)
	for _, g := range groups {
		b.workSheet(b.unit(g), []work{g})
	}
	b.followUpSheet(groups)
	b.properties()
	b.do(b.file.DeleteSheet("Sheet1"))
	if b.err == nil {
		b.do(b.file.Write(w))
	}
	if b.err != nil {
		return fmt.Errorf("writing the report of %s as XLSX: %w", r.Agency.URL, b.err)
	}
	return nil
}

// Bounds of the file format.
const (
	maxSheetName  = 31     // characters
	maxHyperlinks = 60_000 // on a sheet
	maxHyperlink  = 2_000  // characters
)

// workbook is one workbook in the making. The first error stays.
type workbook struct {
	*view
	file   *excelize.File
	names  map[string]bool // of sheets, in small letters
	styles map[string]int
	links  int // hyperlinks on the sheet
	err    error
}

func (b *workbook) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// column is a column of a sheet's table.
type column struct {
	title string
	width float64
}

// sheet is a sheet that is being filled, row by row.
type sheet struct {
	*workbook
	name   string
	row    int       // the last one written
	widths []float64 // of its columns
}

// newSheet adds a sheet under a name that the format allows and no other has.
func (b *workbook) newSheet(name string) *sheet {
	name = strings.Trim(strings.NewReplacer(":", "", "\\", "-", "/", "-", "?", "", "*", "", "[", "(", "]", ")").Replace(clean(name)), "' ")
	free := ""
	for n := 1; free == "" || b.names[strings.ToLower(free)]; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		free = strings.TrimSpace(cutRunes(cmp.Or(name, "-"), maxSheetName-len(suffix))) + suffix
	}
	b.names[strings.ToLower(free)] = true
	_, err := b.file.NewSheet(free)
	b.do(err)
	b.links = 0
	s := &sheet{workbook: b, name: free}
	s.paper()
	return s
}

// cutRunes shortens s to at most n UTF-16 units, without parting a letter and its marks.
func cutRunes(s string, n int) string {
	used, end := 0, 0
	for _, c := range clusters(s) {
		if used += len(utf16.Encode([]rune(c.text))); used > n {
			return s[:end]
		}
		end += len(c.text)
	}
	return s
}

// paper sets a sheet up for printing: A4 on its side, as wide as the paper,
// the agency at the head of each page and its number at the foot.
func (s *sheet) paper() {
	size, orientation, wide, high := 9, "landscape", 1, 0
	s.do(s.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	side, edge, rim := 0.4, 0.75, 0.3
	s.do(s.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &rim, Footer: &rim}))
	safe := func(text string) string { return strings.ReplaceAll(cutRunes(text, 90), "&", "&&") }
	s.do(s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + safe(s.agency) + "&R" + safe("OIT "+s.rs.Year.String()+" · "+s.name),
		OddFooter: s.say("&Cหน้า &P จาก &N", "&CPage &P of &N"),
	}))
}

func cellAt(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1"
	}
	return name
}

// styled is a value with a style, and an address that it leads to.
type styled struct {
	value any // string, int or float64
	style string
	link  string
}

// add writes a row, as high as its text needs.
func (s *sheet) add(cells ...styled) {
	s.row++
	high := 1
	for i, c := range cells {
		text, _ := c.value.(string)
		if i < len(s.widths) && wraps(c) {
			high = max(high, linesIn(text, s.widths[i]))
		}
	}
	s.high(high)
	for i, c := range cells {
		at := cellAt(i+1, s.row)
		switch value := c.value.(type) {
		case nil:
		case string:
			s.do(s.file.SetCellStr(s.name, at, value))
		default:
			s.do(s.file.SetCellValue(s.name, at, value))
		}
		style := cmp.Or(c.style, "text")
		if onWeb(c.link) && len(c.link) <= maxHyperlink && s.links < maxHyperlinks {
			s.links++
			style = "link"
			s.do(s.file.SetCellHyperLink(s.name, at, c.link, "External"))
		}
		s.do(s.file.SetCellStyle(s.name, at, at, s.style(style)))
	}
}

// wraps reports whether a cell's text is broken into lines within its column.
func wraps(c styled) bool {
	return c.link == "" && c.style != "title" && c.style != "plain" && c.style != "note"
}

// high makes the row as high as a number of lines.
func (s *sheet) high(lines int) {
	const line, most = 23, 409 // points; the most that a row can be high
	s.do(s.file.SetRowHeight(s.name, s.row, min(float64(lines*line)+3, most)))
}

// linesIn is how many lines a text takes in a column, reckoned generously,
// since a spreadsheet breaks lines and chooses letters in its own way.
func linesIn(text string, columnWidth float64) int {
	n := 0
	for part := range strings.SplitSeq(text, "\n") {
		n += max(1, len(wrap(part, max(1, int(columnWidth*0.92)))))
	}
	return n
}

// columns sets how wide the columns are.
func (s *sheet) columns(widths ...float64) {
	s.widths = widths
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		s.do(err)
		s.do(s.file.SetColWidth(s.name, name, name, width))
	}
}

// table begins a table: its header, which stays in sight and is repeated on
// every printed page.
func (s *sheet) table(columns []column) {
	cells, widths := make([]styled, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		cells[i], widths[i] = styled{value: c.title, style: "head"}, c.width
	}
	s.columns(widths...)
	s.add(cells...)
	s.do(s.file.SetPanes(s.name, &excelize.Panes{
		Freeze: true, YSplit: s.row, XSplit: 1, TopLeftCell: cellAt(2, s.row+1), ActivePane: "bottomRight",
	}))
	s.do(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(s.name, "'", "''"), s.row, s.row),
	}))
}

// finish lets the reader filter the table that began with the first row, and
// has only its first columns printed: addresses are for the screen.
func (s *sheet) finish(printed int) {
	if s.row > 1 {
		s.do(s.file.AutoFilter(s.name, cellAt(1, 1)+":"+cellAt(len(s.widths), s.row), nil))
	}
	last, err := excelize.ColumnNumberToName(printed)
	s.do(err)
	s.do(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: s.name,
		RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", strings.ReplaceAll(s.name, "'", "''"), last, s.row),
	}))
}

// Fills and letters of the verdicts; all of them are readable (WCAG AA).
func colorsOf(s ita.Status) (fill, letters string) {
	switch s {
	case ita.Pass:
		return "D9F2E0", "0B5A2B"
	case ita.Missing, ita.Unreachable:
		return "FBDCDC", "8C1515"
	case ita.Stale, ita.WrongYear, ita.Unlabelled:
		return "FFE5CC", "7A3600"
	case ita.Undecided:
		return "FFF4CC", "665000"
	}
	return "E8EAED", "3C4043"
}

const sheetFont = "TH SarabunPSK" // the typeface of Thai official letters; others stand in for it

// style returns a style by its name; a verdict is the name of its own.
func (b *workbook) style(name string) int {
	if id, ok := b.styles[name]; ok {
		return id
	}
	line := func(side string) excelize.Border { return excelize.Border{Type: side, Color: "BFC5CC", Style: 1} }
	st := &excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 14},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		Border:    []excelize.Border{line("left"), line("top"), line("right"), line("bottom")},
	}
	switch name {
	case "title":
		st.Font.Size, st.Font.Bold, st.Border, st.Alignment.WrapText = 20, true, nil, false
	case "plain":
		st.Border, st.Alignment.WrapText = nil, false
	case "note":
		st.Border = nil
	case "label":
		st.Font.Bold = true
	case "head":
		st.Font.Bold, st.Font.Color, st.Alignment.Vertical = true, "FFFFFF", "center"
		st.Alignment.Horizontal = "center"
		st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}}
	case "link":
		st.Font.Color, st.Font.Underline, st.Alignment.WrapText = "0B57D0", "single", false
	case "points":
		two := "0.00"
		st.CustomNumFmt, st.Alignment.Horizontal = &two, "right"
	case "number":
		st.Alignment.Horizontal = "right"
	case "centre":
		st.Alignment.Horizontal = "center"
	default:
		if fill, letters := colorsOf(ita.Status(name)); name != "text" {
			st.Font.Bold, st.Font.Color = true, letters
			st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
		}
	}
	id, err := b.file.NewStyle(st)
	b.do(err)
	b.styles[name] = id
	return id
}

// verdict is a cell with an item's verdict in its colours.
func verdictCell(w *row) styled { return styled{value: w.verdict, style: string(w.it.Status)} }

func textCell(s string) styled { return styled{value: s} }

func listCell(texts []string) styled { return styled{value: strings.Join(texts, "\n")} }

// yearCell holds years, one alone as a number.
func yearCell(s string) styled {
	if n, err := strconv.Atoi(s); err == nil {
		return styled{value: n, style: "centre"}
	}
	return styled{value: s, style: "centre"}
}

func pointsCell(f float64) styled {
	if f == 0 {
		return styled{style: "points"}
	}
	return styled{value: rounded(f), style: "points"}
}

// linkCell shows an address and leads there.
func linkCell(address string) styled { return styled{value: address, link: address} }

func (b *workbook) itemsSheet() {
	s := b.newSheet(b.say("รายข้อ", "Items"))
	s.table([]column{
		{b.say("ข้อ", "Item"), 7},
		{b.say("รายการ", "Title"), 34},
		{b.say("ผล", "Verdict"), 14},
		{b.say("ปีที่ต้องใช้", "Years asked for"), 10},
		{b.say("ปีที่พบ", "Years found"), 10},
		{b.say("สิ่งที่พบ", "Found"), 42},
		{b.say("สิ่งที่ควรทำ", "To do"), 42},
		{b.say("ผู้รับผิดชอบ", "Unit"), 22},
		{b.say("คะแนนที่อาจได้เพิ่ม", "Points to gain"), 10},
		{b.say("หน้าที่ต้องแก้ไข", "Page to mend"), 36},
		{b.say("ตัวชี้วัด", "Section"), 24},
		{b.say("รหัสผล", "Status"), 14},
		{b.say("รหัสผลจากโปรแกรม", "Status by itacheck alone"), 14},
		{b.say("รหัสหลักฐาน", "Fingerprint"), 16},
	})
	for i := range b.rows {
		w := &b.rows[i]
		s.add(
			styled{value: w.code, style: "label"}, textCell(w.title), verdictCell(w), yearCell(w.expected), yearCell(w.found),
			listCell(w.messages), listCell(w.remedies), textCell(b.responsible(w)), pointsCell(w.gain), linkCell(w.mend),
			textCell(w.section), textCell(string(w.it.Status)), textCell(string(w.raw)), textCell(w.fingerprint),
		)
	}
	s.finish(9)
}

func (b *workbook) linksSheet() {
	s := b.newSheet(b.say("ลิงก์", "Links"))
	s.table([]column{
		{b.say("ข้อ", "Item"), 7},
		{b.say("ข้อความของลิงก์", "Words of the link"), 40},
		{b.say("ที่อยู่", "Address"), 44},
		{b.say("เปิดได้หรือไม่", "Opens"), 17},
		{b.say("สิ่งที่พบ", "What is seen"), 36},
		{b.say("ปี", "Years"), 11},
		{b.say("อ่านปีจาก", "Years read from"), 36},
		{b.say("อยู่ในหน้า", "On the page"), 44},
	})
	for i := range b.rows {
		w := &b.rows[i]
		for j := range w.it.Evidence {
			l := b.linkRow(&w.it.Evidence[j])
			s.add(
				styled{value: w.code, style: "label"}, textCell(l.text), linkCell(l.address), styled{value: l.state, style: string(l.likeStatus)},
				textCell(l.why), yearCell(l.years), listCell(l.quotes), linkCell(l.page),
			)
		}
	}
	s.finish(7)
}

// workSheet lists what one unit has to do, or all of them.
func (b *workbook) workSheet(name string, groups []work) {
	s := b.newSheet(name)
	s.table([]column{
		{b.say("ข้อ", "Item"), 7},
		{b.say("รายการ", "Title"), 34},
		{b.say("ผล", "Verdict"), 14},
		{b.say("งาน", "Task"), 14},
		{b.say("สิ่งที่ควรทำ", "To do"), 46},
		{b.say("ผู้รับผิดชอบ", "Unit"), 24},
		{b.say("คะแนนที่อาจได้เพิ่ม", "Points to gain"), 10},
		{b.say("กำหนด", "Due"), 15},
		{b.say("เสร็จวันที่", "Done on"), 14},
		{b.say("หน้าที่ต้องแก้ไข", "Page to mend"), 44},
	})
	for _, g := range groups {
		for _, w := range g.rows {
			s.add(
				styled{value: w.code, style: "label"}, textCell(w.title), verdictCell(w), textCell(b.task(w)), listCell(w.remedies),
				textCell(b.responsible(w)), pointsCell(w.gain), textCell(b.due()), textCell(""), linkCell(w.mend),
			)
		}
	}
	s.finish(9)
}

// properties says whose workbook it is, and has every sheet fitted to the
// paper, which adding a filter would undo.
func (b *workbook) properties() {
	fit := true
	for _, name := range b.file.GetSheetList() {
		b.do(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	}
	p := &excelize.DocProperties{Creator: "itacheck", LastModifiedBy: "itacheck", Title: b.title() + " " + b.agency, Language: b.say("th-TH", "en-US")}
	if !b.r.Finished.IsZero() {
		p.Created = b.r.Finished.UTC().Format(time.RFC3339)
		p.Modified = p.Created
	}
	b.do(b.file.SetDocProps(p))
}
