package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"itacheck/checks"
	"itacheck/ita"
)

// minListed is how many items a page must name to be taken for an ITA page.
const minListed = 3

// Judge turns the evidence of a site into verdicts. It asks neither the network
// nor the clock (o.AsOf must be set unless o.Now is), and the same evidence
// gives the same result.
func Judge(site *ita.Site, o Options) (*ita.Result, error) {
	rs := o.Rules
	asOf := o.AsOf
	if asOf.IsZero() {
		now := time.Now
		if o.Now != nil {
			now = o.Now
		}
		asOf = DefaultAsOf(now(), rs.Year)
	}
	m := o.match(site)
	start := &site.Pages[0]
	if n := listed(m); n < min(minListed, len(rs.Items)) {
		return nil, noList(start, rs, n)
	}
	if otherYears(m, rs.Year) {
		return nil, noSection(start, rs.Year, m.Years)
	}
	r := &ita.Result{
		ToolVersion: o.Version, Agency: o.Agency, ITAPage: start.URL(), RuleSet: rs, AsOf: asOf, Incomplete: site.Incomplete, Pages: visits(site),
	}
	answers := checks.NewAnswers(site.Fetches)
	byItem := evidence(site, m, answers)
	headings := map[string][]ita.Heading{}
	for _, h := range m.Headings {
		headings[h.Code] = append(headings[h.Code], h)
	}
	blind := blindSpot(site)
	other := numbering(rs, m.Headings, o.Others)
	behind := pagesBehind(site)
	links := map[string]bool{}
	for i := range rs.Items {
		it := &rs.Items[i]
		c := &checks.Case{Rules: rs, Item: it, AsOf: asOf, Headings: headings[it.Code], Evidence: byItem[it.Code], Blind: blind, OldNumbers: other != nil}
		res := checks.Judge(c)
		sayWhere(res.Evidence, behind)
		res.Evidence, res.Findings = fewer(res.Evidence), fewerFindings(res.Findings)
		res.Owner = o.Agency.Owners[it.Code]
		r.Items = append(r.Items, res)
		for _, e := range res.Evidence {
			if _, ok := site.Fetches[e.Link.URL]; ok {
				links[e.Link.URL] = true
			}
		}
	}
	r.Links = len(links)
	r.Findings = append(siteFindings(site, m, rs, o), checks.Servers(site.Pages, r.Items)...)
	if other != nil {
		r.Findings = append(r.Findings, oldNumbers(rs, other, start.URL()))
	}
	r.Findings = append(r.Findings, checks.People(r.Items, &o.Agency, asOf)...)
	r.Score = Score(rs, r.Items)
	return r, nil
}

// otherYears reports whether all that a page lists stands in sections for
// several years, none of them the one asked for.
func otherYears(m *ita.Mapping, year ita.FiscalYear) bool {
	return len(m.Years) > 1 && !slices.Contains(m.Years, year) &&
		!slices.ContainsFunc(m.Headings, func(h ita.Heading) bool { return h.Year == 0 })
}

func visits(site *ita.Site) []ita.PageVisit {
	out := make([]ita.PageVisit, len(site.Pages))
	for i := range site.Pages {
		p := &site.Pages[i]
		out[i] = ita.PageVisit{URL: p.URL(), Status: p.Fetch.Status, Title: p.Title, Rendered: p.Rendered, Error: p.Fetch.Failure}
	}
	return out
}

// pagesBehind are the addresses of the pages that items lead to.
func pagesBehind(site *ita.Site) map[string]bool {
	behind := map[string]bool{}
	for i := range site.Pages {
		if site.Pages[i].Depth > 0 {
			behind[site.Pages[i].URL()] = true
		}
	}
	return behind
}

