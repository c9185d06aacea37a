package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"itacheck/ita"
)

// Bounds on what is printed, so that one page cannot fill the screen.
const (
	maxTitle   = 300 // columns of a title, name or label
	maxMessage = 900 // columns of a finding's message or remedy
	maxURL     = 2000
	maxLines   = 8  // findings, or links, listed for one item
	fieldName  = 12 // columns of a name in the head
)

// writeTable writes what an officer reads: the head, every item in a table,
// what to do, and the summary. No line is wider than Options.Width, except for
// an address, which stands on a line of its own so that it can be copied.
func writeTable(w io.Writer, r *ita.Result, o Options) error {
	p := &printer{Options: o, r: r, rs: ruleSetOf(r)}
	if p.Width == 0 {
		p.Width = 100
	}
	p.Width = max(p.Width, 50)
	p.head()
	if err := p.items(); err != nil {
		return fmt.Errorf("writing the table of %s: %w", r.Agency.URL, err)
	}
	p.todo()
	if p.Verbose {
		p.links()
	}
	p.summary()
	_, err := io.WriteString(w, p.b.String())
	return err
}

// printer is one table in the making.
type printer struct {
	Options
	r  *ita.Result
	rs *ita.RuleSet
	b  strings.Builder
}

// say returns one of two wordings.
func (p *printer) say(th, en string) string { return ita.Text{TH: th, EN: en}.In(p.Lang) }

// ascii returns a symbol, or its stand-in where only ASCII is wanted.
func (p *printer) ascii(symbol, plain string) string {
	if p.ASCII {
		return plain
	}
	return symbol
}

func (p *printer) clean(s string, limit int) string {
	return cut(clean(s), limit, p.ascii("…", "..."))
}

func (p *printer) dot() string { return p.ascii(" · ", "; ") }

func (p *printer) line(s string) { p.b.WriteString(strings.TrimRight(s, " ") + "\n") }

// para writes wrapped text, its first line after lead, the others indented as
// far.
func (p *printer) para(lead, text string) {
	indent := strings.Repeat(" ", width(lead))
	for _, l := range wrap(text, p.Width-width(lead)) {
		p.line(lead + l)
		lead = indent
	}
}

// url writes a web address on a line of its own, unbroken, so that it can be
// copied. What is no web address is wrapped like any text.
func (p *printer) url(indent int, s string) {
	s = address(s)
	switch blanks := strings.Repeat(" ", indent); {
	case !onWeb(s):
		p.para(blanks, p.clean(s, maxTitle))
	case indent+len(s) > p.Width:
		p.line(cut(s, maxURL, p.ascii("…", "...")))
	default:
		p.line(blanks + s)
	}
}

