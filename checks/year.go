package checks

import (
	"net/url"
	"path"
	"slices"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// fiscalYear: is the item labelled for the year that its rule asks for?
var fiscalYear = Check{
	ID: "fiscal-year",
	Doc: ita.Text{
		TH: "อ่านปีงบประมาณจากข้อความของลิงก์ ชื่อไฟล์ หัวข้อ และชื่อหน้าเว็บ แล้วเทียบกับปีที่ข้อนี้ต้องใช้ (เดือนตุลาคม-ธันวาคมนับเป็นปีงบประมาณถัดไป) ปีของกฎหมายและปีการศึกษาไม่นับ",
		EN: "the fiscal year is read from the link's text, the file name, the heading and the target page's title, and compared with what the item's rule asks for (October to December count for the next year); the years of laws and school years do not count",
	},
	Run: func(c *Case) []ita.Finding {
		f := ita.Finding{Check: "fiscal-year", Severity: c.yearSeverity(), Remedy: c.Rules.Remedy(c.Item, c.Status, "")}
		want, found := yearList(c.Expected), yearList(c.decided)
		quote := firstQuote(c)
		switch c.Status {
		case ita.Stale:
			f.Message = ita.Text{
				TH: "พบแต่ข้อมูลของปี " + found + quote + " แต่ข้อนี้ต้องใช้ปีงบประมาณ " + want,
				EN: "only years up to " + found + " were found" + quote + ", but the item must be for fiscal year " + want,
			}
		case ita.WrongYear:
			f.Message = ita.Text{
				TH: "ปีที่ระบุไว้คือ " + found + quote + " ไม่ตรงกับปีงบประมาณ " + want + " ที่ข้อนี้ต้องใช้",
				EN: "the label says " + found + quote + ", not fiscal year " + want + " that the item must be for",
			}
		case ita.Unlabelled:
			f.Message = ita.Text{
				TH: "ข้อนี้ต้องระบุปีงบประมาณ " + want + " แต่ไม่พบปีในข้อความของลิงก์ ชื่อไฟล์ หรือหัวข้อ",
				EN: "the item must be for fiscal year " + want + ", but neither the link's text nor the file name nor the heading names a year",
			}
		default:
			return nil
		}
		if f.Severity == ita.SeverityWarning {
			note := ita.Text{
				TH: " (กติกาปีของข้อนี้ยังไม่ยืนยัน จึงเป็นเพียงคำเตือน)",
				EN: " (the year rule of this item is not confirmed, so this is only a warning)",
			}
			f.Message.TH += note.TH
			f.Message.EN += note.EN
		}
		return []ita.Finding{f}
	},
}

// firstQuote quotes the words that one of the deciding years was read from.
func firstQuote(c *Case) string {
	for i := range c.Evidence {
		for _, y := range c.Evidence[i].Years {
			if y.Text != "" && slices.Contains(c.decided, y.Year) {
				return " (“" + y.Text + "”)"
			}
		}
	}
	return ""
}

// Years reads the fiscal years of one link from everything that labels it, best
// source first. What a page is called in general dates no document on it, so
// the ITA page's own title is not asked.
func Years(e *ita.Evidence, target *ita.Fetch) []ita.YearSeen {
	var out []ita.YearSeen
	add := func(where ita.YearSource, mentions []thai.Mention) {
		for _, m := range mentions {
			for y := m.From; y <= m.To; y++ {
				seen := ita.YearSeen{Year: y, Where: where, Text: m.Text}
				if !slices.Contains(out, seen) {
					out = append(out, seen)
				}
			}
		}
	}
	add(ita.FromLinkText, thai.Years(e.Link.Text))
	add(ita.FromLinkText, thai.Years(e.Match.Label))
	if e.Link.Title != e.Link.Text {
		add(ita.FromLinkText, thai.Years(e.Link.Title))
	}
	if u, err := url.Parse(e.Link.URL); err == nil {
		// The name alone: a folder such as ITA2566/ is for an assessment, which
		// asks for documents of the year before too.
		add(ita.FromFileName, thai.FileYears(path.Base(u.Path)))
	}
	add(ita.FromHeading, thai.Years(e.Match.Context))
	add(ita.FromHeading, thai.Years(e.Match.Heading))
	if target != nil && target.Kind == "html" && len(out) == 0 {
		add(ita.FromPageTitle, thai.Years(target.Title))
		if len(out) == 0 {
			add(ita.FromPageBody, thai.Years(target.Text))
		}
	}
	if e.Document != nil {
		for _, y := range DocumentYears(e.Document) {
			if !slices.Contains(out, y) {
				out = append(out, y)
			}
		}
	}
	return out
}

func isOpen(s ita.ReachState) bool { return s == ita.ReachOK }
func isLink(s ita.ReachState) bool { return s != ita.ReachPlaceholder }

// foundYears are the years of the links in certain states: of each link what its
// document says, else what labels it most closely. A heading's year stands for
// links that name none. What the target page says counts only where no link is
// labelled, and the body of a page, which may speak of any year, only for items
// that ask for recent content.
func foundYears(c *Case, counts func(ita.ReachState) bool) []ita.FiscalYear {
	found := yearsFrom(c, counts, ita.FromDocument, ita.FromLinkText, ita.FromFileName, ita.FromHeading)
	if len(found) == 0 {
		found = yearsFrom(c, counts, ita.FromScan, ita.FromMetadata, ita.FromPageTitle)
	}
	if len(found) == 0 && (c.Item.Period == ita.PeriodRecent || c.Item.Period == ita.PeriodMonthly) {
		found = yearsFrom(c, counts, ita.FromPageBody)
	}
	return found
}

// allYears are the years that label the item's links or stand in their documents.
func allYears(c *Case) []ita.FiscalYear {
	found := append(foundYears(c, isLink), yearsFrom(c, isLink, ita.FromLinkText, ita.FromFileName, ita.FromHeading)...)
	slices.Sort(found)
	return slices.Compact(found)
}

func yearsFrom(c *Case, counts func(ita.ReachState) bool, sources ...ita.YearSource) []ita.FiscalYear {
	var found []ita.FiscalYear
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Match.Elsewhere || !counts(e.Reach.State) {
			continue
		}
		for _, where := range sources {
			any := false
			for _, y := range e.Years {
				if y.Where == where {
					any = true
					found = append(found, y.Year)
				}
			}
			if any {
				break
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
