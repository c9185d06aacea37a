package checks

import (
	"fmt"
	"slices"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// document: is the document what its label says it is?
var document = Check{
	ID: "document",
	Doc: ita.Text{
		TH: "เปิดเอกสารและอ่านหน้าแรก ๆ แล้วเทียบปีงบประมาณในเอกสารกับข้อความของลิงก์ ปีในวันที่ลงนามและปีของกฎหมายไม่นับ เอกสารที่เป็นภาพสแกนอ่านไม่ได้จะแจ้งเตือน",
		EN: "the document is opened and its first pages are read; the fiscal year in it is compared with the link's label; dates of signature and the years of laws do not count, and a scan that cannot be read is pointed out",
	},
	Run: func(c *Case) []ita.Finding {
		var out []ita.Finding
		for i := range c.Evidence {
			e := &c.Evidence[i]
			if e.Document == nil || e.Match.Elsewhere {
				continue
			}
			if f, ok := disagreement(c, e); ok {
				out = append(out, f)
			}
			if f, ok := trouble(e); ok && documentKinds[c.Item.Kind] { // a chart of the structure may be a picture
				out = append(out, f)
			}
		}
		return out
	},
}

// disagreement says that the label names one year and the document another.
func disagreement(c *Case, e *ita.Evidence) (ita.Finding, bool) {
	label, doc := labelYears(e), yearsAt(e, ita.FromDocument)
	if len(label) == 0 || len(doc) == 0 || !c.Item.NeedsYear() || slices.ContainsFunc(doc, func(y ita.YearSeen) bool {
		return slices.ContainsFunc(label, func(l ita.YearSeen) bool { return l.Year == y.Year })
	}) {
		return ita.Finding{}, false
	}
	f := ita.Finding{Check: "document", Severity: c.yearSeverity(), URL: e.Link.URL}
	if slices.Contains(c.Expected, doc[0].Year) {
		f.Severity = ita.SeverityWarning
	}
	f.Message = ita.Text{
		TH: fmt.Sprintf("ข้อความของลิงก์ระบุปี %s (“%s”) แต่ในเอกสารเป็นปี %s (“%s”)", years(label), label[0].Text, years(doc), doc[0].Text),
		EN: fmt.Sprintf("the link's label says %s (“%s”), but the document says %s (“%s”)", years(label), label[0].Text, years(doc), doc[0].Text),
	}
	f.Remedy = ita.Text{
		TH: "เปิดเอกสารเพื่อตรวจ แล้วเปลี่ยนเอกสารหรือแก้ข้อความของลิงก์ให้ตรงกัน",
		EN: "open the document, then replace it or correct the link's label so that they agree",
	}
	return f, true
}

// trouble warns of a document that the public can open but hardly use.
func trouble(e *ita.Evidence) (ita.Finding, bool) {
	d := e.Document
	if e.Reach.State != ita.ReachOK {
		return ita.Finding{}, false
	}
	code := d.Problem
	if d.Scan {
		code = "scan"
	}
	switch code {
	case "scan", "no_text", "mojibake", "damaged", "truncated", "wrong_extension":
		why := ita.ReasonOf(code)
		name := quoted(e)
		return ita.Finding{
			Check: "document", Severity: ita.SeverityWarning, URL: e.Link.URL, Remedy: why.Remedy,
			Message: ita.Text{TH: why.Means.TH + name, EN: why.Means.EN + name},
		}, true
	}
	return ita.Finding{}, false
}

// labelYears are the years of what labels a link most closely.
func labelYears(e *ita.Evidence) []ita.YearSeen {
	for _, where := range []ita.YearSource{ita.FromLinkText, ita.FromFileName, ita.FromHeading} {
		if y := yearsAt(e, where); len(y) > 0 {
			return y
		}
	}
	return nil
}

func yearsAt(e *ita.Evidence, where ita.YearSource) []ita.YearSeen {
	var out []ita.YearSeen
	for _, y := range e.Years {
		if y.Where == where {
			out = append(out, y)
		}
	}
	return out
}

// years writes the years of mentions for a message, each once.
func years(seen []ita.YearSeen) string {
	var all []ita.FiscalYear
	for _, y := range seen {
		if !slices.Contains(all, y.Year) {
			all = append(all, y.Year)
		}
	}
	slices.Sort(all)
	return yearList(all)
}

// Where the year of a document is looked for.
const (
	topLines     = 30  // lines of the first page
	nextLines    = 12  // lines of the second
	longestTitle = 220 // letters of a line that can be a title
	sure         = 4   // weight of a line whose year is the document's
)

// DocumentYears reads which fiscal years a document is for: the years of the
// line, near the beginning of its first pages, that most looks like a title. A
// date of signature, the year of a form and the years in a table are none;
// where no line is convincing there is no answer. Where the pages say nothing
// its metadata's title is asked, which is often an older document's: it can
// support a label, not contradict it.
func DocumentYears(d *ita.Document) []ita.YearSeen {
	if d.Problem == "mojibake" {
		return nil
	}
	if out := bestLine(d.Pages, ita.FromDocument); len(out) > 0 {
		return out
	}
	if out := bestLine(d.Scanned, ita.FromScan); len(out) > 0 {
		return out
	}
	return bestLine([]string{d.Title}, ita.FromMetadata)
}

func bestLine(pages []string, where ita.YearSource) []ita.YearSeen {
	best, weight := "", 0
	try := func(line string, bonus int) {
		if w := titleWeight(line) + bonus; w > weight {
			best, weight = line, w
		}
	}
	for i, page := range pages {
		lines := titleLines(page)
		most, bonus := topLines, 1
		if i > 0 {
			most, bonus = nextLines, 0
		}
		if i > 1 {
			break
		}
		for _, l := range lines[:min(most, len(lines))] {
			try(l, bonus)
		}
	}
	if weight < sure {
		return nil
	}
	var out []ita.YearSeen
	for _, m := range thai.Years(best) {
		for y := m.From; y <= m.To; y++ {
			seen := ita.YearSeen{Year: y, Where: where, Text: quote(best, m)}
			if !slices.ContainsFunc(out, func(o ita.YearSeen) bool { return o.Year == y }) {
				out = append(out, seen)
			}
		}
	}
	return out
}

// titleLines are the lines of a page; a line that ends in the middle of a title
// is also read together with the next one.
func titleLines(page string) []string {
	var lines []string
	for l := range strings.SplitSeq(page, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
		if len(lines) > topLines {
			break
		}
	}
	out := make([]string, 0, 2*len(lines))
	for i, l := range lines {
		out = append(out, l)
		if i+1 < len(lines) && len(l)+len(lines[i+1]) < 3*longestTitle && len(thai.Years(l)) == 0 {
			out = append(out, l+" "+lines[i+1])
		}
	}
	return out
}

// titleWords begin or fill the titles of what agencies publish.
var titleWords = []string{
	"แผน", "รายงาน", "สรุปผล", "ผลการ", "งบประมาณ", "นโยบาย", "มาตรการ", "คู่มือ", "สถิติ", "ประกาศ", "เจตจำนง", "ประมวล", "การประเมิน", "โครงการ", "ข้อบัญญัติ", "เทศบัญญัติ", "plan", "report",
}

// datingWords stand before dates that are not the document's year.
var datingWords = []string{"วันที่", "ลงวันที่", "เมื่อวันที่", "ข้อมูล ณ", "พิมพ์", "แก้ไขครั้ง", "ประกาศ ณ", "สั่ง ณ", "ให้ไว้ ณ", "ที่มา", "หมายเหตุ", "อ้างถึง", "เรียน"}

// titleWeight is how much a line looks like the title that says what year a
// document is for; 0 for a line without a year.
func titleWeight(line string) int {
	if line == "" || len([]rune(line)) > longestTitle {
		return 0
	}
	mentions := thai.Years(line)
	if len(mentions) == 0 {
		return 0
	}
	w := 1
	folded := strings.ReplaceAll(line, " ", "")
	for _, word := range titleWords {
		if strings.Contains(folded, word) {
			w += 2
			break
		}
	}
	if strings.Contains(folded, "ปีงบประมาณ") || strings.Contains(folded, "ประจำปี") || strings.Contains(folded, "รอบ6เดือน") || strings.Contains(folded, "ไตรมาส") || strings.Contains(folded, "FY") || strings.Contains(strings.ToLower(folded), "fiscalyear") {
		w += 2
	}
	for _, word := range datingWords {
		if strings.HasPrefix(line, word) {
			w -= 4
			break
		}
	}
	for _, m := range mentions {
		if m.Part == thai.Month && m.From == m.To && len(mentions) == 1 && !strings.Contains(folded, "เดือน") && !strings.Contains(folded, "งบประมาณ") {
			w -= 2 // a single date
		}
	}
	if len(mentions) > 3 {
		w -= 3 // a row of a table
	}
	return w
}

// quote returns the words around a mention.
func quote(line string, m thai.Mention) string {
	const around = 60
	r := []rune(line)
	if len(r) <= 2*around {
		return line
	}
	at := len([]rune(line[:m.Start]))
	from, to := max(0, at-around), min(len(r), at+len([]rune(m.Text))+around/3)
	s := string(r[from:to])
	if from > 0 {
		s = "…" + s
	}
	if to < len(r) {
		s += "…"
	}
	return s
}