func onWeb(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

// heading writes the title of a part, after an empty line unless it is the first.
func (p *printer) heading(s string) {
	if p.b.Len() > 0 {
		p.line("")
	}
	for _, l := range wrap(s, p.Width) {
		p.line(p.paint(bold, l))
	}
}

// ANSI codes; none is written unless Options.Color asks for it.
const (
	bold   = "\x1b[1m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	red    = "\x1b[31m"
	reset  = "\x1b[0m"
)

func (p *printer) paint(code, s string) string {
	if !p.Color || code == "" || s == "" {
		return s
	}
	return code + s + reset
}

// look is the symbol and colour of a verdict. The symbols tell verdicts apart
// without colour: it is there, it is not, its year is wrong, unknown, not asked for.
func (p *printer) look(s ita.Status) (symbol, color string) {
	switch s {
	case ita.Pass:
		return p.ascii("✓", "+"), green
	case ita.Missing, ita.Unreachable:
		return p.ascii("✗", "x"), red
	case ita.Stale, ita.WrongYear, ita.Unlabelled:
		return "!", red
	case ita.Undecided:
		return "?", yellow
	}
	return p.ascii("–", "-"), ""
}

// verdict is an item's verdict in the table, the machine's own below it.
func (p *printer) verdict(it *ita.ItemResult) string {
	symbol, _ := p.look(it.Status)
	return symbol + " " + strings.Replace(verdictWord(it, p.Lang), " (", "\n(", 1)
}

func (p *printer) head() {
	p.heading(p.say("ผลการตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "Audit of open data (OIT)"))
	site := siteOf(p.r)
	p.para("", cmp.Or(p.clean(p.r.Agency.Name, maxTitle), p.clean(site, maxTitle)))
	p.line("")

	set := p.rs.ID
	if t := p.rs.SchemeTitle.In(p.Lang); t != "" {
		set += " " + t
	}
	p.field(p.say("เว็บไซต์", "Website"), "", site)
	p.field(p.say("หน้า ITA", "ITA page"), "", pageOf(p.r))
	p.field(p.say("ปีงบประมาณ", "Fiscal year"), p.rs.Year.String(), "")
	p.field(p.say("ชุดเกณฑ์", "Rule set"), p.clean(set, maxTitle), "")
	for _, n := range noticesOf(p.r, p.rs, p.Lang) {
		p.para(strings.Repeat(" ", fieldName)+"! ", p.clean(n, maxMessage))
	}
	if !p.r.AsOf.IsZero() {
		p.para("", p.say("ตัดสิน ณ วันที่ ", "Judged as of ")+date(p.r.AsOf).In(p.Lang))
	}
	if p.r.Incomplete != "" {
		p.para("! ", p.incomplete())
	}
	p.findings(p.r.Findings)
}

// field writes one line of the head: a value, or an address.
func (p *printer) field(name, value, url string) {
	lead := name + strings.Repeat(" ", max(fieldName-width(name), 1))
	if url == "" {
		p.para(lead, value)
		return
	}
	if a := address(url); onWeb(a) && width(lead)+len(a) <= p.Width {
		p.line(lead + a)
		return
	}
	p.line(name)
	p.url(2, url)
}

func (p *printer) incomplete() string {
	return p.say("ตรวจไม่ครบ: ", "Incomplete: ") + p.clean(incompleteWhy(p.r.Incomplete).In(p.Lang), maxMessage)
}

// items writes the table.
func (p *printer) items() error {
	header := []string{p.say("ข้อ", "Item"), p.say("รายการ", "Title"), p.say("ผล", "Verdict"), p.say("สิ่งที่พบ", "Found")}
	widths := p.columns(header)
	style := tw.StyleLight
	if p.ASCII {
		style = tw.StyleASCII
	}
	columnWidths := tw.Mapper[int, int]{}
	for i, n := range widths {
		columnWidths[i] = n + 2 // one blank on either side
	}
	var out strings.Builder
	t := tablewriter.NewTable(
		&out,
		// A section's heading is a row with the same text in every cell.
		tablewriter.WithConfig(tablewriter.Config{Row: tw.CellConfig{Merging: tw.CellMerging{Mode: tw.MergeHorizontal}}}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Symbols: tw.NewSymbols(style),
		})),
		// Some locales make box characters two columns wide, which no terminal does.
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		// Cells come wrapped: the library's own wrapping cuts Thai clusters.
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithColumnWidths(columnWidths),
	)
	t.Header(header)
	section := ""
	for i := range p.r.Items {
		it := &p.r.Items[i]
		if s := p.section(it); s != section {
			section = s
			if s != "" {
				h := p.cell(s, p.Width-4, bold)
				if err := t.Append([]string{h, h, h, h}); err != nil {
					return err
				}
			}
		}
		_, color := p.look(it.Status)
		if err := t.Append([]string{
			p.cell(p.clean(it.Item.Code, maxTitle), widths[0], ""),
			p.cell(p.title(it), widths[1], ""),
			p.cell(p.verdict(it), widths[2], color),
			p.cell(p.found(it), widths[3], ""),
		}); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	p.line("")
	p.b.WriteString(out.String())
	return nil
}

// columns divides the width: code and verdict as they need, the title and what
// was found share the rest.
func (p *printer) columns(header []string) [4]int {
	code, verdict := width(header[0]), width(header[2])
	for i := range p.r.Items {
		code = max(code, width(clean(p.r.Items[i].Item.Code)))
		for line := range strings.SplitSeq(p.verdict(&p.r.Items[i]), "\n") {
			verdict = max(verdict, width(line))
		}
	}
	code, verdict = min(code, 8), min(verdict, 16)
	rest := p.Width - 13 - code - verdict // 5 bars and 8 blanks
	found := max(rest*45/100, width(header[3]))
	return [4]int{code, rest - found, verdict, found}
}

// cell wraps and colours the text of a table cell. Lines in it stay apart.
func (p *printer) cell(text string, limit int, color string) string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		for _, l := range wrap(part, limit) {
			lines = append(lines, p.paint(color, l))
		}
	}
	return strings.Join(lines, "\n")
}

func (p *printer) title(it *ita.ItemResult) string {
	return p.clean(it.Item.Title.In(p.Lang), maxTitle)
}

// section is the heading that an item stands under: its section with the count
// of items that pass, or the list's own group.
func (p *printer) section(it *ita.ItemResult) string {
	name := it.Item.Group.In(p.Lang)
	if it.Item.Section != "" {
		name = it.Item.Section
		for _, s := range p.rs.Sections {
			if s.Code == it.Item.Section {
				name += " " + s.Title.In(p.Lang)
			}
		}
	}
	if name == "" {
		return ""
	}
	pass, total := 0, 0
	for i := range p.r.Items {
		other := &p.r.Items[i]
		if other.Item.Section == it.Item.Section && (it.Item.Section != "" || other.Item.Group == it.Item.Group) {
			total++
			if other.Status == ita.Pass {
				pass++
			}
		}
	}
	return p.clean(name, maxTitle) + fmt.Sprintf(p.say(" (ผ่าน %d จาก %d ข้อ)", " (%d of %d pass)"), pass, total)
}

// found says in short what was seen of an item: years and links. Why it fails is
// said below the table.
func (p *printer) found(it *ita.ItemResult) string {
	var parts []string
	if len(it.Found) > 0 {
		parts = append(parts, p.say("ปี ", "FY ")+p.clean(years(it.Found), maxTitle))
	}
	if n := len(it.Evidence); n > 0 {
		ok, set := 0, 0 // links that open; links that lead anywhere
		for i := range it.Evidence {
			switch it.Evidence[i].Reach.State {
			case ita.ReachOK:
				ok++
				set++
			case ita.ReachPlaceholder:
			default:
				set++
			}
		}
		links := p.say(fmt.Sprintf("%d ลิงก์", n), plural(n, "link", "links"))
		switch {
		case set == 0:
			links = p.say("มีแต่ลิงก์เปล่า", "only empty links")
		case ok < n:
			links = fmt.Sprintf(p.say("เปิดได้ %d/%d ลิงก์", "%d/%d links open"), ok, n)
		}
		parts = append(parts, glue(links))
	} else if s := it.Raw(); s != ita.Waived && s != ita.NotDue {
		parts = append(parts, p.say("ไม่มีลิงก์", "no link"))
	}
	return strings.Join(parts, p.dot())
}

func rank(s ita.Severity) int {
	switch s {
	case ita.SeverityError:
		return 0
	case ita.SeverityWarning:
		return 1
	}
	return 2
}

// worst is the first finding of the worst severity, nil when there is none.
func worst(fs []ita.Finding) *ita.Finding {
	var w *ita.Finding
	for i := range fs {
		if w == nil || rank(fs[i].Severity) < rank(w.Severity) {
			w = &fs[i]
		}
	}
	return w
}

// todo lists what must be put right, what a person must look at, what one has
// looked at, what is waived, and what could be better, each in the order of what
// it costs.
func (p *printer) todo() {
	var fix, look, settled, waived, better []*ita.ItemResult
	for i := range p.r.Items {
		it := &p.r.Items[i]
		f := worst(it.Findings)
		switch {
		case fails(it.Status):
			fix = append(fix, it)
		case it.Status == ita.Undecided:
			look = append(look, it)
		case it.Status == ita.Waived:
			waived = append(waived, it)
		case it.Settled != nil:
			settled = append(settled, it)
		case f != nil && f.Severity != ita.SeverityInfo:
			better = append(better, it)
		}
	}
	p.list(p.say("สิ่งที่ต้องแก้ไข", "What to do"), fix)
	p.list(p.say("โปรแกรมตัดสินไม่ได้ โปรดเปิดดูด้วยตนเอง", "Could not be decided: please look yourself"), look)
	p.list(p.say("เจ้าหน้าที่เปิดดูแล้วว่าผ่าน", "Settled by people as passing"), settled)
	p.list(p.say("ยกเว้นไว้", "Waived"), waived)
	p.list(p.say("ผ่านหรือยังไม่ถึงกำหนด แต่ควรปรับปรุง", "Passing or not yet due, but worth improving"), better)
}

func (p *printer) list(title string, items []*ita.ItemResult) {
	if len(items) == 0 {
		return
	}
	slices.SortStableFunc(items, func(a, b *ita.ItemResult) int {
		return cmp.Or(
			cmp.Compare(itemRank(a), itemRank(b)),
			cmp.Compare(p.rs.Share(b.Item.Section), p.rs.Share(a.Item.Section)),
		)
	})
	p.heading(title + fmt.Sprintf(p.say(" (%d ข้อ)", " (%d)"), len(items)))
	for _, it := range items {
		p.line("")
		p.itemHead(it, p.gain(it))
		if it.Owner != "" {
			p.para("  ", p.say("ผู้รับผิดชอบ: ", "Unit: ")+p.clean(it.Owner, maxTitle))
		}
		p.badLinks(it, p.findings(it.Findings))
		p.remedies(it)
		p.fingerprint(it)
	}
}

// fingerprint writes what a waiver or a person's verdict must name.
func (p *printer) fingerprint(it *ita.ItemResult) {
	if s := fingerprintOf(it); p.Verbose && s != "" {
		p.para("  ", p.say("รหัสหลักฐาน (fingerprint): ", "Fingerprint: ")+p.clean(s, maxTitle))
	}
}

func itemRank(it *ita.ItemResult) int {
	if f := worst(it.Findings); f != nil {
		return rank(f.Severity)
	}
	return rank(ita.SeverityInfo)
}

// gain is how many points of the ITA total mending an item may bring; empty
// for one that passes, and where no scoring is known.
func (p *printer) gain(it *ita.ItemResult) string {
	s := points(p.rs.Worth(it.Item.Section))
	if s == "" || !fails(it.Status) && it.Status != ita.Undecided {
		return ""
	}
	return glue(p.say(" (สูงสุด "+s+" คะแนน)", " (up to "+s+" points)"))
}

func (p *printer) itemHead(it *ita.ItemResult, more string) {
	symbol, color := p.look(it.Status)
	text := p.clean(it.Item.Code, maxTitle) + " " + p.title(it) + p.ascii(" — ", " - ") + verdictWord(it, p.Lang) + more
	for i, l := range wrap(text, p.Width-2) {
		if i == 0 {
			p.line(p.paint(color, symbol) + " " + l)
		} else {
			p.line("  " + l)
		}
	}
}

// findings lists findings, worst first, with their addresses, which it returns.
func (p *printer) findings(fs []ita.Finding) map[string]bool {
	said := map[string]bool{}
	more := 0
	for i, f := range ordered(fs) {
		if i >= maxLines && !ofPeople(&f) {
			more++
			continue
		}
		p.para("  "+p.ascii("• ", "* "), mark(&f, p.Lang)+p.clean(f.Message.In(p.Lang), maxMessage))
		p.url(4, f.URL)
		if a := address(f.URL); a != "" {
			said[a] = true
		}
	}
	if more > 0 {
		p.more(more)
	}
	return said
}

func (p *printer) more(n int) {
	p.para("    ", fmt.Sprintf(p.say("และอีก %d รายการ ดูได้ในรายงานแบบ JSON", "and %d more; the JSON report has them all"), n))
}

// badLinks lists the item's links that do not open, unless a finding named
// them, as any finding does that is about an only link.
func (p *printer) badLinks(it *ita.ItemResult, said map[string]bool) {
	if len(it.Evidence) == 1 && len(it.Findings) > 0 {
		return
	}
	n := 0
	for i := range it.Evidence {
		e := &it.Evidence[i]
		if e.Reach.State == ita.ReachOK || said[linkAddress(e)] {
			continue
		}
		if n++; n <= maxLines {
			p.link(e)
		}
	}
	if n > maxLines {
		p.more(n - maxLines)
	}
}

// link writes a link's words and what is the matter with it, then its address.
func (p *printer) link(e *ita.Evidence) {
	text := cmp.Or(p.clean(e.Link.Text, maxTitle), p.say("(ลิงก์ไม่มีข้อความ)", "(no text)"))
	if why := ita.ReasonOf(e.Reach.Reason).Means.In(p.Lang); why != "" {
		text += ": " + p.clean(why, maxMessage)
	}
	p.para("  "+p.ascii("• ", "* "), text)
	p.url(4, linkAddress(e))
}

// remedies writes what to do, each thing once; without a finding that says it,
// what the rule set says.
func (p *printer) remedies(it *ita.ItemResult) {
	var all []string
	add := func(t ita.Text) {
		if s := p.clean(t.In(p.Lang), maxMessage); s != "" && !slices.Contains(all, s) && len(all) < maxLines {
			all = append(all, s)
		}
	}
	for _, f := range it.Findings {
		add(f.Remedy)
	}
	if len(all) == 0 && it.Status != ita.Pass {
		add(it.Item.Remedy)
	}
	for _, s := range all {
		p.para("  "+p.ascii("→ ", "> "), p.say("ควรทำ: ", "To do: ")+s)
	}
}

// links lists the links of the items that pass.
func (p *printer) links() {
	first := true
	for i := range p.r.Items {
		it := &p.r.Items[i]
		if it.Status != ita.Pass || len(it.Evidence) == 0 {
			continue
		}
		if first {
			p.heading(p.say("ลิงก์ของข้อที่ผ่าน", "Links of passing items"))
			first = false
		}
		p.line("")
		p.itemHead(it, "")
		for j := range it.Evidence {
			p.link(&it.Evidence[j])
		}
	}
}

func (p *printer) summary() {
	p.heading(p.say("สรุป", "Summary"))
	var counts []string
	n := p.r.Count()
	for _, s := range ita.Statuses {
		if n[s] > 0 {
			counts = append(counts, glue(fmt.Sprintf("%s %d", statusWord(s).In(p.Lang), n[s])))
		}
	}
	total := p.say(fmt.Sprintf("ทั้งหมด %d ข้อ: ", len(p.r.Items)), plural(len(p.r.Items), "item: ", "items: "))
	p.para("", total+strings.Join(counts, p.dot()))
	if raw := rawCounts(p.r, p.Lang); raw != nil {
		for i := range raw {
			raw[i] = glue(raw[i])
		}
		p.para("", rawTitle(p.Lang)+": "+strings.Join(raw, p.dot()))
	}
	p.score()
	p.para("", strings.Join([]string{
		p.say(fmt.Sprintf("ตรวจ %d ลิงก์", p.r.Links), plural(p.r.Links, "link", "links")+" checked"),
		p.say(fmt.Sprintf("อ่าน %d หน้า", len(p.r.Pages)), plural(len(p.r.Pages), "page", "pages")+" read"),
		p.say("ใช้เวลา ", "took ") + took(p.r).In(p.Lang),
	}, p.dot()))
	if p.r.Incomplete != "" {
		p.para("! ", p.incomplete())
	}
}

func (p *printer) score() {
	s := p.r.Score
	if s == nil {
		return
	}
	p.para("", p.say("คะแนน OIT ที่คาดไว้ ", "Projected OIT score ")+p.plain(scoreRange(s.Low, s.High))+p.say(" จาก 100", " of 100"))
	for _, i := range s.Indicators {
		p.para("  ", p.clean(i.Code+" "+i.Title.In(p.Lang), maxTitle)+": "+p.plain(scoreRange(i.Low, i.High)))
	}
	v := view{lang: p.Lang, r: p.r, rs: p.rs}
	for _, n := range v.scoreNotes() {
		p.para("  ", p.plain(n))
	}
}

// plain is a text of ours with no dash but ASCII's where only that is wanted.
func (p *printer) plain(s string) string { return strings.ReplaceAll(s, "–", p.ascii("–", "-")) }