// evidence collects the links of each item, the ITA page's before those of the
// pages behind it. An address that an item has twice is one piece of evidence
// with the labels of both.
func evidence(site *ita.Site, m *ita.Mapping, answers *checks.Answers) map[string][]ita.Evidence {
	byItem := map[string][]ita.Evidence{}
	type key struct{ code, url string }
	seen := map[key]int{}
	read := map[string]*ita.Page{} // the pages that items lead to
	for i := range site.Pages {
		if p := &site.Pages[i]; p.Depth > 0 && p.Fetch.Failure == "" {
			read[p.Fetch.URL] = p
		}
	}
	for _, match := range m.Matches {
		p := &site.Pages[match.Page]
		l := &p.Links[match.Link]
		e := ita.Evidence{Link: *l, SourcePage: p.URL(), Match: match, Page: read[l.URL]}
		e.Reach = answers.Reach(l, &match)
		if p.Depth > 0 && e.Reach.Reason == "not_checked" {
			continue // one of many documents on a page of them
		}
		e.Reach.Warnings = checks.Warnings(&e)
		if d, ok := site.Documents[l.URL]; ok && l.URL != "" {
			e.Document = &d
			if e.Reach.State == ita.ReachOK {
				e.Reach.State, e.Reach.Reason = checks.ReachOfDocument(&d)
			}
		}
		if target, ok := answers.Fetch(l.URL); ok {
			e.Years = checks.Years(&e, &target)
		} else {
			e.Years = checks.Years(&e, nil)
		}
		list := byItem[match.Code]
		k := key{match.Code, l.URL}
		if at, ok := seen[k]; ok && l.URL != "" {
			for _, y := range e.Years {
				if !slices.Contains(list[at].Years, y) {
					list[at].Years = append(list[at].Years, y)
				}
			}
			continue
		}
		seen[k] = len(list)
		byItem[match.Code] = append(list, e)
	}
	return byItem
}

// alike is how many links of an item that came to the same are kept in a
// result, and how many findings of a check.
const alike = 300

// fewer leaves out of what came to the same, all but the first, but nothing that opens.
func fewer(evidence []ita.Evidence) []ita.Evidence {
	n := map[string]int{}
	return slices.DeleteFunc(evidence, func(e ita.Evidence) bool {
		n[e.Reach.Reason]++
		return e.Reach.State != ita.ReachOK && n[e.Reach.Reason] > alike
	})
}

func fewerFindings(findings []ita.Finding) []ita.Finding {
	n := map[string]int{}
	return slices.DeleteFunc(findings, func(f ita.Finding) bool {
		n[f.Check]++
		return n[f.Check] > alike
	})
}

// sayWhere rewrites where years were read for links on the pages behind an
// item's own: for the item, such a link's words are words on the page that it
// leads to.
func sayWhere(evidence []ita.Evidence, behind map[string]bool) {
	for i := range evidence {
		if !behind[evidence[i].SourcePage] {
			continue
		}
		years := evidence[i].Years
		for j := range years {
			if years[j].Where == ita.FromLinkText {
				years[j].Where = ita.FromPageBody
			}
		}
	}
}

// blindSpot is the reason code for why items may stand where nobody looked, or "".
func blindSpot(site *ita.Site) string {
	for i := range site.Pages {
		p := &site.Pages[i]
		if p.Depth > 0 {
			continue
		}
		switch {
		case p.Script:
			return "script_shell"
		case p.Fetch.Failure != "" && i > 0:
			return p.Fetch.Failure // a frame, or a further page of the list
		}
	}
	return ""
}

