package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
	yearPages    = 3   // pages that are read
	topLines     = 30  // lines of a page among which its title is
	titleLines   = 14  // lines that a title, with the agency's name and address, may have
	longestTitle = 600 // letters of them
	longestLine  = 180 // letters of a line of a title but its first
	clause       = 90  // letters before a year that may say whose it is
)

// DocumentYears reads which fiscal years a document is for.
//
// The year is looked for in the title of the first page: of a letter, an
// announcement or an order the subject (เรื่อง …), otherwise what stands above the
// first sentence, heading or table. Of the years there the one counts that is
// called a fiscal year, or follows from months, quarters or halves; then a span
// of years, or a year after a word such as แผน. A date of signature, the
// number and edition of a document and what it cites (ตามหนังสือ, อ้างถึง, จากผล …,
// เปรียบเทียบ) do not, nor do rows of tables and lists of contents. Where no title
// has a year, the text may say what the document is (จึงจัดทำแผน … ปีงบประมาณ …).
// Where nothing is convincing there is no answer.
//
// The metadata's title is often that of an older document which was overwritten.
// It is believed where the pages have no text, or bear the same title.
func DocumentYears(d *ita.Document) []ita.YearSeen {
	if d.Problem == "mojibake" {
		return nil
	}
	if out := pagesYears(d.Pages, ita.FromDocument); len(out) > 0 {
		return out
	}
	if out := pagesYears(d.Scanned, ita.FromScan); len(out) > 0 {
		return out
	}
	if !bears(d.Pages, d.Title) {
		return nil
	}
	return titleYears([]string{d.Title}, firmYear, ita.FromMetadata)
}

// bears reports whether the pages have no text, or the words of a title that
// stand before its year.
func bears(pages []string, title string) bool {
	text := thai.Fold(strings.Join(pages, " "))
	if text == "" {
		return true
	}
	if m := thai.Years(title); len(m) > 0 {
		title = title[:m[0].Start]
	}
	const least = 8 * len("ก")
	folded := thai.Fold(title)
	return len(folded) >= least && strings.Contains(text, folded)
}

func pagesYears(pages []string, where ita.YearSource) []ita.YearSeen {
	var read [][]string
	for _, p := range pages {
		lines := pageLines(p)
		if len(lines) == 0 || begins(lines[0], "สารบัญ") {
			continue
		}
		if read = append(read, lines); len(read) == yearPages {
			break
		}
	}
	need := firmYear
	for _, lines := range read {
		if out := titleYears(title(lines), need, where); len(out) > 0 {
			return out
		}
		need = fiscalYears // later pages speak of other years, too
	}
	return statedYears(read, where)
}

// pageLines are the lines of a page that have text.
func pageLines(page string) []string {
	var lines []string
	for l := range strings.SplitSeq(page, "\n") {
		var cells []string
		for c := range strings.SplitSeq(l, "\t") {
			if c = strings.Join(strings.Fields(c), " "); c != "" {
				cells = append(cells, c)
			}
		}
		if len(cells) > 0 {
			lines = append(lines, strings.Join(cells, "\t"))
		}
	}
	return lines
}

// title are the lines of a page's title, without those that date or number the
// document; none when it begins otherwise.
func title(lines []string) []string {
	lines = lines[:min(len(lines), topLines)]
	lines = lines[subject(lines):]
	var out []string
	letters := 0
	for _, l := range lines {
		n := len([]rune(l))
		if isAside(l) && (len(out) == 0 || !strings.HasSuffix(out[len(out)-1], "สิ้นสุด")) {
			continue
		}
		if len(out) == 0 && begins(l, headings...) {
			continue
		}
		if isRow(l) || isText(l) || begins(l, headings...) || len(out) > 0 && n > longestLine || len(out) == titleLines || letters+n > longestTitle {
			break
		}
		out = append(out, strings.ReplaceAll(l, "\t", " "))
		letters += n
	}
	return out
}

// subject is the line that says what a letter, an announcement or an order is
// about; 0 where there is none.
func subject(lines []string) int {
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(l, "เรื่อง"); ok && strings.Trim(rest, " \t:.…") != "" && strings.ContainsAny(rest[:1], " \t:") && !strings.Contains(rest, "หน้า") {
			return i
		}
	}
	return 0
}

