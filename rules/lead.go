package rules

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"itacheck/internal/thai"
	"itacheck/ita"
)

// Lead is a link that may lead towards the ITA page of a year.
type Lead struct {
	Link  int            // index in Page.Links
	Score float64        // above 0; the higher the likelier
	Year  ita.FiscalYear // the single year that its text names, or 0
}

// About reports whether a page is about the assessment: its title or a heading
// near its top says so. A page of news about it says so too.
func About(p *ita.Page) bool {
	if assessment(p.Title) {
		return true
	}
	for i := range p.Blocks {
		node := &p.Nodes[p.Blocks[i].Node]
		if len(node.Tag) == 2 && node.Tag[0] == 'h' && node.Region == ita.RegionMain && assessment(p.Blocks[i].Text()) {
			return true
		}
	}
	return false
}

// TitleYears are the fiscal years that a page's title and address name.
func TitleYears(p *ita.Page) []ita.FiscalYear {
	if years := singleYears(p.Title); len(years) > 0 {
		return years
	}
	return addressYears(p.URL())
}

// Leads rates the links of a page by how likely they lead to the ITA page of a
// year, best first. On a page that is about the assessment a link that says
// nothing but the year counts.
func Leads(p *ita.Page, year ita.FiscalYear) []Lead {
	about := About(p)
	splash := len(p.Links) < 25 // a welcome page: a picture and a link into the site
	best := map[string]Lead{}
	var order []string
	for i := range p.Links {
		l := &p.Links[i]
		if l.URL == "" || IsDocument(l.URL) || l.Via == "frame" {
			continue
		}
		lead := rate(l, year, about, splash)
		if lead.Score <= 0 {
			continue
		}
		lead.Link = i
		if old, ok := best[l.URL]; !ok {
			order = append(order, l.URL)
		} else if old.Score >= lead.Score {
			continue
		}
		best[l.URL] = lead
	}
	leads := make([]Lead, 0, len(order))
	for _, u := range order {
		leads = append(leads, best[u])
	}
	slices.SortStableFunc(leads, func(a, b Lead) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return leads
}

// AddressLead rates an address that nothing else is known of, such as one of a sitemap.
func AddressLead(address string, year ita.FiscalYear) Lead {
	if IsDocument(address) {
		return Lead{}
	}
	lead := rate(&ita.Link{URL: address}, year, false, false)
	if in := addressYears(address); len(in) == 1 {
		lead.Year = in[0]
	}
	return lead
}

// rate scores one link. The weights say: naming the assessment counts for as
// much as naming the year, another year or the wording of news against it counts more.
func rate(l *ita.Link, year ita.FiscalYear, about, splash bool) Lead {
	text := readable(l.Text + " " + l.Title)
	var lead Lead
	named := assessment(text)
	years := singleYears(text)
	switch {
	case slices.Contains(years, year):
		lead.Year = year
	case len(years) > 0:
		lead.Year = years[0]
	}
	bare := yearHeading(text) != 0
	switch {
	case named:
		lead.Score += 3
	case bare && about:
		lead.Score += 2
	case addressNames(l.URL):
		lead.Score += 1.5
	case entrance(text) && splash:
		return Lead{Score: 1.5}
	case siteMap(text):
		return Lead{Score: 0.3}
	default:
		return Lead{}
	}
	switch {
	case lead.Year == year:
		lead.Score += 3
	case lead.Year != 0:
		lead.Score -= 5
	default:
		if in := addressYears(l.URL); len(in) > 0 {
			if slices.Contains(in, year) {
				lead.Score += 1.5
			} else {
				lead.Score -= 1.5
			}
		}
	}
	if news(text) {
		lead.Score -= 4
	}
	return lead
}

// assessment reports whether a text names the assessment or its OIT part.
func assessment(s string) bool {
	s = readable(s)
	folded := thai.Fold(s)
	for _, w := range []string{"ประเมินคุณธรรมและความโปร่งใส", "การเปิดเผยข้อมูลสาธารณะ", "เปิดเผยข้อมูลสาธารณะ", "integrityandtransparency"} {
		if strings.Contains(folded, thai.Fold(w)) {
			return true
		}
	}
	return hasWord(s, "ita") || hasWord(s, "oit") || strings.Contains(strings.ToLower(s), "o i t") || strings.Contains(strings.ToLower(s), "i t a")
}

// hasWord reports whether a Latin word stands in a text, not as a part of
// another Latin word; digits may follow ("ITA2566").
func hasWord(s, word string) bool {
	s = strings.ToLower(s)
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if (i == 0 || !isLatin(s[i-1])) && (end == len(s) || !isLatin(s[end])) {
			return true
		}
		from = end
	}
}

// addressNames reports whether an address has ita or oit as a word of its path or query.
func addressNames(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return hasWord(u.Path+"?"+u.RawQuery, "ita") || hasWord(u.Path+"?"+u.RawQuery, "oit")
}

// addressYears are the years that an address names beside the assessment: ita2566, oit2023, ?y=2566.
func addressYears(address string) []ita.FiscalYear {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	last := path.Base(u.Path)
	if u.RawQuery != "" {
		last += "?" + u.RawQuery
	}
	var years []ita.FiscalYear
	for _, m := range append(thai.FileYears(last), thai.FileYears(path.Base(path.Dir(u.Path)))...) {
		if m.From == m.To {
			years = append(years, m.From)
		}
	}
	return years
}

// singleYears are the years that a text names one at a time, not as a span.
func singleYears(text string) []ita.FiscalYear {
	var years []ita.FiscalYear
	for _, m := range thai.Years(readable(text)) {
		if m.From == m.To {
			years = append(years, m.From)
		}
	}
	return years
}

// newsWords mark reports and news about the assessment, and its other parts.
var newsWords = []string{
	"ประกาศผล", "ผลการประเมิน", "รายงานผล", "คำสั่ง", "ขอเชิญ", "เชิญชวน", "อบรม", "ประชุม", "ปฏิทิน", "คู่มือ", "แบบวัด", "แบบสำรวจ",
	"คะแนน", "ตอบแบบ", "วิเคราะห์", "แต่งตั้ง", "ชี้แจง", "กิจกรรม", "รางวัล", "เกียรติบัตร", "มาตรการ",
}

func news(text string) bool {
	for _, w := range newsWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return hasWord(text, "eit") || hasWord(text, "iit")
}

func entrance(text string) bool {
	return strings.Contains(text, "เข้าสู่") || strings.Contains(text, "หน้าหลัก") || strings.Contains(text, "หน้าแรก") ||
		strings.Contains(strings.ToLower(text), "enter") || strings.Contains(strings.ToLower(text), "home")
}

func siteMap(text string) bool {
	return strings.Contains(text, "แผนผังเว็บ") || strings.Contains(text, "ผังเว็บไซต์") || strings.Contains(strings.ToLower(text), "sitemap")
}