// noList is the error for a page that is no ITA page.
func noList(p *ita.Page, rs *ita.RuleSet, n int) error {
	e := &CannotLook{Code: "no_items", Page: *p}
	e.Message = ita.Text{
		TH: fmt.Sprintf("หน้า %s ไม่ใช่หน้า ITA: พบเพียง %d ข้อจาก %d ข้อของรายการ %s จึงไม่ตัดสินว่าขาดข้อใด", p.URL(), n, len(rs.Items), rs.ID),
		EN: fmt.Sprintf("%s is not an ITA page: it names %d of the %d items of %s, so nothing is judged as missing", p.URL(), n, len(rs.Items), rs.ID),
	}
	e.Remedy = ita.Text{
		TH: "ระบุที่อยู่ของหน้าที่มีรายการข้อ " + rs.Items[0].Code + ", " + rs.Items[min(1, len(rs.Items)-1)].Code + " … ด้วย --ita-page และตรวจว่าเลือกปีและประเภทหน่วยงานถูก (--year, --scheme)",
		EN: "give the address of the page that lists " + rs.Items[0].Code + ", " + rs.Items[min(1, len(rs.Items)-1)].Code + " … with --ita-page, and check that --year and --scheme are right",
	}
	if p.Script {
		why := ita.ReasonOf("script_shell")
		e.Code = "script_shell"
		e.Message = ita.Text{
			TH: fmt.Sprintf("อ่านรายการจากหน้า %s ไม่ได้: %s", p.URL(), why.Means.TH),
			EN: fmt.Sprintf("could not read the list on %s: %s", p.URL(), why.Means.EN),
		}
		e.Remedy = why.Remedy
		if !p.Rendered {
			e.Remedy.TH += " หรือติดตั้ง Chromium, Chrome หรือ Edge ในเครื่องนี้ ให้โปรแกรมใช้แสดงหน้าเว็บ (--render auto)"
			e.Remedy.EN += ", or install Chromium, Chrome or Edge on this machine for itacheck to show the page with (--render auto)"
		}
	}
	return e
}

// noSection is the error for a page with sections for several years but not the one asked for.
func noSection(p *ita.Page, year ita.FiscalYear, years []ita.FiscalYear) error {
	return &CannotLook{
		Code: "no_year_section", Page: *p,
		Message: ita.Text{
			TH: fmt.Sprintf("หน้า %s มีรายการของปี %s แต่ไม่มีของปี %s", p.URL(), yearList(years), year),
			EN: fmt.Sprintf("%s has lists for %s, but none for %s", p.URL(), yearList(years), year),
		},
		Remedy: ita.Text{
			TH: "ตรวจปีด้วย --year หรือระบุที่อยู่ของหน้าปีนั้นด้วย --ita-page",
			EN: "check the year (--year), or give the address of that year's page with --ita-page",
		},
	}
}

func yearList(years []ita.FiscalYear) string {
	s := make([]string, len(years))
	for i, y := range years {
		s[i] = y.String()
	}
	return strings.Join(s, ", ")
}

// siteFindings are about the page as a whole.
func siteFindings(site *ita.Site, m *ita.Mapping, rs *ita.RuleSet, o Options) []ita.Finding {
	var out []ita.Finding
	if len(m.Years) > 0 && !slices.Contains(m.Years, rs.Year) {
		list := yearList(m.Years)
		out = append(out, ita.Finding{
			Check: "page-year", Severity: ita.SeverityWarning, URL: site.Pages[0].URL(),
			Message: ita.Text{
				TH: "หัวข้อของหน้า ITA ระบุปี " + list + " ไม่ใช่ปี " + rs.Year.String(),
				EN: "the ITA page is headed for " + list + ", not for " + rs.Year.String(),
			},
			Remedy: ita.Text{
				TH: "ตรวจว่าเปิดหน้าของปีที่ถูกต้อง (--ita-page, --year) หรือแก้หัวข้อของหน้า",
				EN: "check that this is the page of the right year (--ita-page, --year), or correct the page's heading",
			},
		})
	}
	if o.Agency.Limits.IgnoreRobots != "" {
		out = append(out, ita.Finding{
			Check: "robots", Severity: ita.SeverityInfo,
			Message: ita.Text{
				TH: "ตรวจโดยไม่ปฏิบัติตาม robots.txt ตามที่ตั้งค่าไว้: " + o.Agency.Limits.IgnoreRobots,
				EN: "robots.txt was not obeyed, as configured: " + o.Agency.Limits.IgnoreRobots,
			},
		})
	}
	return out
}