// asides begin lines that say when, where or by whom a document was made, or
// number it.
var asides = []string{
	"วันที่", "ลงวันที่", "เมื่อวันที่", "ข้อมูล ณ", "รายงาน ณ", "พิมพ์", "ประกาศ ณ", "ประกาศใช้ ณ", "ประกาศใช้เมื่อ", "สั่ง ณ", "ให้ไว้ ณ", "จัดทำ", "ผู้จัดทำ", "อนุมัติ", "(อนุมัติ", "ปรับปรุง", "แก้ไข", "เผยแพร่เมื่อ",
	"ที่ ", "ที่\t", "ส่วนราชการ", "โทร", "เอกสารหมายเลข", "เล่ม ", "©",
}

// headings begin what follows a title, and may stand above one.
var headings = []string{
	"คำนำ", "คํานํา", "บทนำ", "บทสรุป", "สารบัญ", "สาร", "ส่วนที่", "บทที่", "หมวด", "หลักการและเหตุผล", "ความเป็นมา", "ระเบียบวาระ", "วาระ", "ผู้มาประชุม", "กฎหมายที่เกี่ยวข้อง",
}

// sentences begin what follows a title and is none.
var sentences = []string{
	"เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ด้วย", "โดยที่", "โดยอาศัย", "อาศัย", "ตามที่", "ตามมติ", "ตามหนังสือ", "ตามประกาศ", "ตามคำสั่ง", "ตามพระราช", "ตามระเบียบ", "ตามรัฐธรรมนูญ", "ตามข้อ", "เพื่อ", "เนื่องจาก", "เนื่องด้วย", "สืบเนื่อง",
	"จากผล", "บัดนี้", "จึง", "ข้าพเจ้า", "ทั้งนี้", "ในการนี้", "ในการประชุม", "ในปี", "มติ", "พระราช", "ระเบียบกระทรวง", "กฎกระทรวง", "หนังสือ", "ลำดับ", "เขียนที่", "ลงชื่อ", "(นาย", "(นาง", "ถาม", "รายงานฉบับนี้", "แผนฉบับนี้", "ข้อ ",
}

// isAside reports an aside, which a period (วันที่ 1 ตุลาคม 2565 - 31 มีนาคม 2566) is not.
func isAside(line string) bool {
	return begins(line, asides...) && !slices.ContainsFunc(thai.Years(line), func(m thai.Mention) bool { return m.FirstMonth != m.LastMonth })
}

func begins(line string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(line, w) })
}

// isText reports a line that begins a sentence, or is numbered.
func isText(line string) bool {
	if begins(line, sentences...) {
		return true
	}
	number := strings.TrimLeft(thai.Digits(line), "0123456789")
	digits := len(thai.Digits(line)) - len(number)
	return digits > 0 && digits < 3 && len(number) > 1 && strings.ContainsRune(".)", rune(number[0]))
}

// isRow reports a row of a table: three cells, three years, two years side by
// side or many other numbers.
func isRow(line string) bool {
	if strings.Count(line, "\t") >= 2 {
		return true
	}
	mentions := thai.Years(line)
	others, at, years := 0, 0, 0
	for i, m := range mentions {
		others += numbers(line[at:m.Start])
		if i > 0 && (strings.TrimSpace(line[at:m.Start]) == "" && m.From != mentions[i-1].From) {
			return true
		}
		if i == 0 || m.From != mentions[i-1].From {
			years++
		}
		at = m.End
	}
	return years > 2 || others+numbers(line[at:]) > 3
}

func numbers(s string) int {
	return len(strings.FieldsFunc(thai.Digits(s), func(r rune) bool { return (r < '0' || r > '9') && r != ',' && r != '.' && r != '/' && r != '-' }))
}

// How much a mention looks like the year that a document is for.
const (
	noYear      = iota
	bareYear    // a number that may be a year
	firmYear    // called a year, and believed in a title that has a title's words
	fiscalYears // called a fiscal year, or months, quarters or halves
)

// titleWords are in the titles of what agencies publish.
var titleWords = []string{
	"แผน", "รายงาน", "สรุป", "ผลการ", "งบประมาณ", "นโยบาย", "มาตรการ", "คู่มือ", "สถิติ", "เจตจำนง", "เจตนารมณ์", "การประเมิน", "โครงการ", "ข้อบัญญัติ", "เทศบัญญัติ", "ปฏิทิน", "ยุทธศาสตร์", "งบแสดง", "งบการเงิน", "งบทดลอง", "แนวทาง", "plan", "report",
}

// titleYears reads the years of a title.
func titleYears(lines []string, need int, where ita.YearSource) []ita.YearSeen {
	title := strings.Join(lines, " ")
	mentions := withEnglish(title)
	ranks := make([]int, len(mentions))
	for i := range mentions {
		ranks[i] = rank(title, mentions, i)
		if i > 0 && ranks[i-1] == noYear && listed(title, mentions, i) {
			ranks[i] = noYear // เปรียบเทียบปี 2565 และปี 2566
		}
	}
	if len(ranks) == 0 {
		return nil
	}
	best := slices.Max(ranks)
	if best < need || best == firmYear && !holds(strings.ToLower(title), titleWords) {
		return nil
	}
	i := slices.Index(ranks, best)
	words := linesOf(lines, mentions[i])
	out := seen(mentions[i], words, where)
	for j := i + 1; j < len(mentions) && ranks[j] > noYear && listed(title, mentions, j); j++ {
		out = append(out, seen(mentions[j], words, where)...)
	}
	return onePerYear(out)
}

// linesOf quotes the lines of a title that a mention is in, and the one before
// when the mention begins its line.
func linesOf(lines []string, m thai.Mention) string {
	const beginning = 12 * len("ก")
	first, start := lineAt(lines, m.Start)
	last, _ := lineAt(lines, m.End-1)
	if first > 0 && m.Start-start < beginning {
		first--
		start -= len(lines[first]) + 1
	}
	m.Start, m.End = m.Start-start, m.End-start
	return quote(strings.Join(lines[first:last+1], " "), m)
}

// lineAt is the line in which a byte of the joined lines is, and where it starts.
func lineAt(lines []string, at int) (line, start int) {
	for line < len(lines)-1 && at > start+len(lines[line]) {
		start += len(lines[line]) + 1
		line++
	}
	return line, start
}

// listed reports that a mention goes on from the one before it: 2565, 2566 และ 2567.
func listed(text string, mentions []thai.Mention, i int) bool {
	return slices.Contains([]string{"และ", ",", "กับ"}, strings.TrimSpace(text[mentions[i-1].End:mentions[i].Start]))
}

// rank weighs one of the mentions of a text.
func rank(text string, mentions []thai.Mention, i int) int {
	m := mentions[i]
	from := 0
	if i > 0 {
		from = mentions[i-1].End
	}
	before := lastLetters(text[from:m.Start], clause)
	words := strings.ToLower(strings.ReplaceAll(before+m.Text, " ", ""))
	switch {
	case cited(before, text[m.End:]):
		return noYear
	case m.Part != thai.Whole && m.Part != thai.Month, m.FirstMonth != m.LastMonth:
		return fiscalYears
	case m.FirstMonth != 0:
		switch {
		case m.LastMonth == 12 && strings.Contains(thai.Digits(before+m.Text), "30"): // ณ วันที่ 30 กันยายน
			return firmYear
		case strings.Contains(words, "เดือน") && !strings.Contains(words, "วันที่"):
			return fiscalYears
		}
		return noYear
	case holds(before, editions):
		if m.Fiscal || strings.Contains(words, "ประจำปี") {
			return firmYear
		}
		return noYear
	case m.Fiscal, strings.Contains(words, "ประจำปี"), strings.Contains(words, "ประจําปี"), strings.Contains(words, "fiscalyear"):
		return fiscalYears
	case strings.Contains(m.Text, "/"): // ครั้งที่ 4/2566
		return bareYear
	case m.From != m.To, strings.Contains(m.Text, "ปี"), strings.Contains(m.Text, "พ"), strings.Contains(strings.ToLower(m.Text), "report"):
		return firmYear
	}
	return bareYear
}

// citations stand before the years of other documents.
var citations = []string{
	"ตามที่", "จากผล", "จากรายงาน", "จากการประเมิน", "จากการวิเคราะห์", "สืบเนื่อง", "เปรียบเทียบ", "เทียบกับ", "อ้างถึง", "อ้างอิง", "ลงวันที่", "เมื่อวันที่", "ตามหนังสือ", "ตามประกาศ", "ตามมติ", "ตามคำสั่ง", "ตามระเบียบ", "อนุมัติเมื่อ", "เมื่อเดือน", "จัดทำเมื่อ", "พิมพ์", "ข้อมูล ณ", "ประกาศ ณ", "สั่ง ณ",
	"ประกาศใช้ ณ", "ประกาศใช้เมื่อ", "ที่ผ่านมา", "ปีก่อน", "ยุทธศาสตร์ชาติ", "แผนแม่บท", "ฉบับก่อน", "ฉบับเดิม",
}

// editions stand before the year of an edition: of a form or manual it is not
// the year that it is for, and of a plan of several years not the only one.
var editions = []string{"ปรับปรุง", "แก้ไข", "ทบทวน", "เพิ่มเติม"}

// holds reports whether a text has one of the words.
func holds(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func cited(before, after string) bool {
	after = strings.TrimLeft(after, " )")
	return holds(before, citations) || strings.HasSuffix(strings.TrimSpace(before), "กับ") || begins(after, "ลงวันที่", "ลว.", "ที่ผ่านมา")
}

// makings are words by which a text says what it is itself.
var makings = []string{"จึงจัดทำ", "จึงได้จัดทำ", "จึงกำหนด", "ได้จัดทำ", "ขอรายงาน", "จึงรายงาน", "ขอเสนอ", "ขอประกาศ", "ขอเผยแพร่", "ฉบับนี้"}

// statedYears reads the year that the text itself says a document is for, when
// it says so of one year only.
func statedYears(pages [][]string, where ita.YearSource) []ita.YearSeen {
	var b strings.Builder
	for _, lines := range pages {
		for _, l := range lines {
			if !isRow(l) {
				b.WriteString(l + " ")
			}
		}
	}
	text := b.String()
	mentions := thai.Years(text)
	var out []ita.YearSeen
	for i, m := range mentions {
		from := 0
		if i > 0 {
			from = mentions[i-1].End
		}
		before := lastLetters(text[from:m.Start], 2*clause)
		if m.Fiscal && rank(text, mentions, i) == fiscalYears && holds(before, makings) && !strings.Contains(before, "ตามที่") {
			out = append(out, seen(m, quote(text, m), where)...)
		}
	}
	out = onePerYear(out)
	if len(out) > 1 {
		return nil
	}
	return out
}

// withEnglish are the mentions of a text, and of “Annual Report 2022”.
func withEnglish(text string) []thai.Mention {
	mentions := thai.Years(text)
	if len(mentions) > 0 {
		return mentions
	}
	for _, at := range englishYear.FindAllStringSubmatchIndex(text, -1) {
		y, err := strconv.Atoi(text[at[2]:at[3]])
		if err == nil {
			year := ita.FiscalYear(y + 543)
			mentions = append(mentions, thai.Mention{From: year, To: year, Text: text[at[0]:at[1]], Start: at[0], End: at[1]})
		}
	}
	return mentions
}

var englishYear = regexp.MustCompile(`(?i)\b(?:report|plan)s?,? (20[12]\d)\b`)

func seen(m thai.Mention, words string, where ita.YearSource) []ita.YearSeen {
	var out []ita.YearSeen
	for y := m.From; y <= m.To; y++ {
		out = append(out, ita.YearSeen{Year: y, Where: where, Text: words})
	}
	return out
}

// onePerYear keeps the first sight of each year.
func onePerYear(seen []ita.YearSeen) []ita.YearSeen {
	var out []ita.YearSeen
	for _, y := range seen {
		if !slices.ContainsFunc(out, func(o ita.YearSeen) bool { return o.Year == y.Year }) {
			out = append(out, y)
		}
	}
	return out
}

func lastLetters(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
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
